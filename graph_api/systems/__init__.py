"""The six systems: the mechanism of each essay, over a view of its scenario.

None imports another. A system is a package with one class (`graph_api.domain.system.System`);
adding one is a package, a line here and in `SYSTEM_KEYS`, a page in docs/reference/systems and its
questions in docs/questions.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph_api.domain import SYSTEM_KEYS, GraphSnapshot, System
from graph_api.errors import BadParameterError, nearest
from graph_api.systems.community_factory import CommunityFactory
from graph_api.systems.migrant_integration import MigrantIntegration
from graph_api.systems.mutual_empowerment import MutualEmpowerment
from graph_api.systems.participation import Participation
from graph_api.systems.water_game import WaterGame
from graph_api.systems.wechat_platform import WechatPlatform

__all__ = ["SYSTEMS", "open_system"]

SYSTEMS: Mapping[str, type[System]] = {
    system.key: system
    for system in (
        WechatPlatform,
        WaterGame,
        Participation,
        MutualEmpowerment,
        MigrantIntegration,
        CommunityFactory,
    )
}
"""Every system by its key, in the order of the essays."""


def open_system(view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> System:
    """Give the mechanism of a view, ready to run.

    Raises
    ------
    BadParameterError
        If the scenario has no system or an unknown one, or an override is not allowed.

    """
    if view.system is None:
        raise BadParameterError(
            f"Scenario {view.key.scenario!r} has no mechanism; say which it has (`system:`). There"
            f" are: {', '.join(SYSTEM_KEYS)}.",
            f"情景“{view.key.scenario}”没有机制；请用 `system:` 指明。现有："
            f"{'、'.join(SYSTEM_KEYS)}。",
            parameter="system",
        )
    found = SYSTEMS.get(view.system)
    if found is None:
        near = nearest(view.system, SYSTEM_KEYS)
        raise BadParameterError(
            f"There is no system {view.system[:100]!r}; there are: {', '.join(SYSTEM_KEYS)}.",
            f"没有系统“{view.system[:100]}”；现有：{'、'.join(SYSTEM_KEYS)}。",
            parameter="system",
            nearest=list(near),
        )
    return found(view, overrides)
