"""The checks of single cells, a whole batch at a time: texts, ids, words of a list, ``more``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

import numpy as np

from graph_api.domain.words import ID_PATTERN
from graph_api.errors import Problem
from graph_api.exchange.folder.columns import MOST_SIGNS, Batch, Codes, Flags, Texts
from graph_api.exchange.folder.faults import TableFaults, Told
from graph_api.exchange.folder.more import More, MoreReader
from graph_api.scenarios.naming import NOUNS
from graph_api.scenarios.problems import Both, shown

_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ID = re.compile(ID_PATTERN)
_EMPTY: Told = (
    ("Nothing stands here.", "此处为空。"),
    ("Fill the cell.", "请填写此单元格。"),
    None,
)
_NOT_UTF_8: Told = (
    ("This text is not UTF-8.", "此文字不是 UTF-8 编码。"),
    ("Write the column again from texts, not from bytes.", "请以文字（而非字节）重新写出此列。"),
    None,
)
_TOO_LONG: Told = (
    (
        f"This text has more than {MOST_SIGNS:,} characters.",
        f"此文字超过 {MOST_SIGNS:,} 个字符。",
    ),
    ("Shorten it.", "请缩短。"),
    None,
)
_FREE = frozenset(("name_en", "name_zh", "group"))
"""Columns of free texts; the words of the others are known ones, and JSON names its own faults."""
_OF_IDS: Both = (
    "Ids begin with a letter or digit of any script and go on with letters, digits, '_', '.' or"
    " '-'; at most 80 characters.",
    "标识以任何文字的字母或数字开头，其后可用字母、数字、“_”“.”“-”，最长 80 个字符。",
)


def check_readable(batch: Batch, faults: TableFaults) -> None:
    """Tell the cells whose bytes are not UTF-8, that are too long or hold control characters."""
    for name, texts, owners in _columns(batch):
        unclean = _wrong(texts, _is_clean) if name in _FREE else _places(texts, ())
        for code, wrong, tell in (
            ("not-utf-8", _places(texts, texts.unreadable), lambda _: _NOT_UTF_8),
            ("too-long", _places(texts, texts.too_long), lambda _: _TOO_LONG),
            ("bad-character", unclean, _bad_character(texts)),
        ):
            rows = texts.rows_of(wrong)
            faults.cells(code, name, batch.first, rows, tell, owners)


def _is_clean(text: str) -> bool:
    return _UNCLEAN.search(text) is None


def _columns(batch: Batch) -> Iterator[tuple[str, Texts, Codes | None]]:
    for name, texts in batch.texts.items():
        yield name, texts, None
    for name, column in batch.lists.items():
        yield name, column.items, column.rows


def _bad_character(texts: Texts) -> Callable[[int], Told]:
    def tell(place: int) -> Told:
        found = _UNCLEAN.search(texts.at(place) or "")
        sign = f"U+{ord(found[0]):04X}" if found else ""
        text = (
            f"This text holds {sign}, which no text may hold.",
            f"此文字含有不允许的字符 {sign}。",
        )
        return text, ("Take it out.", "请删除它。"), None

    return tell


def _wrong(texts: Texts, is_right: Callable[[str], object]) -> Flags:
    """Mark the values that could be read and are not right, shape (values,)."""
    right = np.fromiter(map(is_right, texts.values), np.bool_, len(texts.values))
    wrong = ~right
    wrong[[*texts.unreadable, *texts.too_long]] = False
    return wrong


def _places(texts: Texts, places: Collection[int]) -> Flags:
    marked = np.zeros(len(texts.values), np.bool_)
    marked[list(places)] = True
    return marked


def check_there(batch: Batch, faults: TableFaults) -> None:
    """Tell the empty cells of columns that must hold something, and empty texts of a list."""
    for column in faults.form.columns:
        if column.required:
            rows = np.flatnonzero(~batch.texts[column.name].there)
            faults.cells("missing-field", column.name, batch.first, rows, lambda _: _EMPTY)
    for name, lists in batch.lists.items():
        places = np.flatnonzero(~lists.items.there)
        faults.cells("missing-field", name, batch.first, places, lambda _: _EMPTY, lists.rows)


def check_ids(batch: Batch, faults: TableFaults) -> None:
    """Tell the ids that are none."""
    texts = batch.texts["id"]
    rows = texts.rows_of(_wrong(texts, _ID.fullmatch))

    def tell(place: int) -> Told:
        word = texts.at(place) or ""
        text = (f"{shown(word)} cannot be an id.", f"“{word[:80]}”不能用作标识。")
        return text, _OF_IDS, word

    faults.cells("bad-id", "id", batch.first, rows, tell)


def check_words(  # noqa: PLR0913  # a column, its words, and what is said of others
    batch: Batch,
    faults: TableFaults,
    column: str,
    known: Collection[str],
    *,
    code: str = "bad-word",
    own: Both | None = None,
) -> None:
    """Tell the words of a column, single ones or of lists, that are not known.

    ``own`` says where a word of the author's own would be written.
    """
    lists = batch.lists.get(column)
    texts, owners = (batch.texts[column], None) if lists is None else (lists.items, lists.rows)
    places = texts.rows_of(_wrong(texts, known.__contains__))

    def tell(place: int) -> Told:
        word = texts.at(place) or ""
        hint = faults.near(word, known)
        if own is not None:
            hint = own if hint is None else (f"{hint[0]} {own[0]}", f"{hint[1]}{own[1]}")
        return _unknown(code, column, word), hint, word

    faults.cells(code, column, batch.first, places, tell, owners)


def _unknown(code: str, column: str, word: str) -> Both:
    noun = NOUNS.get(code.removeprefix("unknown-"))
    if noun is None:
        return (
            f"{shown(word)} is not one of the words of {column}.",
            f"“{word[:80]}”不是 {column} 可用的词。",
        )
    return f"There is no {noun[0]} {shown(word)} here.", f"此处没有{noun[1]}“{word[:80]}”。"


def check_not_blank(batch: Batch, faults: TableFaults, column: str) -> None:
    """Tell the cells that hold a text without characters."""
    texts = batch.texts[column]
    hint = ("Leave the cell empty (null).", "请将单元格留空（null）。")
    told: Told = (
        ("A word is needed here, not an empty text.", "此处需要一个词，而非空文字。"),
        hint,
        None,
    )
    rows = texts.rows_of(_wrong(texts, bool))
    faults.cells("wrong-type", column, batch.first, rows, lambda _: told)


def check_range(batch: Batch, faults: TableFaults, column: str) -> Flags:
    """Tell the numbers that are not finite or outside [0, 1]; give the rows without a fault.

    Returns
    -------
    array of bool
        Shape (rows,): whether the cell holds a number that may stand there.

    """
    numbers = batch.numbers[column]
    there = ~np.isnan(numbers)
    finite = np.isfinite(numbers)
    inside = (numbers >= 0) & (numbers <= 1)
    rest = ("Leave the cell empty (null) where it is unknown.", "未知时请将单元格留空（null）。")
    told: Told = (("This is not a finite number.", "不是有限的数。"), rest, None)
    faults.cells("not-finite", column, batch.first, np.flatnonzero(there & ~finite), lambda _: told)

    def tell(place: int) -> Told:
        number = f"{numbers[place]:g}"
        return (f"{number} lies outside 0 to 1.", f"{number} 不在 0 到 1 之间。"), None, None

    faults.cells(
        "out-of-range", column, batch.first, np.flatnonzero(there & finite & ~inside), tell
    )
    return there & inside


def read_more(batch: Batch, faults: TableFaults, reader: MoreReader) -> dict[int, More]:
    """Read the cells of ``more`` and tell what is wrong in them.

    Returns
    -------
    dict of int to More
        What the cells without a fault say, by the place of their row; cells that hold nothing are
        left out.

    """
    texts = batch.texts["more"]
    if not texts.values:
        return {}
    says = _wrong(texts, {"", "{}"}.__contains__)
    found: dict[int, More] = {}
    for place in texts.rows_of(says).tolist():
        more = reader.read(texts.at(place) or "")
        if not more.problems:
            found[place] = more
        for problem in more.problems:
            faults.one(problem.code, _column(problem), batch.first + place, _told(problem))
    return found


def _column(problem: Problem) -> str:
    step = "" if not problem.path or problem.path.startswith("[") else "."
    return f"more{step}{problem.path}"


def _told(problem: Problem) -> Told:
    hint = (problem.hint_en, problem.hint_zh) if problem.hint_en and problem.hint_zh else None
    return (problem.en, problem.zh), hint, problem.subject
