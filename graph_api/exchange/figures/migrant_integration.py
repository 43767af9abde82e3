"""Figures of integration of migrant workers (农民工社区融入)."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from graph_api.domain import Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, GREEN, GREY, ORANGE
from graph_api.systems.migrant_integration.barriers import DIMENSIONS
from graph_api.systems.migrant_integration.cohorts import ASKED_ONCE, CAUTION
from graph_api.systems.migrant_integration.generations import NAMES, Generation
from graph_api.systems.migrant_integration.involution import explain_bounds
from graph_api.systems.migrant_integration.persons import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from graph_api.errors import Language
    from graph_api.systems.migrant_integration import MigrantIntegration
    from graph_api.systems.migrant_integration.persons import Profile

TICKS = (0, 0.2, 0.4, 0.6, 0.8, 1)
ONLY_NEW = Label(
    "Barriers of culture and of people are named for the new generation only (L241), so the"
    " openness to the older one is an upper bound.",
    "原文只就新生代提到文化冲击与人为隔阂（L241），因此对老一代的开放度只是上限。",
)
COLOURS = {Generation.OLD: ORANGE, Generation.NEW: BLUE}


def _forces(figure: Figure, system: MigrantIntegration, language: Language) -> None:
    """Draw push to the left and pull to the right, for the community and for the peers."""
    found, bounds = system.involution(), system.involution_bounds()
    least, most = bounds.least, bounds.most
    (axes,) = _panels(figure, 1, explain_bounds(bounds), language)
    rows = (
        (
            (1, Label("Urban community", "城市社区")),
            (found.city_push, least.city_push, most.city_push),
            (found.city_pull, most.city_pull, least.city_pull),
        ),
        (
            (0, Label("Fellow migrants", "同质群体")),
            (found.peer_push, most.peer_push, least.peer_push),
            (found.peer_pull, least.peer_pull, most.peer_pull),
        ),
    )
    words = (Label("push", "推力"), Label("pull", "拉力"))
    for (place, _), *pair in rows:
        for side, word, colour, (value, low, high) in zip(
            (-1, 1), words, (ORANGE, BLUE), pair, strict=True
        ):
            axes.barh(place, side * value, color=colour, height=0.5)
            axes.plot([side * low, side * high], [place, place], color="black", linewidth=1.2)
            axes.plot([side * low, side * high], [place, place], "|", color="black", markersize=9)
            text = f"{word.text(language)} {value:.2f}"
            if low != high:
                text += f" ({low:.2f}–{high:.2f})"
            axes.text(
                side * 0.03,
                place + 0.28,
                text,
                ha="right" if side < 0 else "left",
                va="bottom",
                color=colour,
            )
    axes.axvline(0, color="black", linewidth=0.8)
    names = [row[0] for row in rows]
    axes.set_yticks([place for place, _ in names], [name.text(language) for _, name in names])
    axes.set_ylim(-0.5, 1.6)
    axes.set_xlim(-1.1, 1.1)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], ["1", "0.5", "0", "0.5", "1"])
    unit = Label("strength; black line: band of the words", "强度；黑线：用词的区间")
    axes.set_xlabel(unit.text(language))
    verdict = (
        Label(
            f"Involution: both gaps are above 0 (community {found.community_gap:.2f},"
            f" peers {found.peer_gap:.2f})",
            f"存在内卷化：两个差距都大于 0（社区 {found.community_gap:.2f}，"
            f"同质群体 {found.peer_gap:.2f}）",
        )
        if found.involuted
        else Label(
            f"No involution (push - pull of the community {found.community_gap:.2f},"
            f" pull - push of the peers {found.peer_gap:.2f})",
            f"不存在内卷化（社区推力减拉力 {found.community_gap:.2f}，"
            f"同质群体拉力减推力 {found.peer_gap:.2f}）",
        )
    )
    axes.set_title(verdict.text(language), loc="left", fontsize=11)


def _generations(figure: Figure, system: MigrantIntegration, language: Language) -> None:
    """Draw the persons of a table as means by dimension, else the signs of the survey."""
    (axes,) = _panels(figure, 1, ASKED_ONCE if system.persons else CAUTION, language)
    if system.persons:
        _means(axes, system.profile(), language)
    else:
        _signs(axes, system, language)


def _means(axes: Axes, found: Profile, language: Language) -> None:
    asked = {side: label for side, label in SIDES.items() if _is_asked(found, side)}
    for turn, one in enumerate(found.generations):
        colour = COLOURS[one.generation]
        for place, side in enumerate(asked):
            mean, at = one.mean[side], place + (turn - 0.5) * 0.4
            if mean is None:
                text = Label("unknown", "未知").text(language)
                axes.text(at, 0.01, text, ha="center", va="bottom", rotation=90, color=colour)
                continue
            axes.bar(at, mean, width=0.36, color=colour)
            axes.text(at, mean + 0.01, f"{mean:.2f}\nn={one.known[side]}", ha="center", fontsize=8)
        axes.bar(0, 0, color=colour, label=_counted(NAMES[one.generation], one.count, language))
    if found.unplaced:
        nobody = Label("birth year not known", "出生年份未知")
        axes.bar(0, 0, color="none", label=_counted(nobody, len(found.unplaced), language))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderpad=0)
    title = Label("Scores of the persons in the table, by generation", "表中人员的得分，按世代")
    axes.set_title(title.text(language), loc="left", fontsize=11, pad=24)
    axes.set_xticks(range(len(asked)), [label.text(language) for label in asked.values()])
    axes.set_xlim(-0.6, len(asked) - 0.4)
    axes.set_ylim(0, 1.14)
    axes.set_yticks(TICKS)
    axes.set_ylabel(Label("mean of those who are known", "已知者的平均").text(language))


def _counted(label: Label, count: int, language: Language) -> str:
    name = label.text(language)
    return f"{name}（n={count}）" if language == "zh" else f"{name} (n={count})"


def _is_asked(found: Profile, side: str) -> bool:
    """Tell whether a dimension is one of the essay's, or known of anybody."""
    return side in DIMENSIONS or any(one.known[side] for one in found.generations)


