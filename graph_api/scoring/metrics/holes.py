"""Metrics of structural holes: constraint and effective size (Burt 1992).

Our own few lines over sparse matrices: networkx's ``effective_size`` gives other numbers for a
digraph when it is asked for all actors than when it is asked for a list of them (its loop is the
one that agrees with Burt), and NaN for an actor without ties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph_api.errors import TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import Asked, Found, Numbers
from graph_api.scoring.metrics.ties import Ties

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_PAIRS = 20_000_000
"""Pairs of neighbours of one and the same actor, over all actors, that are looked at."""


def constraint(asked: Asked) -> Found:
    """Give how far each actor's ties lead back to one and the same contact."""
    mutual = _mutual(asked.ties)
    if not mutual.nnz:
        return Found(np.full(asked.ties.size, np.nan))
    spent = _spent(mutual)
    both = (spent + spent @ spent).multiply(mutual > 0)
    return Found(_for_tied(mutual, both.power(2).sum(axis=1)))


def effective_size(asked: Asked) -> Found:
    """Count each actor's contacts, less what they have in common."""
    mutual = _mutual(asked.ties)
    if not mutual.nnz:
        return Found(np.full(asked.ties.size, np.nan))
    largest = np.asarray(mutual.max(axis=1).toarray()).ravel()
    marginal = mutual.multiply(_inverse(largest)[:, np.newaxis]).tocsr()
    redundant = (_spent(mutual) @ marginal.T).multiply(mutual > 0)
    contacts = np.diff(mutual.indptr).astype(np.float64)
    return Found(_for_tied(mutual, contacts - redundant.sum(axis=1)))


def _mutual(ties: Ties) -> csr_array:
    """Give what each two actors put into one another, both directions together."""
    matrix = ties.matrix()
    mutual: csr_array = (matrix + matrix.T).tocsr()
    degrees = np.diff(mutual.indptr).astype(np.float64)
    pairs = float(np.sum(degrees**2))
    if pairs > MOST_PAIRS:
        raise TooCostlyError(
            f"This graph has {pairs:.3g} pairs of contacts of one actor; the limit is"
            f" {MOST_PAIRS:,}. Filter the relations (minStrength, conveys), so that the most tied"
            " actors have fewer contacts.",
            f"此图中同一行动者的联系人对共 {pairs:.3g} 个，上限为 {MOST_PAIRS:,}。"
            "请筛选关系（minStrength、conveys），使联系最多的行动者的联系人减少。",
            pairs=pairs,
            limit=MOST_PAIRS,
        )
    stopping.check()
    return mutual


def _spent(mutual: csr_array) -> csr_array:
    """Give which share of its ties each actor has with each contact."""
    spent: csr_array = mutual.multiply(
        _inverse(np.asarray(mutual.sum(axis=1)))[:, np.newaxis]
    ).tocsr()
    return spent


def _inverse(values: Numbers) -> Numbers:
    return np.divide(1.0, values, out=np.zeros(len(values)), where=values > 0)


def _for_tied(mutual: csr_array, values: Numbers) -> Numbers:
    """Leave those without ties undefined."""
    return np.where(np.diff(mutual.indptr) > 0, values, np.nan)
