"""What a stated proxy says of the client that it asks for, and nobody else may say."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST_HOPS = 16


@dataclass(frozen=True, slots=True)
class Proxies:
    """The addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed.

    Where ``alone`` is set, nobody else but this machine may ask: the way from a proxy is private,
    any other one would carry tokens in the clear.
    """

    networks: Sequence[Network] = ()
    alone: bool = False

    def includes(self, address: str) -> bool:
        """Tell whether an address is that of a stated proxy."""
        found = _read(address)
        return found is not None and any(found in network for network in self.networks)

    def may_ask(self, scope: Scope) -> bool:
        """Tell whether whoever is at the other end of the connection may ask at all."""
        if not self.alone:
            return True
        peer = peer_of(scope)
        found = _read(peer)
        return self.includes(peer) or (found is not None and found.is_loopback)

    def believe(self, scope: Scope) -> None:
        """Put the client and the scheme that a stated proxy tells into the scope.

        Of ``X-Forwarded-For`` the last address counts that is no proxy of ours: what stands before
        it was written by others.
        """
        if not self.includes(peer_of(scope)):
            return
        headers = Headers(scope=scope)
        hops = [hop.strip() for hop in ",".join(headers.getlist("x-forwarded-for")).split(",")]
        for hop in hops[::-1][:_MOST_HOPS]:
            if _read(hop) is None:
                break
            scope["client"] = (hop, 0)
            if not self.includes(hop):
                break
        scheme = headers.get("x-forwarded-proto", "").strip().lower()
        if scheme in ("http", "https"):
            is_socket = scope["type"] == "websocket"
            scope["scheme"] = scheme.replace("http", "ws") if is_socket else scheme


NO_PROXIES = Proxies()
"""Nobody is believed."""


def peer_of(scope: Scope) -> str:
    """Give the address at the other end of the connection; empty where the server tells none."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def read_network(text: str) -> Network:
    """Give an address or network.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> read_network("10.0.0.0/8"), read_network("192.0.2.7")
    (IPv4Network('10.0.0.0/8'), IPv4Network('192.0.2.7/32'))

    """
    return ipaddress.ip_network(text, strict=False)


def _read(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return found if mapped is None else mapped
