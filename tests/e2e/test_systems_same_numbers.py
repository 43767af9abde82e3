"""The mechanisms give one answer everywhere: Python, GraphQL, the command line, on both stores.

Of every variant of the six systems the measures, claims and parameters are asked of three faces,
two of them in processes of their own. A face may not round, reorder or leave out anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import graph_api as ea
from graph_api.bootstrap import read_file_as_scenario
from graph_api.cli.plain import plain_result
from graph_api.domain import Scenario, System
from graph_api.settings import Settings
from graph_api.stores import cypher
from tests.conftest import Neo4jAddress
from tests.unit.cli.test_processes import ask, finished, first_line, started

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
SCENARIOS: Mapping[str, Scenario] = {
    scenario.about.system: scenario
    for scenario in map(read_file_as_scenario, sorted((ROOT / "seeds").glob("*.yaml")))
    if scenario.about.system is not None
}
VIEWS = [
    (system, variant) for system, scenario in SCENARIOS.items() for variant in scenario.variant_keys
]

QUERY = """
{ scenario(key: %s) { view(variant: %s, changes: %s) { system {
  key
  parameters { key value }
  measures { key value unit assumptions label zh: label(language: ZH) }
  claims { key holds assumptions statement observed zh: observed(language: ZH) }
  provenance { scenario variant revision version } } } } }
