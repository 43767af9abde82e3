"""Who signed in a moment ago need not be looked up again; who was refused is looked up anew."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from graph_api.auth.callers import Authenticator, Caller, present

SECONDS = 1.0
"""How long a caller is remembered, and so how late a revoked token is refused at most."""

MOST = 10_000
"""Callers that are remembered."""


class Remembering:
    """Puts a short memory before another authenticator; a token is kept as its digest alone.

    Parameters
    ----------
    asked
        The one that knows.
    clock
        Gives seconds that only go forward.

    """

    def __init__(self, asked: Authenticator, clock: Callable[[], float] = time.monotonic) -> None:
        self._asked = asked
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, tuple[float, Caller]] = OrderedDict()

    def remembered(self, authorization: str | None) -> Caller | None:
        """Give the caller if they signed in within the last second; it waits for nothing."""
        if not authorization:
            return None
        digest = _digest(authorization)
        with self._lock:
            found = self._known.get(digest)
            if found is None:
                return None
            until, caller = found
            if self._clock() < until and (caller.expires is None or time.time() < caller.expires):
                return caller
            del self._known[digest]
        return None

    def caller(self, authorization: str | None) -> Caller:
        """Give the caller, as the other one does."""
        found = self.remembered(authorization)
        if found is not None:
            return found
        asked = self._clock()  # what is told was true at some time after this
        caller = self._asked.caller(authorization)
        if authorization:
            with self._lock:
                self._known[_digest(authorization)] = (asked + SECONDS, caller)
                while len(self._known) > MOST:
                    self._known.popitem(last=False)
        return caller

    def present(self, caller: Caller) -> Caller:
        """Give a caller of earlier as they are now: the other one is asked, whatever is known."""
        return present(self._asked, caller)


def _digest(authorization: str) -> bytes:
    return hashlib.sha256(authorization.encode("utf-8", "surrogatepass")).digest()
