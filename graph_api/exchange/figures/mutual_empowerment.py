"""Figures of mutual empowerment (相互充权): phase portrait and profile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph_api.domain import Element, Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.mutual_maps import (
    MAPS,
    PALE_BLUE,
    PALE_ORANGE,
    draw_cells,
    legend_key,
)
from graph_api.exchange.figures.palette import BLUE, GREEN, GREY, ORANGE, PURPLE
from graph_api.systems.mutual_empowerment.basins import ends_of
from graph_api.systems.mutual_empowerment.dynamics import State, at_rest_with, trajectory, velocity
from graph_api.systems.mutual_empowerment.elements import capital_levels
from graph_api.systems.mutual_empowerment.growth import CAPITAL_LABELS
from graph_api.systems.mutual_empowerment.pushes import Component

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from graph_api.errors import Language
    from graph_api.systems.mutual_empowerment import MutualEmpowerment


GRID = 161
"""Starts along one side of the phase portrait."""

ARROWS = 15
"""Arrows along one side of it."""

LONG = 400.0
"""How long the courses in the phase portrait are followed, in units of time."""


def _phase(figure: Figure, system: MutualEmpowerment, language: Language) -> None:
    """Draw residents against organisations: basins, lines without change, states, two courses."""
    axes = figure.add_subplot()
    _shade(axes, system, language)
    _arrows(axes, system, language)
    _nullclines(axes, system, language)
    theta = system.rates.theta
    label = Label("maturity θ of both", "二者的成熟度 θ").text(language)
    axes.axvline(theta, color=GREY, linestyle=":", linewidth=1, label=label)
    axes.axhline(theta, color=GREY, linestyle=":", linewidth=1)
    _courses(axes, system, language)
    resting = system.resting_states()
    for item in resting:
        point = item.state.residents, item.state.organisations
        face = "black" if item.stable else "white"
        axes.plot(*point, "o", color="black", markerfacecolor=face, markersize=8, zorder=5)
    for stable, face, name in (
        (True, "black", Label("stable state", "稳定状态")),
        (False, "white", Label("unstable state", "不稳定状态")),
    ):
        if any(item.stable is stable for item in resting):
            legend_key(axes, name.text(language), "black", marker="o", face=face)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    axes.set_xlabel(Label("residents E", "居民 E").text(language))
    axes.set_ylabel(Label("organisations C", "社区组织 C").text(language))
    axes.set_title(system.trap.label.text(language).rstrip(".。"), loc="left", fontsize=11)
    figure.legend(loc="outside right center", fontsize=9, frameon=False)


def _shade(axes: Axes, system: MutualEmpowerment, language: Language) -> None:
    """Shade where a course ends that starts here, with both powers of the state as at the start."""
    import numpy as np  # noqa: PLC0415  # slow to load

    side = np.linspace(0, 1, GRID)
    residents, organisations = np.meshgrid(side, side)
    powers = system.start.infrastructural, system.start.despotic
    starts = np.stack(
        [residents.ravel(), organisations.ravel(), *(np.full(GRID * GRID, at) for at in powers)]
    )
    stable = [item.state for item in system.resting_states() if item.stable]
    strong = system.landscape.strong
    ends = ends_of(system.landscape, starts).reshape(GRID, GRID)
    is_strong = (ends == stable.index(strong)) if strong in stable else np.zeros_like(ends, bool)
    drawn = (
        (~is_strong, PALE_ORANGE, Label("start that ends weak", "终于弱态的起点")),
        (is_strong, PALE_BLUE, Label("start that ends strong", "终于强态的起点")),
    )
    # The border runs between the starts of both kinds, so their cells are drawn, not a contour.
    image = np.where(is_strong, 1.0, 0.0)
    draw_cells(axes, side, side, image, [PALE_ORANGE, PALE_BLUE])
    for cells, colour, label in drawn:
        if cells.any():
            legend_key(axes, label.text(language), colour)


def _arrows(axes: Axes, system: MutualEmpowerment, language: Language) -> None:
    """Draw which way it moves, with both powers of the state as at the start."""
    import numpy as np  # noqa: PLC0415  # slow to load

    side = np.linspace(0.5 / ARROWS, 1 - 0.5 / ARROWS, ARROWS)
    residents, organisations = np.meshgrid(side, side)
    powers = system.start.infrastructural, system.start.despotic
    moves = np.array(
        [
            velocity(system.rates, (float(one), float(other), *powers))[:2]
            for one, other in zip(residents.ravel(), organisations.ravel(), strict=True)
        ]
    )
    lengths = np.linalg.norm(moves, axis=1)
    moving = lengths > 0
    ways = moves[moving] / lengths[moving, None]
    axes.quiver(
        residents.ravel()[moving],
        organisations.ravel()[moving],
        *ways.T,
        color=GREY,
        alpha=0.6,
        pivot="mid",
        scale=2.2 * ARROWS,
        width=0.003,
        zorder=1,
    )
    name = Label("way it moves at first", "起初移动的方向").text(language)
    legend_key(axes, name, GREY, marker=r"$\rightarrow$")


def _nullclines(axes: Axes, system: MutualEmpowerment, language: Language) -> None:
    """Draw where residents, and where organisations, do not move, both powers being at rest."""
    import numpy as np  # noqa: PLC0415  # slow to load

    rates = system.rates
    side = np.linspace(0, 1, 401)
    still = [at_rest_with(rates, float(level)).organisations for level in side]
    axes.plot(
        side,
        still,
        color=GREEN,
        linewidth=2,
        linestyle="--",
        label=Label("organisations at rest", "社区组织不变").text(language),
    )
    levels = [_residents_at_rest(system, float(level)) for level in side]
    axes.plot(
        levels,
        side,
        color=PURPLE,
        linewidth=2,
        label=Label("residents at rest", "居民不变").text(language),
    )


def _residents_at_rest(system: MutualEmpowerment, organisations: float) -> float:
    """Give the level at which residents stay while organisations do, both powers being at rest.

    It is the root in [0, 1] of (s E + m)(1 - E) = h D E, m being a C + b I.
    """
    rates = system.rates
    flow = max(0.0, organisations - rates.theta)
    infrastructural = (rates.g * flow + rates.v * rates.i0) / (rates.g * flow + rates.v)
    despotic = rates.z * rates.d0 / (rates.k * flow + rates.z)
    given = rates.a * organisations + rates.b * infrastructural
    middle = rates.s - given - rates.h * despotic
    if rates.s == 0:
        return given / -middle if middle else math.nan
    return (middle + math.sqrt(middle**2 + 4 * rates.s * given)) / (2 * rates.s)


def _courses(axes: Axes, system: MutualEmpowerment, language: Language) -> None:
    """Draw the course of the start left alone, and that of the start with residents pushed."""
    start, push = system.start, system.pushes[Component.RESIDENTS]
    courses = [(start, ORANGE, Label("start, left alone", "起点，不加干预"))]
    if push:
        pushed = State(start.residents + push, *start.values[1:])
        name = Label(f"residents pushed by {push:+.3f}", f"居民推动 {push:+.3f}")
        courses.append((pushed, BLUE, name))
    for begin, colour, label in courses:
        states = trajectory(system.rates, begin, LONG, 801).states
        axes.plot(
            [state.residents for state in states],
            [state.organisations for state in states],
            color=colour,
            linewidth=2,
            zorder=4,
            label=label.text(language),
        )
        axes.plot(begin.residents, begin.organisations, "D", color=colour, markersize=7, zorder=6)


def _profile(figure: Figure, system: MutualEmpowerment, language: Language) -> None:
    """Draw the eight elements and three capitals as bars, with maturity and the stable states."""
    axes = figure.add_subplot()
    found = system.elements()
    capitals = capital_levels(system.view.actor("community_orgs").capitals)
    rows = [
        *((element.label, found.levels.get(element), BLUE) for element in Element),
        *((CAPITAL_LABELS[name], level, GREEN) for name, level in capitals.items()),
    ]
    places = [-place - (place >= len(Element)) * 0.6 for place in range(len(rows))]
    for place, (_, level, colour) in zip(places, rows, strict=True):
        if level is None:
            text = Label("unknown", "未知").text(language)
            axes.text(0.01, place, text, va="center", color=GREY)
            continue
        axes.barh(place, level, color=colour, height=0.7)
        # At the foot of the bar, where no line of a state can cross it.
        text_colour = "white" if level > 0.08 else "black"
        axes.text(0.01, place, f"{level:.2f}", va="center", color=text_colour, fontsize=9)
    names = [_capitalised(label.text(language)) for label, _, _ in rows]
    axes.set_yticks(places, names)
    theta = Label("maturity θ", "成熟度 θ").text(language)
    axes.axvline(system.rates.theta, color="black", linestyle=":", linewidth=1.2, label=theta)
    _levels_of_states(axes, system, places, language)
    axes.set_xlim(0, 1)
    axes.set_ylim(places[-1] - 0.7, 0.7)
    axes.set_xlabel(Label("level", "水平").text(language))
    index = "?" if found.geometric is None else f"{found.geometric:.2f}"
    mean = system.mean_capital()
    capital = "?" if mean is None else f"{mean:.2f}"
    title = Label(
        f"Residents: index {index}. Organisations: mean of capitals {capital}",
        f"居民：指数 {index}；社区组织：资本平均 {capital}",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11)
    figure.legend(loc="outside upper center", ncols=3, fontsize=9, frameon=False)


def _levels_of_states(
    axes: Axes, system: MutualEmpowerment, places: list[float], language: Language
) -> None:
    """Mark what residents and organisations come to in the weak and the strong state."""
    weak, strong = system.landscape.weak, system.landscape.strong
    for state, colour, style, label in (
        (weak, ORANGE, "-", Label("weak state of the dynamics", "动态模型的弱态")),
        (strong, PURPLE, "--", Label("strong state of the dynamics", "动态模型的强态")),
    ):
        if state is None:
            continue
        eight = places[: len(Element)], state.residents
        three = places[len(Element) :], state.organisations
        for group, level in (eight, three):
            ends = [group[0] + 0.5, group[-1] - 0.5]
            axes.plot(
                [level, level],
                ends,
                color=colour,
                linestyle=style,
                linewidth=2,
                label=label.text(language) if group is eight[0] else None,
            )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


DRAWINGS: tuple[Drawing, ...] = (
    Drawing("phase", Label("Weak and strong, and the way out", "弱态、强态与出路"), _phase),
    *MAPS,
    Drawing("profile", Label("Eight elements and three capitals", "八要素与三种资本"), _profile),
)
"""The first is drawn where none is named."""
