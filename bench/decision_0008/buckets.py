"""Searches by buckets over the bits of a product (docs/decisions/0008).

The key of a path is the product of strength x decay over its arrows. Labels are corrected within a
bucket, so any decay and strengths of 1 are exact. `UNREACHED` is -1: a long product may be 0 and
still be a path.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, log2

import numpy as np
from jit import bits, compiled, unbits

UNREACHED = -1.0
SHIFT = np.uint64(49)
"""A bucket is an eighth of an octave of keys."""
PER_OCTAVE = 8
NIL = np.uint32(0)
ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0."""
BEYOND = 1e-9
"""A search goes on to keys this much below the best, so that no tied path is missed."""
NEAR = 4e-12
"""An arrow of a tied path loses no more than this."""
FULL = -2
"""What a search gives when its pool of entries was too small."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arrows in rows by start, and again by end; strengths as codes into a table."""

    out_first: np.ndarray  # (n + 1,) uint32
    out_end: np.ndarray  # (m,) uint32
    out_code: np.ndarray  # (m,) uint16 or uint32
    back_first: np.ndarray
    back_start: np.ndarray
    back_code: np.ndarray
    back_arc: np.ndarray  # (m,) uint32: place in the rows by start
    table: np.ndarray  # distinct strengths, rising
    relation: np.ndarray  # (m,) uint32: place of the relation in the view, in the rows by start

    @property
    def size(self) -> int:
        return self.out_first.size - 1


def arcs_of(size, start, end, strength, relation) -> Arcs:
    """Make rows of arrows; at most one an ordered pair, no loops, strengths in (0, 1]."""
    order = np.lexsort((end, start))
    start, end, relation = start[order], end[order], relation[order]
    table, code = np.unique(strength[order], return_inverse=True)
    code = code.astype(np.uint16 if table.size <= 1 << 16 else np.uint32)
    back = np.lexsort((start, end))
    return Arcs(
        _first(size, start),
        end.astype(np.uint32),
        code,
        _first(size, end),
        start[back].astype(np.uint32),
        code[back],
        back.astype(np.uint32),
        table,
        relation.astype(np.uint32),
    )


def _first(size, ends):
    first = np.zeros(size + 1, np.uint32)
    np.cumsum(np.bincount(ends, minlength=size), out=first[1:])
    return first


def buckets_for(least: float) -> int:
    """How many buckets a ring needs, so that one arrow never reaches round it (a power of two)."""
    return 1 << (ceil((log2(1 / least) + 1.2) * PER_OCTAVE) + 3).bit_length()


@dataclass(eq=False)
class Side:
    """What one search writes: labels, who has one, and buckets of entries in a pool."""

    size: int
    ring: int
    room: int = 1 << 12
    key: np.ndarray = field(init=False)
    touched: np.ndarray = field(init=False)

    def __post_init__(self):
        self.key = np.full(self.size, UNREACHED)
        self.touched = np.empty(self.size, np.uint32)
        self.seen = np.zeros(self.size, np.uint8)
        self.head = np.zeros(self.ring, np.uint32)
        self.grow()

    def clear(self, touched):
        """Forget a search that gave labels to so many."""
        self.key[self.touched[:touched]] = UNREACHED
        self.head[:] = NIL

    def grow(self):
        self.room *= 2
        self.following = np.zeros(self.room, np.uint32)
        self.node = np.empty(self.room, np.uint32)
        self.head[:] = NIL


@compiled
def single_source(first, other, code, worth, start, ring, key, head, following, node):
    """Fill ``key`` from ``start``; gives how many were worked through, or FULL."""
    key[:] = UNREACHED
    mask = np.uint64(ring - 1)
    room = np.uint64(following.size)
    key[start] = 1.0
    node[1] = start
    following[1] = 0
    head[0] = 1
    top = np.uint64(2)
    free = np.uint64(0)
    live = 1
    bucket = np.uint64(0)
    work = 0
    while live > 0:
        slot = bucket & mask
        while head[slot] != 0:
            entry = np.uint64(head[slot])
            head[slot] = following[entry]
            u = np.uint64(node[entry])
            following[entry] = free
            free = entry
            live -= 1
            own = key[u]
            if (ONE - bits(own)) >> SHIFT != bucket:
                continue
            work += 1
            for arc in range(np.uint64(first[u]), np.uint64(first[u + np.uint64(1)])):
                v = other[arc]
                found = own * worth[code[arc]]
                known = key[v]
                if found > known:
                    key[v] = found
                    into = (ONE - bits(found)) >> SHIFT
                    if known < 0 or into == bucket or into != (ONE - bits(known)) >> SHIFT:
                        if free != 0:
                            entry = free
                            free = np.uint64(following[entry])
                        elif top < room:
                            entry = top
                            top += np.uint64(1)
                        else:
                            return FULL
                        into &= mask
                        node[entry] = v
                        following[entry] = head[into]
                        head[into] = entry
                        live += 1
        bucket += np.uint64(1)
    return work


