"""Files of options: the measures that a plan may choose from, what they cost, whom they are for.

Read like scenarios: by the same reader, with every problem named at its line, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graph_api.domain import ActorId, AddRelation, Element, GraphSnapshot, RelationId
from graph_api.domain.selection import read_word
from graph_api.errors import (
    BadParameterError,
    InputError,
    Problem,
    ScenarioError,
    UnknownActorError,
    UnknownRelationError,
)
from graph_api.scenarios.build import build_change
from graph_api.scenarios.document import Node, node_of, read_document
from graph_api.scenarios.graph_fields import ANY_ID, ENDS, RelationShape, relation_fields
from graph_api.scenarios.problems import CHECKS, Basket, Place
from graph_api.scenarios.shapes import BAD, Field, ListOf, Record, Schema, Value, wrong_type
from graph_api.scenarios.values import Choice, Free, Id, Number
from graph_api.scoring.plans import Add, Option, Raise

FORMAT = 1
MOST_OPTIONS = 200

_MEASURES = (
    Field(
        "raise",
        Record(
            ("a raise", "提高"),
            (
                Field("relation", Id(), "The relation, by id.", "关系的标识。", required=True),
                Field(
                    "by",
                    Number(0, 1, above=True),
                    "By how much, above 0 and up to 1.",
                    "提高多少，大于 0 且不超过 1。",
                    required=True,
                ),
            ),
        ),
        "Raise the strength of a relation, at most to 1.",
        "提高关系的强度，至多到 1。",
    ),
    Field(
        "add",
        RelationShape.of(("a relation", "关系"), (ANY_ID, *ENDS, *relation_fields(whole=True))),
        "Add a relation; it needs a strength.",
        "新增关系；须写明强度。",
    ),
)


@dataclass(frozen=True)
class _MeasureShape:
    """A mapping of exactly one of the two words."""

    record: Record

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the measure."""
        hint = ("One of: raise, add.", "可用的有：raise、add。")
        if place.node.kind != "map":
            return wrong_type(place, basket, ("a measure", "措施"), hint)
        read = self.record.read(place, basket)
        count = len(place.node.pairs)
        if count != 1:
            text = (
                f"A measure has exactly one word, not {count}.",
                f"一项措施须恰有一个词，而非 {count} 个。",
            )
            basket.say("one-change", place, text, hint)
        return read

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {**self.record.schema(), "minProperties": 1, "maxProperties": 1}


