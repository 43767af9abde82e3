"""What urban participation gives that is more than a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from graph_api.domain import Label, TableRule
from graph_api.domain.system import Value
from graph_api.systems.participation.interests import INTERESTS
from graph_api.systems.participation.refusal import Activity

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation

    Rule = TableRule[Participation]

Row = tuple[Value, ...]


def _typology(system: Participation) -> Iterator[Row]:
    for cell in system.typology():
        en = "; ".join(item.text("en") for item in cell.examples)
        zh = "；".join(item.text("zh") for item in cell.examples)
        yield cell.kind.label, cell.initiative.label, cell.share, Label(en, zh)


def _strata(system: Participation) -> Iterator[Row]:
    ways = [system.has_channel(interest) for interest in INTERESTS]
    decides = True if True in ways else None if None in ways else False
    for choice in system.choices():
        offered = decides if choice.activity is Activity.DECISION else True
        yield (
            choice.stratum.label,
            choice.activity.label,
            choice.margin,
            choice.break_even,
            choice.willing,
            offered,
            _both(choice.willing, offered),
        )


def _both(one: bool | None, other: bool | None) -> bool | None:
    if False in {one, other}:
        return False
    return None if None in {one, other} else True


def _channels(system: Participation) -> Iterator[Row]:
    for channel in system.channels():
        over = [system.view.actor(actor).name for actor in channel.route.via]
        yield (
            channel.interest.label,
            system.view.actor(channel.addressee).name,
            over[0] if over else Label("directly", "直接"),
            channel.route.capacity,
            channel.best,
            channel.missing,
            channel.for_tenants,
        )


def _tenures(system: Participation) -> Iterator[Row]:
    for item in system.tenures():
        yield (
            item.interest.label,
            system.view.actor(item.addressee).name,
            item.interest.owners,
            item.owners,
            item.tenants,
            item.lost,
        )


def _voices(system: Participation) -> Iterator[Row]:
    for interest in INTERESTS:
        for addressee in interest.addressees:
            voice = system.voice(interest, addressee)
            least = voice.weakest
            yield (
                interest.label,
                system.view.actor(addressee).name,
                *voice.factors.values(),
                voice.value,
                Label(
                    " and ".join(item.label.text("en") for item in least),
                    "和".join(item.label.text("zh") for item in least),
                ),
            )


def _requirements(system: Participation) -> Iterator[Row]:
    for item in system.requirements():
        yield item.label, item.met


def _delegations(system: Participation) -> Iterator[Row]:
    for item in system.delegations():
        yield item.selection.label, item.odds, item.retired_share, item.gap


def _rungs(system: Participation) -> Iterator[Row]:
    for item in system.rungs():
        relation = system.view.relation(item.relation)
        yield (
            item.relation,
            system.view.actor(relation.from_id).name,
            system.view.actor(relation.to_id).name,
            float(item.rung.number),
            item.rung.label,
            item.counted,
        )


def _causes(system: Participation) -> Iterator[Row]:
    for cause in system.causes():
        yield (
            cause.label,
            cause.strength,
            cause.in_force,
            cause.remedy or Label("none", "无"),
            ", ".join(f"L{line}" for line in cause.lines),
        )


def _whole(rows: Callable[[Participation], Iterator[Row]]) -> Callable[[Participation], list[Row]]:
    """Make all rows at once, so that what is missing shows where the table is asked for."""
    return lambda system: [*rows(system)]


_INTEREST = Label("matter", "事项")
_TO = Label("to", "对象")

TABLES: tuple[Rule, ...] = (
    TableRule(
        "typology",
        Label("Types of participation", "参与类型"),
        (
            Label("about", "内容"),
            Label("initiative", "主动性"),
            Label("share", "比例"),
            Label("examples", "例子"),
        ),
        _whole(_typology),
        ("A-75",),
    ),
    TableRule(
        "strata",
        Label("Who takes part in what", "谁参与什么"),
        (
            Label("who", "人群"),
            Label("activity", "活动"),
            Label("margin", "净得"),
            Label("alignment needed", "所需契合度"),
            Label("willing", "愿意"),
            Label("offered", "有机会"),
            Label("takes part", "参与"),
        ),
        _whole(_strata),
        ("A-76", "A-79", "A-88"),
    ),
    TableRule(
        "channels",
        Label("Where each matter can be voiced", "各事项的表达渠道"),
        (
            _INTEREST,
            _TO,
            Label("over", "经由"),
            Label("capacity", "容量"),
            Label("strongest way", "最强渠道"),
            Label("missing", "缺失"),
            Label("open to tenants", "租户可用"),
        ),
        _whole(_channels),
        ("A-01", "A-22", "A-31", "A-78", "A-79", "A-80", "A-88"),
    ),
    TableRule(
        "tenure",
        Label("Owners' word and tenants' word", "业主与租户的意见表达"),
        (
            _INTEREST,
            _TO,
            Label("called owners' interest", "文中称业主利益"),
            Label("owners", "业主"),
            Label("tenants", "租户"),
            Label("lost", "差额"),
        ),
        _whole(_tenures),
        ("A-01", "A-22", "A-78", "A-79", "A-80", "A-88"),
    ),
    TableRule(
        "voices",
        Label("What blocks each matter", "各事项受阻于何处"),
        (
            _INTEREST,
            _TO,
            Label("willingness", "意愿"),
            Label("channel", "渠道"),
            Label("answer", "回应"),
            Label("effective voice", "有效表达"),
            Label("blocked by", "受阻于"),
        ),
        _whole(_voices),
        ("A-01", "A-77", "A-78", "A-79"),
    ),
    TableRule(
        "requirements",
        Label("Seven requirements of the channel", "渠道的七项要求"),
        (Label("requirement", "要求"), Label("met", "满足")),
        _whole(_requirements),
        ("A-01", "A-78", "A-81"),
    ),
    TableRule(
        "representatives",
        Label("Whom representatives speak for", "代表替谁说话"),
        (
            Label("chosen", "产生方式"),
            Label("odds retired : working age", "退休与青壮年的几率比"),
            Label("share of retired among them", "代表中退休者比例"),
            Label("gap to residents", "与居民构成之差"),
        ),
        _whole(_delegations),
        ("A-01", "A-76", "A-85"),
    ),
    TableRule(
        "rungs",
        Label("Rungs of Arnstein's ladder", "阿恩斯坦阶梯"),
        (
            Label("relation", "关系"),
            Label("from", "起点"),
            _TO,
            Label("rung", "等级"),
            Label("name", "名称"),
            Label("counted in the median", "计入中位数"),
        ),
        _whole(_rungs),
        ("A-01", "A-82", "A-83", "A-86"),
    ),
    TableRule(
        "causes",
        Label("Named causes and their remedies", "原因及其对策"),
        (
            Label("cause", "原因"),
            Label("strength", "强度"),
            Label("in force", "仍起作用"),
            Label("remedy of the essay", "文中对策"),
            Label("lines", "行"),
        ),
        _whole(_causes),
        ("A-01", "A-89"),
    ),
)
"""In the order of the measures."""