def _signs(axes: Axes, system: MigrantIntegration, language: Language) -> None:
    rows = list(reversed(system.indicators))
    for place, item in enumerate(rows):
        if item.sign is None:
            text = Label("no result given", "没有给出结果").text(language)
            axes.text(0, place, text, ha="center", va="center", color=GREY, backgroundcolor="white")
            continue
        colour = {1: BLUE, -1: ORANGE, 0: GREY}[item.sign]
        axes.plot([0, item.sign], [place, place], color=colour, linewidth=3)
        axes.plot(item.sign, place, "o", color=colour, markersize=9)
    colon = "：" if language == "zh" else ": "
    labels = [
        f"{DIMENSIONS[item.dimension].text(language)}{colon}{item.label.text(language)}"
        for item in rows
    ]
    axes.set_yticks(range(len(rows)), labels)
    axes.axvline(0, color="black", linewidth=0.8, zorder=0)
    axes.set_xlim(-1.4, 1.4)
    ends = (
        Label("older generation ahead", "老一代领先"),
        Label("new generation ahead", "新生代领先"),
    )
    axes.set_xticks([-1, 1], [end.text(language) for end in ends])
    title = Label("Who is ahead, 2011: signs only", "2011年谁领先：只示方向")
    axes.set_title(title.text(language), loc="left", fontsize=11)


def _registration(figure: Figure, system: MigrantIntegration, language: Language) -> None:
    """Draw how open each dimension becomes as the barrier of registration falls."""
    levels = [step / 100 for step in range(100, -1, -1)]
    panels = _panels(figure, 2, ONLY_NEW, language)
    for axes, one in zip(panels, Generation, strict=True):
        for (known, names), colour, style in zip(
            _curves(system, one, levels, language).items(),
            (BLUE, GREEN, ORANGE),
            ("-", "--", "-."),
            strict=False,
        ):
            text = ("、\n" if language == "zh" else ",\n").join(names)
            axes.plot(levels, known, style, color=colour, linewidth=2, label=text)
        today = system.heights(one)["institutions"]
        if today is not None:
            note = Label(f"this view: {today:.2f}", f"本视图：{today:.2f}").text(language)
            axes.axvline(today, color=GREY, linestyle=":", linewidth=1.2, label=note, zorder=0)
        axes.legend(loc="lower right", fontsize=9, framealpha=1, edgecolor="white")
        axes.set_title(NAMES[one].text(language), loc="left", fontsize=11)
        axes.set_xlabel(Label("barrier of registration", "户籍等制度障碍").text(language))
        axes.set_xticks(TICKS)
        axes.set_yticks(TICKS)
        axes.set_xlim(1, 0)
        axes.set_ylim(0, 1.05)
    panels[0].set_ylabel(Label("openness", "开放度").text(language))
    panels[1].tick_params(labelleft=False)


def _curves(
    system: MigrantIntegration, one: Generation, levels: Sequence[float], language: Language
) -> dict[tuple[float, ...], list[str]]:
    """Give each curve with the dimensions that share it, so that none hides another."""
    steps = system.registration(one, levels)
    curves: dict[tuple[float, ...], list[str]] = {}
    for place, label in enumerate(DIMENSIONS.values()):
        opened = [step.ceilings[place].openness for step in steps]
        known = tuple(math.nan if item is None else item for item in opened)
        curves.setdefault(known, []).append(label.text(language))
    return curves


def _panels(figure: Figure, count: int, note: Label, language: Language) -> list[Axes]:
    """Give panels side by side over a note, which has a panel of its own: nothing runs into it."""
    from matplotlib.transforms import blended_transform_factory  # noqa: PLC0415  # slow to load

    names = "".join(map(str, range(count)))
    panels = figure.subplot_mosaic(f"{names};{'n' * count}", height_ratios=(10, 1))
    below = panels["n"]
    below.set_axis_off()
    middle = below.text(
        0.5,
        0.5,
        _wrapped(note.text(language), language),
        transform=blended_transform_factory(figure.transFigure, below.transAxes),
        ha="center",
        va="center",
        fontsize=8,
        color=GREY,
    )
    middle.set_in_layout(False)  # it has the whole width, whatever the panels leave of it
    return [panels[name] for name in names]


def _wrapped(text: str, language: Language) -> str:
    """Break a text into lines of about one length."""
    width = 55 if language == "zh" else 110
    lines = -(-len(text) // width)
    if language == "zh":
        width = -(-len(text) // lines)
        return "\n".join(text[at : at + width] for at in range(0, len(text), width))
    return textwrap.fill(text, len(text) // lines + 12)


DRAWINGS: tuple[Drawing, ...] = (
    Drawing(
        "forces", Label("Push and pull on the new generation", "新生代受到的推力与拉力"), _forces
    ),
    Drawing("generations", Label("Both generations side by side", "两代对照"), _generations),
    Drawing("registration", Label("Registration as a lever", "户籍作为杠杆"), _registration),
)
"""The first is drawn where none is named."""
