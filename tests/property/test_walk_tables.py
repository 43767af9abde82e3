"""All walks over the tables of a large scenario: the numbers of the same scenario as entries."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph_api.domain import (
    ActorId,
    AddActor,
    AddRelation,
    Change,
    GraphSnapshot,
    RelationClass,
    RelationFilter,
    RelationId,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    Scenario,
    SetRelation,
    Strength,
    Variant,
    ViewSpec,
    build_view,
)
from graph_api.domain.table_building import tables_of
from graph_api.errors import BadParameterError, UnknownActorError, UnknownRelationError
from graph_api.scoring import Reading, Scoring
from graph_api.scoring.walks import scores as walks
from graph_api.scoring.walks.bounds import damping_of, growth_of
from graph_api.scoring.walks.scores import walk_pair, walk_scores
from tests.builders import actor, relation

NAMES = "abcdef"
pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
lines = st.lists(
    st.builds(
        lambda ends, strength, word: f"{ends[0]} -> {ends[1]} {strength} {word}",
        pairs,
        st.sampled_from(("0", "0.2", "0.5", "1", "?", "0.5 [0.4..0.6]")),
        st.sampled_from(("", "", "", "burden")),
    ),
    min_size=1,
    max_size=14,
)
numbers = st.integers(0, 14).map(lambda number: RelationId(f"r{number}"))
changes = st.lists(
    st.builds(
        lambda number, line: AddRelation(relation(line, f"new{number}")),
        st.integers(0, 99),
        st.builds(lambda ends: f"{ends[0]} -> {ends[1]} 0.7", pairs),
    )
    | st.builds(RemoveRelation, numbers)
    | st.builds(
        SetRelation,
        numbers,
        st.sampled_from(
            (
                {"strength": Strength.exactly(0.9)},
                {"relation_class": RelationClass.BURDEN},
                {"relation_class": RelationClass.EMPOWERMENT},
            )
        ),
    )
    | st.just(AddActor(actor("g")))
    | st.just(AddRelation(relation("g -> a 0.3", "of-g")))
    | st.builds(RemoveActor, st.sampled_from(NAMES).map(ActorId))
    | st.just(RenameActor(ActorId("a"), ActorId("z"))),
    max_size=4,
).map(tuple)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Scenario, ViewSpec]:
    drawn = [relation(line, f"r{number}") for number, line in enumerate(draw(lines))]
    scenario = Scenario(
        "small",
        actors={ActorId(name): actor(name) for name in NAMES},
        relations={item.id: item for item in drawn},
        variants={"other": Variant("other", changes=draw(changes))},
    )
    variant = draw(st.sampled_from(("today", "other")))
    if draw(st.booleans()):
        return scenario, ViewSpec(variant, filter=RelationFilter(min_strength=0.4))
    return scenario, ViewSpec(variant, changes=draw(changes))


def both_views(scenario: Scenario, spec: ViewSpec) -> tuple[GraphSnapshot, GraphSnapshot]:
    actors, relations = tables_of(scenario.actors.values(), scenario.relations.values())
    large = replace(scenario, actors=actors, relations=relations)
    try:
        small = build_view(scenario, spec)
    except (BadParameterError, UnknownActorError, UnknownRelationError):
        assume(False)
    return build_view(large, spec), small


@given(questions())
def test_walks_over_tables_are_walks_over_entries(question: tuple[Scenario, ViewSpec]) -> None:
    large, small = both_views(*question)
    assert growth_of(large) == pytest.approx(growth_of(small), rel=1e-12)
    scoring = Scoring(reading=Reading.ALL_WALKS, damping=damping_of(small) * 0.99)
    ends = list(permutations([one.id for one in small.actors], 2))[:10]
    expected = [walk_pair(small, a, b, scoring) for a, b in ends]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walks, "MOST_FACTORED_ACTORS", 0)
        found = [walk_pair(large, a, b, scoring) for a, b in ends]
        together = walk_scores(large, ends, scoring)
    for one, other, row in zip(expected, found, together, strict=True):
        off = one.error + other.error
        assert off < 1e-10
        assert other.unknown == one.unknown
        for first, second, third in zip(
            (one.forward, one.reverse), (other.forward, other.reverse), row, strict=True
        ):
            assert (first is None) == (second is None) == (third is None)
            if first is not None and second is not None and third is not None:
                assert abs(first - second) <= off
                assert abs(first - third) <= off + other.error
        for low, high in zip(one.low + one.high, other.low + other.high, strict=True):
            assert abs(low - high) <= off


def test_a_question_about_strengths_shares_the_growth_of_its_base() -> None:
    drawn = [relation("a -> b 0.5", "r1"), relation("b -> a 0.5", "r2")]
    people = [actor("a"), actor("b")]
    actors, relations = tables_of(people, drawn)
    scenario = Scenario("small", actors=actors, relations=relations)

    def view(*asked: Change) -> GraphSnapshot:
        return build_view(scenario, ViewSpec(changes=asked))

    base = view()
    stronger = view(SetRelation(RelationId("r1"), {"strength": Strength.exactly(0.9)}))
    fewer = view(RemoveRelation(RelationId("r1")))
    twin = view(AddRelation(relation("a -> b 0.1", "r3")))
    more = view(AddActor(actor("c")), AddRelation(relation("b -> c 0.1", "r3")))
    assert growth_of(stronger) is growth_of(base)
    assert growth_of(fewer) is growth_of(base)
    assert growth_of(twin) is growth_of(base)
    assert growth_of(more) is not growth_of(base)
