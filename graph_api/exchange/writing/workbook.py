"""A view as an XLSX workbook (docs/reference/exchange.md)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import tostring

from graph_api.errors import BadParameterError, Language
from graph_api.exchange.writing.carried import Carried, require_few
from graph_api.exchange.writing.flat import (
    ACTOR_COLUMNS,
    EXPERT_COLUMNS,
    RELATION_COLUMNS,
    SOURCE_COLUMNS,
    Cell,
    Cells,
    as_json,
    expert_cells,
    shown,
    source_cells,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_SIGNS = 32_767
"""A cell of a spreadsheet holds so many UTF-16 units."""

MOST_ROWS = 1_048_576
"""A sheet has so many rows."""

PIECE = 10_000
"""Signs of the rest in one cell; each is at most two units, and some are escaped."""

_MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands where a workbook says when it was made, so that the same view gives the same bytes."""

README = (
    (
        "actors",
        "Who takes part: one row each.",
        "行动者，每行一个。",
    ),
    (
        "relations",
        "Who empowers whom: one row each. low, best, high: the strength in [0, 1]; empty is"
        " unknown, 0 is known to be absent.",
        "谁对谁充权，每行一个。low、best、high 为强度，0 到 1；留空为未知，0 为已知不存在。",
    ),
    (
        "experts",
        "What experts judged: one row for each relation and expert.",
        "专家判断，每个关系、每位专家一行。",
    ),
    ("sources", "What evidence points into.", "证据所指的来源。"),
    (
        "scenario",
        "Where this comes from, and the rest of the scenario; leave it as it is.",
        "出处，以及情景的其余内容；请勿改动。",
    ),
    (
        "more",
        "A column of JSON: what the other columns cannot say; its fields take their place.",
        "JSON 列：其他各列无法表达的内容；其中的字段优先于各列。",
    ),
    (
        "strength, band, effective_direction, capability_index",
        "Derived, to read by; an import does not look at them.",
        "由其他列推出，仅供阅读；导入时不读取。",
    ),
)

_LOOKS_RUN = ("=", "+", "-", "@", "'")
"""Texts that a spreadsheet might run once somebody edits their cell, unless marked as texts."""

Progress = Callable[[float], None]


def write_workbook(
    carried: Carried,
    file: BinaryIO,
    language: Language = "en",
    progress: Progress | None = None,
) -> None:
    """Write a view as a workbook; the same view gives the same bytes.

    Every text is typed as text, so that no spreadsheet runs a cell.

    Parameters
    ----------
    carried
        What to write.
    file
        Where to; it stays open.
    language
        Of the readme that comes first; the other language stands beside it.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If there are too many relations, or a text is longer than a cell.

    """
    from openpyxl import Workbook  # noqa: PLC0415  # slow to load

    require_few(carried, "xlsx")
    tell = progress or (lambda _: None)
    relations = carried.view.relations
    count = max(1, len(carried.view.actors) + 2 * len(relations))
    done = 0

    def counted(rows: Iterable[Cells]) -> Iterator[Cells]:
        nonlocal done
        for row in rows:
            yield row
            done += 1
            tell(min(1.0, done / count))

    book = Workbook(write_only=True)
    judged = (cells for relation in relations for cells in expert_cells(relation))
    languages = ("en", "zh") if language == "en" else ("zh", "en")
    try:
        _sheet(book, "readme", ("what", *languages), _readme(carried))
        _sheet(book, "actors", ACTOR_COLUMNS, counted(carried.actors()))
        _sheet(book, "relations", RELATION_COLUMNS, counted(carried.relations()))
        _sheet(book, "experts", EXPERT_COLUMNS, counted(judged))
        sources = carried.beside.sources.values()
        _sheet(book, "sources", SOURCE_COLUMNS, map(source_cells, sources))
        _sheet(book, "scenario", ("key", "value"), _about(carried))
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()  # their files stand in a temporary folder
        raise
    raw = io.BytesIO()
    book.save(raw)
    _without_times(raw, file)


def _readme(carried: Carried) -> Iterator[Cells]:
    about = carried.beside.about
    for name, label in (("title", about.title), ("description", about.description)):
        en, zh = (None if text is None else shown(text)[:PIECE] for text in (label.en, label.zh))
        yield {"what": name, "en": en, "zh": zh}
    for name, english, chinese in README:
        yield {"what": name, "en": english, "zh": chinese}


def _about(carried: Carried) -> Iterator[Cells]:
    for key, value in carried.provenance.items():
        yield {"key": key, "value": str(value)}
    for piece in pieces(as_json(carried.rest)):
        yield {"key": "rest", "value": piece}


def pieces(text: str, most: int = PIECE) -> Iterator[str]:
    """Cut a text so that no piece begins or ends with a blank, which some readers strip.

    Examples
    --------
    >>> list(pieces("abc def", most=4))
    ['ab', 'c de', 'f']

    """
    start = 0
    while start < len(text):
        end = min(start + most, len(text))
        while start + 1 < end < len(text) and (text[end - 1].isspace() or text[end].isspace()):
            end -= 1
        yield text[start:end]
        start = end


def _sheet(book: Workbook, name: str, columns: tuple[str, ...], rows: Iterable[Cells]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    sheet.append(columns)
    for number, cells in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise BadParameterError(
                f"{name} would have more than {MOST_ROWS:,} rows, which a sheet has. Use --format"
                " csv.",
                f"{name} 将超过工作表的 {MOST_ROWS:,} 行上限。请用 --format csv。",
                parameter="format",
            )
        _require_short(cells, name, number)
        sheet.append([_cell(sheet, cells[column]) for column in columns])


def _require_short(cells: Cells, sheet: str, number: int) -> None:
    for column, value in cells.items():
        if isinstance(value, str) and len(value.encode("utf-16-le")) // 2 > MOST_SIGNS:
            raise BadParameterError(
                f"{sheet}:{number}:{column} would hold {len(value):,} signs; a cell of a"
                f" spreadsheet holds {MOST_SIGNS:,}. Use --format csv.",
                f"{sheet}:{number}:{column} 有 {len(value):,} 个字符；电子表格的单元格最多"
                f" {MOST_SIGNS:,} 个。请用 --format csv。",
                parameter="format",
            )


def _cell(sheet: Any, value: Cell) -> Any:  # noqa: ANN401  # openpyxl's own
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # loaded by now

    if value is None:
        return None
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"  # "=1+1" would be a formula, "#N/A" an error
        cell.quotePrefix = value.startswith(_LOOKS_RUN)
    else:
        cell = WriteOnlyCell(sheet, repr(float(value)))  # openpyxl keeps 16 digits of a number
        cell.data_type = "n"
    return cell


def _without_times(raw: io.BytesIO, file: BinaryIO) -> None:
    """Pack a workbook again without the time at which it was made."""
    from openpyxl.packaging.core import DocumentProperties  # noqa: PLC0415

    made = DocumentProperties(creator="empower", created=_MADE, modified=_MADE)
    with (
        zipfile.ZipFile(raw) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for item in before.infolist():
            data = before.read(item)
            if item.filename == "docProps/core.xml":
                data = tostring(made.to_tree())
            plain = zipfile.ZipInfo(item.filename, _MADE.timetuple()[:6])
            plain.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(plain, data)
