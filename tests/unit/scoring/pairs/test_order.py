"""The order of pairs, beside a slow second way: groups of what is tied with the first one left."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import ActorId
from graph_api.scoring import PairRow
from graph_api.scoring.pairs.order import in_order

CLOSE = 1 + 4e-13
"""Two such steps are tied, three are not."""

SCORES = st.sampled_from([0.5 * CLOSE**step for step in range(6)] + [0.0, 1e-200, 0.25]) | st.none()


def row(name: str, mutual: float | None) -> PairRow:
    return PairRow(ActorId(name), ActorId("z"), mutual, mutual, mutual)


def slowly(rows: Sequence[PairRow], *, greatest_first: bool) -> list[PairRow]:
    left = [(row, row.mutual) for row in rows if row.mutual is not None]
    found: list[PairRow] = []
    while left:
        numbers = [mutual for _, mutual in left]
        lead = max(numbers) if greatest_first else min(numbers)
        tied = [row for row, mutual in left if abs(mutual - lead) <= 1e-12 * max(mutual, lead)]
        found += sorted(tied, key=lambda row: row.a)
        left = [item for item in left if item[0] not in tied]
    return found + sorted((row for row in rows if row.mutual is None), key=lambda row: row.a)


@pytest.mark.parametrize("greatest_first", [True, False])
@given(st.lists(SCORES, max_size=12), st.randoms(use_true_random=False))
def test_tied_pairs_stand_by_ids_and_unknown_ones_last(
    greatest_first: bool, scores: Sequence[float | None], chance: Random
) -> None:
    names = [f"a{number:02}" for number in range(len(scores))]
    chance.shuffle(names)
    rows = [row(name, score) for name, score in zip(names, scores, strict=True)]
    assert [*in_order(rows, greatest_first=greatest_first)] == slowly(
        rows, greatest_first=greatest_first
    )


def test_what_is_tied_with_a_tied_one_alone_stands_behind_both() -> None:
    rows = [row("a", 0.5), row("b", 0.5 * CLOSE**2), row("c", 0.5 * CLOSE**4)]
    assert [item.a for item in in_order(rows, greatest_first=True)] == ["b", "c", "a"]
    assert [item.a for item in in_order(rows, greatest_first=False)] == ["a", "b", "c"]
