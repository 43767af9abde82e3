"""The tables that the water game gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph_api.domain import ActorId, Label, TableRule, Value
from graph_api.systems.water_game.candidates import government_links
from graph_api.systems.water_game.equilibria import find_equilibria
from graph_api.systems.water_game.measures import GAME
from graph_api.systems.water_game.payoffs import under
from graph_api.systems.water_game.resource import lasting_stock, run_stock
from graph_api.systems.water_game.thresholds import frontier

if TYPE_CHECKING:
    from graph_api.systems.water_game.system import WaterGame

FRONTIER = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Detections whose fines the table gives."""

MOST_SEASONS_SHOWN = 200
"""How long the table waits for the ruin of the water."""


def _equilibria(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    players = int(system.parameters.value("players"))
    for name, institution in (
        (Label("none", "无第三方"), None),
        (Label("association", "协会"), system.association()),
        (Label("government", "政府"), system.government()),
    ):
        found = find_equilibria(under(system.table(), institution), players)
        for item in found.found:
            yield (
                name,
                item.cooperating,
                item.mixing,
                item.probability,
                item.defecting,
                found.degenerate,
            )


def _credibility(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    for item in system.credibility():
        for checked in item.conditions:
            yield (
                item.name,
                item.standing.label,
                checked.condition.label,
                checked.value,
                checked.met,
                checked.why,
            )


def _governance(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    for mode in system.governance():
        for item in mode.conditions:
            yield (mode.name, item.condition.key, item.condition.label, item.met)


def _positions(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    names = {"head": Label("head of the canal", "渠首"), "tail": Label("tail", "渠尾")}
    for item in system.positions():
        yield (names[item.key], item.margin, item.fine_needed, item.worth_joining)


def _graduated(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    for step in system.graduated():
        yield (step.offence, step.fine, step.deterrence, step.deters)


def _checklists(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    for part in system.checklists():
        for item in part.conditions:
            yield (f"L{part.line}", item.condition.label, item.value, item.met, item.why)


def _frontier(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    error = system.parameters.value("error")
    for point in frontier(system.table(), FRONTIER, error):
        yield (point.detection, point.fine, point.fine_for_the_only_one)


def _stock(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    for engineered, name in (
        (False, Label("works as they are", "现有工程")),
        (True, Label("better works", "改善工程")),
    ):
        resource = system.resource(engineered=engineered)
        for keeping in (0.0, 0.5, 1.0):
            run = run_stock(resource, keeping, MOST_SEASONS_SHOWN)
            yield (name, keeping, run.ruined_in, lasting_stock(resource, keeping))


def _links(system: WaterGame) -> Iterator[tuple[Value, ...]]:
    names = {actor.id: actor.name for actor in system.view.actors}
    for start, end, strength in government_links(system):
        yield (names[ActorId(start)], names[ActorId(end)], strength)


TABLES: tuple[TableRule[WaterGame], ...] = (
    TableRule(
        "equilibria",
        Label("Equilibria", "均衡"),
        (
            Label("third party", "第三方"),
            Label("keep the rules", "守规户数"),
            Label("mix", "混合户数"),
            Label("each with", "守规概率"),
            Label("break them", "违规户数"),
            Label("at the edge", "处于边界"),
        ),
        _equilibria,
        ("A-01", *GAME, "A-61", "A-62"),
    ),
    TableRule(
        "credibility",
        Label("Who is a credible third party", "谁是可置信的第三方"),
        (
            Label("candidate", "候选者"),
            Label("standing", "结论"),
            Label("condition (L89)", "条件（第89行）"),
            Label("value", "数值"),
            Label("met", "满足"),
            Label("read from", "依据"),
        ),
        _credibility,
        ("A-01", "A-57", "A-59"),
    ),
    TableRule(
        "governance",
        Label("Modes of governance", "治理模式"),
        (
            Label("mode", "模式"),
            Label("list", "清单"),
            Label("condition", "条件"),
            Label("met", "满足"),
        ),
        _governance,
        ("A-01", "A-57", "A-70"),
    ),
    TableRule(
        "positions",
        Label("Head- and tail-enders", "渠首与渠尾"),
        (
            Label("where", "位置"),
            Label("a breach loses", "违规的损失"),
            Label("fine needed", "所需罚金"),
            Label("joining is worth", "入会净得"),
        ),
        _positions,
        ("A-29", "A-56", "A-65", "A-68"),
    ),
    TableRule(
        "graduated_sanctions",
        Label("Fines that grow with each offence", "逐次加重的罚金"),
        (
            Label("offence", "第几次"),
            Label("fine", "罚金"),
            Label("expected, above keeping", "期望罚金净额"),
            Label("deters alone", "足以威慑"),
        ),
        _graduated,
        ("A-29", "A-56", "A-71"),
    ),
    TableRule(
        "checklists",
        Label("Three lists of three conditions, for the association", "协会与三份三条件清单"),
        (
            Label("list", "清单"),
            Label("condition", "条件"),
            Label("value", "数值"),
            Label("met", "满足"),
            Label("read from", "依据"),
        ),
        _checklists,
        ("A-01", "A-57"),
    ),
    TableRule(
        "frontier",
        Label("Fines that detection needs", "各发现率所需的罚金"),
        (
            Label("detection", "发现率"),
            Label("fine for an equilibrium", "成为均衡所需罚金"),
            Label("fine for the only one, above", "成为唯一均衡须超过的罚金"),
        ),
        _frontier,
        ("A-29", "A-56"),
    ),
    TableRule(
        "stock",
        Label("What becomes of the water", "水量的去向"),
        (
            Label("works", "工程"),
            Label("share that keeps the rules", "守规比例"),
            Label("ruined in season", "毁坏季次"),
            Label("lasting stock", "长期水量"),
        ),
        _stock,
        ("A-63", "A-64"),
    ),
    TableRule(
        "government_links",
        Label("Links of the government mode, weakest first", "政府模式的各环节（由弱到强）"),
        (Label("from", "起点"), Label("to", "终点"), Label("strength", "强度")),
        _links,
        ("A-01",),
    ),
)
