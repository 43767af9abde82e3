"""Files to scenarios: broken files with what must be named, the seeds, and any bytes at all."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    AddActor,
    AddRelation,
    Basis,
    Capability,
    Element,
    Label,
    Level,
    RelationId,
    RemoveRelation,
    SetActor,
    SetRelation,
    Sphere,
    Status,
    Strength,
    ViewSpec,
    build_view,
)
from graph_api.domain.plain import plain_change
from graph_api.errors import UnknownVariantError
from graph_api.scenarios import check_scenario, read_changes, read_scenario
from graph_api.scenarios.parse import Checked
from graph_api.scenarios.problems import CHECKS, MAX_PROBLEMS

ROOT = Path(__file__).parents[3]
BROKEN = ROOT / "tests" / "data" / "broken"
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (BROKEN / "expected.yaml").read_text(encoding="utf-8")
)

HEAD = """\
format: 1
scenario: small
title: {en: Small, zh: 小}
sources:
  s1: {title: {en: Essay, zh: 文章}, lines: [10-20]}
actors:
  office: {name: {en: Office, zh: 街道}, kind: street_office}
  committee: {name: {en: Committee, zh: 居委会}, kind: residents_committee}
  people: {name: {en: People, zh: 居民}, kind: resident, capability: {resources: 0.2}}
"""
SMALL = (
    HEAD
    + """\
relations:
  - {id: r1, from: office, to: people, strength: {low: 0.40, best: 0.50, high: 0.60}}
  - {id: r2, from: people, to: committee, strength: null}
parameters:
  theta: {value: 0.5, unit: index, low: 0, high: 1}
