"""What opens a missing direction: against every set of options."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring import PRODUCT, Reading, Scoring
from graph_api.scoring.plans import Opening, Option, find_openings
from tests.builders import snapshot
from tests.unit.scoring.attribution.games import best
from tests.unit.scoring.plans.choices import (
    adding,
    applied,
    drawn_choices,
    groups,
    raising,
)

Choices = tuple[GraphSnapshot, list[Option], float]


def cheapest_of_all(
    view: GraphSnapshot, options: list[Option], start: str, end: str, how: Scoring
) -> tuple[Fraction, int, list[str]] | None:
    """Try every set."""
    found = []
    for size in range(len(options) + 1):
        for some in itertools.combinations(options, size):
            after = applied(view, some)
            ids = frozenset(item.id for item in after.relations)
            if best(after, ids, start, end, how) > 0:
                cost = sum((Fraction(repr(item.cost)) for item in some), Fraction(0))
                found.append((cost, size, sorted(item.key for item in some)))
    return min(found, default=None)


@pytest.mark.parametrize("scoring", [PRODUCT, Scoring(max_hops=2), Scoring(max_hops=1)], ids=str)
@given(drawn_choices(most=5))
def test_the_cheapest_of_all_sets_opens_it(scoring: Scoring, drawn: Choices) -> None:
    view, options, _ = drawn
    found = find_openings(view, options, groups(view, "a", "bc"), scoring)
    missing = {(item.from_id, item.to_id) for item in found}
    for start, end in (("a", "b"), ("b", "a"), ("a", "c"), ("c", "a")):
        expected = cheapest_of_all(view, options, start, end, scoring)
        is_open = expected is not None and expected[1] == 0
        assert ((start, end) in missing) != is_open
        for item in found:
            if (item.from_id, item.to_id) != (start, end):
                continue
            if expected is None:
                assert (item.options, item.cost) == (None, None)
            else:
                assert item.options == tuple(expected[2])
                assert item.cost == float(expected[0])


def test_what_may_be_open_already_is_said() -> None:
    view = snapshot("a -> b ?\nb -> a 0.5")
    (found,) = find_openings(view, [adding("x", "a -> b 0.5", 3)], groups(view, "a", "b"))
    assert found == Opening(view.actors[0].id, view.actors[1].id, ("x",), 3.0, unknown=True)


def test_a_raise_of_what_is_known_to_be_absent_opens_it() -> None:
    view = snapshot("a -> b 0\nb -> a 0.5")
    options = [raising("dear", "r1", 0.5, 2), raising("cheap", "r1", 0.1, 1)]
    (found,) = find_openings(view, options, groups(view, "a", "b"))
    assert (found.options, found.cost, found.unknown) == (("cheap",), 1.0, False)


def test_nothing_is_missing_nothing_to_open() -> None:
    view = snapshot("a -> b 0.5\nb -> a 0.5")
    assert find_openings(view, [], groups(view, "a", "b")) == ()
    with pytest.raises(BadParameterError):
        find_openings(view, [], groups(view, "a", "b"), Scoring(Reading.ALL_WALKS))
