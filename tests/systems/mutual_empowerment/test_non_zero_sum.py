"""Empowerment is not transfer (L199, L207): whoever gains, no score of anybody falls.

And what is only renamed gains nothing (L177): the earlier reforms.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot, Label, RelationClass
from graph_api.scoring import PairRow, Scoring, Synergy, rank_pairs, regime, synergy
from graph_api.systems.mutual_empowerment.dynamics import State, trajectory
from graph_api.systems.mutual_empowerment.pushes import landscape
from tests.systems.mutual_empowerment.fixtures import RATES, START, system, workbench

TODAY = system().view
EMPOWERING = [r.id for r in TODAY.relations if r.relation_class is RelationClass.EMPOWERMENT]
OTHERS = [r.id for r in TODAY.relations if r.relation_class is not RelationClass.EMPOWERMENT]
ACTORS = sorted(actor.id for actor in TODAY.actors)
PLAIN = Scoring()
LEVEL = st.floats(0.0, 1.0)


def raised(relations: dict[str, float]) -> GraphSnapshot:
    """Give today with some relations raised, none lowered."""
    changes = []
    for relation, share in relations.items():
        strength = TODAY.relation(relation).strength
        assert strength is not None
        level = round(strength.point + share * (1 - strength.point), 6)
        changes.append({"set_relation": {"id": relation, "strength": level}})
    return system(changes=changes).view


def pairs(view: GraphSnapshot, scoring: Scoring = PLAIN) -> dict[tuple[str, str], PairRow]:
    return {(row.a, row.b): row for row in rank_pairs(view, ACTORS, ACTORS, scoring).rows}


def nothing_fell(before: PairRow, after: PairRow) -> bool:
    return all(
        (getattr(after, name) or 0.0) >= (getattr(before, name) or 0.0) - 1e-12
        for name in ("forward", "reverse", "mutual")
    )


@pytest.mark.parametrize("scoring", [PLAIN, Scoring(maturity=0.2)], ids=["plain", "gated"])
def test_no_pair_loses_when_residents_gain(scoring: Scoring) -> None:
    theirs = [name for name in EMPOWERING if TODAY.relation(name).from_id == "residents"]
    before, after = pairs(TODAY, scoring), pairs(raised(dict.fromkeys(theirs, 0.8)), scoring)
    assert all(nothing_fell(before[pair], after[pair]) for pair in before)
    street = "residents", "street_office"
    assert (after[street].mutual or 0) > (before[street].mutual or 0)


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(EMPOWERING), LEVEL, min_size=1, max_size=5))
def test_raising_any_empowerment_lowers_no_score_of_anybody(relations: dict[str, float]) -> None:
    after = raised(relations)
    before, now = pairs(TODAY), pairs(after)
    assert all(nothing_fell(before[pair], now[pair]) for pair in before)
    # The source loses no strength and no level either.
    for actor in TODAY.actors:
        assert after.actor(actor.id) == actor
    for other in TODAY.relations:
        if other.id not in relations:
            assert after.relation(other.id) == other
    before_side, after_side = regime(TODAY), regime(after)
    assert (after_side.state or 0) >= (before_side.state or 0) - 1e-12
    assert (after_side.society or 0) >= (before_side.society or 0) - 1e-12


@settings(max_examples=10)
@given(st.dictionaries(st.sampled_from(OTHERS), LEVEL, min_size=1, max_size=4))
def test_burden_control_exclusion_and_tension_carry_nothing(relations: dict[str, float]) -> None:
    assert pairs(raised(relations)) == pairs(TODAY)


def test_the_remedies_make_state_and_society_gain_together() -> None:
    assert synergy(TODAY, system("after_remedies").view) is Synergy.MUTUAL
    assert synergy(TODAY, system("residents_first").view) is not Synergy.ZERO_SUM


@settings(max_examples=12)
@given(
    st.builds(State, LEVEL, LEVEL, LEVEL, LEVEL),
    st.tuples(LEVEL, LEVEL, LEVEL, LEVEL),
    st.floats(1.0, 60.0),
)
def test_whoever_begins_with_more_never_has_less_later(
    start: State, more: tuple[float, ...], horizon: float
) -> None:
    """In the dynamics too: a push on one quantity lowers no other, despotic power apart."""
    e, c, i = (
        level + share * (1 - level) for level, share in zip(start.values[:3], more, strict=False)
    )
    better = State(e, c, i, start.despotic * (1 - more[3]))
    low, high = (trajectory(RATES, state, horizon, 5).states[-1] for state in (start, better))
    assert high.residents >= low.residents - 1e-6
    assert high.organisations >= low.organisations - 1e-6
    assert high.infrastructural >= low.infrastructural - 1e-6
    assert high.despotic <= low.despotic + 1e-6


def test_in_the_strong_state_only_despotic_power_is_less() -> None:
    strong = landscape(RATES).strong
    assert strong is not None
    assert strong.exceeds(START)
    assert strong.despotic == pytest.approx(0.4282, abs=5e-5)


# The earlier reforms -----------------------------------------------------------------------------

REFORMS = {"street_renamed": "street_office", "station_split": "residents_committee"}


@pytest.mark.parametrize("variant", REFORMS)
def test_renaming_changes_no_score_no_measure_and_no_claim(variant: str) -> None:
    today, reformed = system(), system(variant)
    name = reformed.view.actor(REFORMS[variant]).name
    assert name != TODAY.actor(REFORMS[variant]).name
    assert isinstance(name, Label)
    assert pairs(reformed.view) == pairs(TODAY)
    assert reformed.measures() == today.measures()
    assert reformed.claims() == today.claims()
    assert reformed.view.relations == TODAY.relations


def test_a_station_that_takes_the_tasks_frees_the_committee_and_moves_no_score() -> None:
    # A what-if of ours: r5 0.90 -> 0.30. 0.40 / 2.35 = 0.1702: election and wages still bind it.
    freed = system("station_split", [{"set_relation": {"id": "r5", "strength": 0.3}}])
    assert freed.autonomy_share() == pytest.approx(0.40 / 2.35)
    assert pairs(freed.view) == pairs(TODAY)


def test_every_variant_of_the_scenario_opens_and_answers() -> None:
    for variant in workbench().variants:
        claims = system(variant).claims()
        assert all(claim.observed.en and claim.observed.zh for claim in claims), variant
