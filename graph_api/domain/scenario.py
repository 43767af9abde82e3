"""A scenario: everything one author says of one setting, with its variants and its revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from graph_api.domain.actors import Actor
from graph_api.domain.evidence import Figure, Parameter, Source
from graph_api.domain.relations import Relation
from graph_api.domain.words import (
    CONVEYS,
    KINDS,
    ActorId,
    ActorKind,
    Label,
    RelationId,
    Word,
)
from graph_api.errors import UnknownVariantError

if TYPE_CHECKING:
    from graph_api.domain.changes import Change

BASELINE = "today"
"""The key of the baseline among the variants."""

FORMAT = 1
"""The version of the YAML format that this package writes; newer ones are refused."""


class CaseState(Word):
    """Where the case of a household stands (essay 6)."""

    IDENTIFIED = "identified", "identified", "已识别", "Found to be in need."
    ASSISTED = "assisted", "assisted", "帮扶中", "Measures are under way."
    MANAGED = "managed", "managed", "管理中", "Measures are kept up and watched."
    ASSESSED = "assessed", "assessed", "已考核", "Results were looked at."
    EXITED = "exited", "exited", "已退出", "The exit criteria were met."
    REENTERED = "reentered", "re-entered", "返贫", "Back in need after the exit."


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One step of a case; ``before`` is None where the case was opened."""

    at: datetime
    before: CaseState | None
    after: CaseState
    note: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One reading of an indicator of a case; a value of None was looked for and not found."""

    indicator: str
    value: float | None
    at: date
    note: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The case of one household with its history; ``id`` names the household."""

    id: str
    state: CaseState
    history: tuple[CaseEvent, ...] = ()
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a scenario adds to the built-in ones."""

    kinds: Mapping[str, ActorKind] = field(default_factory=dict)
    conveys: Mapping[str, Label] = field(default_factory=dict)

    def all_kinds(self) -> Mapping[str, ActorKind]:
        """Give built-in and own kinds of actors."""
        return {**KINDS, **self.kinds}

    def all_conveys(self) -> Mapping[str, Label]:
        """Give built-in and own words for what flows."""
        return {**CONVEYS, **self.conveys}


@dataclass(frozen=True, slots=True)
class Variant:
    """A named list of changes on the baseline, or on the variant it extends."""

    key: str
    title: Label = Label()
    extends: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a scenario says of itself."""

    title: Label = Label()
    description: Label = Label()
    system: str | None = None
    vocabulary: Vocabulary = Vocabulary()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Actors, relations, variants, sources, parameters, figures and cases of one setting.

    All mappings are keyed by the id or key of their values and keep the author's order, which
    means nothing for any score. ``revision`` is 0 until a store keeps the scenario; two scenarios
    are equal when their content is, whatever their revisions.
    """

    key: str
    about: About = About()
    sources: Mapping[str, Source] = field(default_factory=dict)
    actors: Mapping[ActorId, Actor] = field(default_factory=dict)
    relations: Mapping[RelationId, Relation] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    revision: int = field(default=0, compare=False)

    @property
    def variant_keys(self) -> tuple[str, ...]:
        """Give the keys of all variants, the baseline first."""
        return (BASELINE, *self.variants)

    def lineage(self, variant: str) -> tuple[Variant, ...]:
        """Give the variants to apply for ``variant``, the farthest ancestor first.

        Raises
        ------
        UnknownVariantError
            If there is no such variant.

        """
        line: list[Variant] = []
        key: str | None = variant
        while key is not None and key != BASELINE:
            found = self.variants.get(key)
            if found is None:
                raise UnknownVariantError(key, self.variant_keys, self.key)
            if found in line:
                break  # a cycle; `check` names it, so it never gets here from a stored scenario
            line.append(found)
            key = found.extends
        return tuple(reversed(line))
