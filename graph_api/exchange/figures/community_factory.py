"""Figures of the community factory (社区工厂)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph_api.domain import Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, GREEN, GREY, ORANGE
from graph_api.systems.community_factory.alkire_foster import deprivation_score, is_deprived
from graph_api.systems.community_factory.four import FOUR_LABELS, SUPPORTS
from graph_api.systems.community_factory.targeting import RULES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from graph_api.errors import Language
    from graph_api.systems.community_factory import CommunityFactory

PALE = "#E8EEF2"

BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""Behind a text that a line could cross."""

MOST_ROWS = 20
"""More households than this are not drawn; those with most deprivations come first."""

MOST_LETTERS = 20
"""Longer names of households are cut."""

EVERY_PROFILE = Label(
    "No table of households was given: every way of falling short counts once (A-130).",
    "没有给出农户表：每种欠缺情形各计一次（A-130）。",
)


def _dual_cutoff(figure: Figure, system: CommunityFactory, language: Language) -> None:
    """Draw who falls short in what, and their weighted share against k."""
    if system.given:
        _grid(figure, system, language)
    else:
        _profiles(figure, system, language)


def _grid(figure: Figure, system: CommunityFactory, language: Language) -> None:
    dimensions, k = system.dimensions(), system.poverty_cutoff()
    rows = sorted(
        ((*deprivation_score(item, dimensions), item) for item in system.given),
        key=lambda row: (-row[0], -row[1], row[2].id),
    )
    shown = rows[:MOST_ROWS]
    cells, bars = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    signs = {True: ("×", ORANGE), False: ("", PALE), None: ("?", "white")}
    for place, (low, high, household) in enumerate(shown):
        for column, item in enumerate(dimensions):
            sign, colour = signs[is_deprived(household, item)]
            cells.barh(place, 0.94, left=column - 0.47, height=0.9, color=colour, ec=PALE)
            ink = "white" if sign == "×" else GREY
            cells.text(column, place, sign, ha="center", va="center", color=ink, fontsize=9)
        colour = ORANGE if low >= k - 1e-12 else GREY if high >= k - 1e-12 else BLUE
        bars.barh(place, low, height=0.7, color=colour)
        bars.barh(place, high - low, left=low, height=0.7, color="white", ec=colour, hatch="////")
    cells.set_xticks(
        range(len(dimensions)), [item.label.text(language) for item in dimensions], rotation=45
    )
    cells.set_yticks(range(len(shown)), [_short(row[2].id) for row in shown])
    cells.set_xlim(-0.5, len(dimensions) - 0.5)
    cells.set_ylim(len(shown) - 0.4, -0.6)
    cells.tick_params(length=0)
    for side in ("left", "bottom"):
        cells.spines[side].set_visible(False)
    _k_line(bars, k, language)
    bars.set_xlim(0, 1)
    bars.set_xlabel(_share(language))
    found = system.identify(system.given)
    number = (len(found.poor), len(found.not_poor), len(found.unknown))
    title = Label(
        "× short, ? unknown; {} poor, {} not poor, {} open".format(*number),
        "× 欠缺，? 未知；贫困 {} 户，非贫困 {} 户，未定 {} 户".format(*number),
    )
    figure.suptitle(title.text(language), x=0.01, ha="left", fontsize=11)
    if len(rows) > len(shown):
        rest = Label(
            f"{len(rows) - len(shown)} more households are not drawn.",
            f"另有 {len(rows) - len(shown)} 户未画出。",
        )
        cells.set_xlabel(rest.text(language), fontsize=8, color=GREY)


def _short(name: str) -> str:
    """Give a name on one line, cut, and with no sign that would begin a formula."""
    line = " ".join(name.split())
    cut = line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…"
    return cut.replace("$", r"\$")