OPTION = Record(
    ("an option", "选项"),
    (
        Field("key", Id(), "Its name.", "名称。", required=True),
        Field(
            "measure",
            _MeasureShape(Record(("a measure", "措施"), _MEASURES)),
            "What it does: raise or add.",
            "做什么：raise 或 add。",
            required=True,
        ),
        Field("cost", Number(0), "What it costs, at least 0.", "成本，不小于 0。", required=True),
        Field("actor", Id(), "Who acts, by id.", "实施者的标识。", null=True),
        Field(
            "element", Choice(Element), "The element that it works on.", "所涉及的要素。", null=True
        ),
    ),
)
DOCUMENT = Record(
    ("a file of options", "选项文件"),
    (
        Field(
            "format",
            Number(1, FORMAT, whole=True),
            "The version of this format.",
            "格式版本。",
            required=True,
        ),
        Field("scenario", Free(), "The scenario: a key or a path.", "情景：键或路径。", null=True),
        Field("variant", Id(), "The variant that it starts from.", "所依据的变体。", null=True),
        Field(
            "between",
            Free(),
            "The one group of actors: kind=resident.",
            "第一组行动者。",
            null=True,
        ),
        Field("and", Free(), "The other group of actors.", "第二组行动者。", null=True),
        Field("budget", Number(0), "What may be spent.", "预算。", null=True),
        Field(
            "options",
            ListOf(OPTION, MOST_OPTIONS),
            "What may be done.",
            "可选的措施。",
            required=True,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class OptionsFile:
    """What a file of options says; None where it says nothing.

    ``places`` are the lines and columns at which the options begin.
    """

    options: tuple[Option, ...]
    scenario: str | None = None
    variant: str | None = None
    between: str | None = None
    other: str | None = None
    budget: float | None = None
    places: tuple[tuple[int, int] | None, ...] = ()
    name: str = "options"


def read_options_file(text: str | bytes, *, name: str = "options") -> OptionsFile:
    r"""Read a file of options.

    Parameters
    ----------
    text
        The text of the file, or its bytes in UTF-8.
    name
        What to call it in messages, such as the path of the file.

    Raises
    ------
    ScenarioError
        If anything is wrong with it; it holds every problem, each with its line.

    Examples
    --------
    >>> measure = "{raise: {relation: r1, by: 0.2}}"
    >>> text = f"format: 1\noptions:\n- {{key: hotline, cost: 3, measure: {measure}}}"
    >>> read_options_file(text).options[0].measure
    Raise(relation='r1', by=0.2)

    """
    root, problems = read_document(text)
    if root is None:
        raise ScenarioError(problems, name)
    basket = Basket(rounds=True)
    read = DOCUMENT.read(Place((), root), basket)
    _require_own_keys(read, root, basket)
    found = (*problems, *basket.in_order())
    if any(CHECKS[problem.code].severity == "error" for problem in found):
        raise ScenarioError(found, name)
    listed = root.get("options")
    nodes = listed.elements if listed is not None else ()
    marks = (node.start for node in nodes)
    return OptionsFile(
        tuple(map(_option, read["options"])),
        read.get("scenario"),
        read.get("variant"),
        read.get("between"),
        read.get("and"),
        read.get("budget"),
        tuple((mark.line, mark.column) if mark else None for mark in marks),
        name,
    )


def read_options_said(said: Sequence[Option | Mapping[str, Any]]) -> tuple[Option, ...]:
    """Give options that are said in the words of the file, as Python and GraphQL say them.

    Raises
    ------
    ScenarioError
        With every problem; paths such as ``options[0].measure.raise.by``, and no lines.

    """
    basket = Basket(rounds=True)
    read: list[Option] = []
    for number, item in enumerate(said):
        if isinstance(item, Option):
            read.append(item)
            continue
        try:
            node = node_of(item)
        except (TypeError, ValueError) as error:
            text = (f"This cannot be read: {error}.", f"无法读取：{error}。")
            basket.say("wrong-type", Place(("options", number), node_of(None)), text)
            continue
        before = len(basket.problems)
        value = OPTION.read(Place(("options", number), node), basket)
        if value is not BAD and len(basket.problems) == before:
            read.append(_option(value))
    if basket.problems:
        raise ScenarioError(tuple(basket.problems), "options")
    return tuple(read)


def require_options_of(
    view: GraphSnapshot, file: OptionsFile, check: Callable[[GraphSnapshot, Option], object]
) -> None:
    """Refuse options that do not fit a view, each named with its line.

    Parameters
    ----------
    view
        The view that the plan is for.
    file
        What was read.
    check
        Raises an `InputError` where one option does not fit.

    Raises
    ------
    ScenarioError
        With one problem for each option that does not fit.

    """
    problems: list[Problem] = []
    for number, (option, place) in enumerate(zip(file.options, file.places, strict=True)):
        try:
            check(view, option)
        except InputError as error:
            problems.append(_problem(error, number, place))
    if problems:
        raise ScenarioError(tuple(problems), file.name)


def _problem(error: InputError, number: int, place: tuple[int, int] | None) -> Problem:
    code = "bad-value"
    if isinstance(error, UnknownRelationError):
        code = "unknown-relation"
    elif isinstance(error, UnknownActorError):
        code = "unknown-actor"
    path = f"options[{number}]"
    said = str(error.details.get("parameter", ""))
    en, zh = error.en, error.zh
    if isinstance(error, BadParameterError) and said.startswith("options[0]"):
        path += said.removeprefix("options[0]")
        en, zh = en.removeprefix(f"{said}: "), zh.removeprefix(f"{said}：")
    line, column = place or (None, None)
    return Problem(code, en, zh, path, line, column)


def _require_own_keys(read: Value, root: Node, basket: Basket) -> None:
    """Tell of keys that stand twice."""
    options = root.get("options")
    if read is BAD or options is None or not isinstance(read.get("options"), list):
        return
    seen: dict[str, int] = {}
    for number, (said, node) in enumerate(zip(read["options"], options.elements, strict=True)):
        key = said.get("key") if isinstance(said, dict) else None
        if not isinstance(key, str):
            continue
        if key in seen:
            basket.say(
                "repeated-key",
                Place(("options", number, "key"), node.get("key") or node),
                (
                    f"{key!r} is the key of options[{seen[key]}] already.",
                    f"“{key}”已是 options[{seen[key]}] 的键。",
                ),
                ("Give it another key.", "请换一个键。"),
                key,
            )
        seen.setdefault(key, number)


def _option(said: Mapping[str, Any]) -> Option:
    ((word, fields),) = said["measure"].items()
    measure: Raise | Add
    if word == "raise":
        measure = Raise(RelationId(fields["relation"]), float(fields["by"]))
    else:
        change = cast("AddRelation", build_change({"add_relation": fields}, {}))
        measure = Add(change.relation)
    actor, element = said.get("actor"), said.get("element")
    return Option(
        said["key"],
        measure,
        float(said["cost"]),
        None if actor is None else ActorId(actor),
        None if element is None else read_word(Element, element),
    )
