"""Numbers that take more than one answer of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.systems.wechat_platform.gates import LimitingFactor
from graph_api.systems.wechat_platform.problems import RemedyFit

if TYPE_CHECKING:
    from graph_api.systems.wechat_platform.system import WechatPlatform


def k_with_operators(system: WechatPlatform) -> float | None:
    """Give k if operators were trained, and nothing else done (L31)."""
    skill = system.parameters.value("counterfactual_operator_skill")
    return system.gates().with_level(LimitingFactor.SKILL, skill).minimum


def k_with_operators_and_input(system: WechatPlatform) -> float | None:
    """Give k if operators were trained and the input raised (L31, L37)."""
    number = system.parameters.value
    found = system.gates().with_level(LimitingFactor.SKILL, number("counterfactual_operator_skill"))
    return found.with_level(LimitingFactor.INPUT, number("counterfactual_input")).minimum


def reached_actors(system: WechatPlatform) -> float:
    """Give the share of all other actors that communication from the office gets to."""
    rows = [item for item in system.layers() if item.layer != 0]
    return sum(item.layer is not None for item in rows) / len(rows)


def outer_layer(system: WechatPlatform) -> float:
    """Give the number of the outermost layer."""
    return float(max(item.layer for item in system.layers() if item.layer is not None))


def open_problems(system: WechatPlatform, answer: RemedyFit | None = None) -> float:
    """Count the problems that are known to be open, all or those met in one way."""
    return float(
        sum(
            item.is_open is True and (answer is None or item.answer is answer)
            for item in system.problems()
        )
    )


def believed_less(system: WechatPlatform) -> float:
    """Give by how much fewer residents have believed a rumour by the horizon, if clarified."""
    return system.course_without_platform.believed[-1] - system.course.believed[-1]


def meets(system: WechatPlatform) -> bool | None:
    """Tell whether both directions are even enough."""
    return system.flow().is_two_way(system.parameters.value("one_way_threshold"))


def non_user_share(system: WechatPlatform) -> float | None:
    """Give the share of residents without the medium; None while it is not known."""
    found = system.non_users().share
    return None if found.unknown and found.low != found.high else found.low
