"""A view opened for one request: the snapshot, what was asked for it, and who is linked to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import anyio

from graph_api.api.ids import NodeId, own_key
from graph_api.api.pricing.limits import Budget
from graph_api.domain import Actor, GraphSnapshot, Relation, Scenario, Source
from graph_api.domain.links import Links


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
                found = _LINKS[self.graph] = Links(self.graph)
        return found


_LINKS: WeakKeyDictionary[GraphSnapshot, Links] = WeakKeyDictionary()
"""They live as long as their graph."""
