"""How a bearer token is read out of a request, and what is said where there is none."""

from __future__ import annotations

import unicodedata

from graph_api.errors import UnauthenticatedError

LONGEST = 16_384
"""Characters of the longest token that is looked at."""

_NAME = 100


def bearer(authorization: str | None) -> str:
    """Give the token of an ``Authorization: Bearer ...`` header.

    Raises
    ------
    UnauthenticatedError
        If there is no such header, or what it holds is no token.

    Examples
    --------
    >>> bearer("Bearer abc")
    'abc'

    """
    if not authorization:
        raise UnauthenticatedError(
            "Nobody is signed in: send a token (Authorization: Bearer ...). `empower token create`"
            " makes one.",
            "未登录：请发送令牌（Authorization: Bearer ...）。"
            "可用 `empower token create` 创建令牌。",
        )
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii() or len(token) > LONGEST:
        raise UnauthenticatedError(
            "The Authorization header is not `Bearer` and a token; send it so.",
            "Authorization 标头不是“Bearer 令牌”的形式；请按此发送。",
        )
    return token


def refused() -> UnauthenticatedError:
    """Make the error for a token that signs nobody in; it does not say what is wrong with it."""
    return UnauthenticatedError(
        "This token signs nobody in: it is unknown, expired, revoked, or not for this service.",
        "该令牌无法登录：未知、已过期、已撤销，或不适用于本服务。",
    )


def ended() -> UnauthenticatedError:
    """Make the error for work whose caller could not sign in any more."""
    return UnauthenticatedError(
        "Whoever asked for this could not sign in any more when its turn came: the token was"
        " revoked, has expired, or is not for this service as it is set up now.",
        "轮到执行时，提交者已无法登录：其令牌已撤销、已过期，或不适用于服务当前的设置。",
    )


def clean(name: str) -> str:
    """Give a name without control characters and changes of direction, at most 100 characters.

    Examples
    --------
    >>> clean(" Li" + chr(27) + "[31m Wei" + chr(0x202E))
    'Li[31m Wei'

    """
    kept = "".join(sign for sign in name if unicodedata.category(sign) not in _UNSEEN)
    return " ".join(kept.split())[:_NAME].strip()


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters that are not seen, or change how others are."""
