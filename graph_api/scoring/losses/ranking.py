"""A ranking of millions of subjects whose rows are made only when somebody looks at them.

What costs something is sorted by its loss at once; the ids that decide between tied ones are looked
up run by run, and those that cost nothing stand behind, by id, sorted when first asked for.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.scoring import stopping
from graph_api.scoring.distinct import distinct
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.losses.sums import Losses
from graph_api.scoring.results import Bottleneck, Channel, Target

SAME_LOSS = 1e-12
"""Losses this close to the largest left are tied and stand by id (docs/reference/scores.md)."""

Name = tuple[str, ...]
"""An id, or those of both ends of a channel."""

Subject = ActorId | RelationId | Channel


def by_loss(losses: Sequence[float], name: Callable[[int], Name], least: float = -1.0) -> list[int]:
    """Give the places of losses, largest first; of those tied with the largest left, the first id.

    Stops when the largest left is not above ``least``.
    """
    order = sorted(range(len(losses)), key=lambda place: -losses[place])
    taken = [False] * len(order)
    tied: list[tuple[Name, int]] = []
    found: list[int] = []
    following = 0
    for largest, place in enumerate(order):
        if losses[place] <= least and not taken[largest]:
            break
        while not taken[largest]:
            while following < len(order) and losses[order[following]] >= losses[place] - SAME_LOSS:
                heappush(tied, (name(order[following]), following))
                following += 1
            _, first = heappop(tied)
            taken[first] = True
            found.append(order[first])
    return found


class LossRanking(Sequence[Bottleneck]):
    """All subjects of a target, largest loss first; losses within 1e-12 of it are tied, then by id.

    Attributes
    ----------
    costly
        How many cost something.

    """

    def __init__(self, losses: Losses, named: Subjects) -> None:
        order = np.argsort(-losses.loss, kind="stable")
        stopping.check()
        self.costly = int(order.size)
        self._named = named
        self._total = losses.total
        self._subject = losses.subject[order]
        self._loss = losses.loss[order]
        self._cut = losses.cut[order]
        # Where the next loss is no tie, nothing before it has to do with anything behind it.
        ends = np.flatnonzero(self._loss[1:] < self._loss[:-1] - SAME_LOSS) + 1
        above = int(np.count_nonzero(self._loss > SAME_LOSS))
        self._runs = np.concatenate(([0], ends[ends < above])) if above else np.empty(0, np.int64)
        self._resolved: dict[int, Sequence[int]] = {}
        self._head = above
        if above and above < order.size and above not in ends:
            # Some that cost next to nothing are tied with the last of those that cost more.
            last = int(self._runs[-1])
            stop = int(ends[ends >= above][0]) if (ends >= above).any() else order.size
            run = self._in_order(last, stop, SAME_LOSS)
            self._resolved[self._runs.size - 1] = run
            self._head = last + len(run)

    def __len__(self) -> int:
        return self._named.count

    @overload
    def __getitem__(self, place: int) -> Bottleneck: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Bottleneck, ...]: ...
    def __getitem__(self, place: int | slice) -> Bottleneck | tuple[Bottleneck, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        if place < self._head:
            return self._row(self._at(place))
        subject, known = self._tail[place - self._head]
        return self._row(known) if known >= 0 else self._free(subject)

    def __iter__(self) -> Iterator[Bottleneck]:
        return (self[place] for place in range(len(self)))

    def _row(self, at: int) -> Bottleneck:
        loss = float(self._loss[at])
        return Bottleneck(
            self._named.subject(int(self._subject[at])),
            loss,
            loss / self._total if self._total > 0 else None,
            int(self._cut[at]),
        )

    def _free(self, subject: int) -> Bottleneck:
        share = 0.0 if self._total > 0 else None
        return Bottleneck(self._named.free_subject(subject), 0.0, share, 0)

    def _at(self, place: int) -> int:
        """Give where what stands at a place of the ranking is in the arrays."""
        run = int(np.searchsorted(self._runs, place, side="right")) - 1
        first = int(self._runs[run])
        end = int(self._runs[run + 1]) if run + 1 < self._runs.size else self._head
        if end - first == 1:
            return first
        if run not in self._resolved:
            self._resolved[run] = self._in_order(first, end)
        return self._resolved[run][place - first]

    def _in_order(self, first: int, end: int, least: float = -1.0) -> Sequence[int]:
        losses = self._loss[first:end].tolist()

        def name(place: int) -> Name:
            return self._named.name(int(self._subject[first + place]))

        return [first + place for place in by_loss(losses, name, least)]

    @cached_property
    def _tail(self) -> Sequence[tuple[int, int]]:
        """Give what costs next to nothing by id, as (subject, where in the arrays or -1)."""
        left = self._loss <= SAME_LOSS
        for at in range(int(self._runs[-1]) if self._runs.size else 0, self._head):
            left[self._at(at)] = False
        rows = {
            self._named.free_of(int(self._subject[at])): at for at in np.flatnonzero(left).tolist()
        }
        free = self._named.free(self._subject[~left])
        return [(subject, rows.get(subject, -1)) for subject in free]


class Subjects:
    """All that a target means in a view, with a name for each.

    The *costly* subjects of `Losses` are named by places of actors or by arcs; all of them (*free*
    below) by places of actors, of relations, or of channels in the order of their ends.
    """

    def __init__(self, view: GraphSnapshot, graph: ArcGraph) -> None:
        self._view = view
        self._graph = graph

    @property
    @abstractmethod
    def count(self) -> int:
        """Count them all."""

    @abstractmethod
    def subject(self, costly: int) -> Subject:
        """Give how an answer names a costly one."""

    @abstractmethod
    def name(self, costly: int) -> Name:
        """Give what decides between tied ones."""

    @abstractmethod
    def free_of(self, costly: int) -> int:
        """Give the number of a costly one among all."""

    @abstractmethod
    def free_subject(self, free: int) -> Subject:
        """Give how an answer names one of all."""

    @abstractmethod
    def free(self, shown: NDArray[np.int64]) -> Sequence[int]:
        """Give all but some costly ones by id."""

    def _ends(self, costly: int) -> tuple[int, int]:
        return divmod(costly, self._graph.size)


class Actors(Subjects):
    """All actors."""

    @property
    def count(self) -> int:
        """Count them all."""
        return len(self._view.actors)

    def subject(self, costly: int) -> ActorId:
        """Give the id."""
        return self._view.actors[costly].id

    def free_subject(self, free: int) -> ActorId:
        """Give the id."""
        return self.subject(free)

    def name(self, costly: int) -> Name:
        """Give the id."""
        return (self.subject(costly),)

    def free_of(self, costly: int) -> int:
        """Give the same."""
        return costly

    def free(self, shown: NDArray[np.int64]) -> Sequence[int]:
        """Give all others by id."""
        left = np.ones(self.count, np.bool_)
        left[shown] = False
        ids = list(self._view.places)
        return sorted(np.flatnonzero(left).tolist(), key=ids.__getitem__)


class Relations(Subjects):
    """All empowerment relations."""

    @cached_property
    def count(self) -> int:
        """Count them all."""
        return int(np.count_nonzero(self._view.carries))

    def subject(self, costly: int) -> RelationId:
        """Give the id of the relation that an arc stands for."""
        return self.free_subject(self.free_of(costly))

    def free_subject(self, free: int) -> RelationId:
        """Give the id."""
        return self._view.relations[free].id

    def name(self, costly: int) -> Name:
        """Give the id."""
        return (self.subject(costly),)

    def free_of(self, costly: int) -> int:
        """Give the place of the relation that an arc stands for."""
        return self._graph.relation_at(*self._ends(costly))

    def free(self, shown: NDArray[np.int64]) -> Sequence[int]:
        """Give all others by id."""
        left = self._view.carries.copy()
        left[[self.free_of(costly) for costly in shown.tolist()]] = False
        ids = list(self._view.relation_places)
        return sorted(np.flatnonzero(left).tolist(), key=ids.__getitem__)


class Channels(Subjects):
    """All ordered pairs with empowerment relations."""

    @cached_property
    def _keys(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give start x n + end of all empowerment relations, ascending, and their places."""
        view = self._view
        places = np.flatnonzero(view.carries)
        keys = view.from_index[places].astype(np.int64) * self._graph.size + view.to_index[places]
        if (keys[1:] < keys[:-1]).any():
            order = np.argsort(keys, kind="stable")
            keys, places = keys[order], places[order]
        return keys, places

    @cached_property
    def count(self) -> int:
        """Count them all."""
        keys, _ = self._keys
        return int(np.count_nonzero(keys[1:] != keys[:-1])) + min(keys.size, 1)

    def subject(self, costly: int) -> Channel:
        """Give the ends and all relations."""
        keys, places = self._keys
        first, end = np.searchsorted(keys, [costly, costly + 1]).tolist()
        relations = (self._view.relations[place].id for place in places[first:end].tolist())
        return Channel(*self.name(costly), tuple(sorted(relations)))

    def free_subject(self, free: int) -> Channel:
        """Give the ends and all relations."""
        return self.subject(free)

    def name(self, costly: int) -> tuple[ActorId, ActorId]:
        """Give the ids of both ends."""
        start, end = self._ends(costly)
        return self._view.actors[start].id, self._view.actors[end].id

    def free_of(self, costly: int) -> int:
        """Give the same."""
        return costly

    def free(self, shown: NDArray[np.int64]) -> Sequence[int]:
        """Give all others by ids of their ends."""
        ids = list(self._view.places)
        every = distinct(self._keys[0])
        left = every[~np.isin(every, shown)]
        size = self._graph.size
        return sorted(left.tolist(), key=lambda key: (ids[key // size], ids[key % size]))


_KINDS: dict[Target, type[Subjects]] = {
    Target.ACTOR: Actors,
    Target.RELATION: Relations,
    Target.CHANNEL: Channels,
}


def ranking_of(view: GraphSnapshot, graph: ArcGraph, losses: Losses, target: Target) -> LossRanking:
    """Rank all subjects of a target by what they cost."""
    return LossRanking(losses, _KINDS[target](view, graph))
