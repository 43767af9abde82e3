"""All that the Neo4j store keeps of a key, out and in again with its journal."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from graph_api.errors import UnknownScenarioError
from graph_api.stores import cypher
from graph_api.stores.base import StoredWhole
from graph_api.stores.graph_bulk import SPOOLED_BYTES, GraphRows, loading, read_rows
from graph_api.stores.graph_schema import Server
from graph_api.stores.graph_work import Transaction, fetch, known_keys, state_of
from graph_api.stores.rows import JournalLine, creation
from graph_api.stores.whole import going_on

LINES = 20
"""How many revisions one statement reads: one line may be as large as a scenario."""

LINES_BYTES = 4 * 2**20
"""About how much of a journal one statement writes."""


class GraphWhole(StoredWhole):
    """One state of a key: its rows in a spool, and its journal, of which no line ever changes."""

    def __init__(self, server: Server, key: str, revision: int, rows: GraphRows | None) -> None:
        self._server = server
        self._key = key
        self._revision = revision
        self._rows = rows

    @property
    def revision(self) -> int:
        """Give the last revision of the state."""
        return self._revision

    @property
    def rows(self) -> GraphRows | None:
        """Give the scenario; None where it was deleted."""
        return self._rows

    @property
    def text(self) -> str | None:
        """Give the text of the file last imported."""
        return self._rows.text if self._rows else None

    def journal(self) -> Iterator[tuple[int, JournalLine]]:
        """Give the journal, oldest first."""
        for after in range(0, self._revision, LINES):
            until = min(after + LINES, self._revision)
            for item in self._server.read(partial(_part, key=self._key, after=after, until=until)):
                yield item.pop("revision"), JournalLine(**item)

    def close(self) -> None:
        """Throw the spool away."""
        if self._rows is not None:
            self._rows.close()


def _part(tx: Transaction, key: str, after: int, until: int) -> list[dict[str, Any]]:
    return fetch(tx, cypher.JOURNAL_PART, scenario=key, revision=after, until=until)


def read_whole(server: Server, key: str) -> GraphWhole:
    """Read one consistent state of a key (see `Store.whole`)."""

    def where(tx: Transaction) -> tuple[int, bool]:
        fetch(tx, cypher.LOCK, scenario=key)
        state = state_of(tx, key)
        if state is None:
            raise UnknownScenarioError(key, known_keys(tx))
        return state.revision, state.about is None

    while True:
        revision, is_deleted = server.write(where)
        if is_deleted:
            return GraphWhole(server, key, revision, None)
        try:
            rows = read_rows(server, key)
        except UnknownScenarioError:
            continue  # deleted in between: its journal is what is left
        return GraphWhole(server, key, rows.revision, rows)


def restore(server: Server, key: str, whole: StoredWhole) -> int:
    """Write a key that is not there, with its journal (see `Store.restore`)."""
    rows = whole.rows
    entries = None
    if rows is not None:
        _, entries = creation(rows.scenario, text=whole.text, by="", reason=None)
    with loading(server, key) as load, tempfile.SpooledTemporaryFile(SPOOLED_BYTES) as spool:
        if rows is not None:
            load.add(rows.actors(), rows.relations())
        for numbered in whole.journal():  # a transaction may have to begin anew
            pickle.dump(numbered, spool, pickle.HIGHEST_PROTOCOL)

        def journal(tx: Transaction, last: int) -> int:
            def stored(revision: int) -> JournalLine | None:
                found = _part(tx, key, revision - 1, revision)
                if not found:
                    return None
                del found[0]["revision"]
                return JournalLine(**found[0])

            revision, size = last, 0
            lines: list[dict[str, Any]] = []
            for made, line in going_on(key, _spooled(spool), last, stored):
                revision = made
                lines.append({**asdict(line), "scenario": key, "revision": revision})
                size += len(line.edits) + len(line.words)
                if size > LINES_BYTES or len(lines) >= ROWS:
                    fetch(tx, cypher.COMMITS, scenario=key, rows=lines)
                    lines, size = [], 0
            if lines:
                fetch(tx, cypher.COMMITS, scenario=key, rows=lines)
            return revision

        return load.hand_over(entries, journal)


ROWS = 1_000
"""How many lines one statement writes at most."""


def _spooled(spool: Any) -> Iterator[tuple[int, JournalLine]]:  # noqa: ANN401  # a binary file
    end = spool.seek(0, 2)
    place = 0
    while place < end:
        spool.seek(place)
        numbered: tuple[int, JournalLine] = pickle.load(spool)  # noqa: S301  # our own file
        place = spool.tell()
        yield numbered