@compiled
def _step(
    first,
    other,
    code,
    arcs,
    worth,
    mask,
    bucket,
    best,
    far,
    top,
    free,
    live,
    touched_count,
    key,
    opposite,
    touched,
    head,
    following,
    node,
    cross,
    crossings,
    flip,
):
    """Work through one bucket of one side of a pair; gives what changed."""
    room = np.uint64(following.size)
    slot = bucket & mask
    while head[slot] != 0:
        entry = np.uint64(head[slot])
        head[slot] = following[entry]
        u = np.uint64(node[entry])
        following[entry] = free
        free = entry
        live -= 1
        own = key[u]
        if (ONE - bits(own)) >> SHIFT != bucket or own * far < best * (1 - BEYOND):
            continue
        for arc in range(np.uint64(first[u]), np.uint64(first[u + np.uint64(1)])):
            v = np.uint64(other[arc])
            found = own * worth[code[arc]]
            known = key[v]
            met = opposite[v]
            if met >= 0:
                total = found * met
                if total > best:
                    best = total
                if total >= best * (1 - NEAR):
                    if crossings == cross.size:
                        return best, top, free, FULL, touched_count, crossings
                    cross[crossings] = arcs[arc] if flip else arc
                    crossings += 1
            if found > known and (found * far >= best * (1 - BEYOND) or met >= 0):
                if known < 0:
                    touched[touched_count] = v
                    touched_count += 1
                key[v] = found
                into = (ONE - bits(found)) >> SHIFT
                if known < 0 or into == bucket or into != (ONE - bits(known)) >> SHIFT:
                    if free != 0:
                        entry = free
                        free = np.uint64(following[entry])
                    elif top < room:
                        entry = top
                        top += np.uint64(1)
                    else:
                        return best, top, free, FULL, touched_count, crossings
                    into &= mask
                    node[entry] = v
                    following[entry] = head[into]
                    head[into] = entry
                    live += 1
    return best, top, free, live, touched_count, crossings


@compiled
def pair(
    of,
    oe,
    oc,
    bf,
    bs,
    bc,
    ba,
    worth,
    start,
    end,
    ring,
    fk,
    ft,
    fh,
    fn,
    fo,
    bk,
    bt,
    bh,
    bn,
    bo,
    cross,
):
    """Search from both ends. Gives best key (UNREACHED: none), touched of both sides, crossings.

    ``cross`` holds arcs that may lie on a tied path. Keys are left for `tied`, then `clear`.
    """
    mask = np.uint64(ring - 1)
    fk[start] = 1.0
    bk[end] = 1.0
    ft[0] = start
    bt[0] = end
    fo[1] = start
    bo[1] = end
    fn[1] = 0
    bn[1] = 0
    fh[0] = 1
    bh[0] = 1
    ftop = np.uint64(2)
    btop = np.uint64(2)
    ffree = np.uint64(0)
    bfree = np.uint64(0)
    fl = 1
    bl = 1
    fb = np.uint64(0)
    bb = np.uint64(0)
    fend = 1.0
    bend = 1.0
    fc = 1
    bcount = 1
    crossings = 0
    best = UNREACHED
    while fl > 0 and bl > 0 and (best < 0 or fend * bend >= best * (1 - BEYOND)):
        if fl <= bl:
            best, ftop, ffree, fl, fc, crossings = _step(
                of,
                oe,
                oc,
                ba,
                worth,
                mask,
                fb,
                best,
                bend,
                ftop,
                ffree,
                fl,
                fc,
                fk,
                bk,
                ft,
                fh,
                fn,
                fo,
                cross,
                crossings,
                False,
            )
            if fl < 0:
                return np.float64(FULL), fc, bcount, crossings
            fb += np.uint64(1)
            while fl > 0 and fh[fb & mask] == 0:
                fb += np.uint64(1)
            fend = unbits(ONE - (fb << SHIFT))
        else:
            best, btop, bfree, bl, bcount, crossings = _step(
                bf,
                bs,
                bc,
                ba,
                worth,
                mask,
                bb,
                best,
                fend,
                btop,
                bfree,
                bl,
                bcount,
                bk,
                fk,
                bt,
                bh,
                bn,
                bo,
                cross,
                crossings,
                True,
            )
            if bl < 0:
                return np.float64(FULL), fc, bcount, crossings
            bb += np.uint64(1)
            while bl > 0 and bh[bb & mask] == 0:
                bb += np.uint64(1)
            bend = unbits(ONE - (bb << SHIFT))
    return best, fc, bcount, crossings


