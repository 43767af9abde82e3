"""Figures of urban participation (城市社区参与)."""

from __future__ import annotations

from graph_api.exchange.figures.drawing import Drawing

DRAWINGS: tuple[Drawing, ...] = ()
