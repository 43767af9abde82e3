"""Figures of integration of migrant workers (农民工社区融入)."""

from __future__ import annotations

from graph_api.exchange.figures.drawing import Drawing

DRAWINGS: tuple[Drawing, ...] = ()
