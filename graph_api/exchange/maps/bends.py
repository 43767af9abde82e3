"""How the line of a relation runs: past everybody who is not its end, apart from its opposite.

Simple bows are tried first, the flattest before the others; each bends to the right of travel, so
that two opposite lines lie on both sides of the straight way. Where every bow touches a stranger,
the line goes through the free ways between rows and between neighbours, of which there always is
one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.exchange.maps.curves import (
    Pieces,
    Points,
    apart,
    bow,
    rounded,
    sampled,
    trimmed,
    within,
)
from graph_api.scoring import stopping

APART = 24.0
"""At least so many pixels lie between two opposite lines at their middles."""

NEAR = 12.0
"""And between two lines of one direction, of two classes."""

CLEARANCE = 4.0
"""So much air stays around an actor that a line passes."""

BOWS = (14.0, 20.0, 28.0, 40.0, 56.0, 76.0, 100.0, 130.0, 170.0)
LEFT_BOWS = (-20.0, -34.0, -52.0, -76.0, -104.0)
SHIFTS = (0.0, 0.22, -0.22)
"""How far the summit of a bow lies from its middle, as a share of its length."""

LANES = (0.0, 14.0, -14.0, 7.0, -7.0, 21.0, -21.0, 28.0, -28.0)
EXITS = (13.0, -13.0, 5.0, -5.0)
DETOURS = 3
CORNER = 8.0

Box = tuple[float, float, float, float]
Boxes = tuple[Box, Box]
"""Symbol, then label."""


@dataclass(frozen=True, slots=True)
class End:
    """An actor as a line sees it: what it covers in either language, and in each."""

    actor: str
    boxes: Boxes
    boxes_in: tuple[Boxes, ...]


@dataclass(frozen=True, slots=True)
class Bent:
    """A line: whether it runs from the first of its two to the second, and what is seen of it.

    ``pieces`` and ``points`` stand for each language.
    """

    is_forward: bool
    pieces: tuple[Pieces, ...]
    points: tuple[Points, ...]


class Field:
    """Who stands where, row by row, and the free ways between them."""

    def __init__(self, rows: Sequence[Sequence[Boxes]], page: Box) -> None:
        self.page = page
        self.rows = [list(row) for row in rows]
        self.boxes = np.array([box for row in rows for boxes in row for box in boxes])
        self.row_of = {boxes[0]: place for place, row in enumerate(rows) for boxes in row}
        self.tops = [min(box[1] for boxes in row for box in boxes) for row in rows]
        self.bottoms = [max(box[3] for boxes in row for box in boxes) for row in rows]
        self.gaps = [_gaps(row, page[0], page[2]) for row in rows]

    def is_clear(self, points: Points, *ends: Boxes) -> bool:
        """Tell whether a curve keeps away from everybody but its two ends."""
        low, high = points.min(0) - CLEARANCE, points.max(0) + CLEARANCE
        left, top, right, bottom = self.page
        if low[0] < left or low[1] < top or high[0] > right or high[1] > bottom:
            return False
        near = (
            (self.boxes[:, 2] > low[0])
            & (self.boxes[:, 0] < high[0])
            & (self.boxes[:, 3] > low[1])
            & (self.boxes[:, 1] < high[1])
        )
        strangers = self.boxes[near]
        own = np.array([box for boxes in ends for box in boxes])
        strangers = strangers[~(strangers[:, None] == own[None]).all(2).any(1)]
        grown = strangers + np.array([-CLEARANCE, -CLEARANCE, CLEARANCE, CLEARANCE])
        # Few points first: most ways that fail do so at once.
        return not within(points[::12], grown).any() and not within(points, grown).any()

    def corridor(self, above: int) -> tuple[float, float]:
        """Give top and bottom of the free way under a row; -1: over the first."""
        if above < 0:
            return self.page[1], self.tops[0]
        if above >= len(self.rows) - 1:
            return self.bottoms[-1], self.page[3]
        return self.bottoms[above], self.tops[above + 1]


def bend(field: Field, start: End, end: End, others: Sequence[Bent], *, is_forward: bool) -> Bent:
    """Give the line of a relation.

    Parameters
    ----------
    field
        Everybody.
    start, end
        The two ends; of a loop the same.
    others
        The lines of the same two actors so far.
    is_forward
        Whether the line runs from the first of the two to the second.

    """
    stopping.check()
    if start.actor == end.actor:
        pieces = _loop(start.boxes, len(others))
        return _as_bent([pieces] * len(start.boxes_in), is_forward)
    best: tuple[float, Bent] | None = None
    for pieces in _candidates(field, start, end, is_forward=is_forward):
        if not field.is_clear(sampled(pieces), start.boxes, end.boxes):
            continue
        seen = [
            trimmed(pieces, _grown(one, 4.0), _grown(other, 5.0))
            for one, other in zip(start.boxes_in, end.boxes_in, strict=True)
        ]
        bent = _as_bent(seen, is_forward)
        spare = _spare(bent, others)
        if spare >= 0:
            return bent
        if best is None or spare > best[0]:
            best = (spare, bent)
    if best is None:  # only where two labels touch: it cannot come from `lay_out`
        pieces = bow(_middle(start.boxes), _middle(end.boxes), BOWS[0])
        return _as_bent([pieces] * len(start.boxes_in), is_forward)
    return best[1]


def _as_bent(pieces: Sequence[Pieces], is_forward: bool) -> Bent:  # one of two
    return Bent(is_forward, tuple(pieces), tuple(map(sampled, pieces)))


def _spare(bent: Bent, others: Sequence[Bent]) -> float:
    """Give by how much a line is further from the others of its two than it has to be."""
    return min(
        (
            apart(mine, points) - (NEAR if other.is_forward == bent.is_forward else APART + 0.5)
            for other in others
            for mine, points in zip(bent.points, other.points, strict=True)
        ),
        default=0.0,
    )


def _candidates(field: Field, start: End, end: End, *, is_forward: bool) -> Iterator[Pieces]:
    """Give ways from one to the other, the best to look at first."""
    one, other = _middle(start.boxes), _middle(end.boxes)
    # The left is where the opposite line lies; it still has to be apart from it.
    for height in (*BOWS, *LEFT_BOWS):
        for shift in SHIFTS if abs(height) > 20 else (0.0,):
            yield bow(one, other, height, shift)
    rows = field.row_of[start.boxes[0]], field.row_of[end.boxes[0]]
    # Lines of different pairs take different lanes, whatever else is shown.
    first = zlib.crc32(repr(sorted((start.actor, end.actor))).encode()) % len(LANES)
    lanes = LANES[first:] + LANES[:first]
    side = 1.0 if is_forward else -1.0
    for is_square in (False, True):
        for detour in range(DETOURS):
            for lane in lanes:
                for leave in EXITS:
                    way = _Way(detour, side * lane, side * leave, is_square)
                    yield from _routes(field, (one, other), rows, way)


@dataclass(frozen=True, slots=True)
class _Way:
    """Which gaps a route takes (0: the best), its lane there, and where it leaves and arrives."""

    detour: int
    lane: float
    leave: float
    is_square: bool


def _routes(
    field: Field, ends: tuple[Points, Points], rows: tuple[int, int], way: _Way
) -> Iterator[Pieces]:
    """Give ways through the free ways: along corridors, through gaps between neighbours."""
    (one, other), (row, aim), leave = ends, rows, way.leave
    if row == aim:
        for above in (row - 1, row):
            y = _level(field.corridor(above), way.lane)
            x, far = one[0] + leave, other[0] + leave
            yield rounded([(x, one[1]), (x, y), (far, y), (far, other[1])], 3 * CORNER)
        return
    step = 1 if aim > row else -1
    x = one[0] + leave
    stops = [(x, one[1])]
    for place in range(row, aim, step):
        corridor = field.corridor(place if step > 0 else place - 1)
        after = place + step
        goal = other[0] + leave if after == aim else _gap(field, after, x, other, way)
        if way.is_square:
            y = _level(corridor, way.lane)
            stops += [(x, y), (goal, y)]
        else:
            near, far = corridor if step > 0 else corridor[::-1]
            depth = step * 0.4 * abs(far - near)
            stops += [(x, near + depth), (goal, far - depth)]
        x = goal
    stops.append((x, other[1]))
    yield rounded(stops, CORNER if way.is_square else 1000.0)


def _level(corridor: tuple[float, float], lane: float) -> float:
    """Give the height of a lane in a corridor, clear of both rows."""
    top, bottom = corridor
    room = max((bottom - top) / 2 - CORNER - CLEARANCE, 0.0)
    return (top + bottom) / 2 + min(max(lane, -room), room)


def _gap(field: Field, row: int, x: float, other: Points, way: _Way) -> float:
    """Give the gap of a row that lies best on the way; a detour takes the next best."""
    gaps = field.gaps[row]
    wanted = (x + float(other[0])) / 2
    ranked = sorted(gaps, key=lambda gap: (abs((gap[0] + gap[1]) / 2 - wanted), gap))
    left, right = ranked[min(way.detour, len(ranked) - 1)]
    room = max((right - left) / 2 - CLEARANCE - 1, 0.0)
    return (left + right) / 2 + min(max(way.lane, -room), room)


def _gaps(row: Sequence[Boxes], left: float, right: float) -> list[tuple[float, float]]:
    """Give the free ways between the neighbours of a row, and at both sides of it."""
    spans = sorted((min(box[0] for box in boxes), max(box[2] for box in boxes)) for boxes in row)
    lefts = [max(left, spans[0][0] - 60), *(span[1] for span in spans)]
    rights = [*(span[0] for span in spans), min(right, spans[-1][1] + 60)]
    return [*zip(lefts, rights, strict=True)]


def _middle(boxes: Boxes) -> Points:
    left, top, right, _ = boxes[0]
    half = (right - left) / 2
    return np.array([left + half, top + half])


def _grown(boxes: Boxes, by: float) -> Points:
    return np.asarray(np.array(boxes) + np.array([-by, -by, by, by]), np.float64)


def _loop(boxes: Boxes, number: int) -> Pieces:
    """Give the small loop of an actor upon itself, at the upper right of its symbol."""
    _, top, right, _ = boxes[0]
    out = 15.0 + 5 * min(number, 2)
    return np.array(
        [
            [(right - 8, top - 3), (right - 8, top - out), (right + out / 2, top - out + 4)],
            [
                (right + out / 2, top - out + 4),
                (right + out + 3, top - out / 2 + 6),
                (right + 4, top + 10),
            ],
        ]
    )
