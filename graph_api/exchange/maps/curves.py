"""Curves of relations: a chain of quadratic Bezier pieces, sampled and cut where it leaves a box.

Everything is in pixels of the page; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (k, 2)."""

Pieces = NDArray[np.float64]
"""Shape (p, 3, 2): start, control and end of each piece."""

STEP = 4.0
"""So far apart are samples, at most."""


def bow(start: Points, end: Points, height: float, shift: float = 0.0) -> Pieces:
    """Give the curve whose middle is ``height`` to the right of the straight way (< 0: left).

    ``shift`` moves its summit towards the end, by a share of the length.
    """
    along = end - start
    length = max(float(np.hypot(*along)), 1e-9)
    right = np.array([-along[1], along[0]]) / length  # y grows downwards
    control = (start + end) / 2 + right * 2 * height + along * shift
    return np.array([[start, control, end]])


def rounded(points: Sequence[Sequence[float]], radius: float = 8.0) -> Pieces:
    """Give the way along straight lines, its corners rounded.

    Of each straight line at most half is rounded off at either end, of the first and last all;
    the curve stays within the triangles at the corners.
    """
    stops = np.array(points, float)
    keep = [True, *(np.hypot(*(stops[1:] - stops[:-1]).T) > 1e-6)]
    stops = stops[keep]
    pieces: list[list[Points]] = []
    here = stops[0]
    for place, corner in enumerate(stops[1:-1], 1):
        into, out = corner - here, stops[place + 1] - corner
        long, share = float(np.hypot(*into)), float(np.hypot(*out))
        if place < len(stops) - 2:
            share /= 2
        begin = corner - into / max(long, 1e-9) * min(radius, long)
        finish = corner + out / max(float(np.hypot(*out)), 1e-9) * min(radius, share)
        pieces.extend(([here, (here + begin) / 2, begin], [begin, corner, finish]))
        here = finish
    pieces.append([here, (here + stops[-1]) / 2, stops[-1]])
    return np.array(pieces)


def sampled(pieces: Pieces) -> Points:
    """Give points along a curve, no further apart than `STEP`, both ends among them."""
    return np.concatenate([_points(piece, _times(piece)) for piece in pieces])


def trimmed(pieces: Pieces, out_of: Points, into: Points) -> Pieces:
    """Cut off what lies in the boxes of the two ends: the curve as it is drawn.

    Boxes have shape (k, 4): left, top, right, bottom. A curve that never leaves them stays whole.
    """
    where = [(place, time) for place, piece in enumerate(pieces) for time in _times(piece)]
    points = sampled(pieces)
    outside = ~within(points, out_of)
    inside = within(points, into)
    # The first way out of the one that is not followed by a point in it before the other begins.
    arrivals = np.flatnonzero(inside & outside)
    last = int(arrivals[0]) if len(arrivals) else len(points) - 1
    departures = np.flatnonzero(~outside[:last])
    first = int(departures[-1]) + 1 if len(departures) else 0
    if last - first < 2:
        return pieces
    begin, finish = where[first], where[last]
    kept: list[Points] = []
    for place in range(begin[0], finish[0] + 1):
        piece = pieces[place]
        upto = finish[1] if place == finish[0] else 1.0
        since = begin[1] if place == begin[0] else 0.0
        if upto - since > 1e-9:
            kept.append(_part(piece, since, upto))
    return np.array(kept) if kept else pieces


def within(points: Points, boxes: Points) -> NDArray[np.bool_]:
    """Tell which points lie in any of some boxes."""
    if not len(boxes):
        return np.zeros(len(points), np.bool_)
    x, y = points[:, 0, None], points[:, 1, None]
    inside = (x > boxes[:, 0]) & (y > boxes[:, 1]) & (x < boxes[:, 2]) & (y < boxes[:, 3])
    return np.asarray(inside.any(1), np.bool_)


def middle(points: Points) -> Points:
    """Give the point half-way along a sampled curve."""
    steps = np.hypot(*(points[1:] - points[:-1]).T)
    done = np.concatenate(([0.0], np.cumsum(steps)))
    half = done[-1] / 2
    return np.array([np.interp(half, done, points[:, axis]) for axis in (0, 1)])


def apart(one: Points, other: Points) -> float:
    """Give how far two sampled curves are apart at their middles: the less of both ways."""
    from_one = np.hypot(*(other - middle(one)).T).min()
    from_other = np.hypot(*(one - middle(other)).T).min()
    return float(min(from_one, from_other))


def _times(piece: Points) -> NDArray[np.float64]:
    length = np.hypot(*(piece[1:] - piece[:-1]).T).sum()
    # A quadratic piece moves at most twice as fast as it does on the average of its hull.
    return np.linspace(0.0, 1.0, 2 + int(2 * length / STEP))


def _points(piece: Points, times: NDArray[np.float64]) -> Points:
    t = times[:, None]
    found: Points = (1 - t) ** 2 * piece[0] + 2 * t * (1 - t) * piece[1] + t**2 * piece[2]
    return found


def _part(piece: Points, since: float, upto: float) -> Points:
    """Give the part of a piece between two times (de Casteljau)."""
    start, end = _points(piece, np.array([since, upto]))
    one = piece[0] + (piece[1] - piece[0]) * since
    other = piece[1] + (piece[2] - piece[1]) * since
    control = one + (other - one) * upto
    return np.array([start, control, end])
