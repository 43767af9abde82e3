"""What single cells say: numbers as people write them, dates, words of a list, places in sources.

Every function gives a value, or raises `CellError` with what is wrong and what to do.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from graph_api.domain.evidence import line_range
from graph_api.domain.relations import STRENGTH_DECIMALS
from graph_api.domain.words import CONVEYS, KINDS, Label, Word
from graph_api.exchange.sheets.columns import folded
from graph_api.scenarios.problems import Both, shown

UNKNOWN = frozenset(
    map(
        folded,
        (
            "unknown", "?", "n/a", "na", "null", "none", "nil", "not known", "don't know", "—", "–",
            "/", "未知", "不详", "不清楚", "不知道", "不明", "待定", "无数据", "缺失", "缺",
        ),
    )
)  # fmt: skip
"""Words for what nobody knows, folded; an empty cell says the same."""

_ROUNDED = 1e-12
"""A spreadsheet writes 0.3 that it computed as 0.30000000000000004."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?%?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_BETWEEN = re.compile(r"[;,、|\n]+")
_PLACES = re.compile(r"(.*?)(?:\s*:\s*|\s+)(\d[\d\s,、-]*)", re.ASCII | re.DOTALL)
_APOSTROPHE = re.compile(r"'+[=+@\t-]")


class CellError(Exception):
    """What is wrong with a cell: the code of the check, the text, and what to do about it."""

    def __init__(self, code: str, text: Both, hint: Both | None = None, subject: str = "") -> None:
        super().__init__(text[0])
        self.code = code
        self.text = text
        self.hint = hint
        self.subject = subject or None


def plain_text(text: str) -> str:
    """Give the text of a cell without the apostrophe that kept a spreadsheet from running it.

    Examples
    --------
    >>> plain_text("'=1+1"), plain_text("'tis")
    ('=1+1', "'tis")

    """
    return text[1:] if _APOSTROPHE.match(text) else text


def is_unknown(text: str) -> bool:
    """Tell whether a text says that nobody knows.

    Examples
    --------
    >>> [is_unknown(text) for text in ("", " ？", "未知", "N/A", "0")]
    [True, True, True, True, False]

    """
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    return not word or folded(text) in UNKNOWN or not word.strip("-? ")


