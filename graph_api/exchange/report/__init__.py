"""A report on one view: one HTML page that needs nothing beside itself.

`content` says what a report holds: results, the very objects that every face gives. `page` writes
them with the template ``page.html.j2`` and the style ``page.css``, which lie beside it; `writing`
turns numbers and evidence into text. Nothing here computes a score (docs/reference/report.md).
"""

from graph_api.exchange.report.content import (
    MOST_LISTED,
    Heading,
    PairPart,
    RefusedMetric,
    Report,
)
from graph_api.exchange.report.page import report_page
from graph_api.exchange.report.writing import rounded, rounded_or

__all__ = [
    "MOST_LISTED",
    "Heading",
    "PairPart",
    "RefusedMetric",
    "Report",
    "report_page",
    "rounded",
    "rounded_or",
]
