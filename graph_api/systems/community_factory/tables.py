"""The tables that the system gives: what is more than one number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from graph_api.domain import CONVEYS, Label, TableRule
from graph_api.domain.system import Value
from graph_api.systems.community_factory.cases import STEPS
from graph_api.systems.community_factory.four import (
    DEFICIENCY_AT,
    FOUR_LABELS,
    SUPPORTS,
    Support,
)
from graph_api.systems.community_factory.robustness import headcounts_over_k
from graph_api.systems.community_factory.settling import STEP_LABELS
from graph_api.systems.community_factory.targeting import RULES

if TYPE_CHECKING:
    from graph_api.systems.community_factory.system import CommunityFactory

MOST_ROWS = 200
"""A table of households shows no more than this many."""

ROLES = {
    "relief_cadres": Label("poverty-relief cadres", "扶贫干部"),
    "townships": Label("township government", "镇政府"),
    "factory_office": Label("factory office", "社区工厂办公室"),
    "pingli_county": Label("county government", "县政府"),
}


def _four(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    for item in system.four_dimensions().levels:
        line = DEFICIENCY_AT[item.key]
        yield (
            FOUR_LABELS[item.key],
            item.level,
            None if item.weakest is None else _between(system, item.weakest),
            item.least,
            Label("none named", "未指出") if line is None else f"L{line}",
        )


def _supports(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    for key, supports in SUPPORTS.items():
        for item in supports:
            yield FOUR_LABELS[key], _between(system, item), system.support(item)


def _between(system: CommunityFactory, support: Support) -> Label:
    """Name a relation in words: from whom to whom, and what it conveys."""
    start, end = (system.view.actor(name).name for name in (support.start, support.end))
    what = CONVEYS[support.conveys]
    return Label(
        f"{start.text('en')} → {end.text('en')}: {what.text('en')}",
        f"{start.text('zh')}→{end.text('zh')}：{what.text('zh')}",
    )


def _rules(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    for rule in RULES:
        every, spirit = system.rule_errors(rule), system.rule_errors(rule, spirit_only=True)
        yield (
            rule.label,
            f"L{rule.line}",
            every.exclusion_error,
            every.inclusion_error,
            spirit.exclusion_error,
        )


def _pairs(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    labels = {
        "county_poor": Label("county and the poor", "县政府与贫困户"),
        "factories_poor": Label("factories and the poor", "工厂与贫困户"),
        "county_factories": Label("county and factories", "县政府与工厂"),
    }
    for key, pair in system.mutual().items():
        yield labels[key], pair.forward, pair.reverse, pair.mutual


def _steps(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    for step in STEPS:
        days = None if step.deadline is None else system.parameters.known_value(step.deadline)
        before = Label("(opened)", "（开立）") if step.before is None else step.before.label
        yield before, step.after.label, ROLES[step.role], days


def _conflicts(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    figures = system.view.figures
    done: set[frozenset[str]] = set()
    for figure in figures.values():
        for other in (figures[key] for key in figure.conflicts_with if key in figures):
            pair = frozenset({figure.key, other.key})
            if pair not in done:
                done.add(pair)
                yield figure.label, figure.value, other.label, other.value


def _explained(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    for item in system.explained():
        label = system.view.figures[item.figure].label
        yield label, f"L{item.line}", item.at_most, item.share, item.unexplained


def _settling(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    if system.given:
        for item in system.settling():
            yield item.household, _step(item.at_least), _step(item.at_most)


def _step(number: int) -> Label:
    return STEP_LABELS[number]


def _over_k(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    if system.given:
        for step in headcounts_over_k(system.given, system.dimensions()):
            yield step.above, step.up_to, step.headcount, step.adjusted


def _households(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
    if not system.given:
        return
    found = system.identify(system.given)
    firm = {item.household: item for item in system.stability(system.given)}
    for key, low, high in found.scores[:MOST_ROWS]:
        state = (
            Label("poor", "贫困")
            if key in found.poor
            else Label("not poor", "非贫困")
            if key in found.not_poor
            else Label("unknown", "未知")
        )
        yield key, state, low, high, firm[key].at_least, firm[key].at_most


def _now(
    rows: Callable[[CommunityFactory], Iterable[tuple[Value, ...]]],
) -> Callable[[CommunityFactory], Iterable[tuple[Value, ...]]]:
    """Make the rows at once, so that what is missing is noticed here."""

    def read(system: CommunityFactory) -> Iterable[tuple[Value, ...]]:
        return [*rows(system)]

    return read


TABLES: tuple[TableRule[CommunityFactory], ...] = (
    TableRule(
        "four_dimensions",
        Label("The four dimensions of targeted relief", "精准扶贫的四个维度"),
        (
            Label("dimension", "维度"),
            Label("level", "水平"),
            Label("weakest relation", "最弱的关系"),
            Label("its strength", "其强度"),
            Label("deficiency named at", "指出不足之处"),
        ),
        _now(_four),
        ("A-01", "A-132"),
    ),
    TableRule(
        "dimension_relations",
        Label("The relations that carry each dimension", "支撑各维度的关系"),
        (Label("dimension", "维度"), Label("relation", "关系"), Label("strength", "强度")),
        _now(_supports),
        ("A-01", "A-132"),
    ),
    TableRule(
        "todays_rules",
        Label("Today's rule in its three descriptions", "现行规则的三种表述"),
        (
            Label("rule", "规则"),
            Label("line", "行"),
            Label("missed of the poor", "遗漏率"),
            Label("wrongly found", "误纳率"),
            Label("missed of those short in spirit", "精神贫困遗漏率"),
        ),
        _now(_rules),
        ("A-33", "A-129", "A-130"),
    ),
    TableRule(
        "three_pairs",
        Label("Government, factories and the poor, both ways", "政府、工厂与贫困户：双向"),
        (
            Label("pair", "对"),
            Label("forward", "正向"),
            Label("reverse", "反向"),
            Label("mutual", "相互"),
        ),
        _now(_pairs),
        ("A-01",),
    ),
    TableRule(
        "case_steps",
        Label("Steps of a case", "个案的步骤"),
        (
            Label("from", "自"),
            Label("to", "至"),
            Label("who", "责任者"),
            Label("days", "期限（天）"),
        ),
        _now(_steps),
        ("A-134",),
    ),
    TableRule(
        "conflicting_figures",
        Label("Figures that contradict each other", "相互矛盾的数字"),
        (
            Label("figure", "数字"),
            Label("value", "值"),
            Label("against", "对照"),
            Label("value", "值"),
        ),
        _now(_conflicts),
    ),
    TableRule(
        "households_explained_by_jobs",
        Label(
            "Households out of poverty that each count of jobs could explain at most",
            "各种就业口径最多能解释的脱贫户",
        ),
        (
            Label("count", "口径"),
            Label("line", "行"),
            Label("households", "户"),
            Label("share of those lifted", "占脱贫户之比"),
            Label("left unexplained", "未能解释"),
        ),
        _now(_explained),
        ("A-127",),
    ),
    TableRule(
        "headcount_over_k",
        Label("Headcount over the cutoff k", "贫困发生率随临界值 k 的变化"),
        (
            Label("k above", "k 大于"),
            Label("up to", "至"),
            Label("H", "H"),
            Label("M0", "M0"),
        ),
        _now(_over_k),
        ("A-33",),
    ),
    TableRule(
        "households",
        Label("The given households", "所给农户"),
        (
            Label("household", "农户"),
            Label("standing", "认定"),
            Label("deprivations at least", "剥夺比例下限"),
            Label("at most", "上限"),
            Label("poor in this share of weights", "权重抽样中贫困的比例"),
            Label("at most", "上限"),
        ),
        _now(_households),
        ("A-33", "A-138"),
    ),
    TableRule(
        "settling",
        Label("How far the given households have settled in", "所给农户的安置进程"),
        (
            Label("household", "农户"),
            Label("last step reached, at least", "已达步骤（至少）"),
            Label("at most", "至多"),
        ),
        _now(_settling),
        ("A-139",),
    ),
)
