"""Figures of the WeChat platform (微信平台)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, GREY, ORANGE
from graph_api.systems.wechat_platform.derived import (
    k_with_operators,
    k_with_operators_and_input,
)
from graph_api.systems.wechat_platform.gates import WEAK_BELOW

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from graph_api.errors import Language
    from graph_api.systems.wechat_platform import WechatPlatform

"""Of the palette of Okabe and Ito, which colour-blind readers tell apart."""

BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""Behind a number, so that no line runs through it."""

SEED = 0


def _reach(figure: Figure, system: WechatPlatform, language: Language) -> None:
    """Draw both directions for every actor that is reached, layer by layer."""
    axes = figure.add_subplot()
    rows = [item for item in system.layers() if item.layer]
    missed = [item for item in system.layers() if item.layer is None]
    for place, item in enumerate(reversed(rows)):
        for turn, value, colour in ((0.2, item.flow.down, BLUE), (-0.2, item.flow.up, ORANGE)):
            if value is None:
                text = Label("unknown", "未知").text(language)
                axes.text(0.01, place + turn, text, va="center", color=colour, bbox=BEHIND)
                continue
            axes.barh(place + turn, value, height=0.36, color=colour)
            shown = f"{value:.3f}"
            axes.text(value + 0.01, place + turn, shown, va="center", color=colour, bbox=BEHIND)
        link = Label("unknown", "未知") if item.link is None else item.link.label
        kind = link.text(language)
        axes.text(1.0, place, kind, ha="right", va="center", color=GREY)
    names = [
        Label(
            f"{system.view.actor(item.actor).name.text('en')}\nlayer {item.layer}",
            f"{system.view.actor(item.actor).name.text('zh')}\n第{item.layer}层",
        ).text(language)
        for item in reversed(rows)
    ]
    if language == "en":
        names = [_folded(name) for name in names]
    axes.set_yticks(range(len(rows)), names)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    floor = system.parameters.value("voice_floor")
    axes.axvline(floor, color=GREY, linestyle=":", linewidth=1)
    up_to = Label("form only", "流于形式").text(language)
    axes.text(floor + 0.008, len(rows) - 0.42, up_to, va="top", color=GREY, fontsize=9)
    axes.plot([], [], color=BLUE, linewidth=6, label=Label("down", "向下").text(language))
    axes.plot([], [], color=ORANGE, linewidth=6, label=Label("up", "向上").text(language))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)
    balance = system.flow().balance
    shown = "?" if balance is None else f"{balance:.2f}"
    title = Label(
        f"Residents: balance B = {shown} (1: as much up as down)",
        f"居民：平衡度 B = {shown}（1 表示上下相当）",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11)
    others = [system.view.actor(item.actor).name for item in missed]
    scale = Label("strength over the platform", "经平台的强度").text(language)
    if others:
        aside = Label(
            "not reached by communication: " + ", ".join(name.text("en") for name in others),
            "沟通未触达：" + "、".join(name.text("zh") for name in others),
        ).text(language)
        scale += "\n" + (_folded(aside, 80) if language == "en" else aside)
    axes.set_xlabel(scale, fontsize=9)


def _folded(name: str, width: int = 26) -> str:
    import textwrap  # noqa: PLC0415  # only here

    return "\n".join(line for part in name.split("\n") for line in textwrap.wrap(part, width))


