"""An XLSX file as sheets: unpacked within limits, its XML without entities, its cells as texts."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from graph_api.exchange.sheets.cells import plain_text
from graph_api.exchange.sheets.columns import NOT_READ, folded, form_of
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_PARTS,
    MOST_UNZIPPED,
    Grid,
    Odd,
)
from graph_api.scenarios.problems import Both, shown

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 16
_DECLARED = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST = 18
_MOST_SHEETS = 100
_MOST_MERGED = 1_000
_DAMAGED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)
"""What reading a damaged file raises: zipfile, expat and openpyxl each have their own."""


class _RefusedError(Exception):
    """The file is not read: code, text and hint say why."""

    def __init__(self, code: str, text: Both, hint: Both | None = None) -> None:
        super().__init__(text[0])
        self.code, self.text, self.hint = code, text, hint


def read_xlsx(data: bytes, title: str, faults: SheetFaults) -> list[Grid]:
    """Read the sheets of an XLSX file; none, and a fault, where it cannot be read.

    Sheets whose name says nothing here are told and left out. Formulas are not computed: such a
    cell is told when its column is read.
    """
    try:
        _check_archive(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which nobody reads here
            return list(_grids(data, faults))
    except _RefusedError as refused:
        faults.say(refused.code, title, None, None, refused.text, refused.hint)
    except _DAMAGED as error:
        said = " ".join(str(error).split())[:120] or type(error).__name__
        faults.say(
            "bad-sheet",
            title,
            None,
            None,
            (f"The file is damaged or no XLSX: {said}.", f"文件损坏或不是 XLSX：{said}。"),
            (
                "Open it in a spreadsheet and save it again as XLSX.",
                "请用表格软件打开并重新另存为 XLSX。",
            ),
        )
    return []


def _check_archive(data: bytes) -> None:
    """Refuse what is too large packed or unpacked, before anything of it is parsed."""
    if data.startswith(_OLD_EXCEL):
        raise _RefusedError(
            "bad-sheet",
            (
                "This is an old Excel file (.xls), or one with a password.",
                "这是旧版 Excel 文件（.xls）或加密文件。",
            ),
            ("Save it as XLSX without a password.", "请另存为不加密的 XLSX。"),
        )
    if len(data) > MOST_BYTES:
        raise _RefusedError(
            "too-large",
            (
                f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} are read.",
                f"文件有 {len(data):,} 字节，最多读取 {MOST_BYTES:,} 字节。",
            ),
            ("Write Parquet tables instead.", "请改用 Parquet 表格。"),
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise _RefusedError(
                "too-large",
                (
                    f"The file has {len(parts):,} parts; at most {MOST_PARTS:,} are read.",
                    f"文件有 {len(parts):,} 个部件，最多读取 {MOST_PARTS:,} 个。",
                ),
            )
        left = MOST_UNZIPPED
        for part in parts:
            with archive.open(part) as opened:
                left = _check_part(opened, left, is_xml=part.filename.endswith((".xml", ".rels")))


def _check_part(opened: IO[bytes], left: int, *, is_xml: bool) -> int:
    """Read a part to its end and give how many bytes may still come; what it claims counts not."""
    tail = b""
    while chunk := opened.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise _RefusedError(
                "too-large",
                (
                    f"It unpacks to more than {MOST_UNZIPPED:,} bytes.",
                    f"解压后超过 {MOST_UNZIPPED:,} 字节。",
                ),
                ("Take pictures and empty rows out.", "请删去图片与空行。"),
            )
        if is_xml and any(word in tail + chunk for word in _DECLARED):
            raise _RefusedError(
                "bad-sheet",
                (
                    "The file declares entities or a document type, which are not read.",
                    "文件含有实体或文档类型声明，不予读取。",
                ),
                ("Save it again as XLSX.", "请重新另存为 XLSX。"),
            )
        tail = chunk[-_LONGEST:]
    return left


def _grids(data: bytes, faults: SheetFaults) -> Iterator[Grid]:
    import openpyxl  # noqa: PLC0415  # slow to load

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        left = [MOST_CELLS]
        for sheet in book.worksheets[:_MOST_SHEETS]:
            if form_of(sheet.title) is not None or folded(sheet.title) in NOT_READ:
                if folded(sheet.title) != folded("readme"):
                    yield _grid(sheet, left)
                continue
            faults.say(
                "unknown-sheet",
                sheet.title,
                None,
                None,
                (
                    f"The sheet {shown(sheet.title)} is not read.",
                    f"不读取工作表“{sheet.title[:80]}”。",
                ),
                (
                    "Sheets are called actors, relations, experts, sources.",
                    "工作表名为：行动者、关系、专家、来源。",
                ),
            )
    finally:
        book.close()


def _grid(sheet: ReadOnlyWorksheet, left: list[int]) -> Grid:
    """Read one sheet as openpyxl's own read-only sheet does.

    Its rows come without the empty cells between them, of which a file of a few bytes may claim
    billions, and the merged cells are told, which a read-only sheet hides.
    """
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415  # slow to load

    rows: list[tuple[int, Sequence[str]]] = []
    odd: dict[tuple[int, int], Odd] = {}
    book: Any = sheet.parent
    source: Any = sheet
    with source._get_source() as stream:  # see above
        parser: Any = WorkSheetParser(
            stream,
            source._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            left[0] -= len(cells)
            if left[0] < 0:
                raise _RefusedError(
                    "too-large",
                    (
                        f"There are more than {MOST_CELLS:,} cells.",
                        f"单元格超过 {MOST_CELLS:,} 个。",
                    ),
                    ("Write Parquet tables instead.", "请改用 Parquet 表格。"),
                )
            texts = _texts(number, cells, odd)
            if any(texts):
                rows.append((number, texts))
        ranges = [item.bounds for item in getattr(parser.merged_cells, "mergeCell", None) or ()]
    if not rows:
        return Grid(sheet.title, (), ())
    first, header = rows[0]
    merged = _merged(ranges[:_MOST_MERGED], rows, odd)
    return Grid(sheet.title, header, rows[1:], first, odd, merged)


def _texts(number: int, cells: Sequence[Any], odd: dict[tuple[int, int], Odd]) -> list[str]:
    """Give the texts of a row; what stands far to the right of everything is brought near."""
    found: list[str] = []
    for cell in cells:
        column, value = cell["column"], cell["value"]
        if value is None:
            continue
        while len(found) < min(column, 1_000):
            found.append("")
        place = min(column, 1_000) - 1
        if cell["data_type"] == "f":
            odd[number, place + 1] = "formula"
            found[place] = "="
        elif cell["data_type"] == "e":
            odd[number, place + 1] = "error"
            found[place] = str(value)
        else:
            found[place] = _text(value)
    return found


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return plain_text(str(value).strip())


def _merged(
    ranges: Sequence[tuple[int, int, int, int]],
    rows: Sequence[tuple[int, Sequence[str]]],
    odd: dict[tuple[int, int], Odd],
) -> list[tuple[int, int, str]]:
    """Give where ranges of merged cells begin, and note the cells that they swallow."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # slow to load

    numbers = {number for number, _ in rows}
    width = max(len(texts) for _, texts in rows)
    found = []
    for left, top, right, bottom in ranges:
        inside = sorted(number for number in numbers if top <= number <= bottom)
        if not inside or left > width:
            continue
        for number in inside:
            for column in range(left, min(right, width) + 1):
                if (number, column) != (top, left):
                    odd[number, column] = "merged"
        where = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        found.append((top, left, where))
    return found
