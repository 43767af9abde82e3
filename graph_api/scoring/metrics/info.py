"""What the catalogue says of a metric, and what an answer looks like: frozen values."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.domain.words import Label
from graph_api.errors import BadParameterError
from graph_api.scoring.metrics.ties import Ties

Numbers = NDArray[np.float64]
"""One number an actor, shape (n,); NaN is undefined, and null in every answer."""

Progress = Callable[[float], None] | None


@dataclass(frozen=True, slots=True)
class MetricParameter:
    """One number that a metric takes.

    Attributes
    ----------
    key
        As it is written everywhere.
    description
        What it does.
    low, high
        Its range; the ends belong to it unless ``is_open``.
    default
        What it is where nothing is said; None: the metric works it out, or (`is_required`) it has
        to be said.

    """

    key: str
    description: Label
    low: float
    high: float
    default: float | None = None
    is_open: bool = False
    is_whole: bool = False
    is_required: bool = False

    @property
    def range(self) -> str:
        """Give the range as text, round brackets for ends that do not belong to it."""
        if self.is_whole:
            return f"{self.low:g} … {self.high:g}"
        left, right = "()" if self.is_open else "[]"
        return f"{left}{self.low:g}, {self.high:g}{right}"

    def require(self, value: object) -> float:
        """Give a value as a number, refusing what is none or lies outside the range.

        Raises
        ------
        BadParameterError
            It names the parameter and its range.

        """
        try:
            number = float(value) if isinstance(value, numbers.Real) else math.nan
        except OverflowError:
            number = math.inf
        ends = self.low, self.high
        within = ends[0] < number < ends[1] if self.is_open else ends[0] <= number <= ends[1]
        if math.isfinite(number) and within and (not self.is_whole or number == int(number)):
            return number
        kind, kind_zh = ("a whole number in", "是整数且在") if self.is_whole else ("in", "在")
        about, shown = self.description, repr(value)[:80]
        raise BadParameterError(
            f"{self.key} must be {kind} {self.range}, not {shown}: {about.text('en')}",
            f"{self.key} 必须{kind_zh} {self.range} 之内，不能是 {shown}：{about.text('zh')}",
            parameter=self.key,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a metric works on: the view, its ties, its parameters, who is told how far it is."""

    view: GraphSnapshot
    ties: Ties
    parameters: Mapping[str, float]
    progress: Progress = None

    def tell(self, share: float) -> None:
        """Say how much is done, in [0, 1]."""
        if self.progress is not None:
            self.progress(share)


@dataclass(frozen=True, slots=True)
class Found:
    """What a metric found.

    Attributes
    ----------
    values
        One number an actor, or None where the metric is one of the whole graph.
    value
        The number of the whole graph; None where there is none, or it is undefined.
    chosen
        Places of the actors that a search picked, together.
    parts
        The numbers that make up a value, by name, each of shape (n,).
    used
        Parameters that the metric worked out itself.

    """

    values: Numbers | None = None
    value: float | None = None
    chosen: tuple[int, ...] | None = None
    parts: Mapping[str, Numbers] = field(default_factory=dict)
    used: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """One metric of the catalogue.

    Attributes
    ----------
    formula, unit, value_range
        What it computes, in which unit, between which ends.
    reads
        What it takes from a relation: its strength, or only that it is there.
    not_to_be_read_as
        The misreading that the literature warns of.
    library
        What computes it, and why that.
    literature
        Where it is defined.
    is_of_graph
        It is one number of the whole graph (``value``), without rows.
    is_count
        Its values are whole numbers.
    parts
        What the parts of a row are called, by name.
    most_actors, most_work
        Larger views are refused: so many actors; actors times ties.

    """

    name: str
    title: Label
    description: Label
    formula: Label
    unit: Label
    value_range: Label
    reads: Label
    not_to_be_read_as: Label
    library: Label
    literature: str
    compute: Callable[[Asked], Found]
    parameters: tuple[MetricParameter, ...] = ()
    is_of_graph: bool = False
    is_count: bool = False
    parts: Mapping[str, Label] = field(default_factory=dict)
    most_actors: int | None = None
    most_work: int | None = None


@dataclass(frozen=True, slots=True)
class MetricRow:
    """What a metric says of one actor.

    ``value`` is None where it is undefined. ``chosen`` tells, of a metric that picks a set, whether
    the actor is in it; ``parts`` are the numbers that make up the value.
    """

    actor: ActorId
    value: float | None
    chosen: bool | None = None
    parts: Mapping[str, float] = field(default_factory=dict)


class MetricRows(Sequence[MetricRow]):
    """The rows of an answer, largest value first; each is made when somebody looks at it."""

    def __init__(self, view: GraphSnapshot, order: NDArray[np.int64], found: Found) -> None:
        self._view = view
        self._order = order
        self._found = found
        self._chosen = None if found.chosen is None else frozenset(found.chosen)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, number: int) -> MetricRow: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[MetricRow, ...]: ...
    def __getitem__(self, number: int | slice) -> MetricRow | tuple[MetricRow, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        place = int(self._order[number])
        values = self._found.values
        value = math.nan if values is None else float(values[place])
        return MetricRow(
            self._view.actor_id(place),
            None if math.isnan(value) else value + 0.0,  # no minus before a zero
            None if self._chosen is None else place in self._chosen,
            {name: float(part[place]) for name, part in self._found.parts.items()},
        )

    def __iter__(self) -> Iterator[MetricRow]:
        return (self[number] for number in range(len(self)))


@dataclass(frozen=True, slots=True)
class MetricAnswer:
    """One metric of one view.

    Attributes
    ----------
    info
        Its entry in the catalogue.
    parameters
        All parameters it was computed with, those that were worked out included.
    rows
        One an actor: those of a chosen set first, then the largest value first, ties (values that
        agree to 12 digits) by id, undefined ones last. Empty for a number of the whole graph.
    value
        The number of the whole graph; None: there is none, or it is undefined.
    unknown
        How many relations were left out because their strength is unknown.

    """

    info: MetricInfo
    parameters: Mapping[str, float]
    rows: Sequence[MetricRow]
    value: float | None
    unknown: int

    def of(self, actor: str) -> float | None:
        """Give the value of one actor.

        Raises
        ------
        BadParameterError
            If the answer has no row of this actor.

        """
        for row in self.rows:
            if row.actor == actor:
                return row.value
        raise BadParameterError(
            f"{self.info.name} has no row for {actor!r}: "
            + ("it is a number of the whole graph." if self.info.is_of_graph else "no such actor."),
            f"{self.info.name} 没有“{actor}”的结果："
            + ("它是整个图的一个数。" if self.info.is_of_graph else "没有这个行动者。"),
            parameter="actor",
        )
