"""Following journals: whoever listens to a scenario is told of every commit, in order.

One thread of the process looks at the store, and only while somebody listens: for all listeners and
all scenarios at once (`graph_api.stores.base.Watch`). The journal itself is the buffer: a listener
that is slow reads on from where it was, so that nothing has to be kept for it and nothing is lost.
It does not matter who committed: this process, another server, or a command beside it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType

from graph_api.domain import Committed
from graph_api.errors import BadParameterError, StoreError, StoreUnavailableError
from graph_api.stores import Store
from graph_api.stores.base import Watch

PATIENCE_SECONDS = 15.0
"""How long a store may be away before listeners are told; whoever comes back earlier goes on."""

RETRY_SECONDS = 0.25
"""How often a store that is away is asked again."""


QUIET_SECONDS = 10.0
QUIETER = 2.5
"""After so many seconds without a commit the store is looked at so many times less often."""


class Listener:
    """One listener of one scenario; `Follower.listen` makes it, ``with`` lets go of it."""

    def __init__(
        self, follower: Follower, key: str, position: int, wake: Callable[[], None]
    ) -> None:
        self.key = key
        self.position = position
        self.wake = wake
        self.error: StoreError | None = None
        self._follower = follower
        self._is_new = True

    def __enter__(self) -> Listener:
        self._follower.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._follower.remove(self)

    def at_hand(self) -> tuple[Committed, ...]:
        """Give the next commits as far as they are in memory; it does not ask the store."""
        return self._advance(self._follower.recent(self.key, self.position))

    @property
    def is_behind(self) -> bool:
        """Tell whether there may be commits that `take` would find in the store."""
        return self._is_new or self._follower.known(self.key) > self.position

    def take(self) -> tuple[Committed, ...]:
        """Give the next commits, a page at most; none where there are none yet.

        Raises
        ------
        StoreError
            If the store cannot be read; nothing is skipped, it may be asked again.

        """
        found = self.at_hand()
        if found:
            return found
        page = self._follower.store.journal(self.key, self.position)
        self._is_new = False
        return self._advance(page)

    def _advance(self, page: Sequence[Committed]) -> tuple[Committed, ...]:
        if page and page[0].revision != self.position + 1:
            raise StoreError(
                f"The journal of {self.key!r} lacks revision {self.position + 1}; subscribe again.",
                f"“{self.key}”的提交记录中没有修订 {self.position + 1}；请重新订阅。",
                key=self.key,
            )
        if page:
            self.position = page[-1].revision
        return tuple(page)


class Follower:
    """Tells listeners of commits.

    Parameters
    ----------
    store
        The store to look at.
    patience
        Seconds for which the store may be away before listeners are told.

    """

    def __init__(self, store: Store, patience: float = PATIENCE_SECONDS) -> None:
        self.store = store
        self.patience = patience
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = {}
        self._known: dict[str, int] = {}
        self._recent: dict[str, tuple[Committed, ...]] = {}
        self._idle = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(
        self, key: str, after: int | None = None, wake: Callable[[], None] = lambda: None
    ) -> Listener:
        """Make a listener of a scenario; it listens inside ``with``.

        Parameters
        ----------
        key
            The scenario, which may have been deleted.
        after
            The revision that the listener has seen last; None: the newest there is.
        wake
            Called in another thread when there may be something to take.

        Raises
        ------
        UnknownScenarioError
            If no scenario ever had this key; it names the nearest.
        BadParameterError
            If ``after`` is negative or beyond the newest revision.

        """
        newest = self.store.revisions([key]).get(key)
        if newest is None:
            newest = self.store.revision(key)  # says which keys there are
        if after is not None and not 0 <= after <= newest:
            raise BadParameterError(
                f"`after` is {after}; the revisions of {key!r} go from 0 (before the first) to"
                f" {newest}.",
                f"after 为 {after}；“{key}”的修订号范围为 0（首次提交之前）至 {newest}。",
                parameter="after",
                newest=newest,
            )
        return Listener(self, key, newest if after is None else after, wake)

    @property
    def listeners(self) -> int:
        """Tell how many listen."""
        with self._lock:
            return sum(map(len, self._listeners.values()))

    @property
    def is_looking(self) -> bool:
        """Tell whether the store is being looked at."""
        return self._thread is not None

    def add(self, listener: Listener) -> None:
        """Let a listener listen."""
        with self._lock:
            self._listeners.setdefault(listener.key, set()).add(listener)
            if self._thread is None:
                self._idle = threading.Event()
                self._thread = threading.Thread(
                    target=self._look, args=(self._idle,), name="follower", daemon=True
                )
                self._thread.start()

    def remove(self, listener: Listener) -> None:
        """Let go of a listener; the last one ends the looking."""
        with self._lock:
            own = self._listeners.get(listener.key, set())
            own.discard(listener)
            if not own:
                self._listeners.pop(listener.key, None)
                self._known.pop(listener.key, None)
                self._recent.pop(listener.key, None)
            if not self._listeners:
                self._idle.set()
                self._thread = None

    def known(self, key: str) -> int:
        """Give the newest revision that looking has found."""
        return self._known.get(key, 0)

    def recent(self, key: str, after: int) -> tuple[Committed, ...]:
        """Give the commits that follow a revision, of those that are in memory."""
        page = self._recent.get(key, ())
        if not page or not page[0].revision - 1 <= after < page[-1].revision:
            return ()
        return page[after - page[0].revision + 1 :]

    def _look(self, idle: threading.Event) -> None:
        """Look until nobody listens any more."""
        try:
            self._look_on(idle)
        finally:
            if not idle.is_set():  # a fault of ours: nobody must wait for what never comes
                self._tell(
                    StoreError(
                        "Following the journal ended; subscribe again.",
                        "提交记录的跟踪已中断；请重新订阅。",
                    )
                )

    def _look_on(self, idle: threading.Event) -> None:
        away_since: float | None = None
        changed = time.monotonic()
        with ExitStack() as opened:
            watch: Watch | None = None
            while not idle.is_set():
                try:
                    if watch is None:
                        watch = self.store.watch()
                        opened.callback(watch.close)
                    with self._lock:
                        keys = frozenset(self._listeners)
                    found = watch.look(keys)
                    if found is not None and self._found(found, idle):
                        changed = time.monotonic()
                    is_quiet = time.monotonic() - changed > QUIET_SECONDS
                    away_since, seconds = None, watch.interval * (QUIETER if is_quiet else 1)
                except StoreError as error:
                    opened.close()
                    watch, seconds = None, RETRY_SECONDS
                    away_since = away_since or time.monotonic()
                    is_lasting = not isinstance(error, StoreUnavailableError)
                    if is_lasting or time.monotonic() - away_since > self.patience:
                        self._tell(error)
                idle.wait(seconds)

    def _found(self, revisions: Mapping[str, int], idle: threading.Event) -> bool:
        """Keep what is new, read once for all who listen, and wake them; tell if there was any."""
        is_news = False
        for key, revision in revisions.items():
            before = self._known.get(key)
            if revision == before:
                continue
            is_news = True
            page: tuple[Committed, ...] = ()
            if before is not None and revision > before:
                page = self.store.journal(key, before)
            with self._lock:
                listeners = tuple(self._listeners.get(key, ()))
                if idle.is_set() or not listeners:
                    continue  # another thread may be looking by now
                self._recent[key], self._known[key] = page, revision
            error = _put_back(key, revision) if revision < (before or 0) else None
            for listener in listeners:
                if error is not None:  # a slow one must still hear it after the next commit
                    listener.error = error
                listener.wake()
        return is_news

    def _tell(self, error: StoreError) -> None:
        with self._lock:
            listeners = [one for own in self._listeners.values() for one in own]
        for listener in listeners:
            listener.error = error
            listener.wake()


def _put_back(key: str, revision: int) -> StoreError:
    return StoreError(
        f"The journal of {key!r} was put back to revision {revision}; read it and subscribe again.",
        f"“{key}”的提交记录已恢复到修订 {revision}；请重新读取并订阅。",
        key=key,
        revision=revision,
    )
