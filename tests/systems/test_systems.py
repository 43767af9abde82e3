"""What holds for each of the six systems: registered everywhere, documented, in both languages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType
from matplotlib.figure import Figure
from matplotlib.text import Text

from graph_api.api.schema import schema
from graph_api.api.types.systems import TYPES
from graph_api.bootstrap import read_file_as_scenario
from graph_api.domain import SYSTEM_KEYS, UNITS, Evidence, Label, Parameters, System
from graph_api.errors import Language
from graph_api.exchange.figures import DRAWINGS
from graph_api.systems import SYSTEMS
from graph_api.workbench import Workbench
from tests.systems.turning import turned

ROOT = Path(__file__).parents[2]
SEEDS = {
    scenario.about.system: scenario
    for scenario in map(read_file_as_scenario, sorted((ROOT / "seeds").glob("*.yaml")))
    if scenario.about.system is not None
}
ASSUMPTIONS = set(
    re.findall(
        r"^- \*\*(A-\d\d+) ",
        (ROOT / "docs" / "assumptions.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=SYSTEM_KEYS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def systems(key: str) -> dict[str, System]:
    """Both variants of the essay: today, and after its remedies."""
    bench = Workbench(SEEDS[key])
    return {variant: bench.view(variant).system() for variant in ("today", "after_remedies")}


def page(key: str) -> str:
    return (ROOT / "docs" / "reference" / "systems" / f"{key}.md").read_text(encoding="utf-8")


def labels(key: str) -> Iterator[tuple[str, Label]]:
    """Give every text of a system that stands in its rules, with what it is."""
    system = SYSTEMS[key]
    yield "title", system.title
    if system.table_input is not None:
        yield "table input", system.table_input
    for measure in system.measure_rules:
        yield f"measure {measure.key}", measure.label
    for table in system.table_rules:
        yield f"table {table.key}", table.title
        for number, column in enumerate(table.columns):
            yield f"table {table.key}, column {number}", column
    for claim in system.claim_rules:
        yield f"claim {claim.key}", claim.statement
    for drawing in DRAWINGS[key]:
        yield f"drawing {drawing.key}", drawing.title


def test_every_system_is_known_everywhere() -> None:
    assert tuple(SYSTEMS) == tuple(DRAWINGS) == tuple(TYPES) == SYSTEM_KEYS
    assert SEEDS.keys() == set(SYSTEM_KEYS)
    assert all(system.key == key for key, system in SYSTEMS.items())


def test_it_has_measures_tables_claims_a_drawing_and_parameters(key: str) -> None:
    system = SYSTEMS[key]
    assert system.measure_rules
    assert system.table_rules
    assert system.claim_rules
    assert DRAWINGS[key]
    assert SEEDS[key].parameters


def test_no_key_stands_twice_and_all_are_words(key: str) -> None:
    system = SYSTEMS[key]
    rules: list[list[str]] = [
        [rule.key for rule in system.measure_rules],
        [rule.key for rule in system.table_rules],
        [rule.key for rule in system.claim_rules],
        [drawing.key for drawing in DRAWINGS[key]],
    ]
    for keys in rules:
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in keys), keys
    parts = {"parameters", "measures", "tables", "claims"}
    assert not parts & {rule.key for rule in system.table_rules}


def test_every_text_is_in_both_languages(key: str) -> None:
    for place, label in labels(key):
        assert_both(label, place)


def assert_both(label: Label, place: str) -> None:
    assert label.en, place
    assert label.zh, place
    assert not HAN.search(label.en), place
    if re.search("[a-z]{3}", label.en):  # a symbol or a number is the same in both
        assert label.en != label.zh, place
        assert HAN.search(label.zh), place
    assert "赋权" not in label.zh, place


def test_what_is_computed_is_in_both_languages(systems: dict[str, System]) -> None:
    for variant, system in systems.items():
        for claim in system.claims():
            assert_both(claim.observed, f"{variant}: claim {claim.key}")
        for table in system.tables():
            for row in table.rows:
                assert len(row) == len(table.columns), table.key
                for value in row:
                    if isinstance(value, Label):
                        assert_both(value, f"{variant}: table {table.key}: {value}")
                    elif isinstance(value, str):
                        assert not HAN.search(value), f"{variant}: table {table.key}: {value}"


def test_measures_are_finite_numbers_or_yes_or_no_or_none(systems: dict[str, System]) -> None:
    for variant, system in systems.items():
        for measure in system.measures():
            value = measure.value
            assert value is None or isinstance(value, float | int), (variant, measure.key)
            assert value is None or math.isfinite(value), (variant, measure.key)
        for table in system.tables():
            for cell in (cell for row in table.rows for cell in row):
                assert cell is None or isinstance(cell, float | int | str | Label), table.key
                assert not isinstance(cell, float) or math.isfinite(cell), table.key


def test_most_measures_are_known_today(systems: dict[str, System]) -> None:
    measures = systems["today"].measures()
    known = [measure.key for measure in measures if measure.value is not None]
    assert 2 * len(known) > len(measures)


def test_every_claim_points_into_its_essay(systems: dict[str, System]) -> None:
    system = systems["today"]
    source = system.view.sources[system.source]
    for claim in system.claims():
        (evidence,) = claim.evidence
        assert isinstance(evidence, Evidence)
        assert evidence.lines, claim.key
        assert source.holds(evidence.lines), claim.key


def test_every_claim_is_turned_over_by_one_change(key: str) -> None:
    """No claim is a constant: one parameter, relation, actor or figure decides each."""
    claims = {rule.key for rule in SYSTEMS[key].claim_rules}
    assert claims - turned(key, SEEDS[key]).keys() == set()


def test_the_tests_of_the_system_turn_every_claim_by_name(key: str) -> None:
    text = (ROOT / "tests" / "systems" / key / "test_claims.py").read_text(encoding="utf-8")
    assert [rule.key for rule in SYSTEMS[key].claim_rules if f'"{rule.key}"' not in text] == []


def test_every_assumption_that_is_named_is_written_down(key: str) -> None:
    system = SYSTEMS[key]
    named: dict[str, tuple[str, ...]] = {}
    named |= {rule.key: rule.assumptions for rule in system.measure_rules}
    named |= {rule.key: rule.assumptions for rule in system.table_rules}
    named |= {rule.key: rule.assumptions for rule in system.claim_rules}
    unwritten = {
        name: sorted(set(numbers) - ASSUMPTIONS)
        for name, numbers in named.items()
        if not ASSUMPTIONS.issuperset(numbers)
    }
    assert unwritten == {}


TEXT_ALONE = {"generation", "strategies", "strategyNotes"}
"""Fields that rest on nothing of ours: a definition (L255) and names from the literature."""


def test_every_field_of_the_system_names_what_it_rests_on(key: str) -> None:
    """Measures, tables and claims give their assumptions as data; a field says them in words."""
    types = schema.graphql_schema.type_map
    shared, own = types["System"], types[TYPES[key].__name__]
    assert isinstance(shared, GraphQLInterfaceType)
    assert isinstance(own, GraphQLObjectType)
    silent = []
    for name in own.fields.keys() - shared.fields.keys() - TEXT_ALONE:
        numbers = set(re.findall(r"A-\d\d+", own.fields[name].description or ""))
        if not numbers or not numbers <= ASSUMPTIONS:
            silent.append(name)
    assert silent == []


def test_the_page_of_the_system_names_every_key(key: str, systems: dict[str, System]) -> None:
    text = page(key)
    system = SYSTEMS[key]
    keys = [
        *(rule.key for rule in system.measure_rules),
        *(rule.key for rule in system.table_rules),
        *(rule.key for rule in system.claim_rules),
        *systems["today"].parameters,
    ]
    assert [name for name in keys if f"`{name}`" not in text] == []
    assert HAN.search(text)


def test_the_page_of_the_system_names_only_assumptions_that_are_written_down(key: str) -> None:
    numbers = set(re.findall(r"A-\d\d+", page(key)))
    assert numbers
    assert sorted(numbers - ASSUMPTIONS) == []


def test_every_parameter_says_what_it_means_and_its_range_may_be_used(key: str) -> None:
    parameters = SEEDS[key].parameters
    for name, parameter in parameters.items():
        assert_both(parameter.description, name)
        for value in (parameter.low, parameter.high):
            if value is not None:
                assert Parameters(parameters, {name: value}).value(name) == value


def test_every_unit_has_a_name_in_both_languages(key: str) -> None:
    scenario = SEEDS[key]
    units = {
        *(parameter.unit for parameter in scenario.parameters.values()),
        *(figure.unit for figure in scenario.figures.values()),
        *(rule.unit for rule in SYSTEMS[key].measure_rules),
    }
    assert units <= UNITS.keys()


def test_what_nobody_has_said_leaves_gaps_and_breaks_nothing(
    key: str, systems: dict[str, System]
) -> None:
    """Each parameter in turn is unknown: what needs it is None, and all else is as it was."""
    today = systems["today"]
    before = {measure.key: measure.value for measure in today.measures()}
    for name, parameter in today.parameters.items():
        parameters = {**today.parameters, name: replace(parameter, value=None)}
        unknowing = SYSTEMS[key](replace(today.view, parameters=parameters))
        for measure in unknowing.measures():
            assert measure.value is None or measure.value == before[measure.key], name
        assert {table.key for table in unknowing.tables()} <= {
            table.key for table in today.tables()
        }
        assert len(unknowing.claims()) == len(today.claims())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_drawing_is_drawn_in_one_language(
    key: str, systems: dict[str, System], language: Language
) -> None:
    for system in systems.values():
        for drawing in DRAWINGS[key]:
            figure = Figure(layout="constrained")
            drawing.draw(figure, system, language)
            chinese = [str(text) for text in figure.findobj(Text) if HAN.search(str(text))]
            assert bool(chinese) == (language == "zh"), (drawing.key, chinese)
