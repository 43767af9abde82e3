"""When a question is over: a deadline has passed, or whoever asked has gone.

Whoever takes a question opens `within`; whatever answers it, in the same thread or in one that was
started with a copy of its context, looks now and then (`check`). Compiled loops read `flag`. On its
way it says how far it is (`stage`, `tell`), so that a question that ends early can say it, even
where the one who says it is not the one who knows.
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

Words = tuple[str, str]
"""The same in English and in Chinese."""

NOTHING = "", ""

_INNER = threading.RLock()
"""Held while parts are added or listed, for that is done in many threads; twice by one, where the
collector of garbage ends a question in between."""


class Stop:
    """Whether one question is over, and how far it was.

    Parameters
    ----------
    seconds
        How long it may take; None: until it is cancelled.
    outer
        The question that it is a part of: its time holds too, where that is shorter.

    Attributes
    ----------
    flag
        Shape (1,), uint8: 0 while the question stands. Compiled loops read it.
    stage, part
        What it is at, and how far within that.
    shares
        For each part that tells it (`advance`), itself among them, the share that is done, in
        [0, 1].

    """

    def __init__(self, seconds: float | None = None, outer: Stop | None = None) -> None:
        self.seconds = seconds
        self.outer = outer
        self.inner: WeakSet[Stop] = WeakSet()
        self.flag: NDArray[np.uint8] = np.zeros(1, np.uint8)
        self._began = time.monotonic()
        self._timer: threading.Timer | None = None
        self.stage: Words = NOTHING
        self.part: Words = NOTHING
        self.shares: dict[int, float] = {}
        if outer is not None:
            if outer.left is not None and (seconds is None or outer.left < seconds):
                self.seconds, self._began = outer.seconds, outer._began
            with _INNER:
                outer.inner.add(self)
            if outer.is_over:
                self.cancel()

    def cancel(self) -> None:
        """End the question, and those inside it: nobody waits for its answer any more."""
        self.flag[0] = 1
        with _INNER:
            inner = [*self.inner]
        for stop in inner:
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

    def say(self, stage: Words, part: Words = NOTHING) -> None:
        """Keep how far the question is: for itself, and for those that it is a part of."""
        self.stage, self.part = stage, part
        if self.outer is not None:
            self.outer.say(stage, part)

    def advance(self, share: float, part: int | None = None) -> None:
        """Keep the share that is done of a part: for itself, and for those that it is a part of.

        ``part``: which one; None: this question itself. A share never falls.
        """
        part = id(self) if part is None else part
        self.shares[part] = max(self.shares.get(part, 0.0), min(share, 1.0))
        if self.outer is not None:
            self.outer.advance(share, part)

    def done(self, parts: int) -> float:
        """Give the share that is done, in [0, 1], of a question that has so many parts.

        Examples
        --------
        >>> whole = Stop()
        >>> Stop(outer=whole).advance(0.5)
        >>> whole.done(1), whole.done(2)
        (0.5, 0.25)

        """
        told = [*self.shares.values()]
        return min(1.0, sum(told) / max(parts, len(told), 1))

    def error(self, done: str = "", done_zh: str = "") -> DeadlineExceededError:
        """Give the error that says that the question ended early, and what had been done.

        Without ``done``: what was told last.
        """
        done, done_zh = (
            mark.join(filter(None, (stage, now or told)))
            for mark, stage, now, told in zip(
                ("; ", "；"), self.stage, (done, done_zh), self.part, strict=True
            )
        )
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


RESERVE = 0.15
"""This share of the time is kept by whoever can answer with what was found so far."""


def is_nearly_over() -> bool:
    """Tell whether it is time to answer with what was found so far; False where there is no end."""
    stop = _CURRENT.get()
    return stop.left is not None and stop.left < RESERVE * (stop.seconds or 0)


def stage(doing: str, doing_zh: str) -> None:
    """Say what the question is at now, for whoever has to say why it ended early; stops if over."""
    _CURRENT.get().say((doing, doing_zh))
    check()


def tell(done: str, done_zh: str) -> None:
    """Say how far the question is within its stage; stops if it is over."""
    stop = _CURRENT.get()
    stop.say(stop.stage, (done, done_zh))
    check()


def advance(share: float) -> None:
    """Say which share of the question is done, in [0, 1]; stops if it is over.

    What takes a callback for its progress is given this one.
    """
    _CURRENT.get().advance(share)
    check()


@contextmanager
def aside(doing: str, doing_zh: str) -> Iterator[None]:
    """Say that something is made ready first; afterwards the question is where it was before."""
    stop = _CURRENT.get()
    before = stop.stage, stop.part
    stage(doing, doing_zh)
    yield
    stop.say(*before)


@contextmanager
def within(seconds: float | None) -> Iterator[Stop]:
    """Give a question its time; inside another one the shorter time holds.

    Parts of a question that run side by side are each given their own, so that none says what
    another one has done.

    Examples
    --------
    >>> with within(10) as stop:
    ...     check()
    ...     stop.is_over
    False

    """
    outer = _CURRENT.get()
    stop = Stop(seconds, None if outer is _NEVER else outer)
    token = _CURRENT.set(stop)
    try:
        yield stop
    finally:
        _CURRENT.reset(token)
        stop.release()


@contextmanager
def of(stop: Stop) -> Iterator[None]:
    """Work on a question that somebody else has opened and may cancel."""
    token = _CURRENT.set(stop)
    try:
        yield
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
