"""How a plan is shown to people: its steps, what it adds, what opens missing directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph_api.cli.frame import Run
from graph_api.cli.output import (
    called,
    ends,
    headed,
    label,
    line,
    paragraph,
    rounded,
    rounded_or_dash,
    table,
)
from graph_api.scoring import Completeness

if TYPE_CHECKING:
    from graph_api.scoring.plans import Opening, Plan
    from graph_api.workbench import View


def show_plan(run: Run, view: View, plan: Plan) -> None:
    """Show a plan."""
    between = run.say(f"budget {plan.budget:g}", f"预算 {plan.budget:g}")
    table(
        headed(view.graph, between),
        run.say(
            "option,relation,direction,cost,gain alone,per cost,loss without",
            "选项,关系,方向,成本,单独收益,单位成本,去除损失",
        ).split(","),
        [
            (
                step.option,
                _touched(run, view, plan, step.relation),
                label(step.direction, run),
                f"{step.cost:g}",
                rounded(step.gain_alone),
                rounded_or_dash(step.gain_per_cost),
                rounded(step.loss_without),
            )
            for step in plan.steps
        ],
        numbers=(3, 4, 5, 6),
    )
    if not plan.steps:
        line(run, "No set of options within the budget gains.", "预算内没有任何选项组合有收益。")
    line(
        run,
        f"For a cost of {plan.cost:g} of {plan.budget:g} the mutual scores of {plan.pairs} pairs go"
        f" from {rounded(plan.before)} to {rounded(plan.after)} in all; pairs opened:"
        f" {plan.pairs_opened}; synergy: {label(plan.synergy, run)}.",
        f"花费 {plan.cost:g}（预算 {plan.budget:g}），{plan.pairs} 对的相互充权之和由"
        f" {rounded(plan.before)} 升至 {rounded(plan.after)}；打通 {plan.pairs_opened} 对；"
        f"协同：{label(plan.synergy, run)}。",
    )
    _show_directions(run, plan)
    if not plan.exact:
        late = plan.completeness is Completeness.TRUNCATED
        line(
            run,
            f"Not proved to be the best{' within the time' if late else ''}: another set could add"
            f" up to {rounded(plan.gap)} more, but no more.",
            f"{'限时内' if late else ''}未证明为最优：其他组合至多再增加 {rounded(plan.gap)}。",
        )
    warning = view.plan_warning(plan, run.language)
    if warning is not None:
        paragraph(warning)


def _show_directions(run: Run, plan: Plan) -> None:
    if len(plan.directions) < 2:  # one direction is the whole plan
        return
    parts_en, parts_zh = [], []
    for part in plan.directions:
        name, gain = label(part.direction, run), rounded(part.gain_alone)
        parts_en.append(f"{name} alone {gain} (cost {part.cost:g})")
        parts_zh.append(f"仅{name} {gain}（成本 {part.cost:g}）")
    joint = rounded(plan.joint_gain)
    line(
        run,
        f"By direction: {', '.join(parts_en)}; only together {joint}.",
        f"按方向：{'，'.join(parts_zh)}；共同作用 {joint}。",
    )


def _touched(run: Run, view: View, plan: Plan, relation: str) -> str:
    """Give the ends of a relation that is raised or added."""
    from graph_api.domain import AddRelation  # noqa: PLC0415  # beside its use

    for change in plan.changes:
        if isinstance(change, AddRelation) and change.relation.id == relation:
            return f"+ {ends(view.graph, change.relation, run)}"
    return f"{relation}: {ends(view.graph, view.graph.relation(relation), run)}"


def show_openings(run: Run, view: View, openings: Sequence[Opening]) -> None:
    """Show what opens missing directions."""
    if not openings:
        line(run, "No pair lacks a direction.", "没有缺失方向的对。")
        return
    rows = []
    for item in openings:
        way = f"{called(view.graph, item.from_id, run)} → {called(view.graph, item.to_id, run)}"
        if item.options is None:
            what = run.say("no options open it", "没有选项能打通")
        else:
            what = ", ".join(item.options)
        if item.unknown:
            what += run.say(" (may be open: unknown strengths)", "（强度未知，或已通）")
        rows.append((way, what, "-" if item.cost is None else f"{item.cost:g}"))
    table(
        run.say("Cheapest options for each missing direction", "打通各缺失方向的最便宜选项"),
        run.say("direction,options,cost", "方向,选项,成本").split(","),
        rows,
        numbers=(2,),
    )
