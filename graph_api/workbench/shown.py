"""Answers that can be read where they stand, and that say what they rest on.

What a `View` gives back is what scoring gives, with two things more: it shows itself as a short
table (``repr``, and HTML in a notebook), and it has a ``provenance``: scenario, variant, revision,
version, parameters. Each kind of answer (`shown_kinds`) is a subclass of the result of scoring:
every field is there for type checkers and for people, ``isinstance`` holds, and so does equality
with the plain result, whose fields alone are compared. What scoring gives stays a bare value; it
knows neither the version nor the names of the actors. `dataclasses.replace` gives an answer of the
same kind that rests on nothing, since nobody computed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from html import escape
from types import MappingProxyType
from typing import Any, TypeVar, cast

from graph_api.domain import GraphSnapshot, RelationId
from graph_api.domain.words import Label, Word
from graph_api.errors import Language
from graph_api.exchange.report import rounded
from graph_api.scoring import Channel

Cell = str | float | Word | None
"""What stands in a table; None is unknown or undefined, and shown as a dash."""

MOST_ROWS = 10
"""So many rows are shown; the answer has all."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Table:
    """What an answer shows: a title, columns, the first rows, and how many there are in all."""

    title: str
    columns: tuple[Label, ...]
    rows: Sequence[tuple[Cell, ...]]
    count: int


class Shown:
    """One answer with what it rests on; a mixin before the class of the result."""

    _said: Mapping[str, Any] = NOTHING
    _graph: GraphSnapshot | None = None

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Scenario, variant, revision, version, parameters; empty if nobody computed it."""
        return self._said

    def table(self, language: Language = "en") -> Table:
        """Give what is shown of the answer."""
        raise NotImplementedError

    def __repr__(self) -> str:
        table = self.table()
        rows = [[_text(cell) for cell in row] for row in table.rows]
        heads = [column.text("en") for column in table.columns]
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        lines = [table.title]
        for row in (heads, *rows):
            cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
            lines.append("  " + "  ".join(cells).rstrip())
        lines += [f"  {text}" for text in (_more(table, "en"), self._foot("en")) if text]
        return "\n".join(lines)

    def to_html(self, language: Language = "en") -> str:
        """Give the answer as an HTML table in one language, its provenance below."""
        table = self.table(language)
        head = "".join(f"<th>{escape(column.text(language))}</th>" for column in table.columns)
        body = "".join(
            "<tr>" + "".join(_html(cell, language) for cell in row) + "</tr>" for row in table.rows
        )
        foot = " ".join(filter(None, (_more(table, language), self._foot(language))))
        return (
            f"<table><caption>{escape(table.title)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p><small>{escape(foot)}</small></p>"
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def _foot(self, language: Language) -> str:
        return origin_text(self.provenance, language) if self.provenance else ""

    def named(self, actor: str, language: Language) -> str:
        """Give an actor's name, its id where no name is known."""
        if self._graph is None:
            return actor
        return self._graph.actor(actor).name.text(language, actor)

    def ends_named(self, relation: str, language: Language) -> str:
        """Give a relation with whom it leads from and to."""
        if self._graph is None or relation not in self._graph.relation_places:
            return relation
        found = self._graph.relation(relation)
        start, end = self.named(found.from_id, language), self.named(found.to_id, language)
        return f"{relation}: {start} → {end}"

    def subject_named(self, subject: str | Channel, language: Language) -> str:
        """Give what a bottleneck is: a channel, an actor or a relation."""
        if isinstance(subject, Channel):
            start, end = self.named(subject.from_id, language), self.named(subject.to_id, language)
            return f"{start} → {end} ({' '.join(subject.relations)})"
        if self._graph is not None and subject in self._graph.places:
            return self.named(subject, language)
        return self.ends_named(RelationId(subject), language)


class ShownValue(Shown):
    """An answer that is one frozen value: equal to the plain result with the same fields."""

    def __eq__(self, other: object) -> bool:
        kind = _plain_kind(type(self))
        if not isinstance(other, kind):
            return NotImplemented
        return _values(self, kind) == _values(other, kind)

    def __hash__(self) -> int:
        return hash(_values(self, _plain_kind(type(self))))

    def __reduce__(self) -> tuple[Any, ...]:
        kind = type(self)
        return _again, (kind, _values(self, _plain_kind(kind)), dict(self.provenance))


S = TypeVar("S", bound=Shown)


def carry(kind: type[S], answer: object, graph: GraphSnapshot, said: Mapping[str, Any]) -> S:
    """Give an answer as one of its kind, with what it rests on; its fields are taken as they are.

    Parameters
    ----------
    kind
        A subclass of `Shown` and of the class of ``answer``.
    answer
        What scoring gave.
    graph
        Whose names are shown.
    said
        The provenance.

    """
    if isinstance(answer, tuple):
        new = cast("S", tuple.__new__(cast("type[tuple[Any, ...]]", kind), answer))
    else:
        new = object.__new__(kind)
        if is_dataclass(answer) and not isinstance(answer, type):
            for field in fields(answer):
                object.__setattr__(new, field.name, getattr(answer, field.name))
        else:
            new.__dict__.update(vars(answer))
    new.__dict__["_said"] = MappingProxyType(dict(said))
    new.__dict__["_graph"] = graph
    return new


def origin_text(known: Mapping[str, Any], language: Language) -> str:
    """Say in one line what a provenance holds."""
    given = known["parameters"].items()
    said = ", ".join(f"{key}={_plain(value)}" for key, value in given if value is not None)
    word = "修订" if language == "zh" else "revision"
    about = f"{known['scenario']}@{known['variant']}, {word} {known['revision']}"
    return f"{about}, empower {known['version']}" + (f"; {said}" if said else "")


def _again(kind: type[S], values: Sequence[Any], said: Mapping[str, Any]) -> S:
    """Make an answer anew from what was kept of it; names of actors are not kept."""
    new = object.__new__(kind)
    for field, value in zip(fields(cast("Any", kind)), values, strict=True):
        object.__setattr__(new, field.name, value)
    if said:
        new.__dict__["_said"] = MappingProxyType(dict(said))
    return new


def _plain_kind(kind: type) -> type:
    """Give the class of the result that a kind of answer extends."""
    return next(base for base in kind.__mro__ if "__dataclass_fields__" in vars(base))


def _values(answer: object, kind: type) -> tuple[Any, ...]:
    return tuple(getattr(answer, field.name) for field in fields(kind))


def _text(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return rounded(cell)
    return str(cell.label.text("en") if isinstance(cell, Word) else cell)


def _html(cell: Cell, language: Language) -> str:
    if isinstance(cell, Word):
        return f"<td>{escape(cell.label.text(language))}</td>"
    if isinstance(cell, float):
        return f'<td style="text-align:right"><data value="{cell!r}">{rounded(cell)}</data></td>'
    return f"<td>{'–' if cell is None else escape(str(cell))}</td>"


def _more(table: Table, language: Language) -> str:
    left = table.count - len(table.rows)
    if left <= 0:
        return ""
    return f"另有 {left} 行" if language == "zh" else f"and {left} more"


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value)
