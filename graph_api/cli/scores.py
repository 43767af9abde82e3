"""Commands that ask for scores: pair, paths, bottlenecks, cut, compare."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from graph_api.cli import failures
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import (
    VARIANT,
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
    named,
    number,
    paragraph,
    rounded,
    scored,
    table,
)
from graph_api.cli.plain import plain_result
from graph_api.cli.session import find, progress
from graph_api.domain import GraphSnapshot
from graph_api.domain.selection import read_word
from graph_api.errors import BadParameterError, GraphApiError
from graph_api.scoring import (
    Bottleneck,
    Channel,
    PairScore,
    Path,
    Reading,
    RelationDelta,
    Synergy,
    Target,
)
from graph_api.settings import Text
from graph_api.workbench import View, read_scoring

SCENARIO = argument(
    "scenario", text=Text("A key, or the path of a YAML file.", "情景的键，或 YAML 文件的路径。")
)
GROUP = Text(
    "Actors: ids (residents,owners), fields (kind=resident,level=group; also sphere, group,"
    " search), or all.",
    "行动者：标识（residents,owners）、字段（kind=resident,level=group；另有 sphere、group、"
    "search）或 all。",
)
FIRST = option(
    "--first",
    text=Text("How many to show (20; with --json all).", "显示多少条（默认 20；--json 时全部）。"),
    type=int,
    metavar="N",
)
SHOWN = 20


@command(
    "pair",
    Text(
        "Score both directions of one pair of actors; of many pairs, read from standard input, one"
        " 'a b', 'a,b' or JSON ([\"a\", \"b\"]) in each line, when A and B are left out.",
        "计算一对行动者的正向、反向与相互充权。省略 A 与 B 时从标准输入读取多对，每行一对："
        '“a b”、“a,b”或 JSON（["a", "b"]）。',
    ),
    "empower pair mutual-empowerment residents street_office --variant after_remedies",
    "empower pair district --json < pairs.txt",
)
@SCENARIO
@argument("a", text=Text("The first actor.", "第一个行动者。"), required=False)
@argument("b", text=Text("The second actor.", "第二个行动者。"), required=False)
@VARIANT
@view_options
@scoring_options
def pair(
    run: Run, *, scenario: str, a: str | None, b: str | None, variant: str, **said: object
) -> int | None:
    """Score one pair, or those of standard input."""
    if (a is None) != (b is None):
        raise BadParameterError(
            "A pair has two actors: name both, or neither and give pairs on standard input.",
            "一对有两个行动者：请两个都写，或都不写而从标准输入给出。",
            parameter="b",
        )
    scoring = scoring_said(said)
    view = take_view(find(run, scenario), variant, said)
    if a is None or b is None:
        return _many_pairs(run, view, scoring)
    score = view.pair(a, b, **scoring)
    if run.wants_json:
        answer(_plain_pair(view, score))
    else:
        _show_pair(run, view, score)
    return None


def _plain_pair(view: View, score: PairScore) -> dict[str, Any]:
    plain: dict[str, Any] = plain_result(score)
    return plain | {"provenance": view.provenance(**score.scoring.parameters())}


def _show_pair(run: Run, view: View, score: PairScore) -> None:
    graph = view.graph
    walks = score.scoring.reading is Reading.ALL_WALKS
    write = number if walks else scored
    bounds = score.bounds
    rows = [
        (run.say(en, zh), write(value, run), f"{low_high.low:.3f}-{low_high.high:.3f}", way)
        for en, zh, value, low_high, way in (
            ("forward", "正向", score.forward, bounds.forward, _way(score.forward_path)),
            ("reverse", "反向", score.reverse, bounds.reverse, _way(score.reverse_path)),
            ("mutual", "相互", score.mutual, bounds.mutual, ""),
        )
    ]
    table(
        headed(graph, f"{named(graph, score.a, run)} ⇄ {named(graph, score.b, run)}"),
        run.say("direction,score,bounds,path", "方向,得分,界限,路径").split(","),
        rows,
    )
    for en, zh, ids in (
        ("weakest relations", "最弱关系", score.weakest),
        ("actors on both paths", "两条路径共有的行动者", score.shared_actors),
        ("unknown relations that matter", "影响结果的未知关系", score.unknown),
        ("relations closed by the maturity gate", "被成熟度门槛关闭的关系", score.gated),
    ):
        if ids:
            line(run, f"{en}: {', '.join(ids)}", f"{zh}：{'、'.join(ids)}")
    line(
        run,
        f"dependence: {number(score.dependence, run)}, asymmetry: {_maybe(score.asymmetry)}",
        f"依存度：{number(score.dependence, run)}，不对称度：{_maybe(score.asymmetry)}",
    )
    paragraph(view.explain(score, run.language))


def _many_pairs(run: Run, view: View, scoring: Any) -> int:  # noqa: ANN401  # ScoringWords
    """Score the pairs of standard input; a line that makes no sense is named, the rest answered."""
    scores: list[PairScore] = []
    wrong = 0
    for place, text in enumerate(_lines(), 1):
        if not text.strip():
            continue
        try:
            score = view.pair(*_read_pair(text), **scoring)
        except GraphApiError as error:
            wrong += 1
            _report_line(run, place, error)
            continue
        if run.wants_json:
            answer({"line": place, **_plain_pair(view, score)})
        else:
            scores.append(score)
    if not run.wants_json:
        table(
            headed(view.graph),
            run.say("a,b,forward,reverse,mutual", "甲,乙,正向,反向,相互").split(","),
            [
                (s.a, s.b, number(s.forward, run), number(s.reverse, run), _mutual(s, run))
                for s in scores
            ],
            numbers=(2, 3),
        )
    return failures.MISTAKE if wrong else 0


def _mutual(score: PairScore, run: Run) -> str:
    return number(score.mutual, run) if score.band is None else scored(score.mutual, run)


def _lines() -> Iterator[str]:
    """Give the lines of standard input; what is not UTF-8 becomes a sign that no id has."""
    for data in sys.stdin.buffer:
        yield data.decode("utf-8-sig", "replace")


def _read_pair(text: str) -> tuple[str, str]:
    words: object
    if text.lstrip().startswith(("[", "{")):
        try:
            words = json.loads(text)
        except (ValueError, RecursionError):
            words = None
        if isinstance(words, dict):
            words = [words.get("a"), words.get("b")]
    else:
        words = re.split(r"\s*,\s*|\s+", text.strip())
    if isinstance(words, list) and len(words) == 2 and all(isinstance(w, str) and w for w in words):
        return words[0], words[1]
    shown = text.strip()[:80]
    raise BadParameterError(
        f"{shown!r} is not a pair; write 'a b', 'a,b' or [\"a\", \"b\"].",
        f'“{shown}”不是一对；请写成“a b”、“a,b”或 ["a", "b"]。',
        line=shown,
    )


def _report_line(run: Run, place: int, error: GraphApiError) -> None:
    if run.wants_json:
        plain = {"line": place, "code": error.code, "message": error.text(run.language)}
        sys.stderr.write(json.dumps({"error": plain}, ensure_ascii=False) + "\n")
    else:
        place_text = run.say(f"line {place}: ", f"第 {place} 行：")
        sys.stderr.write(place_text + error.text(run.language) + "\n")
    sys.stderr.flush()


@command(
    "paths",
    Text("Give the best paths from one actor to another.", "列出从一个行动者到另一个的最佳路径。"),
    "empower paths mutual-empowerment residents street_office -k 3",
)
@SCENARIO
@argument("start", text=Text("Where the paths begin.", "起点。"))
@argument("end", text=Text("Where they end.", "终点。"))
@option(
    "-k", "count", text=Text("How many (3).", "条数（默认 3）。"), type=int, default=3, metavar="N"
)
@VARIANT
@view_options
@scoring_options
def paths(  # noqa: PLR0913  # what the command line says
    run: Run, *, scenario: str, start: str, end: str, count: int, variant: str, **said: object
) -> None:
    """Give the best paths."""
    scoring = scoring_said(said)
    view = take_view(find(run, scenario), variant, said)
    ranking = view.paths(start, end, count, **scoring)
    if run.wants_json:
        asked = {"from": start, "to": end, "first": count}
        answer(plain_result(ranking) | {"provenance": _provenance(view, scoring, asked)})
        return
    table(
        headed(view.graph, f"{named(view.graph, start, run)} → {named(view.graph, end, run)}"),
        run.say("rank,score,hops,path,relations,weakest", "名次,得分,跳数,路径,关系,最弱").split(
            ","
        ),
        [
            (
                str(place),
                scored(path.score, run),
                str(path.hops),
                _way(path),
                " ".join(path.relations),
                " ".join(path.weakest),
            )
            for place, path in enumerate(ranking.paths, 1)
        ],
        numbers=(0, 2),
    )
    if not ranking.paths:
        line(run, "There is no path.", "没有路径。")
    for path in ranking.paths:
        paragraph(view.explain(path, run.language, **scoring))
    if ranking.truncated_by is not None:
        cut_by = label(ranking.truncated_by, run)
        line(run, f"There may be more: cut by {cut_by}.", f"可能还有更多：受{cut_by}限制。")


@command(
    "bottlenecks",
    Text(
        "Rank actors, relations or channels by what the pairs of two groups lose without them.",
        "按两组行动者失去的相互充权，排出瓶颈行动者、关系或通道。",
    ),
    "empower bottlenecks district --between kind=resident --and kind=street_office",
)
@SCENARIO
@option("--between", text=GROUP, required=True, metavar="SEL")
@option("--and", "other", text=Text("The other group.", "另一组。"), required=True, metavar="SEL")
@option(
    "--target",
    text=Text("actor, relation or channel (actor).", "actor、relation 或 channel（默认 actor）。"),
    default="actor",
    metavar="WORD",
)
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
                "totalCount": len(ranking),
                "provenance": _provenance(view, scoring, asked),
            }
        )
        return
    costly = sum(item.loss > 0 for item in ranking)
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
                _maybe(item.loss_share),
                str(item.pairs_cut),
            )
            for place, item in enumerate(shown, 1)
        ],
        numbers=(0, 2, 3, 4),
    )
    _tell_bottlenecks(run, view, ranking, costly, target)
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
            f"{free} others cost nothing (--all shows them)."
            if costly
            else f"All {free} cost nothing (--all shows them).",
            f"其余 {free} 个没有影响（--all 显示）。",
        )


def _tell_bottlenecks(
    run: Run, view: View, ranking: tuple[Bottleneck, ...], costly: int, target: str
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
                    "before": _provenance(start, scoring, {}),
                    "after": _provenance(end, scoring, {}),
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
                    _mutual(p.before, run),
                    _mutual(p.after, run),
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


def _provenance(view: View, scoring: Any, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    return view.provenance(**read_scoring(**scoring).parameters(), **asked)


def _way(path: Path | None) -> str:
    return "" if path is None else " → ".join(path.actors)


def _maybe(value: float | None) -> str:
    return "-" if value is None else rounded(value)


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


FAMILY = {item.name: item for item in (pair, paths, bottlenecks, cut, compare)}
