"""The six systems as types of the schema, one file each."""

from collections.abc import Mapping

from graph_api.api.types.system import System
from graph_api.api.types.systems.community_factory import CommunityFactorySystem
from graph_api.api.types.systems.migrant_integration import MigrantIntegrationSystem
from graph_api.api.types.systems.mutual_empowerment import MutualEmpowermentSystem
from graph_api.api.types.systems.participation import ParticipationSystem
from graph_api.api.types.systems.water_game import WaterGameSystem
from graph_api.api.types.systems.wechat_platform import WechatPlatformSystem
from graph_api.api.views import OpenView
from graph_api.systems import open_system

TYPES: Mapping[str, type[System]] = {
    "wechat_platform": WechatPlatformSystem,
    "water_game": WaterGameSystem,
    "participation": ParticipationSystem,
    "mutual_empowerment": MutualEmpowermentSystem,
    "migrant_integration": MigrantIntegrationSystem,
    "community_factory": CommunityFactorySystem,
}
"""The type of each system, by its key."""


def system_of(view: OpenView) -> System | None:
    """Give the mechanism of a view, None where its scenario has none."""
    if view.graph.system is None:
        return None
    return TYPES[view.graph.system](view=view, entry=open_system(view.graph))