def _race(figure: Figure, system: WechatPlatform, language: Language) -> None:
    """Draw the deterministic limit of the race, and between what nine of ten runs lie."""
    race = system.race()
    limit, runs, alone = system.course, system.runs(race, SEED), system.course_without_platform
    hours = limit.times
    left, right = figure.subplots(1, 2)
    nine = Label("nine of ten runs", "九成运行所在范围").text(language)
    left.fill_between(hours, runs.low, runs.high, color=ORANGE, alpha=0.25, linewidth=0, label=nine)
    name = Label("deterministic limit", "确定性极限").text(language)
    left.plot(hours, limit.misinformed, color=ORANGE, linewidth=2, label=name)
    mean = Label("mean over runs", "各次运行的平均").text(language)
    left.plot(hours[::6], runs.mean.misinformed[::6], "o", color="black", markersize=3, label=mean)
    name = Label("without the platform", "没有平台时").text(language)
    left.plot(hours, alone.misinformed, color=GREY, linestyle="--", linewidth=2, label=name)
    left.set_title(Label("misinformed", "误信").text(language), loc="left", fontsize=11)
    left.set_ylabel(Label("share of residents", "居民比例").text(language))
    left.set_ylim(0, 1.05 * max(*alone.misinformed, *runs.high, 0.01))
    left.legend(loc="upper left", framealpha=1, edgecolor="white", fontsize=9)
    right.plot(hours, limit.clarified, color=BLUE, linewidth=2)
    right.plot(hours[::6], runs.mean.clarified[::6], "o", color="black", markersize=3)
    right.axhline(race.reach, color=BLUE, linestyle=":", linewidth=1)
    reach = Label(f"reach of the platform {race.reach:.2f}", f"平台触达 {race.reach:.2f}")
    right.text(
        hours[-1], race.reach + 0.015, reach.text(language), ha="right", va="bottom", color=BLUE
    )
    right.set_title(Label("clarified", "已澄清").text(language), loc="left", fontsize=11)
    right.set_ylim(0, 1.08)
    for axes in (left, right):
        axes.set_xlim(0, hours[-1])
        axes.set_xlabel(Label("hours since the rumour began", "谣言出现后的小时数").text(language))
        if 0 < race.delay < hours[-1]:
            axes.axvline(race.delay, color=GREY, linewidth=0.8)
    believed, without = limit.believed[-1], alone.believed[-1]
    title = Label(
        f"{believed:.1%} believe the rumour by then, {without:.1%} without the platform"
        f" ({runs.residents:,} residents, {len(runs.ended)} runs)",
        f"至此曾相信谣言者 {believed:.1%}，没有平台时 {without:.1%}"
        f"（居民 {runs.residents:,} 人，运行 {len(runs.ended)} 次）",
    )
    figure.suptitle(title.text(language), x=0.01, ha="left", fontsize=11)


def _gates(figure: Figure, system: WechatPlatform, language: Language) -> None:
    """Draw each limiting factor, the scarcest marked, and what training and input would do to k."""
    axes = figure.add_subplot()
    found = system.gates()
    for place, gate in enumerate(reversed(found.gates)):
        if gate.level is None:
            text = Label("nobody has said it", "没有给定").text(language)
            axes.text(0.01, place, text, va="center", color=GREY)
            continue
        colour = ORANGE if gate.binding else BLUE
        axes.barh(place, gate.level, height=0.55, color=colour)
        mark = Label(" (scarcest)", "（最稀缺）").text(language) if gate.binding else ""
        axes.text(gate.level + 0.01, place, f"{gate.level:.2f}{mark}", va="center", color=colour)
    axes.set_yticks(
        range(len(found.gates)),
        [gate.factor.label.text(language) for gate in reversed(found.gates)],
    )
    axes.set_xlim(0, 1)
    axes.axvline(WEAK_BELOW, color=GREY, linestyle=":", linewidth=1)
    weak = Label(f"weak below {WEAK_BELOW:.2f}", f"低于 {WEAK_BELOW:.2f} 为弱")
    axes.text(WEAK_BELOW + 0.01, len(found.gates) - 0.55, weak.text(language), color=GREY)
    axes.set_ylim(-0.6, len(found.gates) - 0.2)
    axes.set_xlabel(Label("level", "水平").text(language))
    _said(axes, system, language)


def _said(axes: Axes, system: WechatPlatform, language: Language) -> None:
    numbers = (
        system.gates().minimum,
        k_with_operators(system),
        k_with_operators_and_input(system),
    )
    now, trained, both = ("?" if item is None else f"{item:.2f}" for item in numbers)
    unsaid = bool(system.gates().unknown)
    most, most_zh = (" at most", "至多") if unsaid else ("", "")
    title = Label(
        f"The scarcest factor holds k at {now}{most}\n"
        f"operators trained: {trained}; input raised as well: {both}",
        f"最稀缺的因素使 k {most_zh}为 {now}\n只培训运营人员：{trained}；再增加投入：{both}",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11)


DRAWINGS: tuple[Drawing, ...] = (
    Drawing("reach", Label("Reach by layer, down and up", "各层触达：向下与向上"), _reach),
    Drawing("race", Label("Rumour against clarification", "谣言与澄清的竞争"), _race),
    Drawing("gates", Label("What holds the platform back", "平台的限制因素"), _gates),
)
"""The first is drawn where none is named."""
