"""The system of essay 6 over the seed, with parameters and what-if changes of a test."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from graph_api.domain import BASELINE, Change, Scenario, ViewSpec, build_view
from graph_api.scenarios import read_scenario
from graph_api.systems.community_factory import CommunityFactory

SEED = Path(__file__).parents[3] / "seeds" / "community-factory.yaml"


@functools.cache
def scenario() -> Scenario:
    """Read the seed."""
    found = read_scenario(SEED.read_bytes(), name=SEED.name).scenario
    assert found is not None
    return found


def factory(
    variant: str = BASELINE, changes: Sequence[Change] = (), **parameters: float
) -> CommunityFactory:
    """Give the system of a variant, with some parameters set otherwise."""
    return CommunityFactory(
        build_view(scenario(), ViewSpec(variant=variant, changes=tuple(changes))), parameters
    )
