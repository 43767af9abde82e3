"""Cases in the journal: steps and readings are changes, on every store, and can be undone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph_api.domain import CaseState
from graph_api.errors import RevisionConflictError, ScenarioError, UnknownScenarioError
from graph_api.scenarios import read_scenario
from graph_api.service import Service
from graph_api.stores import Store

SEED = Path(__file__).parents[2] / "seeds" / "community-factory.yaml"
KEY = "community-factory"


def at(year: int, month: int = 6) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


@pytest.fixture
def service(store: Store) -> Service:
    own = Service(store)
    own.import_scenario(SEED.read_bytes(), name=SEED.name)
    return own


def move(service: Service, to: CaseState, when: datetime, case: str = "户-1") -> int:
    revision = service.scenario(KEY).revision
    return service.move_case(
        KEY, case, to, expected_revision=revision, now=when, by="wang", note="走访"
    )


def watch(service: Service, value: float | None, day: date, case: str = "户-1") -> int:
    return service.record_observation(
        KEY,
        case,
        "deprivation",
        value,
        at=day,
        expected_revision=service.scenario(KEY).revision,
        now=at(2020),
        by="wang",
    )


def refused(service: Service, code: str) -> pytest.RaisesExc[ScenarioError]:
    """Expect one problem, and that nothing was stored for it."""
    before = service.scenario(KEY)

    def same(error: ScenarioError) -> bool:
        assert service.store.load(KEY) == before
        return [problem.code for problem in error.problems] == [code]

    return pytest.RaisesExc(ScenarioError, check=same)


def test_a_case_goes_its_way_through_the_journal(service: Service) -> None:
    assert move(service, CaseState.IDENTIFIED, at(2016)) == 2
    for state in (CaseState.ASSISTED, CaseState.MANAGED, CaseState.ASSESSED):
        move(service, state, at(2016, 7))
    with refused(service, "exit-criteria"):
        move(service, CaseState.EXITED, at(2018, 8))
    for year in (2016, 2017, 2018):
        watch(service, 0.1, date(year, 7, 1))
    assert move(service, CaseState.EXITED, at(2018, 8)) == 9
    with refused(service, "reentry-criteria"):
        move(service, CaseState.REENTERED, at(2019))
    watch(service, 0.4, date(2019, 5, 1))
    assert move(service, CaseState.REENTERED, at(2019)) == 11
    kept = Service(service.store).scenario(KEY).cases["户-1"]
    assert kept == service.scenario(KEY).cases["户-1"]
    assert [event.after for event in kept.history] == [
        CaseState.IDENTIFIED,
        CaseState.ASSISTED,
        CaseState.MANAGED,
        CaseState.ASSESSED,
        CaseState.EXITED,
        CaseState.REENTERED,
    ]
    assert kept.history[0].at == at(2016)
    assert (kept.history[0].by, kept.history[0].note) == ("wang", "走访")
    assert [item.value for item in kept.observations] == [0.1, 0.1, 0.1, 0.4]
    said = [commit.change_set.words for commit in service.history(KEY)]
    assert said[1] == ({"move_case": {"id": "户-1", "to": "identified", "note": "走访"}},)
    assert said[5] == (
        {
            "record_observation": {
                "id": "户-1",
                "indicator": "deprivation",
                "value": 0.1,
                "at": "2016-07-01",
            }
        },
    )


def test_a_step_is_undone_as_any_change(service: Service) -> None:
    move(service, CaseState.IDENTIFIED, at(2016))
    move(service, CaseState.ASSISTED, at(2017))
    opened = service.scenario(KEY).cases["户-1"]
    service.undo(KEY, 3, expected_revision=3)
    assert service.scenario(KEY).cases["户-1"].state is CaseState.IDENTIFIED
    service.undo(KEY, 4, expected_revision=4)
    assert service.scenario(KEY).cases["户-1"] == opened
    watch(service, None, date(2017, 1, 1))
    with pytest.raises(ScenarioError):  # a later reading stands in the way
        service.undo(KEY, 2, expected_revision=6)
    service.undo(KEY, 6, expected_revision=6)
    service.undo(KEY, 5, expected_revision=7)
    service.undo(KEY, 2, expected_revision=8)
    assert not service.scenario(KEY).cases


def test_what_cannot_be_is_refused_and_nothing_is_stored(service: Service) -> None:
    with refused(service, "unknown-case"):
        move(service, CaseState.ASSISTED, at(2016))
    with refused(service, "unknown-case"):
        watch(service, 0.1, date(2016, 1, 1))
    with refused(service, "bad-id"):
        move(service, CaseState.IDENTIFIED, at(2016), case="- ")
    move(service, CaseState.IDENTIFIED, at(2016))
    with refused(service, "unknown-case") as caught:
        move(service, CaseState.ASSISTED, at(2016), case="户1")
    assert "户-1" in caught.value.problems[0].en
    with refused(service, "illegal-transition"):
        move(service, CaseState.EXITED, at(2016))
    for case, to, actor in (
        ("户-1", CaseState.ASSISTED, "pingli_county"),
        ("户-2", CaseState.IDENTIFIED, "townships"),
    ):
        with refused(service, "wrong-role"):
            service.move_case(KEY, case, to, expected_revision=2, now=at(2016), actor=actor)
    with refused(service, "out-of-order"):
        move(service, CaseState.ASSISTED, at(2015))
    with refused(service, "out-of-range"):
        watch(service, 1.5, date(2016, 1, 1))
    with refused(service, "in-the-future"):
        watch(service, 0.1, date(2020, 6, 3))
    watch(service, 0.1, date(2020, 6, 2))  # already tomorrow further east
    with refused(service, "bad-character"):
        service.move_case(
            KEY,
            "户-1",
            CaseState.ASSISTED,
            expected_revision=3,
            now=at(2016),
            note="a\x00b",
        )
    with refused(service, "too-long"):
        service.move_case(
            KEY,
            "户-1",
            CaseState.ASSISTED,
            expected_revision=3,
            now=at(2016),
            note="备" * 2_001,
        )


def test_a_write_names_the_revision_it_saw(service: Service) -> None:
    with pytest.raises(RevisionConflictError):
        service.move_case(KEY, "h", CaseState.IDENTIFIED, expected_revision=9, now=at(2016))
    with pytest.raises(RevisionConflictError):
        service.record_observation(
            KEY, "h", "deprivation", 0.1, at=date(2016, 1, 1), expected_revision=9, now=at(2016)
        )
    with pytest.raises(UnknownScenarioError):
        service.move_case("nowhere", "h", CaseState.IDENTIFIED, expected_revision=1, now=at(2016))


def test_without_exit_parameters_nobody_leaves(service: Service) -> None:
    text = SEED.read_text(encoding="utf-8").replace(
        "exit_years: {value: 2,", "exit_years: {value: null,"
    )
    service.import_scenario(text, replace_existing=True, expected_revision=1)
    move(service, CaseState.IDENTIFIED, at(2016))
    for state in (CaseState.ASSISTED, CaseState.MANAGED, CaseState.ASSESSED):
        move(service, state, at(2016))
    with refused(service, "exit-criteria") as caught:
        move(service, CaseState.EXITED, at(2016))
    assert "exit_years" in (caught.value.problems[0].hint() or "")


def test_cases_survive_an_export_and_the_next_import(service: Service) -> None:
    move(service, CaseState.IDENTIFIED, at(2016))
    watch(service, None, date(2016, 6, 1))
    exported = service.export(KEY).text
    read = read_scenario(exported, name="export").scenario
    assert read is not None
    assert read.cases == service.scenario(KEY).cases
