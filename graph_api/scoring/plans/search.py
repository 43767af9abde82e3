"""The best set of options under a budget: branch and bound, begun with a greedy choice.

Mutual scores rise with every option, so what a set of options and all that could still join it
score together bounds every set between the two. A second bound counts what each option could take
part in: a pair can only gain if an option is taken that lies on one of its better paths.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations, count

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.plans.objective import SAME, Array, Objective
from graph_api.scoring.plans.options import Measures

MOST_EXACT = 20
"""Up to so many options the search goes on until it is proved, unless its time is up."""

NODES = 2_000
"""With more options so many sets are branched on; what is then left bounds the gap."""

MOST_NODES = 100_000
"""Even with few options the search ends after so many, some minutes, and tells the gap."""

MOST_PAIRED = 60
"""Up to so many options are tried two by two where none alone gains."""

TIED = 1e-12
"""Sums within this are tied: then the cheaper set, the smaller, the first by keys."""

MEMORY = 64 * 2**20
"""Scores of sets are kept up to so many bytes."""

NOISE = 1e-6
"""Costs and numbers of options within this are equal: they were bounded in floats."""

DIGITS = 12
"""Decimals to which sums are told apart where sets are put in order."""

Set = frozenset[int]


@dataclass(frozen=True, slots=True)
class Value:
    """What a set of options scores: keys of both directions, the scores, their sum."""

    directions: Array
    mutual: Array
    total: float


class Evaluator:
    """Scores sets of options, each once."""

    def __init__(self, measures: Measures, objective: Objective) -> None:
        self.measures = measures
        self.objective = objective
        self._known: dict[Set, Value] = {}
        self._most = max(1_000, MEMORY // (24 * len(objective.pairs) + 500))

    def __call__(self, chosen: Iterable[int]) -> Value:
        """Give what the options score together."""
        key = frozenset(chosen)
        found = self._known.get(key)
        if found is None:
            stopping.check()
            directions = self.objective.directions(self.strengths(key))
            mutual = self.objective.mutual(directions)
            found = Value(directions, mutual, float(mutual.sum()))
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = found
        return found

    def strengths(self, chosen: Iterable[int]) -> Array:
        """Give the strengths of the touched relations."""
        is_chosen = np.zeros(len(self.measures.options), np.bool_)
        is_chosen[[*chosen]] = True
        return self.measures.strengths(is_chosen)

    def relevant(self, value: Value, every: Iterable[int]) -> NDArray[np.bool_]:
        """Tell which option may lift which pair above ``value`` within a set: shape (N, P)."""
        through = self.objective.through(self.strengths(every))
        better = through > value.directions[:, None] * (1 + SAME)
        either: NDArray[np.bool_] = better[0] | better[1]
        return either[[*self.measures.relation_of]]


@dataclass(frozen=True, slots=True)
class Found:
    """The best set found, and by how much another one may exceed it."""

    chosen: Set
    gap: float
    is_proved: bool
    is_late: bool


@dataclass(slots=True)
class Best:
    """The best set so far; of tied ones the cheapest, the smallest, the first by keys."""

    measures: Measures
    sets: dict[Set, float] = field(default_factory=dict)
    top: float = -1.0

    def offer(self, chosen: Set, total: float) -> None:
        """Look at a set that can be afforded."""
        if total < self.top - TIED:
            return
        if total > self.top:
            self.top = total
            self.sets = {one: had for one, had in self.sets.items() if had >= total - TIED}
        beaten = any(
            had >= total and self.rank(one) <= self.rank(chosen) for one, had in self.sets.items()
        )
        if not beaten:
            self.sets[chosen] = total

    def rank(self, chosen: Set) -> tuple[Fraction, int, list[str]]:
        """Give what decides between tied sets."""
        keys = sorted(self.measures.options[place].key for place in chosen)
        return self.measures.cost(chosen), len(chosen), keys

    @property
    def chosen(self) -> Set:
        """Give the best set."""
        return min(self.sets, key=self.rank)


@dataclass(frozen=True, slots=True)
class _Node:
    """The sets between ``taken`` and ``taken`` with all that is ``open``."""

    taken: Set
    open: tuple[int, ...]
    total: float
    bound: float
    worth: tuple[float, ...]


def find_best(score: Evaluator, budget: Fraction, tell: Callable[[float], None]) -> Found:
    """Find the best set that the budget allows.

    Up to `MOST_EXACT` options the search ends when no set can do better, or the time is up; with
    more it ends after `NODES` sets too, and tells how much better another set could be.
    """
    measures = score.measures
    best = Best(measures)
    for chosen in (frozenset[int](), *_greedy(score, budget)):
        best.offer(chosen, score(chosen).total)
        slim = _slimmed(score, chosen)
        best.offer(slim, score(slim).total)
    search = _Search(score, budget, best)
    root = search.node(frozenset(), tuple(range(len(measures.options))))
    heap: list[tuple[float, int, int, _Node]] = []
    order = count()
    if root is not None:
        heappush(heap, (-root.bound, 0, next(order), root))
    most = MOST_NODES if len(measures.options) <= MOST_EXACT else NODES
    first = root.bound if root else best.top
    steps = 0
    late = False
    while heap and not late:
        if search.is_beaten(heap[0][3]):
            heappop(heap)
            continue
        if steps >= most:
            break
        late = stopping.is_nearly_over()
        if late:
            break
        bound = max(-heap[0][0], best.top)
        more = f"{bound - best.top:.3g}"
        stopping.tell(
            f"{steps} sets were branched on; no set exceeds the best by more than {more}",
            f"已分支 {steps} 个组合；任何组合至多比目前最好的高 {more}",
        )
        span = first - best.top
        tell(1.0 if span <= 0 else max(0.0, min(1.0, (first - bound) / span)))
        node = heappop(heap)[3]
        steps += 1
        for child in search.children(node):
            entry = (-round(child.bound, DIGITS), -len(child.taken), next(order), child)
            heappush(heap, entry)
    left = [entry[3].bound for entry in heap if not search.is_beaten(entry[3])]
    gap = max(0.0, max(left, default=best.top) - best.top)
    return Found(best.chosen, gap if left else 0.0, not left, late)


@dataclass(frozen=True, slots=True)
class _Search:
    score: Evaluator
    budget: Fraction
    best: Best

    def node(self, taken: Set, options: Sequence[int]) -> _Node | None:
        """Bound the sets from ``taken`` on; None where there is none to branch on."""
        measures = self.score.measures
        now = self.score(taken)
        self.best.offer(taken, now.total)
        left = self.budget - measures.cost(taken)
        affordable = [at for at in options if measures.costs[at] <= left]
        every = taken.union(affordable)
        all_on = self.score(every)
        matters = self.score.relevant(now, every)
        useful = [at for at in affordable if matters[at].any()]
        if not useful:
            return None
        gains = np.maximum(all_on.mutual - now.mutual, 0.0)
        worth = (matters[useful] @ gains).tolist()
        bound = now.total + min(
            float(gains.sum()),
            _filled(worth, [measures.costs[at] for at in useful], left),
        )
        bound += TIED / 4  # rounding must not cut off a set that is better
        ranked = sorted(
            range(len(useful)),
            key=lambda at: (
                -_rate(worth[at], measures.costs[useful[at]]),
                measures.options[useful[at]].key,
            ),
        )
        found = _Node(
            taken,
            tuple(useful[at] for at in ranked),
            now.total,
            bound,
            tuple(worth[at] for at in ranked),
        )
        return None if self.is_beaten(found) else found

    def children(self, node: _Node) -> Iterable[_Node]:
        """Branch on the most promising option: taken, or left for good."""
        first, *others = node.open
        for taken, options in ((node.taken | {first}, others), (node.taken, others)):
            child = self.node(taken, options)
            if child is not None:
                yield child

    def is_beaten(self, node: _Node) -> bool:
        """Tell whether no set of a node beyond ``taken`` can be better, or tied and preferred."""
        if node.bound < self.best.top - TIED:
            return True
        if node.bound > self.best.top + TIED:
            return False
        measures = self.score.measures
        need = self.best.top - TIED - node.total
        costs = [float(measures.costs[at]) for at in node.open]
        least = float(measures.cost(node.taken)) + _least(node.worth, costs, need)
        size = len(node.taken) + _least(node.worth, [1.0] * len(costs), need)
        best_cost, best_size, best_keys = self.best.rank(self.best.chosen)
        slack = NOISE * max(1.0, float(best_cost))
        if abs(least - float(best_cost)) > slack:
            return least > best_cost
        if math.ceil(size - NOISE) != best_size:
            return size > best_size
        # Of sets of this size the first by keys has those that are taken and the first of the rest.
        names = [option.key for option in measures.options]
        rest = sorted(names[at] for at in node.open)[: best_size - len(node.taken)]
        first = sorted([*(names[at] for at in node.taken), *rest])
        return first >= best_keys


def _least(worth: Sequence[float], costs: Sequence[float], need: float) -> float:
    """Give the least cost of what is worth so much at least, the last one taken in part."""
    total = 0.0
    order = sorted(
        range(len(worth)), key=lambda at: costs[at] / worth[at] if worth[at] > 0 else math.inf
    )
    for at in order:
        if need <= 0:
            return total
        if worth[at] > need:
            return total + costs[at] * need / worth[at]
        need -= worth[at]
        total += costs[at]
    return total if need <= NOISE else math.inf


def _rate(worth: float, cost: Fraction) -> float:
    """Give the worth per unit of cost, rounded so that what is equal but for noise is equal."""
    return round(worth / float(cost), DIGITS) if cost > 0 else float("inf")


def _filled(worth: Sequence[float], costs: Sequence[Fraction], left: Fraction) -> float:
    """Give what options are worth at most under what is left, the last one taken in part."""
    total = 0.0
    for at in sorted(range(len(worth)), key=lambda place: -_rate(worth[place], costs[place])):
        if costs[at] <= left:
            total += worth[at]
            left -= costs[at]
        else:
            return total + worth[at] * float(left / costs[at])
    return total


def _greedy(score: Evaluator, budget: Fraction) -> list[Set]:
    """Give the sets that three ways of picking step by step end at."""
    by_cost = one_by_one(score, budget)
    by_gain = one_by_one(score, budget, per_cost=False)
    return [
        by_cost,
        by_gain,
        one_by_one(score, budget, begun=by_cost, pairs=True),
        one_by_one(score, budget, pairs=True),
    ]


def one_by_one(
    score: Evaluator,
    budget: Fraction,
    *,
    per_cost: bool = True,
    begun: Set = frozenset(),
    pairs: bool = False,
) -> Set:
    """Pick the option with the greatest gain (per unit of cost), then the next, while any gains.

    With ``pairs`` two at once are tried where none alone gains: links in series.
    """
    measures = score.measures
    taken = begun
    while True:
        now = score(taken).total
        left = budget - measures.cost(taken)
        open_ = [at for at in range(len(measures.options)) if at not in taken]
        candidates: list[tuple[int, ...]] = [(at,) for at in open_]
        picked = _pick(score, taken, candidates, now, left, per_cost)
        if picked is None and pairs and len(open_) <= MOST_PAIRED:
            picked = _pick(score, taken, combinations(open_, 2), now, left, per_cost)
        if picked is None:
            return taken
        taken = taken.union(picked)


def _slimmed(score: Evaluator, chosen: Set) -> Set:
    """Leave out what later picks have made useless, the dearest first."""
    total = score(chosen).total
    costs = score.measures.costs
    for at in sorted(chosen, key=lambda place: (-costs[place], -place)):
        if score(chosen - {at}).total >= total - TIED:
            chosen -= {at}
    return chosen


def _pick(  # noqa: PLR0913, PLR0917  # what is there, what may be spent
    score: Evaluator,
    taken: Set,
    candidates: Iterable[tuple[int, ...]],
    now: float,
    left: Fraction,
    per_cost: bool,
) -> tuple[int, ...] | None:
    measures = score.measures
    found: tuple[float, float, list[str]] | None = None
    picked = None
    for some in candidates:
        cost = measures.cost(some)
        if cost > left:
            continue
        gain = score(taken.union(some)).total - now
        if gain <= TIED:
            continue
        keys = [measures.options[at].key for at in some]
        rank = (-_rate(gain, cost) if per_cost else 0.0, -round(gain, DIGITS), keys)
        if found is None or rank < found:
            found, picked = rank, some
    return picked
