"""Figures of the wechat platform (微信平台)."""

from __future__ import annotations

from graph_api.exchange.figures.drawing import Drawing

DRAWINGS: tuple[Drawing, ...] = ()
