"""Plain values as what they were: one text, number, day or word, and what a mapping names.

For values that this program wrote: the first that is not as it was written ends the reading, with
`TypeError`, `ValueError` or `KeyError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from graph_api.domain.words import Word

Read = Callable[[Any], Any]
Table = Mapping[str, tuple[str, Read]]
"""The attribute for each word of the format, and how its value is read."""


def fields_of(table: Table, plain: object) -> dict[str, Any]:
    """Read what a mapping names; a word that is not in the table is a `KeyError`."""
    fields = {}
    for word, value in as_mapping(plain).items():
        name, read = table[word]
        fields[name] = read(value)
    return fields


def as_mapping(value: object) -> Mapping[str, Any]:
    """Give a mapping, or raise `TypeError`."""
    if not isinstance(value, Mapping):
        raise _unfit("a mapping", value)
    return value


def as_text(value: object) -> str:
    """Give a text, or raise `TypeError`."""
    if not isinstance(value, str):
        raise _unfit("a text", value)
    return value


def as_number(value: object) -> float:
    """Give a finite number, or raise `TypeError` or `ValueError`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit("a number", value)
    if isinstance(value, float) and not math.isfinite(value):
        msg = f"a finite number was expected, not {value!r}"
        raise ValueError(msg)
    return value


def as_whole_number(value: object) -> int:
    """Give a whole number, or raise `TypeError`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unfit("a whole number", value)
    return value


def _unfit(expected: str, value: object) -> TypeError:
    return TypeError(f"{expected} was expected, not {type(value).__name__}")


def one_of(words: type[Word]) -> Read:
    """Read a word of an enum; a word that is not in it is a `KeyError`."""
    known = {word.value: word for word in words}
    return lambda value: known[as_text(value)]


def or_none(read: Read) -> Read:
    """Read a value or None."""
    return lambda value: None if value is None else read(value)


def several(read: Read) -> Callable[[Any], tuple[Any, ...]]:
    """Read a list, each of its values alike."""

    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _unfit("a list", value)
        return tuple(map(read, value))

    return read_all


def as_day(value: object) -> date:
    """Give a day."""
    return date.fromisoformat(as_text(value))


def as_moment(value: object) -> datetime:
    """Give a moment."""
    return datetime.fromisoformat(as_text(value))
