"""Whether the service can answer now: what it stands on is looked at, once a second at most."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_api.errors import GraphApiError, StoreUnavailableError
from graph_api.service import Service

logger = logging.getLogger(__name__)

Said = Mapping[str, Any]
Check = Callable[[], Said]
"""Looks at one thing and gives what to tell of it; raises an error of ours where it fails."""

FRESH = 1.0
"""For so many seconds an answer is good, so that asking often does not burden the store."""

PATIENCE = 2.0
"""After so many seconds a check that has not answered has failed."""

LEAST_FREE = 32 * 2**20
"""Bytes that must be free where the data are."""


@dataclass(frozen=True, slots=True)
class State:
    """What a look found: why the service is not ready, and what else is to be told."""

    reasons: tuple[Said, ...] = ()
    told: Said = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.reasons


@dataclass
class Readiness:
    """Looks at everything that an answer needs.

    Each check runs in a thread of its own, so that it answers however busy the service is, and a
    check that hangs is not begun a second time.
    """

    checks: Mapping[str, Check]
    clock: Callable[[], float] = time.monotonic
    patience: float = PATIENCE
    _known: tuple[float, State] | None = None
    _looking: dict[str, Future[Said]] = field(default_factory=dict)

    async def state(self) -> State:
        """Give what was found within the last second, or look."""
        if self._known is not None and self.clock() - self._known[0] < FRESH:
            return self._known[1]
        looks = {name: self._look(name, check) for name, check in self.checks.items()}
        waited = [asyncio.wrap_future(future) for future in looks.values()]
        for one in waited:  # `_summed` tells it; asyncio would log it once more, with all it says
            one.add_done_callback(asyncio.Future.exception)
        await asyncio.wait(waited, timeout=self.patience)
        state = _summed(looks)
        self._known = self.clock(), state
        return state

    def _look(self, name: str, check: Check) -> Future[Said]:
        future = self._looking.get(name)
        if future is None or future.done():
            future = self._looking[name] = Future()
            threading.Thread(
                target=_settle, args=(future, check), name=f"readiness-{name}", daemon=True
            ).start()
        return future


def _settle(future: Future[Said], check: Check) -> None:
    try:
        result = check()
    except Exception as error:  # noqa: BLE001  # told to whoever waits
        _done(future, error=error)
    else:
        _done(future, result)


def _done(future: Future[Said], said: Said | None = None, error: Exception | None = None) -> None:
    if not future.set_running_or_notify_cancel():  # whoever waited has gone
        return
    if error is None:
        future.set_result(said or {})
    else:
        future.set_exception(error)


def _summed(looks: Mapping[str, Future[Said]]) -> State:
    reasons: list[Said] = []
    told: dict[str, Any] = {}
    for name, future in looks.items():
        if not future.done():
            reasons.append(
                {
                    "check": name,
                    "en": f"The check of {name} has not answered within its time.",
                    "zh": f"对 {name} 的检查未在时限内完成。",
                }
            )
            continue
        error = future.exception()
        if error is None:
            told |= future.result()
        elif isinstance(error, GraphApiError):
            outside = error.told_outside()
            if outside is not error:
                logger.warning("the check of %s failed: %s", name, error.en)
            reasons.append({"check": name, "en": outside.en, "zh": outside.zh})
        else:
            logger.error("the check of %s failed", name, exc_info=error)
            reasons.append(
                {
                    "check": name,
                    "en": f"The check of {name} failed; the log says why.",
                    "zh": f"对 {name} 的检查失败；原因见日志。",
                }
            )
    return State(tuple(reasons), told)


def of_store(service: Service) -> Check:
    """Give the check that the store answers, which tells how far what is in memory is behind."""

    def check() -> Said:
        service.store.ping()
        return {"store": service.store.kind, "journalLag": service.snapshots.lag()}

    return check


def enough_room(folder: Path, least: int = LEAST_FREE) -> Check:
    """Give the check that the disk of the data is not full."""

    def check() -> Said:
        there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        free = shutil.disk_usage(there).free
        if free < least:
            raise StoreUnavailableError(
                f"Only {free >> 20} MiB are free where the data are; {least >> 20} are needed. Make"
                " room.",
                f"数据所在磁盘仅剩 {free >> 20} MiB，至少需要 {least >> 20} MiB。请清理空间。",
            )
        return {}

    return check


STOPPING: Sequence[Said] = (
    {
        "check": "draining",
        "en": "The service is stopping; ask another one.",
        "zh": "服务正在停止；请改用其他实例。",
    },
)
"""Why a service that stops is not ready."""
