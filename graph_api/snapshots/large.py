"""A large scenario from its store, or from the file beside it, kept up with the journal."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Committed, Edit, GraphSnapshot, Scenario, Section, build_view
from graph_api.domain.edits import edited
from graph_api.domain.overlay import flat
from graph_api.domain.table_building import tables_from
from graph_api.domain.tables import RelationTable
from graph_api.snapshots.column_file import read_columns, write_columns
from graph_api.snapshots.table_file import file_of, tables_of_file
from graph_api.stores import Store

logger = logging.getLogger(__name__)

Progress = Callable[[float], None]
"""Called with the share that is done, in [0, 1]."""

Extra = Callable[[GraphSnapshot], Mapping[str, NDArray[np.generic]]]
"""Gives arrays to be kept with the tables of a view, by name."""

_ROWS = (Section.ACTOR, Section.RELATION)
SUFFIX = ".columns"
FORGOTTEN = 3_600
"""A file half written for so many seconds has nobody left who writes it."""


class LargeScenarios:
    """Gives large scenarios of a store as tables.

    Parameters
    ----------
    store
        Where the scenarios are.
    folder
        Where a file for each is kept, beside the store; None: nowhere.
    extra
        Gives further arrays for the file.

    """

    def __init__(self, store: Store, folder: Path | None, extra: Extra | None) -> None:
        self._store = store
        self._folder = folder
        self._extra = extra

    def load(self, key: str, progress: Progress | None = None) -> Scenario:
        """Give a scenario as it is now, from its file where there is a good one.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        found = self._from_file(key)
        if found is not None:
            return found
        built = self._from_store(key, progress or (lambda _: None))
        return self._kept_in_file(built)

    def followed(self, scenario: Scenario) -> Scenario | None:
        """Give a scenario as it is now from one of an earlier revision.

        None: it was deleted in between, or made anew.
        """
        journal = self._store.changes_since(scenario.key, scenario.revision)
        after = _after(scenario, journal)
        if after is None or not isinstance(after.relations, RelationTable):
            return after
        if after.relations is flat(scenario.relations)[0]:
            return after
        return self._kept_in_file(after)  # the tables were made anew

    def forget(self, key: str) -> None:
        """Take the files of a scenario away."""
        for path in self._files(key):
            path.unlink(missing_ok=True)

    # From the store

    def _from_store(self, key: str, progress: Progress) -> Scenario:
        actors, relations = self._store.size(key)
        total = max(1, actors + relations)
        with self._store.rows(key) as stored:
            people, ties = tables_from(
                stored.actors(),
                stored.relations(),
                lambda done: progress(min(1.0, done / total)),
            )
            return replace(stored.scenario, actors=people, relations=ties, revision=stored.revision)

    # From the file

    def _from_file(self, key: str) -> Scenario | None:
        for path in sorted(self._files(key), reverse=True):
            found = self._read(key, path)
            if found is not None:
                return found
            path.unlink(missing_ok=True)
        return None

    def _read(self, key: str, path: Path) -> Scenario | None:
        file = read_columns(path)
        if file is None:
            return None
        try:
            about, revision = file.about, int(file.about["revision"])
            if (about["scenario"], about["store"]) != (key, self._store_name):
                return None
            table = tables_of_file(file)
        except (KeyError, TypeError, ValueError) as error:
            logger.warning("%s is not used and made anew: %r", path, error)
            return None
        with self._store.rows(key) as stored:
            rest, now = stored.scenario, stored.revision
        journal = self._store.changes_since(key, revision - 1)
        # The same entry of the journal: no other scenario of this key and revision.
        if not journal or _mark(journal[0]) != about["commit"]:
            return None
        scenario = Scenario(key, actors=table.actors, relations=table, revision=revision)
        after = _after(scenario, [item for item in journal[1:] if item.revision <= now], only=_ROWS)
        if after is None or after.revision != now:
            return None
        return replace(rest, actors=after.actors, relations=after.relations, revision=now)

    def _kept_in_file(self, scenario: Scenario) -> Scenario:
        """Write the file of a scenario that is tables and nothing over them, and map it."""
        if self._folder is None or not isinstance(scenario.relations, RelationTable):
            return scenario
        (commit, *_) = self._store.changes_since(scenario.key, scenario.revision - 1) or [None]
        if commit is None or commit.revision != scenario.revision:
            return scenario
        extra = self._extra(build_view(scenario)) if self._extra else {}
        about, arrays = file_of(scenario.relations, extra)
        about |= {
            "scenario": scenario.key,
            "store": self._store_name,
            "revision": scenario.revision,
            "commit": _mark(commit),
        }
        path = self._path(scenario.key, scenario.revision)
        try:
            write_columns(path, about, arrays)
        except OSError as error:
            logger.warning("%s could not be written: %s", path, error)
            return scenario
        self._sweep(path)
        mapped = read_columns(path)
        if mapped is None:
            return scenario
        table = tables_of_file(mapped)
        return replace(scenario, actors=table.actors, relations=table)

    def _sweep(self, path: Path) -> None:
        """Take away what other revisions and processes that died left beside a file."""
        digest = path.name.partition(".")[0]
        for other in path.parent.glob(f"{digest}.*{SUFFIX}"):
            if other != path:
                other.unlink(missing_ok=True)
        for part in path.parent.glob(f".{digest}.*.part"):
            try:
                is_old = time.time() - part.stat().st_mtime > FORGOTTEN
            except FileNotFoundError:
                continue  # it has just been finished
            if is_old:
                part.unlink(missing_ok=True)

    @property
    def _store_name(self) -> str:
        return f"{self._store.kind} {self._store.location}"

    def _path(self, key: str, revision: int) -> Path:
        return (self._folder or Path()) / f"{self._digest(key)}.{revision:012}{SUFFIX}"

    def _files(self, key: str) -> Iterable[Path]:
        if self._folder is None:
            return ()
        return [*self._folder.glob(f"{self._digest(key)}.*{SUFFIX}")]

    def _digest(self, key: str) -> str:
        named = f"{self._store_name}\n{key}".encode()  # keys may be longer than names of files
        return hashlib.blake2b(named, digest_size=12).hexdigest()


def _mark(commit: Committed) -> list[Any]:
    """Tell one entry of a journal from all others."""
    return [commit.revision, commit.at.isoformat()]


def _after(
    scenario: Scenario, journal: Iterable[Committed], only: tuple[Section, ...] | None = None
) -> Scenario | None:
    """Give a scenario after what the journal says; None: it was deleted, or made anew."""
    edits: list[Edit] = []
    revision = scenario.revision
    for commit in journal:
        if commit.deleted or commit.revision != revision + 1:
            return None
        revision = commit.revision
        edits += [e for e in commit.change_set.edits if only is None or e.section in only]
    return replace(edited(scenario, edits) if edits else scenario, revision=revision)
