"""What the system says of the essay's platform: the questions of its readers, each a second way."""

from __future__ import annotations

import dataclasses

import networkx as nx
import pytest

from graph_api.domain import RelationClass, RelationFilter, ViewSpec, build_view
from graph_api.errors import BadParameterError
from graph_api.scoring import find_cut, score_pair
from graph_api.systems.wechat_platform import WechatPlatform
from graph_api.systems.wechat_platform.actors import COMMUNICATION, GROUPS, OFFICE, UNITS
from graph_api.systems.wechat_platform.gates import LimitingFactor
from graph_api.systems.wechat_platform.layers import PlatformLink
from tests.systems.wechat_platform.views import (
    AFTER,
    BOTH,
    TODAY,
    TRAINED,
    scenario,
    strength,
    system,
    unknown,
    view,
)

REMEDIES = ("open_platform_only", "two_way_power_only", "buffer_only", "push_services_only")


def measure(of: WechatPlatform, key: str) -> float | bool | None:
    (found,) = of.measures([key])
    return found.value


# 1: one-way or two-way ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "down", "up", "balance", "two_way"),
    [
        # 0.60 x 0.45 = 0.27 and 0.30 x 0.35 = 0.105: 0.39. 0.75 x 0.75, 0.70 x 0.70: 0.87.
        (TODAY, 0.27, 0.105, 0.39, False),
        (AFTER, 0.5625, 0.49, 0.87, True),
    ],
)
def test_question_1_one_way_today_and_two_way_after(
    variant: str, down: float, up: float, balance: float, two_way: bool
) -> None:
    of = system(variant)
    assert of.flow().down == pytest.approx(down)
    assert of.flow().up == pytest.approx(up)
    assert of.flow().balance == pytest.approx(balance, abs=0.005)
    assert measure(of, "is_two_way") is two_way


@pytest.mark.parametrize("variant", [TODAY, AFTER, *REMEDIES])
def test_both_directions_are_what_the_path_search_finds(variant: str) -> None:
    flow = system(variant).flow()
    for found, start, end, word in (
        (flow.down, OFFICE, "residents", "information"),
        (flow.up, "residents", OFFICE, "opinion"),
    ):
        kept = build_view(scenario(), ViewSpec(variant, filter=RelationFilter(conveys=(word,))))
        assert score_pair(kept, start, end).forward == pytest.approx(found)


@pytest.mark.parametrize(("variant", "loop"), [(TODAY, 0.27 * 0.30), (AFTER, 0.60 * 0.70)])
def test_the_response_loop_is_the_square_of_the_mutual_score(variant: str, loop: float) -> None:
    of = system(variant)
    mutual = score_pair(of.view, OFFICE, "residents").mutual
    assert mutual is not None
    assert of.response_loop() == pytest.approx(mutual**2)
    assert of.response_loop() == pytest.approx(loop)


def test_reciprocity_by_hand_and_why_it_is_not_the_verdict() -> None:
    # Pairs with the platform: office .60/.35, residents .45/.30, units .40/.30, groups .10/.15;
    # cadres .20 and operators .15 give and get nothing. Returned 2 (.35 + .30 + .30 + .10) = 2.10.
    assert system(TODAY).two_way_share() == pytest.approx(2.10 / 3.00)
    assert system(TODAY).two_way_share(COMMUNICATION) == pytest.approx(2.10 / 2.65)
    # After: 2 (.70 + .70 + .60 + .60) = 5.20 of 1.45 + 1.50 + 1.20 + 1.25 + .35 = 5.75.
    assert system(AFTER).two_way_share() == pytest.approx(5.20 / 5.75)
    # Training operators makes nothing less two-way, but counts as strength without an answer.
    trained, today = system(TRAINED), system(TODAY)
    assert (trained.two_way_share() or 0) < (today.two_way_share() or 0)
    assert trained.two_way_share(COMMUNICATION) == today.two_way_share(COMMUNICATION)
    assert trained.flow() == today.flow()


def test_automatic_replies_make_it_one_way_again() -> None:
    # After: B >= 0.5 needs 0.49 (1 - a) >= 0.28125, so a <= 0.426.
    of = system(AFTER)
    assert of.automatic_limit() == pytest.approx(1 - 0.28125 / 0.49)
    assert of.human_flow(0.42).is_two_way(0.5)
    assert not of.human_flow(0.43).is_two_way(0.5)
    assert system(TODAY).automatic_limit() is None  # one-way even without a machine
    assert measure(of, "balance_of_people") is None
    with pytest.raises(BadParameterError) as caught:
        of.human_flow()
    assert caught.value.details["parameter"] == "automatic_reply_share"


# 2, 3: what limits the platform ------------------------------------------------------------------


def test_question_2_the_remedies_leave_the_key_constraint() -> None:
    for variant in (TODAY, AFTER):
        found = system(variant).gates()
        assert found.minimum == pytest.approx(0.15)
        assert found.binding == (LimitingFactor.SKILL, LimitingFactor.INPUT)
        assert found.weak == (LimitingFactor.SUPPORT, LimitingFactor.SKILL, LimitingFactor.INPUT)
        assert set(found.unknown) == {
            LimitingFactor.ATTENTION,
            LimitingFactor.COVERAGE,
            LimitingFactor.IDENTIFICATION,
        }
        assert found.low == 0


