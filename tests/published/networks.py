"""Reads the networks of ``tests/published/networks``; the README there says what is in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph_api.domain import GraphSnapshot, Sphere
from tests.builders import snapshot

SPHERES = {str(item): item for item in Sphere}
FOLDER = Path(__file__).parent / "networks"


@dataclass(frozen=True)
class Network:
    """One file."""

    name: str
    plain: Mapping[str, Any]

    @property
    def edges(self) -> list[tuple[str, str, float]]:
        rows = [edge.split() for edge in self.plain["edges"].split(",")]
        return [(a, b, float(*rest) if rest else 1.0) for a, b, *rest in rows]

    def view(self, strength: float | None = None) -> GraphSnapshot:
        """Draw it; ``strength`` is that of all ties instead of their own."""
        both = self.plain["ties"] == "both ways"
        lines = []
        for a, b, own in self.edges:
            worth = own if strength is None else strength
            lines.append(f"{a} -> {b} {worth}")
            if both:
                lines.append(f"{b} -> {a} {worth}")
        spheres = self.plain.get("spheres", {})
        return snapshot(
            "\n".join(lines), actors={name: {"sphere": SPHERES[s]} for name, s in spheres.items()}
        )


def networks() -> Iterator[Network]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield Network(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))


def network(name: str) -> Network:
    return next(item for item in networks() if item.name == name)


def times(text: str | int) -> float:
    """Read a quotient."""
    above, _, below = str(text).partition("/")
    return float(above) / (float(below) if below else 1.0)


def normed(values: Mapping[str, float]) -> dict[str, float]:
    """Count the actor itself, then scale to length 1: as networkx norms Katz."""
    more = {name: value + 1 for name, value in values.items()}
    length = math.hypot(*more.values())
    return {name: value / length for name, value in more.items()}
