"""A sheet as it was read, whatever the file: texts with their rows and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

MOST_BYTES = 10_000_000
"""A file of sheets may be so large."""

MOST_UNZIPPED = 100_000_000
"""What an XLSX file unpacks to may be so large; it is counted while it is read."""

MOST_PARTS = 2_000
"""An XLSX file may hold so many parts."""

MOST_CELLS = 1_000_000
"""All sheets of a file together may have so many cells."""

MOST_COLUMNS = 200
"""More columns than this are a mistake."""

MOST_ROWS = 20_000
"""Longer sheets are for Parquet: a scenario in one file has at most 10,000 relations."""

MOST_SIGNS = 10_000
"""A cell may have so many characters."""

Odd = Literal["formula", "error", "merged"]
"""Why a cell has no text of its own: it computes, it failed to, or it is part of a larger one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: ``title`` as people know it, its header, its rows by their numbers.

    Rows are numbered as a spreadsheet does, the header being row 1; ``header`` holds the texts of
    ``header_row``. Rows without any text are left out. ``odd`` names the cells that have no text of
    their own, by row and column, both from 1; ``merged`` tells where merged cells begin. ``labels``
    name the rows of what is no sheet: the nodes and edges of a graph, which people do not count.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    header_row: int = 1
    odd: Mapping[tuple[int, int], Odd] = field(default_factory=dict)
    merged: Sequence[tuple[int, int, str]] = ()
    labels: Mapping[int, str] | None = None

    def place(self, row: int | None, column: int | None) -> str:
        """Give the name of a cell as a spreadsheet writes it: ``relations!C17``.

        Of a graph it is that of the node or edge: ``node a1: kind``.
        """
        if row is None:
            return self.title
        if self.labels is None:
            return f"{self.title}!{letters(column) if column else ''}{row}"
        label = self.labels.get(row, self.title)
        named = column is not None and column <= len(self.header)
        return f"{label}: {self.header[column - 1]}" if column and named else label


def letters(column: int) -> str:
    """Give the letters of a column, counted from 1.

    Examples
    --------
    >>> letters(1), letters(27), letters(703)
    ('A', 'AA', 'AAA')

    """
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