def _profiles(figure: Figure, system: CommunityFactory, language: Language) -> None:
    """Draw the profiles by how many dimensions they fall short in."""
    dimensions, k = system.dimensions(), system.poverty_cutoff()
    groups: dict[int, list[float]] = defaultdict(list)
    for item in system.profiles():
        short = sum(is_deprived(item, side) is True for side in dimensions)
        groups[short].append(deprivation_score(item, dimensions)[0])
    axes = figure.add_subplot()
    for short, scores in groups.items():
        poor = sum(score >= k - 1e-12 for score in scores)
        colour = ORANGE if poor == len(scores) else BLUE if poor == 0 else GREY
        low, high = min(scores), max(scores)
        axes.plot(low, short, "o", color=colour, markersize=5)
        axes.plot([low, high], [short, short], color=colour, linewidth=6, solid_capstyle="round")
        note = Label(f"{poor} of {len(scores)} poor", f"{len(scores)} 种中 {poor} 种贫困")
        leftward = high > 0.75 or high < k < high + 0.17
        place, side = (low - 0.03, "right") if leftward else (high + 0.03, "left")
        axes.text(
            place,
            short,
            note.text(language),
            ha=side,
            va="center",
            fontsize=9,
            color=colour,
            bbox=BLANK,
        )
    _k_line(axes, k, language)
    every = [score for scores in groups.values() for score in scores]
    count = sum(score >= k - 1e-12 for score in every)
    title = Label(
        f"{count} of {len(every)} ways of falling short make a household poor",
        f"{len(every)} 种欠缺情形中有 {count} 种属于贫困",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11, pad=20)
    axes.set_ylim(-0.5, 7.5)
    axes.set_xlim(-0.03, 1.05)
    axes.set_yticks(range(len(dimensions) + 1))
    axes.set_ylabel(Label("dimensions short", "欠缺的维度数").text(language))
    axes.set_xlabel(_share(language))
    _note(axes, EVERY_PROFILE, language)


def _note(axes: Axes, note: Label, language: Language) -> None:
    """Put a remark under the axis, above where the provenance stands."""
    axes.text(
        0.5,
        -0.16,
        note.text(language),
        ha="center",
        va="top",
        fontsize=8,
        color=GREY,
        transform=axes.transAxes,
    )


def _k_line(axes: Axes, k: float, language: Language) -> None:
    axes.axvline(k, color="black", linestyle="--", linewidth=1)
    text = Label(f"poor from k = {k:g}", f"k = {k:g} 起为贫困").text(language)
    above = axes.get_xaxis_transform()
    axes.text(k, 1.0, text, ha="left", va="bottom", fontsize=9, transform=above)


