"""The water game (用水博弈): the mechanism of essay 2."""

from graph_api.systems.water_game.system import WaterGame

__all__ = ["WaterGame"]
