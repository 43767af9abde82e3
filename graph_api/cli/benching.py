"""The command that draws graphs to measure with: bench."""

from __future__ import annotations

from pathlib import Path

import click

from graph_api.bench import SHAPES
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.output import answer, line
from graph_api.cli.session import progress
from graph_api.exchange.folder.writing import require_new
from graph_api.exchange.parquet import write_drawn
from graph_api.settings import Text

FEWEST, MOST = 100, 10_000_000
"""How many actors a drawn graph may have; relations are counted in 32 bits."""


@command(
    "bench",
    Text(
        "Draw a graph of any size by a seed, as a folder of Parquet tables, to measure with.",
        "按种子生成任意规模的图，写成 Parquet 表的目录，用于性能测量。",
    ),
    "empower bench district --actors 100000 --out district-100k",
)
@argument(
    "shape",
    text=Text(
        "What to draw: district, scale_free or lattice.",
        "生成何种图：district（街区）、scale_free（无标度）或 lattice（方格）。",
    ),
    type=click.Choice(list(SHAPES)),
)
@option(
    "--actors",
    text=Text(f"How many actors, {FEWEST} to {MOST}.", f"行动者数，{FEWEST} 至 {MOST}。"),
    type=click.IntRange(FEWEST, MOST),
    default=10_000,
    metavar="N",
)
@option(
    "--seed",
    text=Text("Seed of all chance in it (7).", "随机种子（默认 7）。"),
    type=click.IntRange(0, 2**31 - 1),
    default=7,
    metavar="S",
)
@option(
    "--out",
    text=Text("The folder to make (SHAPE-N).", "要新建的目录（默认 SHAPE-N）。"),
    metavar="DIR",
)
def bench(run: Run, *, shape: str, actors: int, seed: int, out: str | None) -> None:
    """Draw a graph."""
    folder = Path(out or f"{shape}-{actors}")
    require_new(folder)
    with progress(run, "drawing", "生成中") as tell:
        drawn = SHAPES[shape](actors, seed)
        tell(0.1)
        key = f"{shape.replace('_', '-')}-{drawn.actors}-{seed}"
        write_drawn(
            drawn,
            folder,
            key,
            f"A drawn {shape.replace('_', ' ')} of {drawn.actors} actors, seed {seed}",
            f"生成的图（{shape}，{drawn.actors} 个行动者，种子 {seed}）",
            lambda share: tell(0.1 + 0.9 * share),
        )
    if run.wants_json:
        answer(
            {
                "folder": str(folder),
                "scenario": key,
                "actors": drawn.actors,
                "relations": drawn.relations,
            }
        )
        return
    line(
        run,
        f"Drew {drawn.actors} actors and {drawn.relations} relations into {folder}.",
        f"已生成 {drawn.actors} 个行动者、{drawn.relations} 个关系，写入 {folder}。",
    )


FAMILY = {bench.name: bench}