def _percent(axes: Axes) -> None:
    """Count along the axis in percent, as the numbers at the bars do."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter  # noqa: PLC0415  # slow to load

    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _share(language: Language) -> str:
    return Label("weighted share of deprivations", "加权剥夺比例").text(language)


def _contributions(figure: Figure, system: CommunityFactory, language: Language) -> None:
    """Draw what each dimension adds to M0 beside its weight, and how many are short in it."""
    found = system.identify(system.households())
    axes = figure.add_subplot()
    for place, (item, share) in enumerate(
        zip(system.dimensions(), found.by_dimension, strict=True)
    ):
        added = share.contribution or 0.0
        axes.barh(place - 0.2, added, height=0.38, color=ORANGE)
        axes.barh(place + 0.2, item.weight, height=0.38, color=BLUE)
        note = Label(
            f"{added:.1%} ({share.censored_headcount:.0%} poor and short)",
            f"{added:.1%}（贫困且欠缺者占 {share.censored_headcount:.0%}）",
        )
        axes.text(added + 0.004, place - 0.2, note.text(language), va="center", fontsize=8)
        axes.text(item.weight + 0.004, place + 0.2, f"{item.weight:.0%}", va="center", fontsize=8)
    axes.set_yticks(
        range(len(found.by_dimension)),
        [item.label.text(language) for item in system.dimensions()],
    )
    axes.invert_yaxis()
    axes.margins(x=0.35)
    _percent(axes)
    axes.set_xlabel(Label("share of the whole", "占总体之比").text(language))
    shown = "?" if found.adjusted is None else f"{found.adjusted:.3f}"
    title = Label(
        f"What each dimension adds to the poverty measure M0 = {shown}",
        f"各维度对贫困指数 M0 = {shown} 的贡献",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11)
    keys = (
        (ORANGE, Label("contribution to M0", "对 M0 的贡献率")),
        (BLUE, Label("weight of the dimension", "维度权重")),
    )
    for colour, key in keys:
        axes.barh(0, 0, color=colour, label=key.text(language))
    figure.legend(loc="outside upper center", ncols=2, fontsize=9, frameon=False)
    if not system.given:
        _note(axes, EVERY_PROFILE, language)


def _rules(figure: Figure, system: CommunityFactory, language: Language) -> None:
    """Draw the errors of today's rule in its three descriptions."""
    axes = figure.add_subplot()
    bars = (
        (ORANGE, "", Label("missed of the poor", "贫困者中被遗漏")),
        (GREEN, "////", Label("missed of those short in spirit", "精神方面有欠缺者中被遗漏")),
        (BLUE, "....", Label("not poor of those found", "被认定者中非贫困")),
    )
    for place, rule in enumerate(RULES):
        every, spirit = system.rule_errors(rule), system.rule_errors(rule, spirit_only=True)
        errors = (every.exclusion_error, spirit.exclusion_error, every.inclusion_error)
        for turn, (error, (colour, hatch, label)) in enumerate(zip(errors, bars, strict=True)):
            if error is None:
                continue
            height = place + (turn - 1) * 0.26
            axes.barh(height, error, height=0.24, color=colour, hatch=hatch, ec="white")
            name = f"  {label.text(language)}" if place == 0 else ""
            axes.text(
                error + 0.005, height, f"{error:.1%}{name}", va="center", fontsize=9, color=colour
            )
    axes.set_yticks(
        range(len(RULES)),
        [
            f"{rule.label.text(language)}\n(L{rule.line})".replace(": ", ":\n").replace(
                "：", "：\n"
            )
            for rule in RULES
        ],
    )
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    _percent(axes)
    axes.set_xlabel(Label("share", "比例").text(language))
    title = Label(
        "Whom today's rule misses, in each of its three descriptions",
        "现行规则的三种表述各遗漏了谁",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11)
    if not system.given:
        _note(axes, EVERY_PROFILE, language)


def _four(figure: Figure, system: CommunityFactory, language: Language) -> None:
    """Draw each dimension's level as a bar, and its relations as dots."""
    found = system.four_dimensions()
    axes = figure.add_subplot()
    for place, item in enumerate(found.levels):
        colour = ORANGE if item.key == found.weakest else BLUE
        if item.level is not None:
            axes.barh(place, item.level, height=0.5, color=colour, alpha=0.35)
            axes.text(item.level + 0.012, place - 0.36, f"{item.level:.3f}", color=colour)
        known = [system.support(support) for support in SUPPORTS[item.key]]
        dots = [strength for strength in known if strength is not None]
        stacked: dict[float, int] = defaultdict(int)
        for strength in dots:
            axes.plot(strength, place + 0.13 * stacked[strength], "o", color=colour, markersize=6)
            stacked[strength] += 1
    axes.set_yticks(
        range(len(found.levels)), [FOUR_LABELS[item.key].text(language) for item in found.levels]
    )
    axes.set_ylim(3.6, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel(Label("strength", "强度").text(language))
    if found.weakest is not None and found.overall is not None and found.margin is not None:
        name = FOUR_LABELS[found.weakest]
        title = Label(
            f"Weakest: {name.text('en')}, the next lies {found.margin:.3f} above",
            f"最弱：{name.text('zh')}，次弱高出 {found.margin:.3f}",
        )
        axes.set_title(title.text(language), loc="left", fontsize=11)
    note = Label(
        "Bar: mean of the relations; dot: one relation. Strengths are proposals (A-01, A-132).",
        "条：各关系强度的平均；点：一条关系。强度为建议值（A-01、A-132）。",
    )
    _note(axes, note, language)


DRAWINGS: tuple[Drawing, ...] = (
    Drawing("dual_cutoff", Label("Two cutoffs: who is poor", "双重临界：谁是贫困户"), _dual_cutoff),
    Drawing("contributions", Label("What each dimension adds", "各维度的贡献"), _contributions),
    Drawing("rules", Label("Errors of today's rule", "现行规则的误差"), _rules),
    Drawing("four_dimensions", Label("The four dimensions", "四个维度"), _four),
)
"""The first is drawn where none is named."""
