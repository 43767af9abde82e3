"""How running the mechanism checks what essay 4 states: one check for each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Finding, Label, RelationClass
from graph_api.scoring import Quadrant, regime
from graph_api.systems.mutual_empowerment.elements import WEAK_BELOW, capital_levels
from graph_api.systems.mutual_empowerment.pushes import Component, Trap, end_of, first_of
from graph_api.systems.mutual_empowerment.words import number

if TYPE_CHECKING:
    from graph_api.systems.mutual_empowerment.system import MutualEmpowerment

STRONG = 0.60
"""Where the band "strong" begins (A-02)."""

UNKNOWN = Finding(
    None,
    Label(
        "A strength or level that this needs is not known.",
        "所需的强度或水平未知。",
    ),
)


def trap(system: MutualEmpowerment) -> Finding:
    """Look whether the start drifts into a weak state although a strong one is there."""
    found, ends = system.trap, end_of(system.landscape, system.start)
    en, zh = found.label.en, found.label.zh
    if ends is None:
        return Finding(False, Label(en, zh))
    numbers = ", ".join(map(number, ends.values))
    return Finding(
        found is Trap.TRAP,
        Label(
            f"{en} Left alone the start ends at (E, C, I, D) = ({numbers}).",
            f"{zh}不加干预时，起点止于 (E, C, I, D) = ({numbers})。",
        ),
    )


def residents_first(system: MutualEmpowerment) -> Finding:
    """Compare the smallest pushes that lead out of the trap."""
    if system.trap is not Trap.TRAP:
        said = system.trap.label
        return Finding(
            None,
            Label(f"{said.en} There is no trap to leave.", f"{said.zh}没有需要走出的陷阱。"),
        )
    pushes = system.pushes
    if first_of(pushes) is None:
        return Finding(
            False,
            Label(
                "No single push within [0, 1] leads out of the weak state.",
                "在 [0, 1] 之内，没有任何单项推动能走出弱态。",
            ),
        )
    others = [size for on, size in pushes.items() if on is not Component.RESIDENTS]
    mine = pushes[Component.RESIDENTS]
    holds = mine is not None and all(size is None or abs(mine) < abs(size) for size in others)
    return Finding(
        holds,
        Label(
            "Smallest push that leads out: "
            + ", ".join(
                f"{on.label.en} {'none' if size is None else f'{size:+.3f}'}"
                for on, size in pushes.items()
            )
            + ".",
            "走出弱态的最小推动："
            + "，".join(
                f"{on.label.zh} {'无' if size is None else f'{size:+.3f}'}"
                for on, size in pushes.items()
            )
            + "。",
        ),
    )


def strong_government(system: MutualEmpowerment) -> Finding:
    """Look in which quadrant the strong state lies."""
    strong = system.landscape.strong
    if strong is None:
        said = Trap.NO_STRONG_STATE.label
        return Finding(False, said)
    quadrant = system.quadrant(strong)
    numbers = ", ".join(map(number, strong.values))
    return Finding(
        quadrant is Quadrant.STRONG_STRONG,
        Label(
            f"Where residents and organisations are mature, (E, C, I, D) rests at ({numbers}):"
            f" {quadrant.label.en}.",
            f"居民与组织成熟之后，(E, C, I, D) 稳定在 ({numbers})：{quadrant.label.zh}。",
        ),
    )


def checks_and_builds(system: MutualEmpowerment) -> Finding:
    """Compare both powers of the state at the start and in the strong state."""
    strong, start = system.landscape.strong, system.start
    if strong is None:
        return Finding(False, Trap.NO_STRONG_STATE.label)
    less, more = start.despotic - strong.despotic, strong.infrastructural - start.infrastructural
    return Finding(
        less > 1e-6 and more > 1e-6,
        Label(
            f"From the start to the strong state despotic power changes by {-less:+.3f},"
            f" infrastructural power by {more:+.3f}.",
            f"从起点到强态，专制权力变化 {-less:+.3f}，基础权力变化 {more:+.3f}。",
        ),
    )


def not_zero_sum(system: MutualEmpowerment) -> Finding:
    """Compare all that can act at the start and in the strong state."""
    strong, start = system.landscape.strong, system.start
    if strong is None:
        return Finding(False, Trap.NO_STRONG_STATE.label)
    gains = [after - before for before, after in zip(start.values, strong.values, strict=True)][:3]
    curbed = strong.despotic - start.despotic
    return Finding(
        all(gain > 1e-6 for gain in gains),
        Label(
            "From the start to the strong state residents gain {:+.3f}, organisations {:+.3f}, the"
            " capacity of the state {:+.3f}; its despotic power, which is no capacity to act with,"
            " changes by {:+.3f}.".format(*gains, curbed),
            "从起点到强态，居民变化 {:+.3f}，组织 {:+.3f}，国家能力（基础权力）{:+.3f}；"
            "专制权力不计入国家能力，变化 {:+.3f}。".format(*gains, curbed),
        ),
    )


def gate(system: MutualEmpowerment) -> Finding:
    """Pass residents' reverse relations through the gate of maturity."""
    index, theta = system.elements().geometric, system.parameters.value("theta")
    share = system.gate()
    if index is None or share is None:
        return UNKNOWN
    return Finding(
        share == 0,
        Label(
            f"The index of the eight elements is {number(index)}, maturity begins at"
            f" {number(theta)}: {number(share)} of every reverse relation of residents counts.",
            f"八要素指数为 {number(index)}，成熟度门槛为 {number(theta)}："
            f"居民的反向关系只有 {number(share)} 计入。",
        ),
    )