"""
)


def scenario_of(text: str) -> Any:
    checked = read_scenario(text)
    assert checked.scenario is not None, checked.problems
    return checked.scenario


def found(checked: Checked) -> list[tuple[str, int | None, str]]:
    return [(problem.code, problem.line, problem.path) for problem in checked.problems]


# Broken files


def test_there_are_at_least_thirty_broken_files_and_each_has_its_expectations() -> None:
    assert {path.name for path in BROKEN.glob("*.yaml")} - {"expected.yaml"} == EXPECTED.keys()
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_fault_of_a_broken_file_is_named_at_its_line(name: str) -> None:
    want = EXPECTED[name]
    checked = read_scenario((BROKEN / name).read_bytes(), name=name)
    assert sorted(found(checked)) == sorted((w["code"], w["line"], w["path"]) for w in want)
    for item in want:
        hints = [p.hint_en or "" for p in checked.problems if p.line == item["line"]]
        assert any(item.get("hint", "") in hint for hint in hints)
    errors = [w for w in want if CHECKS[w["code"]].severity == "error"]
    assert (checked.scenario is None) == bool(errors)
    assert len(checked.errors) == len(errors)
    assert len(checked.warnings) == len(want) - len(errors)
    assert checked.name == name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_problems_stand_in_the_order_of_the_text_and_speak_both_languages(name: str) -> None:
    problems = read_scenario((BROKEN / name).read_bytes()).problems
    places = [(p.line or 0, p.column or 0) for p in problems]
    assert places == sorted(places)
    for problem in problems:
        assert problem.severity == CHECKS[problem.code].severity
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in problem.code + problem.path[:1])
        assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.zh)
        assert (problem.hint_en is None) == (problem.hint_zh is None)


def test_the_broken_files_show_nearly_every_check() -> None:
    shown = {item["code"] for items in EXPECTED.values() for item in items}
    assert CHECKS.keys() - shown == {
        *("bad-table", "missing-table", "too-long"),  # of tables: tests/unit/exchange/folder
        "bad-value",
        "too-large",
        "too-many-changes",
        "too-many-items",
        "too-many-nodes",
        "too-many-problems",
        "too-many-warnings",
    }


# Files in order


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_seeds_have_no_errors(path: Path) -> None:
    checked = read_scenario(path.read_bytes(), name=path.name)
    assert checked.errors == ()
    assert checked.scenario is not None
    assert checked.scenario.key == path.stem
    warned = sorted((p.code, p.subject) for p in checked.warnings)
    assert warned == sorted((p.code, p.subject) for p in check_scenario(checked.scenario))


def test_there_are_seven_seeds() -> None:
    assert len(SEEDS) == 7


def test_level_sphere_and_stateness_follow_from_the_kind_and_may_be_stated() -> None:
    text = HEAD + (
        "  club: {name: {en: C, zh: 社}, kind: night_school, stateness: 0.3}\n"
        "  bureau: {name: {en: B, zh: 局}, kind: bureau, level: null, sphere: market}\n"
        "vocabulary:\n"
        "  kinds:\n"
        "    night_school: {en: Night school, zh: 夜校, level: group, sphere: society}\n"
        "    bureau: {en: Bureau, zh: 局, level: state, sphere: state}\n"
    )
    actors = scenario_of(text).actors
    committee, club, bureau = (actors[key] for key in ("committee", "club", "bureau"))
    assert (committee.level, committee.sphere) == (Level.ORGANISATION, Sphere.SOCIETY)
    assert committee.stateness == 0.5
    assert (club.level, club.sphere, club.stateness) == (Level.GROUP, Sphere.SOCIETY, 0.3)
    assert (bureau.level, bureau.sphere, bureau.stateness) == (Level.STATE, Sphere.MARKET, 1.0)


def test_strengths_are_one_number_or_three_or_unknown() -> None:
    text = HEAD + (
        "relations:\n"
        "  - {id: a, from: office, to: people, strength: 0.5}\n"
        "  - {id: b, from: office, to: people, strength: {best: 0.5}}\n"
        "  - {id: c, from: office, to: people, strength: {low: 0.2, high: 0.6}}\n"
        "  - {id: d, from: office, to: people, strength: null}\n"
        "  - {id: e, from: office, to: people}\n"
        "  - {id: f, from: office, to: people, strength: {low: 0, best: 0.1, high: 0.12}}\n"
        "  - {id: g, from: office, to: people, strength: {low: 0.1, best: 0.3, high: null}}\n"
    )
    strengths = {key: r.strength for key, r in scenario_of(text).relations.items()}
    assert strengths == {
        "a": Strength(0.5, 0.5, 0.5),
        "b": Strength(0.5, 0.5, 0.5),
        "c": Strength(0.2, None, 0.6),
        "d": None,
        "e": None,
        "f": Strength(0, 0.1, 0.12),
        "g": Strength(0.1, 0.3, 0.3),
    }


def test_judgements_are_pooled_by_confidence() -> None:
    # best: (1 x 0.2 + 3 x 0.6) / 4 = 0.5; low and high are the extremes
    text = HEAD + (
        "relations:\n"
        "  - id: a\n    from: office\n    to: people\n    strength: 0.5\n"
        "    judgements: [{expert: x, best: 0.2}, {expert: 7, best: 0.6, confidence: 3}]\n"
    )
    checked = read_scenario(text)
    assert [p.code for p in checked.problems] == ["isolated-actor", "strength-not-pool"]
    relation = scenario_of(text.replace("    strength: 0.5\n", "")).relations["a"]
    assert relation.strength == Strength(0.2, 0.5, 0.6)
    assert [j.expert for j in relation.judgements] == ["x", "7"]


def test_a_stated_strength_that_is_the_pool_is_no_fault() -> None:
    text = HEAD + (
        "relations:\n"
        "  - {id: a, from: office, to: people, strength: {low: 0.2, best: 0.5, high: 0.6},\n"
        "     judgements: [{expert: x, best: 0.2}, {expert: y, best: 0.6, confidence: 3}]}\n"
    )
    assert scenario_of(text).relations["a"].strength == Strength(0.2, 0.5, 0.6)


def test_a_pool_may_have_more_decimals_than_a_number_that_is_written() -> None:
    # (0.1 + 0.2 + 0.2) / 3 = 0.16666..., and the writer may well write it out
    text = HEAD + (
        "relations:\n  - id: a\n    from: office\n    to: people\n"
        "    strength: {low: 0.1, best: 0.166666666667, high: 0.2}\n    judgements:\n"
        "      - {expert: x, best: 0.1}\n      - {expert: y, best: 0.2}\n"
        "      - {expert: z, best: 0.2}\n"
    )
    assert scenario_of(text).relations["a"].strength == Strength(0.1, 0.166666666667, 0.2)


def test_a_kind_may_be_broken_beside_an_actor_that_a_variant_adds() -> None:
    text = SMALL + (
        "vocabulary: {kinds: {poet: {en: Poet}}}\n"
        "variants:\n  a:\n    title: {en: A, zh: 甲}\n    changes:\n"
        "      - add_actor: {id: po, name: {en: P, zh: 诗}, kind: poet}\n"
        "      - set_actor: {id: po, stateness: 1}\n"
    )
    assert {p.code for p in read_scenario(text).errors} == {"missing-field"}


def test_a_text_where_a_number_stands_is_told_to_be_quoted() -> None:
    (problem,) = read_scenario(SMALL.replace("en: Small", "en: 2024")).errors
    assert (problem.code, problem.hint_en) == ("wrong-type", 'Put it into quotes: "2024".')


def test_ranges_and_dates_and_lines_of_another_sort_are_told() -> None:
    text = HEAD.replace("kind: resident,", "kind: resident, population: -1,") + (
        "relations:\n  - {id: a, from: office, to: people, valid_from: [2020],\n"
        "     evidence: [{source: s1, lines: [[12]]}], conveys: [true]}\n"
    )
    problems = read_scenario(text).errors
    assert [p.code for p in problems] == ["out-of-range"] + ["wrong-type"] * 3
    assert problems[0].en == "-1 must be at least 0."


def test_the_smallest_files_are_read() -> None:
    scenario = scenario_of("format: 1\nscenario: 7\nactors:\nrelations:\nvariants:\nvocabulary:\n")
    assert scenario.key == "7"
    assert (scenario.actors, scenario.relations, scenario.variants) == ({}, {}, {})


def test_a_relation_has_the_defaults_of_the_format() -> None:
    relation = scenario_of(SMALL).relations["r1"]
    assert (relation.status, relation.basis) == (Status.PRACTICE, Basis.PROPOSAL)
    assert relation.direction is None


def test_everything_of_the_format_arrives() -> None:
    text = HEAD.replace("kind: resident,", "kind: resident, member_of: committee, group: 3,") + (
        "relations:\n"
        "  - id: r1\n    from: people\n    to: people\n    class: empowerment\n"
        "    direction: self\n    conveys: [skill, craft]\n    elements: [resources]\n"
        "    status: law\n    basis: survey\n"
        "    valid_from: 2020-01-01\n    valid_to: 2020-12-31\n"
        "    evidence: [{source: s1, lines: [12, 14-15], note: {en: n, zh: null}}]\n"
        "vocabulary:\n  conveys: {craft: {en: craft, zh: 手艺}}\n"
        "figures:\n  f1: {value: 3, unit: person, year: 2016, conflicts_with: [f2], "
        "label: {zh: 数}, evidence: [{source: s1}]}\n  f2: {value: 4, unit: person}\n"
        "cases:\n  h1:\n    state: assisted\n    history:\n"
        "      - {at: '2016-05-01T08:00:00+08:00', before: identified, after: assisted, by: li}\n"
        "    observations:\n      - {indicator: income, value: null, at: 2016-05-01}\n"
    )
    scenario = scenario_of(text)
    relation = scenario.relations["r1"]
    assert relation.conveys == ("skill", "craft")
    assert (relation.valid_from, relation.valid_to) == (
        datetime.date(2020, 1, 1),
        datetime.date(2020, 12, 31),
    )
    assert relation.evidence[0].lines == ("12", "14-15")
    assert relation.evidence[0].note == Label("n")
    assert (scenario.actors["people"].member_of, scenario.actors["people"].group) == (
        "committee",
        "3",
    )
    assert scenario.figures["f1"].conflicts_with == ("f2",)
    (step,) = scenario.cases["h1"].history
    assert step.at.utcoffset() == datetime.timedelta(hours=8)
    assert scenario.cases["h1"].observations[0].value is None


def test_all_ten_words_of_a_change_are_read_and_applied() -> None:
    text = SMALL + (
        "variants:\n"
        "  after:\n    title: {en: After, zh: 之后}\n    changes:\n"
        "      - add_source: {key: s2, title: {zh: 二}, lines: [5]}\n"
        "      - add_actor: {id: club, name: {en: C, zh: 社}, kind: association, "
        "evidence: [{source: s2, lines: [5]}]}\n"
        "      - add_relation: {from: club, to: people, strength: 0, conveys: [skill]}\n"
        "      - set_relation: {id: r2, strength: {low: 0.6, best: 0.7, high: 1}}\n"
        "      - set_actor: {id: people, capability: {self_esteem: null}, member_of: null}\n"
        "      - set_parameter: {key: theta, value: 0.25}\n"
        "      - rename_relation: {id: r2, to: voice}\n"
        "      - rename_actor: {id: office, to: street}\n"
        "      - remove_relation: r1\n"
        "  alone:\n    title: {en: Alone, zh: 独}\n    extends: after\n"
        "    changes: [{remove_actor: committee}]\n"
        "  same:\n    title: {en: Same, zh: 同}\n    extends: today\n    changes:\n"
    )
    scenario = scenario_of(text)
    after = build_view(scenario, ViewSpec("after"))
    assert {r.id for r in after.relations} == {"r3", "voice"}  # r3: the first id that is free
    assert {a.id for a in after.actors} == {"street", "committee", "people", "club"}
    levels = next(a for a in after.actors if a.id == "people").capability
    assert levels == Capability({Element.RESOURCES: 0.2, Element.SELF_ESTEEM: None})
    alone = build_view(scenario, ViewSpec("alone"))
    assert [r.from_id for r in alone.relations] == ["club"]
    assert scenario.variants["same"].changes == ()


def test_ids_are_of_any_script_and_whole_numbers_are_taken_as_texts() -> None:
    text = (
        "format: 1\nscenario: 情景.一\nactors:\n  居民: {kind: resident}\n  007: {kind: resident}\n"
        "relations:\n  - {id: 12, from: 居民, to: 007}\n"
    )
    scenario = scenario_of(text)
    assert list(scenario.actors) == ["居民", "007"]
    assert scenario.relations["12"].to_id == "007"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert scenario_of(SMALL) == read_scenario(b"\xef\xbb\xbf" + SMALL.encode()).scenario
    assert scenario_of(SMALL) == scenario_of(SMALL.replace("\n", "\r\n"))


def test_order_of_lists_and_keys_means_nothing() -> None:
    top, *parts = SMALL.replace("\nsources:", "\n\nsources:").split("\n\n")
    turned = top + "\n" + "\n".join(reversed(parts))
    assert scenario_of(turned) == scenario_of(SMALL)


def test_aliases_are_read_as_what_they_stand_for() -> None:
    text = HEAD.replace("kind: street_office}", "kind: street_office, evidence: &e [{source: s1}]}")
    text += "relations:\n  - {id: r1, from: office, to: people, evidence: *e}\n"
    scenario = scenario_of(text)
    assert scenario.relations["r1"].evidence == scenario.actors["office"].evidence


def test_control_characters_in_a_text_are_refused() -> None:
    (problem, *_) = read_scenario(SMALL.replace("en: Small", 'en: "a\\e[2J"')).errors
    assert (problem.code, problem.line) == ("bad-character", 3)
    assert "U+001B" in problem.en


def test_a_list_of_too_many_lines_is_refused() -> None:
    lines = ", ".join(["12"] * 1001)
    text = HEAD.replace(
        "kind: street_office}",
        f"kind: street_office, evidence: [{{source: s1, lines: [{lines}]}}]}}",
    )
    assert [p.code for p in read_scenario(text).errors] == ["too-many-items"]


def test_more_than_a_thousand_problems_are_not_told() -> None:
    relations = "".join(f"  - {{id: r{n}, from: a, to: b}}\n" for n in range(MAX_PROBLEMS))
    checked = read_scenario(HEAD + "relations:\n" + relations)
    assert len(checked.errors) == MAX_PROBLEMS + 1
    assert "too-many-problems" in {p.code for p in checked.problems}


def test_more_than_a_thousand_warnings_keep_no_error_from_being_told() -> None:
    actors = "".join(f"  a{n}: {{kind: resident}}\n" for n in range(MAX_PROBLEMS))
    checked = read_scenario(HEAD + actors)
    assert checked.scenario is not None
    assert len(checked.warnings) == MAX_PROBLEMS + 1
    assert "too-many-warnings" in {p.code for p in checked.warnings}
    checked = read_scenario(HEAD + actors + "relations: [{id: r, from: x, to: a1}]\n")
    assert [p.code for p in checked.errors] == ["unknown-actor"]


def test_variants_that_together_do_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_api.scenarios.trial.MAX_WORK", 3)
    changes = "".join("      - set_relation: {id: r1, strength: 0}\n" for _ in range(200))
    text = SMALL + "variants:\n  a:\n    title: {en: A, zh: 甲}\n    changes:\n" + changes
    assert [p.code for p in read_scenario(text).errors] == ["too-many-changes"]
    text += "  b: {title: {en: B, zh: 乙}, extends: a}\n"
    assert [p.code for p in read_scenario(text).errors] == ["too-many-changes"]


def test_what_only_a_trial_can_show_is_told_at_the_change() -> None:
    text = SMALL + (
        "variants:\n  a:\n    title: {en: A, zh: 甲}\n    changes:\n"
        "      - set_relation:\n          id: r1\n          valid_from: 2021-01-01\n"
        "      - set_relation:\n          id: r1\n          valid_to: 2020-01-01\n"
        "      - set_parameter: {key: theta, value: 2}\n"
        "      - add_relation: {from: club, to: office}\n"
        "      - add_actor: {id: club, name: {en: C, zh: 社}, kind: association}\n"
        "      - set_actor: {id: club, member_of: people}\n"
        "      - set_actor: {id: people, member_of: club}\n"
        "      - set_relation: {id: r1, evidence: [{source: s2}]}\n"
        "      - add_source: {key: s2}\n"
        "      - remove_actor: nobody\n"
        "      - rename_actor: {id: office, to: people}\n"
    )
    assert [(p.code, p.line) for p in read_scenario(text).errors] == [
        ("bad-value", 22),
        ("parameter-range", 25),
        ("unknown-actor", 26),
        ("member-cycle", 29),
        ("unknown-source", 30),
        ("unknown-actor", 32),
        ("duplicate-actor", 33),
    ]


def test_a_broken_actor_is_not_told_again_where_a_variant_speaks_of_it() -> None:
    text = SMALL.replace("kind: street_office}", "kind: street_office, stateness: 7}") + (
        "variants:\n  a:\n    title: {en: A, zh: 甲}\n    changes:\n"
        "      - add_relation: {from: office, to: people}\n"
        "      - set_actor: {id: people, member_of: office}\n"
        "      - remove_actor: office\n"
    )
    assert [(p.code, p.line) for p in read_scenario(text).errors] == [("out-of-range", 7)]


def test_a_section_that_cannot_be_read_hides_nothing_else_and_invents_nothing() -> None:
    text = SMALL.replace(
        "sources:\n  s1: {title: {en: Essay, zh: 文章}, lines: [10-20]}\n", "sources: none\n"
    )
    text += "  gamma: {value: 1, unit: index, evidence: [{source: s9}]}\n"
    text += "figures: {f: {value: x, unit: y}}\n"
    codes = [p.code for p in read_scenario(text).problems]
    assert sorted(codes) == ["figure-without-source", "wrong-type", "wrong-type"]


def test_a_broken_vocabulary_makes_no_kind_unknown() -> None:
    text = SMALL.replace("kind: resident,", "kind: poet,") + "vocabulary: [poet]\n"
    assert [p.code for p in read_scenario(text).errors] == ["wrong-type"]
    text = text.replace("vocabulary: [poet]", "vocabulary: {kinds: {poet: {en: Poet}}}")
    assert {p.code for p in read_scenario(text).errors} == {"missing-field"}


# Changes from GraphQL and the command line


def test_changes_are_read_with_strengths_rounded_to_six_decimals() -> None:
    scenario = scenario_of(SMALL)
    changes, problems = read_changes(
        [
            {"set_relation": {"id": "r1", "strength": {"best": 0.12345678}}},
            {"add_relation": {"id": None, "from": "people", "to": "office", "strength": 1}},
            {"set_actor": {"id": "people", "population": None, "capitals": {"social": 0.5}}},
            {"add_actor": {"id": "club", "kind": "association"}},
            {"remove_relation": "r2"},
        ],
        scenario,
    )
    assert problems == ()
    first, second, third, fourth, fifth = changes
    rounded = {"strength": Strength.exactly(0.123457)}
    assert first == SetRelation(RelationId("r1"), rounded)
    assert isinstance(second, AddRelation)
    assert second.relation.id == ""
    assert isinstance(third, SetActor)
    assert third.fields == {"population": None, "capitals": {"social": 0.5}}
    assert isinstance(fourth, AddActor)
    assert fourth.actor.level is Level.ORGANISATION
    assert fifth == RemoveRelation(RelationId("r2"))


def test_changes_name_every_problem_with_its_path() -> None:
    scenario = scenario_of(SMALL)
    changes, problems = read_changes(
        [
            {"set_relation": {"id": "r9", "strength": 2}},
            {"set_relation": {"id": "r1", "strength": float("nan"), "conveys": ["trsut"]}},
            {"add_relation": {"id": "x", "from": "offic", "to": "peple"}},
            {
                "add_actor": {
                    "id": "club",
                    "kind": "assciation",
                    "evidence": [{"source": "s1", "lines": [9]}],
                }
            },
            {"remove_actor": "nobody"},
            {"set_parameter": {"key": "theta", "value": 10**400}},
            {},
            {"set_actor": {"id": "people", "name": {1, 2}}},
            {"set_relation": {"id": "x", "status": None}},
        ],
        scenario,
    )
    assert changes == ()
    assert sorted((p.code, p.path) for p in problems) == sorted(
        [
            ("out-of-range", "changes[0].set_relation.strength"),
            ("unknown-relation", "changes[0].set_relation.id"),
            ("not-finite", "changes[1].set_relation.strength"),
            ("unknown-conveys", "changes[1].set_relation.conveys[0]"),
            ("unknown-actor", "changes[2].add_relation.from"),
            ("unknown-actor", "changes[2].add_relation.to"),
            ("unknown-kind", "changes[3].add_actor.kind"),
            ("lines-outside-source", "changes[3].add_actor.evidence[0].lines[0]"),
            ("unknown-actor", "changes[4].remove_actor"),
            ("not-finite", "changes[5].set_parameter.value"),
            ("one-change", "changes[6]"),
            ("wrong-type", "changes[7]"),
            ("wrong-type", "changes[8].set_relation.status"),
        ]
    )
    assert {(p.line, p.column) for p in problems} == {(None, None)}


def test_changes_follow_those_of_a_variant() -> None:
    scenario = scenario_of(
        SMALL
        + "variants:\n  a:\n    title: {en: A, zh: 甲}\n    changes:\n"
        + "      - add_actor: {id: club, name: {en: C, zh: 社}, kind: association}\n"
        + "      - add_source: {key: s2, title: {en: T, zh: 题}}\n"
    )
    plain = [
        {
            "add_relation": {
                "id": "r8",
                "from": "club",
                "to": "people",
                "evidence": [{"source": "s2"}],
            }
        }
    ]
    assert read_changes(plain, scenario, "a")[1] == ()
    assert {p.code for p in read_changes(plain, scenario)[1]} == {"unknown-actor", "unknown-source"}
    with pytest.raises(UnknownVariantError):
        read_changes(plain, scenario, "b")


def test_too_many_faulty_changes_are_not_all_told() -> None:
    _, problems = read_changes([{}] * 3000, scenario_of(SMALL))
    assert len(problems) == MAX_PROBLEMS + 1


def test_changes_of_the_seeds_survive_being_written_and_read() -> None:
    for path in SEEDS:
        scenario = scenario_of(path.read_text(encoding="utf-8"))
        for variant in scenario.variants.values():
            plain = [plain_change(change) for change in variant.changes]
            changes, problems = read_changes(plain, scenario, variant.extends)
            assert problems == ()
            assert changes == variant.changes


# Any bytes at all

MUTABLE = (ROOT / "seeds" / "migrant-integration.yaml").read_text(encoding="utf-8")
PIECES = ["", " ", "\n", "- ", "{", "}", "[", "]", ":", ",", "'", '"', "#", "null", ".nan", "1e999"]
PIECES += [
    "r1",
    "today",
    "-5",
    "99999999999",
    "<<",
    "*a",
    "&a ",
    "!x ",
    "\t",
    "中",
    "0x10",
    "{}",
    "[]",
]


def answered(text: str | bytes) -> Checked:
    checked = read_scenario(text)
    assert (checked.scenario is None) == bool(checked.errors)
    for problem in checked.problems:
        assert problem.code in CHECKS
        assert problem.line is not None
    if checked.scenario is not None:
        for variant in checked.scenario.variant_keys:
            build_view(checked.scenario, ViewSpec(variant))
    return checked


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_bytes_give_an_answer(text: str | bytes) -> None:
    answered(text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.randoms(use_true_random=False))
def test_mutations_of_a_seed_give_an_answer(rng: random.Random) -> None:
    text = SMALL_SEED
    for _ in range(rng.randint(1, 6)):
        start = rng.randrange(len(text))
        text = text[:start] + rng.choice(PIECES) + text[start + rng.randint(0, 6) :]
    answered(text)


def shortened(text: str) -> str:
    """Keep the first lines of each section, so that one reading takes a moment."""
    kept: list[str] = []
    count = 0
    for line in text.splitlines():
        count = 0 if line and not line.startswith((" ", "#")) else count + 1
        if count < 24:
            kept.append(line)
    return "\n".join(kept) + "\n"


SMALL_SEED = shortened(MUTABLE)

_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.sampled_from(["office", "people", "r1", "s1", "a", "today", "theta", "2020-01-01", "12"]),
)
_WORDS = [
    *("format", "scenario", "title", "sources", "actors", "relations", "variants", "parameters"),
    *("figures", "cases", "vocabulary", "kinds", "conveys", "id", "from", "to", "strength", "low"),
    *("best", "high", "judgements", "evidence", "source", "lines", "changes", "extends", "kind"),
    *("set_relation", "add_relation", "remove_relation", "set_actor", "add_actor", "remove_actor"),
    *("set_parameter", "add_source", "rename_actor", "rename_relation", "member_of", "capability"),
    *("key", "value", "unit", "en", "zh", "level", "sphere", "a", "office", "people", "r1"),
]
PLAINS = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_WORDS), inner, max_size=5)
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(_WORDS[:11]), PLAINS, max_size=6))
def test_any_tree_of_the_words_of_the_format_gives_an_answer(plain: dict[str, object]) -> None:
    answered(yaml.safe_dump({"format": 1, "scenario": "x", **plain}, allow_unicode=True))


@given(st.lists(st.dictionaries(st.sampled_from(_WORDS[29:39]), PLAINS, max_size=2), max_size=4))
def test_any_changes_give_an_answer(plain: list[dict[str, object]]) -> None:
    changes, problems = read_changes(plain, SCENARIO)
    assert bool(problems) or len(changes) == len(plain)


SCENARIO = scenario_of(SMALL)
