"""What lies between two states of a scenario, and how edits are carried out."""

from __future__ import annotations

from dataclasses import replace

from graph_api.domain import ActorId, Edit, Label, RelationId, Section
from graph_api.domain.edits import edited, edits_between, in_the_way
from tests.contract.rich import actor, rich_scenario


def test_edits_lead_there_and_their_inverse_back() -> None:
    before = rich_scenario()
    actors = {**before.actors, ActorId("new"): actor("new")}
    relations = {key: tie for key, tie in before.relations.items() if key != "r9"}
    after = replace(
        before,
        about=replace(before.about, title=Label("Other")),
        actors=actors,
        relations=relations,
        cases={},
    )
    edits = edits_between(before, after, text_before="old", text="new")
    assert [(edit.section, edit.key) for edit in edits] == [
        (Section.ABOUT, ""),
        (Section.RELATION, "r9"),
        (Section.CASE, "户-1"),
        (Section.CASE, "户-0"),
        (Section.TEXT, ""),
        (Section.ACTOR, "new"),
    ]
    assert edited(before, edits) == after
    assert edited(after, [edit.inverse() for edit in edits]) == before


def test_nothing_lies_between_a_state_and_itself() -> None:
    assert edits_between(rich_scenario(), rich_scenario(), text_before="t", text="t") == ()


def test_an_edit_of_what_is_not_there_any_more_takes_nothing_away() -> None:
    scenario = rich_scenario()
    assert edited(scenario, [Edit(Section.ACTOR, "nobody", actor("nobody"), None)]) == scenario


def test_what_somebody_changed_in_between_is_named() -> None:
    scenario = rich_scenario()
    tie = scenario.relations[RelationId("r1")]
    weaker = replace(tie, strength=None)
    wanted = [Edit(Section.RELATION, "r1", tie, weaker), Edit(Section.TEXT, "", "old", "new")]
    assert in_the_way(wanted, scenario, "old") == ()
    moved_on = replace(scenario, relations={**scenario.relations, tie.id: weaker})
    (problem,) = in_the_way(wanted, moved_on, "old")
    assert (problem.code, problem.subject) == ("changed-since", "r1")
    assert len(in_the_way(wanted, moved_on, "newer")) == 2
