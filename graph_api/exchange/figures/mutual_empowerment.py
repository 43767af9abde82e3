"""Figures of mutual empowerment (相互充权)."""

from __future__ import annotations

from graph_api.exchange.figures.drawing import Drawing

DRAWINGS: tuple[Drawing, ...] = ()
