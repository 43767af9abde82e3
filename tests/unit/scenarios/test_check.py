"""The checks on a scenario as a value, and the table of their names."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
import yaml

from graph_api import errors
from graph_api.domain import (
    ActorId,
    Evidence,
    Figure,
    Label,
    Parameter,
    RelationId,
    Scenario,
    Source,
    Variant,
)
from graph_api.scenarios import check_scenario, read_scenario
from graph_api.scenarios.check import plain_document
from graph_api.scenarios.document import Node
from graph_api.scenarios.naming import node_at
from graph_api.scenarios.problems import CHECKS, Basket, Place, path_text, shown

ROOT = Path(__file__).parents[3]
TEXT = """\
format: 1
scenario: small
title: {en: Small, zh: 小}
sources:
  s1: {title: {en: Essay, zh: 文章}, lines: [10-20]}
actors:
  office: {name: {en: Office, zh: 街道}, kind: street_office}
  people: {name: {en: People, zh: 居民}, kind: resident, member_of: office}
relations:
  - {id: r1, from: office, to: people, strength: {low: 0.40, best: 0.50, high: 0.60}}
  - {id: r2, from: people, to: office, strength: {low: 0.40, high: 0.60}}
"""


@pytest.fixture
def scenario() -> Scenario:
    found = read_scenario(TEXT).scenario
    assert found is not None
    return found


def told(scenario: Scenario) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in check_scenario(scenario)]


def test_a_sound_scenario_has_no_problems(scenario: Scenario) -> None:
    assert told(scenario) == []


def test_a_relation_to_nobody_is_told(scenario: Scenario) -> None:
    gone = {key: actor for key, actor in scenario.actors.items() if key != "office"}
    assert sorted(told(dataclasses.replace(scenario, actors=gone))) == [
        ("unknown-actor", "actors.people.member_of"),
        ("unknown-actor", "relations[0].from"),
        ("unknown-actor", "relations[1].to"),
    ]


def test_the_nearest_names_are_told(scenario: Scenario) -> None:
    moved = dataclasses.replace(scenario.relations[RelationId("r1")], to_id=ActorId("peopel"))
    changed = dataclasses.replace(
        scenario, relations={**scenario.relations, RelationId("r1"): moved}
    )
    (problem,) = check_scenario(changed)
    assert problem.hint("en") == "Did you mean 'people'?"
    assert problem.hint("zh") == "是否指“people”？"
    assert problem.subject == "peopel"


def test_evidence_is_held_against_its_source(scenario: Scenario) -> None:
    figures = {
        "f": Figure("f", 3, "person", evidence=(Evidence("s1", ("12", "9-10")), Evidence("s2"))),
        "g": Figure("g", 3, "person", conflicts_with=("h",)),
    }
    assert told(dataclasses.replace(scenario, figures=figures)) == [
        ("lines-outside-source", "figures.f.evidence[0].lines[1]"),
        ("unknown-source", "figures.f.evidence[1].source"),
        ("unknown-figure", "figures.g.conflicts_with[0]"),
        ("figure-without-source", "figures.g"),
    ]


def test_a_source_without_lines_holds_every_line(scenario: Scenario) -> None:
    figures = {"f": Figure("f", 3, "person", evidence=(Evidence("s1", ("9999",)),))}
    sources = {"s1": Source("s1", Label("Essay", "文章"))}
    assert told(dataclasses.replace(scenario, figures=figures, sources=sources)) == []


def test_cycles_are_told_once_at_the_first_that_takes_part(scenario: Scenario) -> None:
    people = scenario.actors[ActorId("people")]
    office = dataclasses.replace(scenario.actors[ActorId("office")], member_of=ActorId("people"))
    label = Label("V", "变")
    changed = dataclasses.replace(
        scenario,
        actors={people.id: people, office.id: office},
        variants={
            "a": Variant("a", label, "b"),
            "b": Variant("b", label, "c"),
            "c": Variant("c", label, "b"),
        },
    )
    assert told(changed) == [
        ("member-cycle", "actors.people.member_of"),
        ("extends-cycle", "variants.b.extends"),
    ]


def test_parameters_outside_their_range_are_told_whole_numbers_too(scenario: Scenario) -> None:
    parameters = {
        "a": Parameter("a", 3, "count", low=0, high=2),
        "b": Parameter("b", 1.5, "count", low=0, high=2),
        "c": Parameter("c", None, "count", low=3, high=2),
        "d": Parameter("d", None, "count"),
    }
    assert told(dataclasses.replace(scenario, parameters=parameters)) == [
        ("parameter-range", "parameters.a.value"),
        ("parameter-range", "parameters.c.low"),
    ]


class PlainDumper(yaml.SafeDumper):
    """Writes equal lists twice instead of as aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_plain_document_is_read_as_the_same_scenario(path: Path) -> None:
    seed = read_scenario(path.read_bytes()).scenario
    assert seed is not None
    plain = {"format": 1, **plain_document(seed)}
    again = read_scenario(yaml.dump(plain, Dumper=PlainDumper, allow_unicode=True))
    assert again.scenario == seed


