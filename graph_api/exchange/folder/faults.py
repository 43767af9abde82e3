"""What is wrong with a folder of tables: every fault with its file, row and column, and a count.

At most `MAX_PROBLEMS` faults are told, the first of each table; how many more there are is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TypeAlias

from graph_api.errors import Problem
from graph_api.exchange.folder.columns import Codes, TableForm
from graph_api.scenarios.problems import MAX_PROBLEMS, Basket, Both

Told: TypeAlias = tuple[Both, Both | None, str | None]
"""What one fault says: the text, what to do about it, and the word it is about."""

_MOST_KNOWN = 10_000
"""So many known words are looked at for the nearest, which costs a moment each."""


class TableFaults:
    """The faults of one table; whoever tells faults of one kind tells them by ascending rows."""

    def __init__(self, form: TableForm) -> None:
        self.form = form
        self.count = 0
        self._found: list[tuple[int, int, int, Problem]] = []
        self._told: Counter[tuple[str, str]] = Counter()
        self._hints = Basket()

    def near(self, word: str, known: Iterable[str]) -> Both | None:
        """Give a hint at the known words nearest to one, or at some of those there are."""
        return self._hints.near(word, islice(known, _MOST_KNOWN))

    def cells(  # noqa: PLR0913, PLR0917  # what is wrong, and where
        self,
        code: str,
        column: str,
        first: int,
        places: Codes,
        tell: Callable[[int], Told],
        owners: Codes | None = None,
    ) -> None:
        """Note a fault of one kind in some cells of a column.

        Parameters
        ----------
        code
            The name of the check.
        column
            The column, perhaps with what is meant inside it: ``more.evidence[0].source``.
        first
            The number of the row at place 0, from 1.
        places
            Places of rows in their batch, ascending; with ``owners`` places of items of lists.
        tell
            What to say of a place; asked only for those that are told.
        owners
            The place of the row of each item.

        """
        for place in places[:MAX_PROBLEMS].tolist():
            row = place if owners is None else int(owners[place])
            self._note(code, column, first + row, tell(place))
        self.count += max(0, places.size - MAX_PROBLEMS)

    def one(self, code: str, column: str, row: int, told: Told) -> None:
        """Note a fault of one cell; rows are numbered from 1."""
        self._told[code, column] += 1
        if self._told[code, column] > MAX_PROBLEMS:
            self.count += 1
        else:
            self._note(code, column, row, told)

    def table(self, code: str, told: Told, column: str | None = None) -> None:
        """Note a fault of the table as a whole, or of a whole column."""
        self._note(code, column, 0, told)

    def _note(self, code: str, column: str | None, row: int, told: Told) -> None:
        (en, zh), hint, subject = told
        place = ":".join(str(part) for part in (self.form.file, row or None, column) if part)
        order = -1 if column is None else self.form.order(column.partition(".")[0])
        problem = Problem(
            code,
            en,
            zh,
            place,
            hint_en=hint[0] if hint else None,
            hint_zh=hint[1] if hint else None,
            subject=None if subject is None else subject[:200],
        )
        self._found.append((row, order, self.count, problem))
        self.count += 1
        if len(self._found) > 20 * MAX_PROBLEMS:
            self._keep_first()

    def told(self) -> list[Problem]:
        """Give the first faults, by row and column."""
        self._keep_first()
        return [problem for _, _, _, problem in self._found]

    def _keep_first(self) -> None:
        self._found = sorted(self._found, key=lambda item: item[:3])[:MAX_PROBLEMS]


def gathered(rest: Sequence[Problem], tables: Sequence[TableFaults]) -> tuple[Problem, ...]:
    """Give the problems of a folder, first those of the file, with how many more there are."""
    problems = [*rest, *(problem for table in tables for problem in table.told())]
    count = len(rest) + sum(table.count for table in tables)
    told = problems[:MAX_PROBLEMS]
    if count > len(told):
        more = count - len(told)
        told.append(
            Problem(
                "too-many-problems",
                f"There are {more:,} more; mend these and check again.",
                f"另有 {more:,} 处；请先改正以上各处再检查。",
            )
        )
    return tuple(told)
