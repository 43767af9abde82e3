"""A view opened for one request: the snapshot, what was asked for it, and who is linked to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import anyio

from graph_api.api.context import in_thread
from graph_api.api.ids import NodeId, own_key
from graph_api.api.limits import Budget
from graph_api.domain import (
    Actor,
    ActorId,
    GraphSnapshot,
    Relation,
    RelationClass,
    Scenario,
    Source,
)


@dataclass(eq=False)
class OpenView:
    """One graph with its scenario, shared by everything that a request reads out of it.

    ``asked`` holds date, what-if changes and filter as JSON, as far as they were given.
    """

    scenario: Scenario
    graph: GraphSnapshot
    asked: Mapping[str, Any]
    budget: Budget
    _lock: anyio.Lock = field(default_factory=anyio.Lock, repr=False)

    def node_id(self, kind: str, key: str) -> str:
        """Give the id of an entry of this view."""
        view = self.graph.key
        return str(NodeId(kind, view.scenario, view.variant, view.digest, key))

    def actor(self, text: str) -> Actor:
        """Give the actor that an argument of type ID means, or raise `UnknownActorError`."""
        return self.graph.actor(own_key(text, "Actor", self.graph.key.scenario))

    def relation(self, text: str) -> Relation:
        """Give the relation that an argument of type ID means, or raise `UnknownRelationError`."""
        return self.graph.relation(own_key(text, "Relation", self.graph.key.scenario))

    def source(self, key: str) -> Source:
        """Give a source that evidence of this view names."""
        return self.graph.sources.get(key) or Source(key)

    async def links(self) -> Links:
        """Give who is linked to whom, worked out once per graph."""
        async with self._lock:
            found = _LINKS.get(self.graph)
            if found is None:
                found = _LINKS[self.graph] = await in_thread(Links.of, self.graph)
        return found


@dataclass(frozen=True, slots=True)
class Links:
    """The relations of each ordered pair and of each actor, the members of each body.

    ``starting`` and ``ending`` hold EMPOWERMENT relations only; all lists keep the author's order.
    """

    between: Mapping[tuple[ActorId, ActorId], Sequence[Relation]]
    starting: Mapping[ActorId, Sequence[Relation]]
    ending: Mapping[ActorId, Sequence[Relation]]
    members: Mapping[ActorId, Sequence[Actor]]

    @classmethod
    def of(cls, graph: GraphSnapshot) -> Links:
        """Gather the links of a graph."""
        between: defaultdict[tuple[ActorId, ActorId], list[Relation]] = defaultdict(list)
        starting: defaultdict[ActorId, list[Relation]] = defaultdict(list)
        ending: defaultdict[ActorId, list[Relation]] = defaultdict(list)
        members: defaultdict[ActorId, list[Actor]] = defaultdict(list)
        for relation in graph.relations:
            between[relation.from_id, relation.to_id].append(relation)
            if relation.relation_class is RelationClass.EMPOWERMENT:
                starting[relation.from_id].append(relation)
                ending[relation.to_id].append(relation)
        for actor in graph.actors:
            if actor.member_of is not None:
                members[actor.member_of].append(actor)
        return cls(between, starting, ending, members)


_LINKS: WeakKeyDictionary[GraphSnapshot, Links] = WeakKeyDictionary()
"""They live as long as their graph."""
