"""Local tokens and those of a provider side by side."""

from __future__ import annotations

from graph_api.auth.bearer import bearer
from graph_api.auth.callers import Authenticator, Caller, present
from graph_api.auth.local import LOCAL_KIND
from graph_api.auth.tokens import PREFIX


class Either:
    """Asks whoever made a token: local ones begin with their own prefix."""

    def __init__(self, local: Authenticator, provider: Authenticator) -> None:
        self._local = local
        self._provider = provider

    def caller(self, authorization: str | None) -> Caller:
        """Give the caller of a token.

        Raises
        ------
        UnauthenticatedError
            If there is no token, or it signs nobody in.

        """
        is_local = bearer(authorization).startswith(PREFIX)
        return (self._local if is_local else self._provider).caller(authorization)

    def present(self, caller: Caller) -> Caller:
        """Give a caller of earlier as they are now, in the way in which they signed in.

        Raises
        ------
        UnauthenticatedError
            If they could not sign in any more.

        """
        is_local = caller.identity.startswith(f"{LOCAL_KIND}:")
        return present(self._local if is_local else self._provider, caller)
