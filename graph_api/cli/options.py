"""The options that several commands have: which view of a scenario, and how to score it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from graph_api.cli.frame import Decorator, Function, argument, option
from graph_api.domain import BASELINE
from graph_api.errors import ScenarioError
from graph_api.scenarios.document import Node, read_document
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.workbench import ScoringWords, View, Workbench

_FILTERS: Mapping[str, tuple[str, Text]] = {
    "classes": (
        "--class",
        Text(
            "Only relations of this class: empowerment, burden, control, exclusion, tension.",
            "仅限此类关系：empowerment、burden、control、exclusion、tension。",
        ),
    ),
    "directions": (
        "--direction",
        Text(
            "Only of this direction: downward, reverse, lateral, self.",
            "仅限此方向：downward、reverse、lateral、self。",
        ),
    ),
    "conveys": (
        "--conveys",
        Text(
            "Only those that convey this: opinion, money, ...",
            "仅限传递此内容：opinion、money 等。",
        ),
    ),
    "elements": (
        "--element",
        Text("Only those on this element: resources, ...", "仅限涉及此要素：resources 等。"),
    ),
    "statuses": (
        "--status",
        Text(
            "Only of this status: law, practice, proposed.", "仅限此状态：law、practice、proposed。"
        ),
    ),
    "bases": (
        "--basis",
        Text(
            "Only of this basis: text, proposal, survey, expert, record.",
            "仅限此依据：text、proposal、survey、expert、record。",
        ),
    ),
}

SCENARIO: Decorator = argument(
    "scenario", text=Text("A key, or the path of a YAML file.", "情景的键，或 YAML 文件的路径。")
)

VARIANT: Decorator = option(
    "--variant",
    text=Text("The variant to look at (today).", "要查看的变体（默认 today）。"),
    default=BASELINE,
    metavar="KEY",
)

GROUP = Text(
    "Actors: ids (residents,owners), fields (kind=resident,level=group; also sphere, group,"
    " search), or all.",
    "行动者：标识（residents,owners）、字段（kind=resident,level=group；另有 sphere、group、"
    "search）或 all。",
)

CSV: Decorator = option(
    "--csv", "wants_csv", text=Text("A table for machines.", "输出 CSV 表格。"), is_flag=True
)
BETWEEN: Decorator = option("--between", text=GROUP, required=True, metavar="SEL")
AND: Decorator = option(
    "--and", "other", text=Text("The other group.", "另一组。"), required=True, metavar="SEL"
)
TARGET: Decorator = option(
    "--target",
    text=Text("actor, relation or channel (actor).", "actor、relation 或 channel（默认 actor）。"),
    default="actor",
    metavar="WORD",
)

FIRST_OF_TABLE: Decorator = option(
    "--first",
    text=Text(
        "How many to show (20; with --json and --csv all).",
        "显示多少条（默认 20；--json 与 --csv 时全部）。",
    ),
    type=int,
    metavar="N",
)

SEED: Decorator = option(
    "--seed",
    text=Text("The same seed gives the same numbers (0).", "种子相同则数值相同（默认 0）。"),
    type=int,
    default=0,
    metavar="N",
)

AS_OF: Decorator = option(
    "--as-of",
    text=Text("Only relations valid on this date.", "仅限此日期有效的关系。"),
    metavar="DATE",
)

CHANGE: Decorator = option(
    "--change",
    "changes",
    text=Text(
        "A what-if change in the words of the YAML; may be repeated.",
        "假设的更改，用 YAML 的写法；可重复。",
    ),
    multiple=True,
    metavar="YAML",
)


REASON: Decorator = option(
    "--reason", text=Text("Why, for the journal.", "原因，写入日志。"), metavar="TEXT"
)


def view_options(function: Function) -> Function:
    """Add the options that choose a view: date, what-if changes and filter."""
    least = option(
        "--min-strength",
        text=Text("Only relations of at least this strength.", "仅限强度不低于此值的关系。"),
        type=float,
        metavar="0..1",
    )
    function = least(function)
    for name, (flag, text) in reversed(tuple(_FILTERS.items())):
        function = option(flag, name, text=text, multiple=True, metavar="WORD")(function)
    return AS_OF(CHANGE(function))


def scoring_options(function: Function) -> Function:
    """Add the options that say how to score."""
    for decorate in reversed(
        (
            option(
                "--reading",
                text=Text(
                    "product, weakest or all_walks (product).",
                    "读法：product、weakest 或 all_walks（默认 product）。",
                ),
                default="product",
                metavar="WORD",
            ),
            option(
                "--decay",
                text=Text(
                    "Each hop after the first multiplies by it (1).",
                    "第一跳之后每跳所乘的系数（默认 1）。",
                ),
                type=float,
                default=1.0,
                metavar="0..1",
            ),
            option(
                "--maturity",
                text=Text(
                    "Capability from which reverse relations work (no gate).",
                    "反向关系起作用所需的能力门槛（默认无）。",
                ),
                type=float,
                metavar="0..1",
            ),
            option(
                "--max-hops",
                text=Text("The longest path to look at (any).", "路径的最大跳数（默认不限）。"),
                type=int,
                metavar="N",
            ),
            option(
                "--damping",
                text=Text(
                    "For all_walks: how longer walks count (certified).",
                    "仅用于 all_walks：长通路的衰减（默认自动验证）。",
                ),
                type=float,
                metavar="C",
            ),
        )
    ):
        function = decorate(function)
    return function


def take_view(bench: Workbench, variant: str, said: Mapping[str, Any]) -> View:
    """Give the view that the options of `view_options` ask for."""
    wanted = {name: said[name] for name in _FILTERS if said.get(name)}
    if said.get("min_strength") is not None:
        wanted["min_strength"] = said["min_strength"]
    return bench.view(
        variant,
        as_of=said.get("as_of"),
        changes=read_changes_said(said.get("changes", ())),
        filter=wanted,
    )


def scoring_said(said: Mapping[str, Any]) -> ScoringWords:
    """Give what the options of `scoring_options` say."""
    names = ("reading", "decay", "maturity", "max_hops", "damping")
    return cast("ScoringWords", {name: said[name] for name in names})


def provenance_of(view: View, said: ScoringWords, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an answer rests on: the view, how it was scored, what else was asked."""
    from graph_api.workbench import read_scoring  # noqa: PLC0415  # slow; only once asked

    return view.provenance(**read_scoring(**said).parameters(), **asked)


def read_changes_said(texts: Sequence[str]) -> list[Any]:
    """Give the changes that stand in texts of YAML: one each, or a list of them.

    Raises
    ------
    ScenarioError
        If a text is not YAML.

    """
    changes: list[Any] = []
    for text in texts:
        node, problems = read_document(text)
        if node is None or problems:
            raise ScenarioError(problems, "--change")
        plain = _plain(node)
        changes.extend(plain if isinstance(plain, list) else [plain])
    return changes


def _plain(node: Node) -> Any:  # noqa: ANN401  # whatever stands in YAML
    if node.kind == "map":
        return {key.raw: _plain(value) for key, value in node.pairs}
    if node.kind == "list":
        return [_plain(element) for element in node.elements]
    return node.value
