"""Figures of urban participation (城市社区参与)."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from graph_api.domain import Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, GREY, ORANGE
from graph_api.systems.participation.interests import INTERESTS
from graph_api.systems.participation.ladder import unrated
from graph_api.systems.participation.rungs import NON_PARTICIPATION, Rung
from graph_api.systems.participation.typology import Initiative, Kind, Tally
from graph_api.systems.participation.voice import Factor

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from graph_api.errors import Language
    from graph_api.systems.participation import Participation

"""Of Okabe and Ito, which those who do not see all colours can tell apart."""

PALE = "#F0F0F0"
MARKS = {Factor.WILLINGNESS: "o", Factor.CHANNEL: "s", Factor.RESPONSIVENESS: "^"}
SHIFTS = {Factor.WILLINGNESS: 0.27, Factor.CHANNEL: 0.0, Factor.RESPONSIVENESS: -0.27}
BANDS = (
    (0.5, NON_PARTICIPATION + 0.5, Label("no participation", "非参与")),
    (NON_PARTICIPATION + 0.5, 5.5, Label("tokenism", "象征性参与")),
    (5.5, 8.5, Label("citizen power", "公民权力")),
)
"""Arnstein's three parts of the ladder."""


# Types of participation


def _typology(figure: Figure, system: Participation, language: Language) -> None:
    """Draw the four types as squares whose areas are their shares, with the sums at the edges."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415  # slow to load

    figure.set_size_inches(8, 6.4)
    axes = figure.add_subplot()
    tally = system.tally()
    across = {initiative: place for place, initiative in enumerate(Initiative)}
    upward = {kind: 1 - place for place, kind in enumerate(Kind)}
    for cell in system.typology():
        x, y = across[cell.initiative], upward[cell.kind]
        side = 0.78 * math.sqrt(cell.share)
        colour = BLUE if cell.initiative is Initiative.ACTIVE else ORANGE
        axes.add_patch(
            Rectangle((x - side / 2, y + 0.08 - side / 2), side, side, facecolor=colour, alpha=0.85)
        )
        named = cell.examples[0].text(language) if cell.examples else ""
        text = f"{cell.share:.2f}\n{_folded(named, language)}"
        axes.text(x, y - max(side / 2 - 0.05, 0.12), text, ha="center", va="top", fontsize=9)
    for kind, place in upward.items():
        axes.text(-0.56, place, _side(kind, tally, language), ha="right", va="center")
    for initiative, place in across.items():
        axes.text(place, 1.53, _side(initiative, tally, language), ha="center", va="bottom")
    for line in (axes.axhline, axes.axvline):
        line(0.5, color=GREY, linewidth=0.6)
    axes.set_xlim(-1.0, 1.5)
    axes.set_ylim(-0.5, 1.7)
    axes.set_aspect("equal")
    axes.set_axis_off()
    counted = {
        None: Label("shares of the scenario: a proposal (A-75)", "比例为情景中的建议值（A-75）"),
        True: Label("counted from records, by participants", "按记录统计，以参加人数计"),
        False: Label("counted from records, by activities", "按记录统计，以活动项数计"),
    }[tally.by_heads]
    title = TYPES.text(language)
    areas = Label(" (areas are shares)", "（面积表示比例）").text(language)
    axes.set_title(f"{title}{areas}\n{counted.text(language)}", loc="left", fontsize=11)


def _side(word: Kind | Initiative, tally: Tally, language: Language) -> str:
    share = tally.share(word)
    return f"{word.label.text(language)}\n" + ("?" if share is None else f"{share:.2f}")


def _folded(text: str, language: Language) -> str:
    if language == "zh":
        return "\n".join(text[at : at + 22] for at in range(0, len(text), 22))
    return textwrap.fill(text, 34)


# What blocks each matter


def _voices(figure: Figure, system: Participation, language: Language) -> None:
    """Draw willingness, channel and answer of each matter, and what is left of the three."""
    figure.set_size_inches(8.5, 6)
    axes = figure.add_subplot()
    rows = [(interest, to) for interest in INTERESTS for to in interest.addressees]
    labels = []
    for place, (interest, to) in enumerate(reversed(rows)):
        voice = system.voice(interest, to)
        if place % 2:
            axes.axhspan(place - 0.5, place + 0.5, color=PALE, zorder=0)
        left = voice.value
        axes.barh(place, left or 0.0, height=0.8, color=BLUE, alpha=0.5, zorder=1)
        axes.text(1.04, place, "?" if left is None else f"{left:.3f}", va="center", color=BLUE)
        for factor, value in voice.factors.items():
            at = place + SHIFTS[factor]
            colour = ORANGE if factor in voice.weakest else GREY
            if value is None:
                axes.text(0.01, at, "?", va="center", ha="left", fontsize=8, color=GREY)
                continue
            axes.plot([0, value], [at, at], color=colour, linewidth=0.8, zorder=2)
            axes.plot(value, at, MARKS[factor], color=colour, markersize=6, zorder=3)
        labels.append(f"{interest.label.text(language)} → {_actor(system, to, language)}")
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(-0.5, len(rows) - 0.5)
    axes.set_xlim(0, 1.15)
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1])
    axes.set_xlabel(Label("strength, 0 to 1", "强度（0至1）").text(language))
    axes.spines["bottom"].set_bounds(0, 1)
    axes.set_title(BLOCKED.text(language), loc="left", fontsize=11)
    axes.set_title(VOICE.text(language), loc="right", fontsize=9, color=BLUE)
    _voice_legend(figure, language)


def _voice_legend(figure: Figure, language: Language) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415  # slow to load
    from matplotlib.patches import Patch  # noqa: PLC0415

    shapes = [
        Line2D([], [], color=GREY, marker=mark, linestyle="none", label=factor.label.text(language))
        for factor, mark in MARKS.items()
    ]
    blocks = Label("smallest factor: it blocks", "最小因子：受阻之处").text(language)
    left = Label("effective voice: their product (A-77)", "有效表达：三者之积（A-77）")
    figure.legend(
        handles=[
            *shapes,
            Line2D([], [], color=ORANGE, marker="D", linestyle="none", label=blocks),
            Patch(color=BLUE, alpha=0.5, label=left.text(language)),
        ],
        loc="outside lower left",
        ncols=3,
        frameon=False,
        fontsize=9,
    )


# Arnstein's ladder


def _ladder(figure: Figure, system: Participation, language: Language) -> None:
    """Draw each relation with who decides at its rung, with both medians."""
    order = {item.relation: place for place, item in enumerate(system.rungs())}
    rows = sorted(system.rungs(), key=lambda item: (item.rung.number, order[item.relation]))
    figure.set_size_inches(9.5, 2.8 + 0.3 * max(len(rows), 4))
    axes = figure.add_subplot()
    for number, (start, end, part) in enumerate(BANDS):
        if number % 2:
            axes.axvspan(start, end, color=PALE, zorder=0)
        axes.text(
            (start + end) / 2,
            len(rows) - 0.2,
            part.text(language),
            ha="center",
            color=GREY,
            fontsize=9,
        )
    for place, item in enumerate(rows):
        axes.plot([0.5, item.rung.number], [place, place], color="#CCCCCC", linewidth=0.8, zorder=1)
        face = BLUE if item.counted else "white"
        axes.plot(item.rung.number, place, "o", color=BLUE, markerfacecolor=face, markersize=8)
    _medians(figure, axes, system, language, len(rows))
    names = []
    for item in rows:
        relation = system.view.relation(item.relation)
        who, whom = (
            _actor(system, actor, language) for actor in (relation.from_id, relation.to_id)
        )
        name = f"{who} → {whom} ({relation.id})"
        names.append(textwrap.fill(name, 52) if language == "en" else name)
    axes.set_yticks(range(len(rows)), names, fontsize=9)
    axes.set_ylim(-0.7, len(rows) + 0.5)
    steps = [f"{rung.number} {rung.label.text(language)}" for rung in Rung]
    axes.set_xticks(range(1, 9), steps, rotation=25, ha="right")
    axes.set_xlim(0.5, 8.5)
    axes.set_title(LADDER.text(language), loc="left", fontsize=11)
    unknown = ", ".join(unrated(system))
    if unknown:
        note = Label(f"unknown, so without a rung: {unknown}", f"强度未知，没有等级：{unknown}")
        axes.set_xlabel(note.text(language), color=GREY)


def _medians(
    figure: Figure, axes: Axes, system: Participation, language: Language, count: int
) -> None:
    """Draw the lower and the upper median over so many rows, and the legend."""
    from matplotlib.lines import Line2D  # noqa: PLC0415  # slow to load

    handles = [
        Line2D([], [], color=BLUE, marker="o", linestyle="none",
               label=Label("relation", "关系").text(language)),
    ]  # fmt: skip
    counted = [item for item in system.rungs() if item.counted]
    if len(counted) < len(system.rungs()):
        label = Label("second face, not counted (A-83)", "同一渠道的另一面，不计入（A-83）")
        handles.append(
            Line2D([], [], color=BLUE, marker="o", markerfacecolor="white", linestyle="none",
                   label=label.text(language))
        )  # fmt: skip
    if counted:
        low, high = system.median_rungs()
        said = Label(f"median: {low.number}", f"中位数：{low.number}")
        if low is not high:
            said = Label(
                f"medians: {low.number} and {high.number}", f"中位数：{low.number}、{high.number}"
            )
        for rung in {low, high}:
            ends = [-0.7, count - 0.5]
            axes.plot([rung.number] * 2, ends, color=ORANGE, linestyle="--", lw=1.4, zorder=1)
        handles.append(Line2D([], [], color=ORANGE, linestyle="--", label=said.text(language)))
    figure.legend(handles=handles, loc="outside lower left", ncols=3, frameon=False, fontsize=9)


def _actor(system: Participation, actor: str, language: Language) -> str:
    return system.view.actor(actor).name.text(language)


TYPES = Label("Types of participation", "参与类型")
BLOCKED = Label("What blocks each matter of interest", "各项切身利益受阻之处")
VOICE = Label("effective voice", "有效表达")
LADDER = Label("Relations on Arnstein's ladder", "各关系在参与阶梯上的位置")

DRAWINGS: tuple[Drawing, ...] = (
    Drawing("voices", BLOCKED, _voices),
    Drawing("typology", TYPES, _typology),
    Drawing("ladder", LADDER, _ladder),
)
"""The first is drawn where none is named."""
