"""Where the comments of a YAML text are: what begins with ``#`` between its scalars."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from graph_api.scenarios.document import Node

_COMMENT = re.compile(r"#[^\r\n]*")
_HEADER = re.compile(r"(?:&\S+\s+)?[|>][-+0-9]*[ \t]+(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment with its place: characters ``start`` to ``end``, alone on its line or not."""

    text: str
    start: int
    end: int
    column: int
    is_alone: bool
    blank_before: bool


class Comments:
    """All comments of a text, in order."""

    def __init__(self, text: str, root: Node) -> None:
        self.all = tuple(_comments(text, root))
        self._starts = [comment.start for comment in self.all]

    def between(self, start: int, end: int) -> tuple[Comment, ...]:
        """Give the comments that begin from ``start`` on and before ``end``."""
        first = bisect_left(self._starts, start)
        return self.all[first : bisect_left(self._starts, end)]


def leaves(node: Node) -> Iterator[Node]:
    """Give the scalars and aliases of a tree in the order of the text."""
    todo = [node]
    while todo:
        found = todo.pop()
        if found.kind == "scalar" or found.alias:
            yield found
        else:
            inner = [part for pair in found.pairs for part in pair] or list(found.elements)
            todo.extend(reversed(inner))


def span(node: Node) -> tuple[int, int]:
    """Give the first character of a node of a text, and the first one behind it."""
    if node.start is None or node.end is None:
        msg = "this node does not stand in a text"
        raise ValueError(msg)
    return node.start.index, node.end.index


def _comments(text: str, root: Node) -> Iterator[Comment]:
    place = 0
    for leaf in leaves(root):
        start, end = span(leaf)
        yield from _in_gap(text, place, start)
        header = _HEADER.match(text, start, end) if leaf.style == "quoted" else None
        if header:
            yield _comment(text, header.start(1), header.end(1))
        place = end
    yield from _in_gap(text, place, len(text))


def _in_gap(text: str, start: int, end: int) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text, start, end):
        yield _comment(text, match.start(), match.end())


def _comment(text: str, start: int, end: int) -> Comment:
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    return Comment(
        text=text[start:end].rstrip(),
        start=start,
        end=end,
        column=start - line,
        is_alone=not before.strip("\ufeff \t"),
        blank_before=follows_blank(text, line),
    )


def follows_blank(text: str, line: int) -> bool:
    """Tell whether the line above the one that begins at ``line`` is blank."""
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    return line > 0 and not text[above:line].strip()
