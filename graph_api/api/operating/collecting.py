"""Python's collection of circles of garbage, set for a server.

Every answer makes thousands of objects that are gone a moment later. By default Python looks, each
time there are 700 more, through the young ones and now and then through all that was ever loaded.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_YOUNG = 50_000
"""So many new objects before the young ones are looked through: a large answer or two."""

_MIDDLE, _OLD = 10, 50


@asynccontextmanager
async def collecting() -> AsyncIterator[None]:
    """Leave out what is loaded at the start, and look less often, as long as the server runs."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
