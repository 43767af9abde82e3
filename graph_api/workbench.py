"""The Python face, for notebooks: load a scenario, take a view, ask it.

``import graph_api as ea; ea.load("district").view("after_remedies").pair(a, b)`` gives the very
objects that the command line prints and GraphQL serves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph_api.bootstrap import build_service, find_scenario, has_store
from graph_api.domain import (
    BASELINE,
    KINDS,
    Actor,
    ActorId,
    GraphSnapshot,
    Label,
    Range,
    Relation,
    RelationFilter,
    RelationId,
    Scenario,
    Strength,
    Sweep,
    System,
    ViewKey,
    ViewSpec,
    build_view,
    snapshot,
    sweep,
)
from graph_api.domain.selection import Selection, choose, read_filter, read_word
from graph_api.errors import BadParameterError, Language, ScenarioError
from graph_api.scenarios import read_changes
from graph_api.scoring import (
    Bottleneck,
    BrokerageRoles,
    Cut,
    PairRanking,
    PairScore,
    PathRanking,
    Reading,
    Regime,
    RegimeBasis,
    RelationDelta,
    Scoring,
    Synergy,
    Target,
    brokerage_roles,
    explain_pair,
    explain_path,
    find_cut,
    regime,
    relation_deltas,
    synergy,
    to_networkx,
)
from graph_api.scoring import Path as ActorPath
from graph_api.service import Service, provenance
from graph_api.settings import Settings

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "Comparison",
    "PairDelta",
    "SweptView",
    "View",
    "Workbench",
    "load",
    "view_from_arrays",
]

DEFAULT_KIND = "association"
"""The kind of the actors of `view_from_arrays`, of which only ids are known."""


class ScoringWords(TypedDict, total=False):
    """How to score, by name; see `Scoring`."""

    reading: Reading | str
    decay: float
    maturity: float | None
    max_hops: int | None
    damping: float | None


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
    """One scenario at one revision, ready to be looked at."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

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
        spec = ViewSpec(variant, _day(as_of), meant, kept)
        asked: dict[str, Any] = {}
        if spec.as_of is not None:
            asked["asOf"] = spec.as_of.isoformat()
        if changes:
            asked["changes"] = [dict(change) for change in changes]
        if kept != RelationFilter():
            asked["filter"] = said_of(kept)
        return View(build_view(self.scenario, spec), asked)

    def _require_known(self, kept: RelationFilter) -> None:
        known = set(self.scenario.about.vocabulary.all_conveys())
        known.update(word for item in self.scenario.relations.values() for word in item.conveys)
        strange = [word for word in kept.conveys or () if word not in known]
        if strange:
            raise BadParameterError(
                f"Nothing conveys {', '.join(map(repr, strange))}. There are:"
                f" {', '.join(sorted(known))}.",
                f"没有传递内容“{'”、“'.join(strange)}”。可用：{'、'.join(sorted(known))}。",
                parameter="conveys",
            )


