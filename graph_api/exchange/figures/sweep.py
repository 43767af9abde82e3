"""A sweep drawn: lines over one parameter, a map of each measure over two."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph_api.domain import Axis, Label, Sweep, SweptMeasure, unit_name
from graph_api.domain.parameters import WHOLE_UNITS
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.figures.drawing import Drawing
from graph_api.exchange.figures.palette import BLUE, ORANGE

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MOST_DRAWN = 12
"""More measures than this in one figure cannot be read."""

LINE = BLUE
"""Blue of Okabe and Ito, which those who do not see all colours can tell apart."""
MARK = ORANGE
"""Vermilion of the same: where the scenario itself stands."""
UNKNOWN = "#DDDDDD"

WIDTH = 40
"""Signs in one line of a title; a Chinese one counts two."""


BELOW = 100
"""The same of a line below the figure."""

MOST_CELLS = 1_000
"""A map of more cells is a picture inside the file: as shapes they would take megabytes."""


def sweep_drawing(sweep: Sweep) -> Drawing:
    """Give the drawing of a sweep.

    Of more measures than can be read in one figure those are drawn that change, and of these the
    first; the title says how many there are.

    Raises
    ------
    BadParameterError
        If the sweep holds no measure, or so many, and none of them changes.

    """
    chosen = _chosen(sweep)
    keys = " × ".join(axis.key for axis in sweep.axes)
    title = Label(
        f"{sweep.title.text('en')}: sweep over {keys}",
        f"{sweep.title.text('zh')}：对 {keys} 的扫描",
    )
    count, of = len(chosen), len(sweep.measures)
    changing = sum(measure.changes for measure in sweep.measures)
    more = Label()
    if changing > count:
        more = Label(
            f"the first {count} of {changing} measures that change ({of} in all)",
            f"{of} 个测度中有 {changing} 个变化，此处为前 {count} 个",
        )
    elif count < of:
        more = Label(
            f"the {count} of {of} measures that change", f"{of} 个测度中发生变化的 {count} 个"
        )

    def draw(figure: Figure, _system: Any, language: Language) -> None:  # noqa: ANN401  # any system
        columns = min(count, 1 if count < 2 else 2 if count < 7 else 3)
        rows = math.ceil(count / columns)
        figure.set_size_inches(max(6.0, 4.6 * columns), 0.6 + max(3.4, 2.9 * rows))
        lines = [title.text(language), more.text(language)]
        figure.suptitle(
            "\n".join(line for line in lines if line), fontsize="medium", linespacing=1.4
        )
        figure.supxlabel(_below(sweep.axes, language), fontsize="small", linespacing=1.4)
        places = figure.subplots(rows, columns, squeeze=False).ravel()
        for place, measure in zip(places, chosen, strict=False):
            _one(figure, place, sweep.axes, measure, language)
        for place in places[count:]:
            place.set_axis_off()

    return Drawing(f"sweep-{sweep.system}", title, draw)


def _chosen(sweep: Sweep) -> Sequence[SweptMeasure]:
    """Give the measures that are drawn."""
    of = len(sweep.measures)
    if 1 <= of <= MOST_DRAWN:
        return sweep.measures
    changing = [measure for measure in sweep.measures if measure.changes]
    if not changing:
        raise BadParameterError(
            f"None of the {of} measures changes over the sweep, and a figure shows at most"
            f" {MOST_DRAWN}; name those to draw (--measure), or sweep another parameter.",
            f"{of} 个测度在扫描中均无变化，而一幅图最多显示 {MOST_DRAWN} 个；"
            "请用 --measure 指定，或扫描其他参数。",
            parameter="measure",
        )
    return changing[:MOST_DRAWN]


def _below(axes: Sequence[Axis], language: Language) -> str:
    """Say what the parameters are, and how their values in the scenario are marked."""
    width = BELOW // 2 if language == "zh" else BELOW
    lines = [line for axis in axes for line in textwrap.wrap(_described(axis, language), width)]
    if any(axis.value is None for axis in axes):
        return "\n".join(lines)
    if len(axes) == 1:
        lines.append("虚线：情景取值" if language == "zh" else "dotted: the scenario itself")
    else:
        lines.append("×：情景取值" if language == "zh" else "×: the scenario itself")
    return "\n".join(lines)


def _described(axis: Axis, language: Language) -> str:
    text = axis.description.text(language).rstrip(".。")
    if not text:
        return axis.key
    return f"{axis.key}：{text}" if language == "zh" else f"{axis.key}: {text}"


def _one(
    figure: Figure,
    place: Axes,
    axes: Sequence[Axis],
    measure: SweptMeasure,
    language: Language,
) -> None:
    place.set_title(_folded(measure.label.text(language, measure.key)), fontsize="small")
    place.set_xlabel(_across(axes[0], measure, language), linespacing=1.4)
    if all(value is None for value in measure.values):
        place.text(
            0.5,
            0.5,
            "处处无数值" if language == "zh" else "no value anywhere",
            ha="center",
            va="center",
            transform=place.transAxes,
        )
        place.set_xlabel(_named(axes[0], language))
        place.set_xticks([])
        place.set_yticks([])
        return
    if len(axes) == 1:
        _line(place, axes[0], measure, language)
    else:
        _map(figure, place, axes, measure, language)


def _line(place: Axes, axis: Axis, measure: SweptMeasure, language: Language) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415  # slow to load

    points = sorted(zip(axis.values, measure.values, strict=True), key=lambda point: point[0])
    is_yes_or_no = _is_yes_or_no(measure)
    edges = _edges(axis.values)
    for number, (_, value) in enumerate(points):
        if value is None:
            place.axvspan(edges[number], edges[number + 1], color=UNKNOWN, linewidth=0)
    place.plot(
        [at for at, _ in points],
        [math.nan if value is None else float(value) for _, value in points],
        color=LINE,
        marker="o",
        markersize=3 if len(points) <= 60 else 0 if not is_yes_or_no else 1,
        linestyle="none" if is_yes_or_no else "-",
        drawstyle="steps-mid" if _is_whole(measure) else "default",
    )
    place.set_xlim(edges[0], edges[-1])
    if is_yes_or_no:
        place.set_ylim(-0.2, 1.2)
        place.set_yticks([0, 1], _no_and_yes(language))
    else:
        place.set_ylabel(unit_name(measure.unit, language))
        place.margins(y=0.08)
        if _is_whole(measure):
            place.yaxis.set_major_locator(MaxNLocator(integer=True))
    if axis.value is not None and edges[0] <= axis.value <= edges[-1]:
        place.axvline(axis.value, color=MARK, linestyle=":", linewidth=1.2)
        place.annotate(
            f"{axis.value:g}",
            (axis.value, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -3),
            textcoords="offset points",
            color=MARK,
            fontsize="x-small",
            va="top",
        )


def _map(
    figure: Figure,
    place: Axes,
    axes: Sequence[Axis],
    measure: SweptMeasure,
    language: Language,
) -> None:
    import numpy as np  # noqa: PLC0415  # slow to load, and only drawing needs it here
    from matplotlib import colormaps  # noqa: PLC0415

    across, upward = axes
    values = [math.nan if value is None else float(value) for value in measure.values]
    grid = np.array(values).reshape(len(across.values), len(upward.values)).T
    grid = grid[np.argsort(upward.values)][:, np.argsort(across.values)]
    is_yes_or_no = _is_yes_or_no(measure)
    colours = colormaps["viridis"].resampled(2) if is_yes_or_no else colormaps["viridis"]
    place.set_facecolor(UNKNOWN)
    drawn = place.pcolormesh(
        _edges(across.values),
        _edges(upward.values),
        np.ma.masked_invalid(grid),
        cmap=colours,
        vmin=0 if is_yes_or_no else None,
        vmax=1 if is_yes_or_no else None,
        rasterized=grid.size > MOST_CELLS,
    )
    place.set_ylabel(_named(upward, language))
    bar = figure.colorbar(drawn, ax=place)
    if is_yes_or_no:
        bar.set_ticks([0.25, 0.75], labels=_no_and_yes(language))
    else:
        bar.set_label(unit_name(measure.unit, language))
    if across.value is not None and upward.value is not None:
        limits = place.get_xlim(), place.get_ylim()
        place.plot(across.value, upward.value, marker="x", color=MARK, markeredgewidth=2)
        place.set_xlim(limits[0])
        place.set_ylim(limits[1])


def _edges(values: Sequence[float]) -> NDArray[np.float64]:
    """Give the borders of cells whose middles are these values, in ascending order."""
    import numpy as np  # noqa: PLC0415  # as above

    middles = np.sort(np.array(values, dtype=np.float64))
    if len(middles) == 1:
        return np.array([middles[0] - 0.5, middles[0] + 0.5])
    between = (middles[1:] + middles[:-1]) / 2
    first = middles[0] - (between[0] - middles[0])
    last = middles[-1] + (middles[-1] - between[-1])
    return np.array([first, *between, last])


def _is_whole(measure: SweptMeasure) -> bool:
    return measure.unit in WHOLE_UNITS and all(
        value is None or float(value).is_integer() for value in measure.values
    )


def _is_yes_or_no(measure: SweptMeasure) -> bool:
    return all(value is None or isinstance(value, bool) for value in measure.values)


def _no_and_yes(language: Language) -> list[str]:
    return ["否", "是"] if language == "zh" else ["no", "yes"]


def _named(axis: Axis, language: Language) -> str:
    unit = unit_name(axis.unit, language)
    return f"{axis.key}（{unit}）" if language == "zh" else f"{axis.key} ({unit})"


def _across(axis: Axis, measure: SweptMeasure, language: Language) -> str:
    """Name the axis that runs across, and what grey means where there is some."""
    if None not in measure.values:
        return _named(axis, language)
    return f"{_named(axis, language)}\n" + (
        "灰色：未知或无定义" if language == "zh" else "grey: unknown or not defined"
    )


def _folded(text: str) -> str:
    is_wide = any("\u2e80" <= sign <= "\uffef" for sign in text)
    return "\n".join(textwrap.wrap(text, WIDTH // 2 if is_wide else WIDTH))
