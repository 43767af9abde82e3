"""The tables of the system, each computed by a method of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph_api.domain import Label, TableRule, Value
from graph_api.systems.migrant_integration.barriers import BARRIERS, DIMENSIONS
from graph_api.systems.migrant_integration.cohorts import IN_SHORT
from graph_api.systems.migrant_integration.comparison import WORDS
from graph_api.systems.migrant_integration.generations import NAMES, Generation
from graph_api.systems.migrant_integration.measures import BANDS, FORCES, OPEN
from graph_api.systems.migrant_integration.persons import SIDES
from graph_api.systems.migrant_integration.supports import SUPPORTS

if TYPE_CHECKING:
    from graph_api.systems.migrant_integration.system import MigrantIntegration

Row = tuple[Value, ...]
NOT_HERE = Label("does not bar here", "与该层面无关")
UNPLACED = Label("in no generation: birth year not known", "不属于任何一代：出生年份未知")


def _comparison(system: MigrantIntegration) -> Iterable[Row]:
    for item in system.indicators:
        yield DIMENSIONS[item.dimension], item.label, item.sign, WORDS[item.sign], IN_SHORT


def _gaps(system: MigrantIntegration) -> Iterable[Row]:
    for gap in system.gaps():
        yield gap.label, gap.old, gap.new, gap.difference, gap.per_year_of_age, IN_SHORT


def _barriers(system: MigrantIntegration) -> Iterable[Row]:
    for one in Generation:
        for item in system.integration(one):
            heights = [item.ceiling.heights.get(barrier.key, NOT_HERE) for barrier in BARRIERS]
            yield (
                NAMES[one],
                DIMENSIONS[item.ceiling.dimension],
                *heights,
                item.ceiling.openness,
                item.capability,
                item.integration,
            )


def _readings(system: MigrantIntegration) -> Iterable[Row]:
    for reading, found in system.readings():
        yield (
            reading,
            found.city_pull,
            found.city_push,
            found.peer_pull,
            found.peer_push,
            found.margin,
            found.involuted,
        )


def _improvements(system: MigrantIntegration) -> Iterable[Row]:
    for item in system.improvements():
        yield item.label, item.today, item.needed, item.change, item.isolates


def _supports(system: MigrantIntegration) -> Iterable[Row]:
    found = system.supports()
    for key, level in found.levels.items():
        yield SUPPORTS[key], level, (key in found.limits) if found.limits else None


def _risk(system: MigrantIntegration) -> Iterable[Row]:
    yield from enumerate(system.risk(), start=1)


def _pairs(system: MigrantIntegration) -> Iterable[Row]:
    for score in system.two_way_pairs():
        names = [system.view.actor(end).name for end in (score.a, score.b)]
        yield *names, score.forward, score.reverse, score.mutual, score.asymmetry


def _doors(system: MigrantIntegration) -> Iterable[Row]:
    for one in Generation:
        for door in system.doors(one):
            yield NAMES[one], system.view.actor(door.actor).name, door.reach, door.onward


def _registration(system: MigrantIntegration) -> Iterable[Row]:
    for one in Generation:
        for step in system.registration(one):
            yield NAMES[one], step.barrier, *(item.openness for item in step.ceilings)


def _profile(system: MigrantIntegration) -> Iterable[Row]:
    if not system.persons:
        return
    found = system.profile()
    for one in found.generations:
        for key, side in SIDES.items():
            yield NAMES[one.generation], side, one.mean[key], one.known[key], one.count
    if found.unplaced:
        for key, side in SIDES.items():
            mean, known = found.unplaced_mean[key], found.unplaced_known[key]
            yield UNPLACED, side, mean, known, len(found.unplaced)


def _profile_gap(system: MigrantIntegration) -> Iterable[Row]:
    if not system.persons:
        return
    gap = system.profile().gap
    for key, side in SIDES.items():
        yield side, gap[key], IN_SHORT


TABLES: tuple[TableRule[MigrantIntegration], ...] = (
    TableRule(
        "profile",
        Label("The persons of the table, by generation", "表中人员（按世代）"),
        (
            Label("generation", "世代"),
            Label("dimension", "层面"),
            Label("mean of the known", "已知者的平均"),
            Label("known", "已知人数"),
            Label("persons", "人数"),
        ),
        _profile,
        ("A-117",),
    ),
    TableRule(
        "profile_gap",
        Label("New - older generation, persons of the table", "表中人员：新生代减老一代"),
        (Label("dimension", "层面"), Label("gap", "差距"), Label("caution", "注意")),
        _profile_gap,
        ("A-113", "A-117"),
    ),
    TableRule(
        "comparison",
        Label("Who is ahead, by indicator (signs only)", "各指标的先后（只有方向）"),
        (
            Label("dimension", "层面"),
            Label("indicator", "指标"),
            Label("sign", "方向"),
            Label("meaning", "含义"),
            Label("caution", "注意"),
        ),
        _comparison,
        ("A-113",),
    ),
    TableRule(
        "gaps",
        Label("Figures of 2011 by generation", "2011年两代的数据"),
        (
            Label("figure", "数据"),
            Label("older", "老一代"),
            Label("new", "新生代"),
            Label("difference", "差"),
            Label("per year older, if it were age", "若归因于年龄，每年长一岁"),
            Label("caution", "注意"),
        ),
        _gaps,
        ("A-113",),
    ),
    TableRule(
        "barriers",
        Label("Barriers and openness", "障碍与开放度"),
        (
            Label("generation", "世代"),
            Label("dimension", "层面"),
            *(barrier.label for barrier in BARRIERS),
            Label("openness", "开放度"),
            Label("capability", "能力"),
            Label("integration", "融入"),
        ),
        _barriers,
        (*OPEN, "A-114"),
    ),
    TableRule(
        "readings",
        Label("The verdict on involution by other readings", "不同读法下的内卷化判断"),
        (
            Label("reading", "读法"),
            Label("pull of the community", "社区拉力"),
            Label("push of the community", "社区推力"),
            Label("pull of fellow migrants", "同质群体拉力"),
            Label("push of fellow migrants", "同质群体推力"),
            Label("smaller gap", "较小的差距"),
            Label("locked in", "内卷化"),
        ),
        _readings,
        BANDS,
    ),
    TableRule(
        "improvements",
        Label("Single levers that end the involution", "能单独打破内卷化的办法"),
        (
            Label("lever", "办法"),
            Label("today", "目前"),
            Label("needed", "需要"),
            Label("change", "变化"),
            Label("isolates", "使人孤立"),
        ),
        _improvements,
        FORCES,
    ),
    TableRule(
        "supports",
        Label("The four supports", "四种支持"),
        (Label("support", "支持"), Label("level", "水平"), Label("is the limit", "是否为限制因素")),
        _supports,
        ("A-111",),
    ),
    TableRule(
        "risk",
        Label("Risk of long exclusion, round by round", "长期排斥的风险（逐轮）"),
        (Label("round", "轮"), Label("risk", "风险")),
        _risk,
        (*FORCES, "A-112"),
    ),
    TableRule(
        "two_way_pairs",
        Label(
            "Pairs related both ways, the most one-sided first", "双向关系的配对（最不对称者在前）"
        ),
        (
            Label("a", "甲"),
            Label("b", "乙"),
            Label("a to b", "甲到乙"),
            Label("b to a", "乙到甲"),
            Label("mutual", "相互充权"),
            Label("asymmetry", "不对称"),
        ),
        _pairs,
        ("A-01", "A-22", "A-23"),
    ),
    TableRule(
        "doors",
        Label("Who could carry a voice to the government", "谁能把声音带给政府"),
        (
            Label("generation", "世代"),
            Label("actor", "行动者"),
            Label("reached by the migrants", "农民工到达它的程度"),
            Label("its own path to the government", "它通向政府的路径"),
        ),
        _doors,
        ("A-01", "A-22", "A-118"),
    ),
    TableRule(
        "registration",
        Label("Openness as the barrier of registration falls", "户籍障碍降低时的开放度"),
        (
            Label("generation", "世代"),
            Label("barrier of the institutions", "制度障碍"),
            *DIMENSIONS.values(),
        ),
        _registration,
        (*OPEN, "A-114", "A-119"),
    ),
)
