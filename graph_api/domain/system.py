"""Systems: the mechanism of an essay as something that runs, with what it gives and what it claims.

A system reads one view: its relations, actors, parameters and figures. It gives *measures* (single
numbers, which a sweep can follow), *tables* (what is more than a number) and *claims* (statements
of the essay, checked by running the mechanism). What the essay does not say is an assumption with a
number (docs/assumptions.md), and everything that rests on one names it.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, Self, TypeVar

from graph_api.domain.evidence import Evidence
from graph_api.domain.parameters import Parameters
from graph_api.domain.relations import Relation
from graph_api.domain.snapshot import GraphSnapshot
from graph_api.domain.words import ActorId, Label, RelationClass
from graph_api.errors import BadParameterError, InputError, nearest

SYSTEM_KEYS = (
    "wechat_platform",
    "water_game",
    "participation",
    "mutual_empowerment",
    "migrant_integration",
    "community_factory",
)
"""The systems there are, in the order of the essays; the value of ``system:`` in a scenario."""

S = TypeVar("S", bound="System")

Value = float | bool | str | Label | None
"""One cell of a table; a `Label` is text in both languages."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that a mechanism gives; None is not known, or not defined.

    ``assumptions`` are the numbers in docs/assumptions.md on which it rests.
    """

    key: str
    label: Label
    value: float | bool | None
    unit: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What a mechanism gives that is more than one number."""

    key: str
    title: Label
    columns: tuple[Label, ...]
    rows: tuple[tuple[Value, ...], ...]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What running a mechanism says about a claim; ``holds`` None: the data do not tell."""

    holds: bool | None
    observed: Label


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the essay, and what running the mechanism says about it."""

    key: str
    statement: Label
    holds: bool | None
    observed: Label
    evidence: tuple[Evidence, ...]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRule(Generic[S]):
    """How a system comes to one of its measures."""

    key: str
    label: Label
    unit: str
    compute: Callable[[S], float | bool | None]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRule(Generic[S]):
    """How a system comes to one of its tables."""

    key: str
    title: Label
    columns: tuple[Label, ...]
    compute: Callable[[S], Iterable[tuple[Value, ...]]]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRule(Generic[S]):
    """A statement of the essay at ``lines``, and how running the mechanism checks it."""

    key: str
    statement: Label
    lines: tuple[str, ...]
    check: Callable[[S], Finding]
    assumptions: tuple[str, ...] = ()


