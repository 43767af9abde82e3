"""What changed, in the order of the file and down to the field."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    About,
    ActorId,
    Draft,
    Figure,
    Label,
    Relation,
    RelationId,
    RemoveRelation,
    Scenario,
    Section,
    SetRelation,
    Status,
    Strength,
    Variant,
)
from graph_api.scenarios import Difference, diff_scenarios
from tests.contract.rich import actor, rich_scenario
from tests.strategies import change_lists, scenarios

UP = Relation(RelationId("r28"), ActorId("b"), ActorId("a"), strength=Strength(0, 0.1, 0.12))
DOWN = Relation(RelationId("r1"), ActorId("a"), ActorId("b"))
BASE = Scenario(
    "s",
    About(Label("Now")),
    actors={ActorId(key): actor(key) for key in ("b", "a")},
    relations={item.id: item for item in (UP, DOWN)},
    variants={
        "after": Variant(
            "after",
            changes=(
                SetRelation(UP.id, {"strength": Strength.exactly(0.6)}),
                RemoveRelation(DOWN.id),
            ),
        )
    },
)


def lines(before: Scenario, after: Scenario) -> list[str]:
    return [str(step) for step in diff_scenarios(before, after)]


def test_equal_scenarios_differ_in_nothing() -> None:
    assert diff_scenarios(BASE, replace(BASE, revision=7)) == ()
    assert diff_scenarios(rich_scenario(), rich_scenario()) == ()


def test_a_changed_number_is_told_by_its_path() -> None:
    after = replace(
        BASE, relations={**BASE.relations, UP.id: replace(UP, strength=Strength(0, 0.6, 1))}
    )
    best, high = diff_scenarios(BASE, after)
    assert best == Difference(Section.RELATION, "r28", "relations.r28.strength.best", 0.1, 0.6)
    assert str(best) == "relations.r28.strength.best: 0.1 -> 0.6"
    assert str(high) == "relations.r28.strength.high: 0.12 -> 1"
    assert best.text() == "relations.r28.strength.best changed from 0.1 to 0.6."
    assert best.text("zh") == "relations.r28.strength.best 由 0.1 改为 0.6。"


def test_unknown_and_defaults_are_values_too() -> None:
    law = replace(DOWN, strength=Strength.exactly(0.5), status=Status.LAW)
    assert lines(BASE, replace(BASE, relations={UP.id: UP, DOWN.id: law})) == [
        "relations.r1.strength: null -> {low: 0.5, best: 0.5, high: 0.5}",
        "relations.r1.status: practice -> law",
    ]


def test_new_and_removed_entries_are_told_whole() -> None:
    new = actor("新", name=Label(zh="新"), stateness=0.5)
    after = replace(BASE, actors={ActorId("新"): new, **BASE.actors}, relations={UP.id: UP})
    removed, added = diff_scenarios(after, BASE), diff_scenarios(BASE, after)
    assert [(step.section, step.key, step.kind) for step in added] == [
        (Section.ACTOR, "新", "added"),
        (Section.RELATION, "r1", "removed"),
    ]
    assert str(added[0]) == (
        "+ actors.新: {name: {zh: 新}, kind: resident, level: individual, sphere: society,"
        " stateness: 0.5}"
    )
    assert str(removed[0]).startswith("- actors.新: {name: ")
    assert added[0].text("zh").startswith("新增 actors.新：{")
    assert added[0].text().startswith("actors.新 was added: {")
    assert removed[0].text("zh").startswith("删除 actors.新：原为 {")
    assert removed[0].text().startswith("actors.新 was removed; it was {")


def test_the_order_is_that_of_the_file_and_of_the_author() -> None:
    after = Scenario(
        "t",
        About(Label("Now", "现在"), system="water_game"),
        actors={key: replace(item, group="g") for key, item in BASE.actors.items()},
        relations={DOWN.id: DOWN, UP.id: replace(UP, conveys=("money",))},
        figures={"f": Figure("f", 1, "year")},
    )
    assert [step.path for step in diff_scenarios(BASE, after)] == [
        "scenario",
        "title.zh",
        "system",
        "actors.b.group",
        "actors.a.group",
        "relations.r28.conveys",
        "variants.after",
        "figures.f",
    ]


def test_changes_of_a_variant_are_compared_one_by_one() -> None:
    raised, removed = BASE.variants["after"].changes
    more = SetRelation(UP.id, {"strength": Strength.exactly(0.7)})
    both = SetRelation(DOWN.id, {"strength": None})

    def after(*changes: object) -> Scenario:
        return replace(BASE, variants={"after": Variant("after", changes=changes)})  # type: ignore[arg-type]

    assert lines(BASE, after(more, removed)) == [
        f"variants.after.changes[0].set_relation.strength.{name}: 0.6 -> 0.7"
        for name in ("low", "best", "high")
    ]
    assert lines(BASE, after(raised)) == ["- variants.after.changes[1]: {remove_relation: r1}"]
    assert lines(BASE, after(raised, both, removed)) == [
        "+ variants.after.changes[1]: {set_relation: {id: r1, strength: null}}"
    ]
    assert lines(BASE, after(raised, both)) == [
        "- variants.after.changes[1].remove_relation: r1",
        "+ variants.after.changes[1].set_relation: {id: r1, strength: null}",
    ]


@given(st.data())
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_there_are_differences_where_scenarios_differ_and_back(data: st.DataObject) -> None:
    before = data.draw(scenarios())
    draft = Draft(before)
    data.draw(change_lists(draft))
    after = draft.scenario()
    there, back = diff_scenarios(before, after), diff_scenarios(after, before)
    assert bool(there) == (before != after)
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(s.section, s.key) for s in there} == {(s.section, s.key) for s in back}
    assert sorted(opposite[s.kind] for s in there) == sorted(s.kind for s in back)
    assert all(step.text(language) for step in there for language in ("en", "zh"))
