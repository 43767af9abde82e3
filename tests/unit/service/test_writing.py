"""Changes, variants and undo: all or nothing, and a stale writer is told."""

from __future__ import annotations

import pytest

from graph_api.domain import ActorId, Label, RelationId, Strength, ViewSpec
from graph_api.errors import (
    BadParameterError,
    RevisionConflictError,
    ScenarioError,
    UnknownScenarioError,
    UnknownVariantError,
)
from graph_api.service import Service
from tests.unit.service.conftest import YAML


def test_changes_and_their_undo(lane: Service) -> None:
    changes: list[dict[str, object]] = [
        {"add_actor": {"id": "owners", "kind": "owner", "name": {"en": "Owners", "zh": "业主"}}},
        {"add_relation": {"from": "owners", "to": "office", "strength": 0.3}},
        {"rename_actor": {"id": "people", "to": "residents"}},
    ]
    assert lane.apply_changes("lane", changes, expected_revision=1, by="wang") == 2
    changed = lane.scenario("lane")
    assert [*changed.actors] == ["office", "committee", "owners", "residents"]
    assert changed.relations[RelationId("r1")].from_id == "owners"
    assert changed.relations[RelationId("up")].from_id == "residents"
    commit = lane.history("lane", 1)[0]
    assert commit.change_set.by == "wang"
    assert [next(iter(word)) for word in commit.change_set.words] == [
        "add_actor",
        "add_relation",
        "rename_actor",
    ]
    assert lane.undo("lane", 2, expected_revision=2) == 3
    assert set(lane.scenario("lane").actors) == {"office", "committee", "people"}
    assert lane.undo("lane", 3, expected_revision=3) == 4  # an undo can be undone
    assert ActorId("owners") in lane.scenario("lane").actors


def test_every_problem_of_a_change_set_is_named_and_nothing_stored(lane: Service) -> None:
    changes: list[dict[str, object]] = [
        {"set_relation": {"id": "dwon", "strength": 0.5}},
        {"set_relation": {"id": "down", "strength": 0.5}},
        {"remove_actor": "nobody"},
    ]
    with pytest.raises(ScenarioError) as caught:
        lane.apply_changes("lane", changes, expected_revision=1)
    paths = [problem.path for problem in caught.value.problems]
    assert [path.split(".")[0] for path in paths] == ["changes[0]", "changes[2]"]
    assert lane.scenario("lane").revision == 1


def test_a_change_that_would_break_a_variant_is_refused(lane: Service) -> None:
    with pytest.raises(ScenarioError) as caught:
        lane.apply_changes("lane", [{"remove_relation": "up"}], expected_revision=1)
    assert "variants.after" in caught.value.problems[0].path


def test_a_stale_writer_is_told(lane: Service) -> None:
    change = {"set_relation": {"id": "down", "strength": 0.25}}
    lane.apply_changes("lane", [change], expected_revision=1)
    with pytest.raises(RevisionConflictError) as caught:
        lane.apply_changes("lane", [change], expected_revision=1)
    assert (caught.value.expected, caught.value.actual) == (1, 2)


def test_a_variant_grows(lane: Service) -> None:
    change = {"set_relation": {"id": "on", "strength": 0.75}}
    assert lane.apply_changes("lane", [change], expected_revision=1, variant="after") == 2
    view = lane.view("lane", ViewSpec("after"))
    assert view.relation("on").strength == Strength.exactly(0.75)
    assert lane.view("lane").relation("on").strength == Strength.exactly(0.5)
    assert lane.undo("lane", 2, expected_revision=2) == 3
    assert lane.view("lane", ViewSpec("after")).relation("on").strength == Strength.exactly(0.5)
    with pytest.raises(UnknownVariantError):
        lane.apply_changes("lane", [change], expected_revision=3, variant="afetr")


def test_the_baseline_may_be_named(lane: Service) -> None:
    change = {"set_relation": {"id": "on", "strength": 0.75}}
    lane.apply_changes("lane", [change], expected_revision=1, variant="today")
    assert lane.view("lane").relation("on").strength == Strength.exactly(0.75)


def test_a_variant_is_made_and_extends(lane: Service) -> None:
    changes = [{"set_relation": {"id": "on", "strength": 1}}]
    revision = lane.create_variant(
        "lane",
        "further",
        expected_revision=1,
        changes=changes,
        title=Label("Further", "更进一步"),
        extends="after",
    )
    assert revision == 2
    view = lane.view("lane", ViewSpec("further"))
    assert view.relation("on").strength == Strength.exactly(1)
    assert view.relation("up").strength == Strength.exactly(0.9)
    with pytest.raises(BadParameterError):
        lane.create_variant("lane", "further", expected_revision=2)
    with pytest.raises(UnknownVariantError):
        lane.create_variant("lane", "other", expected_revision=2, extends="nothing")
    lane.create_variant("lane", "plain", expected_revision=2, extends="today")
    assert lane.scenario("lane").variants["plain"].extends is None
    assert lane.undo("lane", 2, expected_revision=3) == 4
    assert "further" not in lane.scenario("lane").variants


def test_a_variant_with_a_bad_key_is_refused(lane: Service) -> None:
    with pytest.raises(BadParameterError, match="cannot be the key"):
        lane.create_variant("lane", "a key/with spaces", expected_revision=1)


def test_a_variant_whose_title_no_file_could_hold_is_refused(lane: Service) -> None:
    with pytest.raises(ScenarioError) as caught:
        lane.create_variant("lane", "odd", expected_revision=1, title=Label("odd\x01", "奇\x00"))
    found = [(item.code, item.path) for item in caught.value.problems]
    assert found == [("bad-character", "title.en"), ("bad-character", "title.zh")]
    assert "odd" not in lane.scenario("lane").variants


def test_an_undo_behind_a_later_commit_says_which_entry(lane: Service) -> None:
    for number, strength in enumerate((0.25, 0.35), 1):
        change = {"set_relation": {"id": "down", "strength": strength}}
        lane.apply_changes("lane", [change], expected_revision=number)
    with pytest.raises(ScenarioError) as caught:
        lane.undo("lane", 2, expected_revision=3)
    assert caught.value.problems[0].subject == "down"
    assert lane.scenario("lane").revision == 3


def test_what_cannot_be_undone_says_why(lane: Service) -> None:
    with pytest.raises(BadParameterError, match="delete it"):
        lane.undo("lane", 1, expected_revision=1)
    with pytest.raises(BadParameterError, match="no revision 5"):
        lane.undo("lane", 5, expected_revision=1)


def test_a_deletion_can_be_taken_back(lane: Service) -> None:
    assert lane.delete("lane", expected_revision=1) == 2
    with pytest.raises(UnknownScenarioError):
        lane.view("lane")
    with pytest.raises(RevisionConflictError):
        lane.undo("lane", 2, expected_revision=1)
    assert lane.undo("lane", 2, expected_revision=2) == 3
    assert lane.export("lane").text == YAML
    assert lane.view("lane").key.revision == 3
