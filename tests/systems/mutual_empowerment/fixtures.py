"""The scenario of essay 4 and its numbers, for the tests of its mechanism."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from graph_api.systems.mutual_empowerment import MutualEmpowerment
from graph_api.systems.mutual_empowerment.dynamics import Rates, State
from graph_api.workbench import Workbench, load
from tests.api.client import ROOT

RATES = Rates(
    s=0.05, a=0.1, b=0.1, h=0.2, c=0.8, g=0.8, u=0.2, v=0.2, k=0.4, z=0.2,
    theta=0.35, c0=0.25, i0=0.30, d0=0.70,
)  # fmt: skip
"""Digest 4.4, item 10."""

START = State(0.25, 0.25, 0.30, 0.70)


@cache
def workbench() -> Workbench:
    return load(ROOT / "seeds" / "mutual-empowerment.yaml")


def system(
    variant: str = "today", changes: Sequence[Mapping[str, Any]] = (), **parameters: float
) -> MutualEmpowerment:
    opened = workbench().view(variant, changes=changes).system(**parameters)
    assert isinstance(opened, MutualEmpowerment)
    return opened
