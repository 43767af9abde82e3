"""Views of the water game's own scenario, as its tests want them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graph_api.scenarios import read_scenario
from graph_api.systems.water_game import WaterGame
from graph_api.workbench import Workbench

SEED = Path(__file__).parents[3] / "seeds" / "water-game.yaml"
AFTER = "after_remedies"
TODAY = "today"


@functools.cache
def bench() -> Workbench:
    scenario = read_scenario(SEED.read_bytes(), name="water-game").scenario
    assert scenario is not None
    return Workbench(scenario)


def game(
    variant: str = AFTER, changes: Sequence[Mapping[str, Any]] = (), **parameters: float
) -> WaterGame:
    """Give the system over a view, with what-if changes and other parameters."""
    graph = bench().view(variant, changes=changes).graph
    return WaterGame(graph, parameters)


def relation(name: str, strength: float) -> dict[str, Any]:
    """Give the change that sets the strength of one relation."""
    return {"set_relation": {"id": name, "strength": strength}}
