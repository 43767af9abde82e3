"""Changes of a scenario carried over into the text of its author, and nothing else touched.

What is written anew is found by comparing the plain values of both scenarios; where it stands, the
marks of the nodes tell. Whoever calls this reads the result again: a text with unusual YAML in it
(anchors, complex keys) may not come out right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from graph_api.scenarios.comments import Comment, Comments, follows_blank, span
from graph_api.scenarios.document import Node
from graph_api.scenarios.layout import (
    SECTIONS,
    WIDTH,
    Child,
    Path,
    entry_text,
    one_line,
    piece_of,
    value_text,
)
from graph_api.scenarios.scalars import scalar, width


class Patch:
    """Edits of one text, gathered before any is made.

    ``lost`` are the comments that stood inside what was written anew, each with its path.
    """

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self.comments = Comments(text, root)
        self.edits: list[tuple[int, int, str]] = []
        self.lost: list[tuple[str, Comment]] = []

    def carry(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
        """Give the text, which says ``old``, so that it says ``new``."""
        self._mapping(self.root, old, new, ())
        return self._edited()

    def _edited(self) -> str:
        newline = "\r\n" if "\r\n" in self.text else "\n"
        parts: list[str] = []
        place = 0
        for start, end, written in sorted(self.edits, key=lambda edit: edit[:2]):
            parts += [self.text[place:start], written.replace("\n", newline)]
            place = max(end, place)
        return "".join(parts) + self.text[place:]

    # Mappings

    def _mapping(
        self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any], path: Path
    ) -> None:
        there = {key.raw: (key, value) for key, value in node.pairs}
        renamed = dict(_renamed(old, new))
        gone = _gone(old, new, renamed)
        added: list[Child] = []
        for key, value in new.items():
            before = renamed.get(key, key)
            if before in there:
                name, inner = there[before]
                if before != key:
                    self._replace(*span(name), scalar(key))
                if before not in old or old[before] != value:
                    self._value(node, (name, inner), old.get(before), value, (*path, key))
            else:
                added.append(Child(scalar(key), piece_of(value)))
        self._reshape(node, [key.raw in gone for key, _ in node.pairs], added, path)

    def _value(
        self, parent: Node, pair: tuple[Node | None, Node], old: object, new: object, path: Path
    ) -> None:
        """Make the value of an entry say ``new``, as deep inside as can be."""
        key, node = pair
        if (
            not node.alias
            and node.kind == "map"
            and isinstance(old, dict)
            and isinstance(new, dict)
        ):
            if old.keys() & new.keys():
                self._mapping(node, old, new, path)
                return
        elif (
            not node.alias
            and node.kind == "list"
            and isinstance(old, list)
            and len(node.elements) == len(old)
            and isinstance(new, list)
            and node.style == "block"
        ):
            if path == ("relations",):
                self._keyed_list(node, old, new, path)
            else:
                self._list(node, old, new, path)
            return
        self._rewrite(parent, key, node, new, path)

    def _rewrite(self, parent: Node, key: Node | None, node: Node, new: object, path: Path) -> None:
        """Write a value anew, and remember the comments inside."""
        start, end = span(node)
        piece = piece_of(new)
        if parent.style == "block":
            start = span(key)[0] if key else start
            column = self._column(start)
            child = Child(None if key is None else self.text[slice(*span(key))], piece)
            indent = column if key else column - 2
            written = entry_text(child, indent, path[:-1])
            written = written if key else written.removeprefix("- ")
        else:
            column = self._column(start)
            hanging = column + 1 if piece.kind == "map" else self._indentation(start) + 4
            written = value_text(piece, column, hanging)
        self._lose(path, start, end)
        self._replace(start, end, written)

    # Lists

    def _keyed_list(
        self, node: Node, old: list[dict[str, Any]], new: list[dict[str, Any]], path: Path
    ) -> None:
        """Carry over a list whose entries have ids, whatever their order."""
        olds = {item["id"]: item for item in old}
        news = {item["id"]: item for item in new}
        there = dict(zip(olds, node.elements, strict=True))
        renamed = dict(_renamed(_without_ids(olds), _without_ids(news)))
        gone = _gone(olds, news, renamed)
        added: list[Child] = []
        for key, value in news.items():
            before = renamed.get(key, key)
            if before not in olds:
                added.append(Child(None, piece_of(value)))
            elif olds[before] != value:
                self._value(node, (None, there[before]), olds[before], value, (*path, key))
        self._reshape(node, [key in gone for key in olds], added, path)

    def _list(self, node: Node, old: list[Any], new: list[Any], path: Path) -> None:
        """Carry over a list whose order counts."""
        before, after = ([json.dumps(item) for item in items] for items in (old, new))
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for _, start, end, new_start, new_end in matcher.get_opcodes():
            both = min(end - start, new_end - new_start)
            for step in range(both):
                place, value = start + step, new[new_start + step]
                if old[place] != value:
                    step_path = (*path, f"[{place}]")
                    item = node.elements[place]
                    self._value(node, (None, item), old[place], value, step_path)
            for item in node.elements[start + both : end]:
                self._take_line(*span(item))
            added = [Child(None, piece_of(item)) for item in new[new_start + both : new_end]]
            self._put_lines(node, span(node.elements[end - 1])[1] if end else None, added, path)

    # Taking out and adding

    def _reshape(
        self, node: Node, gone: Sequence[bool], added: Sequence[Child], path: Path
    ) -> None:
        """Take some entries of a mapping or list out, and put new ones at its end."""
        spans = [
            (span(part[0])[0], span(part[1])[1]) if isinstance(part, tuple) else span(part)
            for part in node.items
        ]
        kept = [place for place, is_gone in zip(spans, gone, strict=True) if not is_gone]
        if node.style == "block":
            mark = "-" if node.kind == "list" else ""
            for number, (start, end) in enumerate(spans):
                if gone[number] and self._begins_line(start, mark):
                    self._take_line(start, end)
                elif gone[number] and number + 1 < len(spans):
                    # Behind the dash of a list that holds the whole mapping.
                    self._replace(start, spans[number + 1][0], "")
            self._put_lines(node, kept[-1][1] if kept else None, added, path)
        else:
            self._take_within_braces(spans, gone)
            self._put_within_braces(node, kept[-1][1] if kept else None, added)

    def _take_line(self, start: int, end: int) -> None:
        line = self.text.rfind("\n", 0, start) + 1
        below = self._next_line(end)
        self._replace(self._own_comments(line, below), below, "")

    def _own_comments(self, line: int, below: int) -> int:
        """Give where the comments right above a line begin that speak of its entry alone.

        Comments below a blank line, with more than one entry below them, head a group.
        """
        start = line
        while (above := self._comment_above(start)) is not None:
            start = above
        next_line = self.text[below : self._next_line(below)].strip()
        heads = follows_blank(self.text, start) or self._opens(start)
        return line if heads and next_line and not next_line.startswith("#") else start

    def _opens(self, line: int) -> bool:
        """Tell whether the line above opens a section."""
        above = self.text[self.text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
        return above.split("#")[0].rstrip().endswith(":")

    def _take_within_braces(self, spans: Sequence[tuple[int, int]], gone: Sequence[bool]) -> None:
        """Take entries out together with the commas that go with them."""
        kept_before: int | None = None
        run: int | None = None
        for (start, end), is_gone in zip(spans, gone, strict=True):
            if is_gone:
                run = start if run is None else run
                last = end
                continue
            if run is not None and kept_before is not None and self._begins_line(run):
                self._replace(kept_before, last, "")
            elif run is not None:
                self._replace(run, start, "")
            kept_before, run = end, None
        if run is not None:
            self._replace(run if kept_before is None else kept_before, last, "")

    def _put_within_braces(self, node: Node, after: int | None, added: Sequence[Child]) -> None:
        place = after
        if place is None:
            brace = "{" if node.kind == "map" else "["
            place = self.text.index(brace, span(node)[0]) + 1
        column = self._column(place)
        hanging = self._indentation(place) + 2
        for number, child in enumerate(added):
            text = one_line(child.value)
            text = text if child.key is None else f"{child.key}: {text}"
            gap = ", " if number or after is not None else ""
            if gap and column + width(text) + 4 > WIDTH:
                gap, column = ",\n" + " " * hanging, hanging - 2
            self.edits.append((place, place, gap + text))
            column += 2 + width(text)

    def _put_lines(self, node: Node, after: int | None, added: Sequence[Child], path: Path) -> None:
        start = span(node)[0]
        indent = self._column(start)
        if after is None:
            self._put_first(start, indent, added, path)
            return
        end = self._end_of_line(after)
        for child in added:
            gap = "\n\n" if path == () and child.key in SECTIONS else "\n"
            written = gap + " " * indent + entry_text(child, indent, path)
            self.edits.append((end, end, written))

    def _put_first(self, start: int, indent: int, added: Sequence[Child], path: Path) -> None:
        """Add entries before the first one of a block, above the comments that belong to it."""
        line = self.text.rfind("\n", 0, start) + 1
        while (above := self._comment_above(line)) is not None:
            line = above
        for child in added:
            written = " " * indent + entry_text(child, indent, path) + "\n"
            self.edits.append((line, line, written))

    def _comment_above(self, line: int) -> int | None:
        """Give where the line above begins, if it is a comment and nothing else."""
        above = self.text.rfind("\n", 0, max(line - 1, 0)) + 1
        return above if self.text[above:line].lstrip().startswith("#") else None

    # The text

    def _replace(self, start: int, end: int, written: str) -> None:
        self.edits.append((start, end, written))

    def _lose(self, path: Path, start: int, end: int) -> None:
        self.lost += [(".".join(path), found) for found in self.comments.between(start, end)]

    def _begins_line(self, place: int, allowed: str = "") -> bool:
        return self.text[self.text.rfind("\n", 0, place) + 1 : place].strip(" ") == allowed

    def _column(self, place: int) -> int:
        return width(self.text[self.text.rfind("\n", 0, place) + 1 : place].lstrip("\ufeff"))

    def _indentation(self, place: int) -> int:
        line = self.text[self.text.rfind("\n", 0, place) + 1 : place]
        return len(line) - len(line.lstrip(" "))

    def _end_of_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _next_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1


def _renamed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Pair each new key with the old one that is gone and said the same."""
    gone = [key for key in old if key not in new]
    for key, value in new.items():
        if key not in old:
            before = next((name for name in gone if old[name] == value), None)
            if before is not None:
                gone.remove(before)
                yield key, before


def _gone(old: Iterable[str], new: Mapping[str, Any], renamed: Mapping[str, str]) -> frozenset[str]:
    kept = set(renamed.values())
    return frozenset(key for key in old if key not in new and key not in kept)


def _without_ids(items: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        key: {name: value for name, value in item.items() if name != "id"}
        for key, item in items.items()
    }
