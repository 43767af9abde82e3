"""From the content of a report to its page: one HTML file, no script, nothing fetched.

Everything that comes from a scenario is escaped by the template engine (jinja2, autoescape); the
one thing put in as it is, the style, is ours. The picture stands in the page as data of an image,
so that nothing in it can act on the page. Every number stands in a ``data`` element whose ``value``
has all digits.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.domain import KINDS, Band, Evidence
from graph_api.errors import Language
from graph_api.exchange.report.content import RefusedMetric, Report
from graph_api.exchange.report.writing import Writing, rounded
from graph_api.scoring import Channel
from graph_api.scoring.metrics import MetricAnswer

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent

MOST_ACTORS = 15
"""So many actors stand in the table of metrics: those with the largest values of the first."""


def report_page(report: Report, language: Language = "en") -> str:
    """Write a report as one HTML page in one language.

    Parameters
    ----------
    report
        What it says.
    language
        Of everything on the page; a text that the scenario has in the other language only stands in
        that one.

    Returns
    -------
    str
        A whole HTML document without script, without a request to anywhere.

    """
    writing = Writing(report.view, language)
    of_actors, of_graph = _sorted_metrics(report.metrics)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            r=report,
            w=writing,
            view=report.view,
            key=report.view.key,
            style=(FOLDER / "page.css").read_text(encoding="utf-8"),
            picture=_image(report.picture),
            of_actors=of_actors,
            of_graph=of_graph,
            refused=[item for item in report.metrics if isinstance(item, RefusedMetric)],
            metric_rows=_metric_rows(of_actors),
            probabilities=_probabilities(report),
            kinds=KINDS,
            band=Band.of,
            is_channel=lambda subject: isinstance(subject, Channel),
            digits=_digits,
            short=rounded,
            evidence_of=_evidence_of,
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # slow

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _image(picture: str | None) -> str | None:
    if picture is None:
        return None
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def _digits(value: float) -> str:
    """Give a number so that reading it gives the very same float."""
    return str(int(value)) if isinstance(value, int) else repr(float(value))


def _sorted_metrics(
    metrics: Sequence[MetricAnswer | RefusedMetric],
) -> tuple[list[MetricAnswer], list[MetricAnswer]]:
    answers = [item for item in metrics if isinstance(item, MetricAnswer)]
    return (
        [item for item in answers if not item.info.is_of_graph],
        [item for item in answers if item.info.is_of_graph],
    )


def _metric_rows(of_actors: Sequence[MetricAnswer]) -> list[tuple[str, list[float | None]]]:
    """Give the first actors of the first metric, with the value of each metric."""
    if not of_actors:
        return []
    values = [{row.actor: row.value for row in answer.rows} for answer in of_actors]
    first = [row.actor for row in of_actors[0].rows[:MOST_ACTORS]]
    return [(actor, [column.get(actor) for column in values]) for actor in first]


def _probabilities(report: Report) -> Mapping[object, object]:
    """Give the row of the uncertain ranking by its subject."""
    return {} if report.ranks is None else {row.subject: row for row in report.ranks.rows}


def _evidence_of(items: Sequence[Evidence], writing: Writing) -> list[tuple[str, str]]:
    """Give the places of evidence, each with its note."""
    return [(writing.places(item), item.note.text(writing.language)) for item in items]
