"""Baseline, variant, date, what-if, filter: in this order, each seen in a small graph."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph_api.domain import (
    Actor,
    ActorId,
    AddRelation,
    Change,
    Direction,
    Label,
    Level,
    Relation,
    RelationClass,
    RelationFilter,
    RelationId,
    RemoveActor,
    RemoveRelation,
    Scenario,
    SetActor,
    SetParameter,
    SetRelation,
    Sphere,
    Strength,
    Variant,
    ViewKey,
    ViewSpec,
    build_view,
    view_key,
)
from graph_api.errors import (
    BadParameterError,
    UnknownActorError,
    UnknownRelationError,
    UnknownVariantError,
)


def actor(identity: str) -> Actor:
    return Actor(ActorId(identity), Label(), "kind", Level.GROUP, Sphere.SOCIETY, 0.0)


def tie(identity: str, start: str, end: str, strength: float) -> Relation:
    return Relation(
        RelationId(identity), ActorId(start), ActorId(end), strength=Strength.exactly(strength)
    )


def strengthen(identity: str, strength: float) -> Change:
    return SetRelation(RelationId(identity), {"strength": Strength.exactly(strength)})


def scenario() -> Scenario:
    dated = replace(tie("old", "b", "a", 0.2), valid_to=date(2000, 1, 1))
    burden = replace(tie("load", "c", "a", 0.3), relation_class=RelationClass.BURDEN)
    relations = (tie("r1", "a", "b", 0.1), dated, burden)
    return Scenario(
        "s",
        actors={ActorId(name): actor(name) for name in "abc"},
        relations={item.id: item for item in relations},
        variants={
            "after": Variant("after", extends="half", changes=(strengthen("r1", 0.9),)),
            "half": Variant(
                "half",
                changes=(strengthen("r1", 0.5), AddRelation(tie("r2", "b", "c", 0.4))),
            ),
        },
        revision=3,
    )


def seen(spec: ViewSpec | None = None) -> dict[str, float]:
    view = build_view(scenario(), spec)
    return {item.id: float(point) for item, point in zip(view.relations, view.point, strict=True)}


def test_without_a_word_the_baseline_is_seen_at_any_date() -> None:
    assert seen() == {"r1": 0.1, "old": 0.2, "load": 0.3}
    assert seen(ViewSpec("today")) == seen()


def test_a_variant_comes_after_the_one_it_extends() -> None:
    assert seen(ViewSpec("half")) == {"r1": 0.5, "old": 0.2, "load": 0.3, "r2": 0.4}
    assert seen(ViewSpec("after")) == {"r1": 0.9, "old": 0.2, "load": 0.3, "r2": 0.4}


def test_a_date_leaves_out_what_does_not_hold_on_it() -> None:
    assert "old" in seen(ViewSpec(as_of=date(2000, 1, 1)))
    assert "old" not in seen(ViewSpec(as_of=date(2000, 1, 2)))


def test_what_if_changes_come_after_variant_and_date() -> None:
    assert seen(ViewSpec("after", changes=(strengthen("r1", 0.2),)))["r1"] == 0.2
    # what was added by hand is seen whatever its dates: it is asked for
    back = replace(tie("old", "b", "a", 0.7), valid_to=date(2000, 1, 1))
    spec = ViewSpec(as_of=date(2020, 1, 1), changes=(AddRelation(back),))
    assert seen(spec)["old"] == 0.7


def test_the_filter_comes_last() -> None:
    strong = RelationFilter(min_strength=0.35)
    assert seen(ViewSpec(filter=strong)) == {}
    assert seen(ViewSpec(changes=(strengthen("r1", 0.4),), filter=strong)) == {"r1": 0.4}
    lateral = RelationFilter(directions=(Direction.LATERAL,))
    assert seen(ViewSpec(filter=lateral)) == seen()  # directions that follow from the levels
    view = build_view(scenario(), ViewSpec(filter=strong))
    assert len(view.actors) == 3  # a filter of relations leaves the actors


def test_a_removed_actor_takes_its_relations_out_of_the_view() -> None:
    view = build_view(scenario(), ViewSpec(changes=(RemoveActor(ActorId("a")),)))
    assert [item.id for item in view.actors] == ["b", "c"]
    assert view.relations == ()


def test_support_spans_the_baseline_and_every_variant_whatever_the_view() -> None:
    expected = {("a", "b"), ("b", "a"), ("b", "c")}  # a burden carries nothing
    for spec in (ViewSpec(), ViewSpec("after"), ViewSpec(filter=RelationFilter(min_strength=1))):
        assert build_view(scenario(), spec).support == expected


def test_the_scenario_is_left_as_it_was() -> None:
    some = scenario()
    build_view(some, ViewSpec("after", as_of=date(2020, 1, 1), changes=(strengthen("r1", 0),)))
    assert some == scenario()


def test_the_key_tells_views_apart_and_calls_equal_ones_equal() -> None:
    some = scenario()
    assert view_key(some, ViewSpec("half")) == ViewKey("s", 3, "half", "")
    specs = [
        ViewSpec(),
        ViewSpec("half"),
        ViewSpec(as_of=date(2020, 1, 1)),
        ViewSpec(as_of=date(2020, 1, 2)),
        ViewSpec(changes=(strengthen("r1", 0.2),)),
        ViewSpec(changes=(strengthen("r1", 0.20001),)),
        ViewSpec(filter=RelationFilter(min_strength=0.2)),
        ViewSpec(filter=RelationFilter(min_strength=0.0)),
    ]
    assert len({view_key(some, spec) for spec in specs}) == len(specs)
    again = ViewSpec(changes=(strengthen("r1", 0.2),))
    assert view_key(some, again) == view_key(some, specs[4])
    assert build_view(some, again).key == view_key(some, again)
    assert view_key(replace(some, revision=4), ViewSpec()) != view_key(some, ViewSpec())


def test_what_does_not_apply_is_refused_in_the_words_of_the_question() -> None:
    with pytest.raises(UnknownVariantError, match="'aftr'"):
        build_view(scenario(), ViewSpec("aftr"))
    with pytest.raises(UnknownRelationError, match=r"'r7'.*changes\[0\]\.remove_relation"):
        build_view(scenario(), ViewSpec(changes=(RemoveRelation(RelationId("r7")),)))
    with pytest.raises(UnknownActorError, match=r"'x'.*changes\[0\]\.set_actor\.id"):
        build_view(scenario(), ViewSpec(changes=(SetActor(ActorId("x"), {}),)))
    with pytest.raises(BadParameterError, match=r"changes\[0\]\.set_parameter\.key: There is no"):
        build_view(scenario(), ViewSpec(changes=(SetParameter("theta", 1),)))
