"""From scenarios and edits to the rows that every store keeps, and back.

A row is one entry of a scenario: its section, its key and its JSON (`graph_api.domain.plain`). The
JSON is the truth that is read back; what a store writes beside it in typed columns or properties
is for those who query the store itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from graph_api.domain import (
    About,
    ChangeSet,
    Committed,
    Edit,
    Entry,
    Scenario,
    Section,
)
from graph_api.domain.edits import ABOUT_KEY, FIELDS, entries_of
from graph_api.domain.plain import plain_entry
from graph_api.domain.reading import read_entry
from graph_api.errors import BadParameterError, StoreError

Place = tuple[Section, str]
"""Where an entry stands within its scenario."""

_RELATED = (Section.ACTOR, Section.RELATION, Section.CASE)
"""The sections whose entries call their key ``id``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry to write: added where ``before`` is None, taken away where ``after`` is None.

    ``data`` is the JSON of ``after``.
    """

    section: Section
    key: str
    before: Entry | None
    after: Entry | None
    data: str | None


def scenario_of(key: str, revision: int, entries: Iterable[tuple[Section, str, Entry]]) -> Scenario:
    """Put a scenario together from its entries; the kept text is no part of it."""
    about = About()
    parts: dict[str, dict[str, Entry]] = {name: {} for name in FIELDS.values()}
    for section, identity, entry in entries:
        if section is Section.ABOUT:
            about = cast("About", entry)
        elif section is not Section.TEXT:
            parts[FIELDS[section]][identity] = entry
    return Scenario(key=key, about=about, revision=revision, **cast("dict[str, Any]", parts))


def creation(
    scenario: Scenario, *, text: str | None, by: str, reason: str | None
) -> tuple[ChangeSet, tuple[Row, ...]]:
    """Give the change set that brings a scenario into being, and its rows."""
    edits = []
    rows = []
    for section, key, entry in entries_of(scenario, text):
        _require_own_key(section, key, entry)
        edits.append(Edit(section, key, None, entry))
        rows.append(Row(section, key, None, entry, encode(section, key, entry)))
    return ChangeSet(tuple(edits), by=by, reason=reason), tuple(rows)


def rows_to_write(change_set: ChangeSet, stored: Mapping[Place, Entry]) -> tuple[Row, ...]:
    """Check a change set against what is stored and give the rows that it changes.

    Several edits of one entry follow one another; one row comes out.

    Raises
    ------
    StoreError
        If an edit's ``before`` is not what is stored, or an edit cannot be kept as it is.

    """
    now: dict[Place, Entry | None] = {}
    for edit in change_set.edits:
        place = (edit.section, edit.key)
        current = now.get(place, stored.get(place))
        if current != edit.before:
            raise _mismatch(edit, current)
        if edit.after is None and edit.section is Section.ABOUT:
            raise StoreError(
                "A scenario always says what it is about: this change set takes the entry away."
                " To remove the scenario, delete it.",
                "情景必须保留 about 条目，而该变更集将其删除；如要移除整个情景，请使用删除。",
                section=edit.section.value,
            )
        if edit.after is not None:
            _require_own_key(edit.section, edit.key, edit.after)
        now[place] = edit.after
    return tuple(
        Row(*place, before, after, None if after is None else encode(*place, after))
        for place, after in now.items()
        if (before := stored.get(place)) != after
    )


def _mismatch(edit: Edit, current: Entry | None) -> StoreError:
    what = f"{edit.section.value} {edit.key!r}" if edit.key else edit.section.value
    if current is None:
        en, zh = "is not there", "不存在"
    elif edit.before is None:
        en, zh = "is there already", "已存在"
    else:
        en, zh = "is not what the change set was made from", "与变更集所依据的内容不同"
    return StoreError(
        f"Nothing was written: {what} {en}. Load the scenario again and repeat the change.",
        f"未写入任何内容：{what} {zh}。请重新载入情景后再做变更。",
        section=edit.section.value,
        key=edit.key,
    )


def _require_own_key(section: Section, key: str, entry: Entry) -> None:
    """Refuse an entry under a key that is not its own; reading it back would rename it."""
    if section in (Section.ABOUT, Section.TEXT):
        own: object = ABOUT_KEY
    else:
        own = getattr(entry, "id" if section in _RELATED else "key", None)
    if own != key:
        raise StoreError(
            f"Nothing was written: the {section.value} under the key {key!r} calls itself {own!r}."
            " This is a fault of the program that made the change set.",
            f"未写入任何内容：键“{key}”下的 {section.value} 自称“{own}”。"
            "这是生成变更集的程序的错误。",
            section=section.value,
            key=key,
        )


def growth(rows: Iterable[Row], section: Section) -> int:
    """Count how many more entries a section has after the rows are written."""
    return sum(
        (row.after is not None) - (row.before is not None) for row in rows if row.section is section
    )


def encode(section: Section, key: str, entry: Entry | None) -> str:
    """Give the JSON of an entry; None becomes ``null``."""
    plain = None if entry is None else plain_entry(section, entry)
    return _json(plain, f"{section.value} {key!r}")


def decode(section: Section, key: str, data: str) -> Entry:
    """Give the entry that `encode` wrote.

    Raises
    ------
    StoreError
        If the JSON is not what this program writes.

    """
    try:
        entry: Entry = read_entry(section, key, json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(f"{section.value} {key!r}", error) from error
    return entry


def encode_edits(change_set: ChangeSet, rows: Iterable[Row] = ()) -> str:
    """Give the JSON of the edits of a change set; ``rows`` spare encoding what they hold."""
    known = {(row.section, row.key): row for row in rows}
    parts = []
    for edit in change_set.edits:
        row = known.get((edit.section, edit.key))
        if row is not None and row.data is not None and row.after is edit.after:
            after = row.data
        else:
            after = encode(edit.section, edit.key, edit.after)
        parts.append(
            edit_json(edit.section, edit.key, encode(edit.section, edit.key, edit.before), after)
        )
    return join_edits(parts)


def edit_json(section: Section, key: str, before: str, after: str) -> str:
    """Give the JSON of one edit from the JSON of its two sides."""
    name = _json(key, section.value)
    return f'{{"section":"{section.value}","key":{name},"before":{before},"after":{after}}}'


def join_edits(parts: Iterable[str]) -> str:
    """Give the JSON of a list of edits."""
    return f"[{','.join(parts)}]"


def deletion_edits(stored: Iterable[tuple[Section, str, str]]) -> str:
    """Give the JSON of the edits that take all entries away, last one first."""
    parts = [edit_json(section, key, data, "null") for section, key, data in stored]
    return join_edits(reversed(parts))


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A journal entry as it is stored, without its scenario and revision."""

    at: str
    by: str
    reason: str | None
    variant: str | None
    words: str
    edits: str
    deleted: bool = False


