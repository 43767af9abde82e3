"""The numbers of essay 4's mechanism."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph_api.domain import Label, MeasureRule
from graph_api.scoring import regime
from graph_api.systems.mutual_empowerment.pushes import Component, Trap

if TYPE_CHECKING:
    from graph_api.systems.mutual_empowerment.system import MutualEmpowerment

Number = float | bool | None

DYNAMICS = ("A-30", "A-90", "A-91")
PUSHES = (*DYNAMICS, "A-92", "A-93")


def _push(on: Component) -> MeasureRule[MutualEmpowerment]:
    label = on.label

    def compute(system: MutualEmpowerment) -> Number:
        return system.pushes[on]

    return MeasureRule(
        f"push_{on.value}",
        Label(f"Smallest push that leads out: {label.en}", f"走出弱态的最小推动：{label.zh}"),
        "index",
        compute,
        PUSHES,
    )


def _end(on: Component) -> MeasureRule[MutualEmpowerment]:
    label = on.label

    def compute(system: MutualEmpowerment) -> Number:
        return float(getattr(system.dynamics().states[-1], on.value))

    return MeasureRule(
        f"end_{on.value}",
        Label(f"At the end of the run: {label.en}", f"运行结束时：{label.zh}"),
        "index",
        compute,
        DYNAMICS,
    )


def _plain(
    key: str,
    label: Label,
    unit: str,
    compute: Callable[[MutualEmpowerment], Number],
    *assumptions: str,
) -> MeasureRule[MutualEmpowerment]:
    return MeasureRule(key, label, unit, compute, assumptions)


def _reverse_now(system: MutualEmpowerment) -> Number:
    strength, share = system.strength_between("residents", "street_office"), system.gate()
    return None if strength is None or share is None else strength * share


def _side(state: bool) -> Callable[[MutualEmpowerment], Number]:
    def compute(system: MutualEmpowerment) -> Number:
        found = regime(system.view)
        return found.state if state else found.society

    return compute


MEASURES: tuple[MeasureRule[Any], ...] = (
    *(_push(on) for on in Component),
    *(_end(on) for on in Component),
    _plain(
        "trap",
        Label("A trap: the start drifts into the weak state", "陷阱：起点滑向弱态"),
        "yes/no",
        lambda system: system.trap is Trap.TRAP,
        *DYNAMICS,
        "A-92",
    ),
    _plain(
        "stable_states",
        Label("Stable states", "稳定状态数"),
        "count",
        lambda system: float(len(system.stable_states())),
        *DYNAMICS,
    ),
    _plain(
        "element_index",
        Label("Residents: index of the eight elements", "居民：八要素指数"),
        "index",
        lambda system: system.elements().geometric,
        "A-20",
        "A-21",
    ),
    _plain(
        "element_mean",
        Label("Residents: arithmetic mean of the elements", "居民：要素算术平均"),
        "index",
        lambda system: system.elements().arithmetic,
        "A-20",
    ),
    _plain(
        "reverse_gate",
        Label("Share of residents' reverse relations that counts", "居民反向关系计入的比例"),
        "share",
        lambda system: system.gate(),
        "A-20",
        "A-21",
        "A-25",
    ),
    _plain(
        "reverse_through_gate",
        Label("Residents to street office, through the gate", "居民对街道的反向充权（经门槛）"),
        "index",
        _reverse_now,
        "A-01",
        "A-20",
        "A-21",
        "A-25",
    ),
    _plain(
        "autonomy_share",
        Label("Autonomy share of the residents' committee", "居委会的自治占比"),
        "share",
        lambda system: system.autonomy_share(),
        "A-01",
        "A-97",
    ),
    _plain(
        "tasks_received",
        Label("Burden that reaches the street office", "街道承接的负担"),
        "index",
        lambda system: system.burden("street_office").tasks_received,
        "A-01",
        "A-96",
    ),
    _plain(
        "tasks_passed_on",
        Label("Burden that the street office passes on", "街道转移的负担"),
        "index",
        lambda system: system.burden("street_office").tasks_passed_on,
        "A-01",
        "A-96",
    ),
    _plain(
        "burden_to_authority",
        Label("Burden of the street office by its authority", "街道负担与权力之比"),
        "ratio",
        lambda system: system.burden("street_office").burden_to_authority,
        "A-01",
        "A-96",
    ),
    _plain(
        "task_inflation",
        Label("Tasks of the street office for one in the statute", "街道实际任务与法定任务之比"),
        "ratio",
        lambda system: system.burden("street_office").inflation,
        "A-37",
    ),
    _plain(
        "mismatch",
        Label(
            "Mismatch of function, responsibility, power and benefit", "职、责、权、利的不统一程度"
        ),
        "index",
        lambda system: system.mismatch().size,
        "A-95",
    ),
    _plain(
        "state_strength",
        Label("What the state has to act with", "国家一方可用以行动的平均强度"),
        "index",
        _side(state=True),
        "A-01",
        "A-15",
        "A-26",
    ),
    _plain(
        "society_strength",
        Label("What society has to act with", "社会一方可用以行动的平均强度"),
        "index",
        _side(state=False),
        "A-01",
        "A-15",
        "A-26",
    ),
    _plain(
        "mean_capital",
        Label("Community organisations: mean of the three capitals", "社区组织：三种资本平均"),
        "index",
        lambda system: system.mean_capital(),
        "A-20",
        "A-99",
    ),
    _plain(
        "hiring_in_law",
        Label("Owners' committee hires the property firm", "业委会聘用物业公司"),
        "index",
        lambda system: system.hiring_in_law(),
        "A-01",
        "A-103",
    ),
    _plain(
        "appointment_in_fact",
        Label("Developer appoints the property firm", "开发商任命物业公司"),
        "index",
        lambda system: system.appointment_in_fact(),
        "A-01",
        "A-103",
    ),
    _plain(
        "participation",
        Label("Participation: relation x value", "参与：关系 × 价值"),
        "index",
        lambda system: system.participation(),
        "A-100",
    ),
)
