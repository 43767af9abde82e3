"""Water, mediator, government and modes of governance: hand-worked numbers and laws."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.systems.water_game.candidates import government_links
from graph_api.systems.water_game.checklists import BY_KEY
from graph_api.systems.water_game.government import (
    Delegate,
    government_institution,
    information_kept,
)
from graph_api.systems.water_game.mediator import mediator_place
from graph_api.systems.water_game.resource import (
    Resource,
    lasting_stock,
    needed_share,
    run_stock,
)
from graph_api.systems.water_game.third_party import Standing
from graph_api.systems.water_game.village import Arrangement, Village, village_fit
from tests.systems.water_game.views import AFTER, TODAY, game, relation

share = st.floats(0, 1)


@st.composite
def waters(draw: st.DrawFn) -> Resource:
    """Draw a resource in which breaking the rules never uses less than keeping them."""
    kept = draw(share)
    return Resource(draw(share), kept, kept + (1 - kept) * draw(share), draw(share))


# The stock of water (L81) ------------------------------------------------------------------------


def test_a_season_worked_by_hand() -> None:
    # 0.8 + 0.5 x 0.8 x 0.2 - (0.5 x 0.2 + 0.5 x 0.7) x 0.8 = 0.8 + 0.08 - 0.36
    assert Resource(0.5, 0.2, 0.7, 0.1).season(0.8, 0.5) == pytest.approx(0.52)


def test_without_rules_the_water_is_ruined_in_the_fifth_season() -> None:
    # 1, 0.3, 0.165, 0.101, 0.0... each season w -> w (0.8 - 0.5 w)
    stock = [1.0]
    while stock[-1] >= 0.1:
        stock.append(stock[-1] * (0.8 - 0.5 * stock[-1]))
    run = run_stock(game().resource(), 0, 20)
    assert run.ruined_in == len(stock) - 1 == 5
    assert run.stock[5:] == (0.0,) * 16
    assert run.stock[:5] == pytest.approx(stock[:5])


@given(waters(), share)
def test_the_run_ends_where_the_long_run_says(resource: Resource, keeping: float) -> None:
    end = lasting_stock(resource, keeping)
    growth, ruin = resource.regrowth, resource.ruin_level
    # slow near the edge: look only where the stock has time to settle, or to fall below the level
    assume(ruin == 0 or ruin > 1e-6)
    assume(abs(growth - resource.use(keeping)) > 0.05)
    assume(abs(1 - resource.use(keeping) / max(growth, 1e-9) - ruin) > 0.01)
    run = run_stock(resource, keeping, 2_000)
    assert run.stock[-1] == pytest.approx(end, abs=1e-6)
    assert (run.ruined_in is None) == (end > 0) or ruin == 0
    assert all(0 <= stock <= 1 for stock in run.stock)


@given(waters(), share, share)
def test_more_keepers_never_leave_less_water(resource: Resource, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert lasting_stock(resource, low) <= lasting_stock(resource, high) + 1e-12


@given(waters())
@example(Resource(1.0, 5e-324, 0.5, 1.0))
def test_the_needed_share_is_where_ruin_begins(resource: Resource) -> None:
    assume(resource.regrowth > 0.05 and resource.ruin_level > 0.01)
    needed = needed_share(resource)
    if needed is None:
        assert lasting_stock(resource, 1) == 0
        return
    assert lasting_stock(resource, min(1.0, needed + 1e-6)) > 0
    if needed > 1e-6:
        assert lasting_stock(resource, needed - 1e-6) == 0


def test_the_seed_needs_half_of_the_households() -> None:
    # 0.7 - 0.5 c <= 0.5 x 0.9
    assert needed_share(game().resource()) == pytest.approx(0.5)


def test_engineering_buys_time_and_no_more() -> None:
    plain, better = game().resource(), game().resource(engineered=True)
    assert better.regrowth == pytest.approx(0.6)
    first, second = (run_stock(item, 0, 50).ruined_in for item in (plain, better))
    assert (first, second) == (5, 6)


def test_dry_ground_keeps_only_what_nobody_uses() -> None:
    assert lasting_stock(Resource(0, 0, 0.5, 0.1), 1) == 1
    assert lasting_stock(Resource(0, 0.1, 0.5, 0.1), 1) == 0
    assert needed_share(Resource(0.1, 0.5, 0.7, 0.1)) is None


# Government (L95) --------------------------------------------------------------------------------


def test_each_relay_passes_on_a_share() -> None:
    assert [information_kept(0.5, relays, effort=False) for relays in (0, 1, 3)] == [1, 0.5, 0.125]
    assert information_kept(0.5, 3, effort=True) == 1


def test_a_wrong_fine_needs_no_information() -> None:
    assert government_institution(0.2, 0.2, 4, 0.5).deterrence == pytest.approx(-0.4)


def test_moral_hazard_ends_where_the_incentive_pays_the_effort() -> None:
    # 0.15 x 1 - 0.5; from 0.5 on effort pays, and then nothing is lost on the way
    assert Delegate(0.15, 1, 0.5).margin == pytest.approx(-0.35)
    assert [Delegate(held, 1, 0.5).makes_an_effort for held in (0.49, 0.5)] == [False, True]
    assert game(AFTER, [relation("r5", 0.5)]).information_kept() == 1
    assert game(AFTER, [relation("r5", 0.5)]).government().detection == 0.2
    assert game(AFTER).government().detection == pytest.approx(0.1)


def test_even_an_eager_government_does_not_deter_with_what_it_sees() -> None:
    # 0.2 x 4 - 0.2 x 4 = 0
    measures = game(AFTER, [relation("r5", 0.9)]).measures(["margin_with_government"])
    assert measures[0].value == pytest.approx(-2)


def test_the_weakest_links_of_government_are_those_of_the_digest() -> None:
    links = government_links(game(TODAY))
    assert links[:2] == (
        ("farmers", "government", 0.10),
        ("government", "officials", 0.15),
    )
    unknown = {"set_relation": {"id": "r4", "strength": None}}
    assert government_links(game(TODAY, [unknown]))[-1] == ("farmers", "government", None)


def test_nobody_knows_what_government_sees_if_nobody_knows_how_officials_are_held() -> None:
    unknown = {"set_relation": {"id": "r5", "strength": None}}
    system = game(AFTER, [unknown])
    with pytest.raises(BadParameterError):
        system.cadre()
    found = {item.key: item.value for item in system.measures()}
    assert found["delegate_margin"] is found["information_kept"] is None
    assert found["margin_with_government"] is None
    assert found["margin_with_association"] == 1


# Who is a credible third party (L89) and what each mode meets ------------------------------------


def standings(variant: str, *changes: Any) -> dict[str, Standing]:
    return {item.candidate: item.standing for item in game(variant, changes).credibility()}


def test_the_digest_has_one_credible_third_party_and_one_in_part() -> None:
    assert standings(AFTER) == {
        "government": Standing.NOT_CREDIBLE,
        "custom": Standing.PARTIAL,
        "association": Standing.CREDIBLE,
    }
    assert standings(TODAY)["association"] is Standing.ABSENT


def test_private_works_carry_no_communication_to_the_farmers() -> None:
    # government -> private owner -> farmers (r22, r23) conveys rights and water, no information:
    # what counts is 0.50 x 0.30 over the cadres, whatever the works carry.
    changes = [relation("r4", 0.9), relation("r23", 0.9)]
    found = game(AFTER, changes).credible("government")
    assert found.conditions[0].value == pytest.approx(0.15)


def test_government_that_hears_tells_holds_and_supervises_would_be_credible() -> None:
    changes = [relation(name, 0.9) for name in ("r1", "r2", "r3", "r4", "r5")]
    assert standings(AFTER, *changes)["government"] is Standing.CREDIBLE
    for weak in ("r2", "r3", "r4", "r5"):
        some = [relation(name, 0.3 if name == weak else 0.9) for name in ("r1", "r2", "r3", "r4")]
        held = relation("r5", 0.3 if weak == "r5" else 0.9)
        found = standings(AFTER, *some, held)
        assert found["government"] is Standing.NOT_CREDIBLE


def test_the_three_lists_are_kept_apart() -> None:
    # Less trust: L89 fails, and with it the third party of L97; L75 does not ask for trust.
    lists = {
        part.line: {item.condition.key for item in part.conditions if not item.met}
        for part in game(AFTER, [relation("r18", 0.7), relation("r8", 0.3)]).checklists()
    }
    assert lists == {"75": set(), "89": set(), "97": {"L97.monitoring"}}
    lists = {
        part.line: {item.condition.key for item in part.conditions if not item.met}
        for part in game(AFTER, [relation("r15", 0.3)]).checklists()
    }
    assert lists == {
        "75": {"L75.communication"},
        "89": {"L89.communication"},
        "97": {"L97.third_party"},
    }


def test_modes_meet_what_the_view_says() -> None:
    before, after = (
        {mode.key: mode for mode in game(variant).governance()} for variant in (TODAY, AFTER)
    )
    assert len(before["association"].keys(met=False)) == 6
    assert after["association"].keys(met=False) == ()
    assert len(after["association"].keys(met=True)) == 6
    assert len(after["association"].keys(met=None)) == 6  # no village is named
    assert after["government"].keys(met=False) == before["government"].keys(met=False)
    assert all(item.condition.key in BY_KEY for mode in after.values() for item in mode.conditions)


ALL_SIX = {
    "concentrated": True,
    "stable": True,
    "acquainted": True,
    "adjoining": True,
    "single_source": True,
    "same_use": True,
}


@pytest.mark.parametrize(
    ("village", "advice"),
    [
        (Village(True, True, True), Arrangement.PRIVATE),
        (Village(False, **ALL_SIX), Arrangement.ASSOCIATION),
        (Village(**ALL_SIX), Arrangement.UNKNOWN),  # it might be fit for private works
        (Village(False, **(ALL_SIX | {"stable": False})), Arrangement.UNCOVERED),
        (Village(True, False, True, **ALL_SIX), Arrangement.ASSOCIATION),
        (Village(False, True, True, concentrated=True), Arrangement.UNKNOWN),
        (Village(), Arrangement.UNKNOWN),
    ],
)
def test_which_arrangement_fits_a_village(village: Village, advice: Arrangement) -> None:
    assert village_fit(village).advice is advice


def test_the_village_of_the_view_is_read_from_its_parameters() -> None:
    assert game().village_fit().advice is Arrangement.UNKNOWN
    found = game(clear_property=1, small_scale=1, cheap_exclusion=1).village_fit()
    assert found.advice is Arrangement.PRIVATE


# The mediator (L107) -----------------------------------------------------------------------------


def test_the_staff_reach_every_user_and_are_trusted() -> None:
    place = game().mediator(users=("farmers", "wua"))
    assert place.reach == (0.65, 0.70)  # r21; r20
    assert place.heard_from == pytest.approx((0.75 * 0.60, 0.60))  # r12, r19; r19
    assert (place.reaches_everyone, place.trust) == (True, 0.65)
    assert (place.loss, place.pairs_cut) == (0, 0)  # farmers and association meet directly


def test_today_there_is_no_mediator() -> None:
    place = game(TODAY).mediator(users=("farmers", "wua"))
    assert (place.reaches_everyone, place.trust) == (False, 0)


def test_a_mediator_on_whom_a_pair_hangs_is_missed() -> None:
    # Without the cadres government cannot reach farmers: 0.5 x 0.3 down, 0.1 up, sqrt(0.015)
    place = game(TODAY).mediator("village_cadres", ("government", "farmers"))
    assert place.loss == pytest.approx((0.15 * 0.10) ** 0.5)
    assert place.pairs_cut == 1
    assert place.trust == 0  # nothing that they convey is trust


def test_unknown_trust_stays_unknown() -> None:
    unknown = {"set_relation": {"id": "r21", "strength": None}}
    place = game(AFTER, [unknown]).mediator(users=("farmers", "wua"))
    assert place.trust is None
    assert place.reach[0] == pytest.approx(0.70 * 0.75)  # by way of the association (r20, r16)


def test_one_who_does_not_trust_decides_whatever_is_unknown() -> None:
    # nothing that the staff convey to the association is trust
    unknown = {"set_relation": {"id": "r21", "strength": None}}
    place = mediator_place(
        game(AFTER, [unknown]).view, "wua_staff", ("farmers", "wua"), trusted_by=("farmers", "wua")
    )
    assert place.trust == 0


def test_a_mediator_needs_two_others_and_must_exist() -> None:
    with pytest.raises(BadParameterError) as caught:
        game().mediator(users=("farmers", "wua_staff"))
    assert caught.value.details["parameter"] == "users"
    with pytest.raises(UnknownActorError):
        game().mediator("nobody")


# What is refused ---------------------------------------------------------------------------------

BAD: dict[str, tuple[Any, str]] = {
    "growth": (lambda: Resource(1.2, 0.2, 0.7, 0.1), "waterRegrowth"),
    "kept": (lambda: Resource(0.5, -0.1, 0.7, 0.1), "useKept"),
    "broken": (lambda: Resource(0.5, 0.2, float("nan"), 0.1), "useBroken"),
    "ruin": (lambda: Resource(0.5, 0.2, 0.7, 2), "ruinLevel"),
    "seasons": (lambda: run_stock(game().resource(), 0, 0), "seasons"),
    "start": (lambda: run_stock(game().resource(), 0, 1, 1.2), "start"),
    "cooperating": (lambda: lasting_stock(game().resource(), 1.2), "cooperating"),
    "incentive": (lambda: Delegate(1.2, 1, 1), "incentive"),
    "bonus": (lambda: Delegate(1, -1, 1), "cadreBonus"),
    "effort": (lambda: Delegate(1, 1, float("inf")), "cadreEffortCost"),
    "relay": (lambda: information_kept(1.2, 1, effort=False), "informationKeptPerRelay"),
    "relays": (lambda: information_kept(0.5, -1, effort=False), "governmentRelays"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused_names_the_field(case: str) -> None:
    ask, field = BAD[case]
    with pytest.raises(BadParameterError) as caught:
        ask()
    assert caught.value.details["parameter"] == field
