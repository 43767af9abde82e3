"""XML written piece by piece, so that a large graph never stands in memory as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from graph_api.exchange.writing.flat import NUMBERS, Cell, Cells

PARTS = 10_000
"""So many pieces are put together before they are written."""


class XmlFile:
    """An XML document that is being written; texts are those of `graph_api.exchange.writing.flat`.

    The standard library escapes what must be escaped; it is given no sign that XML cannot hold.
    Its own `XMLGenerator` takes several times as long.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._parts = ['<?xml version="1.0" encoding="utf-8"?>\n']

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write an element around what is written meanwhile."""
        self._parts.append(f"<{name}{_attributes(attributes)}>\n")
        yield
        self._parts.append(f"</{name}>\n")
        if len(self._parts) > PARTS:
            self.done()

    def leaf(self, name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> None:
        """Write an element with a text or without."""
        end = f">{escape(text)}</{name}>\n" if text else "/>\n"
        self._parts.append(f"<{name}{_attributes(attributes)}{end}")

    def done(self) -> None:
        """Hand everything to the file, which stays open."""
        self._file.write("".join(self._parts).encode())
        self._parts.clear()


def _attributes(attributes: Mapping[str, str] | None) -> str:
    if not attributes:
        return ""
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def written(value: Cell) -> str:
    """Give a cell as XML writes it: numbers to the last bit.

    Examples
    --------
    >>> written(0.1), written(1), written("1")
    ('0.1', '1.0', '1')

    """
    return value if isinstance(value, str) else repr(float(value or 0))


def sort_of(column: str) -> str:
    """Give the type of a column, the same word in GraphML and GEXF."""
    return "double" if column in NUMBERS else "string"


def used(columns: tuple[str, ...], rows: Iterator[Cells]) -> tuple[str, ...]:
    """Give the columns that any of the rows fills, in their order."""
    left, found = set(columns), set()
    for cells in rows:
        said = {name for name in left if cells[name] is not None}
        found |= said
        left -= said
        if not left:
            break
    return tuple(name for name in columns if name in found)
