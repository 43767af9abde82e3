"""How running the mechanism over a view checks each statement of the essay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Finding, Label, RelationClass
from graph_api.domain.findings import compared, listed, unknown
from graph_api.systems.wechat_platform import actors as who
from graph_api.systems.wechat_platform.gates import WEAK_BELOW, LimitingFactor
from graph_api.systems.wechat_platform.problems import STRONG_FROM, RemedyFit
from graph_api.systems.wechat_platform.rumour import LONGEST_HOURS, mean_field

if TYPE_CHECKING:
    from graph_api.systems.wechat_platform.system import WechatPlatform

STRONG = Label("where strong begins", "“强”的下限")
MEDIUM = Label("where weak ends", "“弱”的上限")
FORM = Label("up to here a form", "流于形式的上限")

LATE_HOURS = 24.0
"""How late a clarification is that nobody would call timely."""

LONG_STEP = 0.5
"""Steps of the long run, in hours: three decimals are enough there."""

NOTICED = 0.01
"""One resident in a hundred: a smaller difference is none."""


def check_open_government(system: WechatPlatform) -> Finding:
    """Look at the information that residents get over the platform (L17)."""
    told = system.tie(who.PLATFORM, who.RESIDENTS, ("information",))
    name = Label("information from the platform to residents", "平台到居民的信息")
    return compared(told, ">=", STRONG_FROM, name, STRONG)


def check_effective_supervision(system: WechatPlatform) -> Finding:
    """Look at residents' supervision of the office (L17)."""
    watched = system.tie(who.RESIDENTS, who.OFFICE, ("supervision",))
    name = Label("supervision of the office by residents", "居民对街道的监督")
    return compared(watched, ">=", STRONG_FROM, name, STRONG)


def check_pooled_opinion(system: WechatPlatform) -> Finding:
    """Follow residents' opinion over the platform to the office (L19)."""
    floor = system.parameters.value("voice_floor")
    name = Label("residents' opinion that reaches the office", "到达街道的居民意见")
    return compared(system.flow().up, ">", floor, name, FORM)


def check_two_way(system: WechatPlatform) -> Finding:
    """Compare both directions through the platform (L19)."""
    flow, limit = system.flow(), system.parameters.value("one_way_threshold")
    if flow.down is None or flow.up is None or flow.balance is None:
        return unknown("a direction between office and residents", "街道与居民之间的一个方向")
    holds = flow.is_two_way(limit)
    return Finding(
        holds,
        Label(
            f"{flow.down:.3f} goes down, {flow.up:.3f} comes up: balance {flow.balance:.2f};"
            f" two-way from {limit:.2f}.",
            f"向下 {flow.down:.3f}，向上 {flow.up:.3f}：平衡度 {flow.balance:.2f}；"
            f"{limit:.2f} 起为双向。",
        ),
    )


def check_people_answer(system: WechatPlatform) -> Finding:
    """Leave automatic replies out of both directions (L19)."""
    flow = system.human_flow()
    limit = system.parameters.value("one_way_threshold")
    name = Label("balance without automatic replies", "剔除自动回复后的平衡度")
    return compared(flow.balance, ">=", limit, name, Label("two-way from", "双向的下限"))


def check_rumours_curbed(system: WechatPlatform) -> Finding:
    """Run the race with and without the platform (L21): fewer believe it, and still some more."""
    start = system.parameters.value("initial_misinformed")
    with_it = system.course.believed[-1]
    without = system.course_without_platform.believed[-1]
    hours = system.course.times[-1]
    long_run = [
        mean_field(system.race(horizon=LONGEST_HOURS, reach=reach), LONG_STEP).believed[-1]
        for reach in (None, 0.0)
    ]
    return Finding(
        with_it < without - NOTICED and with_it > start,
        Label(
            f"Within {hours:g} hours {with_it:.1%} of residents believe the rumour, {without:.1%}"
            f" without clarification ({start:.1%} at the start); within {LONGEST_HOURS:g} hours"
            f" {long_run[0]:.1%} and {long_run[1]:.1%}.",
            f"{hours:g} 小时内相信过谣言的居民占 {with_it:.1%}，没有澄清时为 {without:.1%}"
            f"（起始 {start:.1%}）；{LONGEST_HOURS:g} 小时内分别为 {long_run[0]:.1%} 与"
            f" {long_run[1]:.1%}。",
        ),
    )


