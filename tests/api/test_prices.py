"""What the systems may be asked for at once: worst cases are priced, and stay in their bounds."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tracemalloc
from typing import Any

import pytest
from graphql import OperationDefinitionNode, get_named_type, parse

from graph_api.api.pricing.cost import CostWalk
from graph_api.api.pricing.limits import ServiceLimits
from graph_api.api.pricing.weights import SIZED
from graph_api.api.schema import schema
from graph_api.errors import BadParameterError, TooCostlyError
from graph_api.systems.community_factory.households import Dimension, Household
from graph_api.systems.community_factory.robustness import stability
from graph_api.systems.mutual_empowerment.dynamics import SHORTEST, State, trajectory
from tests.api.client import Client
from tests.systems.mutual_empowerment.fixtures import RATES

LIMITS = ServiceLimits()
START = State(0.2, 0.2, 0.3, 0.6)


def cost(document: str, **variables: Any) -> int:
    parsed = parse(document)
    (operation,) = [
        node for node in parsed.definitions if isinstance(node, OperationDefinitionNode)
    ]
    walk = CostWalk(schema.graphql_schema, parsed, variables, LIMITS)
    return walk.measure(operation).cost


def of_system(kind: str, field: str, declared: str = "") -> str:
    return (
        f'query{declared} {{ scenario(key: "x") {{ system {{ ... on {kind} {{ {field} }} }} }} }}'
    )


PLAY = "play(players: $p, rounds: $n, seed: 1) { players }"
PLAYED = "($p: [String!]!, $n: Int!)"


def test_a_tournament_is_priced_by_its_moves() -> None:
    short = cost(of_system("WaterGameSystem", PLAY, PLAYED), p=["TitForTat"] * 2, n=100)
    long = cost(of_system("WaterGameSystem", PLAY, PLAYED), p=["TitForTat"] * 20, n=260)
    assert short < 1_000
    assert 20_000 < long < LIMITS.max_cost < 4 * long
    written = 'play(players: ["TitForTat", "Defector"], rounds: 25000, seed: 1) { players }'
    assert cost(of_system("WaterGameSystem", written)) > 15_000


@pytest.mark.parametrize("strange", [None, "x", -1, float("nan"), [], {}])
def test_what_is_no_count_has_no_price_and_breaks_nothing(strange: object) -> None:
    assert cost(of_system("WaterGameSystem", PLAY, PLAYED), p=strange, n=strange) < 1_000


def test_a_count_beyond_all_numbers_costs_more_than_there_is() -> None:
    asked = of_system("WaterGameSystem", PLAY, PLAYED)
    assert cost(asked, p=["TitForTat"] * 2, n=float("inf")) > LIMITS.max_cost


def test_draws_are_priced_by_their_number_and_by_how_far_they_go() -> None:
    few, many, far = (
        cost(of_system("MutualEmpowermentSystem", f"robustness({asked}) {{ trap }}"))
        for asked in ("draws: 200", "draws: 1000, spread: 0.6", "draws: 1000, spread: 0.9")
    )
    assert few < 8_000 < many < LIMITS.max_cost // 3
    assert LIMITS.max_cost // 2 < far < LIMITS.max_cost


def test_what_is_given_is_paid_for_each_time_it_is_read() -> None:
    households = [
        {"id": str(number), "achievements": [{"dimension": "a", "value": 1.0}] * 20}
        for number in range(1_000)
    ]
    declared = "($h: [HouseholdInput!]!, $d: [DimensionInput!]!)"
    once = "a: identify(households: $h, dimensions: $d, k: 0.5) { headcount }"
    again = once.replace("a:", "b:")
    kind = "CommunityFactorySystem"
    one = cost(of_system(kind, once, declared), h=households, d=[])
    two = cost(of_system(kind, once + again, declared), h=households, d=[])
    assert one > 21_000 // 5
    assert two > 2 * 21_000 // 5


def test_what_is_given_within_an_input_is_paid_for_as_well() -> None:
    asked = """query ($ids: [ID!]!) { scenario(key: "x") { view {
      actors(filter: {ids: $ids}) { totalCount } } } }"""
    assert cost(asked, ids=["a"] * 5_000) == cost(asked, ids=["a"]) + 1_000
    with pytest.raises(TooCostlyError, match="items"):
        cost(asked, ids=["a"] * (LIMITS.max_items + 1))


@pytest.mark.parametrize(
    ("field", "number"), [("rankUncertainty", "draws"), ("attribution", "permutations")]
)
def test_null_costs_what_the_default_costs(field: str, number: str) -> None:
    head = 'query ($null: Int = 5, $said: Int = 1000) { scenario(key: "x") { view { '
    values = [f"({number}: {value})" for value in ("1000", "null", "$null", "$said")]
    costs = {
        cost(f"{head} {field}{given} {{ __typename }} }} }} }}", null=None)
        for given in ("", *values)
    }
    assert len(costs) == 1
    assert min(costs) > 10_000


def test_a_long_race_costs_what_it_takes() -> None:
    usual, long = (
        cost(of_system("WechatPlatformSystem", f"race{asked} {{ __typename }}"))
        for asked in ("(horizon: 96)", "(horizon: 720, runs: 500)")
    )
    assert usual < 4_000
    assert 25_000 < long < LIMITS.max_cost  # 2 to 3 seconds


def test_nodes_cost_as_much_as_the_views_that_they_may_open() -> None:
    asked = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert cost(asked, ids=["a"] * 100) >= cost(asked, ids=[]) + 100 * 20
    assert cost('{ node(id: "a") { id } }') > 20


def test_a_default_of_a_variable_is_priced_like_a_value() -> None:
    asked = of_system(
        "MutualEmpowermentSystem", "robustness(spread: $s) { trap }", "($s: Float = 0.9)"
    )
    written = of_system("MutualEmpowermentSystem", "robustness(spread: 0.9) { trap }")
    assert cost(asked) == cost(written)
    moves = PLAYED.replace("!", "").replace("[String]", '[String] = ["TitForTat", "Defector"]')
    assert cost(of_system("WaterGameSystem", PLAY, moves), n=25_000) > 15_000


def test_an_integer_beyond_all_floats_has_a_price() -> None:
    asked = of_system(
        "WaterGameSystem", f'play(players: ["A", "B"], rounds: 1{"0" * 350}, seed: 1) {{ players }}'
    )
    assert cost(asked) > LIMITS.max_cost


def test_every_sized_price_is_of_arguments_that_there_are() -> None:
    for name, sized in SIZED.items():
        kind, field = name.split(".")
        arguments = schema.graphql_schema.type_map[kind].fields[field].args  # type: ignore[attr-defined]
        insides = {
            f"{name}.{part}"
            for name, argument in arguments.items()
            for part in getattr(get_named_type(argument.type), "fields", ())
        }
        asked: list[str] = []

        def said(argument: str, asked: list[str] = asked) -> int:
            asked.append(argument)
            return 10

        assert sized(said) >= 0
        assert set(asked) <= {*arguments, *insides}


def test_draws_of_weights_hold_little_memory() -> None:
    dimensions = [Dimension("a", 0.5, 1.0), Dimension("b", 0.5, 1.0)]
    households = [Household(str(number), {"a": 0.0, "b": 2.0}) for number in range(2_000)]
    tracemalloc.start()
    try:
        found = stability(households, dimensions, 0.5, draws=10_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000
    assert len({item.at_least for item in found}) == 1
    assert 0.4 < found[0].at_least < 0.6


def test_a_horizon_too_short_to_divide_is_refused() -> None:
    with pytest.raises(BadParameterError, match="horizon") as caught:
        trajectory(RATES, START, horizon=5e-324)
    assert caught.value.details["parameter"] == "horizon"
    assert "horizon" in caught.value.zh
    assert trajectory(RATES, START, horizon=SHORTEST).times


def test_loading_the_library_reads_each_source_once_and_leaves_inspect_as_it_was() -> None:
    program = (
        "import inspect, linecache\n"
        "read, calls = inspect.getsourcelines, []\n"
        "inspect.getsourcelines = lambda item: (calls.append(item), read(item))[1]\n"
        "before = inspect.getsource\n"
        "from graph_api.systems.water_game.play import _axelrod\n"
        "_axelrod()\n"
        "assert inspect.getsource is before\n"
        "print(len(calls))\n"
    )
    ran = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) < 3_000  # 12,000 without
    assert inspect.getsource.__module__ == "inspect"


def test_a_number_of_thousands_of_digits_is_refused(client: Client) -> None:
    for digits in (30, 5_000):
        error = client.error(f"{{ scenarios(first: {'9' * digits}) {{ edges {{ cursor }} }} }}")
        assert error["extensions"].get("code") != "INTERNAL"
