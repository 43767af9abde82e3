"""The single values of the format: texts, ids, words, numbers, dates and lines of a source."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from graph_api.domain.evidence import line_range
from graph_api.domain.relations import STRENGTH_DECIMALS
from graph_api.domain.words import Word
from graph_api.scenarios.document import Node, Scalar
from graph_api.scenarios.problems import Basket, Both, Place, shown
from graph_api.scenarios.shapes import (
    BAD,
    SCHEMA_ID,
    Bad,
    Schema,
    Value,
    bad_id,
    is_id,
    wrong_type,
)


def _scalar(node: Node, *types: type) -> Scalar:
    """Give the value of a scalar of one of the types, else None; true is no number."""
    value = node.value if node.kind == "scalar" else None
    return value if type(value) in types else None


_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def is_clean(text: str, place: Place, basket: Basket) -> bool:
    """Tell whether a text has no control characters and no half characters; say it where it has."""
    found = _UNCLEAN.search(text)
    if found is None:
        return True
    number = ord(found[0])
    basket.say(
        "bad-character",
        place,
        (
            f"This text holds U+{number:04X}, which no text may hold.",
            f"此文字含有不允许的字符 U+{number:04X}。",
        ),
        ("Take it out.", "请删除它。"),
    )
    return False


@dataclass(frozen=True)
class Text:
    """A text of any length."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the text."""
        value = _scalar(place.node, str)
        if isinstance(value, str):
            return value if is_clean(value, place, basket) else BAD
        quoted: Both | None = None
        if place.node.kind == "scalar" and place.node.raw:
            quoted = (
                f'Put it into quotes: "{place.node.raw[:80]}".',
                f"请加引号：“{place.node.raw[:80]}”。",
            )
        return wrong_type(place, basket, ("a text", "文字"), quoted)

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {"type": "string"}


@dataclass(frozen=True)
class Id:
    """An id or key, as it is or as a reference; a whole number is taken as its text."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the id as text."""
        value = _scalar(place.node, str, int)
        if value is None:
            return wrong_type(place, basket, ("an id", "标识"))
        return place.node.raw if is_id(place.node.raw) else bad_id(place, basket, place.node.raw)

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {"type": ["string", "integer"], "pattern": SCHEMA_ID}


@dataclass(frozen=True)
class Free:
    """A free word, such as a group or an expert; a whole number is taken as its text."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the word as text."""
        if not place.node.raw or _scalar(place.node, str, int) is None:
            return wrong_type(place, basket, ("a word", "一个词"))
        return place.node.raw if is_clean(place.node.raw, place, basket) else BAD

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {"type": ["string", "integer"], "minLength": 1}


