"""The numbers that the system gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graph_api.domain import Label, MeasureRule
from graph_api.systems.community_factory.economy import ratio
from graph_api.systems.community_factory.targeting import RULES

if TYPE_CHECKING:
    from graph_api.systems.community_factory.system import CommunityFactory


def _given(field: str) -> Callable[[CommunityFactory], float | None]:
    def read(system: CommunityFactory) -> float | None:
        if not system.given:
            return None
        value: float | None = getattr(system.identify(system.given), field)
        return value

    return read


def _per(whole: str, part: str) -> Callable[[CommunityFactory], float | None]:
    def read(system: CommunityFactory) -> float | None:
        return ratio(system.parameters.value(whole), system.parameters.value(part))

    return read


def _level(rule: int, spirit_only: bool) -> Callable[[CommunityFactory], float | None]:
    def read(system: CommunityFactory) -> float | None:
        return system.rule_errors(RULES[rule], spirit_only=spirit_only).exclusion_error

    return read


MEASURES: tuple[MeasureRule[CommunityFactory], ...] = (
    MeasureRule(
        "overall_level",
        Label("Level of the weakest of the four dimensions", "四个维度中最弱者的水平"),
        "index",
        lambda system: system.four_dimensions().overall,
        ("A-01", "A-132"),
    ),
    MeasureRule(
        "overall_margin",
        Label("How far the next weakest dimension lies above it", "次弱维度高出最弱维度的程度"),
        "index",
        lambda system: system.four_dimensions().margin,
        ("A-01", "A-132"),
    ),
    MeasureRule(
        "exclusion_error_income_rule",
        Label(
            "Poor by many dimensions, missed by the rule of income (of the poor)",
            "多维贫困而被收入规则遗漏的比例",
        ),
        "share",
        _level(0, spirit_only=False),
        ("A-33", "A-129", "A-130"),
    ),
    MeasureRule(
        "inclusion_error_income_rule",
        Label(
            "Found by the rule of income without being poor by many dimensions (of those found)",
            "被收入规则认定而非多维贫困的比例",
        ),
        "share",
        lambda system: system.rule_errors(RULES[0]).inclusion_error,
        ("A-33", "A-129", "A-130"),
    ),
    MeasureRule(
        "spirit_missed_by_material_rule",
        Label(
            "Short in spirit and poor, missed by the rule of material conditions",
            "精神方面有欠缺的贫困者被物质条件规则遗漏的比例",
        ),
        "share",
        _level(1, spirit_only=True),
        ("A-33", "A-129", "A-130"),
    ),
    MeasureRule(
        "headcount",
        Label("H: share of the given households that are poor", "H：所给农户的贫困发生率"),
        "share",
        _given("headcount"),
        ("A-33",),
    ),
    MeasureRule(
        "intensity",
        Label("A: mean share of deprivations of the poor", "A：贫困户的平均剥夺强度"),
        "share",
        _given("intensity"),
        ("A-33",),
    ),
    MeasureRule(
        "adjusted_headcount",
        Label("M0: headcount times intensity", "M0：发生率与强度之积"),
        "index",
        _given("adjusted"),
        ("A-33",),
    ),
    MeasureRule(
        "settled",
        Label(
            "Steps of settling in that the given households have reached, of all",
            "所给农户已走完的安置步骤之比",
        ),
        "share",
        lambda system: system.settled(),
        ("A-139",),
    ),
    MeasureRule(
        "reach_of_spiritual_poor",
        Label("Reach of the county to people in spiritual poverty", "县政府对精神贫困群体的触及"),
        "index",
        lambda system: system.reach_of_the_missed(),
        ("A-01",),
    ),
    MeasureRule(
        "voice_of_the_poor",
        Label("Say of the poor in the factories", "贫困户在工厂中的发言权"),
        "index",
        lambda system: system.voice(),
        ("A-01",),
    ),
    MeasureRule(
        "labour_of_the_poor",
        Label("Labour of the poor for the factories", "贫困户在工厂的劳动"),
        "index",
        lambda system: system.labour(),
        ("A-01",),
    ),
    MeasureRule(
        "win_win_win",
        Label("Least mutual score of government, factories and the poor", "三方相互得分的最小值"),
        "index",
        lambda system: system.win_win_win(),
        ("A-01", "A-128"),
    ),
    MeasureRule(
        "funds_arriving",
        Label("Share of the funds that arrives today", "目前到户资金比例"),
        "share",
        lambda system: system.funds_arriving(),
        ("A-131",),
    ),
    MeasureRule(
        "fill_rate",
        Label("People on the job per post", "在岗人数与岗位之比"),
        "share",
        lambda system: system.jobs().fill_rate,
        ("A-37",),
    ),
    MeasureRule(
        "job_coverage",
        Label("People on the job by those who were moved", "在岗人数占搬迁群众之比"),
        "share",
        lambda system: system.jobs().coverage,
        ("A-37", "A-126"),
    ),
    MeasureRule(
        "jobs_per_factory",
        Label("People employed per factory", "每厂就业人数"),
        "person",
        _per("jobs_nearby", "factories"),
        ("A-37",),
    ),
    MeasureRule(
        "output_per_factory",
        Label("Output per factory and year", "每厂年产值"),
        "yuan",
        _per("output_per_year", "factories"),
        ("A-37",),
    ),
    MeasureRule(
        "output_per_job",
        Label("Output per person employed and year", "每个就业者年产值"),
        "yuan",
        _per("output_per_year", "jobs_nearby"),
        ("A-37",),
    ),
    MeasureRule(
        "households_explained",
        Label("Households out of poverty that the jobs explain, at most", "岗位最多能解释的脱贫户"),
        "household",
        lambda system: system.without_factories().explained_at_most,
        ("A-127",),
    ),
    MeasureRule(
        "households_by_the_factories",
        Label(
            "Households that would be poor without the factories, at most",
            "若无社区工厂仍会贫困的农户（至多）",
        ),
        "household",
        lambda system: system.without_factories().effect,
        ("A-127",),
    ),
    MeasureRule(
        "selection_on_need",
        Label(
            "How far assessment serves need (1 neediest first, 0 as by lot, below 0 last)",
            "考核对需求的照顾（1 最困难者优先，0 如抽签，负值为最后）",
        ),
        "index",
        lambda system: system.creaming().selection,
        ("A-135",),
    ),
    MeasureRule(
        "weight_that_turns_need",
        Label("Weight on output from which the neediest come last", "使最困难者排到最后的产值权重"),
        "share",
        lambda system: system.creaming().turning_weight,
        ("A-135",),
    ),
    MeasureRule(
        "kept_after_loans",
        Label(
            "What a factory keeps in a year once it pays interest and rent",
            "自付利息与租金后每厂每年所余",
        ),
        "yuan",
        lambda system: system.after_the_loans().kept,
        ("A-37", "A-136"),
    ),
    MeasureRule(
        "margin_after_loans",
        Label(
            "Profit by output from which a factory carries interest and rent",
            "足以承担利息与租金的利润率",
        ),
        "share",
        lambda system: system.after_the_loans().margin_needed,
        ("A-37", "A-136"),
    ),
    MeasureRule(
        "wage_income_per_head",
        Label("Wage income per head of a household and year", "每户人均年工资收入"),
        "yuan",
        lambda system: system.job_quality().wage_per_head,
        ("A-127", "A-137"),
    ),
    MeasureRule(
        "wage_that_lifts",
        Label(
            "Wage in a month from which it reaches the income line", "使人均收入达到收入线的月工资"
        ),
        "yuan/month",
        lambda system: system.job_quality().wage_needed,
        ("A-127", "A-137"),
    ),
)
