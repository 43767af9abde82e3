"""What the platform gives that is more than a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from graph_api.domain import Label, TableRule
from graph_api.domain.findings import listed
from graph_api.domain.system import Value
from graph_api.systems.wechat_platform.coverage import pushes_needed
from graph_api.systems.wechat_platform.gates import LINES
from graph_api.systems.wechat_platform.rumour import mean_field

if TYPE_CHECKING:
    from graph_api.systems.wechat_platform.system import WechatPlatform

    Rule = TableRule[WechatPlatform]

Row = tuple[Value, ...]

HOURS = (0.0, 6.0, 12.0, 24.0, 48.0)
"""Delays of a clarification that the table compares."""

EVERY = 12
"""The course of the race shows every so manieth of its samples."""


def _layers(system: WechatPlatform) -> Iterator[Row]:
    for item in system.layers():
        yield (
            system.view.actor(item.actor).name,
            None if item.layer is None else float(item.layer),
            item.flow.down,
            item.flow.up,
            item.flow.balance,
            None if item.link is None else item.link.label,
        )


def _gates(system: WechatPlatform) -> Iterator[Row]:
    for gate in system.gates().gates:
        lines = ", ".join(f"L{line}" for line in LINES[gate.factor])
        yield gate.factor.label, gate.level, gate.weak, gate.binding, lines


def _problems(system: WechatPlatform) -> Iterator[Row]:
    for item in system.problems():
        yield (
            item.label,
            item.named,
            item.answer.label,
            listed([remedy.label for remedy in item.remedies]),
            item.measured,
            item.level,
            item.is_open,
            ", ".join(f"L{line}" for line in item.lines),
        )


def _race(system: WechatPlatform) -> Iterator[Row]:
    course, without = system.course, system.course_without_platform
    for place in range(0, len(course.times), EVERY):
        yield (
            course.times[place],
            course.misinformed[place],
            course.clarified[place],
            course.believed[place],
            without.believed[place],
        )


def _delays(system: WechatPlatform) -> Iterator[Row]:
    for delay in HOURS:
        course = mean_field(system.race(delay=delay))
        yield delay, course.peak, course.believed[-1], course.clarified[-1]


def _pushes(system: WechatPlatform) -> Iterator[Row]:
    for per_day in (1.0, 2.0, 4.0, 24.0):
        found = system.push(per_day)
        needed = pushes_needed(0.95, system.published())
        yield (
            per_day,
            float(found.pushes),
            found.of_covered,
            found.of_all,
            found.ceiling.high,
            None if needed is None else float(needed),
        )


def _parties(system: WechatPlatform) -> Iterator[Row]:
    found = system.consult()
    ends = found.positions[-1]
    for party, end in zip(found.parties, ends, strict=True):
        yield party.label, party.voice, party.hearing, party.openness, party.position, end


def _conditions(system: WechatPlatform) -> Iterator[Row]:
    for condition, holds in system.consult().conditions.items():
        yield condition.label, holds


def _supervisors(system: WechatPlatform) -> Iterator[Row]:
    floor = system.parameters.value("voice_floor")
    for item in system.supervision().supervisors:
        yield (
            system.view.actor(item.actor).name,
            item.direct,
            item.over_platform,
            item.is_open(floor),
            item.amplified,
        )


def _limits(system: WechatPlatform) -> Iterator[Row]:
    for label in system.supervision().limits():
        yield (label,)


def _named(system: WechatPlatform) -> Iterator[Row]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        found = system.read_opinion(named_share=share)
        yield share, found.heard, found.turning_point, found.asymmetry


def _whole(
    rows: Callable[[WechatPlatform], Iterator[Row]],
) -> Callable[[WechatPlatform], list[Row]]:
    """Make all rows at once, so that what is missing shows where the table is asked for."""
    return lambda system: [*rows(system)]


_LINES = Label("lines", "行")

TABLES: tuple[Rule, ...] = (
    TableRule(
        "layers",
        Label("Layers of reach, counted from the office", "触达层（从街道算起）"),
        (
            Label("actor", "行动者"),
            Label("layer", "层"),
            Label("comes down", "向下"),
            Label("goes up", "向上"),
            Label("balance", "平衡度"),
            Label("link", "联系"),
        ),
        _whole(_layers),
        ("A-01", "A-22", "A-28", "A-41"),
    ),
    TableRule(
        "gates",
        Label("What holds the platform back", "平台的限制因素"),
        (
            Label("factor", "因素"),
            Label("level", "水平"),
            Label("weak", "偏弱"),
            Label("scarcest", "最稀缺"),
            _LINES,
        ),
        _whole(_gates),
        ("A-01", "A-34", "A-43"),
    ),
    TableRule(
        "problems",
        Label("Problems, counter-measures and gaps", "问题、对策与空缺"),
        (
            Label("problem", "问题"),
            Label("listed by the essay", "文中列出"),
            Label("remedy", "对策方式"),
            Label("counter-measures", "对策"),
            Label("measured by", "衡量"),
            Label("level", "水平"),
            Label("still open", "仍存在"),
            _LINES,
        ),
        _whole(_problems),
        ("A-01", "A-03", "A-54"),
    ),
    TableRule(
        "race",
        Label(
            "Rumour against clarification, deterministic limit", "谣言与澄清的竞争（确定性极限）"
        ),
        (
            Label("hour", "小时"),
            Label("misinformed", "误信"),
            Label("clarified", "已澄清"),
            Label("believed by then", "至此曾相信"),
            Label("believed by then without platform", "无平台时至此曾相信"),
        ),
        _whole(_race),
        ("A-01", "A-45", "A-48"),
    ),
    TableRule(
        "delays",
        Label("What a late clarification costs", "澄清迟到的代价"),
        (
            Label("delay in hours", "延迟（小时）"),
            Label("peak misinformed", "误信峰值"),
            Label("believed by the horizon", "到期时曾相信"),
            Label("clarified", "已澄清"),
        ),
        _whole(_delays),
        ("A-01", "A-45", "A-48"),
    ),
    TableRule(
        "pushes",
        Label("Pushes by the deadline", "时限内的推送"),
        (
            Label("pushes a day", "每天推送"),
            Label("pushes by the deadline", "时限内次数"),
            Label("of those covered", "占已覆盖者"),
            Label("of all residents", "占全体居民"),
            Label("never more than", "上限"),
            Label("pushes for 95% of those covered", "覆盖者达95%所需次数"),
        ),
        _whole(_pushes),
        ("A-01", "A-34", "A-45", "A-46"),
    ),
    TableRule(
        "parties",
        Label("Who consults", "协商各方"),
        (
            Label("party", "各方"),
            Label("voice", "声音"),
            Label("hearing", "接收"),
            Label("openness", "开放度"),
            Label("position at the start", "起始立场"),
            Label("position at the end", "最终立场"),
        ),
        _whole(_parties),
        ("A-01", "A-47"),
    ),
    TableRule(
        "conditions",
        Label("Four conditions of consensus", "共识的四个条件"),
        (Label("condition", "条件"), Label("holds", "满足")),
        _whole(_conditions),
        ("A-01", "A-47"),
    ),
    TableRule(
        "supervisors",
        Label("Who can supervise the office", "谁能监督街道"),
        (
            Label("stakeholder", "利益相关者"),
            Label("directly", "直接"),
            Label("over the platform", "经平台"),
            Label("open way", "渠道畅通"),
            Label("amplification", "放大"),
        ),
        _whole(_supervisors),
        ("A-01", "A-22", "A-49"),
    ),
    TableRule(
        "supervision_limits",
        Label("Where supervision ends", "监督的局限"),
        (Label("limit", "局限"),),
        _whole(_limits),
        ("A-01", "A-22", "A-49"),
    ),
    TableRule(
        "surveillance",
        Label("Reading opinion by name", "实名读取民意"),
        (
            Label("share that can be traced", "可追溯比例"),
            Label("heard by the office", "街道听到的"),
            Label("reading above which less is heard", "转折点"),
            Label("office reads : residents read", "街道所读与居民所读之比"),
        ),
        _whole(_named),
        ("A-01", "A-50"),
    ),
)
"""In the order of the measures."""
