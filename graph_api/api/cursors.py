"""Cursors: where a page ended, by the sort key of its last item and not by a count.

A cursor carries the revision and a digest of the arguments. At a newer revision the list goes on
after the last (rank, ids) in its new order and says that it is stale; with other arguments the
cursor is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.errors import BadCursorError

_SUM_BYTES = 9


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
    """Where a cursor points: the row it stands behind, its number from 0, its revision."""

    row: Row
    number: int
    revision: int


def question(revision: int, *asked: object, ranked: bool = True) -> Question:
    """Make the question of a list from JSON-ready values that say all that was asked."""
    said = json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return Question(revision, digest, ranked)


def write_cursor(asked: Question, row: Row, number: int) -> str:
    """Give the opaque text that leads on behind ``row``."""
    rank = None if math.isinf(row.rank) else row.rank
    parts = [asked.revision, asked.digest, number, rank, *row.ids]
    body = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sum(body) + body).decode().rstrip("=")


def read_cursor(text: str, asked: Question) -> Place:
    """Read a cursor that was made for the same question.

    Raises
    ------
    BadCursorError
        If the text is not one of our cursors, or was made for another question.

    """
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise _refused() from None
    body = raw[_SUM_BYTES:]
    if not body or raw[:_SUM_BYTES] != _sum(body):
        raise _refused()
    revision, digest, number, rank, *ids = json.loads(body)
    if digest != asked.digest:
        raise BadCursorError(
            "This cursor was made for a question with other arguments; start again without"
            " `after`, or repeat the arguments of the first page.",
            "该游标是为另一组参数的查询生成的；请去掉 after 重新开始，或沿用第一页的参数。",
        )
    return Place(Row(math.inf if rank is None else rank, tuple(ids)), number, revision)


def start_after(place: Place, rows: Sequence[Row], asked: Question) -> int:
    """Give the number of the first row behind a place.

    The row itself where it is still there at the same revision, or its neighbourhood where rank is
    only a place; else the first row that sorts behind it.
    """
    if place.revision == asked.revision or not asked.ranked:
        # Where nothing moved it stands where it stood, and no other row has to be made.
        if place.number < len(rows) and rows[place.number].ids == place.row.ids:
            return place.number + 1
        for number, row in enumerate(rows):
            if row.ids == place.row.ids:
                return number + 1
    if not asked.ranked:
        return min(place.number, len(rows))
    last = (place.row.rank, place.row.ids)
    return sum((row.rank, row.ids) <= last for row in rows)


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
