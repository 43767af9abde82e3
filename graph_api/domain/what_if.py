"""Views of questions that do nothing but set strengths: the common what-if, by a shorter way.

Such a question changes no id, no end and no evidence, so nothing of it can be refused once its
relations are known. Its view is what `graph_api.domain.draft` would give; what nobody asks of it is
never made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np

from graph_api.domain.draft import Draft, only_strengths
from graph_api.domain.evidence import Parameter, Source
from graph_api.domain.filters import RelationFilter
from graph_api.domain.patch import Patch, PatchedRows, Restrengthened
from graph_api.domain.relations import Strength
from graph_api.domain.scenario import BASELINE, Scenario
from graph_api.domain.settling import too_many
from graph_api.domain.snapshot import GraphSnapshot, ViewKey, ViewSpec
from graph_api.domain.support import Pairs
from graph_api.domain.table_view import base_in_use, support_over_tables, view_over_tables
from graph_api.domain.tables import RANGE, ActorTable, RelationTable

EVERYTHING = RelationFilter()


def view_of_strengths(
    scenario: Scenario, spec: ViewSpec, key: Callable[[Scenario, ViewSpec], ViewKey]
) -> GraphSnapshot | None:
    """Give the view of a large scenario that differs from its baseline in strengths alone.

    None: the question is another one, or names what is not there; a draft will tell.
    """
    actors, relations = scenario.actors, scenario.relations
    if not isinstance(relations, RelationTable) or not isinstance(actors, ActorTable):
        return None
    if spec.variant != BASELINE or spec.as_of is not None or spec.filter != EVERYTHING:
        return None
    said = only_strengths(spec.changes)
    if not said or too_many(len(said), relations):
        return None
    strengths: dict[int, Strength | None] = {}
    for identity, strength in said.items():
        place = relations.ids.find(identity)
        if place is None or place in relations.special:
            return None
        strengths[place] = strength
    base = base_in_use(actors, relations)
    if base is None:
        stored = key(scenario, ViewSpec())
        base = view_over_tables(stored, scenario, Draft(scenario), EVERYTHING)
    return _WhatIf.over(base, _differing(relations, strengths), scenario, spec, key)


def _differing(
    table: RelationTable, strengths: Mapping[int, Strength | None]
) -> Mapping[int, Strength | None]:
    """Leave out what is set to what it is."""
    said = zip(strengths.items(), _stated(table, [*strengths]), strict=True)
    return {
        place: strength
        for (place, strength), now in said
        if now != (strength and (strength.low, strength.best, strength.high))
    }


def _stated(
    table: RelationTable, places: list[int]
) -> Iterator[tuple[float, float | None, float] | None]:
    """Give low, best and high of plain relations of a table, None where unknown."""
    rows = np.array(places)
    points = table.strengths[table.point_code[rows]].tolist()
    if table.low_code is table.high_code:
        yield from (None if point != point else (point, point, point) for point in points)  # noqa: PLR0124  # NaN
        return
    lows, highs = (
        table.strengths[code[rows]].tolist() for code in (table.low_code, table.high_code)
    )
    ranges = (table.flags[rows] & RANGE).tolist()
    for low, point, high, is_range in zip(lows, points, highs, ranges, strict=True):
        yield None if point != point else (low, None if is_range else point, high)  # noqa: PLR0124  # NaN


class _WhatIf(GraphSnapshot):
    """A view over another one, whose key, support and so on are made when they are asked for."""

    _scenario: Scenario
    _spec: ViewSpec
    _make_key: Callable[[Scenario, ViewSpec], ViewKey]

    @classmethod
    def over(
        cls,
        base: GraphSnapshot,
        strengths: Mapping[int, Strength | None],
        scenario: Scenario,
        spec: ViewSpec,
        key: Callable[[Scenario, ViewSpec], ViewKey],
    ) -> _WhatIf:
        """Give the view in which relations of ``base`` have other strengths."""
        patch = Patch(changed=Restrengthened(base.relations, strengths))
        view = object.__new__(cls)
        # Not by the constructor: it would ask for all that is made later.
        view.__dict__.update(
            actors=base.actors,
            relations=PatchedRows(base.relations, patch, patch.changed, ()),
            figures=scenario.figures,
            system=scenario.about.system,
            base=base,
            patch=patch,
            _scenario=scenario,
            _spec=spec,
            _make_key=key,
        )
        return view

    @cached_property
    def key(self) -> ViewKey:
        """Give scenario, revision, variant and digest."""
        return self._make_key(self._scenario, self._spec)

    @cached_property
    def support(self) -> Pairs:
        """Give the ordered pairs with an EMPOWERMENT relation; strengths change none of them."""
        return support_over_tables(self._scenario)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Give those of the scenario."""
        return dict(self._scenario.parameters)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Give those of the scenario."""
        return dict(self._scenario.sources)
