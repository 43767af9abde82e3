"""What each change does to a scenario, and what is said of one that does not apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph_api.domain import (
    Actor,
    ActorId,
    AddActor,
    AddRelation,
    AddSource,
    Capability,
    Capitals,
    Change,
    Draft,
    Edit,
    Element,
    Evidence,
    Judgement,
    Label,
    Level,
    Parameter,
    Relation,
    RelationId,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    Scenario,
    Section,
    SetActor,
    SetParameter,
    SetRelation,
    Source,
    Sphere,
    Strength,
    Variant,
    variant_problems,
)
from graph_api.domain.overlay import Overlay

HALF = Strength.exactly(0.5)


def actor(identity: str, member_of: str | None = None) -> Actor:
    above = None if member_of is None else ActorId(member_of)
    return Actor(
        ActorId(identity),
        Label(identity),
        "kind",
        Level.GROUP,
        Sphere.SOCIETY,
        0.0,
        Capability({Element.RESOURCES: 0.25, Element.SELF_ESTEEM: 0.5}),
        Capitals(political=0.1, social=0.3),
        above,
    )


def tie(identity: str, start: str, end: str) -> Relation:
    return Relation(RelationId(identity), ActorId(start), ActorId(end), strength=HALF)


def base(*changes: Change, **variants: tuple[Change, ...]) -> Scenario:
    actors = (actor("office"), actor("people", member_of="estate"), actor("estate"))
    relations = (tie("r1", "office", "people"), tie("r2", "people", "office"))
    scenario = Scenario(
        "s",
        sources={"essay": Source("essay", lines=("10-20",))},
        actors={item.id: item for item in actors},
        relations={item.id: item for item in relations},
        parameters={"theta": Parameter("theta", 0.35, "index", 0, 1)},
        variants={key: Variant(key, changes=words) for key, words in variants.items()},
    )
    return changed(scenario, *changes)


def changed(scenario: Scenario, *changes: Change) -> Scenario:
    draft = Draft(scenario)
    assert draft.apply(changes) == []
    return draft.scenario()


def r1(scenario: Scenario) -> Relation:
    return scenario.relations[RelationId("r1")]


def people(scenario: Scenario) -> Actor:
    return scenario.actors[ActorId("people")]


# Changes that apply


def test_setting_a_relation_changes_what_is_named_and_nothing_else() -> None:
    after = base(SetRelation(RelationId("r1"), {"conveys": ("money",)}))
    assert r1(after) == replace(tie("r1", "office", "people"), conveys=("money",))
    assert replace(after, relations=base().relations) == base()


def test_a_strength_is_replaced_as_a_whole_and_null_makes_it_unknown() -> None:
    assert r1(base(SetRelation(RelationId("r1"), {"strength": None}))).strength is None


def test_judgements_bring_their_pool_and_a_strength_takes_them_away() -> None:
    judgements = (Judgement("a", 0.1, 0.2, 0.3), Judgement("b", 0.2, 0.6, 0.7, confidence=3))
    judged = base(SetRelation(RelationId("r1"), {"judgements": judgements}))
    assert r1(judged).strength == Strength(0.1, 0.5, 0.7)
    plain = changed(judged, SetRelation(RelationId("r1"), {"strength": HALF}))
    assert (r1(plain).strength, r1(plain).judgements) == (HALF, ())


def test_capability_and_capitals_are_merged_by_key() -> None:
    after = people(
        base(
            SetActor(
                ActorId("people"),
                {"capability": {Element.RESOURCES: None}, "capitals": {"social": 0.9}},
            )
        )
    )
    assert after.capability.elements == {Element.RESOURCES: None, Element.SELF_ESTEEM: 0.5}
    assert after.capitals == Capitals(political=0.1, social=0.9)
    assert after.member_of == "estate"


def test_added_things_come_last() -> None:
    after = base(
        AddActor(actor("new", member_of="people")),
        AddRelation(tie("r9", "new", "new")),
        AddSource(Source("later")),
    )
    assert [*after.actors] == ["office", "people", "estate", "new"]
    assert [*after.relations] == ["r1", "r2", "r9"]
    assert [*after.sources] == ["essay", "later"]


def test_a_relation_without_an_id_takes_the_next_free_one() -> None:
    nameless = AddRelation(tie("", "people", "people"))
    assert [*base(nameless, nameless).relations] == ["r1", "r2", "r3", "r4"]
    draft = Draft(base())
    assert draft.named(nameless) == AddRelation(tie("r3", "people", "people"))
    assert draft.named(RemoveRelation(RelationId("r1"))) == RemoveRelation(RelationId("r1"))


def test_a_removed_relation_is_gone_and_its_id_is_free() -> None:
    after = base(RemoveRelation(RelationId("r1")), AddRelation(tie("r1", "people", "estate")))
    assert r1(after).to_id == "estate"


def test_a_removed_actor_takes_its_relations_and_leaves_no_members() -> None:
    after = base(AddRelation(tie("r3", "estate", "office")), RemoveActor(ActorId("estate")))
    assert [*after.actors] == ["office", "people"]
    assert people(after).member_of is None
    assert [*after.relations] == ["r1", "r2"]
    assert base(RemoveActor(ActorId("people"))).relations == {}


def test_a_parameter_takes_another_value_within_its_range() -> None:
    after = base(SetParameter("theta", 1.0))
    assert after.parameters["theta"] == Parameter("theta", 1.0, "index", 0, 1)


def test_a_renamed_actor_is_followed_by_every_reference() -> None:
    scenario = base(
        later=(
            AddRelation(tie("r5", "estate", "people")),
            SetActor(ActorId("estate"), {"group": "x"}),
            SetActor(ActorId("people"), {"member_of": ActorId("estate")}),
            AddActor(actor("new", member_of="estate")),
            RenameActor(ActorId("estate"), ActorId("compound")),
            RemoveActor(ActorId("estate")),
            RemoveActor(ActorId("office")),
        ),
        other=(RemoveRelation(RelationId("r1")),),
    )
    after = changed(
        scenario,
        AddRelation(tie("loop", "estate", "estate")),
        RenameActor(ActorId("estate"), ActorId("block")),
    )
    assert [*after.actors] == ["office", "people", "block"]
    assert people(after).member_of == "block"
    assert after.relations[RelationId("loop")] == tie("loop", "block", "block")
    assert after.variants["later"].changes == (
        AddRelation(tie("r5", "block", "people")),
        SetActor(ActorId("block"), {"group": "x"}),
        SetActor(ActorId("people"), {"member_of": "block"}),
        AddActor(actor("new", member_of="block")),
        RenameActor(ActorId("block"), ActorId("compound")),
        RemoveActor(ActorId("block")),
        RemoveActor(ActorId("office")),
    )
    assert after.variants["other"] is scenario.variants["other"]


def test_a_renamed_relation_is_followed_by_every_variant() -> None:
    scenario = base(
        later=(
            SetRelation(RelationId("r1"), {"strength": None}),
            RenameRelation(RelationId("r1"), RelationId("r1b")),
            RemoveRelation(RelationId("r1")),
            RemoveRelation(RelationId("r2")),
        )
    )
    after = changed(scenario, RenameRelation(RelationId("r1"), RelationId("first")))
    assert after.relations[RelationId("first")] == tie("first", "office", "people")
    assert after.variants["later"].changes == (
        SetRelation(RelationId("first"), {"strength": None}),
        RenameRelation(RelationId("first"), RelationId("r1b")),
        RemoveRelation(RelationId("first")),
        RemoveRelation(RelationId("r2")),
    )


def test_the_edits_tell_what_differs_and_only_that() -> None:
    draft = Draft(base())
    draft.apply(
        [
            SetRelation(RelationId("r1"), {"strength": HALF}),  # as it was
            AddActor(actor("new")),
            RemoveActor(ActorId("new")),
            RemoveRelation(RelationId("r2")),
            SetParameter("theta", 0.5),
            AddSource(Source("later")),
        ]
    )
    theta = base().parameters["theta"]
    assert draft.edits() == (
        Edit(Section.SOURCE, "later", None, Source("later")),
        Edit(Section.RELATION, "r2", tie("r2", "people", "office"), None),
        Edit(Section.PARAMETER, "theta", theta, replace(theta, value=0.5)),
    )


# Changes that do not apply


BAD: list[tuple[Change, str, str, str | None]] = [
    (SetRelation(RelationId("r11"), {}), "unknown-relation", "set_relation.id", "r11"),
    (RemoveRelation(RelationId("x")), "unknown-relation", "remove_relation", "x"),
    (
        RenameRelation(RelationId("x"), RelationId("y")),
        "unknown-relation",
        "rename_relation.id",
        "x",
    ),
    (
        RenameRelation(RelationId("r1"), RelationId("r2")),
        "duplicate-relation",
        "rename_relation.to",
        None,
    ),
    (AddRelation(tie("r1", "office", "people")), "duplicate-relation", "add_relation.id", None),
    (AddRelation(tie("x", "ofice", "people")), "unknown-actor", "add_relation.from", "ofice"),
    (AddRelation(tie("x", "office", "peple")), "unknown-actor", "add_relation.to", "peple"),
    (SetActor(ActorId("x"), {}), "unknown-actor", "set_actor.id", "x"),
    (RemoveActor(ActorId("x")), "unknown-actor", "remove_actor", "x"),
    (RenameActor(ActorId("x"), ActorId("y")), "unknown-actor", "rename_actor.id", "x"),
    (
        RenameActor(ActorId("office"), ActorId("people")),
        "duplicate-actor",
        "rename_actor.to",
        None,
    ),
    (AddActor(actor("office")), "duplicate-actor", "add_actor.id", None),
    (AddActor(actor("x", member_of="y")), "unknown-actor", "add_actor.member_of", "y"),
    (AddActor(actor("x", member_of="x")), "member-cycle", "add_actor.member_of", None),
    (
        SetActor(ActorId("estate"), {"member_of": "people"}),
        "member-cycle",
        "set_actor.member_of",
        None,
    ),
    (
        SetActor(ActorId("estate"), {"evidence": (Evidence("essai"),)}),
        "unknown-source",
        "set_actor.evidence[0].source",
        "essai",
    ),
    (
        SetRelation(
            RelationId("r1"), {"evidence": (Evidence("essay", ("10",)), Evidence("essay", ("9",)))}
        ),
        "lines-outside-source",
        "set_relation.evidence[1].lines",
        None,
    ),
    (SetParameter("thete", 0.5), "unknown-parameter", "set_parameter.key", "thete"),
    (SetParameter("theta", 1.5), "parameter-range", "set_parameter.value", None),
    (SetParameter("theta", -0.5), "parameter-range", "set_parameter.value", None),
    (AddSource(Source("essay")), "duplicate-source", "add_source.key", None),
]


@pytest.mark.parametrize(("change", "code", "place", "subject"), BAD)
def test_a_change_that_does_not_apply_is_a_problem_with_its_place(
    change: Change, code: str, place: str, subject: str | None
) -> None:
    draft = Draft(base())
    good = SetParameter("theta", 0.5)
    (problem,) = draft.apply([good, change, good], "variants.v.changes")
    assert (problem.code, problem.path) == (code, f"variants.v.changes[1].{place}")
    assert problem.subject == subject
    assert problem.text("zh") != problem.text("en")
    assert problem.severity == "error"


def test_every_problem_is_told_with_the_nearest_name() -> None:
    first, second = Draft(base()).apply(
        [RemoveActor(ActorId("peeple")), RemoveRelation(RelationId("zzz"))]
    )
    assert first.hint() == "Did you mean 'people'?"
    assert first.hint("zh") == "是否指“people”？"
    assert second.hint() is None


def test_a_field_that_contradicts_another_is_a_problem() -> None:
    ended = base(SetRelation(RelationId("r1"), {"valid_to": date(2020, 1, 1)}))
    late = SetRelation(RelationId("r1"), {"valid_from": date(2020, 1, 2)})
    (problem,) = Draft(ended).apply([late])
    assert (problem.code, problem.path) == ("bad-value", "changes[0].set_relation")
    assert "ends before it begins" in problem.en


def test_judgements_can_be_taken_away_and_the_strength_stays() -> None:
    judged = base(
        SetRelation(RelationId("r1"), {"judgements": (Judgement("a", 0.1, 0.2, 0.3),)}),
        SetRelation(RelationId("r1"), {"judgements": ()}),
    )
    assert (r1(judged).strength, r1(judged).judgements) == (Strength(0.1, 0.2, 0.3), ())


# Variants tried as a whole


def test_every_variant_is_tried_and_each_fault_is_told_once() -> None:
    gone = (RemoveRelation(RelationId("r77")), RemoveRelation(RelationId("r78")))
    scenario = base(good=(RemoveRelation(RelationId("r1")),), bad=gone)
    scenario = replace(
        scenario,
        variants={
            **scenario.variants,
            "child": Variant("child", extends="bad"),
            "other": Variant("other", extends="good", changes=gone[:1]),
        },
    )
    assert [problem.path for problem in variant_problems(scenario)] == [
        "variants.bad.changes[0].remove_relation",
        "variants.bad.changes[1].remove_relation",
        "variants.other.changes[0].remove_relation",
    ]
    assert variant_problems(base()) == []


# The overlay


def test_an_overlay_is_a_mapping_that_leaves_its_base_alone() -> None:
    below = {"a": 1, "b": 2}
    overlay = Overlay(below)
    overlay["c"] = 3
    overlay["a"] = 4
    del overlay["b"]
    assert dict(overlay) == {"a": 4, "c": 3}
    assert len(overlay) == 2
    overlay["b"] = 5
    assert [*overlay] == ["a", "b", "c"]  # back in its old place
    del overlay["c"]
    assert "c" not in overlay
    with pytest.raises(KeyError):
        del overlay["c"]
    assert below == {"a": 1, "b": 2}
