"""Cases of households: where each stands, what led there, and what was observed."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from graph_api import domain
from graph_api.api.connections import Connection, Edge, cut_page
from graph_api.api.cursors import Row, question
from graph_api.api.fields import resolver
from graph_api.api.ids import NodeId
from graph_api.api.types.node import Node
from graph_api.api.types.words import describe
from graph_api.domain import CaseState
from graph_api.systems.community_factory.cases import next_states

__all__ = [
    "Case",
    "CaseConnection",
    "CaseEvent",
    "CaseState",
    "Observation",
    "case_node_id",
    "cases_page",
]

describe(CaseState, "Where the case of a household stands (个案状态).")


@strawberry.type(description="One step of a case (个案步骤).")
class CaseEvent:
    """A step of a case."""

    at: datetime = strawberry.field(description="When it was taken (时间).")
    before: CaseState | None = strawberry.field(
        description="The state that it left; null: the case was opened (此前状态)."
    )
    after: CaseState = strawberry.field(description="The state that it led to (此后状态).")
    note: str | None = strawberry.field(description="Why (说明).")
    by: str = strawberry.field(description="Who took it; empty where nobody signed in (经办人).")


@strawberry.type(description="One reading of an indicator of a case (观测).")
class Observation:
    """A reading."""

    indicator: str = strawberry.field(
        description="What was read: `deprivation` is what the exit standard looks at (指标)."
    )
    value: float | None = strawberry.field(
        description="The reading; null: looked for and not found (读数)."
    )
    at: date = strawberry.field(description="The day on which it was taken (日期).")
    note: str | None = strawberry.field(description="A remark (说明).")
    by: str = strawberry.field(
        description="Who recorded it; empty where nobody signed in (记录人)."
    )


@strawberry.type(description="The case of one household, with its history (个案).")
class Case(Node):
    """A case; it is the same in every variant of its scenario."""

    scenario: strawberry.Private[str]
    entry: strawberry.Private[domain.Case]

    def node_id(self) -> str:
        """Give the id of this case."""
        return case_node_id(self.scenario, self.entry.id)

    @resolver(description="The household that it is about: the case's own key (农户).")
    def household(self) -> strawberry.ID:
        """Give the household."""
        return strawberry.ID(self.entry.id)

    @resolver(description="Where it stands (状态).")
    def state(self) -> CaseState:
        """Give the state."""
        return self.entry.state

    @resolver(description="Where it may go from here; an exit has its standard too (可转状态).")
    def next_states(self) -> list[CaseState]:
        """Give the states that it may move to."""
        return [*next_states(self.entry.state)]

    @resolver(description="Its steps, oldest first (历史).")
    def history(self) -> list[CaseEvent]:
        """Give the steps."""
        return [
            CaseEvent(at=item.at, before=item.before, after=item.after, note=item.note, by=item.by)
            for item in self.entry.history
        ]

    @resolver(description="Its readings, in the order in which they were recorded (观测).")
    def observations(
        self,
        indicator: Annotated[
            str | None,
            strawberry.argument(description="Only readings of this indicator; null: all (指标)."),
        ] = None,
    ) -> list[Observation]:
        """Give the readings."""
        return [
            Observation(
                indicator=item.indicator, value=item.value, at=item.at, note=item.note, by=item.by
            )
            for item in self.entry.observations
            if indicator is None or item.indicator == indicator
        ]


@strawberry.type(description="One page of cases, by household (个案分页).")
class CaseConnection(Connection[Case]):
    """A page of cases."""


def case_node_id(scenario: str, case: str) -> str:
    """Give the node id of a case; no variant has cases of its own."""
    return str(NodeId("Case", scenario, key=case))


def cases_page(
    scenario: domain.Scenario, state: CaseState | None, first: int | None, after: str | None
) -> CaseConnection:
    """Cut a page out of the cases of a scenario, sorted by household."""
    chosen = sorted(
        (case for case in scenario.cases.values() if state is None or case.state is state),
        key=lambda case: case.id,
    )
    asked = question(scenario.revision, "cases", scenario.key, state and state.value)
    page = cut_page(chosen, _row, asked, first, after)
    return CaseConnection(
        edges=[
            Edge(place=cursor, node=Case(scenario=scenario.key, entry=case))
            for cursor, case in zip(page.cursors, page.items, strict=True)
        ],
        page_info=page.info,
        counted=chosen.__len__,
        stale=page.stale,
    )


def _row(_: int, case: domain.Case) -> Row:
    return Row(0, (case.id,))
