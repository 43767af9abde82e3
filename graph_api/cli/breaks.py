"""Commands that ask where it breaks and what differs: bottlenecks, cut, compare."""

from __future__ import annotations

from collections.abc import Sequence

from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import (
    AND,
    BETWEEN,
    GROUP,
    SCENARIO,
    TARGET,
    VARIANT,
    provenance_of,
    scoring_options,
    scoring_said,
    take_view,
    view_options,
)
from graph_api.cli.output import (
    answer,
    called,
    ends,
    headed,
    kind_called,
    label,
    line,
    mutual_scored,
    named,
    number,
    rounded,
    rounded_or_dash,
    scored,
    table,
)
from graph_api.cli.plain import plain_result
from graph_api.cli.session import find, progress
from graph_api.domain import GraphSnapshot
from graph_api.domain.selection import read_word
from graph_api.errors import BadParameterError
from graph_api.scoring import (
    Bottleneck,
    Channel,
    RelationDelta,
    Synergy,
    Target,
)
from graph_api.scoring.bottlenecks import costly_in
from graph_api.scoring.walks.ranking import FirstRanking
from graph_api.settings import Text
from graph_api.workbench import View

FIRST = option(
    "--first",
    text=Text("How many to show (20; with --json all).", "显示多少条（默认 20；--json 时全部）。"),
    type=int,
    metavar="N",
)
SHOWN = 20


@command(
    "bottlenecks",
    Text(
        "Rank actors, relations or channels by what the pairs of two groups lose without them.",
        "按两组行动者失去的相互充权，排出瓶颈行动者、关系或通道。",
    ),
    "empower bottlenecks district --between kind=resident --and kind=street_office",
)
@SCENARIO
@BETWEEN
@AND
@TARGET
@FIRST
@option(
    "--all",
    "wants_all",
    text=Text(
        "Show also what costs nothing (with --json always).",
        "连同没有影响的一并显示（--json 时总是如此）。",
    ),
    is_flag=True,
)
@VARIANT
@view_options
@scoring_options
def bottlenecks(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    between: str,
    other: str,
    target: str,
    first: int | None,
    wants_all: bool,
    variant: str,
    **said: object,
) -> None:
    """Rank bottlenecks."""
    scoring = scoring_said(said)
    view = take_view(find(run, scenario), variant, said)
    with progress(run, "thinking away", "逐一移除") as tell:
        ranking = view.bottlenecks(between, other, target=target, progress=tell, **scoring)
    shown = ranking[: _first(first, len(ranking) if run.wants_json or wants_all else SHOWN)]
    if run.wants_json:
        asked = {"between": between, "and": other, "target": target}
        answer(
            {
                "rows": plain_result(shown),
                **_counted(ranking),
                "provenance": provenance_of(view, scoring, asked),
            }
        )
        return
    costly = costly_in(ranking)
    if not wants_all:
        shown = shown[:costly]
    table(
        headed(view.graph, f"{_group(view, between, run)} ⇄ {_group(view, other, run)}"),
        run.say("rank,subject,loss,share,pairs cut", "名次,对象,损失,占比,切断的对").split(","),
        [
            (
                str(place),
                _subject(item, view, run, target),
                number(item.loss, run),
                rounded_or_dash(item.loss_share),
                str(item.pairs_cut),
            )
            for place, item in enumerate(shown, 1)
        ],
        numbers=(0, 2, 3, 4),
    )
    _tell_bottlenecks(run, view, ranking, costly, target)
    if isinstance(ranking, FirstRanking):
        line(
            run,
            f"Only the first {len(ranking)} were searched in a graph of this size; no other costs"
            f" more than {rounded(ranking.rest)}.",
            f"图很大，只求了前 {len(ranking)} 名；其余对象的损失都不超过 {rounded(ranking.rest)}。",
        )
    more = costly - len(shown)
    if more > 0:
        line(
            run,
            f"{more} more cost less; --first shows more.",
            f"另有 {more} 个损失更小；用 --first 显示更多。",
        )
    free = len(ranking) - costly
    if free and not wants_all:
        line(
            run,
            f"Others, which cost nothing: {free} (--all shows them)."
            if costly
            else f"All {free} cost nothing (--all shows them).",
            f"其余 {free} 个没有影响（--all 显示）。",
        )


