"""The words in which a view and its scores are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from graph_api.domain import ActorFilter, RelationFilter
from graph_api.domain.selection import Selection, read_word
from graph_api.errors import BadParameterError
from graph_api.scoring import Reading, Scoring


class ScoringWords(TypedDict, total=False):
    """How to score, by name; see `Scoring`."""

    reading: Reading | str
    decay: float
    maturity: float | None
    max_hops: int | None
    damping: float | None


def read_scoring(
    reading: Reading | str = Reading.PRODUCT,
    decay: float = 1.0,
    maturity: float | None = None,
    max_hops: int | None = None,
    damping: float | None = None,
) -> Scoring:
    """Give the scoring of these parameters, or raise `BadParameterError`."""
    return Scoring(read_word(Reading, reading), decay, maturity, max_hops, damping)


def said_of(kept: RelationFilter) -> dict[str, Any]:
    """Give what a filter was asked with, for the provenance."""
    said = {
        "classes": kept.classes,
        "directions": kept.directions,
        "conveys": kept.conveys,
        "elements": kept.elements,
        "statuses": kept.statuses,
        "bases": kept.bases,
    }
    words: dict[str, Any] = {
        name: [str(word) for word in words] for name, words in said.items() if words is not None
    }
    if kept.min_strength is not None:
        words["minStrength"] = kept.min_strength
    return words


def said_group(group: Selection) -> str:
    """Give a selection as text, as `graph_api.domain.selection` reads it."""
    if isinstance(group, str):
        return group
    if not isinstance(group, ActorFilter):
        return ",".join(group)
    fields = {
        "id": group.ids,
        "kind": group.kinds,
        "level": group.levels,
        "sphere": group.spheres,
        "group": group.groups,
        "search": None if group.search is None else (group.search,),
    }
    said = [f"{name}={','.join(words)}" for name, words in fields.items() if words is not None]
    return ",".join(said) or "all"


def kept(group: Selection) -> Selection:
    """Give a selection that can be read more than once."""
    return group if isinstance(group, str | ActorFilter) else tuple(group)


def said_groups(between: Selection, other: Selection) -> dict[str, str]:
    """Give what two groups were asked with, for the provenance."""
    return {"between": said_group(between), "and": said_group(other)}


def read_day(said: date | str | None, parameter: str = "asOf") -> date | None:
    """Give a date, from its ISO text where it is a text, or raise `BadParameterError`."""
    if not isinstance(said, str):
        return said
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadParameterError(
            f"{said!r} is not a date; write it as 2024-12-31.",
            f"“{said}”不是日期；请写成 2024-12-31。",
            parameter=parameter,
        ) from None
