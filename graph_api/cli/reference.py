"""Makes the reference pages of commands and settings from what the program itself says.

``python -m graph_api.cli.reference docs/reference`` writes them; a test compares.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from graph_api.cli.frame import Argument, Command, Option, Run
from graph_api.cli.groups import Family
from graph_api.cli.main import COMMANDS, cli
from graph_api.settings import SETTINGS, Text

_INTRODUCTION = """\
# Commands / 命令

Made by `python -m graph_api.cli.reference docs/reference` from what the program itself says.
`empower COMMAND --help` says the same, in English or Chinese (`--lang zh`, `EMPOWER_LANG`).

- **Scenario**: a key of the store; a seed that comes with the program, where the store has no such
  key (standard error says so); or a YAML file: a name that ends in `.yaml` or `.yml`, or has a
  folder in it.
- **Selection** of actors: `residents,owners` are ids; `kind=resident`, `level=group`,
  `sphere=state`, `group=east`, `search=office` are fields. A list means any of these, two fields
  mean both (`kind=resident,owner,group=east`); `all` means all.
- **`--json`**: one JSON object on one line; keys as in GraphQL, words as in YAML, numbers to the
  last bit, with `provenance` (scenario, variant, revision, version, parameters). Errors are JSON
  too, on standard error: `{"error": {"code", "message", "details", "problems"}}`.
- **Many pairs**: `empower pair SCENARIO` without actors reads one pair per line from standard
  input and answers each at once. A line that makes no sense is named on standard error, the rest
  is answered, and the exit code is 2.
- **Mechanisms**: `empower run SYSTEM` takes the stored scenario that has the mechanism, else the
  seed; `empower run SCENARIO` the one that is named. `--set` and `--sweep` keep to the range of a
  parameter (`--only parameters` shows it) and store nothing. A sweep over one parameter draws
  lines, over two a map per measure; of more than 12 measures it draws those that change.
  `-` stands for no value: not known, or not defined. In CSV numbers are whole, yes is 1, no is 0,
  and no value is an empty cell.
  `--csv` writes UTF-8 to standard output, for programs; `-o FILE` writes it with the mark (BOM) by
  which spreadsheets read Chinese (in Python: `encoding="utf-8-sig"`).
- **Tables to read** (`--table`): CSV with commas; UTF-8, UTF-16 with its mark, or GB18030 (GBK),
  which is said on standard error; at most 10 MB, 200 columns and 1,000,000 cells. All faulty lines
  are named.
- **Figures** (`--figure`): SVG, PNG or PDF. Chinese needs a font: one of the machine, or the file
  that EMPOWER_FONT names. Without one an SVG names the fonts to look for, and PNG and PDF are
  refused. The foot says scenario, variant, revision, version and what was set.
- **Exit codes**: 0 done; 2 the caller can mend it; 1 this program or the store failed; 130 after
  Ctrl-C; 141 whoever read the output went away.

以下内容由 `python -m graph_api.cli.reference docs/reference` 根据程序自身的说明生成。
`empower COMMAND --help` 给出同样的内容（`--lang zh` 或 `EMPOWER_LANG` 选择中文）。

- **情景**：存储中的键；存储中没有该键时，为程序自带的情景（标准错误会说明）；
  或 YAML 文件：以 `.yaml`、`.yml` 结尾或含有目录的名称。
- **选择行动者**：`residents,owners` 是标识；`kind=resident`、`level=group`、`sphere=state`、
  `group=east`、`search=office` 是字段。列表表示“任一”，两个字段表示“同时满足”
  （`kind=resident,owner,group=east`）；`all` 表示全部。
- **`--json`**：每行一个 JSON 对象；键名同 GraphQL，用词同 YAML，数值保留全部精度，并附
  `provenance`（情景、变体、修订、版本、参数）。错误也以 JSON 写到标准错误。
- **多对**：`empower pair SCENARIO` 省略行动者时，从标准输入逐行读取并立即回答；
  无法理解的行在标准错误中指出，其余照常回答，退出码为 2。
