"""Views as arrays, and the filters of relations and actors."""

from __future__ import annotations

import math

import pytest

from graph_api.domain import (
    Actor,
    ActorFilter,
    ActorId,
    Basis,
    Direction,
    Element,
    GraphSnapshot,
    Label,
    Level,
    Parameter,
    Relation,
    RelationClass,
    RelationFilter,
    RelationId,
    Source,
    Sphere,
    Status,
    Strength,
    ViewKey,
    snapshot,
)
from graph_api.errors import UnknownActorError, UnknownRelationError


def actor(identity: str, level: Level, **fields: object) -> Actor:
    return Actor(ActorId(identity), Label(), "kind", level, Sphere.SOCIETY, 0.0, **fields)  # type: ignore[arg-type]  # fields of Actor


def tie(identity: str, start: str, end: str, **fields: object) -> Relation:
    return Relation(RelationId(identity), ActorId(start), ActorId(end), **fields)  # type: ignore[arg-type]  # fields of Relation


OFFICE = Actor(
    ActorId("office"),
    Label("Street Office", "街道"),
    "street_office",
    Level.ORGANISATION,
    Sphere.STATE,
    1.0,
)
PEOPLE = actor("people", Level.INDIVIDUAL, group="east")
FULL = tie(
    "r1",
    "office",
    "people",
    conveys=("money", "skill"),
    elements=(Element.RESOURCES,),
    strength=Strength(0.2, None, 0.6),
    status=Status.LAW,
    basis=Basis.TEXT,
)


def view() -> GraphSnapshot:
    relations = (
        FULL,
        tie("r2", "people", "office", relation_class=RelationClass.BURDEN),
        tie("r3", "people", "people", strength=Strength.exactly(0)),
    )
    return snapshot(ViewKey("s", 3), (OFFICE, PEOPLE), relations)


def test_the_arrays_say_what_the_entries_say() -> None:
    some = view()
    assert some.from_index.tolist() == [0, 1, 1]
    assert some.to_index.tolist() == [1, 0, 1]
    assert some.low.tolist()[::2] == [0.2, 0]
    assert some.point.tolist()[::2] == [0.4, 0]  # the middle of 0.2 to 0.6
    assert some.high.tolist()[::2] == [0.6, 0]
    assert all(math.isnan(array[1]) for array in (some.low, some.point, some.high))
    assert some.carries.tolist() == [True, False, True]
    assert [some.direction_of(name) for name in ("r1", "r2", "r3")] == [
        Direction.DOWNWARD,
        Direction.REVERSE,
        Direction.SELF,
    ]
    assert [str(array.dtype) for array in (some.from_index, some.point, some.direction)] == [
        "int32",
        "float64",
        "int8",
    ]


def test_a_view_cannot_be_changed() -> None:
    some = view()
    for array in (some.from_index, some.low, some.point, some.high, some.carries, some.direction):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_view_without_anything_is_a_view() -> None:
    empty = snapshot(ViewKey("s", 1), (), ())
    assert empty.point.shape == (0,)
    assert empty.support == frozenset()


def test_a_view_keeps_support_parameters_and_sources() -> None:
    pairs = frozenset({(ActorId("office"), ActorId("people"))})
    theta, essay = Parameter("theta", 1, "index"), Source("essay")
    some = snapshot(
        ViewKey("s", 1),
        (OFFICE, PEOPLE),
        (),
        support=pairs,
        parameters={"theta": theta},
        sources={"essay": essay},
    )
    assert some.support == pairs
    assert (some.parameters, some.sources) == ({"theta": theta}, {"essay": essay})


def test_entries_are_found_by_id() -> None:
    some = view()
    assert some.actor("people") is PEOPLE
    assert some.place("people") == 1
    assert some.relation("r1") is FULL


def test_what_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownActorError, match=r"'peple' in 's'; did you mean 'people'"):
        view().actor("peple")
    with pytest.raises(UnknownRelationError, match="'r4' in 's'"):
        view().relation("r4")
    with pytest.raises(UnknownRelationError):
        view().direction_of("r4")


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        (RelationFilter(), True),
        (RelationFilter(classes=(RelationClass.BURDEN, RelationClass.EMPOWERMENT)), True),
        (RelationFilter(classes=(RelationClass.BURDEN,)), False),
        (RelationFilter(directions=(Direction.DOWNWARD,)), True),
        (RelationFilter(directions=(Direction.REVERSE,)), False),
        (RelationFilter(conveys=("opinion", "skill")), True),
        (RelationFilter(conveys=("opinion",)), False),
        (RelationFilter(conveys=()), False),  # any of none
        (RelationFilter(elements=(Element.RESOURCES,)), True),
        (RelationFilter(elements=(Element.SELF_ESTEEM,)), False),
        (RelationFilter(statuses=(Status.LAW,)), True),
        (RelationFilter(statuses=(Status.PRACTICE,)), False),
        (RelationFilter(bases=(Basis.TEXT,)), True),
        (RelationFilter(bases=(Basis.SURVEY,)), False),
        (RelationFilter(min_strength=0.4), True),  # the point, included
        (RelationFilter(min_strength=0.41), False),
        (RelationFilter(statuses=(Status.LAW,), bases=(Basis.SURVEY,)), False),  # both must pass
    ],
)
def test_a_relation_passes_a_filter(wanted: RelationFilter, passes: bool) -> None:
    assert wanted.passes(FULL, Direction.DOWNWARD) is passes


def test_an_unknown_strength_passes_only_without_a_least_one() -> None:
    unknown = tie("r", "office", "people")
    assert RelationFilter().passes(unknown, Direction.DOWNWARD)
    assert not RelationFilter(min_strength=0).passes(unknown, Direction.DOWNWARD)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (ActorFilter(), ["office", "people"]),
        (ActorFilter(ids=(ActorId("people"), ActorId("office"))), ["office", "people"]),
        (ActorFilter(kinds=("street_office",)), ["office"]),
        (ActorFilter(levels=(Level.INDIVIDUAL, Level.GROUP)), ["people"]),
        (ActorFilter(spheres=(Sphere.STATE,)), ["office"]),
        (ActorFilter(groups=("east",)), ["people"]),
        (ActorFilter(search="STREET"), ["office"]),
        (ActorFilter(search="街"), ["office"]),
        (ActorFilter(search="eopl"), ["people"]),
        (ActorFilter(search="x"), []),
        (ActorFilter(kinds=("street_office",), groups=("east",)), []),
    ],
)
def test_a_filter_chooses_actors_in_the_order_of_the_view(
    wanted: ActorFilter, chosen: list[str]
) -> None:
    assert [*view().chosen(wanted)] == chosen


def test_a_filter_that_names_nobody_says_so() -> None:
    with pytest.raises(UnknownActorError, match="'nobody'"):
        view().chosen(ActorFilter(ids=(ActorId("nobody"),)))
