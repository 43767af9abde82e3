"""Who asks, found out beside the event loop, and at once where they were known a moment ago."""

from __future__ import annotations

from functools import partial

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from starlette.datastructures import Headers
from starlette.types import Scope

from graph_api.api.transport.proxies import peer_of
from graph_api.api.transport.throttling import Throttle
from graph_api.auth import LOCAL, Authenticator, Caller, Open
from graph_api.auth.remembering import Remembering
from graph_api.auth.tokens import PREFIX
from graph_api.errors import UnauthenticatedError
from graph_api.scoring import stopping

AT_ONCE = 8
"""Tokens that are looked up at once: a provider that is slow must not take every thread."""

_local: RunVar[anyio.CapacityLimiter] = RunVar("signing in by local tokens")
_others: RunVar[anyio.CapacityLimiter] = RunVar("signing in by a provider")
"""Apart, so that who holds a local token does not wait for a provider that is away."""


async def caller_of(
    authenticator: Authenticator, scope: Scope, authorization: str | None = None
) -> Caller:
    """Give who asks; every transport comes this way.

    Parameters
    ----------
    authenticator
        Tells who it is.
    scope
        The request or the websocket.
    authorization
        What was said in place of the ``Authorization`` header, in the first message of a
        websocket; None: the header counts.

    Raises
    ------
    UnauthenticatedError
        If nobody is signed in by it.
    ForbiddenError
        If somebody is, who has no role here.
    TooManyRequestsError
        If too many tokens from this address signed nobody in.

    """
    if isinstance(authenticator, Open):
        return LOCAL
    if authorization is None:
        authorization = Headers(scope=scope).get("authorization")
    if isinstance(authenticator, Remembering):
        found = authenticator.remembered(authorization)
        if found is not None:
            return found
    throttle: Throttle | None = scope.get("state", {}).get("throttle")
    address = peer_of(scope)
    if throttle is not None:
        throttle.require_patience(address, authorization)
    try:
        with stopping.unlimited():
            caller = await anyio.to_thread.run_sync(
                partial(authenticator.caller, authorization),
                limiter=_limiter(_local if _is_local(authorization) else _others),
                abandon_on_cancel=True,
            )
    except UnauthenticatedError:
        if throttle is not None:
            throttle.note(address, authorization, signed_in=False)
        raise
    if throttle is not None:
        throttle.note(address, authorization, signed_in=True)
    return caller


def _is_local(authorization: str | None) -> bool:
    return (authorization or "").partition(" ")[2].lstrip().startswith(PREFIX)


def _limiter(kept: RunVar[anyio.CapacityLimiter]) -> anyio.CapacityLimiter:
    """Give the limiter of this event loop."""
    try:
        return kept.get()
    except LookupError:
        made = anyio.CapacityLimiter(AT_ONCE)
        kept.set(made)
        return made
