"""The question to a view where everything stands on its map."""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.filters import ActorFilter
from graph_api.api.types.view_part import ViewPart
from graph_api.exchange.maps import cast_of, lay_out


@strawberry.type
class LayoutFields(ViewPart):
    """The map of a view."""

    @resolver(
        description="Where actors stand and how relations bend, in pixels; the same picture for"
        " page, export and report (docs/reference/map.md) (布局)."
    )
    async def layout(
        self,
        actors: Annotated[
            ActorFilter | None,
            strawberry.argument(description="Only these, laid out by themselves (筛选)."),
        ] = None,
    ) -> JSON | None:
        """Lay out the map."""
        graph = self.view.graph
        among = None
        if actors is not None:
            wanted = actors.meant(graph.key.scenario)
            places = await in_thread(graph.chosen_places, wanted)
            among = graph.actor_ids(places.tolist())
        scenario = self.view.scenario
        found = await in_thread(lambda: lay_out(graph, cast_of(scenario), among))
        return JSON(found.plain())
