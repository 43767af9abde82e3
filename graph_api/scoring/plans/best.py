"""The best measures under a budget, what each contributes, and where rankings mislead."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from graph_api.domain import Direction, GraphSnapshot
from graph_api.domain.numbers import require_number
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.comparison import synergy
from graph_api.scoring.losses.subjects import GroupPairs, require_little_work
from graph_api.scoring.pairs.scores import rank_pairs
from graph_api.scoring.plans.objective import SAME, Objective
from graph_api.scoring.plans.options import Measures, after_view, changes_of, exactly, read_options
from graph_api.scoring.plans.results import Option, Plan, PlanDirection, PlanStep
from graph_api.scoring.plans.search import TIED, Evaluator, Set, find_best, one_by_one
from graph_api.scoring.plans.traps import series_traps
from graph_api.scoring.results import PRODUCT, Bound, Completeness, PairRow, Scoring
from graph_api.scoring.searches.search import require_paths

Told = Callable[[float], None]


def best_plan(  # noqa: PLR0913, PLR0917  # what may be done, for what price, to whom
    view: GraphSnapshot,
    options: Sequence[Option],
    budget: float,
    pairs: GroupPairs,
    scoring: Scoring = PRODUCT,
    progress: Told | None = None,
) -> Plan:
    """Find the set of options with the greatest sum of mutual scores that a budget allows.

    Parameters
    ----------
    view
        The graph to read.
    options
        What may be done, at most 200. Raises of one relation add up, at most to 1.
    budget
        At least 0, in the unit of the costs.
    pairs
        The pairs whose mutual scores are added up.
    scoring
        Reading (PRODUCT or WEAKEST), decay, maturity gate, hop limit.
    progress
        Called now and then with the share that is done, from 0 to 1.

    Returns
    -------
    Plan
        Of sets within 1e-12 of the greatest sum the cheapest, then the smallest, then the first by
        keys. Up to 20 options it is exact; beyond, what picking step by step (two at once where
        none alone gains) and a bounded search give, with a proved ``gap``. TRUNCATED by TIME where
        the time was up: the best set so far, with the gap proved by then.

    Raises
    ------
    UnknownActorError, UnknownRelationError
        If an option names what the view does not have.
    BadParameterError
        If a number is out of range; an option raises a relation of unknown strength; two options
        have one key; for ALL_WALKS (see `graph_api.scoring.plans.options.read_options`).

    Notes
    -----
    Unit: ``before`` and ``after`` are sums of scores, in [0, number of pairs]; a score that is not
    known counts 0. Costs are added as decimals: ten times 0.1 is 1.
    The bound: mutual scores rise with every option, so a set with all that it could still take
    bounds what lies between. There is no promise of 1 - 1/e for picking step by step, because links
    in series make gains grow.
    Source: branch and bound (Land and Doig 1960); the essays name remedies without prices.

    """
    require_paths(scoring)
    money = _money(budget)
    require_little_work(view, pairs, scoring)
    measures = read_options(view, options, scoring.maturity)
    tell = _Told(progress)
    tell(0)
    stopping.stage("the graph was being searched around the options", "正在搜索各选项周围的图")
    objective = Objective(measures, pairs.listed(), scoring, lambda share: tell(0.4 * share))
    count = len(objective.pairs)
    _forget_untouched(objective, measures)
    score = Evaluator(measures, objective)
    stopping.stage("the best set of options was being searched", "正在搜索最佳选项组合")
    found = find_best(score, money, lambda share: tell(0.4 + 0.5 * share))
    chosen = found.chosen
    stopping.stage("the plan was being explained", "正在说明方案")
    after = after_view(measures, chosen)
    sums = [_rows(one, pairs, scoring) for one in (view, after)]
    before_sum, after_sum = (math.fsum(row.mutual or 0.0 for row in rows) for rows in sums)
    opened = sum(not old.mutual and bool(new.mutual) for old, new in zip(*sums, strict=True))
    base = score(frozenset()).total
    directions = _directions(score, after, chosen)
    plan = Plan(
        options=tuple(sorted(measures.options[at].key for at in chosen)),
        steps=_steps(score, after, chosen),
        budget=float(budget),
        cost=float(measures.cost(chosen)),
        before=before_sum,
        after=after_sum,
        exact=found.is_proved,
        gap=found.gap,
        synergy=synergy(view, after),
        directions=directions,
        joint_gain=_told(
            score(chosen).total - base - math.fsum(item.gain_alone for item in directions), base
        ),
        one_by_one=before_sum + score(one_by_one(score, money)).total - base,
        pairs=count,
        pairs_opened=opened,
        traps=series_traps(score, chosen, scoring) if count else (),
        changes=changes_of(measures, chosen),
        scoring=scoring,
        completeness=Completeness.TRUNCATED if found.is_late else Completeness.COMPLETE,
        truncated_by=Bound.TIME if found.is_late else None,
    )
    tell(1)
    return plan


class _Told:
    """Tells how far the work is, and never goes back."""

    def __init__(self, progress: Told | None) -> None:
        self.progress = progress
        self.told = -1.0

    def __call__(self, share: float) -> None:
        if self.progress is not None and share > self.told:
            self.told = share
            self.progress(share)


def _money(budget: object) -> Fraction:
    number = math.nan if isinstance(budget, bool) else require_number("budget", budget)
    if not 0 <= number < math.inf:
        raise BadParameterError(
            f"budget must be a finite number from 0 on, not {number!r}.",
            f"budget 必须是不小于 0 的有限数，不能是 {number!r}。",
            parameter="budget",
        )
    return exactly(number)


def _forget_untouched(objective: Objective, measures: Measures) -> None:
    """Keep only pairs that gain when everything is done: no set of options changes the others."""
    every = np.ones(len(measures.options), np.bool_)
    most = objective.mutual(objective.directions(measures.strengths(every)))
    least = objective.mutual(objective.keys.base)
    objective.keep(most > least * (1 + SAME))


def _rows(view: GraphSnapshot, pairs: GroupPairs, scoring: Scoring) -> list[PairRow]:
    between, other = (
        [view.actor_id(place) for place in group.tolist()] for group in (pairs.between, pairs.other)
    )
    return sorted(rank_pairs(view, between, other, scoring).rows, key=lambda row: (row.a, row.b))


def _told(number: float, scale: float) -> float:
    """Give a difference of sums; 0 where it is no more than their rounding."""
    return 0.0 if abs(number) <= TIED * max(1.0, scale) else number


def _steps(score: Evaluator, after: GraphSnapshot, chosen: Set) -> tuple[PlanStep, ...]:
    measures = score.measures
    nothing, whole = score(frozenset()).total, score(chosen).total
    steps = []
    for at in sorted(chosen, key=lambda place: measures.options[place].key):
        option = measures.options[at]
        relation = measures.relations[measures.relation_of[at]].id
        gain = _told(score(frozenset((at,))).total - nothing, nothing)
        steps.append(
            PlanStep(
                option=option.key,
                relation=relation,
                cost=option.cost,
                gain_alone=gain,
                loss_without=_told(whole - score(chosen - {at}).total, whole),
                gain_per_cost=gain / option.cost if option.cost > 0 else None,
                direction=after.direction_of(relation),
                actor=option.actor,
                element=option.element,
            )
        )
    return tuple(steps)


def _directions(score: Evaluator, after: GraphSnapshot, chosen: Set) -> tuple[PlanDirection, ...]:
    measures = score.measures
    nothing = score(frozenset()).total
    of = {at: after.direction_of(measures.relations[measures.relation_of[at]].id) for at in chosen}
    found = []
    for direction in Direction:
        some = frozenset(at for at, its in of.items() if its is direction)
        if some:
            found.append(
                PlanDirection(
                    direction,
                    tuple(sorted(measures.options[at].key for at in some)),
                    float(measures.cost(some)),
                    _told(score(some).total - nothing, nothing),
                )
            )
    return tuple(found)
