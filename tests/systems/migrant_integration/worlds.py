"""Views of the scenario of essay 5, as it is or with what-if changes in the words of the YAML."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import graph_api as ea
from graph_api.systems import open_system
from graph_api.systems.migrant_integration import MigrantIntegration

SEED = Path(__file__).parents[3] / "seeds" / "migrant-integration.yaml"
AFTER = "after_remedies"
Changes = Sequence[dict[str, Any]]


@functools.cache
def workbench() -> ea.Workbench:
    return ea.load(SEED)


def system(
    variant: str = "today",
    changes: Changes = (),
    parameters: Mapping[str, float] | None = None,
) -> MigrantIntegration:
    found = open_system(workbench().view(variant, changes=changes).graph, parameters)
    assert isinstance(found, MigrantIntegration)
    return found


def strength(relation: str, value: float | None) -> dict[str, Any]:
    return {"set_relation": {"id": relation, "strength": value}}


def added(start: str, end: str, value: float, **more: Any) -> dict[str, Any]:
    relation = {"id": "extra", "from": start, "to": end, "strength": value, **more}
    return {"add_relation": relation}
