"""A scenario at one revision: where it is found, and the views that it gives."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from graph_api.bootstrap import build_service, find_scenario, has_store
from graph_api.domain import BASELINE, Label, RelationFilter, Scenario, ViewSpec, build_view
from graph_api.domain.overlay import words_conveyed
from graph_api.domain.selection import read_filter
from graph_api.errors import BadParameterError, Problem, ScenarioError
from graph_api.exchange.maps.cast import cast_of
from graph_api.exchange.report import Heading
from graph_api.scenarios import read_changes
from graph_api.settings import Settings
from graph_api.workbench.view import View
from graph_api.workbench.words import read_day, said_of


def load(
    scenario: str | Path, *, data: str | Path | None = None, settings: Settings | None = None
) -> Workbench:
    """Give the scenario of a YAML file, of a key in the store, or of a seed that comes with us.

    Parameters
    ----------
    scenario
        A path (it ends in .yaml or .yml, or has a folder in it) or a key.
    data
        The data folder whose store is asked; default: the one of the settings.
    settings
        Default: what the environment says.

    Raises
    ------
    UnknownScenarioError
        If nothing has this key.
    ScenarioError
        If the file has errors.

    Examples
    --------
    >>> load("seeds/mutual-empowerment.yaml").variants[:2]
    ('today', 'after_remedies')

    """
    if settings is None:
        said = {"data": None if data is None else str(data)}
        settings = Settings.from_env(os.environ, said)
    name = str(scenario) if isinstance(scenario, str) else str(scenario.resolve())
    if not has_store(settings):
        return Workbench(find_scenario(settings, name).scenario)
    service = build_service(settings)
    with closing(service.store):
        return Workbench(find_scenario(settings, name, service).scenario)


class Workbench:
    """One scenario at one revision, ready to be looked at.

    ``problems`` are the warnings of the sheets or the graph that it was read from.
    """

    def __init__(self, scenario: Scenario, problems: Sequence[Problem] = ()) -> None:
        self.scenario = scenario
        self.problems = tuple(problems)

    def __repr__(self) -> str:
        size = f"{len(self.scenario.actors)} actors, {len(self.scenario.relations)} relations"
        return f"<Workbench {self.scenario.key} at revision {self.scenario.revision}: {size}>"

    @property
    def variants(self) -> tuple[str, ...]:
        """Give the keys of the variants, the baseline first."""
        return self.scenario.variant_keys

    def view(
        self,
        variant: str = BASELINE,
        *,
        as_of: date | str | None = None,
        changes: Sequence[Mapping[str, Any]] = (),
        filter: RelationFilter | Mapping[str, Any] | None = None,  # noqa: A002  # the word of GraphQL
    ) -> View:
        """Give a view: a variant, then a date, then what-if changes in order, then a filter.

        Parameters
        ----------
        variant
            A key of `variants`.
        as_of
            A date, or its ISO text; only relations valid on it. None: dates are not looked at.
        changes
            What-if changes in the words of the YAML: ``[{"set_relation": {"id": "r28", ...}}]``.
        filter
            A `RelationFilter`, or its fields: ``{"classes": ["empowerment"]}``.

        Raises
        ------
        UnknownVariantError
            If there is no such variant.
        ScenarioError
            If changes have problems; all are named.
        BadParameterError
            If the date or the filter cannot be read.

        """
        self.scenario.lineage(variant)
        meant, problems = read_changes(changes, self.scenario, variant)
        if any(problem.severity == "error" for problem in problems):
            raise ScenarioError(problems, "changes")
        kept = filter if isinstance(filter, RelationFilter) else read_filter(filter or {})
        self._require_known(kept)
        spec = ViewSpec(variant, read_day(as_of), meant, kept)
        asked: dict[str, Any] = {}
        if spec.as_of is not None:
            asked["asOf"] = spec.as_of.isoformat()
        if changes:
            asked["changes"] = [dict(change) for change in changes]
        if kept != RelationFilter():
            asked["filter"] = said_of(kept)
        return View(
            build_view(self.scenario, spec),
            asked,
            self._heading(variant),
            lambda: cast_of(self.scenario),
        )

    def _heading(self, variant: str) -> Heading:
        about = self.scenario.about
        known = self.scenario.variants.get(variant)
        title = Label("Today", "今天") if variant == BASELINE else Label()
        return Heading(about.title, about.description, known.title if known else title)

    def _require_known(self, kept: RelationFilter) -> None:
        known = set(self.scenario.about.vocabulary.all_conveys())
        known |= words_conveyed(self.scenario.relations)
        strange = [word for word in kept.conveys or () if word not in known]
        if strange:
            raise BadParameterError(
                f"Nothing conveys {', '.join(map(repr, strange))}. There are:"
                f" {', '.join(sorted(known))}.",
                f"没有传递内容“{'”、“'.join(strange)}”。可用：{'、'.join(sorted(known))}。",
                parameter="conveys",
            )
