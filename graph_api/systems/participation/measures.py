"""The numbers that urban participation gives, each with the assumptions that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Label, MeasureRule
from graph_api.systems.participation.groups import Selection
from graph_api.systems.participation.interests import (
    COMMITTEE,
    FIRM,
    GOVERNMENT,
    INTERESTS,
    LEISURE_GROUPS,
    OPINION_CHANNEL,
    RESIDENTS,
)
from graph_api.systems.participation.refusal import Activity, Stratum
from graph_api.systems.participation.typology import Initiative, Kind

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation

    Rule = MeasureRule[Participation]

VOICE = ("A-01", "A-22", "A-31", "A-78", "A-79", "A-80")
LADDER = ("A-01", "A-82", "A-83", "A-86")


def leisure_lead(system: Participation) -> float | None:
    """Give by how much residents' leisure is stronger than their strongest voice."""
    leisure = system.strength_between(RESIDENTS, LEISURE_GROUPS)
    ways = [system.capacity(holder) for holder in (COMMITTEE, FIRM, GOVERNMENT)]
    known = [item for item in ways if item is not None]
    if leisure is None or len(known) < len(ways):
        return None
    return leisure - max(known)


def weakest_voice(system: Participation) -> float | None:
    """Give the smallest effective voice over all matters and their addressees."""
    voices = [
        system.voice(interest, addressee).value
        for interest in INTERESTS
        for addressee in interest.addressees
    ]
    known = [item for item in voices if item is not None]
    return min(known) if len(known) == len(voices) else None


def without_channel(system: Participation) -> float | None:
    """Count the matters without a channel; None where an unknown relation decides about one."""
    found = [system.has_channel(interest) for interest in INTERESTS]
    return None if None in found else float(found.count(False))


def belief_gap(system: Participation) -> float | None:
    """Give the say that residents have at the firm, less the say that they believe to have."""
    channel, answer = system.capacity(FIRM), system.responsiveness(FIRM)
    if channel is None or answer is None:
        return None
    return channel * answer - system.parameters.value("efficacy")


def causes_in_force(system: Participation) -> float | None:
    """Count the named causes that work strongly."""
    found = [cause.in_force for cause in system.causes()]
    return None if None in found else float(sum(item is True for item in found))


def requirements_met(system: Participation) -> float | None:
    """Count the requirements of the channel that are met."""
    found = [item.met for item in system.requirements()]
    return None if None in found else float(sum(item is True for item in found))


def odds(system: Participation, selection: Selection) -> float | None:
    """Give how much likelier a retired resident is to represent than a working-age one."""
    return next(item.odds for item in system.delegations() if item.selection is selection)


