"""One view of a scenario, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Unpack

from graph_api.domain import ActorId, System, range_of, sweep
from graph_api.domain.from_arrays import snapshot_from_arrays
from graph_api.domain.selection import Selection, choose, read_word
from graph_api.errors import Language
from graph_api.scoring import (
    BrokerageRoles,
    PairScore,
    RegimeBasis,
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
from graph_api.service import Service
from graph_api.workbench.answers import Comparison, SweptView
from graph_api.workbench.frames import FrameQuestions
from graph_api.workbench.maps import MapQuestions
from graph_api.workbench.metrics import MetricQuestions
from graph_api.workbench.plans import PlanQuestions
from graph_api.workbench.questions import Questions
from graph_api.workbench.report import ReportQuestions
from graph_api.workbench.shown import carry
from graph_api.workbench.shown_kinds import (
    Bottlenecks,
    ShownCut,
    ShownFirstPairs,
    ShownPair,
    ShownPairs,
    ShownPaths,
    ShownRegime,
    carried_bottlenecks,
    carried_pairs,
)
from graph_api.workbench.uncertainty import UncertaintyQuestions
from graph_api.workbench.words import ScoringWords, kept, read_scoring, said_groups

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import ArrayLike


class View(
    MapQuestions,
    FrameQuestions,
    MetricQuestions,
    ReportQuestions,
    PlanQuestions,
    UncertaintyQuestions,
    Questions,
):
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

    def pair(self, a: str, b: str, **scoring: Unpack[ScoringWords]) -> ShownPair:
        """Score both directions of one pair."""
        read = read_scoring(**scoring)
        score = Service.pair(self.graph, a, b, read)
        return carry(ShownPair, score, self.graph, self.provenance(**read.parameters()))

    def paths(
        self, start: str, end: str, count: int = 3, **scoring: Unpack[ScoringWords]
    ) -> ShownPaths:
        """Give the best paths from one actor to another, best first."""
        read = read_scoring(**scoring)
        ranking = Service.paths(self.graph, start, end, count, read)
        asked = {"from": start, "to": end, "first": count}
        said = self.provenance(**read.parameters(), **asked)
        return carry(ShownPaths, ranking, self.graph, said)

    def pairs(
        self,
        between: Selection,
        other: Selection,
        *,
        order: Literal["best", "worst", "missing"] = "best",
        first: int | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> ShownPairs | ShownFirstPairs:
        """Rank the pairs of two groups: best or worst first, or those without a direction.

        Of a large graph the ``first`` so many are found without scoring the rest.
        """
        between, other = kept(between), kept(other)
        read = read_scoring(**scoring)
        ranking = Service.pairs(
            self.graph,
            choose(self.graph, between),
            choose(self.graph, other),
            read,
            worst=order == "worst",
            missing=order == "missing",
            first=first,
        )
        asked = {**said_groups(between, other), "order": order, "first": first}
        return carried_pairs(ranking, self.graph, self.provenance(**read.parameters(), **asked))

    def bottlenecks(
        self,
        between: Selection,
        other: Selection,
        *,
        target: Target | str = Target.ACTOR,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> Bottlenecks:
        """Rank actors, relations or channels by what the pairs of two groups lose without them."""
        between, other = kept(between), kept(other)
        read, meant = read_scoring(**scoring), read_word(Target, target)
        ranking = Service.bottlenecks(
            self.graph,
            choose(self.graph, between),
            choose(self.graph, other),
            read,
            target=meant,
            progress=progress,
        )
        asked = {**said_groups(between, other), "target": meant.value}
        return carried_bottlenecks(
            ranking, self.graph, self.provenance(**read.parameters(), **asked)
        )

    def cut(self, start: str, end: str, *, target: Target | str = Target.RELATION) -> ShownCut:
        """Give the cheapest set of relations, or actors, without which no path is left."""
        meant = read_word(Target, target)
        found = find_cut(self.graph, start, end, meant)
        said = self.provenance(**{"from": start, "to": end, "target": meant.value})
        return carry(ShownCut, found, self.graph, said)

    def regime(
        self, threshold: float = 0.5, by: RegimeBasis | str = RegimeBasis.RELATIONS
    ) -> ShownRegime:
        """Tell how strong state and society are."""
        basis = read_word(RegimeBasis, by)
        found = regime(self.graph, threshold, basis)
        said = self.provenance(threshold=threshold, by=basis.value)
        return carry(ShownRegime, found, self.graph, said)

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
        >>> from graph_api.workbench import load
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

        ranges = [range_of(key, items) for key, items in values.items()]
        found = sweep(open_at, ranges, measures, progress=progress)
        return SweptView(self, open_at({}), found)

    def to_networkx(self) -> nx.MultiDiGraph[ActorId]:
        """Give the view as a graph of networkx, with strengths and lengths on its edges."""
        return to_networkx(self.graph)


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
    return View(snapshot_from_arrays(ids, from_index, to_index, strength))
