"""Cursors: where a page ended, by the sort key of its last item and not by a count.

A cursor carries the revision and a digest of the arguments. At a newer revision the list goes on
after the last (rank, ids) in its new order and says that it is stale; with other arguments the
cursor is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_api.errors import BadCursorError
from graph_api.scoring import stopping

_SUM_BYTES = 9

MOST_CHARACTERS = 200_000
"""A cursor of a path names each of its actors; none is longer."""

_GREATEST = 2**53
"""No revision and no place in a list is greater."""

_LOOK = 2_000
"""So many rows are looked at for one that has moved away, once a row before it was found."""


@dataclass(frozen=True, slots=True)
class Row:
    """What orders an item: ``rank`` (smaller first), then ``ids``; ids alone tell items apart."""

    rank: float
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a list answers: at which revision, and a digest of everything asked but the page.

    ``ranked`` tells whether the rank of a row is a score, which means the same at any revision, or
    a place, which does not.
    """

    revision: int
    digest: str
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cursor points: the row it stands behind, its number from 0, its revision.

    ``before`` are ids of rows before it, the nearest first, of a list whose order is no score.
    """

    row: Row
    number: int
    revision: int
    before: tuple[str, ...] = ()


def question(revision: int, *asked: object, ranked: bool = True) -> Question:
    """Make the question of a list from JSON-ready values that say all that was asked."""
    said = json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return Question(revision, digest, ranked)


def write_cursor(asked: Question, row: Row, number: int, before: Sequence[str] = ()) -> str:
    """Give the opaque text that leads on behind ``row``; ``before``: see `Place`."""
    rank = None if math.isinf(row.rank) else row.rank
    parts = [asked.revision, asked.digest, number, rank, row.ids, before]
    body = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sum(body) + body).decode().rstrip("=")


def anchors(number: int) -> Iterator[int]:
    """Give the numbers of the rows before a row that its cursor names, the nearest first.

    Where the row itself is gone, the list goes on behind the nearest of them that is left. They lie
    close together near the row and ever farther apart before it, so a cursor stays short.

    Examples
    --------
    >>> [*anchors(100)]
    [99, 98, 97, 96, 84, 36, 0]

    """
    steps = itertools.chain((1, 2, 3), (4**power for power in itertools.count(1)))
    for step in steps:
        if step >= number:
            break
        yield number - step
    if number > 0:
        yield 0


def read_cursor(text: str, asked: Question) -> Place:
    """Read a cursor that was made for the same question.

    Raises
    ------
    BadCursorError
        If the text is not one of our cursors, or was made for another question.

    """
    if len(text) > MOST_CHARACTERS:
        raise _refused()
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise _refused() from None
    body = raw[_SUM_BYTES:]
    if not body or raw[:_SUM_BYTES] != _sum(body):
        raise _refused()
    place, digest = _parts(body)
    if digest != asked.digest:
        raise BadCursorError(
            "This cursor was made for a question with other arguments; start again without"
            " `after`, or repeat the arguments of the first page.",
            "该游标是为另一组参数的查询生成的；请去掉 after 重新开始，或沿用第一页的参数。",
        )
    return place


def _parts(body: bytes) -> tuple[Place, str]:
    """Read what a cursor holds: whoever can reckon the checksum may have written anything."""
    try:
        revision, digest, number, rank, ids, before = json.loads(body)
        is_ours = (
            all(type(count) is int and 0 <= count <= _GREATEST for count in (revision, number))
            and isinstance(digest, str)
            and (rank is None or (type(rank) in {int, float} and math.isfinite(rank)))
            and isinstance(ids, list)
            and isinstance(before, list)
            and bool(ids)
            and all(isinstance(item, str) for item in (*ids, *before))
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise _refused() from None
    if not is_ours:
        raise _refused()
    row = Row(math.inf if rank is None else rank, tuple(ids))
    return Place(row, number, revision, tuple(before)), digest


def start_after(place: Place, rows: Sequence[Row], asked: Question) -> int:
    """Give the number of the first row behind a place.

    The row itself where it is still there at the same revision, or its neighbourhood where rank is
    only a place; else the first row that sorts behind it.
    """
    if not asked.ranked:
        return _start_after_neighbour(place, rows)
    if place.revision == asked.revision:
        # Where nothing moved it stands where it stood, and no other row has to be made.
        if place.number < len(rows) and rows[place.number].ids == place.row.ids:
            return place.number + 1
        for number, row in enumerate(rows):
            if row.ids == place.row.ids:
                return number + 1
    last = (place.row.rank, place.row.ids)
    return sum((row.rank, row.ids) <= last for row in rows)


def _start_after_neighbour(place: Place, rows: Sequence[Row]) -> int:
    """Look for the row around its old place; where it is gone, for the nearest one before it.

    Behind an anchor some rows may come again, but none is left out.
    """
    wanted = {item: distance for distance, item in enumerate(place.before, 1)}
    wanted[place.row.ids[0]] = 0
    nearest: tuple[int, int] | None = None
    left = math.inf
    for number in _outward(min(place.number, len(rows) - 1), len(rows)):
        stopping.check()
        distance = wanted.get(rows[number].ids[0])
        if distance == 0:
            return number + 1
        if distance is not None and (nearest is None or distance < nearest[0]):
            nearest = distance, number
            left = min(left, _LOOK)
        left -= 1
        if left <= 0:
            break
    return 0 if nearest is None else nearest[1] + 1


def _outward(start: int, end: int) -> Iterator[int]:
    """Give all numbers below ``end``, those next to ``start`` first."""
    for step in range(end):
        if step and start + step < end:
            yield start + step
        if 0 <= start - step < end:
            yield start - step


def _sum(body: bytes) -> bytes:
    """Give the checksum that tells our cursors from made-up ones; it guards no secret."""
    return hashlib.blake2b(body, digest_size=_SUM_BYTES, person=b"empower-cursor").digest()


def _refused() -> BadCursorError:
    return BadCursorError(
        "This is not a cursor of this service; pass `endCursor` or `cursor` of an earlier answer"
        " unchanged, or start again without `after`.",
        "这不是本服务给出的游标；请原样传回先前答案中的 endCursor 或 cursor，或去掉 after"
        " 重新开始。",
    )
