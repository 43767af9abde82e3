"""When a question is over: a deadline has passed, or whoever asked has gone.

Whoever takes a question opens `within`; whatever answers it, in the same thread or in one that was
started with a copy of its context, looks now and then (`check`). Compiled loops read `flag`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from graph_api.errors import DeadlineExceededError


class Stop:
    """Whether one question is over.

    Parameters
    ----------
    seconds
        How long it may take; None: until it is cancelled.

    Attributes
    ----------
    flag
        Shape (1,), uint8: 0 while the question stands. Compiled loops read it.

    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self.inner: WeakSet[Stop] = WeakSet()
        self.flag: NDArray[np.uint8] = np.zeros(1, np.uint8)
        self._began = time.monotonic()
        self._timer: threading.Timer | None = None

    def cancel(self) -> None:
        """End the question, and those inside it: nobody waits for its answer any more."""
        self.flag[0] = 1
        for stop in [*self.inner]:
            stop.cancel()

    @property
    def is_over(self) -> bool:
        """Tell whether the time is up or the question was cancelled."""
        if self.left == 0:
            self.flag[0] = 1
        return bool(self.flag[0])

    @property
    def left(self) -> float | None:
        """Give the seconds that are left, not below 0; None: no end."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.monotonic() - self._began))

    def watch(self) -> NDArray[np.uint8]:
        """Give the flag to a compiled loop, which has no clock: a timer will set it in time."""
        if self.seconds is not None and self._timer is None and not self.is_over:
            self._timer = threading.Timer(self.left or 0.0, self.cancel)
            self._timer.daemon = True
            self._timer.start()
        return self.flag

    def release(self) -> None:
        """Let go of the timer."""
        if self._timer is not None:
            self._timer.cancel()

    def error(self, done: str = "", done_zh: str = "") -> DeadlineExceededError:
        """Give the error that says that the question ended early, and what had been done."""
        limit = "" if self.seconds is None else f" of {self.seconds:g} s"
        limit_zh = "" if self.seconds is None else f"（{self.seconds:g} 秒）"
        return DeadlineExceededError(
            f"The question was not answered within its time{limit}"
            + (f": {done}." if done else ".")
            + " Narrow it (fewer actors, a hop limit, a smaller count) or allow more time.",
            f"未能在时限内{limit_zh}完成"
            + (f"：{done_zh}。" if done_zh else "。")
            + "请缩小范围（减少行动者、限制步数、减少条数）或放宽时限。",
            seconds=self.seconds,
        )


_NEVER = Stop()
_CURRENT: ContextVar[Stop] = ContextVar("stop", default=_NEVER)


def current() -> Stop:
    """Give the question that this thread works on."""
    return _CURRENT.get()


def check(done: str = "", done_zh: str = "") -> None:
    """Stop here if the question is over.

    Parameters
    ----------
    done, done_zh
        What had been searched, for the message.

    Raises
    ------
    DeadlineExceededError
        If its time is up, or it was cancelled.

    """
    stop = _CURRENT.get()
    if stop.is_over:
        raise stop.error(done, done_zh)


@contextmanager
def within(seconds: float | None) -> Iterator[Stop]:
    """Give a question its time; inside another one the shorter time holds.

    Examples
    --------
    >>> with within(10) as stop:
    ...     check()
    ...     stop.is_over
    False

    """
    outer = _CURRENT.get()
    times = [time for time in (seconds, outer.left) if time is not None]
    stop = Stop(min(times, default=None))
    if outer is not _NEVER:
        outer.inner.add(stop)
        if outer.is_over:
            stop.cancel()
    token = _CURRENT.set(stop)
    try:
        yield stop
    finally:
        _CURRENT.reset(token)
        stop.release()


@contextmanager
def unlimited() -> Iterator[None]:
    """Do something to its end, whatever time the question around it has: a write."""
    token = _CURRENT.set(_NEVER)
    try:
        yield
    finally:
        _CURRENT.reset(token)
