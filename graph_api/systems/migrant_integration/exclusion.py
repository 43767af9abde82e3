"""Long exclusion: the risk of drift and deviance grows with every round of involution (L241)."""

from __future__ import annotations

from collections.abc import Iterable

from graph_api.systems.migrant_integration.numbers import require_share


def risk_path(involuted: Iterable[bool], per_round: float) -> tuple[float, ...]:
    """Give the risk after each round; a round of involution takes ``per_round`` of what is left.

    A round without involution leaves the risk where it is: the essay says how exclusion does harm,
    not how harm heals (assumption A-112).

    Raises
    ------
    BadParameterError
        If ``per_round`` is no number of [0, 1].

    Examples
    --------
    >>> risk_path([True, False, True], 0.5)
    (0.5, 0.5, 0.75)

    """
    share = require_share("risk_per_round", per_round)
    risk, found = 0.0, []
    for locked in involuted:
        risk += (1 - risk) * share if locked else 0.0
        found.append(risk)
    return tuple(found)
