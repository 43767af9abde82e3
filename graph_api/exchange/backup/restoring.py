"""A backup into a store: each scenario whole, with its journal, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

from graph_api.domain import ChangeSet, Scenario
from graph_api.domain.edits import edits_between
from graph_api.domain.tables import LARGE
from graph_api.errors import ScenarioExistsError
from graph_api.exchange.backup.reading import FileWhole, Reader, Section, opened, verify_file
from graph_api.stores import Store
from graph_api.stores.bulk import actor_of, relation_of
from graph_api.stores.whole import DivergedError

How = Literal["restored", "brought back", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of one scenario.

    ``revision`` is where it stands now. ``how``: ``restored`` with the journal of the backup;
    ``brought back`` or ``replaced`` by one commit more on the journal that the store had, whose
    counter never falls; ``unchanged`` where nothing had to be written.
    """

    key: str
    revision: int
    how: How
    of: Section


def restore(  # noqa: PLR0913  # where to, what, how, by whom
    store: Store,
    path: Path,
    *,
    keys: Iterable[str] | None = None,
    replaces: bool = False,
    by: str = "",
    reason: str | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Restored, ...]:
    """Restore a backup, or some of its scenarios; the whole of it is verified before.

    Scenarios follow one another: one that is done stays, whatever happens to the next.

    Parameters
    ----------
    store
        Where to, of either kind.
    path
        The backup.
    keys
        Which scenarios; None means all.
    replaces
        Take the state of the backup for scenarios that are there.
    by, reason
        Who did it and why, for the journal, where one more commit is made.
    progress
        Is told how far it is, in [0, 1].

    Raises
    ------
    BadParameterError
        If the file is cut, altered or none; the message names the line.
    UnknownScenarioError
        If it does not hold a key that was named.
    ScenarioExistsError
        If a scenario is there that may not be replaced; nothing at all was restored.

    """
    with opened(path) as file:
        name = str(path)
        parts = verify_file(file, name, keys, lambda share: progress(share / 2))
        wanted = {part.key: part for part in parts}
        live = {item.key: item for item in store.counters() if not item.is_deleted}
        for key, part in wanted.items():
            if key in live and not part.is_deleted and not replaces:
                raise ScenarioExistsError(key, live[key].revision)
            if key in live and store.size(key)[1] > LARGE:
                raise ScenarioExistsError(key, live[key].revision, as_tables=True)
        asked = _Asked(store, file, name, by, reason)
        done = []
        for whole in _only(Reader(file, name), wanted):
            done.append(asked.keep(whole, wanted[whole.key], is_there=whole.key in live))
            progress(0.5 + len(done) / len(wanted) / 2)
            if len(done) == len(wanted):
                break  # what follows may be broken, and was not asked for
    return tuple(done)


def _only(reader: Reader, wanted: dict[str, Section]) -> Iterator[FileWhole]:
    for whole in reader.parts():
        if whole.key in wanted:
            yield whole


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where scenarios go, and who wants it."""

    store: Store
    file: BinaryIO
    name: str
    by: str
    reason: str | None

    def keep(self, whole: FileWhole, part: Section, *, is_there: bool) -> Restored:
        """Restore one scenario."""
        if part.is_deleted and self._has(part.key):
            return Restored(part.key, self._counter(part.key), "unchanged", part)
        if is_there:
            return self._replaced(whole, part)
        before = self._counter(part.key)
        place = self.file.tell()
        try:
            revision = self.store.restore(part.key, whole)
        except DivergedError:
            again = next(
                item for item in Reader(self.file, self.name).parts() if item.key == part.key
            )
            revision = self._made_again(again, part)
            self.file.seek(place)
            return Restored(part.key, revision, "brought back", part)
        return Restored(part.key, revision, "unchanged" if revision == before else "restored", part)

    def _has(self, key: str) -> bool:
        return self._counter(key) > 0

    def _counter(self, key: str) -> int:
        return next((item.revision for item in self.store.counters() if item.key == key), 0)

    def _said(self, part_revision: int) -> str:
        why = f": {self.reason}" if self.reason else ""
        return f"restored from a backup at revision {part_revision}{why}"

    def _replaced(self, whole: FileWhole, part: Section) -> Restored:
        now = self.store.load(part.key)
        kept = self.store.text(part.key)
        wanted = loaded(whole)
        edits = edits_between(now, wanted, text_before=kept, text=whole.text)
        if not edits:
            return Restored(part.key, now.revision, "unchanged", part)
        words = ({"restore": {"revision": part.revision}},)
        change_set = ChangeSet(edits, words=words, by=self.by, reason=self._said(part.revision))
        revision = self.store.apply(part.key, change_set, expected_revision=now.revision)
        return Restored(part.key, revision, "replaced", part)

    def _made_again(self, whole: FileWhole, part: Section) -> int:
        said = self._said(part.revision)
        if part.relations <= LARGE:
            scenario = loaded(whole)
            return self.store.create(scenario, text=whole.text, by=self.by, reason=said)
        rows = whole.actors(), whole.relations()
        return self.store.create_from_rows(whole.scenario, *rows, by=self.by, reason=said)


def loaded(whole: FileWhole) -> Scenario:
    """Give a scenario of a backup in one piece."""
    actors = _entries(whole.actors(), actor_of)
    relations = _entries(whole.relations(), relation_of)
    return replace(whole.scenario, actors=actors, relations=relations)


def _entries(batches: Iterable[Any], entry_of: Callable[[Any], Any]) -> dict[Any, Any]:
    entries = (
        batch.more.get(place) or entry_of(row)
        for batch in batches
        for place, row in enumerate(batch.rows)
    )
    return {entry.id: entry for entry in entries}
