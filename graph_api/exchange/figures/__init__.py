"""Figures of the six systems: the drawings of each, and how one becomes a file."""

from __future__ import annotations

from collections.abc import Mapping

from graph_api.exchange.figures import (
    community_factory,
    migrant_integration,
    mutual_empowerment,
    participation,
    water_game,
    wechat_platform,
)
from graph_api.exchange.figures.drawing import Drawing, save_drawing

__all__ = ["DRAWINGS", "Drawing", "save_drawing"]

DRAWINGS: Mapping[str, tuple[Drawing, ...]] = {
    "wechat_platform": wechat_platform.DRAWINGS,
    "water_game": water_game.DRAWINGS,
    "participation": participation.DRAWINGS,
    "mutual_empowerment": mutual_empowerment.DRAWINGS,
    "migrant_integration": migrant_integration.DRAWINGS,
    "community_factory": community_factory.DRAWINGS,
}
"""The drawings of each system; the first is drawn where none is named."""
