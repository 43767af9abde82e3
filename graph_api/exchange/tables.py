"""Tables as CSV: read with the lines of all faults, written so that no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_api.errors import BadParameterError

MOST_BYTES = 10_000_000
"""A table that is read may be so large."""

MOST_COLUMNS = 200
"""More columns than this are a mistake."""

MOST_CELLS = 1_000_000
"""A table may have so many cells, whose rows then take some 100 MB."""

MOST_NAMED = 10
"""So many faulty lines are named; of the others it is said how many there are."""

LEAST_COMMON = 0.8
"""From this share of common Chinese signs on, bytes that are GB18030 are taken for it."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\n")
"""A cell that begins so is a formula to a spreadsheet."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Signs that no cell holds; where they stand, the file is something else."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table that was read: its rows by the names of the columns, and how its bytes were meant.

    ``encoding`` is ``utf-8``, ``utf-16`` (by its mark) or ``gb18030`` (see `read_table`).
    """

    rows: tuple[Mapping[str, str], ...]
    encoding: str


def read_rows(data: bytes, name: str = "table") -> tuple[Mapping[str, str], ...]:
    r"""Give the rows of a CSV file; see `read_table`.

    Examples
    --------
    >>> read_rows(b"name,born\nLi,1985\n")
    ({'name': 'Li', 'born': '1985'},)

    """
    return read_table(data, name).rows


