"""The numbers of the system, each computed by a method of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from graph_api.domain import Label, MeasureRule
from graph_api.systems.migrant_integration.barriers import DIMENSIONS
from graph_api.systems.migrant_integration.generations import NAMES, Generation

if TYPE_CHECKING:
    from graph_api.systems.migrant_integration.system import MigrantIntegration

FORCES = ("A-01", "A-32")
BANDS = ("A-01", "A-02", "A-32", "A-121")
OPEN = ("A-01", "A-110")
OPEN_TO = {Generation.OLD: (*OPEN, "A-114"), Generation.NEW: OPEN}
"""What the openness rests on; barriers that the essay names for the new one only count 0."""


def _openness(one: Generation, place: int) -> Callable[[MigrantIntegration], float | None]:
    return lambda system: system.ceilings(one)[place].openness


def _integration(one: Generation, place: int) -> Callable[[MigrantIntegration], float | None]:
    return lambda system: system.integration(one)[place].integration


def _voice(one: Generation) -> Callable[[MigrantIntegration], float | None]:
    return lambda system: system.voice(one).forward


def _sign(place: int) -> Callable[[MigrantIntegration], float | None]:
    return lambda system: system.comparison()[place].sign


def _acceptance(system: MigrantIntegration) -> float | None:
    there = system.strength_between("new_gen_migrants", "urban_residents", conveys="trust")
    back = system.strength_between("urban_residents", "new_gen_migrants", conveys="trust")
    if there is None or back is None or there + back == 0:
        return None
    return (there - back) / (there + back)


def _per_side() -> Iterable[MeasureRule[MigrantIntegration]]:
    for one in Generation:
        name = NAMES[one]
        for place, (key, side) in enumerate(DIMENSIONS.items()):
            yield MeasureRule(
                f"openness_{one.value}_{key}",
                Label(f"Openness to the {name.en}: {side.en}", f"对{name.zh}的开放度：{side.zh}"),
                "index",
                _openness(one, place),
                OPEN_TO[one],
            )
        for place, (key, side) in enumerate(DIMENSIONS.items()):
            yield MeasureRule(
                f"integration_{one.value}_{key}",
                Label(f"Integration of the {name.en}: {side.en}", f"{name.zh}的融入：{side.zh}"),
                "index",
                _integration(one, place),
                OPEN_TO[one],
            )


MEASURES: tuple[MeasureRule[MigrantIntegration], ...] = (
    MeasureRule(
        "involution",
        Label("The new generation is locked in", "新生代处于内卷化"),
        "yes/no",
        lambda system: system.involution().involuted,
        FORCES,
    ),
    MeasureRule(
        "community_gap",
        Label("Push - pull of the community", "社区推力减拉力"),
        "index",
        lambda system: system.involution().community_gap,
        FORCES,
    ),
    MeasureRule(
        "peer_gap",
        Label("Pull - push of fellow migrants", "同质群体拉力减推力"),
        "index",
        lambda system: system.involution().peer_gap,
        FORCES,
    ),
    MeasureRule(
        "involution_margin",
        Label("The smaller of both gaps", "两者中较小的差距"),
        "index",
        lambda system: system.involution().margin,
        FORCES,
    ),
    MeasureRule(
        "involution_margin_low",
        Label("The smaller gap, at the low end of the bands", "较小的差距（区间下端）"),
        "index",
        lambda system: system.involution_bounds().least.margin,
        BANDS,
    ),
    MeasureRule(
        "involution_margin_high",
        Label("The smaller gap, at the high end of the bands", "较小的差距（区间上端）"),
        "index",
        lambda system: system.involution_bounds().most.margin,
        BANDS,
    ),
    MeasureRule(
        "exclusion_risk",
        Label("Risk of drift and deviance after all rounds", "各轮之后的游民化与失范风险"),
        "share",
        lambda system: system.risk()[-1],
        (*FORCES, "A-112"),
    ),
    *_per_side(),
    *(
        MeasureRule(
            f"sign_{key}",
            Label(
                f"Who is ahead: {side.en} (1 new, -1 older)",
                f"领先的一代：{side.zh}（1 新生代，-1 老一代）",
            ),
            "index",
            _sign(place),
            ("A-113",),
        )
        for place, (key, side) in enumerate(DIMENSIONS.items())
    ),
    MeasureRule(
        "age_gap",
        Label("Mean age, new - older generation", "平均年龄之差（新生代减老一代）"),
        "year",
        lambda system: system.gap("age").difference,
    ),
    MeasureRule(
        "schooling_gap",
        Label("Mean schooling, new - older generation", "平均受教育年限之差（新生代减老一代）"),
        "year",
        lambda system: system.gap("schooling").difference,
        ("A-113",),
    ),
    MeasureRule(
        "schooling_per_year_of_age",
        Label(
            "Schooling per year older, if age did it all",
            "若全由年龄造成，每年长一岁的受教育年限差",
        ),
        "year",
        lambda system: system.gap("schooling").per_year_of_age,
        ("A-113",),
    ),
    MeasureRule(
        "lowest_support",
        Label("Lowest of the four supports", "四种支持中最低的水平"),
        "index",
        lambda system: system.supports().lowest,
        ("A-111",),
    ),
    MeasureRule(
        "mean_support",
        Label("Geometric mean of the four supports", "四种支持的几何平均"),
        "index",
        lambda system: system.supports().mean,
        ("A-111",),
    ),
    *(
        MeasureRule(
            f"voice_{one.value}",
            Label(f"Path to the government, {NAMES[one].en}", f"{NAMES[one].zh}通向政府的路径"),
            "index",
            _voice(one),
            ("A-01", "A-22"),
        )
        for one in Generation
    ),
    MeasureRule(
        "acceptance_asymmetry",
        Label("Acceptance, migrants against urban residents", "接纳的不对称（农民工与城里人）"),
        "index",
        _acceptance,
        ("A-01",),
    ),
)