def test_question_3_training_alone_does_nothing_and_with_input_the_cadres_bind() -> None:
    assert system(TRAINED).gates().minimum == pytest.approx(0.15)
    assert system(TRAINED).gates().binding == (LimitingFactor.INPUT,)
    assert system(BOTH).gates().minimum == pytest.approx(0.20)
    assert system(BOTH).gates().binding == (LimitingFactor.SUPPORT,)
    # The what-ifs of the measures say the same as the variants.
    assert measure(system(TODAY), "gate_with_operators") == pytest.approx(0.15)
    assert measure(system(TODAY), "gate_with_operators_and_input") == pytest.approx(0.20)
    # "as long as attention and coverage are not lower"
    assert system(BOTH, attention=0.1).gates().minimum == pytest.approx(0.1)
    # All have to move together to reach 0.40.
    assert system(TODAY).gates().to_raise(0.4) == (
        LimitingFactor.SUPPORT,
        LimitingFactor.SKILL,
        LimitingFactor.INPUT,
    )


@pytest.mark.parametrize("variant", [TODAY, AFTER, BOTH])
def test_gates_quieten_both_sides_alike(variant: str) -> None:
    of = system(variant)
    k = of.gates().minimum
    assert k is not None
    # A second way: the same paths over a view whose platform relations are multiplied.
    scaled = [
        dataclasses.replace(
            relation,
            strength=dataclasses.replace(
                relation.strength,
                low=0,
                best=relation.strength.point * k,
                high=1,
            ),
        )
        if relation.strength is not None
        and "wechat_platform" in (relation.from_id, relation.to_id)
        and relation.relation_class is RelationClass.EMPOWERMENT
        else relation
        for relation in of.view.relations
    ]
    quiet = WechatPlatform(dataclasses.replace(of.view, relations=tuple(scaled)))
    assert of.effective_flow().down == pytest.approx(quiet.flow().down)
    assert of.effective_flow().up == pytest.approx(quiet.flow().up)
    assert of.effective_flow().balance == pytest.approx(of.flow().balance)


# 4, 5: the broker, the weakest voice, layers -----------------------------------------------------


def test_question_4_the_platform_is_the_broker() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(
        (str(relation.from_id), str(relation.to_id))
        for relation in view().relations
        if relation.relation_class is RelationClass.EMPOWERMENT
    )
    graph.remove_node("wechat_platform")
    for actor in (GROUPS, UNITS):
        assert not graph.has_node(actor) or not nx.has_path(graph, actor, OFFICE)
        assert find_cut(view(), actor, OFFICE).capacity == pytest.approx(
            min(0.15 if actor == GROUPS else 0.30, 0.35)
        )
    assert nx.has_path(graph, "residents", OFFICE)
    assert not nx.has_path(graph, OFFICE, "residents")
    assert system().supervision().without_platform == pytest.approx(1 / 3)


def test_question_5_an_interest_groups_voice() -> None:
    # 0.15 x 0.35 = 0.0525 and 0.65 x 0.70 = 0.455; today nobody is heard less.
    assert system(TODAY).voice_of(GROUPS) == pytest.approx(0.0525)
    assert system(AFTER).voice_of(GROUPS) == pytest.approx(0.455)
    voices = {a: system(TODAY).voice_of(a) for a in ("residents", UNITS, GROUPS)}
    assert min(voices, key=lambda actor: voices[actor] or 0) == GROUPS
    assert score_pair(view(TODAY), GROUPS, OFFICE).forward == pytest.approx(0.0525)


def test_layers_are_those_of_a_breadth_first_search_over_communication() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(
        (str(relation.from_id), str(relation.to_id))
        for relation in view().relations
        if relation.relation_class is RelationClass.EMPOWERMENT
        and set(relation.conveys) & COMMUNICATION
    )
    expected = dict(nx.single_source_shortest_path_length(graph, OFFICE))
    found = {item.actor: item.layer for item in system().layers()}
    assert {actor: layer for actor, layer in found.items() if layer is not None} == expected
    assert {actor for actor, layer in found.items() if layer is None} == {
        "grassroots_cadres",
        "platform_operators",
        "upper_government",
        "rumour_sources",
    }
    links = {str(item.actor): item.link for item in system().layers()}
    assert links["residents"] is links[UNITS] is PlatformLink.ONE_WAY
    assert links[GROUPS] is PlatformLink.FORM
    after = {str(item.actor): item.link for item in system(AFTER).layers()}
    assert {after[a] for a in ("residents", UNITS, GROUPS)} == {PlatformLink.TWO_WAY}


def test_an_unknown_relation_may_reach() -> None:
    of = system(TODAY, unknown("r4"))
    (units,) = (item for item in of.layers() if item.actor == UNITS)
    assert (units.layer, units.maybe, units.link) == (None, True, None)
    assert units.flow.down is None


