"""How cost grows with size, drawn: small log-log plots, one a row (bench/growth.svg)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.goals import Record

COLOURS = {"district": "#0072b2", "scale_free": "#d55e00", "lattice": "#009e73"}
PEER = "#999999"
COLUMNS = 3
LEGEND_COLUMNS = 4


def draw_growth(records: Sequence[Record], path: Path) -> None:
    """Draw seconds of CPU by actors: ours by shape, and the best peer on the district."""
    import matplotlib as mpl  # noqa: PLC0415  # slow to load

    mpl.use("svg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    titles: dict[str, str] = {}
    for record in records:
        if "cpu" in record["own"]:
            titles.setdefault(record["row"], record["title"])
    names = list(titles)
    count = math.ceil(len(names) / COLUMNS)
    with plt.rc_context({"svg.hashsalt": "bench", "svg.fonttype": "none", "font.size": 9}):
        figure, grid = plt.subplots(
            count, COLUMNS, figsize=(11, 2.9 * count), sharex=True, squeeze=False
        )
        panels = grid.ravel()
        for panel, name in zip(panels, names, strict=False):
            _panel(panel, titles[name], [r for r in records if r["row"] == name and r["own"]])
        for spare in panels[len(names) :]:
            spare.set_visible(False)
        for column in range(COLUMNS):
            below = [row for row in range(count) if row * COLUMNS + column < len(names)]
            if below:
                grid[below[-1], column].set_xlabel("actors")
                grid[below[-1], column].tick_params(labelbottom=True)
        for row in range(count):
            grid[row, 0].set_ylabel("CPU seconds")
        shown: dict[str, Any] = {}
        for panel in panels[: len(names)]:
            for handle, label in zip(*panel.get_legend_handles_labels(), strict=True):
                shown.setdefault(label, handle)
        figure.legend(
            shown.values(), shown.keys(), loc="upper center", ncols=LEGEND_COLUMNS, frameon=False
        )
        lines = math.ceil(len(shown) / LEGEND_COLUMNS)
        figure.tight_layout(rect=(0, 0, 1, 1 - (0.15 + 0.2 * lines) / (2.9 * count)))
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)


def _panel(panel: Any, title: str, records: Sequence[Record]) -> None:
    lines: dict[tuple[str, float], list[tuple[int, float]]] = {}
    best: list[tuple[int, float]] = []
    for record in records:
        line = lines.setdefault((record["shape"], record["decay"]), [])
        line.append((record["actors"], record["own"]["cpu"]))
        if record["shape"] == "district" and record["decay"] < 1 and record.get("best"):
            best.append((record["actors"], record["peers"][record["best"]]["cpu"]))
    for (shape, decay), points in sorted(lines.items()):
        style = {"marker": "o", "markersize": 3.5, "linewidth": 1.4, "color": COLOURS[shape]}
        panel.plot(
            *zip(*sorted(points), strict=True),
            linestyle="-" if decay < 1 else ":",
            label=f"ours, {shape.replace('_', '-')}, decay {decay:g}",
            **style,
        )
    if best:
        panel.plot(
            *zip(*sorted(best), strict=True),
            linestyle="--",
            marker="s",
            markersize=3,
            linewidth=1.2,
            color=PEER,
            label="best peer, district, decay 0.9",
        )
    panel.set_xscale("log")
    panel.set_yscale("log")
    lowest, highest = panel.get_ylim()  # whole powers of ten, so that slopes can be compared
    panel.set_ylim(10 ** math.floor(math.log10(lowest)), 10 ** math.ceil(math.log10(highest)))
    panel.yaxis.set_minor_formatter("")
    panel.set_title(_wrapped(title), fontsize=9)
    panel.grid(visible=True, which="major", linewidth=0.4, color="#dddddd")
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)


def _wrapped(title: str, width: int = 42) -> str:
    lines: list[str] = [""]
    for word in title.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
