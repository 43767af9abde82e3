"""From rows to entries in the words of the YAML, checking all that the rows of a sheet can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_api.domain.words import Element
from graph_api.exchange.sheets import cells
from graph_api.exchange.sheets.cells import CellError
from graph_api.exchange.sheets.columns import CAPITAL_COLUMNS, ELEMENT
from graph_api.exchange.sheets.names import Names, is_chinese, slug
from graph_api.exchange.sheets.rows import Row, Table
from graph_api.exchange.sheets.words import Words
from graph_api.scenarios.change_checks import cycles
from graph_api.scenarios.problems import Both, shown
from graph_api.scenarios.shapes import is_id

_ID_HINT: Both = (
    "Ids begin with a letter or digit of any script and go on with letters, digits, '_', '.' or"
    " '-'; at most 80 characters.",
    "标识以任何文字的字母或数字开头，其后可用字母、数字、“_”“.”“-”，最长 80 个字符。",
)


@dataclass
class Entries:
    """The entries that rows gave, by id, with the row of each and what its ``more`` said."""

    plain: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    more: dict[str, frozenset[str]] = field(default_factory=dict)


def label_of(row: Row, plain: str = "name") -> dict[str, str]:
    """Give the two names that a row says; one without a language goes by its signs."""
    said = {code: row.text(f"{plain}_{code}") for code in ("en", "zh")}
    both = row.text(plain)
    if both:
        code = "zh" if is_chinese(both) else "en"
        code = code if not said[code] else {"zh": "en", "en": "zh"}[code]
        said[code] = said[code] or both
    return {code: text for code, text in said.items() if text}


def check_id(row: Row, column: str, key: str) -> None:
    """Note it where a text cannot be an id."""
    if not is_id(key):
        text = (f"{shown(key)} cannot be an id or key.", f"“{key[:80]}”不能用作标识。")
        row.fault(column, CellError("bad-id", text, _ID_HINT, key))


def _taken(row: Row, column: str, noun: str, key: str, first: int | None) -> None:
    en, zh = {"actor": ("an actor", "行动者"), "relation": ("a relation", "关系")}.get(
        noun, ("a source", "来源")
    )
    text = (
        f"There is {en} {shown(key)} already, in row {first}.",
        f"第 {first} 行已有{zh}“{key[:80]}”。",
    )
    hint = ("Give it an id of its own, or take the row out.", "请换一个编号，或删去此行。")
    row.fault(column, CellError(f"duplicate-{noun}", text, hint, key))


def read_more(row: Row, fields: dict[str, Any]) -> frozenset[str]:
    """Let the fields of ``more`` take the place of what columns said; give their names."""
    found = row.take("more", cells.more)
    fields.update(found or {})
    return frozenset(found or ())


def read_sources(table: Table, names: Names) -> Entries:
    """Read the sheet of sources."""
    found = Entries()
    for row in table:
        key = row.required("key", None)
        title = label_of(row, "title")
        if not key:
            continue
        check_id(row, "key", key)
        if key in found.rows:
            _taken(row, "key", "source", key, found.rows[key].number)
            continue
        fields: dict[str, Any] = {"title": title} if title else {}
        if file := row.text("file"):
            fields["file"] = file
        lines = row.take("lines", _lines)
        if lines:
            fields["lines"] = lines
        found.more[key] = read_more(row, fields)
        found.plain[key], found.rows[key] = fields, row
        names.add(key, row.number, *title.values())
    return found


def _lines(text: str) -> list[str]:
    return [line for _, lines in cells.places(f"x:{text}") for line in lines]


class Evidence:
    """Reads cells of evidence; without a sheet of sources each text becomes a source."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._makes = not names
        self.made: dict[str, dict[str, Any]] = {}

    def read(self, text: str) -> list[dict[str, Any]]:
        """Give the places that a cell names.

        Raises
        ------
        CellError
            If a source is not known, or lines are none.

        """
        if text in self._names:
            return [{"source": text}]
        found = []
        for name, lines in cells.places(text):
            key = self._made(name) if self._makes else self._names.resolve(name)
            found.append({"source": key, **({"lines": lines} if lines else {})})
        return found

    def _made(self, name: str) -> str:
        try:
            return self._names.resolve(name)
        except CellError:
            key = self._names.free(slug(name) or "source")
        self._names.add(key, None, name)
        self.made[key] = {"title": {"zh" if is_chinese(name) else "en": name}}
        return key


def name_actors(table: Table, names: Names) -> list[tuple[str, Row]]:
    """Give the id of every row of actors, made of its name where it has none; note them all."""
    rows = list(table)
    said = {text for row in rows if (text := row.text("id"))}
    found = []
    for row in rows:
        label = label_of(row)
        key, column = row.text("id"), "id"
        if not key and "id" not in row.spoiled:
            column = next((name for name in ("name", "name_zh", "name_en") if row.text(name)), "id")
            key = slug(label.get("en") or "") or slug(label.get("zh") or "")
            if not key:
                row.required(column if column in row.table.columns else "id")
                continue
            if key in said:  # an id of another row
                key = names.free(key)
        if key:
            check_id(row, column, key)
            if key in names:
                _taken(row, column, "actor", key, names.rows[key])
                continue
            names.add(key, row.number, *label.values())
        found.append((key, row))
    return found


def read_actors(
    named: list[tuple[str, Row]], names: Names, words: Words, evidence: Evidence
) -> Entries:
    """Read the rows of actors."""
    found = Entries()
    for key, row in named:
        fields: dict[str, Any] = {"name": label_of(row)}
        row.required("kind", words.known("kind"))
        for column in ("kind", "level", "sphere"):
            fields[column] = row.take(column, words.reader(column))
        fields["stateness"] = row.take("stateness", lambda text: cells.unit(text, decimals=None))
        fields["group"] = row.text("group") or None
        fields["member_of"] = row.take("member_of", lambda text: _if_known(text, names))
        fields["population"] = row.take("population", _persons)
        fields["capability"] = _levels(row, {f"{ELEMENT}{item.value}": item for item in Element})
        fields["capitals"] = _levels(row, CAPITAL_COLUMNS)
        fields["evidence"] = row.take("evidence", evidence.read)
        plain = {word: value for word, value in fields.items() if value not in (None, {}, [])}
        found.more[key] = read_more(row, plain)
        found.plain[key], found.rows[key] = plain, row
    _tell_cycles(found)
    return found


def _if_known(text: str, names: Names) -> str | None:
    return None if text not in names and cells.is_unknown(text) else names.resolve(text)


def _persons(text: str) -> float | None:
    return cells.amount(text, thousands=True)


def _levels(row: Row, columns: Mapping[str, str]) -> dict[str, float]:
    found = {}
    for column, word in columns.items():
        level = row.take(column, lambda text: cells.unit(text, decimals=None))
        if level is not None:
            found[str(word)] = level
    return found


def _tell_cycles(actors: Entries) -> None:
    above = {
        key: plain["member_of"] for key, plain in actors.plain.items() if plain.get("member_of")
    }
    for key in cycles(above):
        text = (
            f"Actor {shown(key)} is a member of itself, through {shown(str(above[key]))}.",
            f"行动者“{key}”经“{above[key]}”隶属于自身。",
        )
        hint = ("Leave member_of out of one of them.", "请去掉其中一个隶属。")
        actors.rows[key].fault("member_of", CellError("member-cycle", text, hint, key))
