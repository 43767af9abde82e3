"""A YAML text as nodes with their places: the only code that reads YAML.

YAML 1.2 core, from the events of libyaml, which give places and speed. Its composer is never used:
it crashes on deep nesting, expands aliases without a bound and knows YAML 1.1 only (``no`` would
be false, ``12:30`` a number).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal, TypeAlias

import yaml

from graph_api.errors import Problem
from graph_api.scenarios.limits import (
    BOM,
    MAX_ALIAS_NODES,
    MAX_ALL_ALIAS_NODES,
    MAX_DEPTH,
    MAX_NODES,
    decoded,
)
from graph_api.scenarios.yaml_problems import (
    TOP,
    At,
    alias_bomb,
    bad_alias,
    empty_file,
    more_documents,
    repeated,
    syntax,
    tag_used,
    too_deep,
    too_many_nodes,
)

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: line and column from 1, and the index of the character from 0."""

    line: int
    column: int
    index: int

    @property
    def at(self) -> At:
        """Give line and column."""
        return At(self.line, self.column)


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping, a list or a scalar, with the place where it stands.

    ``value`` is the value of a scalar by YAML 1.2 core, ``raw`` its text without quotes. ``pairs``
    are the keys and values of a mapping, ``elements`` the nodes of a list. The text of a node is
    ``text[start.index:end.index]``; a block ends with its last child, so that comments after it are
    not part of it. ``alias`` says that the node stands in the text as ``*name``: its children then
    lie elsewhere. Nodes of plain values have no places.
    """

    kind: Literal["map", "list", "scalar"]
    value: Scalar = None
    raw: str = ""
    pairs: tuple[tuple[Node, Node], ...] = ()
    elements: tuple[Node, ...] = ()
    start: Mark | None = None
    end: Mark | None = None
    style: Literal["flow", "block", "plain", "quoted"] = "flow"
    alias: bool = False

    @property
    def items(self) -> tuple[tuple[Node, Node], ...] | tuple[Node, ...]:
        """Give the pairs of a mapping or the nodes of a list."""
        return self.pairs if self.kind == "map" else self.elements

    def get(self, key: str) -> Node | None:
        """Give the value under ``key`` of a mapping, None where there is none."""
        return next((value for name, value in self.pairs if name.raw == key), None)


MAX_REPEATED = 1_000
"""How many repeated keys are told."""

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
"""libyaml where PyYAML was built with it, else the same events at a tenth of the speed."""


def read_document(text: str | bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    r"""Give the one document of a YAML text as a tree, and what is wrong with it as YAML.

    Parameters
    ----------
    text
        Any text or bytes; bytes are UTF-8, with or without a byte order mark.

    Returns
    -------
    tuple of Node or None, and problems
        The node is None where the text cannot be read to its end. Repeated keys are problems of a
        tree that is whole. Indices of marks count the characters of the text, a byte order mark
        too.

    Examples
    --------
    >>> node, problems = read_document("open: 12:30\nbusy: no\n")
    >>> [(key.value, value.value, value.start.line) for key, value in node.pairs], problems
    ([('open', '12:30', 1), ('busy', 'no', 2)], ())

    """
    source = decoded(text)
    if isinstance(source, Problem):
        return None, (source,)
    try:
        root = _Builder(source).build()
    except _RefusedError as refused:
        return None, (refused.problem,)
    except yaml.MarkedYAMLError as error:
        found = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        return None, (syntax(At(found.line + 1, found.column + 1) if found else TOP, said),)
    except (yaml.YAMLError, ValueError) as error:
        # Without libyaml some bad escapes raise ValueError; a reader's error has no mark.
        return None, (syntax(TOP, str(error)),)
    return root, tuple(islice(_repeated_keys(root), MAX_REPEATED))


def node_of(plain: object) -> Node:
    """Give the node of a plain value (dict, list, text, number, boolean, None), without places.

    Raises
    ------
    TypeError
        If there is a value of another type in it.
    ValueError
        If it is nested more than 64 deep.

    """
    return _node_of(plain, 0)


def _node_of(plain: object, depth: int) -> Node:
    if depth > MAX_DEPTH:
        msg = f"plain values lie more than {MAX_DEPTH} deep in one another"
        raise ValueError(msg)
    if isinstance(plain, Mapping):
        pairs = tuple(
            (_scalar_node(str(key)), _node_of(value, depth + 1)) for key, value in plain.items()
        )
        return Node("map", pairs=pairs)
    if isinstance(plain, list | tuple):
        return Node("list", elements=tuple(_node_of(item, depth + 1) for item in plain))
    if plain is None or isinstance(plain, str | int | float):
        return _scalar_node(plain)
    msg = f"a {type(plain).__name__} is no plain value"
    raise TypeError(msg)


def _scalar_node(value: Scalar) -> Node:
    text = value if isinstance(value, str) else "" if value is None else str(value)
    style: Literal["plain", "quoted"] = "quoted" if isinstance(value, str) else "plain"
    return Node("scalar", value=value, raw=text, style=style)


_YamlMark: TypeAlias = Any
"""A mark of PyYAML; its two parsers have two classes of the same form."""


class _RefusedError(Exception):
    """Reading stops here; what is read so far is thrown away."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.en)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is not read yet."""

    event: yaml.CollectionStartEvent
    start: Mark
    children: list[Node] = field(default_factory=list)
    size: int = 1


