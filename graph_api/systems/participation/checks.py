"""How running the mechanism over a view checks each statement of the essay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Finding, Label, RelationClass
from graph_api.domain.findings import TIE, compared, number, unknown
from graph_api.systems.participation import interests as who
from graph_api.systems.participation.causes import IN_FORCE
from graph_api.systems.participation.groups import Selection
from graph_api.systems.participation.interests import INTERESTS
from graph_api.systems.participation.ladder import unrated
from graph_api.systems.participation.measures import (
    leisure_lead,
    odds,
)
from graph_api.systems.participation.opinion_day import MONTHLY
from graph_api.systems.participation.refusal import Activity, Stratum
from graph_api.systems.participation.rungs import NON_PARTICIPATION, Rung, medians
from graph_api.systems.participation.typology import Initiative, Kind

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation

MEDIUM = 0.40
"""Where "weak" ends (A-02)."""


def check_entertainment(system: Participation) -> Finding:
    """Compare entertainment with public affairs (L131)."""
    return _majority(system, Kind.ENTERTAINMENT)


def check_passive(system: Participation) -> Finding:
    """Compare passive with active participation (L135)."""
    return _majority(system, Initiative.PASSIVE)


def _majority(system: Participation, side: Kind | Initiative) -> Finding:
    """Tell whether one side of an axis is more than half, whatever the unknown turns out to be."""
    low, high = system.tally().bounds(side)
    en, zh = side.label.text("en").capitalize(), side.label.text("zh")
    if high - low <= TIE:
        said = Label(
            f"{en} {low:.3f} of all participation; the claim needs it above 0.500.",
            f"{zh}占全部参与的 {low:.3f}；论断要求高于 0.500。",
        )
    else:
        said = Label(
            f"{en} {low:.3f} to {high:.3f} of all participation, as the unknown records turn out;"
            " the claim needs it above 0.500.",
            f"{zh}占全部参与的 {low:.3f} 至 {high:.3f}，视未知记录而定；论断要求高于 0.500。",
        )
    half = 0.5 + TIE
    return Finding(True if low > half else False if high <= half else None, said)


def check_leisure_and_voice(system: Participation) -> Finding:
    """Compare leisure with the strongest voice (L131)."""
    lead = leisure_lead(system)
    return compared(
        lead, ">", 0.0, Label("leisure less the strongest voice", "娱乐减去最强的意见表达")
    )


def check_leisure_groups(system: Participation) -> Finding:
    """Look for a word of the leisure groups to who decides (L131)."""
    system.view.place(who.LEISURE_GROUPS)
    told = [system.word(who.LEISURE_GROUPS, holder) for holder in who.HOLDERS]
    if None in told:
        return unknown("a relation of the leisure groups", "娱乐组织的一项关系")
    most = max((item for item in told if item is not None), default=0.0)
    return compared(
        most, "<=", 0.0, Label("strongest word of leisure groups", "娱乐组织最强的意见表达")
    )


def check_chat_group(system: Participation) -> Finding:
    """Follow what owners say in their group to the firm (L131)."""
    floor = system.parameters.value("voice_floor")
    through = system.capacity_via(who.FIRM, who.CHAT_GROUP)
    return compared(
        through,
        "<=",
        floor,
        Label("by the owners' group to the firm", "经业主群到物业"),
        Label("limit", "界限"),
    )


def check_working_age(system: Participation) -> Finding:
    """Ask both strata to an activity for the record (L135)."""
    young = system.choice(Stratum.WORKING_AGE, Activity.SHOWCASE)
    old = system.choice(Stratum.RETIRED, Activity.SHOWCASE)
    holds = None if None in (young.willing, old.willing) else not young.willing and old.willing
    return Finding(
        holds,
        Label(
            f"Working-age residents gain {number(young.margin)}, retired ones"
            f" {number(old.margin)}; above 0 they come.",
            f"青壮年净得 {number(young.margin)}，退休居民 {number(old.margin)}；大于 0 才参加。",
        ),
    )


def check_own_interest(system: Participation) -> Finding:
    """Ask working-age residents to a decision on their interests (L139)."""
    young = system.choice(Stratum.WORKING_AGE, Activity.DECISION)
    return Finding(
        young.willing,
        Label(
            f"They gain {number(young.margin)}; they come where a decision serves them by more than"
            f" {number(young.break_even)}.",
            f"净得 {number(young.margin)}；契合度高于 {number(young.break_even)} 时愿意参与。",
        ),
    )


def check_resistance(system: Participation) -> Finding:
    """Look for open resistance where what is asked runs against interests (L135)."""
    resists = system.strength_between(
        who.RESIDENTS, who.COMMITTEE, relation_class=RelationClass.TENSION
    )
    margin = system.choice(Stratum.WORKING_AGE, Activity.SHOWCASE).margin
    if resists is None or margin is None:
        return unknown("resistance, or what they gain", "抵制程度或净得")
    return Finding(
        resists >= MEDIUM and margin < 0,
        Label(
            f"Resistance to the committee {resists:.2f} (from {MEDIUM:.2f} it is open); working-age"
            f" residents gain {margin:.2f} from what they are called to.",
            f"对居委会的抵制 {resists:.2f}（{MEDIUM:.2f} 起为公开抵制）；"
            f"青壮年从被动员的活动净得 {margin:.2f}。",
        ),
    )


def check_same_people(system: Participation) -> Finding:
    """Compare how strongly both strata turn up (L135)."""
    return compared(
        odds(system, Selection.APPOINTED),
        ">",
        1.0,
        Label("retired to working-age residents, as they turn up", "退休与青壮年居民参加之比"),
        Label("even", "相等"),
    )


def check_no_path(system: Participation) -> Finding:
    """Count the matters without a channel (L139, L141)."""
    found = {interest: system.has_channel(interest) for interest in INTERESTS}
    missing = system.interests_without_channel()
    will = system.parameters.value("willingness")
    willing = will > system.parameters.value("voice_floor")
    en = ", ".join(item.label.text("en") for item in missing) or "none"
    zh = "、".join(item.label.text("zh") for item in missing) or "无"
    open_question = None in found.values() and True not in found.values() and willing
    return Finding(
        None if open_question else willing and len(missing) == len(INTERESTS),
        Label(
            f"Without a channel: {en} ({len(missing)} of {len(INTERESTS)}), at a willingness of"
            f" {will:.2f}." + (" Of others it is not known." if None in found.values() else ""),
            f"缺乏渠道的事项：{zh}（{len(INTERESTS)} 项中 {len(missing)} 项），"
            f"表达意愿为 {will:.2f}。" + ("其余未知。" if None in found.values() else ""),
        ),
    )


def check_doubt(system: Participation) -> Finding:
    """Compare the say at the firm with the say believed in (L131)."""
    channel, answer = system.capacity(who.FIRM), system.responsiveness(who.FIRM)
    said = None if channel is None or answer is None else channel * answer
    return compared(
        said,
        "<=",
        system.parameters.value("efficacy"),
        Label("say at the firm (channel x answer)", "对物业的实际话语权（渠道×回应）"),
        Label("believed", "自认"),
    )


def check_share_in_decisions(system: Participation) -> Finding:
    """Look at the share that the firm gives in decisions (L141)."""
    share = system.strength_between(who.FIRM, who.RESIDENTS, conveys="participation")
    return compared(
        share,
        "<=",
        system.parameters.value("voice_floor"),
        Label("share that the firm gives in decisions", "物业让居民参与决策的程度"),
        Label("limit", "界限"),
    )


def check_burden(system: Participation) -> Finding:
    """Look at the burden of the committee (L141)."""
    load = system.strength_between(
        who.GOVERNMENT, who.COMMITTEE, relation_class=RelationClass.BURDEN
    )
    return compared(
        load,
        ">=",
        IN_FORCE,
        Label("administration on the committee", "居委会的行政负担"),
        Label("strong", "强"),
    )


def check_alone(system: Participation) -> Finding:
    """Look at how far residents hold together (L141, L153)."""
    return compared(
        system.group_strength(),
        "<",
        MEDIUM,
        Label("how far residents hold together", "居民凝聚程度"),
        Label("medium", "中等"),
    )


def check_conflict(system: Participation) -> Finding:
    """Look at the conflict with the firm (L157)."""
    conflict = system.strength_between(
        who.RESIDENTS, who.FIRM, relation_class=RelationClass.TENSION
    )
    return compared(
        conflict,
        ">=",
        IN_FORCE,
        Label("conflict with the firm", "与物业的矛盾"),
        Label("strong", "强"),
    )


def check_surface(system: Participation) -> Finding:
    """Take the median of the rungs; relations of unknown strength may stand anywhere (L157)."""
    low, high = system.median_rungs()
    open_ends = len(unrated(system))
    known = [item.rung for item in system.rungs() if item.counted]
    verdicts = {
        medians([*known, *[end] * count])[0].number <= NON_PARTICIPATION
        for end in (Rung.MANIPULATION, Rung.CITIZEN_CONTROL)
        for count in range(open_ends + 1)
    }
    more_en = f" Not known: {open_ends} more." if open_ends else ""
    more_zh = f"另有 {open_ends} 项未知。" if open_ends else ""
    return Finding(
        verdicts.pop() if len(verdicts) == 1 else None,
        Label(
            f"The lower median rung is {low.number} ({low.label.text('en')}), the upper"
            f" {high.number} ({high.label.text('en')}); up to {NON_PARTICIPATION} it is no"
            f" participation." + more_en,
            f"等级下中位数为 {low.number}（{low.label.text('zh')}），上中位数为 {high.number}"
            f"（{high.label.text('zh')}）；{NON_PARTICIPATION} 及以下为非参与。" + more_zh,
        ),
    )


def check_opinion_day(system: Participation) -> Finding:
    """Follow residents' word over the opinion day alone (L149)."""
    floor = system.parameters.value("voice_floor")
    firm = system.capacity_via(who.FIRM, who.OPINION_CHANNEL)
    committee = system.capacity_via(who.COMMITTEE, who.OPINION_CHANNEL)
    if firm is None or committee is None:
        return unknown("a relation of the channel", "渠道的一项关系")
    return Finding(
        min(firm, committee) > floor + 1e-12,
        Label(
            f"By the opinion day {firm:.3f} reaches the firm and {committee:.3f} the committee; up"
            f" to {floor:.2f} it is a form.",
            f"经意见日到达物业 {firm:.3f}、居委会 {committee:.3f}；"
            f"不高于 {floor:.2f} 视为流于形式。",
        ),
    )


