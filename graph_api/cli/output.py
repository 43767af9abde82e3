"""How answers are written: tables for people, one JSON line each for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_api.cli.frame import Run
from graph_api.domain import Band, GraphSnapshot
from graph_api.domain.words import Word

WIDE = 10_000
"""The width of what is not a terminal: a table that goes into a file is not folded."""


def answer(plain: Mapping[str, Any]) -> None:
    """Write one JSON object on one line of standard output; floats as they are, to the last bit."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = json.dumps(plain, ensure_ascii=encoding != "utf8", allow_nan=False, default=str)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def line(run: Run, en: str, zh: str) -> None:
    """Write a line for people to standard output."""
    sys.stdout.write(run.say(en, zh) + "\n")


def note(run: Run, en: str, zh: str) -> None:
    """Write a remark to standard error, where it is in nobody's way."""
    sys.stderr.write(run.say(en, zh) + "\n")
    sys.stderr.flush()


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
) -> None:
    """Write a table; ``numbers`` are the places of the columns that stand right."""
    from rich import box  # noqa: PLC0415  # slow to load, and --json does without
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(columns):
        drawn.add_column(RichText(name), justify="right" if place in numbers else "left")
    for row in rows:
        drawn.add_row(*map(RichText, row))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
    with (
        console.capture() as captured
    ):  # written by ourselves: rich has its own way with broken pipes
        console.print(drawn)
    lines = [title, *(line.rstrip() for line in captured.get().splitlines())]
    sys.stdout.write("\n".join(line for line in lines if line) + "\n\n")


def number(value: float | None, run: Run) -> str:
    """Give a score with three decimals; a word where it is not known."""
    return run.say("unknown", "未知") if value is None else f"{value:.3f}"


def scored(value: float | None, run: Run) -> str:
    """Give a score with its word."""
    if value is None:
        return number(None, run)
    return f"{number(value, run)} {label(Band.of(value), run)}"


def label(word: Word, run: Run) -> str:
    """Give the label of a word in the language of the run."""
    return word.label.text(run.language)


def named(view: GraphSnapshot, actor: str, run: Run) -> str:
    """Give an actor's name with its id."""
    name = view.actor(actor).name.text(run.language)
    return f"{name} ({actor})" if name else actor