class View:
    """One view of a scenario, as a value; every question is answered from it alone.

    Scoring is given by name: ``reading`` ("product", "weakest", "all_walks"), ``decay``,
    ``maturity``, ``max_hops``, ``damping`` (see `Scoring`). Groups of actors are ids, a text such
    as "kind=resident,level=group", or an `ActorFilter` (see `graph_api.domain.selection`).

    Parameters
    ----------
    graph
        The arrays.
    asked
        What the view was asked with beside its variant, for the provenance.

    """

    def __init__(self, graph: GraphSnapshot, asked: Mapping[str, Any] | None = None) -> None:
        self.graph = graph
        self._asked = dict(asked or {})

    def __repr__(self) -> str:
        key = self.graph.key
        size = f"{len(self.graph.actors)} actors, {len(self.graph.relations)} relations"
        return f"<View {key.scenario}@{key.variant} at revision {key.revision}: {size}>"

    def provenance(self, **parameters: object) -> dict[str, Any]:
        """Give what an answer of this view rests on, beside it in every export."""
        return provenance(self.graph, {**self._asked, **parameters})

    def pair(self, a: str, b: str, **scoring: Unpack[ScoringWords]) -> PairScore:
        """Score both directions of one pair."""
        return Service.pair(self.graph, a, b, read_scoring(**scoring))

    def paths(
        self, start: str, end: str, count: int = 3, **scoring: Unpack[ScoringWords]
    ) -> PathRanking:
        """Give the best paths from one actor to another, best first."""
        return Service.paths(self.graph, start, end, count, read_scoring(**scoring))

    def pairs(
        self,
        between: Selection,
        other: Selection,
        *,
        order: Literal["best", "worst", "missing"] = "best",
        **scoring: Unpack[ScoringWords],
    ) -> PairRanking:
        """Rank the pairs of two groups: best or worst first, or those without a direction."""
        return Service.pairs(
            self.graph,
            choose(self.graph, between),
            choose(self.graph, other),
            read_scoring(**scoring),
            worst=order == "worst",
            missing=order == "missing",
        )

    def bottlenecks(
        self,
        between: Selection,
        other: Selection,
        *,
        target: Target | str = Target.ACTOR,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> tuple[Bottleneck, ...]:
        """Rank actors, relations or channels by what the pairs of two groups lose without them."""
        return Service.bottlenecks(
            self.graph,
            choose(self.graph, between),
            choose(self.graph, other),
            read_scoring(**scoring),
            target=read_word(Target, target),
            progress=progress,
        )

    def cut(self, start: str, end: str, *, target: Target | str = Target.RELATION) -> Cut:
        """Give the cheapest set of relations, or actors, without which no path is left."""
        return find_cut(self.graph, start, end, read_word(Target, target))

    def regime(
        self, threshold: float = 0.5, by: RegimeBasis | str = RegimeBasis.RELATIONS
    ) -> Regime:
        """Tell how strong state and society are."""
        return regime(self.graph, threshold, read_word(RegimeBasis, by))

    def roles(self, actor: str) -> BrokerageRoles:
        """Count the brokerage roles of an actor between the spheres."""
        return brokerage_roles(self.graph, actor)

    def compare(self, after: View) -> Comparison:
        """Tell how another view differs from this one."""
        return Comparison(
            self,
            after,
            relation_deltas(self.graph, after.graph),
            synergy(self.graph, after.graph),
        )

    def explain(
        self,
        answer: PairScore | ActorPath,
        language: Language = "en",
        **scoring: Unpack[ScoringWords],
    ) -> str:
        """Say in a sentence where the score of a pair or a path comes from."""
        if isinstance(answer, PairScore):
            return explain_pair(self.graph, answer, language)
        return explain_path(self.graph, answer, read_scoring(**scoring), language)

    def system(self, **parameters: float) -> System:
        """Give the mechanism of the essay over this view, some of its parameters set otherwise.

        Examples
        --------
        >>> load("seeds/water-game.yaml").view().system().title.text("en")
        'The water game'

        """
        return Service.system(self.graph, parameters)

    def sweep(
        self,
        values: Mapping[str, Sequence[float]],
        measures: Sequence[str] | None = None,
        *,
        progress: Callable[[float], None] | None = None,
        **parameters: float,
    ) -> SweptView:
        """Follow measures of the mechanism over values of one parameter or two.

        Parameters
        ----------
        values
            For each swept parameter its values; at most 10,000 points in all.
        measures
            Keys of measures; None: all.
        progress
            Called with the share that is done, in [0, 1].
        **parameters
            Other parameters, set otherwise at every point.

        Raises
        ------
        BadParameterError
            If a parameter or measure is none, a value is not allowed, or there are too many points.

        """

        def open_at(values: Mapping[str, float]) -> System:
            return Service.system(self.graph, {**parameters, **values})

        ranges = [Range(key, tuple(map(float, items))) for key, items in values.items()]
        found = sweep(open_at, ranges, measures, progress=progress)
        return SweptView(self, open_at({}), found)

    def to_networkx(self) -> nx.MultiDiGraph[ActorId]:
        """Give the view as a graph of networkx, with strengths and lengths on its edges."""
        return to_networkx(self.graph)


@dataclass(frozen=True, slots=True)
class SweptView:
    """A sweep over one view: ``sweep`` holds the axes, and each measure at every point."""

    view: View
    system: System
    sweep: Sweep

    def measure(self, key: str) -> tuple[float | bool | None, ...]:
        """Give one measure at every point, in their order.

        Raises
        ------
        BadParameterError
            If it was not followed.

        """
        for item in self.sweep.measures:
            if item.key == key:
                return item.values
        known = [item.key for item in self.sweep.measures]
        raise BadParameterError(
            f"The sweep followed no measure {key!r}; it has: {', '.join(known)}.",
            f"该扫描没有跟踪测度“{key}”；现有：{'、'.join(known)}。",
            parameter="measure",
        )

    def to_figure(
        self, path: str | Path, *, language: Language = "en", font: str | Path | None = None
    ) -> None:
        """Draw it into a file that ends in .svg, .png or .pdf.

        Raises
        ------
        BadParameterError
            If the file cannot be written, or Chinese is asked for and no font has its signs.

        """
        from graph_api.exchange.figures import save_drawing  # noqa: PLC0415  # slow to load
        from graph_api.exchange.figures.sweep import sweep_drawing  # noqa: PLC0415

        save_drawing(
            sweep_drawing(self.sweep),
            self.system,
            Path(path),
            language=language,
            font=None if font is None else Path(font),
        )


@dataclass(frozen=True, slots=True)
class PairDelta:
    """One pair in two views."""

    before: PairScore
    after: PairScore


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two views differ: relation by relation, and on the sides of state and society."""

    before: View
    after: View
    relations: tuple[RelationDelta, ...]
    synergy: Synergy

    def pairs(
        self, between: Selection, other: Selection, count: int = 20, **scoring: Unpack[ScoringWords]
    ) -> tuple[PairDelta, ...]:
        """Score pairs of two groups in both views, in the order of the view before, best first."""
        rows = self.before.pairs(between, other, **scoring).rows[:count]
        return tuple(
            PairDelta(
                self.before.pair(row.a, row.b, **scoring), self.after.pair(row.a, row.b, **scoring)
            )
            for row in rows
        )


def view_from_arrays(
    ids: Sequence[str], from_index: ArrayLike, to_index: ArrayLike, strength: ArrayLike
) -> View:
    """Make a view of actors of which only ids are known, from arrays over the relations.

    Parameters
    ----------
    ids
        The n actors, each once.
    from_index, to_index
        Shape (m,), int32: places in ``ids``.
    strength
        Shape (m,), float64, in [0, 1]; NaN is unknown.

    Returns
    -------
    View
        Relations are named ``r1`` to ``rm``, in the order of the arrays, of class EMPOWERMENT.

    Raises
    ------
    BadParameterError
        If lengths differ, an id is repeated, a place or a strength is out of range.

    Examples
    --------
    >>> view_from_arrays(["a", "b"], [0, 1], [1, 0], [0.5, 0.5]).pair("a", "b").mutual
    0.5

    """
    # As floats: a cast to int32 would wrap what is too large and cut what is no whole number.
    starts = np.asarray(from_index, np.float64)
    ends = np.asarray(to_index, np.float64)
    strengths = np.asarray(strength, np.float64)
    _require_arrays(ids, starts, ends, strengths)
    kind = KINDS[DEFAULT_KIND]
    actors = tuple(
        Actor(ActorId(name), Label(), DEFAULT_KIND, kind.level, kind.sphere, kind.stateness)
        for name in ids
    )
    relations = tuple(
        Relation(
            RelationId(f"r{number}"),
            actors[start].id,
            actors[end].id,
            strength=None if value != value else Strength.exactly(value),  # noqa: PLR0124  # NaN
        )
        for number, (start, end, value) in enumerate(
            zip(
                starts.astype(np.int32).tolist(),
                ends.astype(np.int32).tolist(),
                strengths.tolist(),
                strict=True,
            ),
            1,
        )
    )
    support = frozenset((relation.from_id, relation.to_id) for relation in relations)
    return View(snapshot(ViewKey("arrays", 0), actors, relations, support=support))


def read_scoring(
    reading: Reading | str = Reading.PRODUCT,
    decay: float = 1.0,
    maturity: float | None = None,
    max_hops: int | None = None,
    damping: float | None = None,
) -> Scoring:
    """Give the scoring of these parameters, or raise `BadParameterError`."""
    return Scoring(read_word(Reading, reading), decay, maturity, max_hops, damping)


def said_of(kept: RelationFilter) -> dict[str, Any]:
    """Give what a filter was asked with, for the provenance."""
    said = {
        "classes": kept.classes,
        "directions": kept.directions,
        "conveys": kept.conveys,
        "elements": kept.elements,
        "statuses": kept.statuses,
        "bases": kept.bases,
    }
    words: dict[str, Any] = {
        name: [str(word) for word in words] for name, words in said.items() if words is not None
    }
    if kept.min_strength is not None:
        words["minStrength"] = kept.min_strength
    return words


def _day(said: date | str | None) -> date | None:
    if not isinstance(said, str):
        return said
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadParameterError(
            f"{said!r} is not a date; write it as 2024-12-31.",
            f"“{said}”不是日期；请写成 2024-12-31。",
            parameter="asOf",
        ) from None


def _require_arrays(
    ids: Sequence[str],
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
    strengths: NDArray[np.float64],
) -> None:
    faults: list[tuple[str, str]] = []
    if not starts.shape == ends.shape == strengths.shape or starts.ndim != 1:
        faults.append(
            (
                f"from_index, to_index and strength must have one length, not {starts.shape},"
                f" {ends.shape}, {strengths.shape}",
                f"from_index、to_index 与 strength 长度必须相同，而不是 {starts.shape}、"
                f"{ends.shape}、{strengths.shape}",
            )
        )
    if len(set(ids)) != len(ids):
        faults.append(("an id is repeated", "有重复的标识"))
    places = np.concatenate((starts.ravel(), ends.ravel()))
    if places.size and not (places.min() >= 0 and places.max() < len(ids)):
        faults.append(
            (f"places must lie from 0 to {len(ids) - 1}", f"下标必须在 0 到 {len(ids) - 1} 之间")
        )
    elif (places != np.floor(places)).any():
        faults.append(("places must be whole numbers", "下标必须是整数"))
    known = strengths[~np.isnan(strengths)]
    if known.size and not (known.min() >= 0 and known.max() <= 1):
        faults.append(("strengths must lie in [0, 1]", "强度必须在 [0, 1] 内"))
    if faults:
        raise BadParameterError(
            "The arrays make no view: " + "; ".join(en for en, _ in faults) + ".",
            "这些数组不能构成视图：" + "；".join(zh for _, zh in faults) + "。",
        )
