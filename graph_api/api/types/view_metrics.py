"""The questions to a view that metrics answer."""

import math
from collections.abc import Sequence
from typing import Annotated

import strawberry

from graph_api.api.connections import After, Edge, First, cut_page
from graph_api.api.context import in_thread
from graph_api.api.cursors import Row, question
from graph_api.api.fields import resolver
from graph_api.api.types.metric import (
    MetricConnection,
    MetricInfo,
    MetricParameterInput,
    MetricRow,
)
from graph_api.api.types.node import provenance
from graph_api.api.types.view_part import ViewPart
from graph_api.api.types.words import Completeness
from graph_api.errors import BadParameterError
from graph_api.scoring import metrics, stopping

MetricName = Annotated[
    str, strawberry.argument(description="A `name` out of `metrics`, as `betweenness` (名称).")
]
MetricParameters = Annotated[
    list[MetricParameterInput] | None,
    strawberry.argument(
        description="Values of its parameters; what is left out takes its default (参数)."
    ),
]


@strawberry.type
class MetricFields(ViewPart):
    """The catalogue of metrics, and one of them."""

    @resolver(description="The catalogue of network metrics (指标目录).")
    def metrics(self) -> list[MetricInfo]:
        """Give the catalogue."""
        return [MetricInfo(entry=info) for info in metrics.METRICS.values()]

    @resolver(
        description="One network metric of this view, for each actor or for the whole graph (指标)."
    )
    async def metric(
        self,
        name: MetricName,
        parameters: MetricParameters = None,
        first: First = 20,
        after: After = None,
    ) -> MetricConnection | None:
        """Compute a metric."""
        graph = self.view.graph
        given = given_parameters(parameters or ())
        answer = await in_thread(metrics.metric, graph, name, given, progress=stopping.advance)
        asked = question(graph.key.revision, *self._asked("metric", name, sorted(given.items())))
        page = cut_page(answer.rows, _row, asked, first, after)
        return MetricConnection(
            edges=[
                Edge(place=cursor, node=MetricRow(view=self.view, entry=row))
                for cursor, row in zip(page.cursors, page.items, strict=True)
            ],
            page_info=page.info,
            counted=answer.rows.__len__,
            stale=page.stale,
            completeness=Completeness.COMPLETE,
            truncated_by=None,
            provenance=provenance(self.view, metric=name, **answer.parameters),
            value=answer.value,
            unknown=answer.unknown,
            info=MetricInfo(entry=answer.info),
        )


def given_parameters(said: Sequence[MetricParameterInput]) -> dict[str, float]:
    """Give the parameters by key.

    Raises
    ------
    BadParameterError
        If one is given twice.

    """
    given: dict[str, float] = {}
    for item in said:
        if item.key in given:
            raise BadParameterError(
                f"parameters: {item.key[:80]!r} is given twice; say it once.",
                f"parameters：“{item.key[:80]}”给出两次；请只写一次。",
                parameter=item.key[:80],
            )
        given[item.key] = item.value
    return given


def _row(_: int, row: metrics.MetricRow) -> Row:
    if row.value is None:
        return Row(math.inf, (row.actor,))
    rank = -metrics.to_digits(row.value)  # what agrees to so many digits stands by id
    # A chosen set stands first: its values, and all others of its metric, lie in [0, 1].
    return Row(rank - 2 if row.chosen else rank, (row.actor,))
