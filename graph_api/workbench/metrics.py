"""Metrics, asked of a view."""

from __future__ import annotations

from collections.abc import Callable

from graph_api.scoring.metrics import METRICS, MetricInfo, metric
from graph_api.workbench.questions import Questions
from graph_api.workbench.shown import carry
from graph_api.workbench.shown_kinds import ShownMetric


class MetricQuestions(Questions):
    """The catalogue of network metrics, and one of them."""

    def metrics(self) -> tuple[MetricInfo, ...]:
        """Give the catalogue: each metric with formula, literature, unit, and what it is not."""
        return tuple(METRICS.values())

    def metric(
        self,
        name: str,
        *,
        progress: Callable[[float], None] | None = None,
        **parameters: float,
    ) -> ShownMetric:
        """Compute one metric: ``view.metric("bonacich_power", beta=-0.4)``.

        See `graph_api.scoring.metrics.metric`.

        Examples
        --------
        >>> from graph_api.workbench import view_from_arrays
        >>> view = view_from_arrays(["a", "b", "c"], [0, 1], [1, 2], [0.5, 0.5])
        >>> view.metric("betweenness").of("b")
        0.5

        """
        found = metric(self.graph, name, parameters, progress=progress)
        said = self.provenance(metric=name, **found.parameters)
        return carry(ShownMetric, found, self.graph, said)
