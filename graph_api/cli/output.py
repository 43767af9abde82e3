"""How answers are written: tables for people, one JSON line each for machines."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from graph_api.cli.folding import folded
from graph_api.cli.frame import Run
from graph_api.domain import KINDS, Band, GraphSnapshot, Relation
from graph_api.domain.words import Word
from graph_api.errors import BadParameterError

if TYPE_CHECKING:
    from graph_api.scoring import Channel, PairScore

WIDE = 10_000
"""The width of what is not a terminal: a table that goes into a file is not folded."""

NARROW = 110
"""In a terminal of fewer columns a key shares a column with what it means."""

LEAST_SHOWN = 0.0005
"""What is smaller would be 0.000 with three decimals."""


def answer(plain: Mapping[str, Any]) -> None:
    """Write one JSON object on one line of standard output; floats as they are, to the last bit."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = json.dumps(plain, ensure_ascii=encoding != "utf8", allow_nan=False, default=str)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def line(run: Run, en: str, zh: str) -> None:
    """Write a line for people to standard output."""
    paragraph(run.say(en, zh))


def paragraph(text: str) -> None:
    """Write text for people; a terminal gets it folded at its width, Chinese signs counting two."""
    if sys.stdout.isatty():
        text = folded(text, shutil.get_terminal_size().columns)
    sys.stdout.write(text + "\n")


def note(run: Run, en: str, zh: str) -> None:
    """Write a remark to standard error, where it is in nobody's way."""
    sys.stderr.write(run.say(en, zh) + "\n")
    sys.stderr.flush()


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, or say why it cannot be written."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(text.encode())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadParameterError(
            f"{path} cannot be written ({error.strerror}). Check the folder and the rights.",
            f"无法写入 {path}（{error.strerror}）。请检查目录与权限。",
            path=str(path),
        ) from error


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
        justify: Literal["left", "right"] = "right" if place in numbers else "left"
        drawn.add_column(RichText(name), justify=justify, overflow="fold")  # keys stay whole
    for row in rows:
        drawn.add_row(*map(RichText, row))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
    with (
        console.capture() as captured
    ):  # written by ourselves: rich has its own way with broken pipes
        console.print(drawn)
    lines = [title, *(line.rstrip() for line in captured.get().splitlines())]
    sys.stdout.write("\n".join(line for line in lines if line) + "\n\n")


def beside_or_below(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, lower: int, under: int
) -> tuple[list[str], list[list[str]]]:
    """Give a table with one column less in a narrow terminal: ``lower`` below ``under``."""
    every = [list(columns), *map(list, rows)]
    if sys.stdout.isatty() and shutil.get_terminal_size().columns < NARROW:
        for row in every[1:]:
            row[under] += f"\n{row[lower]}"
        for row in every:
            del row[lower]
    return every[0], every[1:]


def number(value: float | None, run: Run) -> str:
    """Give a score with three decimals; a word where it is not known."""
    return run.say("unknown", "未知") if value is None else rounded(value)


def rounded(value: float) -> str:
    """Give three decimals, or two digits of what is so small that it would look like nothing.

    Examples
    --------
    >>> rounded(0.25), rounded(0.0), rounded(0.000123)
    ('0.250', '0.000', '0.00012')

    """
    return f"{value:.2g}" if 0 < abs(value) < LEAST_SHOWN else f"{value:.3f}"


def rounded_or_dash(value: float | None) -> str:
    """Give a number as `rounded` does, a dash where there is none."""
    return "-" if value is None else rounded(value)


def scored(value: float | None, run: Run) -> str:
    """Give a score with its word."""
    if value is None:
        return number(None, run)
    return f"{number(value, run)} {label(Band.of(value), run)}"


def mutual_scored(score: PairScore, run: Run) -> str:
    """Give a mutual score with its word, where its reading has words."""
    return number(score.mutual, run) if score.band is None else scored(score.mutual, run)


def label(word: Word, run: Run) -> str:
    """Give the label of a word in the language of the run."""
    return word.label.text(run.language)


def named(view: GraphSnapshot, actor: str, run: Run) -> str:
    """Give an actor's name with its id."""
    name = view.actor(actor).name.text(run.language)
    return f"{name} ({actor})" if name else actor


def called(view: GraphSnapshot, actor: str, run: Run) -> str:
    """Give an actor's name; the id where it has none."""
    return view.actor(actor).name.text(run.language, actor)


def kind_called(kind: str, run: Run) -> str:
    """Give the label of a kind of actor; a kind of the author's own as it is written."""
    known = KINDS.get(kind)
    return kind if known is None else known.label.text(run.language)


def ends(view: GraphSnapshot, relation: Relation | Channel, run: Run) -> str:
    """Give whom a relation or channel leads from and to, by name."""
    return f"{called(view, relation.from_id, run)} → {called(view, relation.to_id, run)}"


def headed(view: GraphSnapshot, about: str = "") -> str:
    """Give the head of an answer: scenario, variant, and what was asked."""
    return " · ".join(text for text in (view.key.scenario, view.key.variant, about) if text)