# The table of checks


def test_every_check_has_a_meaning_in_both_languages() -> None:
    for code, check in CHECKS.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert check.en.endswith(".")
        assert check.zh.endswith("。")


def test_every_code_that_the_package_names_is_in_the_table() -> None:
    named: set[str] = set()
    for path in (
        *(ROOT / "graph_api" / "scenarios").glob("*.py"),
        ROOT / "graph_api/domain/draft.py",
    ):
        text = path.read_text(encoding="utf-8")
        named.update(re.findall(r"(?:say|Problem|yaml_problem)\(\s*\"([a-z0-9-]+)\"", text))
    assert {"too-deep", "bad-id", "duplicate-relation", "bad-value", "not-utf-8"} <= named
    assert named <= CHECKS.keys()


# Places and hints


def test_paths_are_written_as_people_write_them() -> None:
    assert (
        path_text(("actors", "street.office", "evidence", 0)) == "actors.street.office.evidence[0]"
    )
    assert path_text(()) == ""


def test_long_words_are_cut_in_messages() -> None:
    assert shown("x" * 500) == repr("x" * 80 + "…")


def test_hints_show_some_words_where_none_is_near() -> None:
    basket = Basket()
    assert basket.near("zzz", ["a", "b"]) == ("There are: a, b.", "可用的有：a、b。")
    many = basket.near("zzz", [f"k{n}" for n in range(20)])
    assert many is not None
    assert many[0].endswith("k11, ....")
    assert basket.near("zzz", []) is None


def test_hints_stop_before_they_cost_too_much() -> None:
    basket = Basket()
    words = [f"word-{n}" for n in range(200_000)]
    basket.near("zzzz", words[:1])
    assert basket.near("q", words) is not None
    assert basket.near("q", words) is None


def test_a_path_that_leads_nowhere_ends_at_the_last_thing_that_is_there() -> None:
    leaf = Node("scalar", value=1, raw="1")
    root = Node("map", pairs=((Node("scalar", raw="a"), Node("list", elements=(leaf,))),))
    assert node_at(root, ("a", 0)) is leaf
    assert node_at(root, ("a", 7)) is root.pairs[0][1]
    assert node_at(root, ("b", 7)) is root
    assert Place(("a",), leaf).start is None


def test_problems_without_lines_are_told_in_the_order_they_came() -> None:
    basket = Basket()
    nowhere = Place((), Node("scalar"))
    basket.say("bad-id", nowhere, ("one", "一"))
    basket.say("bad-date", nowhere, ("two", "二"), ("do", "做"), "x" * 500)
    assert [problem.code for problem in basket.in_order()] == ["bad-id", "bad-date"]
    assert basket.problems[1] == errors.Problem(
        "bad-date", "two", "二", hint_en="do", hint_zh="做", subject="x" * 200
    )
