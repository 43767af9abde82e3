"""The command that draws the map of a view."""

from __future__ import annotations

from pathlib import Path

from graph_api.cli.frame import Run, command, option
from graph_api.cli.options import SCENARIO, VARIANT, take_view, view_options
from graph_api.cli.output import answer, line
from graph_api.cli.session import find
from graph_api.errors import BadParameterError
from graph_api.settings import Text


@command(
    "map",
    Text(
        "Draw the map of a view: actors in rows by level, both directions of each pair apart,"
        " nothing behind a stranger. Up to 300 actors; of more, name some.",
        "绘制一个视图的关系图：行动者按层级成行，每对的两个方向分开，连线不穿过其他行动者。"
        "最多 300 个行动者；更多时请选取其中一部分。",
    ),
    "empower map mutual-empowerment --out map.svg",
    "empower map district --variant after_remedies --out district.png --force",
    "empower map district --actors group=west --class empowerment --out west.pdf",
    "empower map water-game --json",
)
@SCENARIO
@option(
    "--out",
    text=Text(
        "The file to write: .svg, .png or .pdf (with --json: the places, without a file).",
        "要写入的文件：.svg、.png 或 .pdf（--json：只给出位置，不写文件）。",
    ),
    metavar="FILE",
)
@option(
    "--actors",
    text=Text(
        "Only these, laid out by themselves: ids, or fields (kind=resident,group=...).",
        "只画这些行动者（单独布局）：标识或字段（kind=resident,group=…）。",
    ),
    metavar="SEL",
)
@option("--title", text=Text("What stands over it.", "图的标题。"), metavar="TEXT")
@option(
    "--force",
    text=Text("Write over a file that is there.", "覆盖已有的文件。"),
    is_flag=True,
)
@VARIANT
@view_options
def draw_map(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    out: str | None,
    actors: str | None,
    title: str | None,
    force: bool,
    variant: str,
    **said: object,
) -> None:
    """Draw a map."""
    if out is None and not run.wants_json:
        raise BadParameterError(
            "Name the file to draw into: --out map.svg (or .png, .pdf); --json gives the places.",
            "请指定输出文件：--out map.svg（或 .png、.pdf）；--json 给出位置。",
            parameter="out",
        )
    if out is not None and Path(out).exists() and not force:
        raise BadParameterError(
            f"{out} is there already; --force writes over it.",
            f"{out} 已存在；加 --force 覆盖。",
            parameter="out",
        )
    view = take_view(find(run, scenario), variant, said)
    if out is not None:
        view.draw(out, language=run.language, actors=actors, title=title, font=run.settings.font)
    if run.wants_json:
        asked = {} if actors is None else {"actors": actors}
        answer({**view.layout(actors), "file": out, "provenance": view.provenance(**asked)})
        return
    line(run, f"Drew the map into {out}.", f"关系图已绘入 {out}。")


FAMILY = {item.name: item for item in (draw_map,)}
