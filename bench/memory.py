"""What a process holds, where the system tells (Linux); elsewhere nothing is said."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


@contextmanager
def growth(*, wanted: bool) -> Iterator[dict[str, int]]:
    """Tell by how many bytes the process has grown inside: in the end, and at the most."""
    found: dict[str, int] = {}
    if wanted:
        settle()
        forget_peak()
    before = held() if wanted else None
    yield found
    if before is not None:
        found["peak"] = (peak() or before) - before
        settle()
        found["bytes"] = (held() or before) - before


def settle() -> None:
    """Give back what nobody holds any more, so that growth can be told."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def held() -> int | None:
    """Give the bytes in memory now."""
    return _field("VmRSS")


def forget_peak() -> None:
    with suppress(OSError):
        CLEAR.write_text("5")


def peak() -> int | None:
    """Give the most bytes that were in memory since `forget_peak`."""
    return _field("VmHWM")


def _field(name: str) -> int | None:
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return None
    found = [line for line in lines if line.startswith(name + ":")]
    return int(found[0].split()[1]) * 1024 if found else None
