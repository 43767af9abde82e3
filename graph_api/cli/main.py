"""Where ``empower`` begins: finds the command, and turns what goes wrong into an exit code."""

from __future__ import annotations

import errno
import importlib
import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple, NoReturn, cast

import click

from graph_api import __version__, logs
from graph_api.cli import failures
from graph_api.cli.frame import Option, Run, language_option
from graph_api.cli.groups import Group, help_when_alone
from graph_api.errors import BadParameterError, GraphApiError, Language
from graph_api.settings import Settings, Text, language_of_locale

logger = logging.getLogger(__name__)

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""Why standard output takes no more: no room, a limit, a broken disk."""


class Entry(NamedTuple):
    """Where a command is, and what the list of commands says of it."""

    module: str
    text: Text


COMMANDS: Mapping[str, Entry] = {
    "serve": Entry("serving", Text("Serve GraphQL over HTTP.", "启动 GraphQL 服务。")),
    "new": Entry("files", Text("Write a scenario to begin with.", "生成情景模板。")),
    "check": Entry("files", Text("Name every problem of files.", "检查文件，列出全部问题。")),
    "fmt": Entry("files", Text("Put files into one form.", "统一文件格式。")),
    "diff": Entry("files", Text("Tell how two scenarios differ.", "比较两个情景的差异。")),
    "import": Entry("keeping", Text("Keep files in the store.", "把文件导入存储。")),
    "export": Entry(
        "exporting", Text("Write a scenario for other programs.", "把情景导出给其他程序。")
    ),
    "list": Entry("keeping", Text("List the scenarios.", "列出情景。")),
    "show": Entry(
        "showing", Text("Show a scenario, actor or relation.", "显示情景、行动者或关系。")
    ),
    "pair": Entry("scores", Text("Score both directions of a pair.", "计算一对行动者的双向充权。")),
    "paths": Entry("scores", Text("Give the best paths.", "列出最佳路径。")),
    "bottlenecks": Entry("breaks", Text("Rank what pairs would miss most.", "排出瓶颈。")),
    "cut": Entry("breaks", Text("Find the cheapest way to break a path.", "求最小割。")),
    "uncertainty": Entry("uncertain", Text("Tell how sure a pair is.", "说明得分有多确定。")),
    "rank-uncertainty": Entry(
        "uncertain", Text("Tell how sure a ranking of bottlenecks is.", "说明瓶颈排名有多确定。")
    ),
    "sensitivity": Entry(
        "sensitive", Text("Change one choice at a time, and mark flips.", "逐项改变设定的影响。")
    ),
    "attribution": Entry(
        "planning", Text("Share a score out among relations.", "把得分分摊到各关系。")
    ),
    "plan": Entry(
        "planning", Text("Find the best measures under a budget.", "在预算内求最佳措施。")
    ),
    "compare": Entry("breaks", Text("Tell how two variants differ.", "比较两个变体。")),
    "run": Entry(
        "run", Text("Run the mechanism of an essay and check its claims.", "运行机制并检验论断。")
    ),
    "metrics": Entry("metrics", Text("Compute a network metric.", "计算网络指标。")),
    "map": Entry("mapping", Text("Draw the map of a view.", "绘制关系图。")),
    "report": Entry("report", Text("Write one HTML page on a view.", "为一个视图生成报告页面。")),
    "bench": Entry("benching", Text("Draw a graph to measure with.", "生成用于测量的图。")),
    "undo": Entry("undoing", Text("Take one revision back.", "撤销一次修订。")),
    "delete": Entry("undoing", Text("Take a scenario away.", "删除情景。")),
    "case": Entry("cases", Text("Follow the cases of households.", "跟踪农户个案。")),
    "token": Entry("tokens", Text("Make and revoke tokens to sign in with.", "管理登录令牌。")),
    "neo4j": Entry("serving", Text("Run a Neo4j on this machine.", "在本机运行 Neo4j。")),
    "backup": Entry("backup", Text("Keep everything in one file.", "备份到一个文件。")),
    "restore": Entry("backup", Text("Bring a backup back.", "从备份恢复。")),
    "migrate": Entry("operation", Text("Bring the store up to date.", "升级存储的结构。")),
    "export-schema": Entry(
        "operation", Text("Write the published schemas.", "导出公开的模式文件。")
    ),
    "check-config": Entry("operation", Text("Show all settings.", "显示全部设置。")),
}
"""Every command, in the order of the help; a module is loaded when its command is called."""


class Empower(Group):
    """The group of all commands."""

    text = Text(
        "Who can empower whom in the governance of a community, in both directions; where the chain"
        " breaks; what would mend it.",
        "社区治理中谁能为谁充权（双向）、链条在哪里断开、怎样补救。",
    )
    examples = (
        "empower pair mutual-empowerment residents street_office",
        "empower serve",
    )

    @property
    def listed(self) -> Mapping[str, Text]:
        """What the help says of each command; it loads none of them."""
        return {name: entry.text for name, entry in COMMANDS.items()}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load the module of a command and give it."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module = importlib.import_module(f"graph_api.cli.{entry.module}")
        found: click.Command = module.FAMILY[cmd_name]
        return found

    def main(  # type: ignore[override]  # click's overloads differ only in what they return
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,  # noqa: ARG002  # click's signature
        **_extra: object,
    ) -> NoReturn:
        """Run a command and leave with its exit code."""
        words = list(sys.argv[1:] if args is None else args)
        sys.exit(_run(self, words, os.environ))


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"empower {__version__}")
        ctx.exit()


cli = Empower(
    "empower",
    params=[
        language_option(),
        Option(
            ["--version"],
            Text("Show the version and exit.", "显示版本并退出。"),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
        ),
    ],
    invoke_without_command=True,
    callback=help_when_alone,
)


def main() -> NoReturn:
    """Run ``empower`` with the arguments of this process."""
    cli.main()


def _run(group: Empower, words: list[str], environ: Mapping[str, str]) -> int:
    """Run a command; give its exit code, having said what went wrong."""
    _open_what_is_closed()
    _tolerate_any_encoding()
    run = Run(environ, said_language(words, environ), "--json" in words)
    _set_up_logs(environ, words)
    began = time.monotonic()
    try:
        code = _invoke(group, words, run)
        sys.stdout.flush()
    except click.ClickException as error:
        code = failures.report_usage(run, error, sys.stderr)
    except GraphApiError as error:
        failures.report(run, error, sys.stderr)
        code = failures.exit_code(error)
    except (KeyboardInterrupt, click.Abort):
        code = failures.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = failures.READER_GONE
    except OSError as error:
        if error.filename is not None or error.errno not in UNWRITABLE:
            logger.exception("the command failed")
            failures.report_bug(run, sys.stderr)
        else:  # nothing but standard output is written without a name
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            failures.report(run, _unwritable(error), sys.stderr)
        code = failures.FAILURE
    except Exception:  # the one place: a bug gets a message, its trace goes to the log
        logger.exception("the command failed")
        failures.report_bug(run, sys.stderr)
        code = failures.FAILURE
    logger.info(
        "command",
        extra={
            "operation": next((word for word in words if word in COMMANDS), None),
            **{name: run.facts.get(name) for name in ("scenario", "actors", "relations", "store")},
            "milliseconds": round(1000 * (time.monotonic() - began), 1),
            "outcome": code,
        },
    )
    return code


def _unwritable(error: OSError) -> BadParameterError:
    return BadParameterError(
        f"The answer cannot be written to standard output ({error.strerror}). Send it elsewhere,"
        " or make room.",
        f"无法把结果写到标准输出（{error.strerror}）。请改写到别处，或腾出空间。",
        parameter="output",
    )


def _open_what_is_closed() -> None:
    """Let a program that was started without output (``>&-``) run as into ``/dev/null``."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))


