"""A CSV file as a sheet, in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import csv
import io

from graph_api.errors import BadParameterError
from graph_api.exchange.sheets.cells import plain_text
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import MOST_CELLS, MOST_SIGNS, Grid, Odd
from graph_api.exchange.tables import decode_text

_COMMAS = ",;\t"


def read_csv(data: bytes, title: str, faults: SheetFaults) -> Grid | None:
    r"""Read a CSV file as a sheet; None, and a fault, where it cannot be read.

    Cells are parted by commas; by semicolons or tabs where line 1 has those and no comma. Cells
    may hold breaks of lines between quotes; rows are counted as a spreadsheet shows them.

    Examples
    --------
    >>> read_csv("编号,类型\na,居民\n".encode("gbk"), "actors.csv", SheetFaults()).rows
    [(2, ['a', '居民'])]

    """
    try:
        text, _ = decode_text(data, title)
    except BadParameterError as error:
        code = "not-utf-8" if "line" in error.details else "too-large"
        faults.say(code, title, error.details.get("line"), None, (error.en, error.zh))
        return None
    first, _, _ = text.partition("\n")
    delimiter = next((sign for sign in _COMMAS if sign in first), ",")
    rows: list[tuple[int, list[str]]] = []
    odd: dict[tuple[int, int], Odd] = {}
    count, line = 0, 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line, cells in enumerate(reader, 1):
            count += len(cells)
            if count > MOST_CELLS:
                faults.say(
                    "too-large",
                    title,
                    line,
                    None,
                    (
                        f"There are more than {MOST_CELLS:,} cells.",
                        f"单元格超过 {MOST_CELLS:,} 个。",
                    ),
                    ("Write Parquet tables instead.", "请改用 Parquet 表格。"),
                )
                return None
            if not any(map(str.strip, cells)):
                continue
            for column, cell in enumerate(cells, 1):
                if _is_formula(cell):
                    odd[line, column] = "formula"
            rows.append((line, [plain_text(cell.strip()) for cell in cells]))
    except csv.Error as error:
        said = str(error)
        hint = (
            (
                f"A cell may have {MOST_SIGNS:,} characters; close every quote.",
                f"每个单元格最多 {MOST_SIGNS:,} 个字符；引号须成对。",
            )
            if "limit" in said
            else (
                "Write a quote inside a cell twice, and close every quote.",
                "单元格内的引号须写两次，且引号须成对。",
            )
        )
        faults.say(
            "bad-sheet",
            title,
            line + 1,
            None,
            (f"This is no line of a CSV file: {said}.", f"不是 CSV 的一行：{said}。"),
            hint,
        )
        return None
    if not rows:
        return Grid(title, (), ())
    number, header = rows[0]
    return Grid(title, header, rows[1:], number, odd)


def _is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet would compute this cell: it begins with an equals sign."""
    text = cell.lstrip()
    return text.startswith("=") and len(text) > 1
