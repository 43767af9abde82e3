"""Every SQL statement of the embedded store, by name, and how an entry becomes columns.

Actors and relations have tables with typed columns, so that the file can be asked by hand; all
other sections share the table ``entries``. ``data`` is the JSON of an entry and the truth that is
read back; where it is empty, the columns say all there is (`stored_data`). Positions are given by
SQLite, ascending, and never change: they keep the author's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from graph_api.domain import Actor, Entry, Relation, Section
from graph_api.stores.base import ActorRow, RelationRow
from graph_api.stores.bulk import actor_data, relation_data
from graph_api.stores.rows import Row, encode

BATCH = 500
"""How many keys one look-up names; SQLite allows 999 parameters on the oldest builds."""

TABLE_SECTIONS = {Section.ACTOR: "actors", Section.RELATION: "relations"}

_COLUMNS = {
    Section.ACTOR: "id, NULL, NULL, kind, level, sphere, stateness, NULL, data",
    Section.RELATION: "id, from_id, to_id, class, low, best, high, data",
}
"""What a row of a table says (`graph_api.stores.base.ActorRow`, ``RelationRow``), then its JSON."""

READ = {
    section: f"SELECT {_COLUMNS[section]} FROM {table} WHERE scenario = ? ORDER BY position"  # noqa: S608
    for section, table in TABLE_SECTIONS.items()
}
READ_RANGE = {
    section: (
        f"SELECT {_COLUMNS[section]} FROM {table}"  # noqa: S608
        " WHERE position BETWEEN ? AND ? AND +scenario = ? ORDER BY position"
    )
    for section, table in TABLE_SECTIONS.items()
}
"""Reads in the order of the file; the plus keeps SQLite from sorting millions of rows instead."""
RANGE = {
    section: f"SELECT min(position), max(position) FROM {table} WHERE scenario = ?"  # noqa: S608
    for section, table in TABLE_SECTIONS.items()
}
READ_ENTRIES = "SELECT section, key, data FROM entries WHERE scenario = ? ORDER BY position"

LOOK_UP = {
    section: f"SELECT {_COLUMNS[section]} FROM {table} WHERE scenario = ? AND id IN "  # noqa: S608
    for section, table in TABLE_SECTIONS.items()
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
COUNTER = "SELECT revision, deleted FROM scenarios WHERE key = ? AND (NOT deleted OR revision > 1)"
"""Without a key that was never there and is being loaded: a deleted one stands at 2 at least."""
COUNTERS = (
    "SELECT key, revision, deleted FROM scenarios WHERE NOT deleted OR revision > 1 ORDER BY key"
)
REVISIONS = "SELECT key, revision FROM scenarios WHERE (NOT deleted OR revision > 1) AND key IN "
SIZE = "SELECT actors, relations FROM scenarios WHERE key = ? AND NOT deleted"
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

# Loading and removing many rows; meanwhile the scenario is closed

IS_CLOSED = "SELECT 1 FROM scenarios WHERE key = ? AND deleted"
CLOSE_NEW = (
    "INSERT INTO scenarios (key, revision, deleted, actors, relations) VALUES (?, 1, 1, 0, 0)"
    " ON CONFLICT (key) DO NOTHING"
)
LAST_REVISION = "SELECT coalesce(max(revision), 0) FROM journal WHERE scenario = ?"
COUNT = "UPDATE scenarios SET actors = ?, relations = ? WHERE key = ?"
LEFT_OVER = (
    "SELECT key FROM scenarios AS s WHERE deleted AND ("
    "NOT EXISTS (SELECT 1 FROM journal WHERE scenario = s.key)"
    " OR EXISTS (SELECT 1 FROM relations WHERE scenario = s.key)"
    " OR EXISTS (SELECT 1 FROM actors WHERE scenario = s.key)"
    " OR EXISTS (SELECT 1 FROM entries WHERE scenario = s.key))"
)
"""Closed scenarios that still have rows, or that never were: something ended before its time."""
REMOVE_SOME = tuple(
    f"DELETE FROM {table} WHERE position IN"  # noqa: S608
    f" (SELECT position FROM {table} WHERE scenario = ? LIMIT ?)"
    for table in ("relations", "actors", "entries")
)
FORGET = (
    "DELETE FROM scenarios WHERE key = ? AND deleted"
    " AND NOT EXISTS (SELECT 1 FROM journal WHERE scenario = scenarios.key)"
)
RELATION_WITHOUT_ACTOR = (
    "SELECT 1 FROM relations AS r WHERE r.scenario = ? AND ("
    "NOT EXISTS (SELECT 1 FROM actors WHERE scenario = r.scenario AND id = r.from_id)"
    " OR NOT EXISTS (SELECT 1 FROM actors WHERE scenario = r.scenario AND id = r.to_id)) LIMIT 1"
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

JOURNAL_LINE = (
    'SELECT at, "by", reason, variant, words, edits, deleted FROM journal'
    " WHERE scenario = ? AND revision = ?"
)

JOURNAL_PAGE = (
    'SELECT revision, at, "by", reason, variant, words, deleted FROM journal'
    " WHERE scenario = ? AND revision > ? ORDER BY revision LIMIT ?"
)


def stored_data(section: Section, columns: Sequence[Any]) -> tuple[str, str]:
    """Give key and JSON of a row that `READ` or `LOOK_UP` found."""
    *row, data = columns
    if not data:
        data = (
            actor_data(cast("ActorRow", row))
            if section is Section.ACTOR
            else relation_data((*row, ()))
        )
    return row[0], data


def actor_values(key: str, row: ActorRow, entry: Actor | None) -> tuple[Any, ...]:
    """Give the values with which `ADD` writes a row of a table; without an entry it says all."""
    identity, en, zh, kind, level, sphere, stateness, group = row
    if entry is not None:
        data = encode(Section.ACTOR, identity, entry)
    else:  # names and group have no columns
        data = "" if en is zh is group is None else actor_data(row)
    return kind, level, sphere, stateness, data, key, identity


def relation_values(key: str, row: RelationRow, entry: Relation | None) -> tuple[Any, ...]:
    """Give the values with which `ADD` writes a row of a table; without an entry it says all."""
    identity, start, end, word, low, best, high, conveys = row
    if entry is not None:
        data = encode(Section.RELATION, identity, entry)
    else:  # what flows has no column
        data = relation_data(row) if conveys else ""
    return start, end, word, low, best, high, data, key, identity


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
