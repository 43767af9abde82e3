"""Losses under the readings that look at best paths, PRODUCT and WEAKEST."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.losses.subjects import (
    Cuts,
    Pair,
    Report,
    Subject,
    Tally,
    as_lists,
    by_busier_end,
)
from graph_api.scoring.losses.sums import stage_of
from graph_api.scoring.pairs.order import mutual_score
from graph_api.scoring.results import Reading, Scoring, Target
from graph_api.scoring.searches.kernels import TIE, UNREACHED, Neighbours
from graph_api.scoring.searches.trees import BestTree, Extend, HopTree, Tree, product_of

Removal = tuple[Subject, Callable[[], Mapping[int, float]], Callable[[], Mapping[int, float]]]
"""A subject, and what gives the keys that change without it, there and back."""


class PathLosses:
    """What subjects cost chosen pairs, from two trees of best paths per actor of one group.

    For graphs of lists; large ones are for `array_losses` and `limited_losses`.
    """

    def __init__(
        self, view: GraphSnapshot, pairs: Sequence[Pair], scoring: Scoring, target: Target
    ) -> None:
        self._graph = as_lists(carrier_graph(view, maturity=scoring.maturity))
        self._cuts = Cuts(view, scoring, target)
        self._scoring = scoring
        self._target = target
        self._partners = by_busier_end(view, pairs)

    def tally(self, report: Report) -> Tally:
        """Work through the actors of the smaller group."""
        tally = Tally()
        count = len(self._partners)
        for done, (start, ends) in enumerate(self._partners.items()):
            stage_of(done, count)
            for part in self._one_start(start, ends, tally):
                report((done + part) / count)
        return tally

    def _one_start(self, start: int, ends: Sequence[int], tally: Tally) -> Iterator[float]:
        """Note what all pairs of ``start`` lose; gives the share that is done, again and again."""
        there = self._tree(start, self._graph.out, self._graph.back)
        back = self._tree(start, self._graph.back, self._graph.out)
        now = {end: self._mutual(there.keys[end], back.keys[end]) for end in ends}
        tally.scores.extend(now.values())
        scored = {end for end in ends if now[end] > 0}
        removals = self._removals(there, back, scored)
        for done, (subject, without_there, without_back) in enumerate(removals, 1):
            new_there, new_back = without_there(), without_back()
            losses, cut = [], []
            # An actor is not among those that may lose by its absence, so its own pairs stay out.
            for end in (new_there.keys() | new_back.keys()) & scored:
                keys = new_there.get(end, there.keys[end]), new_back.get(end, back.keys[end])
                without = self._mutual(*keys)
                if UNREACHED in keys:
                    cut.append(end)
                if without < now[end] * (1 - TIE):
                    losses.append(now[end] - without)
            stopping.tell(
                f"{len(tally.losses)} removals had been worked out",
                f"已算出 {len(tally.losses)} 项移除",
            )
            tally.add(subject, losses, self._cuts.count(start, cut, subject))
            yield done / len(removals)

    def _tree(self, start: int, ahead: Neighbours, behind: Neighbours) -> Tree:
        extend: Extend = (
            min if self._scoring.reading is Reading.WEAKEST else product_of(self._scoring.decay)
        )
        limit = self._scoring.max_hops
        if limit is None or limit >= self._graph.size - 1:  # no loopless path has more hops
            return BestTree(ahead, behind, start, extend)
        return HopTree(ahead, behind, start, extend, limit)

    def _mutual(self, there: float, back: float) -> float:
        """Give the mutual score of two keys; a key of a product is damped once too often."""
        if UNREACHED in {there, back}:
            return 0.0
        decay = self._scoring.decay
        return mutual_score(there / decay, back / decay) or 0.0

    def _removals(self, there: Tree, back: Tree, ends: set[int]) -> Sequence[Removal]:
        """Give what lies on the best paths there and back; nothing else can cost anything."""
        actors, arrows = there.passed(ends)
        back_actors, back_arrows = back.passed(ends)
        if self._target is Target.ACTOR:
            return [
                (
                    actor,
                    partial(there.without_actor, actor) if actor in actors else dict,
                    partial(back.without_actor, actor) if actor in back_actors else dict,
                )
                for actor in sorted(actors | back_actors)
            ]
        turned = {arrow[::-1] for arrow in back_arrows}
        removals: list[Removal] = []
        for arrow in sorted(arrows | turned):
            parallels = self._graph.parallels[arrow]
            subject: Subject = arrow
            instead = None
            if self._target is Target.RELATION:
                subject = parallels[0][1]
                instead = parallels[1][0] if len(parallels) > 1 else None
            removals.append(
                (
                    subject,
                    partial(there.without_arrow, arrow, instead) if arrow in arrows else dict,
                    partial(back.without_arrow, arrow[::-1], instead) if arrow in turned else dict,
                )
            )
        return removals