def check_regular(system: Participation) -> Finding:
    """Hold the opinion day weekly, then monthly (L149)."""
    leave = system.word(who.OPINION_CHANNEL, who.FIRM)
    weekly, monthly = system.entry(1.0), system.entry(MONTHLY)
    if weekly is None or monthly is None or not system.entry() or not leave:
        return Finding(
            None,
            Label(
                "No opinion day reaches the firm in this view, so nothing can become rarer.",
                "该视图中没有通向物业的意见日，谈不上变少。",
            ),
        )
    floor = system.parameters.value("voice_floor")
    often, rarely = weekly * leave, monthly * leave
    return Finding(
        often > floor + 1e-12 >= rarely,
        Label(
            f"Weekly {often:.3f} reaches the firm, monthly {rarely:.3f}; up to {floor:.2f} it is a"
            f" form.",
            f"每周一次时到达物业 {often:.3f}，每月一次时 {rarely:.3f}；"
            f"不高于 {floor:.2f} 视为流于形式。",
        ),
    )


def check_all_requirements(system: Participation) -> Finding:
    """Check the seven requirements (L149)."""
    found = system.requirements()
    met = [item.met for item in found]
    en = "; ".join(item.label.text("en") for item in found if item.met is False) or "nothing"
    zh = "；".join(item.label.text("zh") for item in found if item.met is False) or "无"
    said = Label(
        f"{met.count(True)} of {len(found)} are met; lacking: {en}.",
        f"满足 {met.count(True)} 项；尚缺：{zh}。",
    )
    if None in met:
        open_en = "; ".join(item.label.text("en") for item in found if item.met is None)
        open_zh = "；".join(item.label.text("zh") for item in found if item.met is None)
        said = Label(f"{said.en} Not known: {open_en}.", f"{said.zh}未知：{open_zh}。")
    return Finding(False if False in met else None if None in met else True, said)


