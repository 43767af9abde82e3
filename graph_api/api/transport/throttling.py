"""Who guesses tokens has to wait; who holds a good one does not, even from the same address."""

from __future__ import annotations

import hashlib
import logging
import math
import threading
from collections import OrderedDict

from graph_api.auth.attempts import Attempts
from graph_api.errors import TooManyRequestsError

logger = logging.getLogger(__name__)

MOST_GOOD = 10_000
"""Tokens whose digests are remembered as good ones."""


class Throttle:
    """Counts the tokens that signed nobody in, by address, in bounded memory."""

    def __init__(self, attempts: Attempts | None = None) -> None:
        self._attempts = attempts or Attempts()
        self._lock = threading.Lock()
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def require_patience(self, address: str, authorization: str | None) -> None:
        """Refuse a token from an address that has failed too often, unless it was good before.

        Raises
        ------
        TooManyRequestsError
            Which tells when to come back.

        """
        seconds = self._attempts.wait(address) if authorization else 0.0
        if seconds <= 0 or authorization is None:
            return
        with self._lock:
            if _digest(authorization) in self._good:
                return
        left = math.ceil(seconds)
        raise TooManyRequestsError(
            f"Too many tokens from {address} signed nobody in; wait {left} s.",
            f"来自 {address} 的多个令牌均无法登录；请等待 {left} 秒。",
            retryAfter=left,
        )

    def note(self, address: str, authorization: str | None, *, signed_in: bool) -> None:
        """Note whether a token was good; the token itself is neither kept nor logged."""
        if not authorization:
            return
        digest = _digest(authorization)
        with self._lock:
            if signed_in:
                self._good[digest] = None
                self._good.move_to_end(digest)
                while len(self._good) > MOST_GOOD:
                    self._good.popitem(last=False)
            else:
                self._good.pop(digest, None)
        if not signed_in:
            self._attempts.failed(address)
            logger.warning("a token from %s signed nobody in", address)


def _digest(authorization: str) -> bytes:
    return hashlib.sha256(authorization.encode("utf-8", "surrogatepass")).digest()