"""


class Answer(NamedTuple):
    """What a face says of one view, in the order in which it says it."""

    parameters: dict[str, float | None]
    measures: list[tuple[str, float | None, str, tuple[str, ...], str, str]]
    claims: list[tuple[str, bool | None, tuple[str, ...], str, str, str]]
    provenance: dict[str, Any]


@dataclass(frozen=True)
class Faces:
    """One store with the seeds, served by a process; ``environ`` leads other processes to it."""

    address: str
    environ: dict[str, str]

    @property
    def settings(self) -> Settings:
        return Settings.from_env(self.environ)


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def faces(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Faces]:
    environ = {
        "EMPOWER_DATA": str(tmp_path_factory.mktemp("systems")),
        "EMPOWER_DEADLINE_MS": "120000",  # on a machine that is busy
    }
    server: Neo4jAddress | None = None
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        environ |= {
            "NEO4J_URI": server.uri,
            "NEO4J_USER": server.user,
            "NEO4J_PASSWORD": server.password,
            "NEO4J_DATABASE": server.database,
        }
    with started("serve", "--port", "0", "--json", **environ) as process:
        yield Faces(first_line(process)["address"], environ)
    if server is not None:
        for key in (path.stem for path in (ROOT / "seeds").glob("*.yaml")):
            for statement in (*cypher.EMPTY_SCENARIO, cypher.FORGET_JOURNAL):
                server.ask(statement, scenario=key)


# The three faces ---------------------------------------------------------------------------------


def by_python(faces: Faces, system: str, variant: str) -> tuple[Answer, System]:
    view = ea.load(SCENARIOS[system].key, settings=faces.settings).view(variant)
    found = view.system()
    provenance = view.provenance()
    del provenance["parameters"]
    return Answer(
        {key: item.value for key, item in found.parameters.items()},
        [
            (
                item.key,
                as_float(item.value),
                item.unit,
                item.assumptions,
                item.label.text("en"),
                item.label.text("zh"),
            )
            for item in found.measures()
        ],
        [
            (
                item.key,
                item.holds,
                item.assumptions,
                item.statement.text("en"),
                item.observed.text("en"),
                item.observed.text("zh"),
            )
            for item in found.claims()
        ],
        provenance,
    ), found


def by_graphql(faces: Faces, system: str, variant: str, changes: str = "[]") -> Answer:
    """Ask the served process over HTTP."""
    words = json.dumps(SCENARIOS[system].key), json.dumps(variant), changes
    answer = ask(faces.address, QUERY % words)
    assert "errors" not in answer, answer["errors"]
    said = answer["data"]["scenario"]["view"]["system"]
    assert said["key"] == system
    return Answer(
        {item["key"]: item["value"] for item in said["parameters"]},
        [
            (
                item["key"],
                item["value"],
                item["unit"],
                tuple(item["assumptions"]),
                item["label"],
                item["zh"],
            )
            for item in said["measures"]
        ],
        [
            (
                item["key"],
                item["holds"],
                tuple(item["assumptions"]),
                item["statement"],
                item["observed"],
                item["zh"],
            )
            for item in said["claims"]
        ],
        said["provenance"],
    )


def run(faces: Faces, *words: str) -> Any:
    """Run a command in a process of its own and read its JSON."""
    done = finished("run", *words, "--json", stdin=b"", **faces.environ)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def by_command_line(faces: Faces, *words: str) -> tuple[Answer, Sequence[Any]]:
    """Give the answer, and the tables, which GraphQL has as types of their own."""
    said = run(faces, *words)
    provenance = said["provenance"]
    del provenance["parameters"]
    return Answer(
        {item["key"]: item["value"] for item in said["parameters"]},
        [
            (
                item["key"],
                as_float(item["value"]),
                item["unit"],
                tuple(item["assumptions"]),
                item["label"]["en"],
                item["label"]["zh"],
            )
            for item in said["measures"]
        ],
        [
            (
                item["key"],
                item["holds"],
                tuple(item["assumptions"]),
                item["statement"]["en"],
                item["observed"]["en"],
                item["observed"]["zh"],
            )
            for item in said["claims"]
        ],
        provenance,
    ), said["tables"]


def as_float(value: float | bool | None) -> float | None:
    """Give a number as GraphQL has it: a yes is 1."""
    return None if value is None else float(value)


# The claim ---------------------------------------------------------------------------------------


def test_all_six_systems_are_asked() -> None:
    assert len(SCENARIOS) == 6
    assert {system for system, variant in VIEWS if variant == "after_remedies"} == {*SCENARIOS}


@pytest.mark.parametrize(("system", "variant"), VIEWS)
def test_every_face_gives_the_same_measures_and_claims(
    faces: Faces, system: str, variant: str
) -> None:
    expected, found = by_python(faces, system, variant)
    assert expected.measures
    assert expected.claims
    assert expected.provenance["revision"] == 1
    assert by_graphql(faces, system, variant) == expected
    answer, tables = by_command_line(faces, system, "--variant", variant)
    assert answer == expected
    assert tables == json.loads(json.dumps(plain_result(found.tables())))


@pytest.mark.parametrize("system", SCENARIOS)
def test_what_is_set_is_what_a_what_if_change_sets(faces: Faces, system: str) -> None:
    """A value on the command line, in Python, and as a change of the view give one answer."""
    base = ea.load(SCENARIOS[system].key, settings=faces.settings).view()
    key, value = other_value(base.system())
    expected = [as_float(item.value) for item in base.system(**{key: value}).measures()]
    changes = f"[{{setParameter: {{key: {json.dumps(key)}, value: {value!r}}}}}]"
    assert [row[1] for row in by_graphql(faces, system, "today", changes).measures] == expected
    said = run(faces, system, "--set", f"{key}={value!r}")
    assert [as_float(item["value"]) for item in said["measures"]] == expected
    assert expected != [as_float(item.value) for item in base.system().measures()]
    by_name = run(faces, SCENARIOS[system].key, "--set", f"{key}={value!r}")
    assert by_name["measures"] == said["measures"]


def other_value(system: System) -> tuple[str, float]:
    """Give a parameter and a value of its range with which the measures are not as they were."""
    before = [item.value for item in system.measures()]
    for key, item in system.parameters.items():
        for value in (item.low, item.high):
            if value is None or value == item.value:
                continue
            changed = type(system)(system.view, {key: value})
            if [measure.value for measure in changed.measures()] != before:
                return key, value
    pytest.fail(f"no parameter of {system.key} changes any of its measures")
