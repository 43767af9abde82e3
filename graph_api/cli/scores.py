"""Commands that ask for scores: pair, paths."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from graph_api.cli import failures
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import (
    SCENARIO,
    VARIANT,
    provenance_of,
    scoring_options,
    scoring_said,
    take_view,
    view_options,
)
from graph_api.cli.output import (
    answer,
    headed,
    label,
    line,
    mutual_scored,
    named,
    number,
    paragraph,
    rounded_or_dash,
    scored,
    table,
)
from graph_api.cli.plain import plain_result
from graph_api.cli.session import find
from graph_api.errors import BadParameterError, GraphApiError
from graph_api.scoring import (
    PairScore,
    Path,
    Reading,
)
from graph_api.settings import Text
from graph_api.workbench import View


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
    uneven = rounded_or_dash(score.asymmetry)
    line(
        run,
        f"dependence: {number(score.dependence, run)}, asymmetry: {uneven}",
        f"依存度：{number(score.dependence, run)}，不对称度：{uneven}",
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
                (s.a, s.b, number(s.forward, run), number(s.reverse, run), mutual_scored(s, run))
                for s in scores
            ],
            numbers=(2, 3),
        )
    return failures.MISTAKE if wrong else 0


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
        answer(plain_result(ranking) | {"provenance": provenance_of(view, scoring, asked)})
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


def _way(path: Path | None) -> str:
    return "" if path is None else " → ".join(path.actors)


FAMILY = {item.name: item for item in (pair, paths)}
