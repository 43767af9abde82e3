"""The system over views of the seed, with parameters and relations set otherwise."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph_api.domain import Scenario, ViewSpec, build_view
from graph_api.scenarios import read_changes, read_scenario
from graph_api.systems.participation import Participation

SEED = Path(__file__).parents[3] / "seeds" / "participation.yaml"
TODAY = "today"
AFTER = "after_remedies"
DAY = "opinion_day_only"
MONTHLY = "opinion_day_monthly"
GROUPS = "self_organisation_only"


@functools.cache
def scenario() -> Scenario:
    found = read_scenario(SEED.read_bytes(), name="participation").scenario
    assert found is not None
    return found


def system(variant: str = TODAY, *changes: Mapping[str, Any], **parameters: float) -> Participation:
    meant, problems = read_changes(changes, scenario(), variant)
    assert not problems, [problem.en for problem in problems]
    return Participation(build_view(scenario(), ViewSpec(variant, changes=meant)), parameters)


def without(parameter: str, variant: str = TODAY) -> Participation:
    """Give the system over a view that does not say one parameter."""
    view = build_view(scenario(), ViewSpec(variant))
    unsaid = dataclasses.replace(view.parameters[parameter], value=None)
    return Participation(
        dataclasses.replace(view, parameters={**view.parameters, parameter: unsaid})
    )


def strength(relation: str, value: float) -> dict[str, Any]:
    """Give the what-if that sets the strength of a relation."""
    return {"set_relation": {"id": relation, "strength": value}}


def unknown(relation: str) -> dict[str, Any]:
    """Give the what-if that forgets the strength of a relation."""
    return {"set_relation": {"id": relation, "strength": None}}