@compiled
def tied(of, oe, oc, bf, bs, bc, ba, worth, best, fk, bk, cross, crossings, seen, found):
    """Gather the arcs that may lie on a path tied with the best, after `pair`; gives how many.

    From each crossing back along arcs that lose nothing of the labels of the start's side, and on
    along those of the end's side. ``seen`` (n, uint8, all 0) is left clean; ``found`` holds arcs,
    some of them twice; FULL where it is too small.
    """
    count = 0
    for place in range(crossings):
        arc = np.uint64(cross[place])
        head = np.uint64(oe[arc])
        tail = _start_of(of, arc)
        known = fk[tail] >= 0 and bk[head] >= 0
        if known and fk[tail] * worth[oc[arc]] * bk[head] >= best * (1 - NEAR):
            if count == found.size:
                return _clean(found, count, of, oe, seen)
            found[count] = arc
            count += 1
    crossed = count
    place = 0
    while place < count:  # back to the start: each arc opens its tail
        u = _start_of(of, np.uint64(found[place]))
        if seen[u] & np.uint8(1) == 0:
            seen[u] |= np.uint8(1)
            count = _before(u, bf, bs, bc, ba, worth, fk, found, count)
            if count == FULL:
                return _clean(found, found.size, of, oe, seen)
        place += 1
    ahead = count
    place = 0
    while place < count:  # on to the end: each arc opens its head
        if place == crossed < ahead:
            place = ahead  # those that led back stay out
            continue
        v = np.uint64(oe[found[place]])
        if seen[v] & np.uint8(2) == 0:
            seen[v] |= np.uint8(2)
            count = _after(v, of, oe, oc, worth, bk, found, count)
            if count == FULL:
                return _clean(found, found.size, of, oe, seen)
        place += 1
    _clean(found, count, of, oe, seen)
    return count


@compiled
def _clean(found, count, of, oe, seen):
    for place in range(count):
        seen[_start_of(of, np.uint64(found[place]))] = 0
        seen[oe[found[place]]] = 0
    return FULL


@compiled
def _start_of(first, arc):
    """Find the row of an arc by halving."""
    low, high = np.uint64(0), np.uint64(first.size - 1)
    while high - low > np.uint64(1):
        middle = (low + high) >> np.uint64(1)
        if np.uint64(first[middle]) <= arc:
            low = middle
        else:
            high = middle
    return low


@compiled
def _before(u, bf, bs, bc, ba, worth, fk, found, count):
    """Add the arcs into ``u`` that lose nothing of its label."""
    for back in range(np.uint64(bf[u]), np.uint64(bf[u + np.uint64(1)])):
        p = bs[back]
        if fk[p] >= 0 and fk[p] * worth[bc[back]] >= fk[u] * (1 - NEAR):
            if count == found.size:
                return FULL
            found[count] = ba[back]
            count += 1
    return count


@compiled
def _after(v, of, oe, oc, worth, bk, found, count):
    """Add the arcs out of ``v`` that lose nothing of its label."""
    for arc in range(np.uint64(of[v]), np.uint64(of[v + np.uint64(1)])):
        x = oe[arc]
        if bk[x] >= 0 and bk[x] * worth[oc[arc]] >= bk[v] * (1 - NEAR):
            if count == found.size:
                return FULL
            found[count] = arc
            count += 1
    return count
