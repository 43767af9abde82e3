"""What is asked, and how answers are read and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.cases import UNIT, Case

Scores = NDArray[np.float64]
Question = tuple[Any, ...]
Read = Callable[[Case, Question, Any], Scores]


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    name
        Also the name of the method of ours and of peers.
    title
        What it says in the tables.
    questions
        Gives arguments of that method, several times.
    ours, theirs
        Turn an answer into numbers that can be compared.
    note
        What a reader must know.

    """

    name: str
    title: str
    questions: Callable[[Case], Sequence[Question]]
    ours: Read
    theirs: Read
    note: str = ""


def _pair_ours(_case: Case, _question: Question, answer: Any) -> Scores:
    return np.array([answer.forward, answer.reverse])


def _pair_theirs(case: Case, question: Question, answer: Any) -> Scores:
    changes = question[0] if len(question) == 3 else ()
    return np.array([case.score(found, changes) for found in answer])


def _paths_ours(_case: Case, _question: Question, answer: Any) -> Scores:
    return np.array([path.score for path in answer.paths])


def _paths_theirs(case: Case, _question: Question, answer: Any) -> Scores:
    scores = np.array([case.score(found) for found in answer])
    return np.sort(scores[scores > 0])[::-1]


def _source_ours(_case: Case, question: Question, answer: Any) -> Scores:
    scores = np.maximum(np.asarray(answer, np.float64), 0)
    return np.delete(scores, question[0])


def _source_theirs(case: Case, question: Question, answer: Any) -> Scores:
    """Give keys, as ours are: products of strength x decay, so the first hop is damped too."""
    if isinstance(answer, list | np.ndarray):
        lengths = np.asarray(answer, np.float64)
    else:
        lengths = np.full(case.actors, np.inf)
        lengths[np.fromiter(answer.keys(), np.int64, len(answer))] = np.fromiter(
            answer.values(), np.float64, len(answer)
        )
    lengths = np.where(lengths > 1e300, np.inf, lengths)
    return np.delete(np.exp(-lengths), question[0])


def _top_ours(_case: Case, _question: Question, answer: Any) -> Scores:
    return np.array([row.mutual for row in answer])


def _top_theirs(case: Case, _question: Question, answer: Any) -> Scores:
    return np.exp(-np.asarray(answer) / 2) / case.decay


def _cut_ours(_case: Case, _question: Question, answer: Any) -> Scores:
    return np.array([answer.capacity])


def _cut_theirs(_case: Case, _question: Question, answer: Any) -> Scores:
    return np.array([answer / UNIT])


ROWS = (
    Row(
        "pair",
        "one pair, both directions",
        lambda case: case.pairs[:30],
        _pair_ours,
        _pair_theirs,
        note="scores and paths; of a peer two searches (rustworkx: lengths only)",
    ),
    Row(
        "paths",
        "10 best loopless paths",
        lambda case: case.pairs[:12],
        _paths_ours,
        _paths_theirs,
        note="scipy gives lengths only",
    ),
    Row(
        "source",
        "from one actor to all",
        lambda case: [(start,) for start in case.sources[:9]],
        _source_ours,
        _source_theirs,
    ),
    Row(
        "top",
        "top 50 mutual pairs of one office with all residents",
        lambda _case: [()],
        _top_ours,
        _top_theirs,
        note="scores alone of a peer: two searches to everywhere and a selection",
    ),
    Row(
        "what_if",
        "what-if of 10 changes, then a pair",
        lambda case: case.what_ifs,
        _pair_ours,
        _pair_theirs,
        note="a peer writes the ten lengths into its graph; putting them back is not timed",
    ),
    Row(
        "weakest",
        "WEAKEST pair, both directions",
        lambda case: case.pairs[:12],
        _pair_ours,
        _pair_theirs,
        note="no peer has widest paths of digraphs; checked by reachability with scipy",
    ),
    Row(
        "cut",
        "cheapest cut of a pair",
        lambda case: case.pairs[:6],
        _cut_ours,
        _cut_theirs,
        note="a peer tells the flow only, ours the relations of the cut too",
    ),
)
"""Rows in which everybody answers the same questions; `bench.run` has the others."""

CLOSE = 1e-9
"""Answers may differ by this, relative."""


def same(one: Scores, other: Scores) -> bool:
    """Tell whether two answers are equal, up to the rounding of sums of logarithms."""
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=CLOSE, atol=1e-200))
