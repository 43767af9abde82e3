"""Where every number comes from: sources, evidence, figures and parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph_api.domain.words import Basis, Label

LINES_PATTERN = re.compile(r"([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?", re.ASCII)


def line_range(text: str) -> tuple[int, int]:
    """Give first and last line of ``"177"`` or ``"187-191"``, both included.

    Raises
    ------
    ValueError
        If the text is neither a line nor a range that ascends.

    Examples
    --------
    >>> line_range("187-191")
    (187, 191)

    """
    match = LINES_PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    first = int(match[1])
    last = int(match[2] or match[1])
    if last < first:
        raise ValueError(text)
    return first, last


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or record that evidence points into.

    ``lines`` are the lines of ``file`` that belong to it, as numbers or ranges in text; empty means
    the whole file.
    """

    key: str
    title: Label = Label()
    file: str | None = None
    lines: tuple[str, ...] = ()

    def holds(self, lines: Iterable[str]) -> bool:
        """Tell whether each of ``lines`` lies inside this source."""
        if not self.lines:
            return True
        own = [line_range(item) for item in self.lines]
        return all(
            any(low <= first and last <= high for low, high in own)
            for first, last in map(line_range, lines)
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place in a source that supports an entry; ``source`` is the key of a `Source`."""

    source: str
    lines: tuple[str, ...] = ()
    note: Label = Label()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure printed in a source; figures that contradict each other stand side by side."""

    key: str
    value: float
    unit: str
    year: int | None = None
    label: Label = Label()
    conflicts_with: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.value) or not self.unit:
            msg = f"figure {self.key!r} needs a finite value and a unit"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a mechanism reads; None where no source and no proposal gives one."""

    key: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    basis: Basis = Basis.PROPOSAL
    description: Label = Label()
    evidence: tuple[Evidence, ...] = ()
