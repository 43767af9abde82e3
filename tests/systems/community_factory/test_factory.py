"""The numbers that essay 6 and its digest ask for (x.7), and what the system takes."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest

from graph_api.domain import RelationClass, RelationId, SetParameter, SetRelation
from graph_api.errors import BadParameterError
from graph_api.systems.community_factory.targeting import RULES
from tests.systems.community_factory.factory import factory, scenario


def measure(key: str, **how: Any) -> float | None:
    (found,) = factory(**how).measures([key])
    return None if found.value is None else float(found.value)


@pytest.mark.parametrize(
    ("key", "today"),
    [
        ("overall_level", 0.41875),  # 3.35 by 8
        ("overall_margin", 0.03839),  # 3.2 / 7 - 3.35 / 8
        ("reach_of_spiritual_poor", 0.03),
        ("voice_of_the_poor", 0.10),
        ("labour_of_the_poor", 0.45),
        ("win_win_win", 0.3674),  # sqrt(0.5 x 0.27)
        ("fill_rate", 0.5),
        ("jobs_per_factory", 73.17),  # 3,000 / 41
        ("output_per_factory", 4_390_243.9),  # 180,000,000 / 41
        ("output_per_job", 60_000),
        ("households_explained", 600),
        ("funds_arriving", 0.9025),  # 0.95 x 0.95
        ("weight_that_turns_need", 2 / 3),
    ],
)
def test_the_numbers_of_today(key: str, today: float) -> None:
    assert measure(key) == pytest.approx(today, rel=1e-4)


@pytest.mark.parametrize(
    ("key", "after"),
    [
        ("reach_of_spiritual_poor", 0.45),  # 0.75 x 0.60
        ("voice_of_the_poor", 0.55),
        ("labour_of_the_poor", 0.65),
        ("win_win_win", 0.6047),  # sqrt(0.75 x 0.4875)
    ],
)
def test_the_numbers_after_the_remedies(key: str, after: float) -> None:
    assert measure(key, variant="after_remedies") == pytest.approx(after, rel=1e-4)


@pytest.mark.parametrize(
    "key", ["households_by_the_factories", "kept_after_loans", "wage_income_per_head", "headcount"]
)
def test_what_nobody_has_said_stays_unknown(key: str) -> None:
    assert measure(key) is None


def test_what_is_set_is_computed() -> None:
    assert measure("households_by_the_factories", lifted_anyway=0.5) == 300
    # 4,390,244 x 0.05 = 219,512; 1,000,000 x 0.06 + 100,000 = 160,000.
    kept = measure(
        "kept_after_loans",
        profit_margin=0.05,
        loan_per_factory=1e6,
        interest_rate=0.06,
        rent_per_factory=1e5,
    )
    assert kept == pytest.approx(59_512.2, abs=0.1)
    per_head = measure("wage_income_per_head", monthly_wage=2000, income_line=3000)
    assert per_head == pytest.approx(24_000 / 3.08)


def test_parameters_repeat_the_figures_they_come_from() -> None:
    pairs = {
        "factories": "factories",
        "jobs_nearby": "jobs_nearby",
        "output_per_year": "output_yuan_per_year",
        "poor_at_work": "poor_employed",
        "households_lifted": "households_out_of_poverty",
        "posts": "posts",
        "on_the_job": "on_the_job",
        "job_demand": "relocated_persons",
        "members_per_household": "persons_per_employed_household",
    }
    for parameter, figure in pairs.items():
        assert scenario().parameters[parameter].value == scenario().figures[figure].value


def test_the_three_pairs_and_an_unknown_one() -> None:
    system = factory()
    rows = {key: pair.mutual for key, pair in system.mutual().items()}
    assert rows["factories_poor"] == pytest.approx(0.45)
    assert rows["county_factories"] == pytest.approx(0.6708, abs=1e-4)
    gone = [SetRelation(RelationId(key), {"strength": None}) for key in ("r12", "r13", "r16")]
    assert factory(changes=gone).win_win_win() is None


def test_the_rules_of_today_on_every_profile() -> None:
    # Seven dimensions, k = 0.33: poor from three shortfalls, or two with income (0.30 < 0.33: no).
    # Of the 99 poor profiles (128 - 1 - 7 - 21) income alone finds 57, so it misses 42.
    errors = factory().rule_errors(RULES[0])
    assert errors.exclusion_error == pytest.approx(42 / 99)
    # 64 profiles are short in income; 7 of them (alone, or with one other) are not poor.
    assert errors.inclusion_error == pytest.approx(7 / 64)


def test_many_dimensions_instead_of_one_miss_fewer() -> None:
    many = factory(income_weight_today=0.16, rule_cutoff=0.33).rule_errors(RULES[0])
    assert many.exclusion_error == 0
    assert many.inclusion_error == 0


ROWS = [
    {"household": "a", "income": "0.2", "housing": "0.9", "spirit": "0.1", "culture": "0.2"},
    {"household": "b", "income": "0.9", "housing": "0.9", "spirit": "0.9", "culture": ""},
]


def test_households_from_a_table_are_identified() -> None:
    system = factory().with_rows(ROWS, "households.csv")
    found = system.identify(system.households())
    # a: 0.16 + 0.14 + 0.14 = 0.44; b could be short in four unknown dimensions.
    assert (found.poor, found.unknown) == (("a",), ("b",))
    assert {item.key: item.value for item in system.measures()}["headcount"] == 1
    tables = {table.key: table for table in system.tables()}
    assert [row[0] for row in tables["households"].rows] == ["a", "b"]
    assert "headcount_over_k" not in tables  # nobody is fully known
    assert system.targeting(system.households(), ["a"]).exclusion_error == 0


def test_a_table_of_fully_known_households_has_its_steps_over_k() -> None:
    keys = ("income", "housing", "family", "health", "education", "culture", "spirit")
    rows = [{"household": "a", **dict.fromkeys(keys, "0.9")}]
    rows.append({"household": "b", **dict.fromkeys(keys, "0.9"), "spirit": "0"})
    tables = {table.key: table for table in factory().with_rows(rows).tables()}
    assert [row[2:] for row in tables["headcount_over_k"].rows] == [(0.5, 0.07), (0, 0)]
    assert [row[1].en for row in tables["households"].rows if not isinstance(row[1], str)] == [  # type: ignore[union-attr]
        "not poor",
        "not poor",
    ]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([], "0 rows"),
        ([{"household": "a", "wealth": "1"}], "wealth"),
        ([{"household": " "}], ":2"),
        ([{"household": "a"}, {"household": "a"}], ":3"),
        ([{"household": "a", "income": "much"}], "much"),
        ([{"household": "a", "income": "nan"}], "nan"),
        ([{"household": "a", "income": "1e999"}], "1e999"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(rows: list[dict[str, str]], word: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        factory().with_rows(rows, "households.csv")
    assert caught.value.details["parameter"] == "table"
    assert word in caught.value.en
    assert "households.csv" in caught.value.zh


def test_nobody_short_in_spirit_leaves_nothing_to_look_at() -> None:
    system = factory().with_rows([{"household": "a", "spirit": "0.9"}])
    with pytest.raises(BadParameterError) as caught:
        system.rule_errors(RULES[1], spirit_only=True)
    assert caught.value.details["parameter"] == "households"
    open_claims = {item.key: item.holds for item in system.claims()}
    assert open_claims["material_criteria_miss_spirit"] is None


def test_weights_that_do_not_sum_to_1_are_named() -> None:
    for given in ({"weight_income": 0.9}, {"weight_spirit": 0.1, "weight_housing": 0.14}):
        with pytest.raises(BadParameterError) as caught:
            factory(**given)  # type: ignore[arg-type]
        assert caught.value.details["parameter"] in given
    shifted: dict[str, Any] = {"weight_spirit": 0.28, "weight_culture": 0.0}
    assert factory(**shifted).dimensions()[-1].weight == 0.28
    with pytest.raises(BadParameterError) as caught:  # by a change of the view, not an override
        factory(changes=[SetParameter("weight_spirit", 0.5)])
    assert caught.value.details["parameter"] == "weight_income"


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("poverty_cutoff", 0),
        ("factories", 0),
        ("factories", 2.5),
        ("poor_at_work", -1),
        ("economic_weight", float("nan")),
        ("exit_yeras", 1),
    ],
)
def test_a_parameter_outside_its_range_is_refused(parameter: str, value: float) -> None:
    given: dict[str, Any] = {parameter: value}
    with pytest.raises(BadParameterError) as caught:
        factory(**given)
    assert caught.value.details["parameter"] == parameter


def test_no_demand_is_no_division() -> None:
    system = factory(job_demand=0)
    assert {item.key: item.holds for item in system.claims()}["employment_is_narrow"] is None
    with pytest.raises(BadParameterError) as caught:
        system.creaming()
    assert caught.value.details["parameter"] == "job_demand"


def test_every_table_stands_in_both_languages() -> None:
    tables = {table.key: table for table in factory().tables()}
    assert set(tables) == {
        "four_dimensions",
        "dimension_relations",
        "households_explained_by_jobs",
        "todays_rules",
        "three_pairs",
        "case_steps",
        "conflicting_figures",
    }
    for table in tables.values():
        assert table.title.en != table.title.zh
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert len(tables["conflicting_figures"].rows) == 7
    assert len(tables["case_steps"].rows) == 8


def test_the_factories_are_the_hub_by_betweenness() -> None:
    # By networkx: of several relations the strongest, lengths -ln w; control left out.
    for variant in ("today", "after_remedies"):
        graph: nx.DiGraph[str] = nx.DiGraph()
        for relation in factory(variant).view.relations:
            assert relation.strength is not None
            strength = relation.strength.point
            if relation.relation_class is RelationClass.EMPOWERMENT and strength > 0:
                known = graph.get_edge_data(relation.from_id, relation.to_id, {"length": math.inf})
                length = min(known["length"], -math.log(strength))
                graph.add_edge(relation.from_id, relation.to_id, length=length)
        for weight in (None, "length"):
            found = nx.betweenness_centrality(graph, weight=weight)
            assert max(found, key=found.__getitem__) == "community_factories"