def check_timely(system: WechatPlatform) -> Finding:
    """Run the race with the clarification of this view, and with one a day late (L21)."""
    now = system.course.believed[-1]
    late = mean_field(system.race(delay=LATE_HOURS)).believed[-1]
    delay = system.parameters.value("clarification_delay_hours")
    hours = system.course.times[-1]
    return Finding(
        now < late - NOTICED,
        Label(
            f"Clarified after {delay:g} hours {now:.1%} believe it within {hours:g} hours,"
            f" clarified after {LATE_HOURS:g} hours {late:.1%}.",
            f"{delay:g} 小时后澄清，{hours:g} 小时内 {now:.1%} 的居民相信过；"
            f"{LATE_HOURS:g} 小时后澄清，{late:.1%}。",
        ),
    )


def check_use_is_weak(system: WechatPlatform) -> Finding:
    """Take the scarcest factor (L27)."""
    found = system.gates()
    least = found.minimum
    if least is None or (found.unknown and least >= WEAK_BELOW):
        return unknown(
            listed([item.label for item in found.unknown]).text("en"),
            listed([item.label for item in found.unknown]).text("zh"),
        )
    name = Label("scarcest known factor", "已知因素中最稀缺者")
    return compared(least, "<", WEAK_BELOW, name, MEDIUM)


def check_inertia(system: WechatPlatform) -> Finding:
    """Look at one-way telling (L19, L27)."""
    telling = system.tie(who.OFFICE, who.RESIDENTS, None, RelationClass.CONTROL)
    name = Label("one-way telling of residents", "对居民的单向灌输")
    return compared(telling, ">=", WEAK_BELOW, name, MEDIUM)


def check_cadres(system: WechatPlatform) -> Finding:
    """Look at the cadres' support (L29)."""
    support = system.tie(who.CADRES, who.PLATFORM)
    return compared(support, "<", WEAK_BELOW, Label("cadres' support", "干部支持"), MEDIUM)


def check_key_constraint(system: WechatPlatform) -> Finding:
    """Look whether the operators' skill is the scarcest factor, or as scarce (L31)."""
    found = system.gates()
    skill = found.known.get(LimitingFactor.SKILL)
    if skill is None:
        return unknown("the operators' skill", "运营能力")
    names = listed([factor.label for factor in found.binding])
    lowest = found.minimum
    tied = LimitingFactor.SKILL in found.binding and len(found.binding) > 1
    return Finding(
        LimitingFactor.SKILL in found.binding,
        Label(
            f"Skill {skill:.2f}; scarcest at {lowest:.2f}: {names.text('en')}."
            + (" It is not the only one, so training alone lifts nothing." if tied else ""),
            f"运营能力 {skill:.2f}；最稀缺（{lowest:.2f}）：{names.text('zh')}。"
            + ("它并非唯一，单靠培训无济于事。" if tied else ""),
        ),
    )


def check_coverage(system: WechatPlatform) -> Finding:
    """Look at the coverage (L35)."""
    known = system.parameters.known_value("coverage")
    if known is None:
        return Finding(
            None,
            Label(
                "The essay says it in words (L35: small) and prints no figure. Not known: share of"
                " residents covered.",
                "原文只用文字说“覆盖小”（第35行），没有给出数字。未知：居民覆盖比例。",
            ),
        )
    name = Label("share of residents covered", "居民覆盖比例")
    return compared(known, "<", WEAK_BELOW, name, MEDIUM)


def check_identification(system: WechatPlatform) -> Finding:
    """Look at the identification of those covered (L35)."""
    known = system.parameters.known_value("identification")
    if known is None:
        return Finding(
            None,
            Label(
                "The essay says it in words (L35: full of problems) and prints no figure. Not"
                " known: share of those covered who use it.",
                "原文只用文字说认同感“问题重重”（第35行），没有给出数字。"
                "未知：已覆盖者中认同使用的比例。",
            ),
        )
    name = Label("share of those covered who use it", "已覆盖者中认同使用的比例")
    return compared(known, "<", WEAK_BELOW, name, MEDIUM)


def check_input(system: WechatPlatform) -> Finding:
    """Look at people, money and material (L37)."""
    given = system.tie(who.HIGHER, who.OFFICE)
    name = Label("people, money and material for the office", "对街道的人财物投入")
    return compared(given, "<", WEAK_BELOW, name, MEDIUM)


def check_remedies(system: WechatPlatform) -> Finding:
    """Look for problems that the essay lists and that are still open (L27-L47)."""
    named = [item for item in system.problems() if item.named]
    still = [item for item in named if item.is_open]
    unsaid = [item for item in named if item.is_open is None]
    if not still and unsaid:
        missing = listed([item.measured for item in unsaid])
        return unknown(missing.text("en"), missing.text("zh"))
    gaps = [item for item in still if item.answer is RemedyFit.NONE]
    names = listed([item.label for item in still])
    return Finding(
        not still,
        Label(
            f"Of {len(named)} listed problems {len(still)} are open: {names.text('en')};"
            f" {len(gaps)} of them without any remedy.",
            f"所列 {len(named)} 个问题中仍有 {len(still)} 个：{names.text('zh')}；"
            f"其中 {len(gaps)} 个没有任何对策。",
        ),
    )