def _counted(ranking: Sequence[Bottleneck]) -> dict[str, object]:
    """Say how many subjects there are, or why only the first of them are here."""
    if isinstance(ranking, FirstRanking):
        return {"truncatedBy": ranking.truncated_by.value, "rest": ranking.rest}
    return {"totalCount": len(ranking)}


def _tell_bottlenecks(
    run: Run, view: View, ranking: Sequence[Bottleneck], costly: int, target: str
) -> None:
    """Say what the first of a ranking means."""
    if not costly:
        line(run, "Nothing alone is a bottleneck here.", "这里没有单独构成瓶颈的对象。")
        return
    first = ranking[0]
    subject = _subject(first, view, run, target)
    loss = rounded(first.loss)
    share = None if first.loss_share is None else f"{100 * first.loss_share:.3g}%"
    of_en = "" if share is None else f", {share} of all they have"
    of_zh = "" if share is None else f"，占总和的 {share}"
    line(
        run,
        f"Without {subject} the pairs together lose {loss} of mutual empowerment{of_en};"
        f" pairs left without any: {first.pairs_cut}.",
        f"若没有{subject}，这些行动者对合计失去 {loss} 的相互充权{of_zh}；"
        f"完全失去相互充权的对数：{first.pairs_cut}。",
    )


def _group(view: View, said: str, run: Run) -> str:
    """Give the name of a group of one actor; else what was said."""
    return named(view.graph, said, run) if said in view.graph.places else said


@command(
    "cut",
    Text(
        "Find the cheapest relations, or fewest actors, without which no path is left.",
        "求使路径全部断开的最小关系集（或最少行动者）。",
    ),
    "empower cut mutual-empowerment residents street_office --target relation",
)
@SCENARIO
@argument("start", text=Text("Where the paths begin.", "起点。"))
@argument("end", text=Text("Where they end.", "终点。"))
@option(
    "--target",
    text=Text("relation or actor (relation).", "relation 或 actor（默认 relation）。"),
    default="relation",
    metavar="WORD",
)
@VARIANT
@view_options
def cut(  # noqa: PLR0913  # what the command line says
    run: Run, *, scenario: str, start: str, end: str, target: str, variant: str, **said: object
) -> None:
    """Find a cut."""
    view = take_view(find(run, scenario), variant, said)
    found = view.cut(start, end, target=target)
    if run.wants_json:
        answer(plain_result(found) | {"provenance": view.provenance(target=found.target.value)})
        return
    members = found.relations or found.actors
    table(
        headed(view.graph, f"{named(view.graph, start, run)} → {named(view.graph, end, run)}"),
        _cut_columns(found.target, run),
        [_cut_member(member, view, run, found.target) for member in members],
    )
    if not found.connected:
        line(run, "No path joins them: nothing to cut.", "两者之间没有路径，无需切割。")
    elif found.capacity is None:
        line(
            run,
            "A relation joins them directly: no actors can be taken away to part them.",
            "两者之间有直接关系：移除任何行动者都不能将其断开。",
        )
    elif found.target is Target.ACTOR:
        line(
            run,
            f"connected; actors to take away until no path is left: {found.capacity:g}",
            f"目前连通；移除以上 {found.capacity:g} 个行动者后即无路径。",
        )
    else:
        line(
            run,
            f"connected; capacity: {found.capacity:g} (the strengths above, added: the least that"
            " has to fail before no path is left)",
            f"目前连通；容量：{found.capacity:g}（以上强度之和：至少须失去这么多，路径才会全部断开）",
        )


def _cut_columns(target: Target, run: Run) -> list[str]:
    if target is Target.ACTOR:
        return run.say("actor,kind", "行动者,类型").split(",")
    return run.say("relation,from → to,strength", "关系,从 → 到,强度").split(",")


def _cut_member(member: str, view: View, run: Run, target: Target) -> tuple[str, ...]:
    if target is Target.ACTOR:
        return named(view.graph, member, run), kind_called(view.graph.actor(member).kind, run)
    relation = view.graph.relation(member)
    point = relation.strength.point if relation.strength else None
    return member, ends(view.graph, relation, run), scored(point, run)


