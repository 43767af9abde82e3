"""Columns that are put into the order of a table, and tables that are taken apart and joined."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.columns import DIRECTIONS
from graph_api.domain.relations import Relation
from graph_api.domain.tables import BLOCK, RANGE, STATED, ActorTable, Codes, RelationTable
from graph_api.domain.texts import TextColumn, compact, joined
from graph_api.domain.words import Direction

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

NOT_STATED = -1
"""In place of a direction that nobody states."""

MILLION = 1_000_000

V = TypeVar("V")
W = TypeVar("W", bound=Hashable)

_SELF, _LATERAL, _DOWNWARD, _REVERSE = (
    DIRECTIONS.index(direction)
    for direction in (Direction.SELF, Direction.LATERAL, Direction.DOWNWARD, Direction.REVERSE)
)


def taken(table: ActorTable, places: Places) -> ActorTable:
    """Give a table of some of the actors, in the order of ``places``."""
    return replace(
        table,
        ids=table.ids.take(places),
        name_en=table.name_en.take(places),
        name_zh=table.name_zh.take(places),
        **{
            name: getattr(table, name)[places]
            for name in ("flags", "kind", "level", "sphere", "stateness", "group")
        },
        special=_moved(table.special, places, len(table)),
    )


def by_group(table: ActorTable) -> Places:
    """Give an order in which those of one group stand together, groups by their first actors."""
    _, first, inverse = np.unique(table.group, return_index=True, return_inverse=True)
    return np.argsort(first[inverse], kind="stable")


def grouped(table: ActorTable) -> ActorTable:
    """Put the actors of one group together."""
    order = by_group(table)
    return table if np.array_equal(order, np.arange(order.size)) else taken(table, order)


def joined_actors(one: ActorTable, other: ActorTable) -> ActorTable:
    """Give the actors of two tables, those of ``other`` last."""
    kinds, kind_codes = _both(one.kinds, other.kinds)
    groups, group_codes = _both(one.groups, other.groups)
    group_codes = np.append(group_codes, NOT_STATED)  # -1 stays -1
    shift = len(one)
    return ActorTable(
        ids=compact(joined([one.ids, other.ids])),
        name_en=joined([one.name_en, other.name_en]),
        name_zh=joined([one.name_zh, other.name_zh]),
        flags=np.concatenate((one.flags, other.flags)),
        kind=np.concatenate((one.kind, kind_codes[other.kind].astype(np.uint16))),
        level=np.concatenate((one.level, other.level)),
        sphere=np.concatenate((one.sphere, other.sphere)),
        stateness=np.concatenate((one.stateness, other.stateness)),
        group=np.concatenate((one.group, group_codes[other.group].astype(np.int32))),
        kinds=kinds,
        groups=groups,
        special={**one.special, **{shift + place: a for place, a in other.special.items()}},
    )


@dataclass(frozen=True, eq=False)
class RelationParts:
    """Columns of relations in any order; see `RelationTable`.

    ``start`` and ``to`` are places of actors, ``stated`` a direction or `NOT_STATED`; strengths are
    numbers, NaN where unknown; ``is_range`` None: nowhere.
    """

    ids: TextColumn
    start: NDArray[np.uint32]
    to: NDArray[np.uint32]
    relation_class: NDArray[np.int8]
    stated: NDArray[np.int8]
    low: Floats
    point: Floats
    high: Floats
    is_range: NDArray[np.bool_] | None
    conveys: NDArray[np.int32]
    words: tuple[tuple[str, ...], ...]
    special: Mapping[int, Relation]

    @classmethod
    def together(
        cls, pieces: Sequence[RelationParts], words: tuple[tuple[str, ...], ...]
    ) -> RelationParts:
        """Join pieces of which all have the same words."""

        def column(name: str, kind: type) -> NDArray:  # type: ignore[type-arg]  # any of them
            parts = [getattr(piece, name) for piece in pieces]
            return np.concatenate([np.empty(0, kind), *parts])

        point = column("point", np.float64)
        plain = all(piece.low is piece.point is piece.high for piece in pieces)
        special: dict[int, Relation] = {}
        is_range = np.zeros(point.size, np.bool_)
        done = 0
        for piece in pieces:
            special |= piece.special
            if piece.is_range is not None:
                is_range[done : done + piece.point.size] = piece.is_range
            done += piece.point.size
        return cls(
            ids=compact(joined([piece.ids for piece in pieces])),
            start=column("start", np.uint32),
            to=column("to", np.uint32),
            relation_class=column("relation_class", np.int8),
            stated=column("stated", np.int8),
            low=point if plain else column("low", np.float64),
            point=point,
            high=point if plain else column("high", np.float64),
            is_range=is_range if is_range.any() else None,
            conveys=column("conveys", np.int32),
            words=words,
            special=special,
        )

    @classmethod
    def of(cls, table: RelationTable) -> RelationParts:
        """Take a table apart."""
        stated = np.where(table.flags & STATED, table.direction_code, NOT_STATED)
        is_range = (table.flags & RANGE).astype(np.bool_)
        plain = table.low_code is table.high_code
        point = table.strengths[table.point_code]
        return cls(
            table.ids,
            table.from_index.view(np.uint32),
            table.to,
            table.relation_class,
            stated.astype(np.int8),
            point if plain else table.strengths[table.low_code],
            point,
            point if plain else table.strengths[table.high_code],
            is_range if is_range.any() else None,
            table.conveys.astype(np.int32),
            table.words,
            table.special,
        )

    def taken(self, places: Places) -> RelationParts:
        """Give some of the relations, in the order of ``places``."""
        point = self.point[places]
        plain = self.low is self.high
        return RelationParts(
            self.ids.take(places),
            self.start[places],
            self.to[places],
            self.relation_class[places],
            self.stated[places],
            point if plain else self.low[places],
            point,
            point if plain else self.high[places],
            None if self.is_range is None else self.is_range[places],
            self.conveys[places],
            self.words,
            _moved(self.special, places, self.start.size),
        )

    def with_more(self, more: RelationParts) -> RelationParts:
        """Give these relations and others after them."""
        words, codes = _both(self.words, more.words)
        shift = self.start.size
        other = replace(
            more,
            conveys=codes[more.conveys].astype(np.int32),
            special={shift + place: relation for place, relation in more.special.items()},
        )
        return RelationParts.together((self, other), words)


def assembled(actors: ActorTable, parts: RelationParts) -> RelationTable:
    """Put relations into the order of a table: by start, then end, then id."""
    count = len(actors)
    if not _are_in_order(parts.start, parts.to):
        keys = parts.start.astype(np.int64) * count + parts.to
        parts = parts.taken(np.argsort(keys, kind="stable"))
    twins = _by_id(parts)
    if twins is not None:
        parts = parts.taken(twins)
    first = np.zeros(count + 1, np.uint32)
    np.cumsum(np.bincount(parts.start, minlength=count), out=first[1:])
    strengths, (low, point, high) = _coded(parts)
    is_stated = parts.stated != NOT_STATED
    flags = is_stated * np.uint8(STATED)
    if parts.is_range is not None:
        flags |= parts.is_range * np.uint8(RANGE)
    direction = np.where(is_stated, parts.stated, _resolved(actors, parts)).astype(np.int8)
    short = np.uint16 if len(parts.words) < 2**16 else np.uint32
    return RelationTable(
        actors,
        parts.ids,
        first,
        parts.to,
        parts.relation_class,
        direction,
        flags,
        strengths,
        low,
        point,
        high,
        parts.conveys.astype(short),
        parts.words,
        parts.special,
    )


def _are_in_order(start: NDArray[np.uint32], to: NDArray[np.uint32]) -> bool:
    """Tell whether relations stand by start, then by end."""
    falls = (start[1:] == start[:-1]) & (to[1:] < to[:-1])
    falls |= start[1:] < start[:-1]
    return not falls.any()


def _by_id(parts: RelationParts) -> Places | None:
    """Give the order in which relations of one ordered pair stand by id; None: they do already.

    ``parts`` stand by start and end.
    """
    start, to = parts.start, parts.to
    same = (start[1:] == start[:-1]) & (to[1:] == to[:-1])
    if not same.any():
        return None
    twin = np.zeros(start.size, np.bool_)
    twin[1:] |= same
    twin[:-1] |= same
    places = np.flatnonzero(twin)
    by_text = parts.ids.ordered(places)
    rank = np.empty(start.size, np.int64)
    rank[by_text] = np.arange(by_text.size)
    order = np.arange(start.size)
    order[places] = places[np.lexsort((rank[places], to[places], start[places]))]
    return order


def _resolved(actors: ActorTable, parts: RelationParts) -> NDArray[np.int8]:
    """Give the directions that level, then stateness, of the ends say."""
    values, rank = np.unique(actors.stateness, return_inverse=True)
    standing = actors.level.astype(np.int64) * max(1, values.size) + rank
    found = np.full(parts.start.size, _LATERAL, np.int8)
    if (standing != standing[:1]).any():
        start, end = standing[parts.start], standing[parts.to]
        found[start > end] = _DOWNWARD
        found[start < end] = _REVERSE
    found[parts.start == parts.to] = _SELF
    return found


def _coded(parts: RelationParts) -> tuple[Floats, tuple[Codes, Codes, Codes]]:
    """Give the strengths that occur, NaN first, then rising, and the codes of all three columns."""
    plain = parts.low is parts.high
    columns = (parts.point,) if plain else (parts.low, parts.point, parts.high)
    counts = [_millionths(column) for column in columns]
    if any(column is None for column in counts):
        table, codes = _coded_by_value(columns)
    else:
        table, codes = _coded_by_count([column for column in counts if column is not None])
    return table, (codes[0], codes[-1 if plain else 1], codes[-1])


def _short(table: Floats) -> type[np.uint16 | np.uint32]:
    return np.uint16 if table.size < 2**16 else np.uint32


def _millionths(column: Floats) -> NDArray[np.int32] | None:
    """Give one more than strengths in millionths, 0 where unknown; None where that loses anything.

    Block by block, so that what is worked out in between stays in the cache.
    """
    counts = np.empty(column.size, np.int32)
    for first in range(0, column.size, BLOCK):
        values = column[first : first + BLOCK]
        unknown = np.isnan(values)
        whole = np.rint(values * MILLION)
        if not ((whole / MILLION == values) | unknown).all():
            return None
        whole[unknown] = -1
        counts[first : first + BLOCK] = whole + 1
    return counts


def _coded_by_count(columns: Sequence[NDArray[np.int32]]) -> tuple[Floats, list[Codes]]:
    """Code columns of whole millionths: counted, not sorted."""
    there = np.zeros(MILLION + 2, np.bool_)
    there[0] = True
    for column in columns:
        there[column] = True
    values = np.flatnonzero(there)
    table = (values - 1) / MILLION
    table[0] = np.nan
    code = np.zeros(there.size, _short(table))
    code[values] = np.arange(values.size)
    return table, [code[column] for column in columns]


def _coded_by_value(columns: Sequence[Floats]) -> tuple[Floats, list[Codes]]:
    values = np.unique(np.concatenate([column[~np.isnan(column)] for column in columns]))
    table = np.concatenate(([np.nan], values))
    codes: list[Codes] = []
    for column in columns:
        code = np.searchsorted(values, column) + 1
        code[np.isnan(column)] = 0
        codes.append(code.astype(_short(table)))
    return table, codes


def _both(one: tuple[W, ...], other: tuple[W, ...]) -> tuple[tuple[W, ...], Places]:
    """Give the words of both, and for each code of ``other`` that of its word there."""
    numbers = {word: code for code, word in enumerate(dict.fromkeys((*one, *other)))}
    return tuple(numbers), np.array([numbers[word] for word in other], np.int64)


def _moved(entries: Mapping[int, V], places: Places, count: int) -> dict[int, V]:
    """Give entries by their new places; those that are not taken are left out."""
    if not entries:
        return {}
    now = np.full(count, -1, np.int64)
    now[places] = np.arange(places.size)
    return {int(now[place]): entry for place, entry in entries.items() if now[place] >= 0}
