"""Which verdicts turn inside the band of one word (A-02): each claim says so, and its page too."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph_api.bootstrap import read_file_as_scenario
from graph_api.domain import SYSTEM_KEYS, System
from graph_api.errors import BadParameterError
from graph_api.systems import SYSTEMS
from graph_api.workbench import Workbench

ROOT = Path(__file__).parents[2]
VARIANTS = ("today", "after_remedies")

Turns = dict[str, dict[str, set[str]]]
"""Claims that turn, by variant: by which relations alone."""


@cache
def bench_of(key: str) -> Workbench:
    name = key.replace("_", "-")
    return Workbench(read_file_as_scenario(ROOT / "seeds" / f"{name}.yaml"))


@cache
def turns(key: str) -> Turns:
    """Move each strength alone to either end of its band, and look which verdicts change."""
    bench = bench_of(key)
    found: Turns = {}
    for variant in VARIANTS:
        view = bench.view(variant)
        plain = verdicts(view.system())
        found[variant] = defaultdict(set)
        for relation in view.graph.relations:
            strength = relation.strength
            ends = set() if strength is None else {strength.low, strength.high} - {strength.point}
            for end in ends:
                moved = bench.view(variant, changes=[at(relation.id, end)]).system()
                for claim, holds in verdicts(moved).items():
                    if holds != plain[claim]:
                        found[variant][claim].add(str(relation.id))
    return found


def at(relation: str, strength: float) -> dict[str, Any]:
    return {"set_relation": {"id": relation, "strength": strength}}


def verdicts(system: System) -> dict[str, bool | None]:
    """Check the claims that read strengths: those that name A-01."""
    found: dict[str, bool | None] = {}
    for rule in system.claim_rules:
        if "A-01" in rule.assumptions:
            try:
                found[rule.key] = rule.check(system).holds
            except BadParameterError:
                found[rule.key] = None
    return found


def told(key: str) -> Turns:
    """Read the same from the page: `claim` (r1, r2), in the line of each variant."""
    page = (ROOT / "docs" / "reference" / "systems" / f"{key}.md").read_text(encoding="utf-8")
    found: Turns = {}
    for variant, word in zip(VARIANTS, ("today", "after the remedies"), strict=True):
        line_of = rf"^- Turns within one word \(A-02\), {word}: (.*)$"
        (line,) = re.findall(line_of, page, re.MULTILINE)
        found[variant] = {
            claim: set(relations.split(", "))
            for claim, relations in re.findall(r"`(\w+)` \(([r0-9, ]+)\)", line)
        }
    return found


@pytest.mark.parametrize("key", SYSTEM_KEYS)
def test_the_page_names_every_verdict_that_one_word_can_turn(key: str) -> None:
    assert told(key) == turns(key)


@pytest.mark.parametrize("key", SYSTEM_KEYS)
def test_such_a_claim_names_the_assumption_of_the_bands(key: str) -> None:
    turning = {claim for found in turns(key).values() for claim in found}
    naming = {rule.key for rule in SYSTEMS[key].claim_rules if "A-02" in rule.assumptions}
    assert turning <= naming


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("key", SYSTEM_KEYS)
def test_a_claim_that_does_not_name_the_strengths_reads_none(key: str, variant: str) -> None:
    view = bench_of(key).view(variant)
    moved = [at(item.id, 0.43) for item in view.graph.relations if item.strength is not None]
    before, after = (
        {item.key: item for item in found.system().claims()}
        for found in (view, bench_of(key).view(variant, changes=moved))
    )
    for rule in SYSTEMS[key].claim_rules:
        if "A-01" not in rule.assumptions:
            assert after[rule.key] == before[rule.key]
