"""What the system says of the seed: the answers of the digest, and second ways to them."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx
import pytest

from graph_api.domain import RelationFilter, ViewSpec, build_view
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import score_pair
from graph_api.systems.participation import Participation
from graph_api.systems.participation.groups import Selection
from graph_api.systems.participation.interests import (
    CHAT_GROUP,
    COMMITTEE,
    FIRM,
    GOVERNMENT,
    HOLDERS,
    INTERESTS,
    OPINION_CHANNEL,
    RESIDENTS,
    SELF_ORGANISATION,
)
from graph_api.systems.participation.ladder import unrated
from graph_api.systems.participation.refusal import Activity, Stratum
from graph_api.systems.participation.typology import Initiative, Kind
from graph_api.systems.participation.voice import Factor
from tests.systems.participation.views import (
    AFTER,
    DAY,
    GROUPS,
    MONTHLY,
    TODAY,
    scenario,
    strength,
    system,
    unknown,
    without,
)

VARIANTS = (TODAY, AFTER, DAY, MONTHLY, GROUPS)


# Channels ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("holder", HOLDERS)
def test_the_best_way_is_the_best_path_of_opinion(variant: str, holder: str) -> None:
    # A second way: the path search of the scores, over relations that convey opinion alone.
    opinion = RelationFilter(conveys=("opinion",))
    view = build_view(scenario(), ViewSpec(variant, filter=opinion))
    expected = score_pair(view, RESIDENTS, holder).forward
    assert system(variant).capacity(holder) == pytest.approx(expected, abs=1e-12)


def test_a_third_way_walks_every_path() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for relation in system(AFTER).view.relations:
        if "opinion" in relation.conveys and relation.strength:
            graph.add_edge(relation.from_id, relation.to_id, w=relation.strength.point)
    for holder in HOLDERS:
        paths = nx.all_simple_paths(graph, RESIDENTS, holder)
        best = max(math.prod(graph[a][b]["w"] for a, b in pairwise(path)) for path in paths)
        assert system(AFTER).capacity(holder) == pytest.approx(best)


@pytest.mark.parametrize(
    ("variant", "firm", "committee", "government"),
    [
        (TODAY, 0.10, 0.10, 0.10),  # r5, r3, r24
        (DAY, 0.42, 0.455, 0.10),  # 0.70 x 0.60, 0.70 x 0.65; L149 does not reach the government
        (MONTHLY, 0.105, 0.11375, 0.10),  # 0.175 x 0.60, 0.175 x 0.65
        (GROUPS, 0.10, 0.10, 0.3575),  # 0.65 x 0.55, L153
        (AFTER, 0.60, 0.65, 0.3575),  # the larger of direct and opinion day, not their sum
    ],
)
def test_voice_in_every_variant(
    variant: str, firm: float, committee: float, government: float
) -> None:
    of = system(variant)
    found = [of.capacity(holder) for holder in (FIRM, COMMITTEE, GOVERNMENT)]
    assert found == pytest.approx([firm, committee, government])


def test_a_monthly_day_as_a_parameter_is_the_monthly_variant() -> None:
    rarely = system(DAY, meetings_per_week=0.25)
    assert rarely.capacity(FIRM) == pytest.approx(system(MONTHLY).capacity(FIRM))
    assert rarely.capacity(COMMITTEE) == pytest.approx(system(MONTHLY).capacity(COMMITTEE))
    again = system(MONTHLY, meetings_per_week=1)
    assert again.capacity(FIRM) == pytest.approx(0.42)
    # A day never held is no channel; the direct word stays.
    assert system(DAY, meetings_per_week=0).capacity(FIRM) == 0.10


def test_only_the_entry_is_scaled() -> None:
    # Scaling both relations would count the frequency twice: 0.175 x 0.15 = 0.02625.
    (_, _, day, _) = system(DAY, meetings_per_week=0.25).routes(FIRM)
    assert day.via == (OPINION_CHANNEL,)
    assert day.strengths == pytest.approx((0.175, 0.60))


def test_every_matter_has_four_ways_today_and_none_that_carries() -> None:
    channels = system(TODAY).channels()
    # Three matters of the firm, three of firm and committee: 3 x 4 + 3 x 8.
    assert len(channels) == 36
    assert all(channel.missing for channel in channels)
    firm = [item for item in channels if item.interest.key == "parking"]
    assert [item.route.via for item in firm] == [
        (),
        (CHAT_GROUP,),
        (OPINION_CHANNEL,),
        (SELF_ORGANISATION,),
    ]
    assert [item.route.capacity for item in firm] == pytest.approx([0.10, 0.0675, 0, 0])
    assert [item.best for item in firm] == [True, False, False, False]


def test_a_day_for_its_four_named_matters_alone_leaves_two_without_a_channel() -> None:
    # L149 names security, fees, facilities and parking; service and public space are not in it.
    found = system(DAY, covers_unnamed=0).interests_without_channel()
    assert [item.key for item in found] == ["property_service", "public_space"]
    assert system(DAY).interests_without_channel() == ()


def test_what_blocks_a_matter() -> None:
    # Today at the firm: 0.80 x 0.10 x 0.10; at the committee 0.80 x 0.10 x 0.15.
    fee = INTERESTS[0]
    security = INTERESTS[4]
    today = system(TODAY)
    assert today.voice(fee, FIRM).value == pytest.approx(0.008)
    assert today.voice(fee, FIRM).weakest == (Factor.CHANNEL, Factor.RESPONSIVENESS)
    assert today.voice(security, COMMITTEE).value == pytest.approx(0.012)
    assert today.voice(security, COMMITTEE).weakest == (Factor.CHANNEL,)
    # The day alone opens the channel; then the answer blocks.
    assert system(DAY).voice(fee, FIRM).weakest == (Factor.RESPONSIVENESS,)
    # After: 0.80 x 0.60 x 0.55.
    assert system(AFTER).voice(fee, FIRM).value == pytest.approx(0.264)


def test_who_gives_no_information_answers_as_the_parameter_says() -> None:
    silent = system(TODAY, {"remove_relation": "r6"}, responsiveness=0.3)
    assert silent.responsiveness(FIRM) == 0.3
    assert silent.responsiveness(COMMITTEE) == 0.15


def test_unknown_is_neither_a_way_nor_missing() -> None:
    of = system(TODAY, unknown("r5"), strength("r13", 0))
    assert of.capacity(FIRM) is None
    parking = [item for item in of.channels() if item.interest.key == "parking"]
    assert [item.missing for item in parking] == [None, True, True, True]
    assert "parking" not in [item.key for item in of.interests_without_channel()]
    measures = {item.key: item.value for item in of.measures()}
    assert measures["weakest_voice"] is None
    assert measures["leisure_lead"] is None
    assert measures["belief_gap"] is None
    assert measures["causes_in_force"] is None
    # A known way that carries stands, whatever the unknown one may be.
    assert system(TODAY, unknown("r5")).capacity(FIRM) == pytest.approx(0.0675)


# Who takes part ----------------------------------------------------------------------------------


def test_participation_by_stratum() -> None:
    of = system(TODAY)
    willing = {(item.stratum, item.activity): item.willing for item in of.choices()}
    assert willing == {
        (Stratum.WORKING_AGE, Activity.SHOWCASE): False,
        (Stratum.WORKING_AGE, Activity.LEISURE): False,
        (Stratum.WORKING_AGE, Activity.DECISION): True,
        (Stratum.RETIRED, Activity.SHOWCASE): True,
        (Stratum.RETIRED, Activity.LEISURE): True,
        (Stratum.RETIRED, Activity.DECISION): True,
        (Stratum.TENANTS, Activity.DECISION): None,
    }


def test_the_willing_take_part_in_decisions_only_where_there_is_a_channel() -> None:
    def rows(variant: str) -> dict[tuple[object, object], object]:
        (table,) = (item for item in system(variant).tables() if item.key == "strata")
        return {(row[0], row[1]): row[-1] for row in table.rows}

    key = (Stratum.WORKING_AGE.label, Activity.DECISION.label)
    assert rows(TODAY)[key] is False
    assert rows(DAY)[key] is True
    assert rows(DAY)[Stratum.TENANTS.label, Activity.DECISION.label] is None


def test_tenants_take_part_from_the_alignment_that_is_told() -> None:
    # 0.60 of time, no pleasure: from 0.60 on.
    tenants = system(TODAY).choice(Stratum.TENANTS, Activity.DECISION)
    assert tenants.margin is None
    assert tenants.break_even == pytest.approx(0.6)
    for alignment, willing in ((0.55, False), (0.65, True)):
        of = system(TODAY, alignment_tenants=alignment)
        assert of.choice(Stratum.TENANTS, Activity.DECISION).willing is willing


def test_the_types_of_participation() -> None:
    cells = {(cell.kind, cell.initiative): cell for cell in system(TODAY).typology()}
    assert [cell.share for cell in cells.values()] == pytest.approx([0.50, 0.30, 0.15, 0.05])
    own = cells[Kind.PUBLIC, Initiative.ACTIVE].examples
    assert [item.text("en") for item in own] == ["owners' QQ groups (L131)"]
    after = {(cell.kind, cell.initiative): cell for cell in system(AFTER).typology()}
    assert len(after[Kind.PUBLIC, Initiative.ACTIVE].examples) == 3


def test_raising_one_share_lowers_the_others_in_proportion() -> None:
    # 0.50 + 0.30 + 0.15 + 0.95 = 1.90.
    cells = system(TODAY, share_public_active=0.95).typology()
    assert [cell.share for cell in cells] == pytest.approx([0.5 / 1.9, 0.3 / 1.9, 0.15 / 1.9, 0.5])


def test_representatives() -> None:
    # Picked: 0.55 / 0.10 today, 0.55 / 0.40 after. Of 100 with 20 retired: 5.5 x 20 of 110 + 80.
    def picked(of: Participation) -> tuple[float | None, float | None]:
        found = next(item for item in of.delegations() if item.selection is Selection.APPOINTED)
        return found.odds, found.retired_share

    assert picked(system(TODAY))[0] == pytest.approx(5.5)
    assert picked(system(AFTER))[0] == pytest.approx(1.375)
    assert picked(system(TODAY))[1] is None
    assert picked(system(TODAY, retired_share=0.2)) == pytest.approx((5.5, 110 / 190))


# The ladder --------------------------------------------------------------------------------------


def rungs(of: Participation) -> dict[str, int]:
    return {item.relation: item.rung.number for item in of.rungs()}


def test_rungs_today_and_after() -> None:
    today = {"r2": 1, "r3": 2, "r4": 3, "r5": 2, "r6": 1, "r14": 4}
    today |= {"r15": 2, "r16": 2, "r24": 2, "r26": 1}
    assert rungs(system(TODAY)) == today
    moved = {"r3": 4, "r5": 4, "r6": 5, "r18": 4, "r19": 4, "r22": 6, "r23": 4}
    assert rungs(system(AFTER)) == today | moved


def test_the_weaker_face_of_a_channel_is_not_counted() -> None:
    def left_out(variant: str) -> list[str]:
        return [item.relation for item in system(variant).rungs() if not item.counted]

    assert left_out(TODAY) == []
    assert left_out(DAY) == ["r3", "r5"]  # 0.455 and 0.42 over the day, 0.10 directly
    assert left_out(AFTER) == ["r18", "r19"]  # 0.65 and 0.60 directly


def test_medians_of_the_rungs() -> None:
    # Today 1 1 1 2 2 2 2 2 3 4; after 1 1 2 2 2 3 4 4 4 4 5 6 (r18 and r19 not counted).
    today, after = (
        tuple(rung.number for rung in system(variant).median_rungs()) for variant in (TODAY, AFTER)
    )
    assert (today, after) == ((2, 2), (3, 4))


def test_guidance_beyond_what_residents_put_in_is_a_rung_lower() -> None:
    assert rungs(system(AFTER, strength("r22", 0.70)))["r22"] == 5
    assert rungs(system(AFTER, cooptation_limit=0.4))["r22"] == 5


def test_a_body_that_calls_to_account_is_a_rung_higher() -> None:
    watching = {"add_relation": {"id": "w1", "from": SELF_ORGANISATION, "to": GOVERNMENT,
                                 "conveys": ["supervision"], "strength": 0.5}}  # fmt: skip
    assert rungs(system(AFTER, watching))["r22"] == 7


def test_representation_has_a_rung_once_somebody_says_who_chooses() -> None:
    sent = {"set_relation": {"id": "r18", "conveys": ["opinion", "representation"]}}
    assert "r18" not in rungs(system(DAY, sent))
    assert rungs(system(DAY, sent, representatives_elected=0))["r18"] == 5
    assert rungs(system(DAY, sent, representatives_elected=1))["r18"] == 6


def test_unknown_relations_are_named_and_have_no_rung() -> None:
    of = system(TODAY, unknown("r3"), unknown("r10"))
    assert unrated(of) == ("r3",)  # r10 leads to no one who decides
    assert "r3" not in rungs(of)


# Causes ------------------------------------------------------------------------------------------


def test_which_causes_are_left() -> None:
    # Digest 3.7.7: the burden (0.80). Working-age residents still have no time (L135), and the
    # essay names no remedy for that either.
    assert all(cause.in_force for cause in system(TODAY).causes())
    left = [cause for cause in system(AFTER).causes() if cause.in_force]
    assert [cause.key for cause in left] == ["burden", "no_time"]
    assert not any(cause.remedy for cause in left)
    assert left[0].strength == 0.80


# Parameters, and views that lack something -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("willingness", math.nan),
        ("share_public_active", 1.2),
        ("time_cost_young", -0.1),
        ("meetings_per_week", math.inf),
        ("entry_holds_at", 0.0),
        ("no_such_parameter", 1.0),
    ],
)
def test_a_bad_parameter_is_named(name: str, value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        system(TODAY, **{name: value})
    assert caught.value.details["parameter"] == name


def test_measures_that_need_what_nobody_said_are_empty() -> None:
    found = {item.key: item.value for item in without("share_public_active").measures()}
    assert found["share_entertainment"] is None
    assert found["voice_to_firm"] == 0.10
    assert "typology" not in {table.key for table in without("share_public_active").tables()}
    assert without("cooptation_limit").measures(["median_rung_low"])[0].value is None


@pytest.mark.parametrize("actor", [OPINION_CHANNEL, SELF_ORGANISATION, CHAT_GROUP])
def test_a_body_that_is_not_there_is_no_way(actor: str) -> None:
    of = system(AFTER, {"remove_actor": actor})
    assert all(actor not in channel.route.via for channel in of.channels())
    assert of.capacity_via(GOVERNMENT, actor) == 0
    assert of.capacity(FIRM) == 0.60
    assert of.rungs()
    assert [item.holds for item in of.claims()]


def test_without_residents_there_is_nobody_to_ask_about() -> None:
    of = system(TODAY, {"remove_actor": RESIDENTS})
    with pytest.raises(UnknownActorError):
        of.capacity(FIRM)
    assert of.measures(["voice_to_firm"])[0].value is None


def test_a_view_without_any_tie_to_those_who_decide_has_no_median() -> None:
    of = Participation(build_view(scenario(), ViewSpec(filter=RelationFilter(conveys=("trust",)))))
    with pytest.raises(BadParameterError, match="ladder"):
        of.median_rungs()


def test_measures_and_tables_name_their_assumptions_and_are_in_both_languages() -> None:
    of = system(AFTER, retired_share=0.2, alignment_tenants=0.5)
    assert all(item.assumptions and item.value is not None for item in of.measures())
    keys = [rule.key for rule in Participation.table_rules]
    assert [table.key for table in of.tables()] == keys
    for table in of.tables():
        assert table.assumptions
        assert table.title.zh
        assert all(len(row) == len(table.columns) for row in table.rows)
