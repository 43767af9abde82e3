"""The system over views of the seed, with parameters and relations set otherwise."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph_api.domain import GraphSnapshot, Scenario, ViewSpec, build_view
from graph_api.scenarios import read_changes, read_scenario
from graph_api.systems.wechat_platform import WechatPlatform

SEED = Path(__file__).parents[3] / "seeds" / "wechat-platform.yaml"
TODAY = "today"
AFTER = "after_remedies"
TRAINED = "operators_trained"
BOTH = "operators_and_input"


@functools.cache
def scenario() -> Scenario:
    found = read_scenario(SEED.read_bytes(), name="wechat-platform").scenario
    assert found is not None
    return found


def view(variant: str = TODAY, *changes: Mapping[str, Any]) -> GraphSnapshot:
    meant, problems = read_changes(changes, scenario(), variant)
    assert not problems, [problem.en for problem in problems]
    return build_view(scenario(), ViewSpec(variant, changes=meant))


def system(
    variant: str = TODAY, *changes: Mapping[str, Any], **parameters: float
) -> WechatPlatform:
    return WechatPlatform(view(variant, *changes), parameters)


def without(parameter: str, variant: str = TODAY) -> WechatPlatform:
    """Give the system over a view that does not say one parameter."""
    found = view(variant)
    unsaid = dataclasses.replace(found.parameters[parameter], value=None)
    parameters = {**found.parameters, parameter: unsaid}
    return WechatPlatform(dataclasses.replace(found, parameters=parameters))


def strength(relation: str, value: float) -> dict[str, Any]:
    """Give the what-if that sets the strength of a relation."""
    return {"set_relation": {"id": relation, "strength": value}}


def unknown(relation: str) -> dict[str, Any]:
    """Give the what-if that forgets the strength of a relation."""
    return {"set_relation": {"id": relation, "strength": None}}
