"""The text of an author in the house layout: the same meaning, every comment kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_api.errors import ScenarioError
from graph_api.scenarios.comments import Comment, Comments, follows_blank, span
from graph_api.scenarios.document import Node, read_document
from graph_api.scenarios.layout import (
    BLANK,
    Child,
    Path,
    Piece,
    always_open,
    can_fold,
    document_text,
)
from graph_api.scenarios.parse import read_scenario
from graph_api.scenarios.scalars import scalar, width

LONG_PROSE = 80
"""Columns from which a text that its author folded stays folded."""

_ANCHOR = re.compile(r"&\S+")
_NEEDS_CARE_IN_BRACES = re.compile(r"[][{},:?]")


def format_text(text: str) -> str:
    """Give a scenario file in the house layout.

    Every comment stays with what it precedes, or behind what it follows. An entry with comments
    inside keeps a line for each of its fields; any other one is packed within braces. Formatting
    what is formatted changes nothing.

    Raises
    ------
    ScenarioError
        If the text has errors; all of them are named.

    Examples
    --------
    >>> text = '''format: 1
    ... scenario: small
    ... actors:
    ...     a:   # the first
    ...         kind: resident
    ... '''
    >>> print(format_text(text), end="")
    format: 1
    scenario: small
    <BLANKLINE>
    actors:
      a:  # the first
        kind: resident

    """
    checked = read_scenario(text)
    if checked.scenario is None:
        raise ScenarioError(checked.problems)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    root, _ = read_document(lines)
    if root is None:
        raise ScenarioError(checked.problems)
    formatted = document_text(_Reader(lines, root).document())
    return formatted.replace("\n", "\r\n") if "\r\n" in text else formatted


class _Reader:
    """Makes pieces of nodes and gives each comment its place among them."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self.comments = Comments(text, root)
        self.columns: dict[int, tuple[int, Path]] = {}
        """Where each block mapping or list begins in the text, by identity of its piece."""

    def document(self) -> Piece:
        piece, opening = self.piece(self.root, (), 0)
        end = self._ends(self.root)[1]
        if opening:
            piece.children[0].before.insert(0, opening)
        for comment in self._after(piece.children, self.comments.between(end, len(self.text)), ()):
            if not self._to_tail(piece.children[-1], comment, 1):
                self._append(piece.tail, comment, ())
        return piece

    def piece(self, node: Node, path: Path, gap: int) -> tuple[Piece, str]:
        """Give the piece of a node, and the comment behind what opens it.

        ``gap`` is where comments before its first child begin.
        """
        start, end = self._ends(node)
        if node.alias:
            return Piece("scalar", token=self.text[start:end]), ""
        found = _ANCHOR.match(self.text, start, end)
        anchor = found[0] if found else ""
        if node.kind == "scalar":
            return self._scalar(node, anchor), ""
        piece = Piece(node.kind, anchor=anchor)
        opening = ""
        place = gap
        for part in node.items:
            key, value = part if isinstance(part, tuple) else (None, part)
            child_start = self._ends(key or value)[0]
            between: Sequence[Comment] = self.comments.between(place, child_start)
            if piece.children:
                between = self._after(piece.children, between, path)
            elif between and not between[0].is_alone:
                opening, between = between[0].text, between[1:]
            child = self._child(key, value, path)
            before: list[str] = []
            column = self._indentation(child_start)
            for comment in between:
                deeper = piece.children and not before and node.style == "block"
                if not (deeper and self._to_tail(piece.children[-1], comment, column + 1)):
                    self._append(before, comment, path)
            line = self.text.rfind("\n", 0, child_start) + 1
            if always_open(path) and follows_blank(self.text, line) and before[-1:] != [BLANK]:
                before.append(BLANK)
            child.before[:0] = before
            piece.children.append(child)
            place = self._ends(value)[1]
        if piece.children:
            for comment in self._after(piece.children, self.comments.between(place, end), path):
                self._append(piece.tail, comment, path)
            if node.style == "block":
                line = self.text.rfind("\n", 0, start) + 1
                self.columns[id(piece)] = (start - line, path)
        return piece, opening

    def _child(self, key: Node | None, value: Node, path: Path) -> Child:
        start, end = self._ends(value)
        gap = self._ends(key)[1] if key else start
        name = None if key is None else scalar(key.raw)
        inner, opening = self.piece(value, (*path, name or ""), gap)
        child = Child(name, inner, opening=opening)
        if not inner.children:
            found = self.comments.between(gap, end)
            child.before = [comment.text for comment in found]
            child.opening = ""
            inner.tail.clear()
        elif key is None:
            # Nothing can stand between the dash and the first field.
            first = inner.children[0]
            child.before = [line for line in (opening, *first.before) if line]
            child.opening = ""
            first.before = []
        return child

    def _scalar(self, node: Node, anchor: str) -> Piece:
        start, end = self._ends(node)
        source = self.text[start + len(anchor) : end].strip()
        if node.style != "quoted":
            if not isinstance(node.value, str):
                return Piece("scalar", token=source or "null", anchor=anchor)
            is_safe = "\n" not in source and not _NEEDS_CARE_IN_BRACES.search(source)
            token = source if is_safe else scalar(node.raw)
            return Piece("scalar", token=token, prose=node.raw, anchor=anchor)
        is_block = source[:1] in ("|", ">")
        one_line = not is_block and "\n" not in source
        is_long = "\n" in node.raw or width(node.raw) > LONG_PROSE
        return Piece(
            "scalar",
            token=source if one_line else scalar(node.raw),
            prose=node.raw,
            folded=is_block and is_long and can_fold(node.raw),
            anchor=anchor,
        )

    def _after(
        self, children: list[Child], comments: Sequence[Comment], path: Path
    ) -> Sequence[Comment]:
        """Put a comment on the line where the last child ends behind it; give the others."""
        if not (children and comments) or comments[0].is_alone:
            return comments
        child = children[-1]
        while id(child.value) in self.columns:
            path = self.columns[id(child.value)][1]
            child = child.value.children[-1]
        if child.key is None and (child.value.stays_open or always_open((*path, ""))):
            # Its first line is that of its first field, so the comment goes behind the last one.
            owner, child = child.value, child.value.children[-1]
        else:
            owner = child.value
        if child.after or child.opening:
            owner.tail.append(comments[0].text)
        else:
            child.after = comments[0].text
        return comments[1:]

    def _to_tail(self, child: Child, comment: Comment, least: int) -> bool:
        """Put a comment that is indented like the inside of the last entry to its end."""
        if comment.column < least or not comment.is_alone:
            return False
        target: Piece | None = None
        piece = child.value
        while id(piece) in self.columns and self.columns[id(piece)][0] <= comment.column:
            target = piece
            piece = piece.children[-1].value
        if target is None:
            return False
        self._append(target.tail, comment, self.columns[id(target)][1])
        return True

    def _append(self, lines: list[str], comment: Comment, path: Path) -> None:
        if comment.blank_before and comment.is_alone and always_open(path):
            lines.append(BLANK)
        lines.append(comment.text)

    def _indentation(self, place: int) -> int:
        line = self.text.rfind("\n", 0, place) + 1
        shown = self.text[line:place]
        return len(shown) - len(shown.lstrip(" "))

    @staticmethod
    def _ends(node: Node) -> tuple[int, int]:
        return span(node)
