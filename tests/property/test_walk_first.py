"""The first losses over all walks against the losses of all subjects, however they are bounded."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import ActorId, GraphSnapshot, Relation, RelationId, Strength, ViewKey
from graph_api.domain import snapshot as build
from graph_api.errors import DeadlineExceededError
from graph_api.scoring import Reading, Scoring, Target, stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.losses.subjects import Tally, distinct_pairs, subjects_of
from graph_api.scoring.walks import first as walk_first
from graph_api.scoring.walks.bounds import damping_of
from graph_api.scoring.walks.first import FirstLosses, first_losses
from graph_api.scoring.walks.losses import WalkLosses
from graph_api.scoring.walks.series import Series
from graph_api.scoring.walks.system import system_of
from tests.builders import actor
from tests.property.test_removals import some_pairs, views

WALKS = Scoring(reading=Reading.ALL_WALKS)


def series_of(view: GraphSnapshot) -> Series:
    return Series(system_of(carrier_graph(view), damping_of(view)))


def found_first(
    view: GraphSnapshot, pairs: list[tuple[str, str]], target: Target, first: int
) -> FirstLosses:
    told: list[float] = []
    chosen = distinct_pairs(view, pairs)
    found = first_losses(view, chosen, WALKS, target, series_of(view), first, told.append)
    assert all(0 <= share < 1 for share in told)
    assert told == sorted(told)
    return found


def all_losses(view: GraphSnapshot, pairs: list[tuple[str, str]], target: Target) -> Tally:
    return WalkLosses(view, distinct_pairs(view, pairs), WALKS, target).tally(lambda _: None)


def same_as_all(view: GraphSnapshot, target: Target, found: FirstLosses, whole: Tally) -> int:
    """Compare what was searched with the losses of all; give how many were."""
    named = subjects_of(view, target)
    assert math.fsum(found.tally.scores) == pytest.approx(math.fsum(whole.scores), abs=1e-12)
    for subject in named:
        loss = math.fsum(whole.losses.get(subject, ()))
        if subject in found.tally.losses:
            assert math.fsum(found.tally.losses[subject]) == pytest.approx(loss, abs=1e-12)
            assert found.tally.cut[subject] == whole.cut[subject]
        else:
            assert loss <= found.rest * (1 + 1e-9)
    return len(found.tally.losses)


@given(views(), st.sampled_from(Target), st.integers(1, 6), st.sampled_from((0, 8)), st.data())
def test_the_first_losses_are_exact_and_no_other_is_above_the_rest(
    view: GraphSnapshot, target: Target, first: int, few: int, data: st.DataObject
) -> None:
    pairs = some_pairs(view, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk_first, "FEW_ENDS", few)
        found = found_first(view, pairs, target, first)
    whole = all_losses(view, pairs, target)
    searched = same_as_all(view, target, found, whole)
    above = [s for s in whole.losses.values() if math.fsum(s) > found.rest + 1e-12]
    assert searched >= len(above)
    assert len(above) >= first or found.rest <= 1e-7


def district(residents: int) -> GraphSnapshot:
    """Draw blocks of residents who reach one office over a deputy of their block, or a friend."""
    rng = np.random.default_rng(11)
    names = [f"resident-{i:03}" for i in range(residents)]
    deputies = [f"deputy-{i}" for i in range(residents // 10)]
    ends = [
        *((name, deputies[i // 10]) for i, name in enumerate(names)),
        *((deputies[i // 10], name) for i, name in enumerate(names)),
        *((names[a], names[b]) for a, b in rng.integers(0, residents, (3 * residents, 2))),
        *(pair for one in deputies for pair in ((one, "office"), ("office", one))),
    ]
    relations = [
        Relation(
            RelationId(f"r{number}"),
            ActorId(start),
            ActorId(end),
            strength=Strength.exactly(round(float(rng.uniform(0.05, 0.95)), 2)),
        )
        for number, (start, end) in enumerate(ends)
    ]
    ids = [*names, *deputies, "office"]
    support = frozenset((r.from_id, r.to_id) for r in relations)
    return build(ViewKey("blocks", 1), [actor(name) for name in ids], relations, support=support)


@pytest.mark.parametrize("target", Target)
@pytest.mark.parametrize("residents", [1, 200])
def test_few_subjects_are_searched_to_know_the_first_ten(target: Target, residents: int) -> None:
    view = district(200)
    pairs = [(f"resident-{i:03}", "office") for i in range(residents)]
    found = found_first(view, pairs, target, 10)
    searched = same_as_all(view, target, found, all_losses(view, pairs, target))
    assert 10 <= searched <= 60 < len(subjects_of(view, target)) / 3
    proven = [s for s in found.tally.losses.values() if math.fsum(s) > found.rest + 1e-12]
    assert len(proven) >= 10


def test_a_question_that_is_over_says_how_far_it_came() -> None:
    view = district(200)
    pairs = distinct_pairs(view, combinations([f"resident-{i:03}" for i in range(8)], 2))
    series = series_of(view)
    with stopping.within(None) as stop:

        def cancel(share: float) -> None:
            if share > 0:
                stop.cancel()

        with pytest.raises(DeadlineExceededError, match=r"\d+ subjects had been thought away"):
            first_losses(view, pairs, WALKS, Target.ACTOR, series, 150, cancel)
