"""Consensus, supervision and surveillance: by hand, by other ways, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import ActorId, Label
from graph_api.errors import BadParameterError
from graph_api.systems.wechat_platform.consensus import ConsensusNeed, Consultation, Party, consult
from graph_api.systems.wechat_platform.coverage import (
    non_users,
    push,
    pushes_needed,
    reach,
    reach_bounds,
    required_coverage,
    waiting,
)
from graph_api.systems.wechat_platform.flows import (
    Flow,
    answered_by_people,
)
from graph_api.systems.wechat_platform.gates import gates
from graph_api.systems.wechat_platform.supervision import Supervisor, supervision
from graph_api.systems.wechat_platform.surveillance import read_opinion

UNIT = st.floats(0, 1)
SOME = st.floats(0.01, 1)
PERHAPS = st.none() | UNIT


# Consensus ---------------------------------------------------------------------------------------


def party(key: str, position: float, **numbers: float) -> Party:
    given = {"voice": 0.6, "hearing": 0.6, "openness": 0.5, **numbers}
    return Party(key, Label(key, key), position, **given)


def meet(parties: list[Party], rounds: int) -> Consultation:
    return consult(parties, rounds, spread_limit=0.05, voice_floor=0.12, equal_voice=0.5)


@settings(deadline=None)
@given(st.lists(st.tuples(UNIT, SOME, SOME, UNIT), min_size=2, max_size=5), st.integers(0, 20))
def test_rounds_are_powers_of_a_stochastic_matrix(
    rows: list[tuple[float, float, float, float]], rounds: int
) -> None:
    parties = [
        party(str(n), x, voice=v, hearing=h, openness=o) for n, (x, v, h, o) in enumerate(rows)
    ]
    weights = np.array([item.voice for item in parties])
    moved = np.array([item.openness * item.hearing for item in parties])
    matrix = np.diag(1 - moved) + np.outer(moved, weights / weights.sum())
    assert np.allclose(matrix.sum(axis=1), 1)
    start = np.array([item.position for item in parties])
    expected = np.linalg.matrix_power(matrix, rounds) @ start
    assert np.allclose(meet(parties, rounds).positions[-1], expected)


def test_in_the_long_run_all_meet_where_the_eigenvector_says() -> None:
    # DeGroot (1974): the limit is the start weighted by the left eigenvector of the matrix.
    parties = [
        party("a", 0.9, openness=0.3, voice=0.2),
        party("b", 0.1, openness=0.8),
        party("c", 0.5, hearing=0.9),
    ]
    weights = np.array([item.voice for item in parties])
    moved = np.array([item.openness * item.hearing for item in parties])
    matrix = np.diag(1 - moved) + np.outer(moved, weights / weights.sum())
    values, vectors = np.linalg.eig(matrix.T)
    influence = np.real(vectors[:, np.argmax(np.real(values))])
    limit = influence @ [0.9, 0.1, 0.5] / influence.sum()
    assert meet(parties, 500).positions[-1] == pytest.approx([limit] * 3)


def test_two_groups_that_will_not_weigh_each_other_stay_apart() -> None:
    stubborn = [party("a", 0.9, openness=0), party("b", 0.1, openness=0), party("c", 0.5)]
    found = meet(stubborn, 1000)
    assert found.spread == pytest.approx(0.8)
    assert found.failed == (ConsensusNeed.CONSIDERED, ConsensusNeed.COMPROMISE)


def test_to_be_won_over_by_one_who_does_not_move_is_no_compromise() -> None:
    found = meet([party("a", 0.9, openness=0), party("b", 0.1)], 1000)
    assert found.spread < 0.05
    assert not found.reached
    assert ConsensusNeed.COMPROMISE in found.failed


def test_each_condition_can_fail() -> None:
    assert meet([party("a", 0.9), party("b", 0.1)], 12).reached
    assert meet([party("a", 0.9, voice=0.1), party("b", 0.1, voice=0.15)], 12).failed == (
        ConsensusNeed.EXPRESSED,
    )
    assert meet([party("a", 0.9, hearing=0.12), party("b", 0.1)], 200).failed == (
        ConsensusNeed.CONSIDERED,
    )
    assert meet([party("a", 0.9, voice=0.29), party("b", 0.1)], 12).failed == (ConsensusNeed.EQUAL,)
    assert meet([party("a", 0.9), party("b", 0.1)], 2).failed == (ConsensusNeed.COMPROMISE,)


def test_a_consultation_needs_two_parties() -> None:
    with pytest.raises(BadParameterError) as caught:
        meet([party("a", 0.5)], 3)
    assert caught.value.details["parameter"] == "parties"
    with pytest.raises(BadParameterError) as caught:
        party("a", 1.5)
    assert caught.value.details["parameter"] == "a.position"


def test_where_nobody_speaks_nobody_is_an_equal() -> None:
    mute = [party("a", 0.9, voice=0), party("b", 0.1, voice=0)]
    assert meet(mute, 12).evenness == 0
    assert not meet(mute, 12).reached


# Supervision and surveillance --------------------------------------------------------------------


def test_supervision_by_hand_and_with_what_is_unknown() -> None:
    one, two = ActorId("a"), ActorId("b")
    both = [Supervisor(one, 0.3, 0.1, 0.06), Supervisor(two, 0.0, 0.1, 0.04)]
    found = supervision(both, 12, 0.12, 0.0)
    # One of two, half the day, 0.05 on average.
    assert found.index == pytest.approx(0.5 * 0.5 * 0.05)
    assert [label.text("en") for label in found.limits()] == [
        "not open to all stakeholders",
        "not around the clock",
        "no sanction follows from it",
    ]
    open_anyway = Supervisor(one, 0.3, None, None)
    assert open_anyway.is_open(0.12)
    assert Supervisor(two, 0.0, None, None).is_open(0.12) is None
    assert supervision([open_anyway], 24, 0.12, None).index is None
    assert supervision([], 24, 0.12, None).open_share is None


@settings(deadline=None)
@given(SOME, SOME, SOME)
def test_above_the_turning_point_the_office_hears_less_by_reading_more(
    voice: float, chilling: float, named: float
) -> None:
    def heard(reading: float) -> float:
        found = read_opinion(voice, reading, 0.5, chilling=chilling, named_share=named).heard
        assert found is not None
        return found

    turning = read_opinion(voice, 0.5, 0.5, chilling=chilling, named_share=named).turning_point
    steps = [step / 1000 for step in range(1001)]
    best = max(steps, key=heard)
    assert best == pytest.approx(1.0 if turning is None else turning, abs=2e-3)


@pytest.mark.parametrize("name", ["chilling", "named_share"])
@pytest.mark.parametrize("bad", [-0.1, 1.1, math.nan])
def test_a_share_that_is_none_is_refused(name: str, bad: float) -> None:
    shares = {"chilling": 0.5, "named_share": 0.5, name: bad}
    with pytest.raises(BadParameterError) as caught:
        read_opinion(0.5, 0.5, 0.5, **shares)
    assert caught.value.details["parameter"] in ("chilling", "namedShare")


REFUSED: Mapping[str, Callable[[], object]] = {
    "coverage": lambda: reach(1.2, 0.5, 0.5),
    "identification": lambda: reach_bounds(0.5, -0.1, 0.5),
    "reach": lambda: required_coverage(math.nan, 0.5, 0.5),
    "pushesPerDay": lambda: push(-1, 24, coverage=1, identification=1, published=1),
    "deadline": lambda: push(1, math.inf, coverage=1, identification=1, published=1),
    "share": lambda: pushes_needed(1.5, 0.5),
    "staffedHours": lambda: waiting(0),
    "olderShare": lambda: non_users(2, 0, 0),
    "usersAmongOlder": lambda: non_users(0, math.nan, 0),
    "usersAmongYounger": lambda: non_users(0, 0, -1),
    "automaticReplyShare": lambda: answered_by_people(Flow(0.5, 0.5), 1.5),
    "hoursPerDay": lambda: supervision([], 25, 0.12, 0),
    "target": lambda: gates([]).to_raise(2),
    "rounds": lambda: meet([party("a", 0), party("b", 1)], -1),
    "spreadLimit": lambda: consult(
        [party("a", 0), party("b", 1)], 1, spread_limit=2, voice_floor=0, equal_voice=0
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused_by_name(name: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        REFUSED[name]()
    assert caught.value.details["parameter"] == name
    assert name in caught.value.zh
