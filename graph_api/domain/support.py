"""Who empowers whom in any variant: ordered pairs of actors, as a set or, of many, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.tables import EMPOWERMENT, RelationTable
from graph_api.domain.words import ActorId

Pair = tuple[ActorId, ActorId]
Pairs = AbstractSet[Pair]
"""A frozenset of a small scenario, a `Support` of a large one."""


class Support(AbstractSet[Pair]):
    """The ordered pairs of a table with an EMPOWERMENT relation, some gone and some added.

    Parameters
    ----------
    table
        The relations.
    gone
        Places of relations that do not count.
    added
        Further pairs.

    """

    def __init__(
        self, table: RelationTable, gone: Iterable[int] = (), added: Iterable[Pair] = ()
    ) -> None:
        self.table = table
        self.gone = frozenset(gone)
        self.added = frozenset(added)

    def __contains__(self, pair: object) -> bool:
        if pair in self.added:
            return True
        if not isinstance(pair, tuple) or len(pair) != 2:
            return False
        start, end = (self.table.actors.ids.find(str(identity)) for identity in pair)
        if start is None or end is None:
            return False
        row = slice(int(self.table.first[start]), int(self.table.first[start + 1]))
        first, last = np.searchsorted(self.table.to[row], np.array((end, end + 1), np.uint32))
        return any(
            self.table.relation_class[place] == EMPOWERMENT and place not in self.gone
            for place in range(row.start + int(first), row.start + int(last))
        )

    def __iter__(self) -> Iterator[Pair]:
        ids = self.ids
        for start, end in zip(*(places.tolist() for places in self.arrays()), strict=True):
            yield ids(start), ids(end)

    def __len__(self) -> int:
        return self.arrays()[0].size

    def ids(self, place: int) -> ActorId:
        """Give the actor that a place of `arrays` means."""
        count = len(self.table.actors)
        if place < count:
            return ActorId(self.table.actors.ids[place])
        return self._others[place - count]

    @cached_property
    def _others(self) -> tuple[ActorId, ...]:
        """Give the actors of added pairs that the table does not have."""
        known = self.table.actors
        ends = sorted({end for pair in self.added for end in pair})
        return tuple(end for end in ends if end not in known)

    @property
    def size(self) -> int:
        """Give how many actors the places of `arrays` may mean."""
        return len(self.table.actors) + len(self._others)

    def arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Give start and end of each pair once, as places.

        Places below the number of actors of the table are its own; the others are actors that only
        a variant or a question adds (`ids`). Pairs of one actor with itself are among them.
        """
        return self._arrays

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        counted = self.table.relation_class == EMPOWERMENT
        counted[list(self.gone)] = False
        starts, ends = self.table.from_index, self.table.to_index
        if not counted.all():
            starts, ends = starts[counted], ends[counted]
        fresh = np.ones(starts.size, np.bool_)
        fresh[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
        if not fresh.all():
            starts, ends = starts[fresh], ends[fresh]
        more = self._added_arrays(starts, ends)
        return np.concatenate((starts, more[0])), np.concatenate((ends, more[1]))

    def _added_arrays(
        self, starts: NDArray[np.int32], ends: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Give the added pairs that are not among the others, which are sorted."""
        found = self.table.actors.ids.find
        count = len(self.table.actors)
        others = {identity: count + number for number, identity in enumerate(self._others)}
        keys = starts.astype(np.int64) * self.size + ends if self.added else starts
        places: list[tuple[int, int]] = []
        for pair in sorted(self.added):
            start, end = (others[one] if one in others else found(one) or 0 for one in pair)
            key = np.int64(start * self.size + end)
            at = int(np.searchsorted(keys, key))
            if at == keys.size or keys[at] != key:
                places.append((start, end))
        array = np.array(places, np.int32).reshape(-1, 2)
        return array[:, 0], array[:, 1]
