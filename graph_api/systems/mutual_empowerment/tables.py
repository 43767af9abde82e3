"""What essay 4's mechanism gives that is more than one number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph_api.domain import Label, RelationClass, TableRule, Value
from graph_api.systems.mutual_empowerment.elements import capital_levels
from graph_api.systems.mutual_empowerment.growth import CAPITAL_LABELS
from graph_api.systems.mutual_empowerment.measures import DYNAMICS, PUSHES
from graph_api.systems.mutual_empowerment.pushes import Component, smallest_push

if TYPE_CHECKING:
    from graph_api.systems.mutual_empowerment.system import MutualEmpowerment

Rows = Iterator[tuple[Value, ...]]


def _resting(system: MutualEmpowerment) -> Rows:
    for item in system.resting_states():
        label = system.quadrant(item.state).label
        yield (*item.state.values, item.stable, item.slowest, label)


def _basins(system: MutualEmpowerment) -> Rows:
    for item in system.basins():
        yield (*item.state.values, item.share, item.error, item.holds_start)


def _pushes(system: MutualEmpowerment) -> Rows:
    weak = system.landscape.weak
    for on in Component:
        from_weak = None if weak is None else smallest_push(system.landscape, on, weak)
        yield on.label, system.pushes[on], from_weak


def _elements(system: MutualEmpowerment) -> Rows:
    found = system.elements()
    for element, level in found.levels.items():
        yield element.label, level, found.leverage.get(element), element is found.weakest


def _capitals(system: MutualEmpowerment) -> Rows:
    levels = capital_levels(system.view.actor("community_orgs").capitals)
    for name, level in levels.items():
        yield CAPITAL_LABELS[name], level


def _cascade(system: MutualEmpowerment) -> Rows:
    for actor in ("street_office", "residents_committee"):
        said = system.burden(actor)
        yield (
            system.view.actor(actor).name,
            said.tasks_received,
            said.authority_received,
            said.tasks_passed_on,
            said.pass_on_share,
        )


def _mismatch(system: MutualEmpowerment) -> Rows:
    labels = (
        Label("function", "职能"),
        Label("responsibility", "责任"),
        Label("power", "权力"),
        Label("benefit", "利益"),
    )
    yield from zip(labels, system.mismatch().levels.values(), strict=True)


def _still_bad(system: MutualEmpowerment) -> Rows:
    names = {actor.id: actor.name for actor in system.view.actors}
    for relation in system.view.relations:
        if relation.relation_class is RelationClass.EMPOWERMENT or relation.strength is None:
            continue
        if relation.strength.point >= 0.60:
            yield (
                relation.id,
                names[relation.from_id],
                names[relation.to_id],
                relation.relation_class.label,
                relation.strength.point,
            )


RESIDENTS, ORGANISATIONS, INFRASTRUCTURAL, DESPOTIC = (
    Label((on.label.en or "").capitalize(), on.label.zh) for on in Component
)

TABLES: tuple[TableRule[Any], ...] = (
    TableRule(
        "resting_states",
        Label("States in which nothing moves", "静止状态"),
        (
            RESIDENTS,
            ORGANISATIONS,
            INFRASTRUCTURAL,
            DESPOTIC,
            Label("Stable", "是否稳定"),
            Label("Slowest rate of return", "最慢的恢复速率"),
            Label("Quadrant", "象限"),
        ),
        _resting,
        (*DYNAMICS, "A-94"),
    ),
    TableRule(
        "basins",
        Label("Stable states and their basins", "稳定状态及其吸引域"),
        (
            RESIDENTS,
            ORGANISATIONS,
            INFRASTRUCTURAL,
            DESPOTIC,
            Label("Share of all starts that end there", "终于此处的起点所占比例"),
            Label("Standard error", "标准误"),
            Label("The start ends there", "本起点是否终于此处"),
        ),
        _basins,
        (*DYNAMICS, "A-98"),
    ),
    TableRule(
        "pushes",
        Label("Smallest one-time push that leads to the strong state", "走向强态的最小一次性推动"),
        (
            Label("What is pushed", "推动对象"),
            Label("From the start", "从起点"),
            Label("From the weak state", "从弱态"),
        ),
        _pushes,
        PUSHES,
    ),
    TableRule(
        "elements",
        Label("Eight elements of residents", "居民的八个要素"),
        (
            Label("Element", "要素"),
            Label("Level", "水平"),
            Label("Index gains if raised to the best", "升至最高要素时指数的增量"),
            Label("Weakest", "是否最低"),
        ),
        _elements,
        ("A-20", "A-21"),
    ),
    TableRule(
        "capitals",
        Label("Capitals of community organisations", "社区组织的三种资本"),
        (Label("Capital", "资本"), Label("Level", "水平")),
        _capitals,
        ("A-20",),
    ),
    TableRule(
        "burden_cascade",
        Label("What is passed down", "逐级下派"),
        (
            Label("Body", "主体"),
            Label("Tasks received", "承接任务"),
            Label("Authority received", "获得权力"),
            Label("Tasks passed on", "下派任务"),
            Label("Share passed on", "下派比例"),
        ),
        _cascade,
        ("A-01", "A-96"),
    ),
    TableRule(
        "duty_and_power",
        Label("Function, responsibility, power, benefit of the street", "街道的职、责、权、利"),
        (Label("Side", "方面"), Label("Level", "水平")),
        _mismatch,
        ("A-95",),
    ),
    TableRule(
        "strong_obstacles",
        Label(
            "Burdens, controls, exclusions and tensions that are strong",
            "仍强的负担、控制、排斥与张力",
        ),
        (
            Label("Relation", "关系"),
            Label("From", "起点"),
            Label("To", "终点"),
            Label("Class", "类别"),
            Label("Strength", "强度"),
        ),
        _still_bad,
        ("A-01", "A-02"),
    ),
)