def journal_line(
    change_set: ChangeSet, edits: str, at: datetime, *, deleted: bool = False
) -> JournalLine:
    """Give the journal entry of a change set whose edits are encoded already."""
    by, reason, variant = change_set.by, change_set.reason, change_set.variant
    _json((by, reason, variant), "journal entry")  # refuses what cannot be kept
    words = _json(list(change_set.words), "journal entry")
    return JournalLine(at.astimezone(UTC).isoformat(), by, reason, variant, words, edits, deleted)


def committed(revision: int, line: JournalLine) -> Committed:
    """Give the commit that a journal entry tells of.

    Raises
    ------
    StoreError
        If the entry is not what this program writes.

    """
    try:
        change_set = ChangeSet(
            edits=tuple(_edit(item) for item in json.loads(line.edits)),
            words=tuple(json.loads(line.words)),
            variant=line.variant,
            by=line.by,
            reason=line.reason,
        )
        at = datetime.fromisoformat(line.at)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(f"journal entry {revision}", error) from error
    return Committed(revision, at, change_set, deleted=bool(line.deleted))


MOST_COMMITS = 64
"""How many entries one page of a journal holds at most."""

MOST_TEXT = 200_000
"""About how many characters the words of one page have; a single entry may have more."""


def page_of(
    after: int, found: Iterable[tuple[int, JournalLine]], most_text: int = MOST_TEXT
) -> tuple[Committed, ...]:
    """Give the entries that follow ``after`` without a gap, until their words are long enough."""
    page: list[Committed] = []
    text = 0
    for revision, line in found:
        if revision != after + len(page) + 1 or text > most_text:
            break
        page.append(committed(revision, line))
        text += len(line.words)
    return tuple(page)


def _edit(item: Mapping[str, Any]) -> Edit:
    section, key = Section(item["section"]), item["key"]
    before, after = (
        None if item[side] is None else read_entry(section, key, item[side])
        for side in ("before", "after")
    )
    return Edit(section, key, before, after)


def _json(value: object, what: str) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode()
    except ValueError as error:
        if isinstance(error, UnicodeEncodeError):
            raise half_a_character(what) from error
        raise BadParameterError(
            f"Nothing was written: {what} holds a number that is not finite. Mend it and try"
            " again.",
            f"未写入任何内容：{what} 含有非有限的数值。请修正后重试。",
            what=what,
        ) from error
    return text


def half_a_character(what: str) -> BadParameterError:
    """Give the error for text that no store can keep: a surrogate without its other half."""
    return BadParameterError(
        f"Nothing was written: {what} holds half of a Unicode character (a lone surrogate)."
        " Mend the text and try again.",
        f"未写入任何内容：{what} 含有不完整的 Unicode 字符（单独的代理码元）。请修正文本后重试。",
        what=what,
    )


def _unreadable(what: str, error: Exception) -> StoreError:
    return StoreError(
        f"The stored {what} cannot be read ({type(error).__name__}: {str(error)[:200]}): something"
        " else than this program wrote it. Restore it from a backup.",
        f"存储的 {what} 无法读取（{type(error).__name__}：{str(error)[:200]}）："
        "可能被其他程序改写。请从备份恢复。",
        what=what,
    )
