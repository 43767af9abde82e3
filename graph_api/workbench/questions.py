"""What every part of `View` has: the arrays, and what an answer rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph_api.domain import Actor, GraphSnapshot
from graph_api.exchange.report import Heading
from graph_api.service import provenance


class Questions:
    """Some of the questions to one view; `graph_api.workbench.View` puts the parts together.

    Parameters
    ----------
    graph
        The arrays.
    asked
        What the view was asked with beside its variant, for the provenance.
    heading
        Title and description of the scenario, title of the variant, for reports.
    cast
        Gives who takes part in any variant of the scenario: they all have a place on its map.

    """

    def __init__(
        self,
        graph: GraphSnapshot,
        asked: Mapping[str, Any] | None = None,
        heading: Heading | None = None,
        cast: Callable[[], Sequence[Actor]] = tuple,
    ) -> None:
        self.graph = graph
        self._asked = dict(asked or {})
        self._heading = heading or Heading()
        self._cast = cast

    def __repr__(self) -> str:
        key = self.graph.key
        size = f"{len(self.graph.actors)} actors, {len(self.graph.relations)} relations"
        return f"<View {key.scenario}@{key.variant} at revision {key.revision}: {size}>"

    def provenance(self, **parameters: object) -> dict[str, Any]:
        """Give what an answer of this view rests on, beside it in every export."""
        return provenance(self.graph, {**self._asked, **parameters})
