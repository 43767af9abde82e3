"""Views in memory: built once, never older than what was confirmed, bounded by bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from graph_api.domain import GraphSnapshot, Scenario, ViewKey, ViewSpec, build_view, view_key
from graph_api.stores import Store

DEFAULT_BYTES = 256 * 2**20
_ENTRY_BYTES = 2_000
"""A rough price in memory of one actor or relation with its texts, beside the arrays."""


class Snapshots:
    """Gives scenarios and views of a store; the same question twice shares one value.

    Parameters
    ----------
    store
        Where the scenarios are.
    max_bytes
        About how much memory the views may take; the ones not used longest go first.

    """

    def __init__(self, store: Store, max_bytes: int = DEFAULT_BYTES) -> None:
        self._store = store
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._scenarios: dict[str, Scenario] = {}
        self._views: OrderedDict[ViewKey, GraphSnapshot] = OrderedDict()
        self._bytes = 0

    def scenario(self, key: str) -> Scenario:
        """Give the scenario at the revision the store has now.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        revision = self._store.revision(key)
        with self._lock:
            kept = self._scenarios.get(key)
        if kept is not None and kept.revision >= revision:
            return kept
        loaded = self._store.load(key)
        with self._lock:
            kept = self._scenarios.get(key)
            if kept is None or kept.revision < loaded.revision:
                self._scenarios[key] = kept = loaded
        return kept

    def view(self, scenario: Scenario, spec: ViewSpec | None = None) -> GraphSnapshot:
        """Give a view of a scenario, from memory where it is there."""
        spec = spec or ViewSpec()
        key = view_key(scenario, spec)
        with self._lock:
            found = self._views.get(key)
            if found is not None:
                self._views.move_to_end(key)
                return found
        built = build_view(scenario, spec)
        with self._lock:
            if key not in self._views:
                self._views[key] = built
                self._bytes += size_of(built)
                while self._bytes > self._max_bytes and len(self._views) > 1:
                    _, oldest = self._views.popitem(last=False)
                    self._bytes -= size_of(oldest)
            return self._views.get(key, built)

    def get(self, key: str, spec: ViewSpec | None = None) -> GraphSnapshot:
        """Give a view of the scenario as it is now."""
        return self.view(self.scenario(key), spec)

    def forget(self, key: str) -> None:
        """Let go of a scenario that was deleted, and of its views."""
        with self._lock:
            self._scenarios.pop(key, None)
            for view in [view for view in self._views if view.scenario == key]:
                self._bytes -= size_of(self._views.pop(view))


def size_of(view: GraphSnapshot) -> int:
    """Give about how many bytes a view takes."""
    arrays = (
        view.from_index,
        view.to_index,
        view.low,
        view.point,
        view.high,
        view.carries,
        view.direction,
    )
    entries = len(view.actors) + len(view.relations)
    return sum(array.nbytes for array in arrays) + entries * _ENTRY_BYTES
