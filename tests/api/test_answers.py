"""Answers that are given again: only at revisions that the store has just confirmed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from graphql import parse
from strawberry.types import ExecutionResult

from graph_api.api.execution import Execution
from graph_api.api.keeping.answers import Answers, Seen, may_be_kept
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema
from graph_api.api.transport.reading import Asked
from graph_api.auth import LOCAL, Role
from graph_api.service import Service
from tests.api.client import SMALL

PAIR = """query ($a: ID = "office") { scenario(key: "small") { revision view {
  pair(a: $a, b: "residents") { forward reverse mutual } } } }"""


@pytest.fixture
def execution(service: Service) -> Execution:
    return Execution(schema, service, DEFAULT_LIMITS)


def ask(
    execution: Execution,
    text: str = PAIR,
    variables: dict[str, Any] | None = None,
    role: Role = Role.ADMIN,
) -> ExecutionResult:
    caller = replace(LOCAL, role=role)
    return asyncio.run(execution.answer(Asked(text, variables, None), caller, "r"))


def kept(execution: Execution) -> int:
    return len(execution.answers._kept)


def test_the_same_question_is_reckoned_once(
    execution: Execution, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(execution)
    monkeypatch.setattr(execution.service, "scenario", None)  # nothing is read for the second one
    assert ask(execution) == first
    assert first.data is not None
    assert first.data["scenario"]["view"]["pair"]["mutual"] == pytest.approx(0.4)


def test_a_commit_of_anybody_makes_it_anew(execution: Execution, service: Service) -> None:
    before = ask(execution)
    other = Service(service.store)  # a process beside this one
    changed = SMALL.replace("strength: 0.8", "strength: 0.2")
    other.import_scenario(changed, name="small.yaml", replace_existing=True, expected_revision=1)
    after = ask(execution)
    assert (before.data or {})["scenario"]["revision"] == 1
    assert (after.data or {})["scenario"]["revision"] == 2
    assert (after.data or {})["scenario"]["view"]["pair"]["forward"] == pytest.approx(0.1)
    service.delete("small", expected_revision=2)
    assert ask(execution).errors


COMMIT = """
import sys
from pathlib import Path
from graph_api.service import Service
from graph_api.stores import SqliteStore
store = SqliteStore(Path(sys.argv[1]))
text = sys.stdin.read()
Service(store).import_scenario(
    text, name="small.yaml", replace_existing=True, expected_revision=int(sys.argv[2])
)
store.close()
"""


def test_the_next_question_sees_the_commit_of_another_process(
    execution: Execution, service: Service
) -> None:
    fresh = [{"a": "office"}, {"a": "committee"}]  # one kept from before, one never asked
    ask(execution, variables=fresh[0])
    for revision, strength in ((1, 0.2), (2, 0.6)):
        subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "-c", COMMIT, service.store.location, str(revision)],
            input=SMALL.replace("strength: 0.8", f"strength: {strength}").encode(),
            check=True,
            timeout=60,
        )
        for variables in fresh:
            found = ask(execution, variables=variables)
            assert (found.data or {})["scenario"]["revision"] == revision + 1
        mine = (ask(execution, variables=fresh[0]).data or {})["scenario"]["view"]["pair"]
        assert mine["forward"] == pytest.approx(strength / 2)


def test_small_questions_do_not_leave_the_event_loop(
    execution: Execution, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(execution)

    def none(*_: object, **__: object) -> None:
        raise AssertionError("a thread is asked")

    monkeypatch.setattr("graph_api.api.context._in_thread", none)
    assert ask(execution).data  # kept
    assert ask(execution, variables={"a": "committee"}).data  # reckoned


def test_what_differs_has_its_own_answer(execution: Execution) -> None:
    for variables in (None, {"a": "committee"}, {"a": "market"}):
        ask(execution, variables=variables)
    ask(execution, role=Role.READER)
    assert kept(execution) == 4


@pytest.mark.parametrize(
    "text",
    [
        "{ viewer { name } }",
        "{ limits { maxFirst } }",
        "{ scenarios { totalCount } }",
        '{ scenario(key: "small") { yaml } }',
        '{ scenario(key: "nobody") { key } }',
        '{ ...F } fragment F on Query { scenario(key: "small") { key } }',
        "{ __schema { queryType { name } } }",
    ],
)
def test_what_reads_more_than_a_revision_is_not_kept(execution: Execution, text: str) -> None:
    ask(execution, text)
    assert kept(execution) == 0


def test_what_took_long_is_not_kept(
    execution: Execution, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time  # noqa: PLC0415  # beside its only use

    quick = service.scenario

    def slow(key: str) -> Any:
        time.sleep(0.12)
        return quick(key)

    monkeypatch.setattr(service, "scenario", slow)
    execution = replace(execution, limits=replace(DEFAULT_LIMITS, deadline_ms=200))
    assert ask(execution, role=Role.EDITOR).data
    assert kept(execution) == 0


def test_the_log_says_of_a_kept_answer_what_it_was_read_from(
    execution: Execution, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="graph_api.api.operating.telling"):
        ask(execution)
        ask(execution)
    lines: list[Mapping[str, Any]] = [vars(record) for record in caplog.records]
    assert [(line["scenario"], line["actors"], line["relations"]) for line in lines] == [
        ("small", 4, 6),
        ("small", 4, 6),
    ]


def test_kept_answers_have_their_room_and_no_more() -> None:
    answers = Answers(most_bytes=100_000)
    seen = Seen((), 0, 0)
    for number in range(200):
        answers.keep(number, {"n": "x" * 100}, 1, {"small": 1}, seen)
        assert answers.size <= 100_000
    assert answers.find(0) is None
    assert answers.find(199) is not None
    answers.keep("long", {"n": "x" * 300_000}, 1, {"small": 1}, seen)
    assert answers.find("long") is None


def test_a_number_without_an_end_is_not_taken_for_null(execution: Execution) -> None:
    text = """query ($decay: Float) { scenario(key: "small") { view {
      pair(a: "office", b: "residents", scoring: {decay: $decay}) { mutual } } } }"""
    assert ask(execution, text, {"decay": None}).errors is None
    assert ask(execution, text, {"decay": float("inf")}).errors is not None  # 1e400 in JSON


def test_a_kept_answer_takes_the_room_of_its_question_too() -> None:
    answers = Answers(most_bytes=1_000_000)
    for number in range(20):
        key = ("# " + "x" * 200_000 + str(number), None, b"")
        answers.keep(key, {"n": 1}, 1, {"small": 1}, Seen((), 0, 0))
    assert 200_000 < answers.size <= 1_000_000
    assert len(answers._kept) == 4
    answers.forget(key)
    assert len(answers._kept) == 3


def test_mutations_are_never_kept() -> None:
    document = parse("mutation { scenario }")
    assert not may_be_kept(document, document.definitions[0])  # type: ignore[arg-type]
