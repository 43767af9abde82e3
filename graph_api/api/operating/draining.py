"""How the service stops: it says so, takes nothing new, finishes what it has."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import anyio

from graph_api.observing import metrics

logger = logging.getLogger(__name__)

Farewell = Callable[[], Awaitable[None]]


class Draining:
    """Whether the service is stopping, and what has to be told of it.

    `begin` may be called by the handler of a signal: it sets a flag and does nothing else.
    """

    def __init__(self) -> None:
        self._begun = False
        self._farewells: list[Farewell] = []

    @property
    def begun(self) -> bool:
        """Tell whether the service is stopping: `/readyz` says no, connections are not kept."""
        return self._begun

    def begin(self) -> None:
        """Let the service stop from now on."""
        self._begun = True

    def at_end(self, farewell: Farewell) -> None:
        """Have something done when nothing new is taken any more: streams closed, jobs left."""
        self._farewells.append(farewell)

    async def say_farewell(self, seconds: float) -> None:
        """Do what was left to be done at the end, all at once, within some seconds."""
        metrics.DRAINING.set(1)
        with anyio.move_on_after(seconds):
            async with anyio.create_task_group() as group:
                for farewell in self._farewells:
                    group.start_soon(_said, farewell)


async def _said(farewell: Farewell) -> None:
    try:
        await farewell()
    except Exception:  # one that fails must not keep the others from theirs
        logger.exception("something failed while the service stopped")