@command(
    "compare",
    Text(
        "Tell how two variants differ: relation by relation, by the two sides, and by pairs.",
        "比较两个变体：逐条关系、国家与社会两方，以及指定的行动者对。",
    ),
    "empower compare mutual-empowerment today after_remedies",
)
@SCENARIO
@argument("before", text=Text("The variant before.", "之前的变体。"))
@argument("after", text=Text("The variant after.", "之后的变体。"))
@option("--between", text=GROUP, metavar="SEL")
@option("--and", "other", text=Text("The other group.", "另一组。"), metavar="SEL")
@FIRST
@view_options
@scoring_options
def compare(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    before: str,
    after: str,
    between: str | None,
    other: str | None,
    first: int | None,
    **said: object,
) -> None:
    """Compare two variants."""
    if (between is None) != (other is None):
        raise BadParameterError(
            "Pairs need two groups: give --between and --and, or neither.",
            "成对比较需要两组：请同时给出 --between 与 --and，或都不给。",
            parameter="and",
        )
    scoring = scoring_said(said)
    bench = find(run, scenario)
    start = take_view(bench, before, said)
    end = take_view(bench, after, said)
    comparison = start.compare(end)
    count = _first(first, SHOWN)
    pairs = (
        ()
        if between is None or other is None
        else comparison.pairs(between, other, count, **scoring)
    )
    if run.wants_json:
        answer(
            {
                "relations": plain_result(comparison.relations),
                "synergy": comparison.synergy,
                "pairs": plain_result(pairs),
                "provenance": {
                    "before": provenance_of(start, scoring, {}),
                    "after": provenance_of(end, scoring, {}),
                },
            }
        )
        return
    table(
        f"{bench.scenario.key} · {before} → {after}",
        run.say("relation,from → to,class,before,after", "关系,从 → 到,类别,之前,之后").split(","),
        [_delta_row(delta, start.graph, end.graph, run) for delta in comparison.relations],
    )
    if pairs:
        table(
            f"{_group(start, between or '', run)} ⇄ {_group(start, other or '', run)}",
            run.say("a,b,mutual before,mutual after", "甲,乙,相互（之前）,相互（之后）").split(","),
            [
                (
                    called(start.graph, p.before.a, run),
                    called(start.graph, p.before.b, run),
                    mutual_scored(p.before, run),
                    mutual_scored(p.after, run),
                )
                for p in pairs
            ],
        )
    word = label(comparison.synergy, run)
    line(
        run,
        f"the two sides: {word}. {comparison.synergy.meaning}",
        f"国家与社会两方：{word}。{_SYNERGY_ZH[comparison.synergy]}",
    )


_SYNERGY_ZH = {
    Synergy.MUTUAL: "两方都增强。",
    Synergy.ZERO_SUM: "一方增强，另一方减弱。",
    Synergy.ENFEEBLING: "两方都减弱。",
    Synergy.ONE_SIDED: "一方变化，另一方不变。",
    Synergy.UNCHANGED: "两方都不变。",
}


def _delta_row(
    delta: RelationDelta, start: GraphSnapshot, end: GraphSnapshot, run: Run
) -> tuple[str, ...]:
    graph = start if delta.relation in start.relation_places else end
    relation = graph.relation(delta.relation)
    return (
        delta.relation,
        ends(graph, relation, run),
        label(relation.relation_class, run),
        scored(delta.before, run),
        scored(delta.after, run),
    )


def _subject(item: Bottleneck, view: View, run: Run, target: str) -> str:
    subject = item.subject
    if isinstance(subject, Channel):
        return f"{ends(view.graph, subject, run)} ({' '.join(subject.relations)})"
    if read_word(Target, target) is Target.ACTOR:
        return named(view.graph, subject, run)
    return f"{subject}: {ends(view.graph, view.graph.relation(subject), run)}"


def _first(said: int | None, default: int) -> int:
    if said is None:
        return default
    if said < 1:
        raise BadParameterError(
            f"--first must be at least 1, not {said}.", f"--first 至少为 1，不能是 {said}。"
        )
    return said


FAMILY = {item.name: item for item in (bottlenecks, cut, compare)}
