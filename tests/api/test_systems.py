"""What every system answers by the interface, whichever it is."""

from __future__ import annotations

import pytest

from graph_api.domain import SYSTEM_KEYS
from tests.api.client import Client

SHARED = """
query($key: String!, $keys: [String!]) {
  scenario(key: $key) {
    system {
      __typename
      key
      title
      measures(keys: $keys) { key label value unit assumptions }
      claims { key statement observed evidence { lines } assumptions }
      provenance { revision version }
    }
  }
}
"""


def scenario_of(system: str) -> str:
    return system.replace("_", "-")


@pytest.mark.parametrize("system", SYSTEM_KEYS)
def test_the_interface_answers_for_each_system(seeded: Client, system: str) -> None:
    found = seeded.data(SHARED, key=scenario_of(system))["scenario"]["system"]
    assert found["key"] == system
    assert found["__typename"] == "".join(word.title() for word in system.split("_")) + "System"
    assert found["measures"]
    assert all(claim["evidence"] for claim in found["claims"])


@pytest.mark.parametrize("system", SYSTEM_KEYS)
def test_measures_may_be_named(seeded: Client, system: str) -> None:
    found = seeded.data(SHARED, key=scenario_of(system))["scenario"]["system"]["measures"]
    one = found[len(found) // 2]
    (named,) = seeded.data(SHARED, key=scenario_of(system), keys=[one["key"]])["scenario"][
        "system"
    ]["measures"]
    assert named == one


def test_a_measure_that_there_is_not_is_named_with_its_neighbour(seeded: Client) -> None:
    error = seeded.error(SHARED, key="water-game", keys=["critical_discount_grimm"])
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["nearest"]


def test_a_scenario_without_a_mechanism_has_none(seeded: Client, client: Client) -> None:
    assert client.data('{ scenario(key: "small") { system { key } } }') == {
        "scenario": {"system": None}
    }
    assert seeded.data('{ scenario(key: "district") { view { system { key } } } }')
