"""Actors and relations of a large scenario as columns; entries are made only when asked for.

Eight million relations as entries take ten gigabytes, as columns 200 megabytes. A table is a
mapping of entries by id, like the dicts of a small scenario, and gives the arrays of its views.
`graph_api.domain.table_building` makes tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.columns import DIRECTIONS
from graph_api.domain.relations import Relation, Strength
from graph_api.domain.texts import TextColumn, TextPlaces
from graph_api.domain.words import ActorId, Label, Level, RelationClass, RelationId, Sphere

LARGE = 10_000
"""A scenario with more relations than this is kept in memory as tables, not as entries."""

BLOCK = 65_536
"""Entries that are made together when all are asked for."""

LEVELS: Sequence[Level] = tuple(Level)
SPHERES: Sequence[Sphere] = tuple(Sphere)
CLASSES: Sequence[RelationClass] = tuple(RelationClass)
"""The codes of words in the columns are their places here."""

EMPOWERMENT = CLASSES.index(RelationClass.EMPOWERMENT)

HAS_EN, HAS_ZH = 1, 2
"""Flags of an actor: it has a name in this language, perhaps an empty one."""

STATED, RANGE = 1, 2
"""Flags of a relation: its direction is stated; only a range of its strength is known."""

K = TypeVar("K", bound=str)
V = TypeVar("V")

Codes = NDArray[np.unsignedinteger]


class _Table(Mapping[K, V], Generic[K, V]):
    """Entries by id, in the order of their places."""

    ids: TextColumn

    @cached_property
    def places(self) -> Mapping[K, int]:
        """Give the place of each id."""
        return TextPlaces(self.ids)

    @property
    def rows(self) -> TableRows[V]:
        """Give the entries as a sequence."""
        return TableRows(self)

    def at(self, place: int) -> V:
        """Make the entry at a place."""
        raise NotImplementedError

    def entries(self) -> Iterator[V]:
        """Make every entry, one after the other."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[K]:
        return iter(self.places)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.ids.find(key) is not None

    def __getitem__(self, key: K) -> V:
        return self.at(self.places[key])

    def __eq__(self, other: object) -> bool:
        return self is other or super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # as of any mapping

    def values(self) -> ValuesView[V]:
        """Give the entries, made one after the other."""
        return _TableValues(self)

    def items(self) -> ItemsView[K, V]:
        """Give the entries with their ids, made one after the other."""
        return _TableItems(self)


class _TableValues(ValuesView[V]):
    _mapping: _Table[str, V]

    def __iter__(self) -> Iterator[V]:
        return self._mapping.entries()


class _TableItems(ItemsView[K, V]):
    _mapping: _Table[K, V]

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return zip(self._mapping, self._mapping.entries(), strict=True)


class TableRows(Sequence[V], Generic[V]):
    """The entries of a table as a sequence; each is made anew whenever it is asked for."""

    def __init__(self, table: _Table[Any, V]) -> None:
        self.table = table

    def __len__(self) -> int:
        return len(self.table)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[V, ...]: ...
    def __getitem__(self, place: int | slice) -> V | tuple[V, ...]:
        if isinstance(place, slice):
            return tuple(map(self.table.at, range(*place.indices(len(self)))))
        count = len(self)
        if not -count <= place < count:
            raise IndexError(place)
        return self.table.at(int(place) % count)

    def __iter__(self) -> Iterator[V]:
        return self.table.entries()


@dataclass(frozen=True, eq=False)
class ActorTable(_Table[ActorId, Actor]):
    """Actors by id; those of one ``group`` stand together, else in the order they came in.

    Attributes
    ----------
    ids, name_en, name_zh
        Texts; where ``flags`` lacks `HAS_EN` or `HAS_ZH` there is no such name.
    kind, kinds
        Shape (n,), uint16: places in ``kinds``.
    level, sphere
        Shape (n,), int8: places in `LEVELS` and `SPHERES`.
    stateness
        Shape (n,), float64, in [0, 1].
    group, groups
        Shape (n,), int32: places in ``groups``; -1: none.
    special
        The actors that have more to say, whole, by place.

    """

    ids: TextColumn
    name_en: TextColumn
    name_zh: TextColumn
    flags: NDArray[np.uint8]
    kind: NDArray[np.uint16]
    level: NDArray[np.int8]
    sphere: NDArray[np.int8]
    stateness: NDArray[np.float64]
    group: NDArray[np.int32]
    kinds: tuple[str, ...]
    groups: tuple[str, ...]
    special: Mapping[int, Actor] = field(default_factory=dict)

    def at(self, place: int) -> Actor:
        """Make the actor at a place."""
        found = self.special.get(place)
        if found is not None:
            return found
        flags, group = self.flags[place], self.group[place]
        return Actor(
            ActorId(self.ids[place]),
            Label(
                self.name_en[place] if flags & HAS_EN else None,
                self.name_zh[place] if flags & HAS_ZH else None,
            ),
            self.kinds[self.kind[place]],
            LEVELS[self.level[place]],
            SPHERES[self.sphere[place]],
            float(self.stateness[place]),
            group=self.groups[group] if group >= 0 else None,
        )

    def entries(self) -> Iterator[Actor]:
        """Make every actor, one after the other."""
        return map(self.at, range(len(self)))

    @property
    def nbytes(self) -> int:
        """Give how many bytes the columns take."""
        return _bytes_of(self)


