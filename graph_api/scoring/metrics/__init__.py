"""The catalogue of network metrics: each with its formula, literature, unit, and what it is not.

`metric` asks one of them; `METRICS` holds the entries. `ties` says what a metric reads from a view,
`paths`, `walks`, `holes`, `brokers` and `whole` compute, `of_actors` and `of_graphs` are the
entries (docs/reference/metrics.md).
"""

from graph_api.scoring.metrics.ask import METRICS, find_metric, metric, to_digits
from graph_api.scoring.metrics.info import MetricAnswer, MetricInfo, MetricParameter, MetricRow
from graph_api.scoring.metrics.ties import Ties, ties_of

__all__ = [
    "METRICS",
    "MetricAnswer",
    "MetricInfo",
    "MetricParameter",
    "MetricRow",
    "Ties",
    "find_metric",
    "metric",
    "ties_of",
    "to_digits",
]
