"""The root of every question."""

from typing import Annotated

import strawberry

from graph_api import domain
from graph_api.api.asked import fields_below
from graph_api.api.connections import After, Edge, First, cut_page
from graph_api.api.context import Info, in_thread
from graph_api.api.cursors import Row, question
from graph_api.api.fields import resolver
from graph_api.api.ids import NodeId, read_node_id
from graph_api.api.types.actor import Actor
from graph_api.api.types.case import Case
from graph_api.api.types.job import JobConnection, find_job, jobs_page
from graph_api.api.types.limits import Limits, Viewer
from graph_api.api.types.node import Node
from graph_api.api.types.relation import Relation
from graph_api.api.types.scenario import Scenario, ScenarioConnection
from graph_api.api.views import OpenView
from graph_api.domain import ActorId, RelationId, ViewSpec
from graph_api.errors import BadParameterError, UnknownScenarioError, UnknownVariantError
from graph_api.stores import ScenarioInfo


@strawberry.type(description="Everything that can be asked (查询).")
class Query:
    """The questions."""

    @resolver(
        description="A scenario, actor or relation by node id; null for what-ifs and"
        " unknown ids (节点)."
    )
    async def node(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the word of the schema
            strawberry.ID, strawberry.argument(description="A node id of an earlier answer.")
        ],
    ) -> Node | None:
        """Find a node."""
        return await find_node(info, id)

    @resolver(description="Several nodes at once, in the order of the ids (多个节点).")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="Node ids, 100 at most.")
        ],
    ) -> list[Node | None]:
        """Find nodes."""
        most = info.context.limits.max_first
        if len(ids) > most:
            raise BadParameterError(
                f"{len(ids)} ids are more than {most}; ask in several steps.",
                f"一次最多 {most} 个 id，而非 {len(ids)} 个；请分几次查询。",
                parameter="ids",
                limit=most,
            )
        return [await find_node(info, item) for item in ids]

    @resolver(description="The scenarios, sorted by key (情景列表).")
    async def scenarios(
        self, info: Info, first: First = 20, after: After = None
    ) -> ScenarioConnection:
        """List scenarios."""
        known = await in_thread(info.context.service.scenarios)
        page = cut_page(known, _row, question(0, "scenarios"), first, after)
        is_listed = fields_below(info, "edges", "node") <= LISTED

        async def entry_of(item: ScenarioInfo) -> domain.Scenario:
            return _listed(item) if is_listed else await info.context.scenario(item.key)

        return ScenarioConnection(
            edges=[
                Edge(place=cursor, node=Scenario(entry=await entry_of(item)))
                for cursor, item in zip(page.cursors, page.items, strict=True)
            ],
            page_info=page.info,
            counted=known.__len__,
            stale=page.stale,
        )

    @resolver(
        description="A scenario by key; null, with an UNKNOWN_SCENARIO error that names the nearest"
        " keys, if there is none (情景)."
    )
    async def scenario(
        self,
        info: Info,
        key: Annotated[str, strawberry.argument(description="The scenario's own key.")],
    ) -> Scenario | None:
        """Find a scenario."""
        return Scenario(entry=await info.context.scenario(key))

    @resolver(
        description="The jobs of this caller, newest first; an admin sees everybody's. Ended ones"
        " are kept for a day (作业列表)."
    )
    async def jobs(self, info: Info, first: First = 20, after: After = None) -> JobConnection:
        """List jobs."""
        return await in_thread(jobs_page, info.context, first, after)

    @resolver(description="The limits in force for this caller (限额).")
    def limits(self, info: Info) -> Limits:
        """Give the limits."""
        return Limits.of(info.context.limits)

    @resolver(description="Who asks, and what they may do (当前用户).")
    def viewer(self, info: Info) -> Viewer:
        """Give the caller."""
        return Viewer(name=info.context.caller.name or None, role=info.context.caller.role)


LISTED = frozenset(("__typename", "id", "key", "revision", "title"))
"""What a list of scenarios shows without loading one of them."""


def _listed(info: ScenarioInfo) -> domain.Scenario:
    """Give a scenario of which only the fields of `LISTED` are known."""
    return domain.Scenario(info.key, about=domain.About(info.title), revision=info.revision)


async def find_node(info: Info, text: str) -> Node | None:
    """Give what a node id names, None for what-ifs, unknown and malformed ids."""
    named = read_node_id(text)
    if named is None or named.digest:
        return None
    if named.kind == "Job":
        return await in_thread(find_job, info.context, text)
    try:
        scenario = await info.context.scenario(named.scenario)
        if named.kind in _WHOLE:
            return _WHOLE[named.kind](named, scenario)
        graph = await info.context.view(scenario, ViewSpec(named.variant))
    except (UnknownScenarioError, UnknownVariantError):
        return None
    return _part(named, OpenView(scenario, graph, {}, info.context.budget))


def _part(named: NodeId, view: OpenView) -> Node | None:
    graph = view.graph
    if named.kind == "Actor" and ActorId(named.key) in graph.places:
        return Actor(view=view, entry=graph.actor(named.key))
    if named.kind == "Relation" and RelationId(named.key) in graph.relation_places:
        return Relation(view=view, entry=graph.relation(named.key))
    return None


def _scenario(named: NodeId, scenario: domain.Scenario) -> Node | None:
    return Scenario(entry=scenario) if named == NodeId("Scenario", scenario.key) else None


def _case(named: NodeId, scenario: domain.Scenario) -> Node | None:
    case = scenario.cases.get(named.key)
    if case is None or named != NodeId("Case", scenario.key, key=named.key):
        return None
    return Case(scenario=scenario.key, entry=case)


_WHOLE = {"Scenario": _scenario, "Case": _case}
"""What belongs to a scenario and to no view of it: it is the same in every variant."""


def _row(_: int, item: ScenarioInfo) -> Row:
    return Row(0, (item.key,))
