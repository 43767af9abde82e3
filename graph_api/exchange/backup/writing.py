"""What a store keeps, into one file: each scenario in one state, with its whole journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from graph_api.domain import Actor, Entry, Relation, Section
from graph_api.domain.edits import entries_of
from graph_api.domain.plain import plain_entry
from graph_api.errors import UnknownScenarioError
from graph_api.exchange.backup import lines
from graph_api.exchange.backup.reading import Section as Part
from graph_api.exchange.writing.replacing import new_file
from graph_api.stores import Store
from graph_api.stores.base import StoredRows, StoredWhole
from graph_api.stores.bulk import chunks

ROWS = 1_000
"""How many actors or relations stand in one line."""


def write_backup(  # noqa: PLR0913  # what a backup is of
    store: Store,
    path: Path,
    *,
    now: datetime,
    version: str,
    keys: Iterable[str] | None = None,
    tokens: Iterable[Mapping[str, Any]] | None = None,
    force: bool = False,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Part, ...]:
    """Write a backup and give what stands in it; the file appears whole or not at all.

    Each scenario is taken in one consistent state while others write; different scenarios may be
    of different moments, and the file says at which revision each is.

    Parameters
    ----------
    store
        What is backed up.
    path
        The file; its folder is there.
    now, version
        When, and by which program, for the first line.
    keys
        Which scenarios; None means all, deleted ones with their journals too.
    tokens
        Lines of tokens (hashes, never the tokens), kept too if given; the file is then for its
        owner alone.
    force
        Replace a file that is there.
    progress
        Is told how far it is, in [0, 1].

    Raises
    ------
    UnknownScenarioError
        If a key that was named never was.
    BadParameterError
        If something is there and is not to be replaced, or cannot be written.

    """
    known = [counter.key for counter in store.counters()]
    wanted = known if keys is None else sorted(set(keys))
    for key in wanted:
        if key not in known:
            raise UnknownScenarioError(key, known)
    total = max(1, sum(info.actors + info.relations for info in store.scenarios()))
    written = 0
    parts: list[Part] = []
    with new_file(path, force=force) as file:
        if tokens is not None:
            Path(file.name).chmod(0o600)  # before anything stands in it
        out = lines.LineWriter(file)
        out.header(
            {
                "format": lines.FORMAT,
                "program": version,
                "made": now.isoformat(),
                "store": store.kind,
            }
        )
        for key in wanted:
            with store.whole(key) as whole:
                counts = {"actors": 0, "relations": 0}
                for word, count in _write_part(out, key, whole):
                    counts[word] += count
                    written += count
                    progress(min(1.0, written / total))
                digest = out.end_part()
                parts.append(Part(key, whole.revision, whole.rows is None, digest, **counts))
        if tokens is not None:
            out.write("tokens", [*tokens])
        out.end([part.plain for part in parts])
    progress(1.0)
    return tuple(parts)


def _write_part(out: lines.LineWriter, key: str, whole: StoredWhole) -> Iterator[tuple[str, int]]:
    out.begin_part()
    rows = whole.rows
    out.write("scenario", {"key": key, "revision": whole.revision, "deleted": rows is None})
    if rows is not None:
        for section, name, entry in entries_of(rows.scenario, whole.text):
            out.write("entry", [section.value, name, plain_entry(section, entry)])
        for word, items in (("actors", _actors(rows)), ("relations", _relations(rows))):
            for chunk in chunks(items, ROWS):
                out.write(word, chunk)
                yield word, len(chunk)
    for revision, line in whole.journal():
        out.write(
            "commit",
            [
                revision,
                line.at,
                line.by,
                line.reason,
                line.variant,
                line.words,
                line.edits,
                bool(line.deleted),
            ],
        )


def _actors(rows: StoredRows) -> Iterator[object]:
    for batch in rows.actors():
        for place, row in enumerate(batch.rows):
            entry: Actor | None = batch.more.get(place)
            yield row if entry is None else _whole(Section.ACTOR, row[0], entry)


def _relations(rows: StoredRows) -> Iterator[object]:
    for batch in rows.relations():
        for place, row in enumerate(batch.rows):
            entry: Relation | None = batch.more.get(place)
            yield row if entry is None else _whole(Section.RELATION, row[0], entry)


def _whole(section: Section, key: str, entry: Entry) -> list[object]:
    return [key, plain_entry(section, entry)]
