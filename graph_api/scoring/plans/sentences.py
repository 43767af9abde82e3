"""The warning of a plan in both languages: what ranking measures one by one would have missed."""

from __future__ import annotations

from collections.abc import Callable

from graph_api.domain import GraphSnapshot
from graph_api.errors import Language
from graph_api.scoring.plans.results import Plan, SeriesTrap
from graph_api.scoring.plans.search import TIED

TOLD = 3
"""So many traps are told in the warning; all stand in the plan."""


def warning_of(view: GraphSnapshot, plan: Plan, language: Language = "en") -> str | None:
    """Say where the plan differs from what ranking measures one by one gives; None: nowhere.

    Actors are named as in ``view``.
    """
    sentences = [_TRAPS[language](view, trap) for trap in plan.traps[:TOLD]]
    more = len(plan.traps) - TOLD
    if more > 0:
        sentences.append(
            f"There are {more} more sets of this kind."
            if language == "en"
            else f"另有 {more} 组同类情形。"
        )
    if plan.after - plan.one_by_one > TIED:
        sentences.append(_SHORT[language](plan))
    if not sentences:
        return None
    return (" " if language == "en" else "").join(sentences)


def _named(view: GraphSnapshot, actor: str, language: Language) -> str:
    return view.actor(actor).name.text(language, actor)


def _trap_en(view: GraphSnapshot, trap: SeriesTrap) -> str:
    names = [_named(view, actor, "en") for actor in trap.path]
    keys = [f"'{key}'" for key in trap.options]
    listed = f"{', '.join(keys[:-1])} and {keys[-1]}"
    if names:
        why = (
            f"they are links in series on the path {' → '.join(names)}, which carries nothing while"
            " one of them is missing or weak"
        )
    else:
        ends = _named(view, trap.a, "en"), _named(view, trap.b, "en")
        why = f"{ends[0]} and {ends[1]} need all of them at once, in both directions together"
    end = "" if trap.chosen else " The plan does not have all of them."
    return (
        f"Alone each of {listed} adds nothing, together they add {trap.gain:.3g}: {why}. A ranking"
        f" of single measures would never choose them.{end}"
    )


def _trap_zh(view: GraphSnapshot, trap: SeriesTrap) -> str:
    names = [_named(view, actor, "zh") for actor in trap.path]
    listed = "、".join(f"“{key}”" for key in trap.options)
    if names:
        why = f"它们是路径“{' → '.join(names)}”上串联的环节，缺少或过弱任何一环，整条路径就不起作用"
    else:
        ends = _named(view, trap.a, "zh"), _named(view, trap.b, "zh")
        why = f"{ends[0]}与{ends[1]}之间须两个方向同时具备，缺一不可"
    end = "" if trap.chosen else "本方案没有全部选用。"
    return (
        f"{listed}单独实施都没有收益，一起实施则增加 {trap.gain:.3g}：{why}。"
        f"按单项排序永远不会选中它们。{end}"
    )


_TRAPS: dict[Language, Callable[[GraphSnapshot, SeriesTrap], str]] = {
    "en": _trap_en,
    "zh": _trap_zh,
}
_SHORT: dict[Language, Callable[[Plan], str]] = {
    "en": lambda plan: (
        f"Picking one measure at a time by gain per cost would end at {plan.one_by_one:.4g} instead"
        f" of {plan.after:.4g}."
    ),
    "zh": lambda plan: (
        f"若按单位成本收益逐项挑选，只能达到 {plan.one_by_one:.4g}，而不是 {plan.after:.4g}。"
    ),
}
