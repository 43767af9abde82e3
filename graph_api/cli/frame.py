"""What all commands share: help in two languages, and the options that each of them has.

Nothing here loads the rest of the package, so that ``empower --help`` comes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import click

from graph_api.cli.folding import folded
from graph_api.errors import Language
from graph_api.settings import Settings, Text

Function = Callable[..., Any]
Decorator = Callable[[Function], Function]


@dataclass
class Run:
    """One run of the program: what was said outside the command's own arguments.

    ``facts`` gathers what the line in the log says: scenario, actors, relations, store.
    """

    environ: Mapping[str, str]
    language: Language = "en"
    wants_json: bool = False
    said: dict[str, str | None] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Settings:
        """Give the settings, read at the first question."""
        return Settings.from_env(self.environ, self.said)

    @property
    def person(self) -> str:
        """Give who runs it, for the journal; empty where the machine does not say."""
        return self.environ.get("USER", "")

    def say(self, en: str, zh: str) -> str:
        """Give one of two texts, in the language of this run."""
        return zh if self.language == "zh" else en


pass_run = click.make_pass_decorator(Run)


def run_of(context: click.Context) -> Run:
    """Give the run that a context belongs to; one in English where there is none."""
    found = context.find_root().obj
    return found if isinstance(found, Run) else Run({})


class Option(click.Option):
    """An option whose help is in both languages."""

    def __init__(self, names: Sequence[str], text: Text, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(names, help=text.en, **rest)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give the line of help in the language of the run."""
        self.help = self.text.say(run_of(ctx).language)
        return super().get_help_record(ctx)

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:  # noqa: ARG002
        """Leave out click's English remarks; the help says what is needed."""
        return {}


class Argument(click.Argument):
    """An argument with help, which click has not, in both languages."""

    def __init__(self, names: Sequence[str], text: Text, **rest: Any) -> None:  # noqa: ANN401
        super().__init__(names, **rest)
        self.text = text


class Formatter(click.HelpFormatter):
    """Writes help in lines that fit; click's own count a Chinese sign as one column."""

    def write_heading(self, heading: str) -> None:
        """Write what a section is called."""
        colon = ":" if heading.isascii() else "："
        self.write(f"{'':{self.current_indent}}{heading}{colon}\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        indent = " " * self.current_indent
        for line in folded(text, self.width - self.current_indent).split("\n"):
            self.write(f"{indent}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names, and beside each what it means; under it where the name is too long."""
        rows = [*rows]
        first = min(max((len(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        beside = " " * (self.current_indent + first)
        for name, meaning in rows:
            lines = folded(meaning, self.width - len(beside)).split("\n")
            if len(name) <= first - col_spacing:
                self.write(f"{indent}{name:{first}}{lines.pop(0)}".rstrip() + "\n")
            else:
                self.write(f"{indent}{name}\n")
            for line in lines:
                self.write(f"{beside}{line}".rstrip() + "\n")


class Context(click.Context):
    """Click's own, with our way to write help."""

    formatter_class = Formatter


class BilingualHelp(click.Command):
    """Writes help in the language of the run; mixed into commands and the group."""

    context_class = Context

    text: Text
    examples: tuple[str, ...] = ()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how to call it."""
        run = run_of(ctx)
        pieces = " ".join(self.collect_usage_pieces(ctx))
        pieces = pieces.replace("[OPTIONS]", run.say("[OPTIONS]", "[选项]"))
        formatter.write_usage(ctx.command_path, pieces, prefix=run.say("Usage: ", "用法："))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.text.say(run_of(ctx).language))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what its arguments and options mean."""
        run = run_of(ctx)
        params = self.get_params(ctx)
        arguments = [
            (param.make_metavar(ctx).strip("[]"), param.text.say(run.language))
            for param in params
            if isinstance(param, Argument)
        ]
        if arguments:
            with formatter.section(run.say("Arguments", "参数")):
                formatter.write_dl(arguments)
        options = [
            record
            for param in params
            if isinstance(param, click.Option)
            and (record := param.get_help_record(ctx)) is not None
        ]
        with formatter.section(run.say("Options", "选项")):
            formatter.write_dl(options)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write an example or more."""
        if not self.examples:
            return
        with formatter.section(run_of(ctx).say("Example", "示例")):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give ``--help``, with its own help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = run_of(ctx).say("Show this help and exit.", "显示本帮助并退出。")
        return option


class Command(BilingualHelp):
    """A command with help in both languages and an example or more."""

    def __init__(
        self,
        name: str,
        text: Text,
        examples: Sequence[str],
        *,
        callback: Callable[..., Any],
        params: list[click.Parameter],
    ) -> None:
        super().__init__(name, callback=callback, params=params)
        self.text = text
        self.examples = tuple(examples)


def command(name: str, text: Text, *examples: str) -> Callable[[Function], Command]:
    """Make a command of a function, with the options that every command has."""

    def make(function: Function) -> Command:
        own = list(reversed(getattr(function, "__click_params__", [])))
        return Command(
            name,
            text,
            examples,
            callback=pass_run(function),
            params=[*own, *common_options()],
        )

    return make


def argument(*names: str, text: Text, **rest: Any) -> Decorator:  # noqa: ANN401  # click's own
    """Add an argument."""
    return _add(Argument(names, text, **rest))


def option(*names: str, text: Text, **rest: Any) -> Decorator:  # noqa: ANN401  # click's own
    """Add an option."""
    return _add(Option(names, text, **rest))


def _add(param: click.Parameter) -> Decorator:
    def add(function: Function) -> Function:
        params: list[click.Parameter] = getattr(function, "__click_params__", [])
        function.__click_params__ = [*params, param]  # type: ignore[attr-defined]  # click's own way
        return function

    return add


LANG = Text("Language: en or zh (EMPOWER_LANG, LANG).", "语言：en 或 zh（EMPOWER_LANG、LANG）。")
"""The help of ``--lang``, which the group and every command have."""


def language_option() -> Option:
    """Give ``--lang``; `main` has looked at it before, so that errors of click have a language."""
    return Option(
        ["--lang"],
        LANG,
        type=click.Choice(["en", "zh"]),
        expose_value=False,
        callback=_set_language,
    )


def common_options() -> list[click.Parameter]:
    """Give the options that every command has."""
    return [
        Option(
            ["--json"],
            Text(
                "JSON for machines: every digit, with provenance.",
                "输出供机器读取的 JSON：完整精度，附出处。",
            ),
            is_flag=True,
            expose_value=False,
            callback=_set_json,
        ),
        language_option(),
        Option(
            ["--data"],
            Text(
                "Folder of the embedded store (EMPOWER_DATA; ./data).",
                "嵌入式存储的目录（EMPOWER_DATA；默认 ./data）。",
            ),
            metavar="DIR",
            expose_value=False,
            callback=_set_data,
        ),
    ]


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        run_of(ctx).wants_json = True


def _set_language(ctx: click.Context, _param: click.Parameter, value: Language | None) -> None:
    if value is not None:
        run = run_of(ctx)
        run.language = value
        run.said["language"] = value


def _set_data(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        run_of(ctx).said["data"] = value
