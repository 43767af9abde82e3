"""Maps of mutual empowerment: where residents come first, and who does where they do not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph_api.domain import Label
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, GREEN, ORANGE, PURPLE
from graph_api.systems.mutual_empowerment.pushes import Component, Trap

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from graph_api.errors import Language
    from graph_api.systems.mutual_empowerment import MutualEmpowerment
    from graph_api.systems.mutual_empowerment.robustness import Point

PALE_BLUE, PALE_ORANGE, PALE_GREY = "#cfe4f2", "#f8dcc8", "#e6e6e6"
COLOURS = dict(zip(Component, (BLUE, ORANGE, GREEN, PURPLE), strict=True))
DASHES = dict(zip(Component, ("-", "--", "-.", ":"), strict=True))

CELLS = 30
"""Values along one side of the map; 900 points are the most that a map may have."""

STEPS = 60
"""Values of each rate in the figure of who forgets."""

KINDS = (
    (Trap.NO_TRAP, None, PALE_BLUE, Label("no trap: grows strong by itself", "无陷阱：自行走强")),
    (Trap.TRAP, Component.RESIDENTS, BLUE, Label("trap, residents first", "陷阱，居民先行")),
    (
        Trap.TRAP,
        Component.ORGANISATIONS,
        ORANGE,
        Label("trap, organisations first", "陷阱，组织先行"),
    ),
    (
        Trap.TRAP,
        Component.INFRASTRUCTURAL,
        GREEN,
        Label("trap, infrastructural power first", "陷阱，基础权力先行"),
    ),
    (
        Trap.TRAP,
        Component.DESPOTIC,
        PURPLE,
        Label("trap, despotic power first", "陷阱，专制权力先行"),
    ),
    (Trap.TRAP, None, "#000000", Label("trap, no push is enough", "陷阱，任何单项推动都不够")),
    (Trap.NO_STRONG_STATE, None, PALE_GREY, Label("no strong state", "没有强态")),
)
"""What a cell of the map can be, and its colour."""


def legend_key(
    axes: Axes, label: str, colour: str, *, marker: str = "s", face: str | None = None
) -> None:
    """Put a sign into the legend alone."""
    axes.plot(
        [],
        [],
        marker=marker,
        linestyle="none",
        color=colour,
        markerfacecolor=face or colour,
        markersize=11 if marker == "s" else 8,
        label=label,
    )


def draw_cells(
    axes: Axes,
    across: NDArray[np.float64],
    up: NDArray[np.float64],
    kinds: NDArray[np.float64],
    colours: list[str],
) -> None:
    """Fill cells around the points of a grid; ``kinds`` are places among the colours."""
    from matplotlib.colors import ListedColormap  # noqa: PLC0415  # slow to load

    axes.pcolormesh(
        across,
        up,
        kinds,
        cmap=ListedColormap(colours),
        vmin=-0.5,
        vmax=len(colours) - 0.5,
        shading="nearest",
        rasterized=True,
        zorder=0,
    )


def _map(figure: Figure, system: MutualEmpowerment, language: Language) -> None:
    """Draw over h and theta whether there is a trap, and who leaves it with the smallest push."""
    import numpy as np  # noqa: PLC0415  # slow to load

    axes = figure.add_subplot()
    h = _around(system, "h", 0.5, 1.6)
    theta = _around(system, "theta", 0.8, 1.25)
    points = system.push_map([*map(float, h)], [*map(float, theta)])
    kinds = np.array([_kind(point) for point in points]).reshape(len(h), len(theta)).T
    draw_cells(axes, h, theta, kinds.astype(float), [colour for _, _, colour, _ in KINDS])
    for place, (_, _, colour, label) in enumerate(KINDS):
        if (kinds == place).any():
            legend_key(axes, label.text(language), colour)
    closed = [
        (point.rates.h, point.rates.theta)
        for point in points
        if point.trap is Trap.TRAP
        and point.pushes[Component.INFRASTRUCTURAL] is None
        and point.pushes[Component.DESPOTIC] is None
    ]
    if closed:
        note = Label("no push on the state is enough", "对国家的任何推动都不够")
        axes.plot(*zip(*closed, strict=True), ".", color="white", markersize=4)
        legend_key(axes, note.text(language), BLUE, marker=".", face="white")
    here = Label("this view", "本视图").text(language)
    axes.plot(
        system.rates.h,
        system.rates.theta,
        "X",
        color="black",
        markeredgecolor="white",
        markersize=11,
        label=here,
    )
    axes.set_xlabel(
        Label("h: rate at which despotic power wears down", "h：专制权力的削弱速率").text(language)
    )
    axes.set_ylabel(Label("θ: maturity", "θ：成熟度").text(language))
    traps = [point for point in points if point.trap is Trap.TRAP]
    mine = sum(point.first is Component.RESIDENTS for point in traps)
    title = Label(
        f"A trap at {len(traps)} of {len(points)} points, residents first at {mine} of them",
        f"{len(points)} 点中 {len(traps)} 点存在陷阱，其中 {mine} 点居民先行",
    )
    axes.set_title(title.text(language), loc="left", fontsize=11)
    figure.legend(loc="outside right center", fontsize=9, frameon=False)


def _around(system: MutualEmpowerment, key: str, less: float, more: float) -> NDArray[np.float64]:
    """Give values around that of a parameter, inside its range."""
    import numpy as np  # noqa: PLC0415  # slow to load

    parameter = system.parameters[key]
    value = system.parameters.value(key)
    low = -math.inf if parameter.low is None else parameter.low
    high = math.inf if parameter.high is None else parameter.high
    return np.linspace(max(low, value * less), min(high, value * more or 0.5), CELLS)


def _kind(point: Point) -> int:
    return next(
        place
        for place, (trap, first, _, _) in enumerate(KINDS)
        if trap is point.trap and first is point.first
    )


def _forgetting(figure: Figure, system: MutualEmpowerment, language: Language) -> None:
    """Draw the smallest pushes while one of the three returns to its start sooner or later."""
    import numpy as np  # noqa: PLC0415  # slow to load

    panels = figure.subplots(1, 3, sharey=True)
    names = (
        ("u", Label("u: organisations fall back", "u：组织回落")),
        ("v", Label("v: infrastructural power falls back", "v：基础权力回落")),
        ("z", Label("z: despotic power returns", "z：专制权力恢复")),
    )
    for axes, (key, name) in zip(panels, names, strict=True):
        values = np.linspace(0.01, 2 * max(system.parameters.value(key), 0.1), STEPS)
        points = system.push_line(key, [*map(float, values)])
        for on in Component:
            sizes = [point.pushes.get(on) for point in points]
            axes.plot(
                values,
                [math.nan if size is None else abs(size) for size in sizes],
                color=COLOURS[on],
                linestyle=DASHES[on],
                linewidth=2,
                label=on.label.text(language) if axes is panels[0] else None,
            )
        free = np.array([point.trap is not Trap.TRAP for point in points])
        axes.fill_between(values, 0, 1, where=free, color=PALE_GREY, step="mid", linewidth=0)
        here = system.parameters.value(key)
        axes.axvline(here, color="black", linewidth=1)
        axes.set_xlabel(name.text(language), fontsize=9)
        axes.set_xlim(values[0], values[-1])
        axes.set_ylim(0, 1)
    legend_key(panels[0], Label("no trap to leave", "没有可走出的陷阱").text(language), PALE_GREY)
    panels[0].set_ylabel(Label("smallest push", "最小推动").text(language))
    title = Label(
        "Smallest push by how soon it is forgotten (black line: this view)",
        "推动被淡忘的快慢与最小推动（黑线：本视图）",
    )
    panels[0].set_title(title.text(language), loc="left", fontsize=11)
    figure.legend(loc="outside upper center", ncols=5, fontsize=9, frameon=False)


MAPS: tuple[Drawing, ...] = (
    Drawing("who_first", Label("Where residents come first", "何处居民先行"), _map),
    Drawing(
        "forgetting", Label("Who comes first where a push lasts", "推动持久时谁先行"), _forgetting
    ),
)
