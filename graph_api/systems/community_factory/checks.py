"""How each statement of essay 6 is checked: run the mechanism, look, say what was seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph_api.domain import CaseState, Finding, Label
from graph_api.errors import ScenarioError
from graph_api.systems.community_factory import cases
from graph_api.systems.community_factory.four import FOUR_LABELS
from graph_api.systems.community_factory.targeting import RULES

if TYPE_CHECKING:
    from graph_api.systems.community_factory.system import CommunityFactory

NEAR_ABSENT, WEAK, MEDIUM = 0.12, 0.40, 0.60
"""The ends of the bands near absent, weak and medium (A-02)."""

ROUNDING = 1e-9


def _unknown(en: str, zh: str) -> Finding:
    return Finding(None, Label(en, zh))


def spirit_is_missed(system: CommunityFactory) -> Finding:
    """Try the rule of material conditions on all who are short in spirit."""
    errors = system.rule_errors(RULES[1], spirit_only=True)
    if errors.exclusion_error is None:
        return Finding(
            False,
            Label(
                "Nobody who is short in spirit is poor by many dimensions, so nobody is missed.",
                "在精神方面有欠缺者按多维标准均不贫困，因此无人被遗漏。",
            ),
        )
    return Finding(
        bool(errors.missed),
        Label(
            f"Of those short in spirit who are poor by many dimensions, the rule of material"
            f" conditions misses {errors.exclusion_error:.1%} ({len(errors.missed)} of the"
            " profiles looked at).",
            f"在精神方面有欠缺且按多维标准贫困者中，物质条件规则遗漏"
            f" {errors.exclusion_error:.1%}（{len(errors.missed)} 种情形）。",
        ),
    )


def left_out(system: CommunityFactory) -> Finding:
    """Score how far the county reaches people in spiritual poverty."""
    reach = system.reach_of_the_missed()
    if reach is None:
        return _unknown("How far the county reaches them is not known.", "县政府对其触及程度未知。")
    return Finding(
        reach <= NEAR_ABSENT + ROUNDING,
        Label(
            f"The county reaches people in spiritual poverty at {reach:.3f}; near absent ends at"
            f" {NEAR_ABSENT}.",
            f"县政府对精神贫困群体的触及为 {reach:.3f}；“几近缺失”止于 {NEAR_ABSENT}。",
        ),
    )


def material_help(system: CommunityFactory) -> Finding:
    """Compare what the factories give the poor in work and in culture."""
    jobs = system.strength_between("community_factories", "poor_households", conveys="employment")
    culture = system.strength_between("community_factories", "poor_households", conveys="service")
    if jobs is None or culture is None:
        return _unknown("One of the two strengths is not known.", "两个强度之一未知，无法比较。")
    return Finding(
        jobs > culture + ROUNDING,
        Label(
            f"The factories give the poor employment at {jobs:.2f} and culture, education and"
            f" company life at {culture:.2f}.",
            f"社区工厂给贫困户的就业为 {jobs:.2f}，文化、教育与企业文化为 {culture:.2f}。",
        ),
    )


def not_self_driven(system: CommunityFactory) -> Finding:
    """Look at what the poor give themselves."""
    own = system.strength_between("poor_households", "poor_households")
    if own is None:
        return _unknown("Their own drive is not known.", "自主脱贫能力未知。")
    return Finding(
        own < WEAK - ROUNDING,
        Label(
            f"The poor's own drive stands at {own:.2f}; weak ends at {WEAK:.2f}.",
            f"贫困户的自主脱贫能力为 {own:.2f}；“弱”止于 {WEAK:.2f}。",
        ),
    )


def shorter_flow(system: CommunityFactory) -> Finding:
    """Compare what of the funds arrives today and before."""
    before, today = system.funds_arriving(today=False), system.funds_arriving()
    return Finding(
        today > before + ROUNDING,
        Label(
            f"Of the funds {today:.1%} arrive today, {before:.1%} arrived before.",
            f"目前到户资金比例为 {today:.1%}，简化前为 {before:.1%}。",
        ),
    )


def office_links(system: CommunityFactory) -> Finding:
    """Look at both ways between the factory office and the factories."""
    down = system.strength_between("factory_office", "community_factories", conveys="information")
    up = system.strength_between("community_factories", "factory_office", conveys="information")
    if down is None or up is None:
        return _unknown("One of the two ways is not known.", "两个方向之一未知。")
    return Finding(
        min(down, up) >= WEAK - ROUNDING,
        Label(
            f"Information flows from the office at {down:.2f} and back at {up:.2f}; medium begins"
            f" at {WEAK:.2f}.",
            f"信息由办公室流出为 {down:.2f}，回流为 {up:.2f}；“中等”始于 {WEAK:.2f}。",
        ),
    )


def assessment_weakest(system: CommunityFactory) -> Finding:
    """Find the weakest of the four dimensions by the strengths of their relations."""
    found = system.four_dimensions()
    if found.overall is None or found.weakest is None or found.margin is None:
        return _unknown(
            "A relation of one of the four dimensions is not known.", "四个维度中有关系强度未知。"
        )
    weakest = FOUR_LABELS[found.weakest]
    return Finding(
        found.weakest == "assessment",
        Label(
            f"The weakest dimension is {weakest.text('en')}: its relations stand at"
            f" {found.overall:.3f} on average, the next dimension's {found.margin:.3f} above.",
            f"最弱的维度是{weakest.text('zh')}：其各关系强度平均为 {found.overall:.3f}，"
            f"次弱维度高出 {found.margin:.3f}。",
        ),
    )


def no_voice(system: CommunityFactory) -> Finding:
    """Look at the say of the poor in the factories, and at their labour beside it."""
    voice, labour = system.voice(), system.labour()
    if voice is None:
        return _unknown("Their voice is not known.", "其发言权未知。")
    work = "unknown" if labour is None else f"{labour:.2f}"
    work_zh = "未知" if labour is None else f"{labour:.2f}"
    return Finding(
        voice <= NEAR_ABSENT + ROUNDING,
        Label(
            f"The poor's say in the factories stands at {voice:.2f} (near absent ends at"
            f" {NEAR_ABSENT}); their labour, which is no voice, at {work}.",
            f"贫困户在工厂中的发言权为 {voice:.2f}（“几近缺失”止于 {NEAR_ABSENT}）；"
            f"劳动不是发言权，为 {work_zh}。",
        ),
    )


def _win_seen(system: CommunityFactory) -> tuple[float, Label] | None:
    scores = {key: pair.mutual for key, pair in system.mutual().items()}
    least = system.win_win_win()
    if least is None:
        return None
    return least, Label(
        f"Both ways count: county and poor {scores['county_poor']:.3f}, factories and poor"
        f" {scores['factories_poor']:.3f}, county and factories"
        f" {scores['county_factories']:.3f}; the least is {least:.3f}.",
        f"两个方向合计：县政府与贫困户 {scores['county_poor']:.3f}，工厂与贫困户"
        f" {scores['factories_poor']:.3f}，县政府与工厂 {scores['county_factories']:.3f}；"
        f"最小为 {least:.3f}。",
    )


def all_win_already(system: CommunityFactory) -> Finding:
    """Score the three pairs, both ways: medium at least is a gain for all."""
    seen = _win_seen(system)
    if seen is None:
        return _unknown("One of the three pairs is not known.", "三对关系之一未知。")
    return Finding(seen[0] >= WEAK - ROUNDING, seen[1])


def win_is_a_goal(system: CommunityFactory) -> Finding:
    """Score the three pairs, both ways: below strong it is still a goal."""
    seen = _win_seen(system)
    if seen is None:
        return _unknown("One of the three pairs is not known.", "三对关系之一未知。")
    return Finding(seen[0] < MEDIUM - ROUNDING, seen[1])


def factories_lift(system: CommunityFactory) -> Finding:
    """Hold the households out of poverty against the jobs of the poor."""
    found = system.without_factories()
    lifted = system.parameters.value("households_lifted")
    return Finding(
        found.out_anyway_at_least <= ROUNDING,
        Label(
            f"One job lifts one household: the jobs of the poor explain at most"
            f" {found.explained_at_most:.0f} of {lifted:.0f} households; at least"
            f" {found.out_anyway_at_least:.0f} left poverty in another way.",
            f"按一个岗位带动一户计：贫困群众的岗位最多解释 {lifted:.0f} 户中的"
            f" {found.explained_at_most:.0f} 户；至少 {found.out_anyway_at_least:.0f} 户"
            "以其他途径脱贫。",
        ),
    )


def jobs_are_few(system: CommunityFactory) -> Finding:
    """Hold those at work against those who were moved."""
    jobs = system.jobs()
    if jobs.coverage is None:
        return _unknown("Nobody looks for a job.", "没有就业需求。")
    fill = "unknown" if jobs.fill_rate is None else f"{jobs.fill_rate:.0%}"
    fill_zh = "未知" if jobs.fill_rate is None else f"{jobs.fill_rate:.0%}"
    return Finding(
        jobs.coverage < 0.5,
        Label(
            f"People at work there are {jobs.coverage:.1%} of those who were moved; {fill} of the"
            " posts are filled.",
            f"在岗人数占搬迁群众的 {jobs.coverage:.1%}；岗位的 {fill_zh} 已有人在岗。",
        ),
    )


def little_security(system: CommunityFactory) -> Finding:
    """Compare resettlement with the weakest of what secures the households."""
    settled = system.strength_between("pingli_county", "relocated_households")
    kept = [
        system.strength_between("community_factories", "poor_households", conveys="employment"),
        system.strength_between("pingli_county", "poor_households", conveys="skill"),
        system.strength_between("community_factories", "poor_households", conveys="service"),
    ]
    known = [strength for strength in kept if strength is not None]
    if settled is None or len(known) < len(kept):
        return _unknown("One of the strengths is not known.", "其中一个强度未知。")
    security = min(known)
    return Finding(
        settled >= MEDIUM - ROUNDING and security < WEAK - ROUNDING,
        Label(
            f"Resettlement reaches the households at {settled:.2f}; the weakest of what secures"
            f" them (job, training, culture) at {security:.2f}.",
            f"安置到户为 {settled:.2f}；就业、培训、文化三项保障中最弱者为 {security:.2f}。",
        ),
    )


def exit_standard_holds(system: CommunityFactory) -> Finding:
    """Send a household through the machine that is well off every second year only."""
    rule = system.exit_rule()
    low, high = 0.0, max(rule.cutoff, system.parameters.value("poverty_cutoff"))
    case = cases.open_case("household", at=datetime(2016, 1, 1, tzinfo=UTC))
    for state in (CaseState.ASSISTED, CaseState.MANAGED, CaseState.ASSESSED):
        case = cases.move(case, state, at=datetime(2016, 1, 2, tzinfo=UTC))
    left = None
    for year in range(2016, 2026):
        value = low if year % 2 == 0 else high
        case = cases.observe(
            case, cases.DEPRIVATION, value, at=datetime(year, 6, 1, tzinfo=UTC).date()
        )
        try:
            cases.move(
                case,
                CaseState.EXITED,
                at=datetime(year, 6, 1, tzinfo=UTC),
                exit_rule=rule,
            )
        except ScenarioError:
            continue
        left = year - 2016 + 1
        break
    return Finding(
        left is None,
        Label(
            "A household that falls back every second year is never declared out in ten years."
            if left is None
            else f"A household that falls back every second year is declared out in year {left}.",
            "隔年返贫的农户十年内从未被宣布脱贫。"
            if left is None
            else f"隔年返贫的农户在第 {left} 年即被宣布脱贫。",
        ),
    )
