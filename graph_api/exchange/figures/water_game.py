"""Figures of the water game (用水博弈)."""

from __future__ import annotations

from graph_api.exchange.figures.drawing import Drawing

DRAWINGS: tuple[Drawing, ...] = ()
