"""What is imported is kept and answers; what is faulty leaves nothing."""

from __future__ import annotations

import pytest

from graph_api.domain import ViewSpec
from graph_api.errors import (
    BadParameterError,
    RevisionConflictError,
    ScenarioError,
    ScenarioExistsError,
    UnknownScenarioError,
)
from graph_api.service import Service
from tests.unit.service.conftest import YAML


def test_an_import_is_kept_and_answers(service: Service) -> None:
    imported = service.import_scenario(YAML, by="li", reason="first")
    assert (imported.created, imported.changed, imported.scenario.revision) == (True, True, 1)
    assert imported.warnings == ()
    score = service.pair(service.view("lane"), "office", "people")
    assert (score.forward, score.reverse) == (0.8 * 0.5, 0.4)
    assert score.mutual == pytest.approx(0.4, abs=1e-12)
    after = service.pair(service.view("lane", ViewSpec("after")), "office", "people")
    assert (after.forward, after.reverse) == (0.4, 0.9)
    assert after.mutual == pytest.approx(0.6, abs=1e-12)  # sqrt(.36)
    assert [info.key for info in service.scenarios()] == ["lane"]
    assert service.history("lane")[0].change_set.by == "li"


def test_a_faulty_file_leaves_nothing(service: Service) -> None:
    with pytest.raises(ScenarioError) as caught:
        service.import_scenario(YAML.replace("to: people", "to: peeple"))
    assert caught.value.problems[0].line == 13
    with pytest.raises(UnknownScenarioError):
        service.scenario("lane")


def test_a_dry_run_keeps_nothing(service: Service) -> None:
    assert service.import_scenario(YAML, dry_run=True).created
    assert service.scenarios() == ()


def test_an_import_that_changes_nothing_commits_nothing(lane: Service) -> None:
    again = lane.import_scenario(YAML.encode())
    assert (again.created, again.changed, again.scenario.revision) == (False, False, 1)


def test_a_replacement_names_the_revision_it_saw(lane: Service) -> None:
    other = YAML.replace("strength: 0.8", "strength: 0.6")
    with pytest.raises(ScenarioExistsError):
        lane.import_scenario(other)
    with pytest.raises(BadParameterError, match="expectedRevision"):
        lane.import_scenario(other, replace_existing=True)
    with pytest.raises(RevisionConflictError):
        lane.import_scenario(other, replace_existing=True, expected_revision=7)
    dry = lane.import_scenario(other, replace_existing=True, expected_revision=1, dry_run=True)
    assert (dry.changed, dry.scenario.revision) == (True, 1)
    assert lane.scenario("lane").revision == 1
    done = lane.import_scenario(other, replace_existing=True, expected_revision=1)
    assert (done.created, done.scenario.revision) == (False, 2)
    assert lane.export("lane").text == other
    assert lane.undo("lane", 2, expected_revision=2) == 3
    assert lane.export("lane").text == YAML
