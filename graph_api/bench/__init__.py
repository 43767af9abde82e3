"""Graphs of any size to measure with: drawn by a seed, the same on every machine."""

from __future__ import annotations

from graph_api.bench.drawn import Drawn
from graph_api.bench.shapes import SHAPES

__all__ = ["SHAPES", "Drawn"]
