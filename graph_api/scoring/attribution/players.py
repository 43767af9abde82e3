"""Which relations can matter to a pair: those on loopless paths, or, failing that, on walks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.results import Scoring

MOST_STEPS = 200_000
"""So many steps along paths are taken to list the loopless ones."""

MOST_PLAYERS = 5_000
"""Beyond, drawing orders would take minutes for errors that say nothing."""


@dataclass(frozen=True, slots=True)
class Player:
    """One relation: its place in the view, its ends, its effective strength."""

    relation: int
    start: int
    end: int
    strength: float


Path = tuple[int, ...]
"""A loopless path as places in a list of players."""


@dataclass(frozen=True, slots=True)
class Players:
    """The relations that can matter to a pair.

    ``forward`` and ``reverse`` are the loopless paths of each direction, parallel relations each
    for itself; None where they are too many to be listed.
    """

    players: tuple[Player, ...]
    forward: tuple[Path, ...] | None
    reverse: tuple[Path, ...] | None

    @property
    def are_listed(self) -> bool:
        """Tell whether the players are those on loopless paths."""
        return self.forward is not None


def players_of(view: GraphSnapshot, a: int, b: int, scoring: Scoring) -> Players:
    """Find the relations on a loopless path from ``a`` to ``b`` or back, by place of the relation.

    Where the paths are too many to be listed: on a walk. Only EMPOWERMENT relations between
    different actors of known effective strength above 0 count, and paths of at most ``max_hops``.

    Raises
    ------
    BadParameterError
        If there are more than `MOST_PLAYERS`.

    """
    stopping.stage("the relations that matter were being gathered", "正在汇集相关的关系")
    strengths = effective_strengths(view, scoring.maturity).under(Assumption.POINT)
    kept = np.flatnonzero(view.carries & (view.from_index != view.to_index) & (strengths > 0))
    arrows = _Arrows(kept, view.from_index[kept], view.to_index[kept], len(view.actors))
    ways = [arrows.on_walks(*ends, scoring.max_hops) for ends in ((a, b), (b, a))]
    either = np.flatnonzero(ways[0] | ways[1])
    if either.size > MOST_PLAYERS:
        raise _too_many(int(either.size))
    players = tuple(
        Player(relation, start, end, strength)
        for relation, start, end, strength in zip(
            kept[either].tolist(),
            arrows.start[either].tolist(),
            arrows.end[either].tolist(),
            strengths[kept[either]].tolist(),
            strict=True,
        )
    )
    steps = _Steps(MOST_STEPS)
    forward = _paths(players, a, b, ways[0][either], scoring.max_hops, steps)
    reverse = _paths(players, b, a, ways[1][either], scoring.max_hops, steps)
    if forward is None or reverse is None:
        return Players(players, None, None)
    used = sorted({place for path in (*forward, *reverse) for place in path})
    new = {old: number for number, old in enumerate(used)}

    def renumbered(paths: list[Path]) -> tuple[Path, ...]:
        return tuple(tuple(new[place] for place in path) for path in paths)

    return Players(tuple(players[old] for old in used), renumbered(forward), renumbered(reverse))


def _too_many(count: int) -> BadParameterError:
    return BadParameterError(
        f"{count:,} relations lie on walks between the two; shares can be drawn for up to"
        f" {MOST_PLAYERS:,}. Narrow the question: maxHops, or a filter of the view.",
        f"两者之间的通路涉及 {count:,} 个关系；最多可对 {MOST_PLAYERS:,} 个抽样求份额。"
        "请缩小问题：限制 maxHops，或筛选视图。",
        parameter="maxHops",
    )


@dataclass(frozen=True, slots=True)
class _Arrows:
    relation: NDArray[np.int64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    size: int

    def on_walks(self, first: int, last: int, limit: int | None) -> NDArray[np.bool_]:
        """Tell which arrows lie on a walk that never returns to its start nor leaves its end."""
        inner = (self.end != first) & (self.start != last)
        ahead = self._hops(first, inner, backwards=False)
        behind = self._hops(last, inner, backwards=True)
        length = ahead[self.start] + 1 + behind[self.end]
        most = np.inf if limit is None else limit
        found: NDArray[np.bool_] = inner & np.isfinite(length) & (length <= most)
        return found

    def _hops(
        self, origin: int, inner: NDArray[np.bool_], *, backwards: bool
    ) -> NDArray[np.float64]:
        from scipy.sparse import csr_array  # noqa: PLC0415  # slow to import
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

        rows, columns = self.start[inner], self.end[inner]
        if backwards:
            rows, columns = columns, rows
        ones = np.ones(rows.size)
        graph = csr_array((ones, (rows, columns)), shape=(self.size, self.size))
        return np.asarray(dijkstra(graph, indices=np.array([origin]), unweighted=True)[0])


@dataclass(slots=True)
class _Steps:
    left: int

    def take(self) -> bool:
        """Count a step; False where none is left."""
        self.left -= 1
        if self.left % 1_000 == 0:
            stopping.check()
        return self.left >= 0


def _paths(  # noqa: PLR0913, PLR0917  # the graph, the ends, the bounds
    players: tuple[Player, ...],
    start: int,
    end: int,
    usable: NDArray[np.bool_],
    limit: int | None,
    steps: _Steps,
) -> list[Path] | None:
    """List the loopless paths, each a tuple of players; None where they are too many."""
    out: dict[int, list[tuple[int, int]]] = {}
    for number in np.flatnonzero(usable).tolist():
        out.setdefault(players[number].start, []).append((players[number].end, number))
    found: list[Path] = []
    path: list[int] = []
    visited = {start}
    waiting: list[Iterator[tuple[int, int]]] = [iter(out.get(start, ()))]
    places = [start]
    while waiting:
        arrow = next(waiting[-1], None)
        if arrow is None or (limit is not None and len(path) >= limit):
            waiting.pop()
            visited.discard(places.pop())
            if path:
                path.pop()
            continue
        if not steps.take():
            return None
        place, number = arrow
        if place == end:
            found.append((*path, number))
        elif place not in visited:
            visited.add(place)
            places.append(place)
            path.append(number)
            waiting.append(iter(out.get(place, ())))
    return found
