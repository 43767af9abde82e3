"""Urban participation (城市社区参与), as clients ask it."""

import strawberry

from graph_api.api.types.system import System


@strawberry.type(description="The mechanism of essay 3 (城市社区参与).")
class ParticipationSystem(System):
    """Urban participation."""
