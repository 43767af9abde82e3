"""Scores of tables and arrays are those of entries and lists: regime, roles, cuts, what differs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import Draft, GraphSnapshot, Scenario, ViewSpec, build_view
from graph_api.scoring import (
    RegimeBasis,
    Target,
    brokerage_roles,
    find_cut,
    regime,
    relation_deltas,
    synergy,
)
from graph_api.scoring.unknowns.beyond import unknown_relations
from tests.builders import snapshot
from tests.large import as_arrays, fresh, kernels
from tests.strategies import change_lists, scenarios
from tests.unit.domain.test_table_views import as_tables


@pytest.fixture(autouse=True, scope="module", params=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with kernels(request.param):
        yield


@dataclass(frozen=True)
class Both:
    """Two views of a scenario, as entries and as tables."""

    small: tuple[GraphSnapshot, GraphSnapshot]
    large: tuple[GraphSnapshot, GraphSnapshot]


@st.composite
def compared(draw: st.DrawFn) -> Both:
    """Two variants of one scenario, one of them with some changes more."""
    scenario: Scenario = draw(scenarios(most=6))
    variants = st.sampled_from(scenario.variant_keys)
    first, second = draw(variants), draw(variants)
    draft = Draft(scenario)
    for step in scenario.lineage(second):
        draft.apply(step.changes)
    specs = ViewSpec(first), ViewSpec(second, changes=draw(change_lists(draft)))
    tables = as_tables(scenario)
    return Both(
        (build_view(scenario, specs[0]), build_view(scenario, specs[1])),
        (build_view(tables, specs[0]), build_view(tables, specs[1])),
    )


@settings(max_examples=50)
@given(compared())
def test_what_differs_between_tables_is_what_differs_between_entries(case: Both) -> None:
    assert relation_deltas(*case.large) == relation_deltas(*case.small)
    assert synergy(*case.large) is synergy(*case.small)


@settings(max_examples=50)
@given(compared())
def test_state_and_society_of_tables_are_those_of_entries(case: Both) -> None:
    for small, large in zip(case.small, case.large, strict=True):
        for basis in RegimeBasis:
            assert regime(large, by=basis) == regime(small, by=basis)


@settings(max_examples=50)
@given(compared(), st.sampled_from((None, 0.0, 0.5)))
def test_unknown_relations_of_tables_are_those_of_entries(
    case: Both, maturity: float | None
) -> None:
    for small, large in zip(case.small, case.large, strict=True):
        expected = {small.relations[p].id: high for p, high in unknown_relations(small, maturity)}
        found = {large.relations[p].id: high for p, high in unknown_relations(large, maturity)}
        assert found == expected


@settings(max_examples=50)
@given(compared())
def test_roles_and_cuts_on_arrays_are_those_on_lists(case: Both) -> None:
    for small, large in zip(case.small, case.large, strict=True):
        ids = [actor.id for actor in small.actors]
        for actor in ids:
            expected = brokerage_roles(small, actor)
            with as_arrays():
                assert brokerage_roles(large, actor) == expected
        for start, end in pairwise(ids[:3]):
            for target in (Target.RELATION, Target.ACTOR):
                expected_cut = find_cut(small, start, end, target)
                with as_arrays():
                    assert find_cut(large, start, end, target) == expected_cut


NAMES = "abcdefgh"
STRENGTHS = ("0.1", "0.2", "0.3", "1", "0", "?")


@given(st.randoms(use_true_random=False), st.sampled_from((Target.RELATION, Target.ACTOR)))
def test_cuts_of_tangled_graphs_are_those_of_networkx(rng: random.Random, target: Target) -> None:
    # Many relations among few actors: flow has to be taken back, and parallels add up.
    names = NAMES[: rng.randint(2, 8)]
    lines = [
        f"{rng.choice(names)} -> {rng.choice(names)} {rng.choice(STRENGTHS)}"
        for _ in range(rng.randint(1, 3 * len(names)))
    ]
    view = snapshot("\n".join([*names, *lines]))
    start, end = rng.sample(names, 2)
    expected = find_cut(view, start, end, target)
    with as_arrays():
        assert find_cut(fresh(view), start, end, target) == expected
