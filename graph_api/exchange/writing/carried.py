"""What an export carries: one view of a scenario, everything beside it, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from graph_api.domain import BASELINE, GraphSnapshot, Scenario, ViewSpec, build_view
from graph_api.domain.snapshot import DIRECTIONS
from graph_api.errors import BadParameterError
from graph_api.exchange.writing.flat import Cells, actor_cells, relation_cells
from graph_api.scenarios.compact import compact_scenario
from graph_api.scoring import stopping
from graph_api.version import __version__

MOST_RELATIONS = {
    "json": 100_000,
    "xlsx": 100_000,
    "csv": 1_000_000,
    "graphml": 1_000_000,
    "gexf": 1_000_000,
}
"""How many relations a format takes: JSON and XLSX are made in memory, Gephi opens no more."""

MOST_ACTORS = 1_000_000
"""A spreadsheet has so many rows, and 48,576 more."""


@dataclass(frozen=True, eq=False)
class Carried:
    """One variant of a scenario at one revision, ready to be written.

    Attributes
    ----------
    view
        Its actors and relations.
    beside
        The scenario without actors and relations, as the file is to say it: sources and parameters
        are those of the view, and only the baseline has variants.

    """

    view: GraphSnapshot
    beside: Scenario

    @property
    def provenance(self) -> dict[str, Any]:
        """Give what the file rests on: scenario, variant, revision, version."""
        key = self.view.key
        return {
            "scenario": key.scenario,
            "variant": key.variant,
            "revision": key.revision,
            "version": __version__,
        }

    @property
    def rest(self) -> dict[str, Any]:
        """Give everything but actors, relations and cases, in the shape of the YAML."""
        return compact_scenario(replace(self.beside, cases={}))

    @property
    def whole(self) -> Scenario:
        """Give the view as a scenario of its own."""
        return replace(
            self.beside,
            actors={actor.id: actor for actor in self.view.actors},
            relations={relation.id: relation for relation in self.view.relations},
        )

    def actors(self) -> Iterator[Cells]:
        """Give the cells of the actors, in the order of the view."""
        for actor in self.view.actors:
            stopping.check()
            yield actor_cells(actor)

    def relations(self, *, judged: bool = False) -> Iterator[Cells]:
        """Give the cells of the relations, in the order of the view; see `relation_cells`."""
        directions = self.view.direction
        for place, relation in enumerate(self.view.relations):
            stopping.check()
            yield relation_cells(relation, DIRECTIONS[directions[place]], judged=judged)


def carry(scenario: Scenario, variant: str = BASELINE) -> Carried:
    """Take one variant of a scenario to be written somewhere.

    Raises
    ------
    UnknownVariantError
        If there is no such variant.

    Examples
    --------
    >>> carry(Scenario("empty", revision=3)).provenance["revision"]
    3

    """
    view = build_view(scenario, ViewSpec(variant))
    beside = replace(
        scenario,
        actors={},
        relations={},
        sources=view.sources,
        parameters=view.parameters,
        variants=scenario.variants if variant == BASELINE else {},
    )
    return Carried(view, beside)


def require_few(carried: Carried, form: str) -> None:
    """Refuse a graph that a format does not take.

    Raises
    ------
    BadParameterError
        If there are too many actors or relations; it names the formats that take more.

    """
    most = MOST_RELATIONS.get(form)
    if most is None:
        return
    for en, zh, count, limit in (
        ("relations", "关系", len(carried.view.relations), most),
        ("actors", "行动者", len(carried.view.actors), MOST_ACTORS),
    ):
        if count > limit:
            raise BadParameterError(
                f"{carried.view.key.scenario!r} has {count:,} {en}; {form} takes at most {limit:,}."
                " Parquet takes any number (--format parquet).",
                f"“{carried.view.key.scenario}”有 {count:,} 个{zh}；{form} 最多 {limit:,} 个。"
                "Parquet 不限数量（--format parquet）。",
                parameter="format",
                count=count,
                limit=limit,
            )
