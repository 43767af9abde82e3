"""case list, show, open, step, observe: cases of households from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.cli.cases import read_state
from graph_api.domain import CaseState
from graph_api.errors import BadParameterError
from tests.unit.cli.conftest import Runs

KEY = "community-factory"
SEED = Path(__file__).parents[3] / "seeds" / f"{KEY}.yaml"


@pytest.fixture
def kept(run: Runs) -> Runs:
    """The scenario of the community factory, in the store."""
    run("import", str(SEED))
    return run


def test_a_case_is_opened_moved_observed_and_shown(kept: Runs) -> None:
    opened = kept("case", "open", KEY, "户-1", "--actor", "relief_cadres", "--note", "走访")
    assert f"户-1 is identified now (revision 2); to take that back: empower undo {KEY} 2" in (
        opened.out
    )
    step = kept("case", "step", KEY, "户-1", "帮扶中", "--json").plain
    assert step == {"scenario": KEY, "household": "户-1", "state": "assisted", "revision": 3}
    seen = kept("case", "observe", KEY, "户-1", "deprivation", "0.2", "--at", "2018-06-01")
    assert "户-1: deprivation 0.2 on 2018-06-01 (revision 4)" in seen.out
    assert kept("case", "observe", KEY, "户-1", "deprivation", "-", "--json").plain["value"] is None
    shown = kept("case", "show", KEY, "户-1", "--json").plain
    assert (shown["revision"], shown["state"], shown["nextStates"]) == (5, "assisted", ["managed"])
    assert [(item["before"], item["after"]) for item in shown["history"]] == [
        (None, "identified"),
        ("identified", "assisted"),
    ]
    assert (shown["history"][0]["by"], shown["history"][0]["note"]) == ("tester", "走访")
    assert [item["value"] for item in shown["observations"]] == [0.2, None]
    assert shown["observations"][0]["at"] == "2018-06-01"


def test_people_see_where_a_case_may_go_and_who_takes_it_there(kept: Runs) -> None:
    kept("case", "open", KEY, "p1")
    assert "Readings" not in kept("case", "show", KEY, "p1").out
    kept("case", "observe", KEY, "p1", "deprivation", "-", "--at", "2018-06-01")
    told = kept("case", "show", KEY, "p1").out
    assert "p1: identified" in told
    assert "may become assisted (assisted), by townships" in told
    assert "not found" in told
    told = kept("case", "show", KEY, "p1", "--lang", "zh").out
    assert "可转为帮扶中（assisted），由 townships 办理" in told
    assert "未查得" in told


def test_cases_are_listed_by_household_and_state(kept: Runs) -> None:
    for household in ("p2", "p1"):
        kept("case", "open", KEY, household)
    kept("case", "step", KEY, "p2", "assisted")
    kept("case", "observe", KEY, "p2", "deprivation", "0.3", "--at", "2018-06-01")
    kept("case", "observe", KEY, "p2", "deprivation", "0.4", "--at", "2018-06-01")
    kept("case", "observe", KEY, "p2", "deprivation", "0.9", "--at", "2017-06-01")
    rows = [line.split() for line in kept("case", "list", KEY).out.splitlines()[2:] if line]
    assert [row[0] for row in rows] == ["p1", "p2"]
    assert rows[1][-4:] == ["3", "deprivation", "0.4", "(2018-06-01)"]
    assert rows[0][-1] == "-"
    found = kept("case", "list", KEY, "--state", "assisted", "--json").plain
    assert [item["household"] for item in found["cases"]] == ["p2"]
    assert found["revision"] == 7
    assert "There is no such case." in kept("case", "list", KEY, "--state", "exited").out


def test_a_file_and_a_seed_can_be_read_but_not_written_to(run: Runs) -> None:
    assert run("case", "list", str(SEED)).code == 0
    assert run("case", "list", KEY, "--json").plain == {"scenario": KEY, "revision": 0, "cases": []}
    refused = run("case", "open", KEY, "p1")
    assert refused.code == 2
    assert f"empower export {KEY} | empower import -" in refused.err
    assert run("case", "open", "nowhere", "p1", "--json").error["code"] == "UNKNOWN_SCENARIO"


def test_what_cannot_be_is_refused_and_stores_nothing(kept: Runs) -> None:
    kept("case", "open", KEY, "p1")
    again = kept("case", "open", KEY, "p1")
    assert "has a case 'p1' already: it is identified" in again.err
    assert "已有个案“p1”" in kept("case", "open", KEY, "p1", "--lang", "zh").err
    for words, said in (
        (("step", KEY, "p1", "exited"), "illegal-transition"),
        (("step", KEY, "p1", "assisted", "--actor", "relief_cadres"), "wrong-role"),
        (("step", KEY, "p9", "identified"), "empower case open"),
        (("step", KEY, "p1", "asisted"), "did you mean 'assisted'"),
        (("open", KEY, "no good"), "bad-id"),
        (("show", KEY, "p2"), "unknown-case"),
        (("observe", KEY, "p2", "deprivation", "0.1"), "unknown-case"),
        (("observe", KEY, "p1", "deprivation", "much"), "'much' is no number"),
        (("observe", KEY, "p1", "deprivation", "2"), "out-of-range"),
        (("observe", KEY, "p1", "deprivation", "0.1", "--at", "June"), "'June' is not a date"),
        (("observe", KEY, "p1", "deprivation", "0.1", "--at", "2999-01-01"), "in-the-future"),
    ):
        done = kept("case", *words)
        assert (done.code, done.out) == (2, ""), words
        assert said in done.err
    assert kept("case", "show", KEY, "p1", "--json").plain["revision"] == 2


def test_undo_takes_a_step_back(kept: Runs) -> None:
    kept("case", "open", KEY, "p1")
    kept("case", "step", KEY, "p1", "assisted")
    kept("undo", KEY, "3")
    assert kept("case", "show", KEY, "p1", "--json").plain["state"] == "identified"


@pytest.mark.parametrize("state", CaseState)
def test_a_state_is_named_as_in_files_or_as_it_is_shown(state: CaseState) -> None:
    assert {
        read_state(said)
        for said in (
            state.value,
            state.value.upper(),
            state.label.text("en"),
            state.label.text("zh"),
        )
    } == {state}


def test_a_state_that_is_none_is_told() -> None:
    with pytest.raises(BadParameterError, match="did you mean 'exited'"):
        read_state("exitd")
