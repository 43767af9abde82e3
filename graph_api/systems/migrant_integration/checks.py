"""How the statements of the essay are checked: each by running the mechanism (`claims`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from graph_api.domain import Band, Finding, Label
from graph_api.systems.migrant_integration.barriers import BARRIERS, DIMENSIONS
from graph_api.systems.migrant_integration.cohorts import CAUTION
from graph_api.systems.migrant_integration.comparison import WORDS
from graph_api.systems.migrant_integration.generations import Generation
from graph_api.systems.migrant_integration.involution import (
    OFFERS,
    explain_bounds,
    explain_involution,
)
from graph_api.systems.migrant_integration.numbers import EDGE
from graph_api.systems.migrant_integration.supports import explain_supports

if TYPE_CHECKING:
    from graph_api.systems.migrant_integration.system import MigrantIntegration

QUALIFIED: Mapping[str, Label] = {
    "daily_life": Label(
        " The essay adds that this depends on the region they live and move in, too.",
        "原文指出，这也与居住及流动的区域环境有关。",
    )
}
"""What the essay itself adds to a result (L263)."""

STRONG, WEAK_BELOW = 0.60, 0.40
"""Ends of the bands strong and weak (A-02)."""

NEW, CITY = "new_gen_migrants", "urban_residents"


def check_involution(system: MigrantIntegration) -> Finding:
    """Ask whether both conditions of involution hold (L249)."""
    found = system.involution()
    verdict, bounds = explain_involution(found), explain_bounds(system.involution_bounds())
    return Finding(found.involuted, Label(f"{verdict.en} {bounds.en}", f"{verdict.zh}{bounds.zh}"))


def check_ahead(dimension: str, sign: int) -> Callable[[MigrantIntegration], Finding]:
    """Ask whether a generation is ahead in a dimension, by sign: 1 new, -1 older (L263)."""

    def check(system: MigrantIntegration) -> Finding:
        (found,) = (item for item in system.comparison() if item.dimension == dimension)
        mine = [item for item in system.indicators if item.dimension == dimension]
        en = "; ".join(f"{item.label.en}: {WORDS[item.sign].en}" for item in mine)
        zh = "；".join(f"{item.label.zh}：{WORDS[item.sign].zh}" for item in mine)
        holds = None if found.sign is None else found.sign == sign
        added = QUALIFIED.get(dimension, Label("", ""))
        return Finding(
            holds,
            Label(f"{en}.{added.en} {CAUTION.en}", f"{zh}。{added.zh}{CAUTION.zh}"),
        )

    return check


def check_better_schooled(system: MigrantIntegration) -> Finding:
    """Ask whether the new generation is younger and went to school longer (L261)."""
    age, schooling = system.gap("age"), system.gap("schooling")
    per_year = schooling.per_year_of_age
    as_age_en = "" if per_year is None else f" ({per_year:+.3f} per year older, if it were age)"
    as_age_zh = "" if per_year is None else f"（若归因于年龄，则每年长一岁 {per_year:+.3f}）"
    return Finding(
        age.difference < 0 < schooling.difference,
        Label(
            f"The new generation is younger by {-age.difference:.2f} years, and its schooling"
            f" differs by {schooling.difference:+.2f} years{as_age_en}. {CAUTION.en}",
            f"新生代平均年轻 {-age.difference:.2f} 岁，受教育年限相差"
            f" {schooling.difference:+.2f} 年{as_age_zh}。{CAUTION.zh}",
        ),
    )


def check_fit_the_cut(system: MigrantIntegration) -> Finding:
    """Ask whether the mean birth years lie on both sides of the cut (L255, L261)."""
    cut = system.first_new_year
    old, new = system.birth_years(Generation.OLD), system.birth_years(Generation.NEW)
    return Finding(
        old[1] < cut <= new[0],
        Label(
            f"Mean birth year {old[0]:.1f} to {old[1]:.1f} of the older generation and {new[0]:.1f}"
            f" to {new[1]:.1f} of the new one; the cut is {cut:g}.",
            f"平均出生年份：老一代 {old[0]:.1f} 至 {old[1]:.1f}，"
            f"新生代 {new[0]:.1f} 至 {new[1]:.1f}；分界为 {cut:g} 年。",
        ),
    )


def check_change_over_time(system: MigrantIntegration) -> Finding:
    """Ask whether the surveys tell cohort from age (L255)."""
    found = system.told_apart()
    if found.age_from_cohort:
        return Finding(
            True,
            Label(
                f"{found.waves} surveys tell cohort from age, if the years themselves changed"
                " nothing; age, period and cohort together can never all be told apart.",
                f"{found.waves} 次调查在年份本身没有影响的前提下可以区分队列与年龄；"
                "但年龄、时期、队列三者永远无法同时区分。",
            ),
        )
    return Finding(False, CAUTION)


def check_similar(system: MigrantIntegration) -> Finding:
    """Ask whether the openness to both generations is much the same (L267)."""
    most = system.parameters.value("similar_within")
    rows = zip(system.ceilings(Generation.NEW), system.ceilings(Generation.OLD), strict=True)
    pairs = [(new.dimension, new.openness, old.openness) for new, old in rows]
    gaps = [
        None if new is None or old is None else abs(new - old) <= most + EDGE
        for _, new, old in pairs
    ]
    holds = False if False in gaps else (None if None in gaps else True)
    en = "; ".join(
        f"{DIMENSIONS[key].en} {_shown(new)} and {_shown(old)}" for key, new, old in pairs
    )
    zh = "；".join(
        f"{DIMENSIONS[key].zh} {_shown(new, '未知')} 与 {_shown(old, '未知')}"
        for key, new, old in pairs
    )
    return Finding(
        holds,
        Label(
            f"Openness to the new and the older generation: {en}. Whoever is more capable gets"
            " further, but nobody gets above it. The essay names culture and people as barriers of"
            " the new generation only.",
            f"对新生代与老一代的开放度：{zh}。能力强者走得更远，但谁也超不过这一上限。"
            "原文只就新生代提到文化与人为的障碍。",
        ),
    )


def check_institutions(system: MigrantIntegration) -> Finding:
    """Ask whether the institutions alone are the highest barrier everywhere (L247)."""
    ceilings = [item for one in Generation for item in system.ceilings(one)]
    if any(item.openness is None for item in ceilings):
        return Finding(None, Label("A barrier is of unknown height.", "有障碍的高度未知。"))
    names = {barrier.key: barrier.label for barrier in BARRIERS}
    new = system.ceilings(Generation.NEW)
    en = "; ".join(
        f"{DIMENSIONS[item.dimension].en}: "
        + (" and ".join(str(names[key].en) for key in item.binding) or "none")
        for item in new
    )
    zh = "；".join(
        f"{DIMENSIONS[item.dimension].zh}："
        + ("和".join(str(names[key].zh) for key in item.binding) or "无")
        for item in new
    )
    return Finding(
        all(item.binding == ("institutions",) for item in ceilings),
        Label(f"Highest barrier before the new generation, {en}.", f"新生代面前最高的障碍，{zh}。"),
    )


def check_no_voice(system: MigrantIntegration) -> Finding:
    """Ask whether no path leads from either generation to the government (L241-L269)."""
    scores = {one: system.voice(one).forward for one in Generation}
    if None in scores.values():
        return Finding(
            None,
            Label(
                "The only ways lead over relations of unknown strength.",
                "仅有的途径经过强度未知的关系。",
            ),
        )
    new, old = scores[Generation.NEW], scores[Generation.OLD]
    silent = new == 0 and old == 0
    down = system.voice(Generation.NEW).reverse
    return Finding(
        silent,
        Label(
            f"Best path to the government: new generation {_shown(new)}, older {_shown(old)};"
            f" from the government to the new generation {_shown(down)}."
            + (" What comes down has no way back up." if silent else ""),
            f"通向政府的最佳路径：新生代 {_shown(new)}，老一代 {_shown(old)}；"
            f"政府到新生代 {_shown(down, '未知')}。"
            + ("自上而下有途径，自下而上没有。" if silent else ""),
        ),
    )


def check_one_sided(system: MigrantIntegration) -> Finding:
    """Ask whether migrants accept more than they are accepted (L241, L263)."""
    there = system.strength_between(NEW, CITY, conveys="trust")
    back = system.strength_between(CITY, NEW, conveys="trust")
    holds = None if there is None or back is None else there > back + EDGE
    return Finding(
        holds,
        Label(
            f"Migrants accept urban residents with {_shown(there)} and are accepted with"
            f" {_shown(back)}; only the first was measured.",
            f"农民工接纳城里人的程度为 {_shown(there, '未知')}，"
            f"被接纳的程度为 {_shown(back, '未知')}；只有前者经过测量。",
        ),
    )


def check_willing(system: MigrantIntegration) -> Finding:
    """Ask whether a strong wish meets dimensions that are hardly open (L235, L241)."""
    wish = system.strength_between(NEW, CITY, conveys="trust")
    open_ = [item.openness for item in system.ceilings(Generation.NEW)]
    known = [item for item in open_ if item is not None]
    widest = max(known) if len(known) == len(open_) else None
    holds = None if wish is None or widest is None else wish >= STRONG and widest < WEAK_BELOW
    return Finding(
        holds,
        Label(
            f"Readiness for urban residents {_shown(wish)} ({Band.of(wish).label.en}); the most"
            f" open dimension is open by {_shown(widest)} ({Band.of(widest).label.en}).",
            f"对城里人的接纳意愿 {_shown(wish, '未知')}（{Band.of(wish).label.zh}）；"
            f"最开放的层面开放度为 {_shown(widest, '未知')}（{Band.of(widest).label.zh}）。",
        ),
    )


def check_carrier(system: MigrantIntegration) -> Finding:
    """Ask whether the community gives most of all outside the own circle (L243)."""
    given = {key: value for key, value in system.given_by().items() if key != "peer_group"}
    known = {key: value for key, value in given.items() if value is not None}
    mine = known.get("urban_community", 0.0)
    others = {key: value for key, value in known.items() if key != "urban_community"}
    most = max(others.values(), default=0.0)
    en = "; ".join(
        f"{system.view.actor(key).name.text('en', key)} {_shown(value)}"
        for key, value in given.items()
    )
    zh = "；".join(
        f"{system.view.actor(key).name.text('zh', key)} {_shown(value, '未知')}"
        for key, value in given.items()
    )
    return Finding(
        mine > most + EDGE if len(known) == len(given) else None,
        Label(
            f"What reaches the new generation from outside its own circle, by giver: {en}.",
            f"新生代从圈外得到的充权，按来源：{zh}。",
        ),
    )


def check_all_three_kinds(system: MigrantIntegration) -> Finding:
    """Ask whether each offer of the community is at least medium (L267, L269)."""
    offers = system.offers()
    known = [value for value in offers.values() if value is not None]
    weak = any(value < WEAK_BELOW for value in known)
    holds = False if weak else (True if len(known) == len(offers) else None)
    en = "; ".join(f"{OFFERS[key].en} {_shown(value)}" for key, value in offers.items())
    zh = "；".join(f"{OFFERS[key].zh} {_shown(value, '未知')}" for key, value in offers.items())
    widest = [item.openness for item in system.ceilings(Generation.NEW)]
    return Finding(
        holds,
        Label(
            f"What the community gives: {en}; each must be at least medium to help its kind of"
            " integration. The essay asserts the help and shows no test; none of it moves the"
            f" ceilings ({', '.join(map(_shown, widest))}), which institutions and people set.",
            f"社区所给予的：{zh}；每一项至少达到中等，才算有助于相应的融入。原文只是断言有帮助，"
            f"没有给出检验；这些也不改变由制度与人为隔阂决定的上限"
            f"（{'、'.join(_shown(item, '未知') for item in widest)}）。",
        ),
    )


def check_insufficient(system: MigrantIntegration) -> Finding:
    """Ask whether the lowest of the four supports is weak (L247)."""
    found = system.supports()
    holds = None if found.lowest is None else found.lowest < WEAK_BELOW
    return Finding(holds, explain_supports(found))


def check_risk_grows(system: MigrantIntegration) -> Finding:
    """Ask whether the risk of long exclusion grows from round to round (L241)."""
    path = system.risk()
    locked = system.involution().involuted
    return Finding(
        path[-1] > path[0] if len(path) > 1 else path[0] > 0,
        Label(
            f"After 1 round {path[0]:.3f}, after {len(path)} rounds {path[-1]:.3f}:"
            f" {'every round is one of involution' if locked else 'there is no involution'}.",
            f"1 轮之后 {path[0]:.3f}，{len(path)} 轮之后 {path[-1]:.3f}："
            f"{'每一轮都处于内卷化' if locked else '不存在内卷化'}。",
        ),
    )


def _shown(value: float | None, unknown: str = "unknown") -> str:
    return unknown if value is None else f"{value:.2f}"
