"""Many short texts, such as the ids of millions of relations, as a few arrays.

A list of Python texts takes some sixty bytes for each; here one takes its letters and four bytes,
and an id like ``r17`` takes four in all.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

K = TypeVar("K", bound=str)

WORD = 8
"""Texts are compared this many bytes at a time."""

MOST_DIGITS = 9
"""A number of more digits need not fit four bytes."""

BLOCK = 65_536
"""Texts that are decoded at once when all are asked for."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_NUMBERED = re.compile(rf"(.*?)({_NUMBER.pattern})", re.ASCII | re.DOTALL)


class TextColumn(Sequence[str]):
    """An immutable column of texts; places are found by text."""

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self._at(one) for one in range(*place.indices(len(self))))
        count = len(self)
        if not -count <= place < count:
            raise IndexError(place)
        return self._at(int(place) % count)

    @abstractmethod
    def _at(self, place: int) -> str: ...

    @abstractmethod
    def find(self, text: str) -> int | None:
        """Give the place of a text, the first of equals; None if it is not there."""

    @abstractmethod
    def several(self, places: Sequence[int]) -> list[str]:
        """Give the texts of a few places (from 0 on) as a list, which `take` does not make."""

    @abstractmethod
    def take(self, places: NDArray[np.int64]) -> TextColumn:
        """Give the texts of some places, in the order of ``places``."""

    @abstractmethod
    def ordered(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Put places in the order of their texts (code points); equals stay as they are given."""

    @property
    @abstractmethod
    def order(self) -> NDArray[np.uint32]:
        """Give the places of all texts in the order of the texts."""

    @abstractmethod
    def repeated(self) -> int | None:
        """Give a place whose text stands at an earlier one too; None if all differ."""

    @property
    @abstractmethod
    def arrays(self) -> Mapping[str, NDArray[np.generic]]:
        """Give the arrays by name, as a file keeps them."""


class Texts(TextColumn):
    """Texts as their letters and where each begins.

    Parameters
    ----------
    offsets
        Shape (n + 1,), uint32 or uint64: where each text begins in ``letters``.
    letters
        All texts in UTF-8, one after the other, uint8.
    order
        Places by text, where that is known already; else worked out when first asked for.

    """

    def __init__(
        self,
        offsets: NDArray[np.unsignedinteger],
        letters: NDArray[np.uint8],
        order: NDArray[np.uint32] | None = None,
    ) -> None:
        self.offsets = offsets
        self.letters = letters
        self._order = order

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Pack texts."""
        together = "".join(texts)
        letters = together.encode()
        # Where every letter is one byte, no text need be looked at alone.
        parts = texts if len(letters) == len(together) else [text.encode() for text in texts]
        lengths = np.fromiter(map(len, parts), np.int64, len(parts))
        return cls(offsets_of(lengths), np.frombuffer(letters, np.uint8))

    def __len__(self) -> int:
        return self.offsets.size - 1

    def _at(self, place: int) -> str:
        return self._bytes(place).decode()

    def _bytes(self, place: int) -> bytes:
        return self.letters[self.offsets[place] : self.offsets[place + 1]].tobytes()

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), BLOCK):
            bounds = self.offsets[first : first + BLOCK + 1].tolist()
            block = self.letters[bounds[0] : bounds[-1]].tobytes()
            begin = 0
            for bound in bounds[1:]:
                end = bound - bounds[0]
                yield block[begin:end].decode()
                begin = end

    def find(self, text: str) -> int | None:
        """Give the place of a text, the first of equals; None if it is not there."""
        wanted = text.encode("utf-8", "surrogatepass")
        order = self.order
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(int(order[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        if low < len(self) and self._bytes(int(order[low])) == wanted:
            return int(order[low])
        return None

    def several(self, places: Sequence[int]) -> list[str]:
        """Give the texts of a few places (from 0 on) as a list."""
        at = np.array(places, np.int64)
        bounds = zip(self.offsets[at].tolist(), self.offsets[at + 1].tolist(), strict=True)
        return [self.letters[begin:end].tobytes().decode() for begin, end in bounds]

    def take(self, places: NDArray[np.int64]) -> Texts:
        """Give the texts of some places, in the order of ``places``."""
        starts, lengths = self._bounds(places)
        offsets = offsets_of(lengths)
        letters = np.empty(int(offsets[-1]), np.uint8)
        for first in range(0, places.size, BLOCK):  # the places of all letters would fill memory
            block = slice(first, first + BLOCK)
            where = np.repeat(starts[block], lengths[block])
            begins = np.repeat(np.cumsum(lengths[block]) - lengths[block], lengths[block])
            where += np.arange(where.size) - begins
            begin = int(offsets[first])
            letters[begin : begin + where.size] = self.letters[where]
        return Texts(offsets, letters)

    @property
    def order(self) -> NDArray[np.uint32]:
        """Give the places of all texts in the order of the texts."""
        if self._order is None:
            self._order = self.ordered(np.arange(len(self))).astype(np.uint32)
        return self._order

    def ordered(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Put places in the order of their texts (code points); equals stay as they are given.

        Bytes of UTF-8 have the order of code points. All texts are sorted by their first eight
        bytes, those that agree in them by the next eight, and so on.
        """
        starts, lengths = self._bounds(places)
        order, at = np.arange(places.size), np.arange(places.size)
        runs, depth = np.zeros(places.size, np.int64), 0
        while at.size and (depth <= WORD or (lengths[order[at]] >= depth).any()):
            members = order[at]
            keys = self._words(starts[members] + depth, starts[members] + lengths[members])
            # Where texts have zero bytes, padding looks like text: the shorter one comes first.
            reach = np.minimum(lengths[members], depth + WORD) if depth else runs
            sort = np.lexsort((reach, keys, runs)) if depth else np.argsort(keys, kind="stable")
            order[at] = members[sort]
            keys, runs, reach = keys[sort], runs[sort], reach[sort]
            same = (keys[1:] == keys[:-1]) & (runs[1:] == runs[:-1]) & (reach[1:] == reach[:-1])
            tied = np.zeros(at.size, np.bool_)
            tied[1:] |= same
            tied[:-1] |= same
            runs = np.cumsum(np.concatenate(([True], ~same)))[tied]
            at, depth = at[tied], depth + WORD
        return places[order]

    def _bounds(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        starts = self.offsets[:-1][places].astype(np.int64)
        return starts, self.offsets[1:][places].astype(np.int64) - starts

    def _words(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Give up to eight bytes from each start as numbers that have the order of the bytes."""
        words = np.zeros(starts.size, np.uint64)
        for byte in range(WORD):
            at = starts + byte
            inside = at < ends
            words <<= np.uint64(8)
            words[inside] |= self.letters[at[inside]]
        return words

    def repeated(self) -> int | None:
        """Give a place whose text stands at an earlier one too; None if all differ."""
        order = self.order.astype(np.int64)
        starts, lengths = self._bounds(order)
        alike = np.flatnonzero(lengths[1:] == lengths[:-1])
        depth = 0
        while alike.size and depth < lengths[alike].max():
            ends = starts + lengths
            words = [self._words(starts[at] + depth, ends[at]) for at in (alike, alike + 1)]
            alike = alike[words[0] == words[1]]
            depth += WORD
        return int(order[alike[0] + 1]) if alike.size else None

    @property
    def arrays(self) -> Mapping[str, NDArray[np.generic]]:
        """Give the arrays by name, as a file keeps them."""
        order = {} if self._order is None else {"order": self._order}
        return {"offsets": self.offsets, "letters": self.letters, **order}


class Numbered(TextColumn):
    """Texts that are one prefix and a number each, such as ``r1``, ``r2``.

    Parameters
    ----------
    prefix
        What all begin with.
    numbers
        Shape (n,), uint32, below 10^9; written without leading zeros.

    """

    def __init__(self, prefix: str, numbers: NDArray[np.uint32]) -> None:
        self.prefix = prefix
        self.numbers = numbers

    def __len__(self) -> int:
        return self.numbers.size

    def _at(self, place: int) -> str:
        return f"{self.prefix}{self.numbers[place]}"

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), BLOCK):
            for number in self.numbers[first : first + BLOCK].tolist():
                yield f"{self.prefix}{number}"

    def find(self, text: str) -> int | None:
        """Give the place of a text, the first of equals; None if it is not there."""
        digits = text[len(self.prefix) :]
        if not text.startswith(self.prefix) or not _NUMBER.fullmatch(digits):
            return None
        lowest, where = self._where
        number = int(digits) - lowest
        if not 0 <= number < where.size:
            return None
        found = int(where[number])
        return found if found < self.numbers.size else None

    @cached_property
    def _where(self) -> tuple[int, NDArray[np.uint32]]:
        """Give the lowest number, and the place of each number from it on (n: nowhere)."""
        if not len(self):
            return 0, np.zeros(0, np.uint32)
        lowest = int(self.numbers.min())
        where = np.full(int(self.numbers.max()) - lowest + 1, len(self), np.uint32)
        back = np.arange(len(self) - 1, -1, -1, dtype=np.uint32)
        where[self.numbers[::-1] - np.uint32(lowest)] = back  # of equals the first one stays
        return lowest, where

    def several(self, places: Sequence[int]) -> list[str]:
        """Give the texts of a few places (from 0 on) as a list."""
        numbers = self.numbers[np.array(places, np.int64)]
        return [f"{self.prefix}{number}" for number in numbers.tolist()]

    def take(self, places: NDArray[np.int64]) -> Numbered:
        """Give the texts of some places, in the order of ``places``."""
        return Numbered(self.prefix, self.numbers[places])

    def ordered(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Put places in the order of their texts (code points); equals stay as they are given."""
        numbers = self.numbers[places].astype(np.int64)
        digits = np.ones(numbers.size, np.int64)
        for power in range(1, MOST_DIGITS):
            digits += numbers >= 10**power
        padded = numbers * 10 ** (MOST_DIGITS - digits)
        return places[np.lexsort((digits, padded))]

    @cached_property
    def order(self) -> NDArray[np.uint32]:
        """Give the places of all texts in the order of the texts."""
        return self.ordered(np.arange(len(self))).astype(np.uint32)

    def repeated(self) -> int | None:
        """Give a place whose text stands at an earlier one too; None if all differ."""
        lowest, where = self._where
        places = np.arange(len(self))
        again = np.flatnonzero(where[self.numbers - np.uint32(lowest)] != places)
        return int(again[0]) if again.size else None

    @property
    def arrays(self) -> Mapping[str, NDArray[np.generic]]:
        """Give the arrays by name, as a file keeps them."""
        return {"numbers": self.numbers}


class TextPlaces(Mapping[K, int], Generic[K]):
    """The place of each text of a column."""

    def __init__(self, texts: TextColumn) -> None:
        self._texts = texts

    def __getitem__(self, key: K) -> int:
        found = self._texts.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[K]:
        return iter(self._texts)  # type: ignore[arg-type]  # they are the ids of its entries

    def __len__(self) -> int:
        return len(self._texts)


def offsets_of(lengths: NDArray[np.int64]) -> NDArray[np.unsignedinteger]:
    """Give where each text begins, and where the last one ends, from lengths in bytes."""
    offsets = np.zeros(lengths.size + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets.astype(np.uint32 if offsets[-1] < 2**32 else np.uint64)


def joined(columns: Sequence[TextColumn]) -> Texts:
    """Give the texts of several columns one after the other."""
    packed = [column if isinstance(column, Texts) else Texts.of(column) for column in columns]
    lengths = [np.diff(column.offsets.astype(np.int64)) for column in packed]
    none = np.empty(0, np.int64)
    letters = [column.letters for column in packed] or [np.empty(0, np.uint8)]
    return Texts(offsets_of(np.concatenate([none, *lengths])), np.concatenate(letters))


def compact(texts: Texts) -> TextColumn:
    """Give the same texts as numbers with a prefix where they are that, closely enough."""
    match = _NUMBERED.fullmatch(texts[0]) if len(texts) else None
    numbers = _numbers(texts, match[1].encode()) if match else None
    # Too far apart, finding one by its number would take more room than the texts.
    if match is None or numbers is None or numbers.max() - numbers.min() > 4 * numbers.size:
        return texts
    return Numbered(match[1], numbers.astype(np.uint32))


def _numbers(texts: Texts, prefix: bytes) -> NDArray[np.int64] | None:
    """Give the number of each text after the prefix, None if one is anything else."""
    starts = texts.offsets[:-1].astype(np.int64)
    digits = np.diff(texts.offsets.astype(np.int64)) - len(prefix)
    if digits.min() < 1 or digits.max() > MOST_DIGITS:
        return None
    if any((texts.letters[starts + at] != letter).any() for at, letter in enumerate(prefix)):
        return None
    starts += len(prefix)
    if ((texts.letters[starts] == ord("0")) & (digits > 1)).any():
        return None
    numbers = np.zeros(len(texts), np.int64)
    for at in range(int(digits.max())):
        there = digits > at
        digit = texts.letters[starts[there] + at].astype(np.int64) - ord("0")
        if ((digit < 0) | (digit > 9)).any():
            return None
        numbers[there] = numbers[there] * 10 + digit
    return numbers
