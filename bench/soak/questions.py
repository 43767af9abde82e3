"""What readers ask in the mix, with how often each comes."""

from __future__ import annotations

import random
from typing import Any

Question = tuple[str, str, dict[str, Any]]
"""Its name, the document, its variables."""

PAIR = """query Pair($s: String!, $a: ID!, $b: ID!, $w: [ChangeInput!]) {
  scenario(key: $s) { revision view(changes: $w) {
    pair(a: $a, b: $b) { forward reverse mutual band forwardPath { actors { key } } } } } }"""
BOTTLENECKS = """query Bottlenecks($s: String!) { scenario(key: $s) { view {
  bottlenecks(between: {levels: [INDIVIDUAL]}, and: {spheres: [STATE]}, first: 5) {
    edges { node { loss pairsCut } } } } } }"""
ACTORS = """query Actors($s: String!) { scenario(key: $s) { view {
  actors(first: 50) { edges { node { key name(language: ZH) level sphere stateness } }
    pageInfo { hasNextPage endCursor } } } } }"""
PATHS = """query Paths($s: String!, $a: ID!, $b: ID!) { scenario(key: $s) { view {
  paths(from: $a, to: $b, first: 3) {
    edges { node { score hops explanation(language: ZH) } } } } } }"""
HISTORY = """query History($s: String!) { scenario(key: $s) {
  history(first: 10) { edges { node { revision by reason } } } } }"""
METRIC = """query Metric($s: String!) { scenario(key: $s) { view {
  metric(name: "betweenness", first: 5) { edges { node { value actor { key } } } } } } }"""
UNCERTAINTY = """query Uncertainty($s: String!, $a: ID!, $b: ID!) { scenario(key: $s) { view {
  uncertainty(a: $a, b: $b, draws: 200, seed: 1) { median monteCarloError } } } }"""

PLACES = {
    "mutual-empowerment": ("residents", "street_office", "r28"),
    "district": ("residents_lotus_1", "street_office", "report_office"),
    "wechat-platform": ("residents", "hulun_street_office", "r2"),
}
"""The scenarios that are read and written: two actors to ask about, the relation that changes."""


def draw(chance: random.Random) -> Question:
    """Give a question of the mix."""
    scenario = chance.choice([*PLACES])
    a, b, relation = PLACES[scenario]
    both = {"s": scenario, "a": a, "b": b}
    roll = chance.random()
    if roll < 0.45:
        return "pair", PAIR, both
    if roll < 0.60:
        strength = {"best": round(chance.random(), 6)}
        changed = [{"setRelation": {"id": relation, "strength": strength}}]
        return "what-if pair", PAIR, {**both, "w": changed}
    if roll < 0.75:
        return "actors", ACTORS, {"s": scenario}
    if roll < 0.85:
        return "paths", PATHS, both
    if roll < 0.90:
        return "history", HISTORY, {"s": scenario}
    if roll < 0.95:
        return "bottlenecks", BOTTLENECKS, {"s": scenario}
    if roll < 0.98:
        return "metric", METRIC, {"s": scenario}
    return "uncertainty", UNCERTAINTY, both
