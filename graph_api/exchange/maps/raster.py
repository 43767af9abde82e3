"""A scene as PNG or PDF, by matplotlib: the same shapes at the same places as the SVG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from graph_api.exchange.maps.scene import Scene, Shape, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 100.0
"""Pixels of the scene to an inch."""

POINTS = 72 / DPI
SCALE = 2
"""A PNG has so many pixels for one of the scene, so that it is sharp in print."""

MOST_PIXELS = 12_000
"""No side is longer: a poster of 300 actors is then drawn at less than twice its size."""

_ALIGNED = {"start": "left", "middle": "center", "end": "right"}


def to_raster(scene: Scene, suffix: str) -> bytes:
    """Draw a scene as ``.png`` or ``.pdf``, with the fonts that matplotlib is set to."""
    figure = figure_of(scene)
    said: dict[str, Any] = {"Title": scene.title}
    said |= {"CreationDate": None} if suffix == ".pdf" else {"Description": scene.about}
    scale = min(SCALE, MOST_PIXELS / max(scene.width, scene.height))
    drawn = io.BytesIO()
    figure.savefig(drawn, format=suffix[1:], dpi=DPI * scale, metadata=said)
    return drawn.getvalue()


def figure_of(scene: Scene) -> Figure:
    """Give a scene as a figure of matplotlib, whose data coordinates are its pixels."""
    from matplotlib.figure import Figure as EmptyFigure  # noqa: PLC0415  # slow to load
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    figure = EmptyFigure(figsize=(scene.width / DPI, scene.height / DPI), dpi=DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, scene.width), ylim=(scene.height, 0))
    axes.set_axis_off()
    codes = {"M": [Path.MOVETO], "L": [Path.LINETO], "Q": [Path.CURVE3] * 2}
    for order, item in enumerate(scene.items):
        if isinstance(item, Words):
            _write(figure, item, order)
            continue
        points: list[tuple[float, float]] = []
        kinds: list[Any] = []
        for letter, numbers in item.steps:
            if letter == "Z":
                points.append(points[0])
                kinds.append(Path.CLOSEPOLY)
                continue
            points += zip(numbers[::2], numbers[1::2], strict=True)
            kinds += codes[letter]
        axes.add_patch(
            PathPatch(
                Path(points, kinds),
                facecolor=item.fill or "none",
                edgecolor=item.stroke or "none",
                linewidth=item.width * POINTS if item.stroke else 0,
                linestyle=_dashes(item),
                alpha=item.opacity,
                joinstyle="round",
                capstyle="butt",
                zorder=order,
                clip_on=False,
            )
        )
    return figure


def _dashes(item: Shape) -> Any:  # noqa: ANN401  # a word or a tuple, as matplotlib takes it
    if not item.dash:
        return "solid"
    # matplotlib counts dashes in widths of the line.
    return 0, tuple(part / item.width for part in item.dash)


def _write(figure: Figure, item: Words, order: int) -> None:
    axes = figure.axes[0]
    axes.text(
        item.x,
        item.y,
        item.text,
        fontsize=item.size * POINTS,
        color=item.color,
        ha=_ALIGNED[item.anchor],
        va="baseline",
        fontweight="bold" if item.is_bold else "normal",
        zorder=order,
        clip_on=False,
        parse_math=False,
    )
