"""Every SQL statement of the embedded store, by name, and how an entry becomes columns.

Actors and relations have tables with typed columns, so that the file can be asked by hand; all
other sections share the table ``entries``. ``data`` is the JSON of an entry and the truth that is
read back. Positions are given by SQLite, ascending, and never change: they keep the author's order.
"""

from __future__ import annotations

from typing import Any

from graph_api.domain import Actor, Entry, Relation, Section
from graph_api.stores.rows import Row

BATCH = 500
"""How many keys one look-up names; SQLite allows 999 parameters on the oldest builds."""

TABLE_SECTIONS = {Section.ACTOR: "actors", Section.RELATION: "relations"}

READ = {
    Section.ACTOR: "SELECT id, data FROM actors WHERE scenario = ? ORDER BY position",
    Section.RELATION: "SELECT id, data FROM relations WHERE scenario = ? ORDER BY position",
}
READ_ENTRIES = "SELECT section, key, data FROM entries WHERE scenario = ? ORDER BY position"

LOOK_UP = {
    Section.ACTOR: "SELECT id, data FROM actors WHERE scenario = ? AND id IN ",
    Section.RELATION: "SELECT id, data FROM relations WHERE scenario = ? AND id IN ",
}
LOOK_UP_ENTRIES = "SELECT key, data FROM entries WHERE scenario = ? AND section = ? AND key IN "

ADD = {
    Section.ACTOR: (
        "INSERT INTO actors (kind, level, sphere, stateness, data, scenario, id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
    ),
    Section.RELATION: (
        "INSERT INTO relations (from_id, to_id, class, low, best, high, data, scenario, id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
}
ADD_ENTRY = "INSERT INTO entries (data, scenario, key, section) VALUES (?, ?, ?, ?)"

CHANGE = {
    Section.ACTOR: (
        "UPDATE actors SET kind = ?, level = ?, sphere = ?, stateness = ?, data = ?"
        " WHERE scenario = ? AND id = ?"
    ),
    Section.RELATION: (
        "UPDATE relations SET from_id = ?, to_id = ?, class = ?, low = ?, best = ?, high = ?,"
        " data = ? WHERE scenario = ? AND id = ?"
    ),
}
CHANGE_ENTRY = "UPDATE entries SET data = ? WHERE scenario = ? AND key = ? AND section = ?"

REMOVE = {
    Section.ACTOR: "DELETE FROM actors WHERE scenario = ? AND id = ?",
    Section.RELATION: "DELETE FROM relations WHERE scenario = ? AND id = ?",
}
REMOVE_ENTRY = "DELETE FROM entries WHERE scenario = ? AND key = ? AND section = ?"

SCENARIOS = (
    "SELECT key, revision, title_en, title_zh, actors, relations FROM scenarios"
    " WHERE NOT deleted ORDER BY key"
)
COUNTER = "SELECT revision, deleted FROM scenarios WHERE key = ?"
OPEN_SCENARIO = (
    "INSERT INTO scenarios (key, revision, actors, relations) VALUES (?, ?, 0, 0)"
    " ON CONFLICT (key) DO UPDATE SET revision = excluded.revision, deleted = 0"
)
ADVANCE = (
    "UPDATE scenarios SET revision = ?, actors = actors + ?, relations = relations + ?"
    " WHERE key = ?"
)
SAY_ABOUT = "UPDATE scenarios SET title_en = ?, title_zh = ?, system = ? WHERE key = ?"
CLOSE_SCENARIO = (
    "UPDATE scenarios SET revision = ?, deleted = 1, actors = 0, relations = 0,"
    " title_en = NULL, title_zh = NULL, system = NULL WHERE key = ?"
)
EMPTY_SCENARIO = (
    "DELETE FROM relations WHERE scenario = ?",
    "DELETE FROM actors WHERE scenario = ?",
    "DELETE FROM entries WHERE scenario = ?",
)
TEXT = "SELECT data FROM entries WHERE scenario = ? AND section = ? AND key = ?"
COMMIT = (
    'INSERT INTO journal (scenario, revision, at, "by", reason, variant, words, edits, deleted)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
JOURNAL = (
    'SELECT revision, at, "by", reason, variant, words, edits, deleted FROM journal'
    " WHERE scenario = ? AND revision > ? ORDER BY revision"
)


def statement_for(row: Row) -> str:
    """Give the statement that writes a row."""
    if row.before is None:
        return ADD.get(row.section, ADD_ENTRY)
    if row.after is None:
        return REMOVE.get(row.section, REMOVE_ENTRY)
    return CHANGE.get(row.section, CHANGE_ENTRY)


def values_for(key: str, row: Row) -> tuple[Any, ...]:
    """Give the values for `statement_for`."""
    own = row.section in TABLE_SECTIONS
    place = (key, row.key) if own else (key, row.key, row.section.value)
    if row.after is None:
        return place
    return (*_columns(row.after), row.data, *place)


def _columns(entry: Entry) -> tuple[Any, ...]:
    match entry:
        case Actor():
            return entry.kind, entry.level.value, entry.sphere.value, entry.stateness
        case Relation(strength=strength):
            numbers = (strength.low, strength.best, strength.high) if strength else (None,) * 3
            return entry.from_id, entry.to_id, entry.relation_class.value, *numbers
        case _:
            return ()