- **机制**：`empower run 机制` 使用存储中带有该机制的情景，没有则用自带情景；`empower run 情景`
  使用指定的情景。`--set` 与 `--sweep` 不得超出参数范围（`--only parameters` 列出），且不写入存储。
  扫描一个参数绘成折线，扫描两个参数为每个测度绘成热图；测度多于 12 个时只绘发生变化的。
  `-` 表示无数值：未知或无定义。CSV 中数值保留全部精度，是为 1，否为 0，无数值为空格。
  `--csv` 以 UTF-8 写到标准输出，供程序读取；`-o FILE` 写入文件并带标记（BOM），
  电子表格可正确显示中文（Python 读取时用 `encoding="utf-8-sig"`）。
- **读取的表格**（`--table`）：逗号分隔的 CSV；UTF-8、带标记的 UTF-16，或 GB18030（GBK，
  标准错误会说明）；最多 10 MB、200 列、1,000,000 个单元格。所有有误的行都会指出。
- **图**（`--figure`）：SVG、PNG 或 PDF。中文需要字体：本机的字体，或 EMPOWER_FONT 指定的文件。
  没有字体时，SVG 列出要查找的字体，PNG 与 PDF 则拒绝绘制。
  图的底部写明情景、变体、修订、版本与所设参数。
- **退出码**：0 完成；2 调用者可改正；1 程序或存储出错；130 按下 Ctrl-C；141 输出的读取方已关闭。
"""

_SETTINGS = """\
# Settings / 设置

Made by `python -m graph_api.cli.reference docs/reference` from `graph_api/settings/table.py`.

The command line wins over the environment, which wins over the default; an empty variable counts
as not set. `empower check-config` shows each value, where it comes from, and whether the store
opens.

命令行优先于环境变量，环境变量优先于默认值；空变量视为未设置。
`empower check-config` 显示各项取值与来源，以及存储能否打开。

| variable 变量 | default 默认 | meaning | 含义 |
|---|---|---|---|
"""


def commands_page() -> str:
    """Give the page of all commands."""
    context = click.Context(cli, obj=Run({}), info_name="empower")
    return _INTRODUCTION + "".join(
        _section(cast("Command | Family", cli.get_command(context, name)), name)
        for name in COMMANDS
    )


def settings_page() -> str:
    """Give the page of all settings."""
    return _SETTINGS + "".join(
        f"| `{setting.variable}` | {f'`{setting.default}`' if setting.default else ''}"
        f" | {setting.meaning.en} | {setting.meaning.zh} |\n"
        for setting in SETTINGS
    )


def _section(command: Command | Family, name: str, mark: str = "##") -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [
        f"\n{mark} {name}\n",
        f"{command.text.en}\n",
        f"{command.text.zh}\n",
        "```console",
        f"$ empower {name} {usage}".rstrip(),
        *(f"$ {example}" for example in command.examples),
        "```",
    ]
    rows = [_row(param, context) for param in command.params if param.name not in _COMMON]
    if rows:
        lines += ["", "| argument or option | meaning | 含义 |", "|---|---|---|", *rows]
    members = command.members if isinstance(command, Family) else {}
    return (
        "\n".join(lines)
        + "\n"
        + "".join(_section(member, f"{name} {word}", "###") for word, member in members.items())
    )


_COMMON = frozenset({"json", "lang", "data"})
"""Every command has these; the introduction tells them."""


def _row(param: click.Parameter, context: click.Context) -> str:
    if isinstance(param, Argument):
        return _cells(f"`{param.make_metavar(context)}`", param.text)
    option = cast("Option", param)
    names = ", ".join(f"`{name}`" for name in option.opts)
    return _cells(names, option.text)


def _cells(name: str, text: Text) -> str:
    return f"| {name} | {text.en} | {text.zh} |"


def main(folder: Path) -> None:
    """Write both pages into a folder."""
    (folder / "cli.md").write_text(commands_page(), encoding="utf-8")
    (folder / "settings.md").write_text(settings_page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