def check_to_government(system: Participation) -> Finding:
    """Compare the ways to the government (L149, L153)."""
    own = system.capacity_via(who.GOVERNMENT, who.SELF_ORGANISATION)
    others = [
        system.capacity_via(who.GOVERNMENT, via)
        for via in (None, who.CHAT_GROUP, who.OPINION_CHANNEL)
    ]
    known = [item for item in others if item is not None]
    if own is None or len(known) < len(others):
        return unknown("a way to the government", "通向政府的一条渠道")
    floor = system.parameters.value("voice_floor")
    return Finding(
        max(known) <= floor + 1e-12 < own,
        Label(
            f"By residents' own groups {own:.3f} reaches the government, by any other way at most"
            f" {max(known):.3f}.",
            f"经居民自组织到达政府 {own:.3f}，其他渠道至多 {max(known):.3f}。",
        ),
    )


def check_belonging(system: Participation) -> Finding:
    """Follow what residents get back from their own groups (L153)."""
    return compared(
        system.belonging(),
        ">",
        system.parameters.value("voice_floor"),
        Label("what comes back from residents' own groups", "居民自组织带回的归属"),
        Label("limit", "界限"),
    )


def check_own_groups(system: Participation) -> Finding:
    """Compare what government and residents put into the groups (L153)."""
    guided = system.cooptation()
    if guided is None:
        return unknown("who makes the groups (there may be none)", "自组织的来源（可能尚无）")
    return compared(
        guided,
        "<=",
        system.parameters.value("cooptation_limit"),
        Label("government's part in residents' own groups", "政府在居民自组织中的占比"),
        Label("limit", "界限"),
    )