@dataclass(frozen=True)
class Choice:
    """One of the fixed words of an enum."""

    words: type[Word]

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the word."""
        value = _scalar(place.node, str)
        known = [word.value for word in self.words]
        if value is None:
            there = (f"One of: {', '.join(known)}.", f"可用的有：{'、'.join(known)}。")
            return wrong_type(place, basket, ("a word", "一个词"), there)
        if value in known:
            return value
        word = str(value)
        field = next((step for step in reversed(place.path) if isinstance(step, str)), "")
        basket.say(
            "bad-word",
            place,
            (
                f"{shown(word)} is not one of the words of {field}.",
                f"“{word[:80]}”不是 {field} 可用的词。",
            ),
            basket.near(word, known),
            word,
        )
        return BAD

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {
            "enum": [word.value for word in self.words],
            "markdownEnumDescriptions": [
                f"{word.label.text('zh')}: {word.meaning}" for word in self.words
            ],
        }


@dataclass(frozen=True)
class Number:
    """A finite number, perhaps from ``low`` to ``high``, perhaps of few decimals."""

    low: float | None = None
    high: float | None = None
    decimals: int | None = None
    whole: bool = False
    above: bool = False

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the number; a whole one as int, any other as float."""
        found = _scalar(place.node, int, float)
        if found is None or (self.whole and not isinstance(found, int)):
            wanted = ("a whole number", "整数") if self.whole else ("a number", "数字")
            return wrong_type(place, basket, wanted)
        try:
            value = float(found)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            basket.say(
                "not-finite",
                place,
                (
                    f"{place.node.raw[:40]} is not a finite number.",
                    f"{place.node.raw[:40]} 不是有限的数。",
                ),
                ("Leave it out or write null where it is unknown.", "未知时请省略或写 null。"),
            )
            return BAD
        if not self._in_range(value):
            basket.say("out-of-range", place, self._range_text(place.node.raw[:40]))
            return BAD
        if self.decimals is not None and round(value, self.decimals) != value:
            if not basket.rounds:
                return self._too_fine(place, basket, value)
            value = round(value, self.decimals)
        return int(found) if self.whole else value

    def _in_range(self, value: float) -> bool:
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return False
        return self.high is None or value <= self.high

    def _range_text(self, raw: str) -> Both:
        if self.high is not None:
            return (
                f"{raw} lies outside {self.low:g} to {self.high:g}.",
                f"{raw} 不在 {self.low:g} 到 {self.high:g} 之间。",
            )
        en, zh = ("above", "大于") if self.above else ("at least", "不小于")
        return f"{raw} must be {en} {self.low:g}.", f"{raw} 必须{zh} {self.low:g}。"

    def _too_fine(self, place: Place, basket: Basket, value: float) -> Bad:
        rounded = f"{round(value, self.decimals):.{self.decimals}f}".rstrip("0")
        basket.say(
            "too-many-decimals",
            place,
            (
                f"{place.node.raw[:40]} has more than {self.decimals} decimals.",
                f"{place.node.raw[:40]} 的小数超过 {self.decimals} 位。",
            ),
            (f"Write {rounded}.", f"请写 {rounded}。"),
        )
        return BAD

    def schema(self) -> Schema:
        """Give the JSON schema."""
        said: Schema = {"type": "integer" if self.whole else "number"}
        if self.low is not None:
            said["exclusiveMinimum" if self.above else "minimum"] = self.low
        if self.high is not None:
            said["maximum"] = self.high
        return said


UNIT = Number(0, 1)
STRENGTH_NUMBER = Number(0, 1, decimals=STRENGTH_DECIMALS)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Day:
    """A day, as in 2024-03-31."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the day as text."""
        value = _scalar(place.node, str)
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value).isoformat()
        except ValueError:
            pass  # told below, with all else that is no day
        return _bad_date(
            place, basket, ("Write year-month-day: 2024-03-31.", "请写作 年-月-日：2024-03-31。")
        )

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Moment:
    """A moment with its offset from UTC, as in 2024-03-31T09:30:00+08:00."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the moment as text."""
        value = _scalar(place.node, str)
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None  # told below
        if moment is not None and moment.tzinfo is not None:
            return moment.isoformat()
        hint = (
            "Write day, time and offset: 2024-03-31T09:30:00+08:00.",
            "请写日期、时间和时差：2024-03-31T09:30:00+08:00。",
        )
        return _bad_date(place, basket, hint)

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {"type": "string", "format": "date-time"}


def _bad_date(place: Place, basket: Basket, hint: Both) -> Bad:
    if place.node.kind != "scalar":
        return wrong_type(place, basket, ("a date", "日期"), hint)
    raw = place.node.raw[:40]
    basket.say("bad-date", place, (f"{raw!r} is not a date.", f"“{raw}”不是日期。"), hint, raw)
    return BAD


@dataclass(frozen=True)
class Lines:
    """A line number, or a range as in 187-191."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the line or range as text."""
        value = _scalar(place.node, str, int)
        try:
            if value is not None:
                line_range(str(value))
                return str(value)
        except ValueError:
            pass  # told below
        hint = (
            "Write a number, 177, or a range that ascends, 187-191.",
            "请写数字 177，或递增的区间 187-191。",
        )
        if place.node.kind != "scalar":
            return wrong_type(place, basket, ("a line or a range", "行号或区间"), hint)
        raw = place.node.raw[:40]
        basket.say(
            "bad-lines",
            place,
            (f"{raw!r} is no line or range.", f"“{raw}”不是行号或区间。"),
            hint,
            raw,
        )
        return BAD

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {
            "type": ["integer", "string"],
            "minimum": 1,
            "maximum": 999_999_999,
            "pattern": "^[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?$",
        }
