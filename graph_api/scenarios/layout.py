"""The house layout of a scenario file: what stands on a line of its own, and where lines break.

Both writers use it: ``dump`` for scenarios, ``fmt`` for the texts of authors with their comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from graph_api.scenarios.compact import Share, Span
from graph_api.scenarios.scalars import scalar, width

WIDTH = 120
"""Columns of a line; a Chinese character takes two."""

BLANK = ""
"""A blank line among the comments before an entry."""

SECTIONS = frozenset(
    ("sources", "actors", "relations", "variants", "parameters", "figures", "cases", "vocabulary")
)
"""Parts of a file that a blank line sets apart, with a line or more for each entry."""

Path = tuple[str, ...]
"""Keys from the root down; an item of a list has the key ``""``."""


@dataclass(slots=True)
class Piece:
    """A mapping, list or scalar to be laid out, with its comments.

    ``token`` is the text of a scalar on one line; ``prose`` is the value of a text, which may be
    folded where it is long, and ``folded`` says that it is to be. ``anchor`` is ``&name`` or empty.
    ``tail`` holds the comments after the last child.
    """

    kind: Literal["map", "list", "scalar"]
    token: str = ""
    prose: str | None = None
    folded: bool = False
    anchor: str = ""
    children: list[Child] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    @property
    def stays_open(self) -> bool:
        """Tell whether something lies inside that cannot stand within braces."""
        return self.folded or any(self.tail) or any(child.stays_open for child in self.children)


@dataclass(slots=True)
class Child:
    """An entry of a mapping (``key`` is its token) or of a list.

    Comments stand ``before`` it, behind its key where its value ``opening`` takes more lines, or
    ``after`` it.
    """

    key: str | None
    value: Piece
    before: list[str] = field(default_factory=list)
    opening: str = ""
    after: str = ""

    @property
    def stays_open(self) -> bool:
        """Tell whether the entry needs a line of its own."""
        return bool(any(self.before) or self.opening or self.after or self.value.stays_open)


def piece_of(plain: object) -> Piece:
    """Give the piece of a plain value.

    Examples
    --------
    >>> one_line(piece_of({"id": "r1", "conveys": ["opinion"], "strength": None}))
    '{id: r1, conveys: [opinion], strength: null}'

    """
    match plain:
        case dict():
            children = [Child(scalar(key), piece_of(value)) for key, value in plain.items()]
            return Piece("map", children=children)
        case list():
            return Piece("list", children=[Child(None, piece_of(item)) for item in plain])
        case Span():
            return Piece("scalar", token=plain)
        case Share():
            return Piece("scalar", token=scalar(plain, decimals=2))
        case str():
            return Piece("scalar", token=scalar(plain), prose=plain)
        case _:
            return Piece("scalar", token=scalar(plain))


def always_open(path: Path) -> bool:
    """Tell whether each entry of what stands at ``path`` begins a line, however short it is."""
    match path:
        case () | ("variants", _) | ("variants", _, "changes") | ("variants", _, "changes", ""):
            return True
        case (section,):
            return section in SECTIONS
        case ("vocabulary", "kinds" | "conveys"):
            return True
    return False


def open_where_long(path: Path) -> bool:
    """Tell whether what stands at ``path`` is opened as soon as it does not fit on one line."""
    match path:
        case ("description",) | ("sources" | "cases", _):
            return True
        case ("cases", _, "history" | "observations"):
            return True
    return False


def document_text(root: Piece) -> str:
    """Lay out a whole file."""
    return "\n".join(_open(root, 0, ())) + "\n"


def entry_text(child: Child, indent: int, path: Path) -> str:
    """Lay out one entry ``indent`` columns in; the indentation of its first line is left out."""
    return "\n".join(_entry(child, indent, path))[indent:]


def value_text(piece: Piece, column: int, indent: int) -> str:
    """Lay out a value that begins at ``column``; its further lines are ``indent`` columns in."""
    return _braces(piece, column, indent, 0)


def one_line(piece: Piece) -> str:
    """Give a value on one line, without its comments."""
    inner = ", ".join(map(_one_line_entry, piece.children))
    body = {"scalar": piece.token, "map": f"{{{inner}}}", "list": f"[{inner}]"}[piece.kind]
    return f"{piece.anchor} {body}" if piece.anchor else body


def can_fold(text: str) -> bool:
    """Tell whether a text can be folded over lines without a change of a single character."""
    lines = text.split("\n")
    return (
        text.replace("\n", "").replace("\u3000", "").isprintable()
        and all(line == line.strip() for line in lines)
        and bool(lines[0] and lines[-1])
        and (len(lines) > 1 or "  " not in text)
    )


def _open(piece: Piece, indent: int, path: Path) -> Iterator[str]:
    """Give the lines of a mapping or list with one entry below the other."""
    for number, child in enumerate(piece.children):
        before = child.before
        if number == 0:
            before = before[sum(1 for _ in _leading_blanks(before)) :]
        elif path == () and child.key in SECTIONS and before[:1] != [BLANK]:
            before = [BLANK, *before]
        yield from _comments(before, indent)
        yield from _entry(child, indent, path)
    yield from _comments(piece.tail, indent)


def _leading_blanks(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if line != BLANK:
            return
        yield line


def _comments(lines: list[str], indent: int) -> Iterator[str]:
    for line in lines:
        yield " " * indent + line if line else ""


def _entry(child: Child, indent: int, path: Path) -> Iterator[str]:
    """Give the lines of one entry, without the comments before it."""
    value = child.value
    place = (*path, child.key or "")
    head = " " * indent + ("-" if child.key is None else f"{child.key}:")
    inner = indent + 2
    if value.kind == "scalar":
        yield from _scalar_entry(child, head, inner, place)
    elif child.opening or _is_open(value, head, place):
        lines = list(_open(value, inner, place))
        if child.key is None and not value.anchor:
            yield f"{head} {lines[0][inner:]}"
            yield from lines[1:]
        else:
            yield _joined(f"{head} {value.anchor}".rstrip(), child.opening or child.after)
            yield from lines
    else:
        hanging = indent + 3 if child.key is None else inner
        text = head + " " + _braces(value, width(head) + 1, hanging, 0)
        yield from _joined(text, child.after).split("\n")


def _scalar_entry(child: Child, head: str, inner: int, path: Path) -> Iterator[str]:
    value = child.value
    text = f"{head} {one_line(value)}"
    is_description = path[0] == "description" and width(text) > WIDTH
    if value.folded or (is_description and value.prose and can_fold(value.prose)):
        prose = value.prose or ""
        style = "|-" if "\n" in prose else ">-"
        yield _joined(f"{head} {value.anchor}".rstrip() + f" {style}", child.after)
        for line in prose.split("\n"):
            yield from _folded(line, inner) if style == ">-" else [line and " " * inner + line]
    else:
        yield _joined(text, child.after)


def _joined(text: str, comment: str) -> str:
    return f"{text}  {comment}" if comment else text


def _folded(text: str, indent: int) -> Iterator[str]:
    """Break one line of prose at its spaces."""
    line = ""
    for word in text.split(" "):
        if line and indent + width(line) + 1 + width(word) > WIDTH:
            yield " " * indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield " " * indent + line


def _is_open(value: Piece, head: str, path: Path) -> bool:
    if not value.children:
        return False
    if value.stays_open or always_open(path):
        return True
    return open_where_long(path) and width(f"{head} {one_line(value)}") > WIDTH


def _braces(piece: Piece, column: int, indent: int, closing: int) -> str:
    """Give a value within braces or brackets, over as many lines as it takes.

    ``indent`` is where its further lines begin, ``closing`` the signs that must follow it on its
    last line.
    """
    text = one_line(piece)
    if not piece.children or column + width(text) + closing <= WIDTH:
        return text
    start = f"{piece.anchor} " if piece.anchor else ""
    packed = start + ("{" if piece.kind == "map" else "[")
    column += width(packed)
    for number, child in enumerate(piece.children):
        need = closing + 1 if child is piece.children[-1] else 1
        short = _one_line_entry(child)
        gap = " " if number else ""
        fits = column + len(gap) + width(short) + need <= WIDTH
        if not fits and number:
            fits = indent + width(short) + need <= WIDTH
            if fits or not _head_fits(child, column + 1):
                gap, column = "\n" + " " * indent, indent - 1
        column += 1 if number else 0
        text = short if fits else _broken(child, column, indent, need)
        packed += gap + text + ("," if need == 1 and child is not piece.children[-1] else "")
        column = _end_column(column, text) + 1
    return packed + ("}" if piece.kind == "map" else "]")


def _broken(child: Child, column: int, indent: int, closing: int) -> str:
    """Give an entry within braces that does not fit on one line."""
    key = "" if child.key is None else f"{child.key}: "
    value = child.value
    column += width(key)
    hangs = child.key is None or _holds_mappings(value)
    hanging = indent + 2 if hangs else column + 1
    return key + _braces(value, column, hanging, closing)


def _holds_mappings(piece: Piece) -> bool:
    return piece.kind == "list" and any(child.value.kind == "map" for child in piece.children)


def _head_fits(child: Child, column: int) -> bool:
    """Tell whether a list of mappings may begin here: its first one but for the last field fits."""
    if not _holds_mappings(child.value):
        return False
    fields = child.value.children[0].value.children[:-1]
    head = f"{child.key}: [{{" + ", ".join(map(_one_line_entry, fields)) + ","
    return bool(fields) and column + width(head) <= WIDTH


def _end_column(column: int, text: str) -> int:
    _, newline, last = text.rpartition("\n")
    return width(last) if newline else column + width(text)


def _one_line_entry(child: Child) -> str:
    value = one_line(child.value)
    return value if child.key is None else f"{child.key}: {value}"