def read_table(data: bytes, name: str = "table") -> CsvTable:
    r"""Read a CSV file: line 1 names the columns, each line after it is a row.

    So the row at place i stands in line i + 2. Lines at the end that hold nothing do not count.
    Cells and names are given without blanks around them. The file is in UTF-8, or in UTF-16 with
    its mark. Spreadsheets on Chinese machines write GB18030 (GBK, GB2312): what is no UTF-8 is
    read as that where it is valid and four of five Chinese signs in it are common ones (those of
    GB2312), which other encodings do not give by chance.

    Raises
    ------
    BadParameterError
        With the line of what is wrong: too large, in none of these encodings, no names or a
        repeated one, too few or too many cells, a break of a line inside a cell, an empty line, a
        quote that never ends. Of faulty rows all lines are named.

    Examples
    --------
    >>> read_table("姓名,年\n李,1985\n".encode("gbk"))
    CsvTable(rows=({'姓名': '李', '年': '1985'},), encoding='gb18030')

    """
    text, encoding = decode_text(data, name)
    lines = _lines(text, name)
    if not lines:
        raise _bad(name, 1, "is empty; it needs the names of the columns", "是空的；需要各列的名称")
    names = [cell.strip() for cell in _cells(lines[0], name, 1)]
    _require_names(names, lines[0], name)
    if len(lines) * len(names) > MOST_CELLS:
        raise BadParameterError(
            f"{name} has {len(lines):,} lines of {len(names)} cells; at most {MOST_CELLS:,} cells"
            " are read. Split it, or leave columns out.",
            f"{name} 有 {len(lines):,} 行、每行 {len(names)} 个单元格，最多读取 {MOST_CELLS:,} 个"
            "单元格。请拆分或删去若干列。",
            parameter="table",
        )
    return CsvTable(_rows(lines, names, name), encoding)


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """Give the text of a file without its mark, and its encoding, as `read_table` takes them.

    Raises
    ------
    BadParameterError
        If it is too large; with the line, if it is in none of the encodings.

    """
    if len(data) > MOST_BYTES:
        raise BadParameterError(
            f"{name} holds more than {MOST_BYTES:,} bytes, which is all that is read. Split it.",
            f"{name} 超过 {MOST_BYTES:,} 字节的读取上限。请拆分。",
            parameter="table",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise _bad_encoding(data, error, name) from error
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if not _is_plain_chinese(text):
            raise _bad_encoding(data, error, name) from error
        return text, "gb18030"


def _is_plain_chinese(text: str) -> bool:
    """Tell whether common Chinese is what a text beyond ASCII consists of."""
    foreign = [sign for sign in text if not sign.isascii()]
    common = "".join(foreign).encode("gb2312", "ignore").decode("gb2312")
    return bool(foreign) and len(common) >= LEAST_COMMON * len(foreign)


def _bad_encoding(data: bytes, error: UnicodeDecodeError, name: str) -> BadParameterError:
    return _bad(
        name,
        data.count(b"\n", 0, error.start) + 1,
        "is not UTF-8; save it as 'CSV UTF-8'",
        "不是 UTF-8 编码；请另存为“CSV UTF-8”",
    )


def _lines(text: str, name: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip(" \t,"):
        lines.pop()
    for number, line in enumerate(lines, 1):
        if found := _CONTROL.search(line):
            sign = f"U+{ord(found.group()):04X}"
            raise _bad(
                name,
                number,
                f"holds the control sign {sign}, so this is no text; save it as 'CSV UTF-8'",
                f"含控制字符 {sign}，不是文本；请另存为“CSV UTF-8”",
            )
    return lines


def _rows(lines: Sequence[str], names: Sequence[str], name: str) -> tuple[Mapping[str, str], ...]:
    """Give all rows, or raise the fault of the first faulty line and name the others."""
    rows: list[Mapping[str, str]] = []
    first: BadParameterError | None = None
    others: list[int] = []
    for number, text in enumerate(lines[1:], 2):
        try:
            cells = _cells(text, name, number)
            _require_cells(cells, names, name, number)
        except BadParameterError as fault:
            if first is None:
                first = fault
            else:
                others.append(number)
        else:
            rows.append(dict(zip(names, map(str.strip, cells), strict=True)))
    if first is not None:
        raise _with_others(first, others)
    return tuple(rows)


def _require_cells(cells: Sequence[str], names: Sequence[str], name: str, number: int) -> None:
    if len(cells) != len(names):
        raise _bad(
            name,
            number,
            f"has {len(cells)} cells, and line 1 names {len(names)} columns; put a cell that"
            " holds a comma between quotes",
            f"有 {len(cells)} 个单元格，而第 1 行有 {len(names)} 列；含逗号的单元格请加引号",
        )


def _with_others(first: BadParameterError, others: Sequence[int]) -> BadParameterError:
    """Give the first fault, with the lines of the others."""
    if not others:
        return first
    numbers = [str(number) for number in others[:MOST_NAMED]]
    more = len(others) - len(numbers)
    return BadParameterError(
        f"{first.en} Also faulty: line{'s'[: len(others) > 1]} {', '.join(numbers)}"
        + (f" and {more} more." if more else "."),
        f"{first.zh}另有错误的行：{'、'.join(numbers)}"
        + (f" 等，还有 {more} 行。" if more else "。"),
        parameter="table",
        line=first.details["line"],
        lines=[first.details["line"], *others[:MOST_NAMED]],
    )


def _cells(text: str, name: str, number: int) -> list[str]:
    """Give the cells of one line."""
    if not text.strip():
        raise _bad(name, number, "is empty; take it out", "为空行；请删去")
    try:
        (cells,) = csv.reader([text], strict=True)
    except csv.Error as error:
        raise _bad(
            name,
            number,
            f"is no line of a CSV file ({error}); a cell may hold no break of a line, and a quote"
            " in it is written twice",
            f"不是 CSV 的一行（{error}）；单元格内不得换行，其中的引号须写两次",
        ) from error
    return cells


def _require_names(names: Sequence[str], line: str, name: str) -> None:
    if len(names) == 1 and any(sign in line for sign in ";\t|；，"):
        raise _bad(
            name,
            1,
            "has one column only; part the columns by commas (,)",
            "只有一列；请用英文逗号（,）分隔各列",
        )
    if len(names) > MOST_COLUMNS:
        raise _bad(
            name,
            1,
            f"names {len(names)} columns; at most {MOST_COLUMNS} are read",
            f"有 {len(names)} 列，最多读取 {MOST_COLUMNS} 列",
        )
    for place, column in enumerate(names):
        if not column or column in names[:place]:
            shown = column[:80]
            raise _bad(
                name,
                1,
                f"names column {place + 1} {shown!r}; every column needs a name of its own",
                f"第 {place + 1} 列的名称为“{shown}”；各列须有互不相同的名称",
            )


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a table as CSV: numbers to the last bit, None as an empty cell, yes and no as 1 and 0.

    Text that a spreadsheet would run as a formula begins with an apostrophe.

    Examples
    --------
    >>> print(write_rows(["label", "value"], [["=1+1", -0.5], ["fine", None]]), end="")
    label,value
    '=1+1,-0.5
    fine,

    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_cell, columns))
    writer.writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text
    return value


def _bad(name: str, number: int, en: str, zh: str) -> BadParameterError:
    return BadParameterError(
        f"{name}:{number}: this line {en}.",
        f"{name}：第 {number} 行{zh}。",
        parameter="table",
        line=number,
    )
