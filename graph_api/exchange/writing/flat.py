"""Entries as rows of plain cells, the columns that CSV, XLSX, GraphML and GEXF have in common.

What a column cannot carry exactly stands in the column ``more``, a JSON object in the words of the
YAML whose fields take the place of their columns (docs/reference/exchange.md). So nothing is lost,
and a person reads the columns.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from graph_api.domain import (
    Actor,
    Direction,
    Element,
    Evidence,
    Judgement,
    Label,
    Relation,
    Section,
    Source,
)
from graph_api.domain.evidence import LINES_PATTERN
from graph_api.domain.plain import plain_entry
from graph_api.domain.words import ID_PATTERN

Cell: TypeAlias = str | float | None
Cells: TypeAlias = dict[str, Cell]

CAPITALS = ("political", "economic", "social")

ACTOR_COLUMNS = (
    "id",
    "name_en",
    "name_zh",
    "kind",
    "level",
    "sphere",
    "stateness",
    "group",
    "member_of",
    "population",
    *(f"capability_{element.value}" for element in Element),
    *(f"capital_{name}" for name in CAPITALS),
    "evidence",
    "capability_index",
    "more",
)
RELATION_COLUMNS = (
    "id",
    "from",
    "to",
    "class",
    "direction",
    "conveys",
    "elements",
    "low",
    "best",
    "high",
    "status",
    "basis",
    "valid_from",
    "valid_to",
    "evidence",
    "strength",
    "band",
    "effective_direction",
    "more",
)
EXPERT_COLUMNS = ("relation", "expert", "low", "best", "high", "confidence", "more")
SOURCE_COLUMNS = ("key", "title_en", "title_zh", "file", "lines", "more")

NUMBERS = frozenset(
    (
        "stateness",
        "population",
        "capability_index",
        *(f"capability_{element.value}" for element in Element),
        *(f"capital_{name}" for name in CAPITALS),
        "low",
        "best",
        "high",
        "strength",
        "confidence",
    )
)
"""The columns that hold numbers; all others hold texts."""

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands for a sign that cannot be written."""

_ID = re.compile(ID_PATTERN)

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What JSON leaves as it is, and XML, a spreadsheet or a reader of lines does not."""


def is_plain(text: str) -> bool:
    r"""Tell whether every reader gives a text back as it is: no control signs, no blanks around it.

    Examples
    --------
    >>> is_plain("街道办事处"), is_plain("two\nlines"), is_plain(" lead"), is_plain("")
    (True, False, False, False)

    """
    return bool(text) and text == text.strip() and not any(map(_is_strange, text))


def shown(text: str) -> str:
    """Give a text as a person may read it on one line, whatever signs it holds."""
    return "".join(map(_shown_sign, text)).strip()


def _is_strange(sign: str) -> bool:
    return sign != " " and (
        unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or ord(sign) & 0xFFFE == 0xFFFE
    )


def _shown_sign(sign: str) -> str:
    if not _is_strange(sign):
        return sign
    return " " if sign.isspace() else REPLACED


def as_json(value: object) -> str:
    r"""Give a plain value as one line of JSON without any sign that a format cannot hold.

    Examples
    --------
    >>> as_json({"name": {"zh": "居民\x00\x85"}})
    '{"name":{"zh":"居民\\u0000\\u0085"}}'

    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return text if text.isascii() else "".join(map(_escaped_above, text))


def _escaped_above(sign: str) -> str:
    """Escape the two signs at the end of each plane above the first, which are no characters."""
    if ord(sign) < 0x10000 or ord(sign) & 0xFFFE != 0xFFFE:
        return sign
    return json.dumps(sign)[1:-1]


