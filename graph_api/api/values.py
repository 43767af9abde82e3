"""Values of inputs: finite numbers, and inputs as JSON."""

from __future__ import annotations

import dataclasses
import math
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
