"""Signing in with the tokens that ``empower token create`` makes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from graph_api.auth.bearer import bearer, ended, refused
from graph_api.auth.callers import Caller, role_called
from graph_api.auth.tokens import id_of, matches
from graph_api.errors import StoreError
from graph_api.stores.service_tokens import StoredToken, Tokens

logger = logging.getLogger(__name__)

LOCAL_KIND = "token"
"""With this and a colon the identities of local tokens begin."""

NOTE_EVERY = 600.0
"""Seconds between two notes of when a token was last used: a note is a write."""


class LocalTokens:
    """Looks every token up in ``service.sqlite``, so that one revoked elsewhere is refused here.

    Parameters
    ----------
    tokens
        The table.
    clock
        Gives seconds since 1970.

    """

    def __init__(self, tokens: Tokens, clock: Callable[[], float] = time.time) -> None:
        self._tokens = tokens
        self._clock = clock

    def caller(self, authorization: str | None) -> Caller:
        """Give the caller of a token.

        Raises
        ------
        UnauthenticatedError
            If there is no token, or it signs nobody in.
        StoreError
            If the table cannot be read.

        """
        text = bearer(authorization)
        identity = id_of(text)
        if identity is None:
            raise refused()
        found = self._tokens.find(identity)
        now = self._clock()
        if found is None or not matches(text, found.digest) or not found.is_live(now):
            raise refused()
        if found.used is None or now - found.used >= NOTE_EVERY:
            self._note(found, now)
        return Caller(
            found.name, role_called(found.role), f"{LOCAL_KIND}:{found.id}", found.expires
        )

    def present(self, caller: Caller) -> Caller:
        """Give the caller of a token with the role that it has now.

        Raises
        ------
        UnauthenticatedError
            If the token was revoked or has expired since, or there was none.
        StoreError
            If the table cannot be read.

        """
        kind, _, identity = caller.identity.partition(":")
        found = self._tokens.find(identity) if kind == LOCAL_KIND else None
        if found is None or not found.is_live(self._clock()):
            raise ended()
        return Caller(found.name, role_called(found.role), caller.identity, found.expires)

    def _note(self, token: StoredToken, now: float) -> None:
        """Note the use; where it cannot be noted, the caller is signed in all the same."""
        try:
            self._tokens.note_use(token.id, now)
        except StoreError as error:
            logger.warning("the use of token %s could not be noted: %s", token.id, error.en)
