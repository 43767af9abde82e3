"""Urban participation (城市社区参与): the mechanism of essay 3."""

from graph_api.systems.participation.system import Participation

__all__ = ["Participation"]