class _Builder:
    """Makes one tree of the events, and counts before it builds."""

    def __init__(self, text: str) -> None:
        self.shift = 1 if text.startswith(BOM) else 0
        self.text = text
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open: list[_Open] = []
        self.open_anchors: list[str] = []
        self.root: Node | None = None
        self.documents = 0
        self.count = 0
        self.aliased = 0

    def build(self) -> Node:
        doers: Mapping[type, Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self.document,
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.begin,
            yaml.SequenceStartEvent: self.begin,
            yaml.MappingEndEvent: self.finish,
            yaml.SequenceEndEvent: self.finish,
            yaml.AliasEvent: self.alias,
        }
        for event in yaml.parse(self.text[self.shift :], Loader=_LOADER):
            do = doers.get(type(event))
            if do is not None:
                do(event)
        if self.root is None or (self.root.raw == "" and self.root.style == "plain"):
            raise _RefusedError(empty_file())
        return self.root

    def document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _RefusedError(more_documents(self.mark(event.start_mark).at))

    def mark(self, mark: _YamlMark) -> Mark:
        return Mark(mark.line + 1, mark.column + 1, mark.index + self.shift)

    def counted(self, event: yaml.NodeEvent, start: Mark) -> None:
        """Count a node that is about to be built, and refuse tags."""
        self.count += 1
        if self.count > MAX_NODES:
            raise _RefusedError(too_many_nodes(start.at))
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _RefusedError(tag_used(tag, start.at))

    def scalar(self, event: yaml.ScalarEvent) -> None:
        start = self.mark(event.start_mark)
        self.counted(event, start)
        end = self.mark(event.end_mark)
        text = str(event.value)
        plain = not event.style
        if event.style in ("|", ">"):
            end = self.before_space(start, end)
        self.add(
            Node(
                "scalar",
                value=resolve(text) if plain else text,
                raw=text,
                start=start,
                end=end,
                style="plain" if plain else "quoted",
            ),
            1,
            event.anchor,
        )

    def before_space(self, start: Mark, end: Mark) -> Mark:
        """Give the end of a block scalar without the blank lines that follow it."""
        body = self.text[start.index : end.index].rstrip()
        lines = body.split("\n")
        column = len(lines[-1]) + (start.column if len(lines) == 1 else 1)
        return Mark(start.line + len(lines) - 1, column, start.index + len(body))

    def begin(self, event: yaml.CollectionStartEvent) -> None:
        start = self.mark(event.start_mark)
        self.counted(event, start)
        if len(self.open) >= MAX_DEPTH:
            raise _RefusedError(too_deep(start.at))
        self.open.append(_Open(event, start))
        if event.anchor is not None:
            self.open_anchors.append(event.anchor)

    def finish(self, event: yaml.CollectionEndEvent) -> None:
        done = self.open.pop()
        children = done.children
        end = self.mark(event.end_mark)
        if not done.event.flow_style:
            end = (children[-1].end if children else None) or done.start
        style: Literal["flow", "block"] = "flow" if done.event.flow_style else "block"
        if isinstance(done.event, yaml.MappingStartEvent):
            pairs = tuple(zip(children[::2], children[1::2], strict=True))
            node = Node("map", pairs=pairs, start=done.start, end=end, style=style)
        else:
            node = Node("list", elements=tuple(children), start=done.start, end=end, style=style)
        if done.event.anchor is not None:
            self.open_anchors.remove(done.event.anchor)
        self.add(node, done.size, done.event.anchor)

    def alias(self, event: yaml.AliasEvent) -> None:
        start = self.mark(event.start_mark)
        name = event.anchor or ""
        if name in self.open_anchors or name not in self.anchors:
            raise _RefusedError(bad_alias(name, start.at, inside=name in self.open_anchors))
        node, size = self.anchors[name]
        self.aliased += size
        if size > MAX_ALIAS_NODES or self.aliased > MAX_ALL_ALIAS_NODES:
            raise _RefusedError(alias_bomb(name, start.at))
        end = self.mark(event.end_mark)
        self.add(replace(node, start=start, end=end, alias=True), size, None)

    def add(self, node: Node, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if self.open:
            self.open[-1].children.append(node)
            self.open[-1].size += size
        else:
            self.root = node


_WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_LONGEST_INTEGER = 250
"""Digits; a longer number is beyond every float, and Python refuses to read very long ones."""


def resolve(text: str) -> Scalar:
    """Give the value of a plain scalar by the core schema of YAML 1.2.

    Examples
    --------
    >>> [resolve(text) for text in ("no", "12:30", "0o17", "1e2", "~", "True", "1_000")]
    ['no', '12:30', 15, 100.0, None, True, '1_000']

    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    infinite = _INFINITE.fullmatch(text)
    return _signed(text) if infinite else text


def _integer(text: str) -> int | float:
    if len(text) > _LONGEST_INTEGER:
        return _signed(text)
    return int(text, 0) if text.startswith(("0o", "0x")) else int(text)


def _signed(text: str) -> float:
    return -math.inf if text.startswith("-") else math.inf


def _at(node: Node) -> At:
    return node.start.at if node.start else TOP


def _repeated_keys(root: Node) -> Iterator[Problem]:
    """Find keys that stand twice in one mapping; each mapping is looked at once, aliased or not."""
    todo: list[tuple[Node, str]] = [(root, "")]
    while todo:
        node, path = todo.pop()
        first: dict[str, Node] = {}
        inner: list[tuple[Node, str]] = []
        for key, value in node.pairs:
            place = f"{path}.{key.raw[:100]}" if path else key.raw[:100]
            if key.kind == "scalar" and key.raw in first:
                yield repeated(key.raw, _at(key), _at(first[key.raw]), place)
            first.setdefault(key.raw, key)
            inner.append((value, place))
        inner.extend((item, f"{path}[{number}]") for number, item in enumerate(node.elements))
        todo.extend(item for item in reversed(inner) if not item[0].alias)
