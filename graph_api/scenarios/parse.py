"""From the text of a file to a `Scenario`, with every problem found on the way.

The steps: the text as nodes (`document`), each value by its shape (`fields`), what names what
(`check`), the objects (`build`), the variants tried one by one (`trial`). A fault in one step keeps
none of the later ones from looking at all that is sound.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graph_api.domain.changes import Change, Section
from graph_api.domain.draft import Draft
from graph_api.domain.reading import read_entry
from graph_api.domain.scenario import BASELINE, FORMAT, Scenario, Variant
from graph_api.domain.words import Label
from graph_api.errors import Problem
from graph_api.scenarios.build import build_base
from graph_api.scenarios.change_fields import CHANGE
from graph_api.scenarios.check import check_changes, run_checks
from graph_api.scenarios.document import Node, node_of, read_document
from graph_api.scenarios.fields import DOCUMENT
from graph_api.scenarios.naming import NO_PLACE, Plain
from graph_api.scenarios.parts import LABEL
from graph_api.scenarios.problems import CHECKS, Basket, Path, Place
from graph_api.scenarios.shapes import BAD, Value
from graph_api.scenarios.trial import Trial, lost_names, said_changes, try_variants


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading a file gave: the scenario, or None where there are errors; and all problems."""

    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()
    name: str = "scenario"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Give what keeps the file from being read."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Give what is doubtful, though the file can be used."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def read_scenario(text: str | bytes, *, name: str = "scenario") -> Checked:
    r"""Read a scenario from YAML and name everything that is wrong with it.

    Parameters
    ----------
    text
        The text of the file, or its bytes in UTF-8.
    name
        What to call it in messages, such as the name of the file.

    Returns
    -------
    Checked
        The scenario where there is no error; problems stand in the order of the text, each at the
        line where the offending item begins. Any bytes give an answer, never an exception.

    Examples
    --------
    >>> checked = read_scenario("format: 1\nscenario: tiny\nactors: {a: {kind: residnt}}\n")
    >>> [(problem.line, problem.code, problem.hint_en) for problem in checked.errors]
    ... # doctest: +ELLIPSIS
    [(3, 'unknown-kind', "Did you mean 'resident'...")]

    """
    root, problems = read_document(text)
    if root is None:
        return Checked(None, problems, name)
    basket = Basket()
    scenario = read_root(root, basket)
    found = (*problems, *basket.problems)
    if any(problem.severity == "error" for problem in found):
        scenario = None
    ordered = sorted(found, key=lambda problem: (problem.line or 0, problem.column or 0))
    return Checked(scenario, tuple(ordered), name)


def read_root(root: Node, basket: Basket) -> Scenario | None:
    """Read the nodes of a whole file; None, and problems in the basket, where they have errors."""
    if _is_newer(root, basket):
        return None
    document = DOCUMENT.read(Place((), root), basket)
    if document is BAD:
        return None
    run_checks(document, basket, root)
    if basket.is_full or any(
        document.get(name) is BAD for name in ("sources", "actors", "relations", "parameters")
    ):
        return None
    broken = broken_paths(basket)
    base = build_base(document, broken)
    changes = try_variants(document, base, basket, root, broken)
    if _errors(basket):
        return None
    return dataclasses.replace(base, variants=_variants(document, changes))


def _is_newer(root: Node, basket: Basket) -> bool:
    """Tell of a newer format, and of nothing else: its words are not known here."""
    node = root.get("format")
    value = node.value if node is not None else None
    if node is None or type(value) is not int or value <= FORMAT:
        return False
    basket.say(
        "newer-format",
        Place(("format",), node),
        (
            f"The file has format {node.raw[:20]}; this program reads format {FORMAT}.",
            f"文件格式版本为 {node.raw[:20]}；本程序只读格式 {FORMAT}。",
        ),
        ("Update the program (pip install -U empower).", "请更新程序（pip install -U empower）。"),
    )
    return True


def broken_paths(basket: Basket) -> set[Path]:
    """Give the paths of the entries and changes in which there is an error."""
    broken: set[Path] = set()
    for path, problem in zip(basket.paths, basket.problems, strict=True):
        if problem.severity == "error":
            broken.update(path[:length] for length in (1, 2, 4) if len(path) >= length)
    return broken


def _errors(basket: Basket) -> bool:
    return any(CHECKS[problem.code].severity == "error" for problem in basket.problems)


def _variants(document: Plain, changes: Mapping[str, tuple[Change, ...]]) -> dict[str, Variant]:
    variants: dict[str, Variant] = {}
    for key, made in changes.items():
        said = {
            name: value for name, value in document["variants"][key].items() if name != "changes"
        }
        variant = cast("Variant", read_entry(Section.VARIANT, key, said))
        variants[key] = dataclasses.replace(variant, changes=made)
    return variants


def read_changes(
    plain: Sequence[Mapping[str, Any]], scenario: Scenario, variant: str | None = None
) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """Read changes to a scenario from plain values, and try them on one of its variants.

    Parameters
    ----------
    plain
        The changes in the words of the YAML format. Strengths are rounded to six decimals.
    scenario
        What they change; it stays as it is.
    variant
        The variant that they follow; None or ``today`` for the baseline.

    Returns
    -------
    tuple of changes, and problems
        No changes where there is an error. Problems have paths such as
        ``changes[0].set_relation.strength`` and no line.

    Raises
    ------
    UnknownVariantError
        If there is no such variant.

    """
    basket = Basket(rounds=True)
    read = [_read_change(item, number, basket) for number, item in enumerate(plain)]
    draft = Draft(scenario)
    for step in scenario.lineage(variant or BASELINE):
        draft.apply(step.changes)
    check_changes(read, draft, basket)
    if basket.is_full:
        return (), tuple(basket.problems)
    said = tuple(said_changes(read, ("changes",), scenario, broken_paths(basket)))
    Trial(scenario, basket, None, lost_names(said)).apply(draft, said, tell=True)
    if _errors(basket):
        return (), tuple(basket.problems)
    return tuple(item.change for item in said if item.change is not None), tuple(basket.problems)


def check_label(label: Label, *path: str) -> tuple[Problem, ...]:
    r"""Tell what keeps a label from standing in a file.

    Examples
    --------
    >>> [(problem.code, problem.path) for problem in check_label(Label("a\x01b"), "title")]
    [('bad-character', 'title.en')]

    """
    basket = Basket()
    LABEL.read(Place(path, node_of({"en": label.en, "zh": label.zh})), basket)
    return tuple(basket.problems)


def _read_change(item: object, number: int, basket: Basket) -> Value:
    path: Path = ("changes", number)
    try:
        node = node_of(item)
    except (TypeError, ValueError) as error:
        basket.say(
            "wrong-type",
            Place(path, NO_PLACE),
            (f"This is no change: {error}.", f"这不是一项变更：{error}。"),
        )
        return BAD
    return CHANGE.read(Place(path, node), basket)
