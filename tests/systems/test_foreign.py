"""A mechanism over the scenario of another essay: it is another community, so it says nothing."""

from __future__ import annotations

import pytest

from graph_api.domain import SYSTEM_KEYS
from graph_api.systems import SYSTEMS
from graph_api.workbench import load

OWN = {"mutual_empowerment": {"state_strength", "society_strength"}}
"""What a mechanism may say of any graph: how strong state and society are in it."""


NEIGHBOURS = {"participation", "mutual_empowerment"}
"""Both tell of residents, committee and firm by the same ids."""

FOREIGN = [
    (system, scenario)
    for system in SYSTEM_KEYS
    for scenario in (*SYSTEM_KEYS, "district")
    if scenario != system and {system, scenario} != NEIGHBOURS
]


@pytest.mark.parametrize(("system", "scenario"), FOREIGN)
def test_it_says_nothing_of_a_community_without_its_actors(system: str, scenario: str) -> None:
    view = load(f"seeds/{scenario.replace('_', '-')}.yaml").view().graph
    found = SYSTEMS[system](view)
    assert [claim.key for claim in found.claims() if claim.holds is not None] == []
    told = {measure.key for measure in found.measures() if measure.value is not None}
    assert told <= OWN.get(system, set())
