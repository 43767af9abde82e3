"""A store whose calls are counted, timed and traced, whichever store it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from graph_api.errors import GraphApiError, InputError
from graph_api.observing import metrics, traces
from graph_api.stores.base import Store


class ObservedStore:
    """Does what another store does, and keeps how long it took.

    What is not a call of a store (``kind``, ``location``) is passed through.
    """

    def __init__(self, store: Store) -> None:
        self.observed = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the store has
        if name.startswith("_") or name == "observed":
            raise AttributeError(name)
        found = getattr(self.observed, name)
        if not callable(found):
            return found
        call = self._kept_call if name == "rows" else self._timed(name, found)
        self.__dict__[name] = call
        return call

    def _timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        kind = self.observed.kind

        def timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            with _looked_at(kind, name):
                return call(*args, **kwargs)

        return timed

    @contextmanager
    def _kept_call(self, key: str) -> Iterator[Any]:
        """Count reading a state as one call, however long it is open."""
        with _looked_at(self.observed.kind, "rows"), self.observed.rows(key) as stored:
            yield stored


@contextmanager
def _looked_at(store: str, call: str) -> Iterator[None]:
    began = time.perf_counter()
    try:
        with traces.span("store", store=store, call=call):
            yield
    except InputError:  # the caller's mistake, no fault of the store
        raise
    except Exception as error:
        code = error.code if isinstance(error, GraphApiError) else "INTERNAL"
        metrics.STORE_ERRORS.add(store=store, code=code)
        raise
    finally:
        metrics.STORE_SECONDS.observe(time.perf_counter() - began, store=store, call=call)


def observed(store: Store) -> Store:
    """Give a store that keeps how long each call took; one that does already stays as it is."""
    return store if isinstance(store, ObservedStore) else cast("Store", ObservedStore(store))
