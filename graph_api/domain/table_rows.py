"""Entries as rows of a table and back: what a row can say, and who says more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Protocol, TypeVar

from graph_api.domain.actors import Actor, Capability, Capitals
from graph_api.domain.relations import Relation
from graph_api.domain.words import Basis, Status

ActorRow = tuple[str, str | None, str | None, str, str, str, float, str | None]
"""Id, name_en, name_zh, kind, level, sphere, stateness, group."""

RelationRow = tuple[str, str, str, str, float | None, float | None, float | None, tuple[str, ...]]
"""Id, from, to, class, low, best, high, conveys; all three numbers None: unknown strength."""

BATCH = 50_000
"""Rows that are read together."""

R_co = TypeVar("R_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
R = TypeVar("R")
V = TypeVar("V", Actor, Relation)


class Batch(Protocol[R_co, V_co]):
    """Some rows, and by their index the whole entries of those that say more."""

    @property
    def rows(self) -> Sequence[R_co]:
        """Give the rows."""
        ...

    @property
    def more(self) -> Mapping[int, V_co]:
        """Give the whole entries."""
        ...


@dataclass(frozen=True, slots=True)
class EntryBatch(Generic[R, V]):
    """Rows that were made from entries."""

    rows: Sequence[R]
    more: Mapping[int, V]


def actor_row(actor: Actor) -> ActorRow:
    """Give the row of an actor."""
    return (
        actor.id,
        actor.name.en,
        actor.name.zh,
        actor.kind,
        actor.level.value,
        actor.sphere.value,
        actor.stateness,
        actor.group,
    )


def relation_row(relation: Relation) -> RelationRow:
    """Give the row of a relation."""
    strength = relation.strength
    numbers = (strength.low, strength.best, strength.high) if strength else (None, None, None)
    return (
        relation.id,
        relation.from_id,
        relation.to_id,
        relation.relation_class.value,
        *numbers,
        relation.conveys,
    )


def actor_says_more(actor: Actor) -> bool:
    """Tell whether a row is not all that an actor says."""
    plain = (Capability(), Capitals(), None, None, ())
    said = (actor.capability, actor.capitals, actor.member_of, actor.population, actor.evidence)
    return said != plain


def relation_says_more(relation: Relation, *, direction: bool = True) -> bool:
    """Tell whether a row is not all that a relation says; ``direction``: that counts as more."""
    plain = ((), (), Status.PRACTICE, Basis.PROPOSAL, None, None, ())
    said = (
        relation.elements,
        relation.judgements,
        relation.status,
        relation.basis,
        relation.valid_from,
        relation.valid_to,
        relation.evidence,
    )
    return said != plain or (direction and relation.direction is not None)


def actor_batches(actors: Iterable[Actor]) -> Iterator[EntryBatch[ActorRow, Actor]]:
    """Give actors as batches of rows."""
    for some in _slices(actors):
        more = {place: actor for place, actor in enumerate(some) if actor_says_more(actor)}
        yield EntryBatch([actor_row(actor) for actor in some], more)


def relation_batches(relations: Iterable[Relation]) -> Iterator[EntryBatch[RelationRow, Relation]]:
    """Give relations as batches of rows."""
    for some in _slices(relations):
        more = {place: tie for place, tie in enumerate(some) if relation_says_more(tie)}
        yield EntryBatch([relation_row(tie) for tie in some], more)


def _slices(entries: Iterable[V]) -> Iterator[list[V]]:
    iterator = iter(entries)
    while some := list(islice(iterator, BATCH)):
        yield some