# What a sociologist asks next --------------------------------------------------------------------


def test_consensus_needs_the_second_group() -> None:
    # After: each group closes 0.30 of its distance a round, 0.8 x 0.7^n <= 0.05 from n = 8 on.
    after = system(AFTER).consult()
    assert after.reached
    assert after.rounds_needed == 8
    assert not system(AFTER).consult(openness_second=0.0).reached
    assert not system(TODAY).consult().reached
    # Today each closes 0.05: after 12 rounds 0.8 x 0.95^12 = 0.432 is left, between the groups.
    assert system(TODAY).consult().spread == pytest.approx(0.8 * 0.95**12)
    assert system(TODAY).consult(rounds=1000).spread < 0.05  # in the end, but not as equals
    assert not system(TODAY).consult(rounds=1000).reached


def test_supervision_by_hand() -> None:
    # Today only residents have an open way; complaints spread by voice x mean of what others hear:
    # .30 (.40 + .10)/2, .30 (.45 + .10)/2, .15 (.45 + .40)/2: mean .0738; index 1/3 of it.
    found = system(TODAY).supervision()
    assert found.open_share == pytest.approx(1 / 3)
    assert found.amplification == pytest.approx((0.075 + 0.0825 + 0.06375) / 3)
    assert found.sanction == 0
    after = system(AFTER).supervision()
    assert after.open_share == 1
    assert after.without_platform == pytest.approx(1 / 3)
    # The office owns the platform: if it closes it, two of three lose their way (L13, L43).
    assert "owns the platform" in after.limits()[0].text("en")
    punished = {
        "add_relation": {
            "id": "w1",
            "from": "residents",
            "to": OFFICE,
            "conveys": ["sanction"],
            "strength": 0.5,
        }
    }
    assert system(AFTER, punished).supervision().sanction == pytest.approx(0.5)
    assert len(system(AFTER, punished).supervision().limits()) == 1


def test_reading_by_name_turns_against_the_office() -> None:
    of = system(AFTER)
    assert of.read_opinion(named_share=0.0).heard == pytest.approx(0.49)
    # All by name, all falling silent: 0.70 x 0.30 x 0.70 = 0.147; half the reading hears more.
    assert of.read_opinion(named_share=1.0, chilling=1.0).heard == pytest.approx(0.147)
    less = system(AFTER, strength("r7", 0.5)).read_opinion(named_share=1.0, chilling=1.0)
    assert less.heard == pytest.approx(0.175)
    assert less.turning_point == pytest.approx(0.5)
    assert measure(of, "opinion_heard_when_named") is None  # nobody has said the named share


def test_nothing_is_heard_of_what_nobody_knows() -> None:
    found = system(TODAY, unknown("r5")).read_opinion(named_share=0.0)
    assert (found.heard, found.unchilled, found.asymmetry) == (None, None, None)
    assert found.residents_read == pytest.approx(0.27)


def test_tension_has_a_buffer_only_where_both_are_heard() -> None:
    assert system(TODAY).is_buffered() is False
    assert system(AFTER).is_buffered() is True
    assert system(AFTER, unknown("r13")).is_buffered() is None
    assert system(TODAY, unknown("r13")).is_buffered() is False  # downward alone settles it


def test_what_nobody_has_said_stays_unknown_until_somebody_does() -> None:
    of = system()
    for key in ("reach", "mean_wait", "non_users", "balance_of_people"):
        assert measure(of, key) is None
    assert of.reach_bounds().high == pytest.approx(0.6)
    said = system(coverage=0.5, identification=0.5, staffed_hours_per_day=12)
    assert measure(said, "reach") == pytest.approx(0.15)
    assert measure(said, "mean_wait") == pytest.approx(3)
    for name, value in (("coverage", None), ("identification", 0.5)):
        with pytest.raises(BadParameterError) as caught:
            of.reach(value, None) if name == "coverage" else of.reach(0.5, None)
        assert caught.value.details["parameter"] == name


def test_an_unknown_publishing_is_named_too() -> None:
    with pytest.raises(BadParameterError) as caught:
        system(TODAY, unknown("r1"), coverage=0.5, identification=0.5).reach()
    assert caught.value.details["parameter"] == "published"


@pytest.mark.parametrize("name", ["coverage", "openness", "race_runs", "voice_floor"])
def test_a_parameter_out_of_range_is_refused_by_name(name: str) -> None:
    for bad in (-1.0, 1e9, float("nan")):
        with pytest.raises(BadParameterError) as caught:
            system(TODAY, **{name: bad})
        assert caught.value.details["parameter"] == name


def test_a_view_without_the_platform_gives_nothing_and_breaks_nothing() -> None:
    bare = view()
    kept = [r for r in bare.relations if "wechat_platform" not in (r.from_id, r.to_id)]
    of = WechatPlatform(dataclasses.replace(bare, relations=tuple(kept)))
    assert of.flow().balance is None
    assert of.voice_of(GROUPS) == 0
    assert measure(of, "two_way_share") is None
    assert measure(of, "reached_actors") == 0
    assert of.claims()
    assert of.tables()