class _Row:
    """Cells that are being filled, and what they do not carry."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        self.cells: Cells = {}
        self.more: dict[str, Any] = {}

    def text(self, column: str, text: str | None, field: str | None = None) -> None:
        """Fill a column with a text; ``field`` is the word of the YAML for it."""
        self.cells[column] = None if text is None else shown(text) or None
        if text is not None and not is_plain(text):
            self.keep(field or column)

    def number(self, column: str, value: float | None, field: str | None = None) -> None:
        """Fill a column with a number; igraph opens no file with one that has lost digits."""
        faint = value is not None and 0 < abs(value) < sys.float_info.min
        self.cells[column] = None if faint else value
        if faint:
            self.keep(field or column)

    def label(self, column: str, label: Label, field: str) -> None:
        """Fill the two columns of a label."""
        self.text(f"{column}_en", label.en, field)
        self.text(f"{column}_zh", label.zh, field)

    def keep(self, field: str) -> None:
        """Put a field into ``more``, as the YAML writes it."""
        self.more[field] = self.plain[field]

    def evidence(self, items: Sequence[Evidence]) -> None:
        """Fill the column of evidence."""
        said = (f"{item.source} {', '.join(item.lines)}".strip() for item in items)
        self.cells["evidence"] = shown("; ".join(said)) or None
        if not all(map(_is_simple, items)):
            self.keep("evidence")

    def done(self) -> Cells:
        """Give the cells with ``more``."""
        self.cells["more"] = as_json(self.more) if self.more else None
        return self.cells


def _is_simple(item: Evidence) -> bool:
    return (
        item.note == Label()
        and _ID.fullmatch(item.source) is not None
        and all(LINES_PATTERN.fullmatch(lines) for lines in item.lines)
    )


def actor_cells(actor: Actor) -> Cells:
    """Give the cells of an actor by the names of `ACTOR_COLUMNS`.

    Examples
    --------
    >>> from graph_api.domain import ActorId, Level, Sphere
    >>> li = Actor(ActorId("li"), Label(zh="=李"), "resident", Level.INDIVIDUAL, Sphere.SOCIETY, 0)
    >>> cells = actor_cells(li)
    >>> cells["name_en"], cells["name_zh"], cells["more"]
    (None, '=李', None)

    """
    row = _Row(plain_entry(Section.ACTOR, actor))
    row.cells["id"] = actor.id
    row.label("name", actor.name, "name")
    row.text("kind", actor.kind)
    row.cells["level"] = actor.level.value
    row.cells["sphere"] = actor.sphere.value
    row.number("stateness", actor.stateness)
    row.text("group", actor.group)
    row.text("member_of", actor.member_of)
    row.number("population", actor.population)
    for element in Element:
        level = actor.capability.elements.get(element)
        row.number(f"capability_{element.value}", level, "capability")
    if None in actor.capability.elements.values():  # stated as unknown is not the same as not said
        row.keep("capability")
    for name in CAPITALS:
        row.number(f"capital_{name}", getattr(actor.capitals, name), "capitals")
    row.evidence(actor.evidence)
    index = actor.capability.index()
    row.cells["capability_index"] = (
        0.0 if index is not None and index < sys.float_info.min else index
    )
    return row.done()


def relation_cells(relation: Relation, effective: Direction, *, judged: bool = False) -> Cells:
    """Give the cells of a relation by the names of `RELATION_COLUMNS`.

    Parameters
    ----------
    relation
        The relation.
    effective
        Its direction, resolved from its ends where the author states none.
    judged
        Whether ``more`` says what experts judged; without, they have a table of their own.

    """
    row = _Row(plain_entry(Section.RELATION, relation))
    strength = relation.strength
    row.cells["id"] = relation.id
    row.cells["from"] = relation.from_id
    row.cells["to"] = relation.to_id
    row.cells["class"] = relation.relation_class.value
    row.cells["direction"] = None if relation.direction is None else relation.direction.value
    row.cells["conveys"] = shown(", ".join(relation.conveys)) or None
    if not all(map(_ID.fullmatch, relation.conveys)):
        row.keep("conveys")
    row.cells["elements"] = ", ".join(element.value for element in relation.elements) or None
    row.cells["low"] = None if strength is None else strength.low
    row.cells["best"] = None if strength is None else strength.best
    row.cells["high"] = None if strength is None else strength.high
    row.cells["status"] = relation.status.value
    row.cells["basis"] = relation.basis.value
    row.cells["valid_from"] = relation.valid_from.isoformat() if relation.valid_from else None
    row.cells["valid_to"] = relation.valid_to.isoformat() if relation.valid_to else None
    row.evidence(relation.evidence)
    row.cells["strength"] = None if strength is None else strength.point
    row.cells["band"] = relation.band.value
    row.cells["effective_direction"] = effective.value
    if judged and relation.judgements:
        row.keep("judgements")
    return row.done()


def expert_cells(relation: Relation) -> Iterator[Cells]:
    """Give the cells of each judgement of a relation by the names of `EXPERT_COLUMNS`."""
    for judgement in relation.judgements:
        yield _expert_cells(relation.id, judgement)


def _expert_cells(relation: str, judgement: Judgement) -> Cells:
    row = _Row({"expert": judgement.expert})
    row.cells["relation"] = relation
    row.text("expert", judgement.expert)
    for name in ("low", "best", "high", "confidence"):
        row.cells[name] = getattr(judgement, name)
    return row.done()


def source_cells(source: Source) -> Cells:
    """Give the cells of a source by the names of `SOURCE_COLUMNS`."""
    row = _Row(plain_entry(Section.SOURCE, source))
    row.cells["key"] = source.key
    row.label("title", source.title, "title")
    row.text("file", source.file)
    row.cells["lines"] = shown(", ".join(source.lines)) or None
    if not all(map(LINES_PATTERN.fullmatch, source.lines)):
        row.keep("lines")
    return row.done()
