"""The water game (用水博弈), as clients ask it."""

import strawberry

from graph_api.api.types.system import System


@strawberry.type(description="The mechanism of essay 2 (用水博弈).")
class WaterGameSystem(System):
    """The water game."""
