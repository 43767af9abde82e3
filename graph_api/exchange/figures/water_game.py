"""Figures of the water game (用水博弈)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY
from graph_api.systems.water_game.equilibria import Equilibria
from graph_api.systems.water_game.payoffs import Institution, Table, under
from graph_api.systems.water_game.resource import run_stock
from graph_api.systems.water_game.strategies import Strategy
from graph_api.systems.water_game.thresholds import frontier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from graph_api.errors import Language
    from graph_api.systems.water_game import WaterGame

SHOWN_ROUNDS = 60
SHOWN_SEEDS = 100
SHOWN_NOISE = 0.05
"""Slips that the rounds are drawn with where the scenario has none: without any all lines are 1."""

SHOWN_SEASONS = 30

RIVALS = (
    (Strategy.CONTRITE_TIT_FOR_TAT, GREEN, "-"),
    (Strategy.WIN_STAY_LOSE_SHIFT, PURPLE, "--"),
    (Strategy.GENEROUS_TIT_FOR_TAT, SKY, ":"),
    (Strategy.TIT_FOR_TAT, BLUE, "-."),
    (Strategy.GRIM_TRIGGER, ORANGE, "-"),
)


def _matrices(figure: Figure, system: WaterGame, language: Language) -> None:
    """Draw the table without and with the association, each equilibrium in a frame."""
    figure.set_size_inches(8, 4.85)
    panels = figure.subplots(1, 2)
    association = system.association()
    fine, found_out = f"{association.fine:g}", f"{100 * association.detection:g}%"
    fined = Label(
        f"With an association: fine {fine}, {found_out} detected",
        f"有协会：罚金 {fine}，违规发现率 {found_out}",
    )
    cases = (
        (Label("Without a third party", "没有第三方"), None),
        (fined, association),
    )
    for axes, (title, institution) in zip(panels, cases, strict=True):
        table = under(system.table(), institution)
        found = system.equilibria(institution, 2)
        _matrix(axes, table, found, language)
        axes.set_title(title.text(language), loc="left", fontsize=11)
        axes.set_xlabel(_mixtures(found, language), fontsize=9, color=GREY)
    note = Label(
        "In each cell: payoff of this household (left), of the other (right). Framed: an"
        " equilibrium.",
        "每格左为本户得益，右为对方得益；加框者为均衡。",
    )
    figure.suptitle(note.text(language), fontsize=9, color=GREY, x=0.02, ha="left")


def _matrix(axes: Axes, table: Table, found: Equilibria, language: Language) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415  # slow to load

    worth = {
        (0, 0): (table.reward, table.reward),
        (0, 1): (table.sucker, table.temptation),
        (1, 0): (table.temptation, table.sucker),
        (1, 1): (table.punishment, table.punishment),
    }
    for (row, column), (own, other) in worth.items():
        kept = (row == 0) + (column == 0)
        stands = kept in found.pure_counts
        axes.add_patch(
            Rectangle((column, 1 - row), 1, 1, facecolor="white", edgecolor=GREY, linewidth=0.8)
        )
        if stands:
            axes.add_patch(
                Rectangle(
                    (column + 0.05, 1.05 - row),
                    0.9,
                    0.9,
                    facecolor="#E8F1F8",
                    edgecolor=BLUE,
                    linewidth=3,
                )
            )
        axes.text(
            column + 0.5,
            1.5 - row,
            f"{own:g},  {other:g}",
            ha="center",
            va="center",
            fontsize=15,
            fontweight="bold" if stands and language == "en" else "normal",
        )
    names = [
        Label("keep the rules", "守规").text(language),
        Label("break them", "违规").text(language),
    ]
    axes.set_xticks([0.5, 1.5], names)
    axes.set_yticks([1.5, 0.5], names, rotation=90, va="center")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xlim(-0.02, 2.02)
    axes.set_ylim(-0.02, 2.02)
    axes.set_aspect("equal")
    for spine in axes.spines.values():
        spine.set_visible(False)


def _mixtures(found: Equilibria, language: Language) -> str:
    """Say in words what no frame can show: mixed equilibria, and an edge."""
    mixed = [item.probability for item in found.found if item.probability is not None]
    texts = [
        Label(
            f"and one in which each keeps them with probability {share:.2g}",
            f"另有一个混合均衡：各以 {share:.2g} 的概率守规",
        ).text(language)
        for share in mixed
    ]
    if found.degenerate:
        edge = Label("at the edge: a continuum beside these", "处于边界：另有连续的均衡")
        texts.append(edge.text(language))
    return "\n".join(texts)


def _map(figure: Figure, system: WaterGame, language: Language) -> None:
    """Draw how large a fine it takes, and where association and government stand."""
    axes = figure.add_subplot()
    table = system.table()
    standing = (
        (Label("association", "协会"), system.association(), BLUE, "o"),
        (Label("government", "政府"), system.government(), ORANGE, "s"),
    )
    most = 2.5 * max(1.0, *(institution.fine for _, institution, _, _ in standing))
    net = [institution.detection - institution.error for _, institution, _, _ in standing]
    least = min(0.0, *net) - 0.1
    steps = [0.005 * step for step in range(1, 201)]
    points = frontier(table, steps)
    lower = [_shown(point.fine, most) for point in points]
    upper = [_shown(point.fine_for_the_only_one, most) for point in points]
    axes.fill_between(steps, upper, most, color=BLUE, alpha=0.15, linewidth=0)
    if lower != upper:
        axes.fill_between(steps, lower, upper, color=GREY, alpha=0.2, linewidth=0)
        axes.plot(
            steps,
            _drawn(point.fine_for_the_only_one for point in points),
            color=GREY,
            linewidth=1,
            linestyle="--",
        )
    axes.plot(steps, _drawn(point.fine for point in points), color=BLUE, linewidth=2)
    yes = Label("all keep the rules", "人人守规").text(language)
    no = Label("breaking the rules pays", "违规有利").text(language)
    axes.text(0.97, most * 0.95, yes, color=BLUE, ha="right", va="top", fontsize=12)
    axes.text(0.02, most * 0.04, no, color=GREY, ha="left", va="bottom", fontsize=12)
    for (label, institution, colour, marker), place in zip(standing, net, strict=True):
        at = place, institution.fine
        axes.plot(*at, marker, color=colour, markersize=10)
        axes.annotate(
            label.text(language),
            at,
            xytext=(0, 11),
            textcoords="offset points",
            color=colour,
            ha="center",
        )
    axes.axvline(0, color="black", linewidth=0.8)
    across = Label(
        "detection less wrong fines, y - x (below 0: keepers are fined more often)",
        "发现率减误罚率 y - x（小于 0：守规者被罚得更多）",
    )
    axes.set_xlabel(across.text(language))
    axes.set_ylabel(Label("fine f (payoff)", "罚金 f（得益单位）").text(language))
    axes.set_xlim(least, 1)
    axes.set_ylim(0, most)
    needed = max(0.0, table.temptation - table.reward)
    title = Label(
        f"Cooperation is an equilibrium from f (y - x) = {needed:g} on",
        f"f (y - x) 达到 {needed:g} 时合作成为均衡",
    )
    text = title.text(language)
    if lower != upper:
        text += Label("; in the grey band beside others", "；灰色带内另有其他均衡").text(language)
    axes.set_title(text, loc="left", fontsize=11)


def _drawn(fines: Iterable[float | None]) -> list[float]:
    """Leave out what no fine can do; what lies above the picture is cut at its edge."""
    return [float("nan") if fine is None else fine for fine in fines]


def _shown(fine: float | None, most: float) -> float:
    return most if fine is None else min(fine, most)


def _rounds(figure: Figure, system: WaterGame, language: Language) -> None:
    """Draw how cooperation lasts between two of a kind, when moves slip now and then."""
    axes = figure.add_subplot()
    noise = system.parameters.value("noise") or SHOWN_NOISE
    ends: list[tuple[float, Strategy, str]] = []
    for strategy, colour, style in RIVALS:
        runs = [
            system.play([strategy, strategy], rounds=SHOWN_ROUNDS, noise=noise, seed=seed).by_round
            for seed in range(SHOWN_SEEDS)
        ]
        mean = [sum(values) / len(runs) for values in zip(*runs, strict=True)]
        smooth = [sum(part) / len(part) for part in _windows(mean)]
        axes.plot(range(1, SHOWN_ROUNDS + 1), smooth, color=colour, linestyle=style, linewidth=2)
        ends.append((smooth[-1], strategy, colour))
    for place, (end, strategy, colour) in zip(
        _apart([end for end, _, _ in ends], 0.055), ends, strict=True
    ):
        axes.annotate(
            strategy.label.text(language),
            (SHOWN_ROUNDS, end),
            xytext=(SHOWN_ROUNDS + 2.5, place),
            va="center",
            arrowprops={"arrowstyle": "-", "color": colour, "shrinkB": 0, "relpos": (0, 0.5)},
            annotation_clip=False,
        )
    axes.set_xlim(1, SHOWN_ROUNDS)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel(Label("round", "轮次").text(language))
    axes.set_ylabel(Label("share of moves that keep the rules", "守规比例").text(language))
    title = Label(
        f"Which strategies keep cooperation when {noise:.0%} of moves slip\n(two households of one"
        f" strategy; mean of {SHOWN_SEEDS} seeded matches, over five rounds)",
        f"{noise:.0%} 的出手失误时，各策略能否维持合作\n"
        f"（两户采用同一策略；{SHOWN_SEEDS} 次设定种子的对局，五轮滑动平均）",
    )
    axes.set_title(title.text(language), loc="left", fontsize=10)


def _windows(values: list[float]) -> list[list[float]]:
    """Give for each round the five rounds around it, fewer at the ends."""
    return [values[max(0, at - 2) : at + 3] for at in range(len(values))]


def _apart(places: list[float], least: float) -> list[float]:
    """Move texts apart that would overlap, the lowest first."""
    moved = list(places)
    last = float("-inf")
    for at in sorted(range(len(places)), key=places.__getitem__):
        moved[at] = max(places[at], last + least)
        last = moved[at]
    return moved


def _stock(figure: Figure, system: WaterGame, language: Language) -> None:
    """Draw the stock of water over the seasons, and its ruin."""
    axes = figure.add_subplot()
    kept = _keeping(system, None), _keeping(system, system.association())
    cases = (
        (Label("association", "协会"), kept[1], False, BLUE, "-"),
        (Label("half keep the rules", "一半守规"), 0.5, False, GREY, "--"),
        (Label("better works, no third party", "改善工程、无第三方"), kept[0], True, PURPLE, "-."),
        (Label("no third party", "没有第三方"), kept[0], False, ORANGE, "-"),
    )
    level = system.parameters.value("ruin_level")
    axes.axhline(level, color="black", linewidth=0.8, linestyle=":")
    note = Label("below: the works are lost", "低于此线：设施毁坏").text(language)
    axes.text(SHOWN_SEASONS, level - 0.02, note, ha="right", va="top", fontsize=9)
    names, ends = [], []
    for label, share, engineered, colour, style in cases:
        run = run_stock(system.resource(engineered=engineered), share, SHOWN_SEASONS)
        ends.append(run)
        stop = SHOWN_SEASONS if run.ruined_in is None else run.ruined_in
        (line,) = axes.plot(
            range(stop + 1), run.stock[: stop + 1], color=colour, linestyle=style, linewidth=2
        )
        text = label.text(language)
        if run.ruined_in is not None:
            axes.plot(stop, 0, "x", color=colour, markersize=10, markeredgewidth=2, clip_on=False)
            ruined = Label(f" (ruined in season {stop})", f"（第 {stop} 季毁坏）")
            text += ruined.text(language)
        names.append((line, text))
    axes.legend(
        [line for line, _ in names],
        [text for _, text in names],
        frameon=False,
        loc="upper right",
        handlelength=3,
    )
    axes.set_xlim(0, SHOWN_SEASONS)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel(Label("season", "季").text(language))
    axes.set_ylabel(Label("stock of water (full = 1)", "水量（满为 1）").text(language))
    lasting = [0.0 if run.ruined_in else run.stock[-1] for run in (ends[0], ends[-1])]
    title = Label(
        f"After {SHOWN_SEASONS} seasons {lasting[0]:.2f} is left with the association,"
        f" {lasting[1]:.2f} without a third party\n(who keeps the rules takes"
        f" {system.resource().use_kept:.0%} of the stock, who breaks them"
        f" {system.resource().use_broken:.0%})",
        f"{SHOWN_SEASONS} 季之后：有协会时余 {lasting[0]:.2f}，没有第三方时余 {lasting[1]:.2f}\n"
        f"（守规者每季取水量的 {system.resource().use_kept:.0%}，"
        f"违规者取 {system.resource().use_broken:.0%}）",
    )
    axes.set_title(title.text(language), loc="left", fontsize=10)


def _keeping(system: WaterGame, institution: Institution | None) -> float:
    """Give the share that keeps the rules in the pure equilibrium with the most keepers."""
    found = system.equilibria(institution)
    return max(found.pure_counts, default=0) / found.players


DRAWINGS: tuple[Drawing, ...] = (
    Drawing("payoff_matrix", Label("Payoffs and equilibria", "得益矩阵与均衡"), _matrices),
    Drawing("deterrence", Label("Fine and detection that it takes", "所需的罚金与发现率"), _map),
    Drawing("rounds", Label("Cooperation over rounds", "逐轮合作"), _rounds),
    Drawing("stock", Label("The stock of water and its ruin", "水量与毁坏"), _stock),
)
"""The first is drawn where none is named."""