def check_groups_speak(system: WechatPlatform) -> Finding:
    """Follow an interest group's opinion to the office (L41, L45)."""
    floor = system.parameters.value("voice_floor")
    name = Label("a group's opinion that reaches the office", "到达街道的群体意见")
    return compared(system.voice_of(who.GROUPS), ">", floor, name, FORM)


def check_equal(system: WechatPlatform) -> Finding:
    """Compare the weakest with the strongest voice (L41)."""
    even = system.consult().evenness
    limit = system.parameters.value("equal_voice")
    name = Label("weakest voice over the strongest", "最弱与最强声音之比")
    return compared(even, ">=", limit, name, Label("equals from", "平等的下限"))


def check_consensus(system: WechatPlatform) -> Finding:
    """Let two groups and the others consult (L41, L47)."""
    found = system.consult()
    rounds = len(found.positions) - 1
    lacking = listed([item.label for item in found.failed])
    return Finding(
        found.reached,
        Label(
            f"After {rounds} rounds the spread is {found.spread:.3f}; conditions that fail:"
            f" {lacking.text('en')}.",
            f"{rounds} 轮之后差距为 {found.spread:.3f}；未满足的条件：{lacking.text('zh')}。",
        ),
    )


def check_open_to_all(system: WechatPlatform) -> Finding:
    """Count the stakeholders with an unobstructed way (L43)."""
    found = system.supervision()
    name = Label("share of stakeholders with an open way", "渠道畅通的利益相关者比例")
    return compared(found.open_share, ">=", 1.0, name, Label("all", "全部"))


def check_all_weather(system: WechatPlatform) -> Finding:
    """Look at the hours of supervision (L43)."""
    share = system.supervision().hours_share
    name = Label("share of the day with supervision", "可监督时间占全天比例")
    found = compared(share, ">=", 1.0, name, Label("around the clock", "全天候"))
    return Finding(
        found.holds,
        Label(
            f"{found.observed.text('en')} The hours are what the parameter says, read from the"
            " essay's wish; nobody has counted them.",
            f"{found.observed.text('zh')}小时数取自参数，由原文的期望读出，无人统计。",
        ),
    )


def check_mutual_constraint(system: WechatPlatform) -> Finding:
    """Compare supervision upward with telling downward (L43)."""
    up = system.tie(who.RESIDENTS, who.OFFICE, ("supervision",))
    down = system.tie(who.OFFICE, who.RESIDENTS, None, RelationClass.CONTROL)
    name = Label("supervision by residents", "居民监督")
    return compared(up, ">=", down, name, Label("one-way telling", "单向灌输"))


def check_tension(system: WechatPlatform) -> Finding:
    """Look at the tension between state and society (L45)."""
    name = Label("tension between groups and office", "群体与街道之间的张力")
    return compared(system.tension(), ">=", STRONG_FROM, name, STRONG)


def check_buffer(system: WechatPlatform) -> Finding:
    """Look whether groups and office also meet on the platform (L45)."""
    flow, floor = system.platform_flow(who.GROUPS), system.parameters.value("voice_floor")
    holds = system.is_buffered()
    if holds is None or flow.down is None or flow.up is None:
        return unknown("a way between groups and office", "群体与街道之间的一条渠道")
    return Finding(
        holds,
        Label(
            f"Over the platform {flow.down:.3f} goes down to groups and {flow.up:.3f} comes up; up"
            f" to {floor:.2f} it is a form.",
            f"经平台向下到群体 {flow.down:.3f}，向上 {flow.up:.3f}；"
            f"不高于 {floor:.2f} 为流于形式。",
        ),
    )


def check_around_the_clock(system: WechatPlatform) -> Finding:
    """Compare the staffed hours with those wished for (L47)."""
    wished = system.parameters.value("service_hours_per_day")
    staffed = system.parameters.known_value("staffed_hours_per_day")
    name = Label("hours a day in which a person answers", "每天有人答复的小时数")
    return compared(staffed, ">=", wished, name, Label("hours wished for", "期待的小时数"))


def check_services(system: WechatPlatform) -> Finding:
    """Take the weaker of the services to residents and units (L47)."""
    given = [
        system.tie(who.PLATFORM, who.RESIDENTS, ("service",)),
        system.tie(who.PLATFORM, who.UNITS),
    ]
    known = [item for item in given if item is not None]
    least = min(known) if len(known) == len(given) else None
    name = Label("weaker service, to residents or units", "对居民与单位服务中较弱者")
    return compared(least, ">=", STRONG_FROM, name, STRONG)
