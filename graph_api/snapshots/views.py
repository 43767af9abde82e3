"""Scenarios and views of a store, kept in memory; the same question twice shares one value."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path

from graph_api.domain import GraphSnapshot, Scenario, ViewKey, ViewSpec, build_view, view_key
from graph_api.domain.overlay import is_large
from graph_api.domain.tables import LARGE, RelationTable, TableRows
from graph_api.errors import UnknownScenarioError
from graph_api.observing import metrics, traces
from graph_api.snapshots.large import Extra, LargeScenarios, Progress
from graph_api.stores import Store

DEFAULT_BYTES = 256 * 2**20
_ENTRY_BYTES = 2_000
"""A rough price in memory of one actor or relation with its texts and numbers."""

MOST_LOOKED_AT = 20
"""The lag of so many scenarios is looked at; each asks the store for its revision."""


class Snapshots:
    """Gives scenarios and views of a store; the same question twice shares one value.

    Parameters
    ----------
    store
        Where the scenarios are.
    max_bytes
        About how much memory the views may take; the ones not used longest go first.
    folder
        Where the tables of large scenarios are kept as files, beside the store; None: nowhere.
    extra
        Gives arrays that are to be kept in such a file (`graph_api.domain.table_view.view_extra`
        gives them back); it is asked once for each file.
    large
        From more relations than this a scenario is kept as tables.

    """

    def __init__(  # where scenarios are, and how they are kept
        self,
        store: Store,
        max_bytes: int = DEFAULT_BYTES,
        folder: Path | None = None,
        *,
        extra: Extra | None = None,
        large: int = LARGE,
    ) -> None:
        self._store = store
        self._max_bytes = max_bytes
        self._large = LargeScenarios(store, folder, extra)
        self._from_size = large
        self._lock = threading.Lock()
        self._scenarios: dict[str, Scenario] = {}
        self._views: OrderedDict[ViewKey, GraphSnapshot] = OrderedDict()
        self._bases: dict[str, GraphSnapshot] = {}
        self._loading: dict[str, threading.Lock] = {}
        self._bytes = 0

    def scenario(self, key: str, progress: Progress | None = None) -> Scenario:
        """Give the scenario at the revision the store has now.

        Parameters
        ----------
        key
            Which one.
        progress
            Called with the share that is read, where a large scenario has to be.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        revision = self._store.revision(key)
        kept = self._kept(key)
        if kept is not None and kept.revision >= revision:
            return kept
        if self._is_large(key, kept):
            with self._lock:
                loading = self._loading.setdefault(key, threading.Lock())
            with loading:  # nobody reads millions of rows that somebody else is reading
                kept = self._kept(key)
                if kept is not None and kept.revision >= revision:
                    return kept
                metrics.SCENARIO_LOADS.add(source="tables")
                return self._keep(self._load_large(key, kept, progress))
        metrics.SCENARIO_LOADS.add(source="store")
        return self._keep(self._store.load(key))

    def _kept(self, key: str) -> Scenario | None:
        with self._lock:
            return self._scenarios.get(key)

    def _keep(self, loaded: Scenario) -> Scenario:
        with self._lock:
            kept = self._scenarios.get(loaded.key)
            if kept is None or kept.revision < loaded.revision:
                self._scenarios[loaded.key] = kept = loaded
        return kept

    def _is_large(self, key: str, kept: Scenario | None) -> bool:
        if kept is not None and is_large(kept.relations):
            return True
        return self._store.size(key)[1] > self._from_size

    def _load_large(self, key: str, kept: Scenario | None, progress: Progress | None) -> Scenario:
        if kept is not None and is_large(kept.relations):
            followed = self._large.followed(kept)
            if followed is not None:
                return followed
        return self._large.load(key, progress)

    def scenario_at_hand(self, key: str) -> Scenario | None:
        """Give a scenario that is in memory, if the store says at once that it is the newest.

        Waits for nobody; None: `scenario` finds it.
        """
        kept = self._scenarios.get(key)
        if kept is None:
            return None
        revision = (self._store.glance((key,)) or {}).get(key)
        return kept if revision is not None and kept.revision >= revision else None

    def at_hand(self, key: ViewKey) -> GraphSnapshot | None:
        """Give a view that is in memory, without waiting for anybody; None: `view` finds it."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            found = self._views.get(key)
            if found is not None:
                self._views.move_to_end(key)
                metrics.VIEWS.add(result="hit")
            return found
        finally:
            self._lock.release()

    def view(self, scenario: Scenario, spec: ViewSpec | None = None) -> GraphSnapshot:
        """Give a view of a scenario, from memory where it is there."""
        spec = spec or ViewSpec()
        key = view_key(scenario, spec)
        with self._lock:
            found = self._views.get(key)
            if found is not None:
                self._views.move_to_end(key)
                metrics.VIEWS.add(result="hit")
                return found
        metrics.VIEWS.add(result="miss")
        began = time.perf_counter()
        with traces.span("build view", scenario=scenario.key) as span:
            built = build_view(scenario, spec)
            span.set(actors=len(built.actors), relations=len(built.relations))
        metrics.VIEW_SECONDS.observe(time.perf_counter() - began)
        with self._lock:
            self._keep_base(scenario, built)
            if key not in self._views:
                self._views[key] = built
                self._bytes += size_of(built)
                while self._bytes > self._max_bytes and len(self._views) > 1:
                    _, oldest = self._views.popitem(last=False)
                    self._bytes -= size_of(oldest)
                metrics.VIEW_BYTES.set(self._bytes)
            return self._views.get(key, built)

    def _keep_base(self, scenario: Scenario, built: GraphSnapshot) -> None:
        """Keep the view that views of a large scenario lie over as long as the scenario."""
        kept = self._scenarios.get(scenario.key)
        if kept is not None and kept.revision > scenario.revision:
            return
        base = built if built.base is None else built.base
        if built.base is not None or (
            isinstance(base.relations, TableRows) and base.relations.table is scenario.relations
        ):
            self._bases[scenario.key] = base

    def get(self, key: str, spec: ViewSpec | None = None) -> GraphSnapshot:
        """Give a view of the scenario as it is now."""
        return self.view(self.scenario(key), spec)

    def lag(self) -> int:
        """Give how many revisions the store is ahead of what is in memory, at most.

        Only the next question brings what is in memory up to date, so a lag is no fault.
        """
        with self._lock:
            kept = [*self._scenarios.items()][-MOST_LOOKED_AT:]
        lags = [0]
        for key, scenario in kept:
            with suppress(UnknownScenarioError):
                lags.append(self._store.revision(key) - scenario.revision)
        metrics.JOURNAL_LAG.set(max(lags))
        return max(lags)

    def forget(self, key: str) -> None:
        """Let go of a scenario that was deleted, and of its views and files."""
        with self._lock:
            self._scenarios.pop(key, None)
            self._bases.pop(key, None)
            for view in [view for view in self._views if view.scenario == key]:
                self._bytes -= size_of(self._views.pop(view))
        self._large.forget(key)


def size_of(view: GraphSnapshot) -> int:
    """Give about how many bytes a view takes beside what it shares with its base."""
    if view.patch is not None:
        return (1 + view.patch.size) * _ENTRY_BYTES
    if isinstance(view.relations, TableRows) and isinstance(view.relations.table, RelationTable):
        return view.relations.table.nbytes
    return (len(view.actors) + len(view.relations)) * _ENTRY_BYTES
