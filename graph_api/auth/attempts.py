"""How often an address may fail to sign in before it has to wait."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_FAILURES = 20
"""Failures that an address has free; after them one more is free every `EVERY` seconds."""

EVERY = 3.0

MOST_ADDRESSES = 10_000
"""Addresses that are remembered; the one that failed longest ago is forgotten first."""


class Attempts:
    """Counts failures per address in bounded memory.

    An address is one of IPv4, or a network of 64 bits of IPv6, which one machine has to itself.

    Examples
    --------
    >>> attempts = Attempts(clock=lambda: 0.0)
    >>> for _ in range(MOST_FAILURES):
    ...     attempts.failed("192.0.2.7")
    >>> attempts.wait("192.0.2.7"), attempts.wait("192.0.2.8")
    (3.0, 0.0)

    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Give for how many seconds nothing is looked up for an address; 0: it may try."""
        with self._lock:
            count = self._count(network_of(address))
        return max(0.0, count - MOST_FAILURES + 1) * EVERY

    def failed(self, address: str) -> None:
        """Note a failure."""
        network = network_of(address)
        with self._lock:
            count = min(self._count(network) + 1, float(MOST_FAILURES))
            self._failures[network] = (count, self._clock())
            self._failures.move_to_end(network)
            while len(self._failures) > MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def _count(self, network: str) -> float:
        """Give the failures that are not made good by time yet."""
        count, noted = self._failures.get(network, (0.0, 0.0))
        return max(0.0, count - (self._clock() - noted) / EVERY)


def network_of(address: str) -> str:
    """Give what is counted for an address.

    Examples
    --------
    >>> network_of("2001:db8::1"), network_of("192.0.2.7")
    ('2001:db8::/64', '192.0.2.7')

    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