class System(ABC):
    """The mechanism of one essay over one view; a value that is asked, never changed.

    Parameters
    ----------
    view
        The graph, with its parameters, figures and sources.
    overrides
        Other values of parameters, by key.

    Raises
    ------
    BadParameterError
        If an override is none of the parameters or outside its range.

    """

    key: ClassVar[str]
    title: ClassVar[Label]
    source: ClassVar[str]
    """The key of the essay among the sources."""
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]]
    table_rules: ClassVar[tuple[TableRule[Any], ...]]
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]]
    table_input: ClassVar[Label | None] = None
    """What a CSV file may hold that this system reads (`with_rows`); None: it reads none."""

    def __init__(self, view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> None:
        self.view = view
        self.parameters = Parameters(view.parameters, overrides, view.key.scenario)

    def with_rows(self, rows: Sequence[Mapping[str, str]], name: str = "table") -> Self:
        """Give this system with the rows of a table read in; line 1 of it holds the names.

        Raises
        ------
        BadParameterError
            If this system reads no table, or something in the rows is wrong; it names every line.

        """
        made = type(self)(self.view, self.parameters.overrides)
        made.read_rows(rows, name)
        return made

    def read_rows(self, rows: Sequence[Mapping[str, str]], name: str) -> None:
        """Keep the rows of a table in a system just made, for `with_rows` alone to call."""
        raise BadParameterError(
            f"{self.key} reads no table ({name}, {len(rows)} rows).",
            f"{self.key} 不读取表格（{name}，{len(rows)} 行）。",
            parameter="table",
        )

    def measure_keys(self) -> tuple[str, ...]:
        """Give the keys of all measures."""
        return tuple(rule.key for rule in self.measure_rules)

    def measures(self, only: Iterable[str] | None = None) -> tuple[Measure, ...]:
        """Give the measures, all or those whose keys are named, in the order of the system.

        A measure that needs what nobody has said (an unknown parameter, a missing actor) is None.

        Raises
        ------
        BadParameterError
            If ``only`` names no measure of this system.

        """
        keys = set(self.measure_keys() if only is None else only)
        for key in keys.difference(self.measure_keys()):
            near = nearest(key, self.measure_keys())
            shown = key[:100]
            raise BadParameterError(
                f"{self.key} has no measure {shown!r}; there are:"
                f" {', '.join(self.measure_keys())}.",
                f"{self.key} 没有测度“{shown}”；现有：{'、'.join(self.measure_keys())}。",
                parameter="measure",
                nearest=list(near),
            )
        return tuple(
            Measure(rule.key, rule.label, _known(rule.compute, self), rule.unit, rule.assumptions)
            for rule in self.measure_rules
            if rule.key in keys
        )

    def tables(self) -> tuple[Table, ...]:
        """Give the tables that have rows; one that needs what nobody has said is left out."""
        made = (
            Table(
                rule.key,
                rule.title,
                rule.columns,
                _known(partial(_rows, rule), self) or (),
                rule.assumptions,
            )
            for rule in self.table_rules
        )
        return tuple(table for table in made if table.rows)

    def claims(self) -> tuple[Claim, ...]:
        """Check every claim of the essay by running the mechanism.

        A claim that needs what nobody has said neither holds nor fails; it says what is missing.
        """
        return tuple(self._checked(rule) for rule in self.claim_rules)

    def _checked(self, rule: ClaimRule[Any]) -> Claim:
        try:
            finding = rule.check(self)
        except InputError as error:
            finding = Finding(None, Label(error.en, error.zh))
        evidence = (Evidence(self.source, rule.lines),)
        return Claim(
            rule.key, rule.statement, finding.holds, finding.observed, evidence, rule.assumptions
        )

    # What systems look up in their view

    def relations_between(
        self,
        start: str,
        end: str,
        *,
        conveys: str | None = None,
        relation_class: RelationClass | None = RelationClass.EMPOWERMENT,
    ) -> tuple[Relation, ...]:
        """Give the relations from one actor to another, of a class (None: any), of a content."""
        return tuple(
            relation
            for relation in self.view.relations
            if relation.from_id == start
            and relation.to_id == end
            and (conveys is None or conveys in relation.conveys)
            and (relation_class is None or relation.relation_class is relation_class)
        )

    def strength_between(
        self,
        start: str,
        end: str,
        *,
        conveys: str | None = None,
        relation_class: RelationClass | None = RelationClass.EMPOWERMENT,
    ) -> float | None:
        """Give the strength of the strongest such relation: 0 without one, None if none is known.

        Raises
        ------
        UnknownActorError
            If the view lacks one of the two.

        """
        self.view.place(start)
        self.view.place(end)
        found = self.relations_between(start, end, conveys=conveys, relation_class=relation_class)
        if not found:
            return 0.0
        known = [relation.strength.point for relation in found if relation.strength is not None]
        return max(known, default=None)

    def has_actor(self, actor: str) -> bool:
        """Tell whether the view has an actor."""
        return ActorId(actor) in self.view.places


def _rows(rule: TableRule[Any], system: System) -> tuple[tuple[Value, ...], ...]:
    """Give all rows at once, so that what a generator lacks is seen here and not later."""
    return tuple(rule.compute(system))


T = TypeVar("T")


def _known(compute: Callable[[Any], T], system: System) -> T | None:
    try:
        return compute(system)
    except InputError:
        return None