def number(text: str, *, thousands: bool = False) -> Decimal | None:
    """Read a number: full-width digits, percent signs; None where nobody knows.

    Raises
    ------
    CellError
        If it is none.

    Examples
    --------
    >>> number("０．５"), number("80%"), number("不详"), number("1,200", thousands=True)
    (Decimal('0.5'), Decimal('0.8'), None, Decimal('1200'))

    """
    if is_unknown(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace("\u2212", "-")
    plain = plain.replace(" ", "")
    if thousands and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise CellError(
            "wrong-type",
            (f"{shown(text)} is no number.", f"“{text[:80]}”不是数字。"),
            _hint_at_number(plain),
            text,
        )
    percent = plain.endswith("%")
    try:
        found = Decimal(plain.rstrip("%"))
    except InvalidOperation:  # pragma: no cover  # the pattern leaves none
        found = Decimal("Infinity")
    return found / 100 if percent else found


def _hint_at_number(plain: str) -> Both:
    if re.fullmatch(r"\d+,\d+", plain, re.ASCII):
        point = plain.replace(",", ".")
        return f"Write a point: {point}.", f"小数点请写“.”：{point}。"
    return (
        "Write a number such as 0.6 or 60%; leave the cell empty where nobody knows.",
        "请写数字，如 0.6 或 60%；无人知道时留空。",
    )


def unit(text: str, *, decimals: int | None = STRENGTH_DECIMALS) -> float | None:
    """Read a number in [0, 1]; None where nobody knows.

    Raises
    ------
    CellError
        If it is none, lies outside, or has more decimals than a strength may have.

    Examples
    --------
    >>> unit("60%"), unit("")
    (0.6, None)

    """
    found = number(text)
    if found is None:
        return None
    said = unicodedata.normalize("NFKC", text).strip()
    if not 0 <= found <= 1:
        raise CellError(
            "out-of-range",
            (f"{shown(said)} lies outside 0 to 1.", f"“{said[:80]}”不在 0 到 1 之间。"),
            (
                "0 is known to be nothing, 1 as much as can be. Divide a scale of 1 to 5 or 0 to"
                " 100 by its span first, or write a percent sign.",
                "0 为已知没有，1 为最强。1 至 5 或 0 至 100 的量表请先折算到 0 至 1，或写百分号。",
            ),
            said,
        )
    value = float(found) + 0.0
    if decimals is None:
        return value
    if abs(round(value, decimals) - value) > _ROUNDED:
        rounded = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
        raise CellError(
            "too-many-decimals",
            (
                f"{shown(said)} has more than {decimals} decimals.",
                f"“{said[:80]}”的小数超过 {decimals} 位。",
            ),
            (f"Write {rounded}.", f"请写 {rounded}。"),
            said,
        )
    return round(value, decimals)


def amount(text: str, *, above_zero: bool = False, thousands: bool = False) -> float | None:
    """Read a finite number from 0 on, or above 0; None where nobody knows.

    Raises
    ------
    CellError
        If it is none, or too small.

    """
    found = number(text, thousands=thousands)
    if found is None:
        return None
    value = float(found)
    said = unicodedata.normalize("NFKC", text).strip()
    if not math.isfinite(value):
        raise CellError(
            "not-finite",
            (f"{shown(said)} is not a finite number.", f"“{said[:80]}”不是有限的数。"),
        )
    if value < 0 or (above_zero and value == 0):
        least = ("above 0", "大于 0") if above_zero else ("0 or more", "不小于 0")
        raise CellError(
            "out-of-range",
            (f"{shown(said)} must be {least[0]}.", f"“{said[:80]}”须{least[1]}。"),
            (
                "Leave the cell empty where nobody knows.",
                "无人知道时请留空。",
            ),
            said,
        )
    return value


def day(text: str) -> str | None:
    """Read a date as its ISO text: 2024-03-01, 2024/3/1 or 2024年3月1日; None where empty.

    Raises
    ------
    CellError
        If it is no day of the calendar.

    Examples
    --------
    >>> day("2024年3月1日")
    '2024-03-01'

    """
    if is_unknown(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    match = _DAY.fullmatch(plain)
    if match:
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            pass  # told below
    raise CellError(
        "bad-date",
        (f"{shown(text)} is no day of the calendar.", f"“{text[:80]}”不是有效的日期。"),
        ("Write 2024-03-01.", "请写 2024-03-01。"),
        text,
    )


def _table(entries: Iterable[tuple[str, Label]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, label in entries:
        for text in (word, label.en, label.zh):
            if text:
                found.setdefault(folded(text), word)
    return found


def word_table(kind: type[Word]) -> dict[str, str]:
    """Give the words of an enum by their folded forms in both languages."""
    return _table((word.value, word.label) for word in kind)


def kind_table(own: Mapping[str, Label]) -> dict[str, str]:
    """Give the kinds of actors, own ones first, by their folded forms in both languages."""
    return _table([*own.items(), *((key, kind.label) for key, kind in KINDS.items())])


def conveys_table(own: Mapping[str, Label]) -> dict[str, str]:
    """Give the words for what flows, own ones first, by their folded forms in both languages."""
    return _table([*own.items(), *CONVEYS.items()])


def parts(text: str) -> Iterator[str]:
    """Give the parts of a cell that lists words, between commas, semicolons or 、.

    Examples
    --------
    >>> list(parts("资金；service, 信任"))
    ['资金', 'service', '信任']

    """
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        if part.strip():
            yield part.strip()


def places(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give the sources that a cell of evidence names, each with its lines.

    Raises
    ------
    CellError
        If lines are neither a number nor a range that ascends.

    Examples
    --------
    >>> list(places("survey:3, 7-9; visit; essay-4 177, 187-191"))
    [('survey', ['3', '7-9']), ('visit', []), ('essay-4', ['177', '187-191'])]

    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2013", "-")
    for part in re.split(r"[;\n]+", plain):
        said = part.strip()
        if not said:
            continue
        match = _PLACES.fullmatch(said)
        if match is None:
            yield said, []
            continue
        lines = [line for line in re.split(r"[\s,、]+", match[2]) if line]
        for line in lines:
            try:
                line_range(line)
            except ValueError as error:
                raise CellError(
                    "bad-lines",
                    (f"{shown(line)} is no line or range.", f"“{line[:80]}”不是行号或区间。"),
                    (
                        "Write a number, 177, or a range that ascends, 187-191.",
                        "请写数字 177，或递增的区间 187-191。",
                    ),
                    line,
                ) from error
        yield match[1], lines


def more(text: str) -> dict[str, Any]:
    """Read a cell of ``more``: a JSON object in the words of the YAML.

    Raises
    ------
    CellError
        If it is none.

    """
    try:
        found = json.loads(text, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a pair of surrogates: ValueError
    except (ValueError, RecursionError) as error:
        said = "nested too deep" if isinstance(error, RecursionError) else str(error)[:100]
        raise CellError(
            "wrong-type",
            (f"This is no JSON: {said}.", f"这不是 JSON：{said}。"),
            (
                'Write {"basis": "survey"}, in the words of the YAML, or leave the cell empty.',
                '请用 YAML 的词写成 {"basis": "survey"}，或将单元格留空。',
            ),
        ) from error
    if not isinstance(found, dict):
        raise CellError(
            "wrong-type",
            ("This is JSON, but no object.", "这是 JSON，但不是对象。"),
            ('Write {"basis": "survey"}.', '请写成 {"basis": "survey"}。'),
        )
    return found


def _no_number(word: str) -> float:
    msg = f"{word} is no number"
    raise ValueError(msg)
