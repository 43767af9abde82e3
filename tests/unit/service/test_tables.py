"""Changes of a scenario that is kept as tables: what they touch is checked, no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.domain import ActorId, Label, RelationId, Scenario, Strength, ViewSpec
from graph_api.domain.overlay import is_large
from graph_api.errors import BadParameterError, ScenarioError
from graph_api.scenarios import write_scenario
from graph_api.service import Service
from graph_api.snapshots import Snapshots
from graph_api.stores import FILE_NAME, SqliteStore
from tests.contract.rich import rich_scenario


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    store = SqliteStore(tmp_path / FILE_NAME)
    store.create(rich_scenario())
    service = Service(store, Snapshots(store, folder=tmp_path / "columns", large=0))
    assert is_large(service.scenario("rich").relations)
    yield service
    store.close()


def ends(service: Service) -> tuple[ActorId, ActorId]:
    relation = service.scenario("rich").relations[RelationId("r1")]
    return relation.from_id, relation.to_id


def test_changes_are_committed_and_taken_back(service: Service) -> None:
    before = service.scenario("rich")
    start, end = ends(service)
    strength = {"low": 0.1, "best": 0.2, "high": 0.3}
    service.apply_changes(
        "rich",
        [
            {"set_relation": {"id": "r1", "strength": strength}},
            {"add_relation": {"from": start, "to": end, "strength": strength}},
        ],
        expected_revision=1,
    )
    after = service.scenario("rich")
    assert after.relations[RelationId("r1")].strength == Strength(0.1, 0.2, 0.3)
    assert len(after.relations) == len(before.relations) + 1
    assert after == service.store.load("rich")
    service.undo("rich", 2, expected_revision=2)
    assert service.scenario("rich") == before == service.store.load("rich")


def test_a_change_that_cannot_be_is_refused(service: Service) -> None:
    with pytest.raises(ScenarioError, match="nobody") as caught:
        service.apply_changes(
            "rich",
            [{"add_relation": {"from": "nobody", "to": ends(service)[0]}}],
            expected_revision=1,
        )
    assert {problem.code for problem in caught.value.problems} == {"unknown-actor"}
    with pytest.raises(ScenarioError) as caught:
        service.apply_changes(
            "rich", [{"set_relation": {"id": "r1", "conveys": ["thunder"]}}], expected_revision=1
        )
    assert "unknown-conveys" in {problem.code for problem in caught.value.problems}
    assert service.scenario("rich").revision == 1


def test_an_actor_that_relations_came_to_need_is_not_taken_back(service: Service) -> None:
    start, _ = ends(service)
    added = {"id": "newcomer", "kind": "resident", "name": {"en": "Newcomer", "zh": "新来者"}}
    service.apply_changes("rich", [{"add_actor": added}], expected_revision=1)
    service.apply_changes(
        "rich", [{"add_relation": {"from": start, "to": "newcomer"}}], expected_revision=2
    )
    with pytest.raises(ScenarioError) as caught:
        service.undo("rich", 2, expected_revision=3)
    assert {problem.code for problem in caught.value.problems} == {"unknown-actor"}
    service.undo("rich", 3, expected_revision=3)
    service.undo("rich", 2, expected_revision=4)
    assert ActorId("newcomer") not in service.scenario("rich").actors


def test_a_change_of_the_baseline_that_breaks_a_variant_is_refused(service: Service) -> None:
    service.create_variant(
        "rich",
        "more",
        expected_revision=1,
        title=Label("More", "更多"),
        changes=[{"set_relation": {"id": "r1", "strength": 0.9}}],
    )
    view = service.view("rich", ViewSpec("more"))
    assert view.relation("r1").strength == Strength.exactly(0.9)
    with pytest.raises(ScenarioError, match="r1"):
        service.apply_changes("rich", [{"remove_relation": "r1"}], expected_revision=2)


def test_a_file_does_not_replace_tables(service: Service) -> None:
    text = write_scenario(Scenario("rich", rich_scenario().about), None).text
    with pytest.raises(BadParameterError, match="kept as tables"):
        service.import_scenario(text, replace_existing=True, expected_revision=1)