@dataclass(frozen=True, eq=False)
class RelationTable(_Table[RelationId, Relation]):
    """Relations by id, sorted by place of the actor where they begin, then end, then by id.

    Attributes
    ----------
    actors
        The actors at their ends.
    ids
        Texts.
    first
        Shape (n + 1,), uint32: the relations that begin at actor ``u`` are those from
        ``first[u]`` up to ``first[u + 1]``.
    to
        Shape (m,), uint32: places of actors.
    relation_class, direction_code
        Shape (m,), int8: places in `CLASSES` and `DIRECTIONS`; a direction is what the levels of
        the ends say unless ``flags`` has `STATED`.
    flags
        Shape (m,), uint8.
    strengths
        Shape (t,), float64: the strengths that occur, rising; the first is NaN, unknown.
    low_code, point_code, high_code
        Shape (m,), uint16 or uint32: places in ``strengths``; one array three times where every
        strength is one number.
    conveys, words
        Shape (m,), uint16 or uint32: places in ``words``, which holds what relations convey.
    special
        The relations that have more to say, whole, by place.
    extra
        Arrays that somebody worked out of these tables and keeps with them, by name.

    """

    actors: ActorTable
    ids: TextColumn
    first: NDArray[np.uint32]
    to: NDArray[np.uint32]
    relation_class: NDArray[np.int8]
    direction_code: NDArray[np.int8]
    flags: NDArray[np.uint8]
    strengths: NDArray[np.float64]
    low_code: Codes
    point_code: Codes
    high_code: Codes
    conveys: Codes
    words: tuple[tuple[str, ...], ...]
    special: Mapping[int, Relation] = field(default_factory=dict)
    extra: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)

    def start_of(self, place: int) -> int:
        """Give the place of the actor where a relation begins."""
        # The same type on both sides: else the whole array is converted for every question.
        return int(np.searchsorted(self.first, np.uint32(place), side="right")) - 1

    def at(self, place: int) -> Relation:
        """Make the relation at a place."""
        found = self.special.get(place)
        return self._plain(place, self.start_of(place)) if found is None else found

    def _plain(self, place: int, start: int) -> Relation:
        ends = self.actors.ids
        flags = self.flags[place]
        return Relation(
            RelationId(self.ids[place]),
            ActorId(ends[start]),
            ActorId(ends[int(self.to[place])]),
            CLASSES[self.relation_class[place]],
            DIRECTIONS[self.direction_code[place]] if flags & STATED else None,
            self.words[self.conveys[place]],
            strength=self._strength_at(place),
        )

    def _strength_at(self, place: int) -> Strength | None:
        code = self.point_code[place]
        if code == 0:
            return None
        point = float(self.strengths[code])
        if self.low_code is self.high_code:
            return Strength(point, point, point)
        low, high = self.strengths[self.low_code[place]], self.strengths[self.high_code[place]]
        return Strength(float(low), None if self.flags[place] & RANGE else point, float(high))

    def entries(self) -> Iterator[Relation]:
        """Make every relation, one after the other."""
        special = sorted(self.special)
        for first in range(0, len(self), BLOCK):
            block = slice(first, first + BLOCK)
            made = map(self._plain, range(first, len(self)), self.from_index[block].tolist())
            inside = slice(bisect_left(special, first), bisect_left(special, first + BLOCK))
            if inside.start == inside.stop:
                yield from made
            else:
                yield from (self.special.get(first + n, r) for n, r in enumerate(made))

    @property
    def nbytes(self) -> int:
        """Give how many bytes the columns take, those of the actors too."""
        return _bytes_of(self) + self.actors.nbytes

    def touching(self, actor: int) -> NDArray[np.int64]:
        """Give the places of the relations that begin or end at an actor."""
        here = np.arange(self.first[actor], self.first[actor + 1], dtype=np.int64)
        return np.union1d(here, np.flatnonzero(self.to == actor))

    # The arrays of a view

    @cached_property
    def from_index(self) -> NDArray[np.int32]:
        """Give the places of the actors where relations begin."""
        places = np.arange(len(self.actors), dtype=np.int32)
        counts = self.first[1:] - self.first[:-1]
        return _locked(np.repeat(places, counts))

    @property
    def to_index(self) -> NDArray[np.int32]:
        """Give the places of the actors where relations end."""
        return _locked(self.to.view(np.int32))

    @cached_property
    def point(self) -> NDArray[np.float64]:
        """Give the strengths that point scores use."""
        return _locked(self.strengths[self.point_code])

    @cached_property
    def low(self) -> NDArray[np.float64]:
        """Give the low ends of the strengths."""
        if self.low_code is self.point_code:
            return self.point
        return _locked(self.strengths[self.low_code])

    @cached_property
    def high(self) -> NDArray[np.float64]:
        """Give the high ends of the strengths."""
        if self.high_code is self.point_code:
            return self.point
        return _locked(self.strengths[self.high_code])

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Tell which relations are of class EMPOWERMENT."""
        return _locked(self.relation_class == EMPOWERMENT)

    @property
    def direction(self) -> NDArray[np.int8]:
        """Give the resolved directions."""
        return _locked(self.direction_code)


def _bytes_of(table: ActorTable | RelationTable) -> int:
    columns = [getattr(table, name) for name in table.__dataclass_fields__]
    arrays = [column for column in columns if isinstance(column, np.ndarray)]
    for column in columns:
        if isinstance(column, TextColumn):
            arrays += column.arrays.values()
    return sum({id(array): array.nbytes for array in arrays}.values())


T = TypeVar("T", bound=np.generic)


def _locked(array: NDArray[T]) -> NDArray[T]:
    array = array.view()
    array.setflags(write=False)
    return array