def _set_up_logs(environ: Mapping[str, str], words: Sequence[str]) -> None:
    try:
        settings = Settings.from_env(environ)
    except GraphApiError:  # the command says it, if it needs settings at all
        settings = Settings()
    logs.set_up(
        sys.stderr,
        settings.log_level or ("INFO" if "serve" in words else "WARNING"),
        json_lines=logs.wants_json(settings.log_format, sys.stderr),
        secrets=settings.secrets,
    )


def _invoke(group: Empower, words: list[str], run: Run) -> int:
    try:
        with group.make_context("empower", words, obj=run) as context:
            result = group.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    return result if isinstance(result, int) else 0


def said_language(words: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Give the language of a run before its arguments are parsed, so that errors have one.

    Examples
    --------
    >>> said_language(["pair", "--lang=zh"], {}), said_language([], {"LANG": "zh_CN.UTF-8"})
    ('zh', 'zh')

    """
    for word, after in zip(words, [*words, ""][1:], strict=True):
        said = after if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and said in {"en", "zh"}:
            return cast("Language", said)
    wanted = environ.get("EMPOWER_LANG")
    if wanted in {"en", "zh"}:
        return cast("Language", wanted)
    return language_of_locale(environ)


def _tolerate_any_encoding() -> None:
    """Let a terminal that knows no Chinese show question marks instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
