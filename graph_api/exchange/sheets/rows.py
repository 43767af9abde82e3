"""The rows of one sheet by the names of its columns, and the faults of its header and cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TypeVar

from graph_api.exchange.sheets.cells import CellError, is_unknown
from graph_api.exchange.sheets.columns import DERIVED, SheetForm, folded
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import MOST_COLUMNS, MOST_ROWS, MOST_SIGNS, Grid
from graph_api.scenarios.problems import Both, shown

Found = TypeVar("Found")

_NOT_TEXT = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEARLY = 0.75
"""From this likeness on a header is taken for a slip of the pen, and not for notes of people."""

_ODD: dict[str, tuple[str, Both, Both]] = {
    "formula": (
        "formula-cell",
        (
            "This cell holds a formula, and formulas are not computed here.",
            "此单元格含公式，此处不计算公式。",
        ),
        (
            "Paste its value over it (paste special: values).",
            "请以“选择性粘贴：数值”替换为其值。",
        ),
    ),
    "error": (
        "error-cell",
        ("This cell holds an error of the spreadsheet.", "此单元格含表格软件的错误值。"),
        ("Write the value, or leave the cell empty.", "请填写数值，或将单元格留空。"),
    ),
}
_EMPTY: Both = ("The cell is empty, and something must stand here.", "单元格为空，此处须填写。")


class Table:
    """A sheet whose header was understood; going over it gives its rows."""

    def __init__(self, form: SheetForm, grid: Grid, faults: SheetFaults) -> None:
        self.form = form
        self.grid = grid
        self.faults = faults
        self.columns: dict[str, int] = {}
        self._read_header()
        self._tell_merged()

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self.grid.rows[:MOST_ROWS]:
            yield Row(self, number, cells)
        if len(self.grid.rows) > MOST_ROWS:
            self.faults.say(
                "too-many-items",
                self.grid,
                self.grid.rows[MOST_ROWS][0],
                None,
                (
                    f"There are {len(self.grid.rows):,} rows; at most {MOST_ROWS:,} are read.",
                    f"共有 {len(self.grid.rows):,} 行，最多读取 {MOST_ROWS:,} 行。",
                ),
                (
                    "Write Parquet tables instead (docs/reference/format.md).",
                    "请改用 Parquet 表格（docs/reference/format.md）。",
                ),
            )

    def _read_header(self) -> None:
        known = self.form.headers()
        derived = DERIVED.get(self.form.name, frozenset())
        header = list(self.grid.header)
        if len(header) > MOST_COLUMNS:
            self._say(
                "too-many-items",
                MOST_COLUMNS + 1,
                (
                    f"There are {len(header)} columns; at most {MOST_COLUMNS} are read.",
                    f"共有 {len(header)} 列，最多读取 {MOST_COLUMNS} 列。",
                ),
            )
            header = header[:MOST_COLUMNS]
        own = {folded(text) for text in header} & set(known)
        plain_best = folded("best") in own
        for column, text in enumerate(header, 1):
            word = folded(text)
            if not word or (word in derived and (plain_best or word not in known)):
                continue
            name = known.get(word)
            if name is None:
                self._unknown(text, column)
            elif name in self.columns:
                first = header[self.columns[name] - 1]
                self._say(
                    "repeated-column",
                    column,
                    (
                        f"The headers {shown(first)} and {shown(text)} name the same column.",
                        f"表头“{first[:80]}”与“{text[:80]}”指同一列。",
                    ),
                    ("Take one of them out.", "请删去其一。"),
                    text,
                )
            else:
                self.columns[name] = column
        self._require_columns()

    def _unknown(self, text: str, column: int) -> None:
        """Tell a header that names nothing: an error where it nearly names a column."""
        missing = {
            spelt: item.name
            for item in self.form.columns
            if item.name not in self.columns and self.grid.labels is None
            for spelt in item.words()
        }
        near = difflib.get_close_matches(folded(text)[:80], missing, n=1, cutoff=_NEARLY)
        if near:
            name = missing[near[0]]
            zh = self.form.column(name).label.zh
            self._say(
                "misspelt-column",
                column,
                (f"{shown(text)} nearly names a column.", f"“{text[:80]}”与某列名称相近。"),
                (f"Write {name} or {zh}; or take it out.", f"请写“{zh}”（{name}），或删去此列。"),
                text,
            )
            return
        self._say(
            "unknown-column",
            column,
            (f"The column {shown(text)} is not read.", f"不读取“{text[:80]}”列。"),
            (
                "The columns are listed in docs/reference/sheets.md.",
                "各列见 docs/reference/sheets.md。",
            ),
            text,
        )

    def _require_columns(self) -> None:
        for item in self.form.columns:
            if not item.required or item.name in self.columns:
                continue
            zh = item.label.zh or item.name
            self._say(
                "missing-column",
                None,
                (
                    f"There is no column {item.name!r} ({zh}).",
                    f"缺少“{zh}”列（{item.name}）。",
                ),
                ("Add it, whatever its place.", "请补上此列，位置不限。"),
                item.name,
            )

    def _tell_merged(self) -> None:
        for row, column, where in self.grid.merged:
            self.faults.say(
                "merged-cells",
                self.grid,
                row,
                column,
                (
                    f"The cells {where} are merged, so only the first of them says something.",
                    f"单元格 {where} 被合并，只有第一个有内容。",
                ),
                ("Split them and fill each.", "请取消合并并逐一填写。"),
                where,
            )

    def _say(
        self,
        code: str,
        column: int | None,
        text: Both,
        hint: Both | None = None,
        subject: str | None = None,
    ) -> None:
        row = self.grid.header_row
        self.faults.say(code, self.grid, row, column, text, hint, subject)

    @property
    def can_be_read(self) -> bool:
        """Tell whether every column that must be there is."""
        return all(item.name in self.columns for item in self.form.columns if item.required)


class Row:
    """One row: its texts by the names of their columns; a faulty cell is told once."""

    def __init__(self, table: Table, number: int, cells: Sequence[str]) -> None:
        self.table = table
        self.number = number
        self._cells = cells
        self.spoiled: set[str] = set()
        self._tell_extra()
        for name, column in table.columns.items():
            self._look_at(name, column)

    def _tell_extra(self) -> None:
        used = len(self.table.grid.header)
        extra = [n for n, text in enumerate(self._cells[used:], used + 1) if text]
        if extra:
            text = self._cells[extra[0] - 1]
            self.table.faults.say(
                "extra-cell",
                self.table.grid,
                self.number,
                extra[0],
                (
                    f"{shown(text)} stands outside the {used} columns of the header.",
                    f"“{text[:80]}”在表头的 {used} 列之外。",
                ),
                (
                    "Give it a header, or take it out; in CSV put a cell with a comma in quotes.",
                    "请为其加表头或删去；CSV 中含逗号的单元格须加引号。",
                ),
                text,
            )

    def _look_at(self, name: str, column: int) -> None:
        odd = self.table.grid.odd.get((self.number, column))
        if odd == "merged":
            self.spoiled.add(name)
        elif odd is not None:
            self.fault(name, CellError(*_ODD[odd]))
        text = self._cells[column - 1] if column <= len(self._cells) else ""
        if len(text) > MOST_SIGNS and name != "more":
            self.fault(
                name,
                CellError(
                    "too-long",
                    (
                        f"This text has more than {MOST_SIGNS:,} characters.",
                        f"此文字超过 {MOST_SIGNS:,} 个字符。",
                    ),
                    ("Shorten it.", "请缩短。"),
                ),
            )
        elif found := _NOT_TEXT.search(text):
            sign = f"U+{ord(found[0]):04X}"
            self.fault(
                name,
                CellError(
                    "bad-character",
                    (f"Character {sign} cannot stand here.", f"此处不能出现字符 {sign}。"),
                    (
                        "Take it out; it is invisible and often comes with pasted text.",
                        "请删除它；它不可见，常随粘贴的文字混入。",
                    ),
                ),
            )

    def text(self, name: str) -> str:
        """Give the text of a column; empty where there is none or it is faulty."""
        column = self.table.columns.get(name)
        if column is None or name in self.spoiled or column > len(self._cells):
            return ""
        return self._cells[column - 1].strip()

    def fault(self, name: str, error: CellError) -> None:
        """Note what is wrong with a cell, unless it was told already."""
        if name in self.spoiled:
            return
        self.spoiled.add(name)
        self.table.faults.say(
            error.code,
            self.table.grid,
            self.number,
            self.table.columns.get(name),
            error.text,
            error.hint,
            error.subject,
        )

    def take(self, name: str, read: Callable[[str], Found]) -> Found | None:
        """Give what a cell says; None where it is empty, or faulty, which is noted."""
        text = self.text(name)
        if not text:
            return None
        try:
            return read(text)
        except CellError as error:
            self.fault(name, error)
            return None

    def required(self, name: str, known: Container[str] | None = ()) -> str:
        """Give a text that must be there; empty, and noted, where there is none.

        ``known`` are names that count even where they look like a word for what nobody knows; None
        takes any word for a name.
        """
        text = self.text(name)
        if name in self.spoiled or (text and (known is None or text in known)):
            return text
        if not is_unknown(text):
            return text
        said = _EMPTY
        if text:
            said = (
                f"{shown(text)} says that nobody knows, and something must stand here.",
                f"“{text[:80]}”表示未知，而此处须填写。",
            )
        hint = ("Fill the cell, or take the row out.", "请填写此单元格，或删去此行。")
        self.fault(name, CellError("missing-field", said, hint, text))
        return ""

    @property
    def signature(self) -> tuple[str, ...]:
        """Give all texts of the row, without the id, to see whether another row repeats it."""
        return tuple(self.text(name) for name in self.table.columns if name != "id")
