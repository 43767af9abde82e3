"""Commands that ask where a score comes from and what would raise it: attribution, plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api import bootstrap
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import (
    CSV,
    FIRST_OF_TABLE,
    REASON,
    SCENARIO,
    SEED,
    VARIANT,
    provenance_of,
    scoring_options,
    scoring_said,
    take_view,
    view_options,
)
from graph_api.cli.output import answer, ends, headed, line, named, rounded, table
from graph_api.cli.plain import plain_result
from graph_api.cli.planning_output import show_openings, show_plan
from graph_api.cli.session import find, kept_revision, open_service, progress
from graph_api.cli.uncertain_output import require_one_form, write_table
from graph_api.domain import BASELINE, Label
from graph_api.domain.plain import plain_change
from graph_api.errors import BadParameterError
from graph_api.scenarios.limits import MAX_BYTES
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.scenarios.options_file import OptionsFile
    from graph_api.scoring.plans import Plan
    from graph_api.workbench import View

SHOWN = 20
SHARE_COLUMNS = ("relation", "from", "to", "share", "standard_error")
STEP_COLUMNS = (
    *("option", "relation", "direction", "cost", "gain_alone", "loss_without", "gain_per_cost"),
    *("actor", "element"),
)


@command(
    "attribution",
    Text(
        "Share the mutual score of a pair out among the relations that make it (Shapley value).",
        "把一对行动者的相互充权分摊到各关系（Shapley 值）。",
    ),
    "empower attribution mutual-empowerment residents street_office",
)
@SCENARIO
@argument("a", text=Text("One actor.", "一方行动者。"))
@argument("b", text=Text("The other actor.", "另一方行动者。"))
@option(
    "--permutations",
    text=Text(
        "How many orders to draw, where more than 22 relations matter (1000).",
        "相关关系超过 22 个时抽取多少个顺序（默认 1000）。",
    ),
    type=int,
    default=1000,
    metavar="N",
)
@SEED
@FIRST_OF_TABLE
@CSV
@VARIANT
@view_options
@scoring_options
def attribution(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    a: str,
    b: str,
    permutations: int,
    seed: int,
    first: int | None,
    wants_csv: bool,
    variant: str,
    **said: object,
) -> None:
    """Share a score out."""
    require_one_form(run, wants_csv=wants_csv)
    most = _first(first, machines=run.wants_json or wants_csv)
    scoring = scoring_said(said)
    view = take_view(find(run, scenario), variant, said)
    drawing = {"permutations": permutations, "seed": seed}
    with progress(run, "sharing out", "正在分摊") as tell:
        found = view.attribution(
            a, b, permutations=permutations, seed=seed, progress=tell, **scoring
        )
    origin = provenance_of(view, scoring, {"a": a, "b": b, **drawing})
    shares = found.shares[:most]
    if run.wants_json:
        answer(plain_result(found) | {"shares": plain_result(shares), "provenance": origin})
        return
    relations = [view.graph.relation(item.relation) for item in shares]
    if wants_csv:
        rows = (
            [item.relation, relation.from_id, relation.to_id, item.share, item.standard_error]
            for item, relation in zip(shares, relations, strict=True)
        )
        write_table(origin, SHARE_COLUMNS, rows)
        return
    table(
        headed(view.graph, f"{named(view.graph, a, run)} ⇄ {named(view.graph, b, run)}"),
        run.say(
            "relation,from → to,share,of the score,error", "关系,起点 → 终点,份额,占比,误差"
        ).split(","),
        [
            (
                item.relation,
                ends(view.graph, relation, run),
                rounded(item.share),
                f"{100 * item.share / found.score:.1f}%" if found.score else "-",
                "-" if item.standard_error is None else f"{item.standard_error:.1g}",
            )
            for item, relation in zip(shares, relations, strict=True)
        ],
        numbers=(2, 3, 4),
    )
    score = rounded(found.score)
    line(
        run,
        f"Together all {len(found.shares)} relations make the mutual score of {score}.",
        f"全部 {len(found.shares)} 个关系合计为相互充权 {score}。",
    )
    if not found.exact:
        line(
            run,
            f"Drawn from {found.permutations} orders, seed {found.seed}: too many relations to"
            " weigh every set of them.",
            f"由 {found.permutations} 个随机顺序估计，种子 {found.seed}："
            "关系过多，无法衡量全部组合。",
        )
    more = len(found.shares) - len(shares)
    if more > 0:
        line(run, f"{more} more; --first shows more.", f"另有 {more} 个；用 --first 显示更多。")


@command(
    "plan",
    Text(
        "Find the best measures under a budget: the set of options with the greatest sum of mutual"
        " scores of two groups.",
        "在预算内求最佳措施：使两组行动者相互充权之和最大的选项组合。",
    ),
    "empower plan docs/examples/plan-options.yaml --budget 10",
    "empower plan district docs/examples/plan-options.yaml --budget 6 --between kind=resident"
    " --and kind=street_office",
    "empower plan our-street options.yaml --budget 10 --save-as agreed --reason 'meeting of 3 May'",
)
@argument(
    "scenario",
    metavar="[SCENARIO]",
    text=Text(
        "A key, or the path of a YAML file; left out where the file of options names it.",
        "情景的键或 YAML 文件的路径；选项文件已写明时可省略。",
    ),
)
@argument(
    "file",
    required=False,
    metavar="FILE",
    text=Text(
        "The file of options (docs/reference/plans.md).", "选项文件（docs/reference/plans.md）。"
    ),
)
@option(
    "--budget",
    text=Text("What may be spent (as the file says).", "预算（默认按文件）。"),
    type=float,
    metavar="N",
)
@option(
    "--between",
    text=Text("The one group of actors (as the file says).", "第一组行动者（默认按文件）。"),
    metavar="SEL",
)
@option(
    "--and",
    "other",
    text=Text("The other group (as the file says).", "另一组（默认按文件）。"),
    metavar="SEL",
)
@option(
    "--openings",
    "wants_openings",
    text=Text(
        "Say also which cheapest options open each missing direction.",
        "一并列出打通各缺失方向的最便宜选项。",
    ),
    is_flag=True,
)
@option(
    "--save-as",
    text=Text(
        "Keep the plan as a variant of this key, of a scenario in the store.",
        "把方案存为此键的变体（情景须在存储中）。",
    ),
    metavar="KEY",
)
@REASON
@CSV
@option(
    "--variant",
    text=Text(
        "The variant to start from (as the file says; today).", "所依据的变体（默认按文件）。"
    ),
    metavar="KEY",
)
@view_options
@scoring_options
def plan(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    file: str | None,
    budget: float | None,
    between: str | None,
    other: str | None,
    wants_openings: bool,
    save_as: str | None,
    reason: str | None,
    wants_csv: bool,
    variant: str | None,
    **said: object,
) -> None:
    """Find the best plan."""
    require_one_form(run, wants_csv=wants_csv)
    read = _read(file or scenario)
    name = _said("scenario", scenario if file else read.scenario)
    money = budget if budget is not None else read.budget
    groups = _said("between", between or read.between), _said("and", other or read.other)
    if money is None:
        raise _missing("budget")
    scoring = scoring_said(said)
    view = take_view(find(run, name), variant or read.variant or BASELINE, said)
    _require_fitting(view, read)
    with progress(run, "planning", "正在规划") as tell:
        found = view.plan(read.options, money, *groups, progress=tell, **scoring)
    openings = view.openings(read.options, *groups, **scoring) if wants_openings else None
    saved = None if save_as is None else _save(run, view, found, save_as, reason)
    asked = {
        "options": [plain_option(item) for item in read.options],
        "budget": money,
        "between": groups[0],
        "and": groups[1],
    }
    origin = provenance_of(view, scoring, asked)
    if run.wants_json:
        plain = plain_result(found) | {
            "changes": [plain_change(change) for change in found.changes],
            "warning": {
                "en": view.plan_warning(found, "en"),
                "zh": view.plan_warning(found, "zh"),
            },
        }
        if openings is not None:
            plain["openings"] = plain_result(openings)
        if saved is not None:
            plain["saved"] = {"variant": save_as, "revision": saved}
        answer(plain | {"provenance": origin})
    elif wants_csv:
        rows = ([getattr(step, name) for name in STEP_COLUMNS] for step in found.steps)
        write_table(origin, STEP_COLUMNS, rows)
    else:
        show_plan(run, view, found)
        if openings is not None:
            show_openings(run, view, openings)
        if saved is not None:
            line(
                run,
                f"Kept as the variant {save_as} of {view.graph.key.scenario}, at revision {saved}.",
                f"已存为 {view.graph.key.scenario} 的变体 {save_as}，修订 {saved}。",
            )


def plain_option(option: Any) -> dict[str, Any]:  # noqa: ANN401  # an Option, loaded late
    """Give an option in the words of the file."""
    from graph_api.domain import AddRelation  # noqa: PLC0415  # beside its use
    from graph_api.scoring.plans import Raise  # noqa: PLC0415  # loads the scoring

    measure = option.measure
    if isinstance(measure, Raise):
        words: dict[str, Any] = {"raise": {"relation": measure.relation, "by": measure.by}}
    else:
        words = {"add": plain_change(AddRelation(measure.relation))["add_relation"]}
    told = {"actor": option.actor, "element": option.element}
    return {
        "key": option.key,
        "measure": words,
        "cost": option.cost,
        **{name: value for name, value in told.items() if value is not None},
    }


def _first(said: int | None, *, machines: bool) -> int | None:
    if said is None:
        return None if machines else SHOWN
    if said < 1:
        raise BadParameterError(
            f"--first must be at least 1, not {said}.",
            f"--first 必须至少为 1，不能是 {said}。",
            parameter="first",
        )
    return said


def _read(name: str) -> OptionsFile:
    from graph_api.scenarios.options_file import read_options_file  # noqa: PLC0415  # slow to load

    path = Path(name)
    return read_options_file(bootstrap.read_file(path, MAX_BYTES + 1), name=str(path))


def _require_fitting(view: View, file: OptionsFile) -> None:
    from graph_api.scenarios.options_file import require_options_of  # noqa: PLC0415  # as above
    from graph_api.scoring.plans.options import read_options  # noqa: PLC0415  # as above

    require_options_of(view.graph, file, lambda graph, item: read_options(graph, [item]))


def _save(run: Run, view: View, found: Plan, key: str, reason: str | None) -> int:
    from graph_api.workbench.plans import (  # noqa: PLC0415  # as above
        reason_of,
        require_kept,
        saved_changes,
    )

    changes = saved_changes(view, found)
    service = open_service(run)
    name = view.graph.key
    kept_revision(run, service, name.scenario)
    require_kept(service, view)
    return service.create_variant(
        name.scenario,
        key,
        expected_revision=name.revision,
        changes=changes,
        title=Label(f"Plan: {', '.join(found.options)}", f"方案：{'、'.join(found.options)}"),
        extends=None if name.variant == BASELINE else name.variant,
        by=run.person,
        reason=reason or reason_of(found),
    )


def _said(name: str, value: str | None) -> str:
    if value is None:
        raise _missing(name)
    return value


def _missing(name: str) -> BadParameterError:
    where_en = "before the file" if name == "scenario" else f"with --{name}"
    where_zh = "写在文件之前" if name == "scenario" else f"用 --{name} 给出"
    return BadParameterError(
        f"Nothing says {name}: say it {where_en}, or in the file of options ({name}: ...).",
        f"没有写明 {name}：请{where_zh}，或写在选项文件中（{name}: ……）。",
        parameter=name,
    )


FAMILY = {item.name: item for item in (attribution, plan)}
