"""A mapping over another one that it leaves alone: only what differs is remembered.

Drafts, and scenarios that were changed since their tables were made, are overlays.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from typing import TypeVar, cast

from graph_api.domain.actors import Actor
from graph_api.domain.changes import Edit, Entry, Section
from graph_api.domain.relations import Relation
from graph_api.domain.tables import ActorTable, RelationTable
from graph_api.domain.words import ActorId, RelationId

K = TypeVar("K", bound=str)
V = TypeVar("V")


class Overlay(MutableMapping[K, V]):
    """A mapping that leaves its base alone and remembers only what differs from it.

    Parameters
    ----------
    base
        What it lies over; it must not change any more.
    changed
        Entries that differ; None: it is not there.

    """

    def __init__(self, base: Mapping[K, V], changed: Mapping[K, V | None] | None = None) -> None:
        self.base = base
        self.changed: dict[K, V | None] = dict(changed or {})
        self._count = len(base) + sum(
            (value is not None) - (key in base) for key, value in self.changed.items()
        )

    def __getitem__(self, key: K) -> V:
        if key in self.changed:
            value = self.changed[key]
            if value is None:
                raise KeyError(key)
            return value
        return self.base[key]

    def __setitem__(self, key: K, value: V) -> None:
        self._count += key not in self
        self.changed[key] = value

    def __delitem__(self, key: K) -> None:
        if key not in self:
            raise KeyError(key)
        self.changed[key] = None
        self._count -= 1

    def __contains__(self, key: object) -> bool:
        if key in self.changed:
            return self.changed[key] is not None
        return key in self.base

    def __iter__(self) -> Iterator[K]:
        for key in self.base:
            if key not in self.changed or self.changed[key] is not None:
                yield key
        for key, value in self.changed.items():
            if value is not None and key not in self.base:
                yield key

    def __len__(self) -> int:
        return self._count

    def values(self) -> ValuesView[V]:
        """Give the entries, each looked at once."""
        return _Values(self)

    def items(self) -> ItemsView[K, V]:
        """Give the entries with their keys, each looked at once."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[K, V]]:
        """Give keys and entries without looking any key of the base up again."""
        for key, value in self.base.items():
            now = self.changed.get(key, value)
            if now is not None:
                yield key, now
        for key, now in self.changed.items():
            if now is not None and key not in self.base:
                yield key, now

    def edits(self, section: Section) -> Iterator[Edit]:
        """Tell what differs from the base."""
        for key, after in self.changed.items():
            before = self.base.get(key)
            if before != after:
                yield Edit(section, key, cast("Entry | None", before), cast("Entry | None", after))


class _Values(ValuesView[V]):
    _mapping: Overlay[str, V]

    def __iter__(self) -> Iterator[V]:
        return (value for _, value in self._mapping.pairs())


class _Items(ItemsView[K, V]):
    _mapping: Overlay[K, V]

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return self._mapping.pairs()


def flat(mapping: Mapping[K, V]) -> tuple[Mapping[K, V], dict[K, V | None]]:
    """Give what lies under all overlays, and everything that differs from it."""
    layers: list[dict[K, V | None]] = []
    while isinstance(mapping, Overlay):
        layers.append(mapping.changed)
        mapping = mapping.base
    changed: dict[K, V | None] = {}
    for layer in reversed(layers):
        changed |= layer
    return mapping, changed


def is_large(relations: Mapping[RelationId, Relation]) -> bool:
    """Tell whether these relations are kept as a table."""
    while isinstance(relations, Overlay):
        relations = relations.base
    return isinstance(relations, RelationTable)


def words_conveyed(relations: Mapping[RelationId, Relation]) -> set[str]:
    """Give every word for what flows that relations say; of a table not one by one."""
    root, changed = flat(relations)
    if not isinstance(root, RelationTable):
        return {word for relation in relations.values() for word in relation.conveys}
    others = [*root.special.values(), *(r for r in changed.values() if r is not None)]
    said = {word for words in root.words for word in words}
    return said | {word for relation in others for word in relation.conveys}


def relations_at(relations: Mapping[RelationId, Relation], actor: ActorId) -> Iterator[Relation]:
    """Give the relations that begin or end at an actor; of a table not one by one."""
    root, changed = flat(relations)
    if not isinstance(root, RelationTable):
        yield from (r for r in relations.values() if actor in (r.from_id, r.to_id))
        return
    place = root.actors.ids.find(actor)
    for touching in [] if place is None else root.touching(place).tolist():
        if root.ids[touching] not in changed:
            yield root.at(touching)
    for relation in changed.values():
        if relation is not None and actor in (relation.from_id, relation.to_id):
            yield relation


def dated_relations(relations: Mapping[RelationId, Relation]) -> Iterator[Relation]:
    """Give every relation that may have dates, and perhaps others; of a table not one by one."""
    root, changed = flat(relations)
    if not isinstance(root, RelationTable):
        yield from relations.values()
        return
    for relation in root.special.values():
        if relation.id not in changed:
            yield relation
    yield from (relation for relation in changed.values() if relation is not None)


def members_of(actors: Mapping[ActorId, Actor], body: ActorId) -> Iterator[Actor]:
    """Give the actors that are members of one; of a table not one by one."""
    root, changed = flat(actors)
    if isinstance(root, ActorTable):
        some = [actor for actor in root.special.values() if actor.id not in changed]
        some += [actor for actor in changed.values() if actor is not None]
    else:
        some = list(actors.values())
    return (actor for actor in some if actor.member_of == body)
