"""Which pages of browsers may ask: this server's own, and those of sites that are named.

A server on loopback has no sign-in, so a page of another site must not reach it through a browser:
the Host must be one of our own names (against names that were bound to 127.0.0.1), an Origin, where
a browser sends one, must be this very server or a site that is named, and so must the site that a
browser tells with ``Sec-Fetch-Site`` where it sends no Origin.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from graph_api.api.transport.answering import RefusedError

METHODS = "GET, HEAD, POST"
ASKED_HEADERS = "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID, X-Request-Id"
SHOWN_HEADERS = "ETag, Retry-After, X-Request-Id"

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?", re.ASCII)
_SECURE = {
    "http": ("http", "https"),
    "https": ("https",),
    "ws": ("http", "https"),
    "wss": ("https",),
}


@dataclass(frozen=True, slots=True)
class Origins:
    """What may ask through a browser.

    ``hosts`` are the names under which this server may be asked, without ports, in lower case;
    None: any. ``allowed`` are the origins of other sites whose pages may ask (CORS).
    """

    hosts: frozenset[str] | None = None
    allowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, hosts: Sequence[str] | None, allowed: Sequence[str] = ()) -> Origins:
        """Make it of names as people write them."""
        names = None if hosts is None else frozenset(host.lower() for host in hosts)
        return cls(names, frozenset(origin.lower() for origin in allowed))

    def require(self, scope: Scope) -> None:
        """Refuse what a page of another site asks, and what asks under another name.

        Raises
        ------
        RefusedError
            421 for another name, 403 for another site.

        """
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        self._require_own_name(host)
        origin = headers.get("origin")
        if origin is not None:
            schemes = _SECURE.get(scope.get("scheme", "http"), ("http", "https"))
            own = [f"{scheme}://{host}" for scheme in schemes]
            is_allowed = origin.lower() in own or origin.lower() in self.allowed
        else:
            is_allowed = headers.get("sec-fetch-site", "none") in ("none", "same-origin") or (
                # A person who follows a link: the page that holds it sees nothing of the answer.
                scope.get("method") == "GET"
                and headers.get("sec-fetch-mode") == "navigate"
                and headers.get("sec-fetch-dest") == "document"
            )
        if not is_allowed:
            raise RefusedError(
                403,
                "A page of another site may not use this server; open it from its own address, or"
                " have its origin allowed (EMPOWER_CORS).",
                "其他网站的页面不得使用本服务；请从其自身地址打开，或将其来源加入 EMPOWER_CORS。",
            )

    def _require_own_name(self, host: str) -> None:
        if self.hosts is None:
            return
        match = _HOST.fullmatch(host)
        if match is None or match[1] not in self.hosts:
            raise RefusedError(
                421,
                f"This server answers only under its own names: {', '.join(sorted(self.hosts))}."
                " EMPOWER_HOSTS adds others.",
                f"本服务只接受以下主机名：{'、'.join(sorted(self.hosts))}。"
                "可用 EMPOWER_HOSTS 增加。",
            )

    def shared(self, headers: Headers) -> Mapping[str, str]:
        """Give the headers that let a page of an allowed site read the answer; none for others."""
        if not self.allowed:
            return {}
        origin = headers.get("origin", "")
        if origin.lower() not in self.allowed:
            return {"Vary": "Origin"}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": SHOWN_HEADERS,
        }

    def preflight(self, scope: Scope) -> Mapping[str, str] | None:
        """Give the answer to a browser that asks beforehand; None where it is another question."""
        headers = Headers(scope=scope)
        asks = scope.get("method") == "OPTIONS" and "access-control-request-method" in headers
        if not asks or headers.get("origin", "").lower() not in self.allowed:
            return None
        return {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": ASKED_HEADERS,
            "Access-Control-Max-Age": "600",
        }