MEASURES: tuple[Rule, ...] = (
    MeasureRule(
        "share_entertainment",
        Label("share of entertainment in participation", "娱乐型参与所占比例"),
        "share",
        lambda system: system.tally().share(Kind.ENTERTAINMENT),
        ("A-75",),
    ),
    MeasureRule(
        "share_passive",
        Label("share of passive participation", "被动参与所占比例"),
        "share",
        lambda system: system.tally().share(Initiative.PASSIVE),
        ("A-75",),
    ),
    MeasureRule(
        "leisure_lead",
        Label(
            "leisure of residents, less their strongest voice", "居民娱乐参与强度减去最强的意见表达"
        ),
        "index",
        leisure_lead,
        VOICE,
    ),
    MeasureRule(
        "working_age_showcase_margin",
        Label("what working-age residents gain from showcase activities", "青壮年从业绩活动的净得"),
        "index",
        lambda system: system.choice(Stratum.WORKING_AGE, Activity.SHOWCASE).margin,
        ("A-76",),
    ),
    MeasureRule(
        "retired_showcase_margin",
        Label("what retired residents gain from showcase activities", "退休居民从业绩活动的净得"),
        "index",
        lambda system: system.choice(Stratum.RETIRED, Activity.SHOWCASE).margin,
        ("A-76",),
    ),
    MeasureRule(
        "working_age_decision_margin",
        Label(
            "what working-age residents gain from decisions on their interests",
            "青壮年从切身事务决策的净得",
        ),
        "index",
        lambda system: system.choice(Stratum.WORKING_AGE, Activity.DECISION).margin,
        ("A-76",),
    ),
    MeasureRule(
        "working_age_break_even",
        Label(
            "alignment from which working-age residents come to a decision",
            "青壮年愿意参与决策所需的契合度",
        ),
        "index",
        lambda system: system.choice(Stratum.WORKING_AGE, Activity.DECISION).break_even,
        ("A-76",),
    ),
    MeasureRule(
        "tenants_decision_margin",
        Label("what tenants gain from decisions on owners' matters", "租户从业主事务决策的净得"),
        "index",
        lambda system: system.choice(Stratum.TENANTS, Activity.DECISION).margin,
        ("A-76", "A-88"),
    ),
    MeasureRule(
        "voice_to_firm",
        Label("what reaches the firm of residents' word", "居民意见到达物业的程度"),
        "index",
        lambda system: system.capacity(FIRM),
        VOICE,
    ),
    MeasureRule(
        "voice_to_committee",
        Label("what reaches the committee of residents' word", "居民意见到达居委会的程度"),
        "index",
        lambda system: system.capacity(COMMITTEE),
        VOICE,
    ),
    MeasureRule(
        "voice_to_government",
        Label("what reaches the government of residents' word", "居民意见到达政府的程度"),
        "index",
        lambda system: system.capacity(GOVERNMENT),
        VOICE,
    ),
    MeasureRule(
        "opinion_day_to_firm",
        Label("what reaches the firm by the opinion day alone", "仅经意见日到达物业的程度"),
        "index",
        lambda system: system.capacity_via(FIRM, OPINION_CHANNEL),
        VOICE,
    ),
    MeasureRule(
        "opinion_day_to_committee",
        Label("what reaches the committee by the opinion day alone", "仅经意见日到达居委会的程度"),
        "index",
        lambda system: system.capacity_via(COMMITTEE, OPINION_CHANNEL),
        VOICE,
    ),
    MeasureRule(
        "tenants_voice_to_firm",
        Label("what reaches the firm of tenants' word", "租户意见到达物业的程度"),
        "index",
        lambda system: system.capacity(FIRM, tenants=True),
        (*VOICE, "A-88"),
    ),
    MeasureRule(
        "interests_without_channel",
        Label("matters of interest without a channel, of six", "六项利益中缺乏渠道的项数"),
        "count",
        without_channel,
        VOICE,
    ),
    MeasureRule(
        "weakest_voice",
        Label("smallest effective voice of all matters", "各事项中最小的有效表达"),
        "index",
        weakest_voice,
        (*VOICE, "A-77"),
    ),
    MeasureRule(
        "belief_gap",
        Label("say at the firm, less the say believed in", "对物业的实际话语权减去自认的话语权"),
        "index",
        belief_gap,
        (*VOICE, "A-77", "A-89"),
    ),
    MeasureRule(
        "requirements_met",
        Label("requirements of the channel met, of seven", "渠道七项要求中满足的项数"),
        "count",
        requirements_met,
        ("A-01", "A-78", "A-81"),
    ),
    MeasureRule(
        "group_strength",
        Label("how far residents hold together", "居民的凝聚程度"),
        "index",
        lambda system: system.group_strength(),
        ("A-01", "A-84"),
    ),
    MeasureRule(
        "belonging",
        Label("what comes back from residents' own groups", "居民自组织带回的归属"),
        "index",
        lambda system: system.belonging(),
        ("A-01", "A-22"),
    ),
    MeasureRule(
        "cooptation",
        Label("government's part in residents' own groups", "政府在居民自组织中的占比"),
        "share",
        lambda system: system.cooptation(),
        ("A-01", "A-86"),
    ),
    MeasureRule(
        "odds_appointed",
        Label(
            "odds of retired against working-age residents to represent, if picked",
            "代表由居委会指定时，退休居民相对青壮年的几率",
        ),
        "ratio",
        lambda system: odds(system, Selection.APPOINTED),
        ("A-01", "A-85"),
    ),
    MeasureRule(
        "odds_volunteers",
        Label(
            "odds of retired against working-age residents to represent, if they volunteer",
            "代表由自愿者担任时，退休居民相对青壮年的几率",
        ),
        "ratio",
        lambda system: odds(system, Selection.VOLUNTEERS),
        ("A-76", "A-85"),
    ),
    MeasureRule(
        "median_rung_low",
        Label("lower median of the rungs, 1 to 8 (an order)", "阶梯等级的下中位数（1至8，次序量）"),
        "rung",
        lambda system: float(system.median_rungs()[0].number),
        LADDER,
    ),
    MeasureRule(
        "median_rung_high",
        Label("upper median of the rungs, 1 to 8 (an order)", "阶梯等级的上中位数（1至8，次序量）"),
        "rung",
        lambda system: float(system.median_rungs()[1].number),
        LADDER,
    ),
    MeasureRule(
        "causes_in_force",
        Label("named causes in force, of seven", "七项原因中仍起作用的项数"),
        "count",
        causes_in_force,
        ("A-01", "A-89"),
    ),
)
"""In the order in which the essay comes to them."""
