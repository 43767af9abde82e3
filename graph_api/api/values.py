"""Values of inputs: finite numbers, and inputs as JSON."""

from __future__ import annotations

import dataclasses
import math
import unicodedata
from datetime import date
from enum import Enum
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from graph_api.errors import BadParameterError


def require_finite(name: str, value: float | None) -> None:
    """Refuse infinity and NaN: the literal 1e400 arrives as infinity.

    Raises
    ------
    BadParameterError
        If ``value`` is a number without an end.

    """
    if value is not None and not math.isfinite(value):
        raise BadParameterError(
            f"{name} must be a finite number, not {value}.",
            f"{name} 必须是有限数，不能是 {value}。",
            parameter=name,
        )


LONGEST_REASON = 1_000

_SPACE = {"\n", "\t"}
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
"""Characters that turn the direction of what follows, so that a text reads as what it is not."""


def plain_reason(reason: str | None) -> str | None:
    """Give a reason for the journal, without space around it; an empty one is none.

    Raises
    ------
    BadParameterError
        If it is too long, or has characters that a terminal or a page would obey and not show.

    """
    text = (reason or "").strip()
    if len(text) > LONGEST_REASON:
        raise BadParameterError(
            f"The reason has {len(text):,} characters; it may have {LONGEST_REASON:,}.",
            f"原因有 {len(text):,} 个字符，最多 {LONGEST_REASON:,} 个。",
            parameter="reason",
        )
    for sign in text:
        if sign in _TURNING or (unicodedata.category(sign) == "Cc" and sign not in _SPACE):
            raise BadParameterError(
                f"The reason holds the control character U+{ord(sign):04X}; take it out.",
                f"原因含有控制字符 U+{ord(sign):04X}；请去掉。",
                parameter="reason",
            )
    return text or None


def as_json(value: Any) -> Any:  # noqa: ANN401  # any input, any JSON
    """Give an input as JSON in the words of the schema; what was left out or null is left out."""
    if value is strawberry.UNSET or value is None:
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            to_camel_case(item.name): as_json(getattr(value, item.name))
            for item in dataclasses.fields(value)
        }
        return {name: part for name, part in parts.items() if part is not None}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, date):
        return value.isoformat()
    return value
