"""Commands that ask how sure a number is: uncertainty, rank-uncertainty, sensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from graph_api.cli.frame import Function, Run, argument, command, option
from graph_api.cli.options import (
    AND,
    BETWEEN,
    CSV,
    FIRST_OF_TABLE,
    SCENARIO,
    SEED,
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
    headed,
    label,
    line,
    named,
    number,
    table,
)
from graph_api.cli.plain import plain_result
from graph_api.cli.session import find, progress
from graph_api.cli.uncertain_output import (
    key_of,
    range_of,
    require_one_form,
    subject_named,
    write_table,
)
from graph_api.scoring import Interval
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.scoring.uncertainty import (
        RankProbability,
        RankUncertainty,
        Spread,
        Uncertainty,
    )
    from graph_api.workbench import View

SHOWN = 20
PAIRS_SHOWN = 10

PAIR_COLUMNS = ("score", "low", "q05", "median", "q95", "high", "median_error")
RANK_COLUMNS = (
    *("subject", "probability_first", "probability_error", "expected_rank", "rank_error"),
    *("loss_q05", "loss_median", "loss_q95"),
)


def draw_options(function: Function) -> Function:
    """Add the options that say how to draw."""
    for decorate in (
        option(
            "--coupling",
            text=Text(
                "independent, or shared: all strengths high together or low together"
                " (independent).",
                "independent（各自独立），或 shared（同升同降）；默认 independent。",
            ),
            default="independent",
            metavar="WORD",
        ),
        SEED,
        option(
            "--draws",
            text=Text("How many graphs to draw (1000).", "抽取多少个图（默认 1000）。"),
            type=int,
            default=1000,
            metavar="N",
        ),
    ):
        function = decorate(function)
    return function


def _drawing(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("draws", "seed", "coupling")}


@command(
    "uncertainty",
    Text(
        "Tell how sure the mutual score of a pair is: exact bounds, median, 90% band.",
        "说明一对行动者的相互充权有多确定：精确上下界、中位数、90% 区间。",
    ),
    "empower uncertainty mutual-empowerment residents street_office",
    "empower uncertainty district residents_lotus_1 street_office --coupling shared",
)
@SCENARIO
@argument("a", text=Text("One actor.", "一方行动者。"))
@argument("b", text=Text("The other actor.", "另一方行动者。"))
@draw_options
@CSV
@VARIANT
@view_options
@scoring_options
def uncertainty(  # noqa: PLR0913  # what the command line says
    run: Run, *, scenario: str, a: str, b: str, wants_csv: bool, variant: str, **said: object
) -> None:
    """Tell how sure a pair is."""
    require_one_form(run, wants_csv=wants_csv)
    scoring, drawing = scoring_said(said), _drawing(said)
    view = take_view(find(run, scenario), variant, said)
    with progress(run, "drawing", "正在抽样") as tell:
        found = view.uncertainty(a, b, **drawing, progress=tell, **scoring)
    origin = provenance_of(view, scoring, {"a": a, "b": b, **drawing})
    if run.wants_json:
        answer(plain_result(found) | {"provenance": origin})
        return
    rows = [*_spreads(found, run)]
    if wants_csv:
        write_table(
            origin,
            PAIR_COLUMNS,
            (
                [
                    name,
                    bounds.low if bounds else None,
                    spread.band90.low,
                    spread.median,
                    spread.band90.high,
                    bounds.high if bounds else None,
                    spread.error,
                ]
                for name, _, bounds, spread in rows
            ),
        )
        return
    table(
        headed(view.graph, f"{named(view.graph, a, run)} ⇄ {named(view.graph, b, run)}"),
        run.say(
            "score,median,90% band,exact bounds,error", "得分,中位数,90% 区间,精确界,误差"
        ).split(","),
        [
            (
                shown,
                number(spread.median, run),
                range_of(spread.band90),
                range_of(bounds) if bounds else "-",
                f"{spread.error:.1g}",
            )
            for _, shown, bounds, spread in rows
        ],
        numbers=(1, 4),
    )
    _tell_pair(run, found)


def _spreads(found: Uncertainty, run: Run) -> Iterable[tuple[str, str, Interval | None, Spread]]:
    bounds = found.bounds
    yield "mutual", run.say("mutual", "相互充权"), bounds.mutual, found.mutual
    yield "forward", f"{found.a} → {found.b}", bounds.forward, found.forward
    yield "reverse", f"{found.b} → {found.a}", bounds.reverse, found.reverse
    if found.asymmetry is not None:
        yield "asymmetry", run.say("asymmetry", "不对称"), None, found.asymmetry


def _tell_pair(run: Run, found: Uncertainty) -> None:
    likely = [item for item in found.bands if item.probability > 0]
    words = [f"{label(item.band, run)} {100 * item.probability:.3g}%" for item in likely]
    if words:
        line(
            run,
            f"How probable each word for the mutual score is: {', '.join(words)}.",
            f"相互充权各等级的概率：{'、'.join(words)}。",
        )
    coupling = label(found.coupling, run)
    line(
        run,
        f"{found.draws} draws, seed {found.seed}, {coupling}; relations drawn: {found.drawn}. The"
        " error is that of the median, by chance of drawing.",
        f"抽取 {found.draws} 次，种子 {found.seed}，{coupling}；抽取的关系 {found.drawn} 条。"
        "误差指中位数的抽样误差。",
    )


@command(
    "rank-uncertainty",
    Text(
        "Tell how sure a ranking of bottlenecks is: who is first how often, and whom the draws"
        " cannot part.",
        "说明瓶颈排名有多确定：谁居首位的概率，以及哪些对象无法区分。",
    ),
    "empower rank-uncertainty district --between kind=resident --and kind=street_office",
)
@SCENARIO
@BETWEEN
@AND
@TARGET
@draw_options
@FIRST_OF_TABLE
@CSV
@VARIANT
@view_options
@scoring_options
def rank_uncertainty(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    between: str,
    other: str,
    target: str,
    first: int | None,
    wants_csv: bool,
    variant: str,
    **said: object,
) -> None:
    """Tell how sure a ranking is."""
    require_one_form(run, wants_csv=wants_csv)
    if first is None and not (run.wants_json or wants_csv):
        first = SHOWN
    scoring, drawing = scoring_said(said), _drawing(said)
    view = take_view(find(run, scenario), variant, said)
    with progress(run, "drawing", "正在抽样") as tell:
        found = view.rank_uncertainty(
            between, other, target=target, first=first, **drawing, progress=tell, **scoring
        )
    asked = {"between": between, "and": other, "target": target, "first": first, **drawing}
    origin = provenance_of(view, scoring, asked)
    if run.wants_json:
        answer(plain_result(found) | {"provenance": origin})
        return
    if wants_csv:
        write_table(
            origin,
            RANK_COLUMNS,
            (
                [
                    key_of(row.subject),
                    row.probability_first,
                    row.probability_error,
                    row.expected_rank,
                    row.rank_error,
                    row.loss.low,
                    row.median_loss,
                    row.loss.high,
                ]
                for row in found.rows
            ),
        )
        return
    _show_ranking(run, view, found)


def _show_ranking(run: Run, view: View, found: RankUncertainty) -> None:
    table(
        headed(view.graph),
        run.say(
            "expected rank,subject,P(first),loss (90% band)",
            "期望名次,对象,首位概率,损失（90% 区间）",
        ).split(","),
        [
            (
                f"{row.expected_rank:.1f}",
                subject_named(row.subject, view, run, found.target),
                _chance(row, found.draws),
                range_of(row.loss),
            )
            for row in found.rows
        ],
        numbers=(0, 2),
    )
    if not found.rows:
        line(run, "In no draw does anything alone cost anything.", "各次抽样中均无单独的瓶颈。")
    elif found.probability_none:
        share = f"{100 * found.probability_none:.3g}%"
        line(
            run,
            f"In {share} of the draws nothing alone costs anything.",
            f"有 {share} 的抽样中没有单独的瓶颈。",
        )
    pairs = found.not_separable
    if pairs:
        shown = [f"{one} / {other}" for one, other in pairs[:PAIRS_SHOWN]]
        more = len(pairs) - len(shown)
        rest_en = f"; and {more} more pairs (--json)" if more else ""
        rest_zh = f"；另有 {more} 对（--json）" if more else ""
        line(
            run,
            f"Not separable: {', '.join(shown)}{rest_en}.",
            f"无法区分先后：{'、'.join(shown)}{rest_zh}。",
        )
    more = found.costly - len(found.rows)
    if more > 0:
        line(run, f"{more} more; --first shows more.", f"另有 {more} 个；用 --first 显示更多。")
    coupling = label(found.coupling, run)
    line(
        run,
        f"{found.draws} draws, seed {found.seed}, {coupling}; relations drawn: {found.drawn}.",
        f"抽取 {found.draws} 次，种子 {found.seed}，{coupling}；抽取的关系 {found.drawn} 条。",
    )


def _chance(row: RankProbability, draws: int) -> str:
    """Give a probability with its error; of what never happened, how probable it may still be."""
    if row.probability_first == 0:
        return f"0 (< {3 / draws:.2g})"  # 95% upper end, the rule of three
    return f"{row.probability_first:.3f} ± {row.probability_error:.2g}"


FAMILY = {item.name: item for item in (uncertainty, rank_uncertainty)}