def mismatch(system: MutualEmpowerment) -> Finding:
    """Compare power and responsibility of the street office."""
    mismatch = system.mismatch()
    levels, size = mismatch.levels, mismatch.size
    power, duty = levels["power"], levels["responsibility"]
    if size is None or power is None or duty is None:
        return UNKNOWN
    shown = [number(level or 0.0) for level in levels.values()]
    return Finding(
        power < duty - 1e-12,
        Label(
            "Function {}, responsibility {}, power {}, benefit {}".format(*shown)
            + f": apart by {number(size)}.",
            "职能 {}，责任 {}，权力 {}，利益 {}".format(*shown) + f"：相差 {number(size)}。",
        ),
    )


def inflation(system: MutualEmpowerment) -> Finding:
    """Count tasks against the statute."""
    said = system.burden("street_office")
    if said.statutory is None or said.actual is None:
        return UNKNOWN
    ratio = said.inflation
    times = "" if ratio is None else f": at least {number(ratio)} for one"
    times_zh = "" if ratio is None else f"：至少为其 {number(ratio)} 倍"
    return Finding(
        said.actual > said.statutory,
        Label(
            f"At least {said.actual} tasks are carried, {said.statutory} stand in the"
            f" statute{times}.",
            f"实际承担至少 {said.actual} 项任务，法定 {said.statutory} 项{times_zh}。",
        ),
    )


def passed_on(system: MutualEmpowerment) -> Finding:
    """Compare the tasks that the street passes on with the guidance that it gives."""
    tasks = system.strength_between(
        "street_office", "residents_committee", relation_class=RelationClass.BURDEN
    )
    guidance = system.strength_between("street_office", "residents_committee", conveys="authority")
    if tasks is None or guidance is None:
        return UNKNOWN
    return Finding(
        tasks >= STRONG and tasks > guidance,
        Label(
            f"The street passes tasks on with {number(tasks)}, guidance with {number(guidance)}.",
            f"街道下派任务的强度为 {number(tasks)}，指导为 {number(guidance)}。",
        ),
    )


def leg(system: MutualEmpowerment) -> Finding:
    """Weigh what the committee does of itself against what presses on it."""
    share = system.autonomy_share()
    if share is None:
        return UNKNOWN
    return Finding(
        share < 0.5,
        Label(
            f"Self-governing is {number(share)} of all that moves the residents' committee.",
            f"在左右居委会的各种力量中，自治占 {number(share)}。",
        ),
    )


def capitals(system: MutualEmpowerment) -> Finding:
    """Look whether any of the three capitals is more than weak."""
    levels = capital_levels(system.view.actor("community_orgs").capitals)
    shown = [None if level is None else number(level) for level in levels.values()]
    en = "Political capital {}, economic {}, social {}.".format(
        *("unknown" if item is None else item for item in shown)
    )
    zh = "政治资本 {}，经济能力 {}，社会资源 {}。".format(
        *("未知" if item is None else item for item in shown)
    )
    known = [level for level in levels.values() if level is not None]
    if any(level >= WEAK_BELOW for level in known):
        return Finding(False, Label(en, zh))
    return Finding(True if len(known) == len(levels) else None, Label(en, zh))


def powerless(system: MutualEmpowerment) -> Finding:
    """Look whether any of the eight elements is more than weak."""
    found = system.elements()
    if not found.levels or found.weakest is None:
        return UNKNOWN
    highest = max(found.levels.values())
    return Finding(
        found.all_weak,
        Label(
            f"The known elements lie between {number(min(found.levels.values()))} and"
            f" {number(highest)}, {found.weakest.label.en} lowest.",
            f"已知各要素在 {number(min(found.levels.values()))} 与 {number(highest)} 之间，"
            f"最低的是{found.weakest.label.zh}。",
        ),
    )


def weak_weak(system: MutualEmpowerment) -> Finding:
    """Look in which quadrant the relations of the view lie."""
    found = regime(system.view, system.parameters.value("strong_from"))
    if found.quadrant is None or found.state is None or found.society is None:
        return UNKNOWN
    return Finding(
        found.quadrant is Quadrant.WEAK_WEAK,
        Label(
            f"Government has {number(found.state)} to act with, society {number(found.society)}:"
            f" {found.quadrant.label.en}.",
            f"政府可用以行动的平均强度为 {number(found.state)}，社会为 {number(found.society)}："
            f"{found.quadrant.label.zh}。",
        ),
    )


def game(system: MutualEmpowerment) -> Finding:
    """Weigh administrative pressure against the organisations' own ability."""
    pressure = system.strength_between(
        "residents_committee", "community_orgs", relation_class=RelationClass.TENSION
    )
    ability = system.mean_capital()
    if pressure is None or ability is None:
        return UNKNOWN
    return Finding(
        pressure > ability,
        Label(
            f"Administrative power weighs {number(pressure)} in the game, the organisations' own"
            f" ability {number(ability)}.",
            f"博弈中行政权力为 {number(pressure)}，社区组织自身能力为 {number(ability)}。",
        ),
    )


def appointment(system: MutualEmpowerment) -> Finding:
    """Compare the hiring right of the owners' committee with the appointment in fact."""
    law, fact = system.hiring_in_law(), system.appointment_in_fact()
    if law is None or fact is None:
        return UNKNOWN
    return Finding(
        fact > law,
        Label(
            f"The owners' committee hires with {number(law)}, the developer appoints with"
            f" {number(fact)}.",
            f"业委会的聘用权为 {number(law)}，开发商的任命为 {number(fact)}。",
        ),
    )


def participation(system: MutualEmpowerment) -> Finding:
    """Multiply the relation to the community with the value of taking part."""
    worth = system.participation()
    return Finding(
        worth < WEAK_BELOW,
        Label(
            f"Relation times value makes {number(worth)}.", f"关系与价值之积为 {number(worth)}。"
        ),
    )
