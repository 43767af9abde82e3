"""Several server processes on one socket: started, watched, replaced, stopped together."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from graph_api.errors import BadParameterError, StoreError
from graph_api.observing import instruments, metrics
from graph_api.settings import Settings

logger = logging.getLogger(__name__)

STEP = 0.1
"""Seconds between two looks at the workers."""

FIRST_WAIT, LONGEST_WAIT = 0.2, 30.0
"""Seconds before a worker that ended is started anew; doubled each time, up to the longest."""

STEADY = 60.0
"""A worker that lived so many seconds did not end because of how it was started."""

SPARE = 15.0
"""Seconds beyond the draining after which a worker that is still there is killed."""

MULTIPLE = "PROMETHEUS_MULTIPROC_DIR"
"""Tells the Prometheus library where several processes keep their numbers."""


@dataclass
class Worker:
    """One process, and how often it had to be started."""

    number: int
    process: subprocess.Popen[bytes]
    began: float
    wait: float = FIRST_WAIT
    ready: threading.Event = field(default_factory=threading.Event)
    again_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether the process is there."""
        return self.process.poll() is None


class Supervisor:
    """Keeps a number of workers running until it is told to stop.

    Workers do the serving; this process only holds the socket. One that ends by itself is started
    anew after a wait that grows. SIGTERM and SIGINT drain all of them, a second one ends them at
    once; SIGHUP replaces them one after the other, so that none is missing.

    Parameters
    ----------
    settings
        What was set; the workers are given it through a pipe, so that no secret is seen elsewhere.
    listener
        The socket that all of them accept from.
    folder
        Where they keep their numbers.
    ready
        Called once, when all of them answer.

    """

    def __init__(
        self, settings: Settings, listener: socket.socket, folder: Path, ready: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._listener = listener
        self._folder = folder
        self._say_ready = ready
        self._workers: list[Worker] = []
        self._signal: int | None = None
        self._hung_up = False

    def run(self) -> None:
        """Keep the workers running.

        Raises
        ------
        StoreError
            If one ends before it answered for the first time.

        """
        with self._signals():
            try:
                self._workers = [self._start(number) for number in range(self._settings.workers)]
                if self._all_ready():
                    self._say_ready()
                while self._signal is None:
                    self._keep_alive()
                    if self._hung_up:
                        self._hung_up = False
                        self._replace_all()
                    time.sleep(STEP)
            finally:
                self._stop()

    def _all_ready(self) -> bool:
        while self._signal is None:
            if all(worker.ready.is_set() for worker in self._workers):
                return True
            for worker in self._workers:
                if not worker.is_running and not worker.ready.is_set():
                    raise StoreError(
                        f"A worker ended with code {worker.process.returncode} before it could"
                        " answer; the lines above say why.",
                        f"一个工作进程在就绪之前退出（代码 {worker.process.returncode}）；"
                        "原因见上方日志。",
                    )
            time.sleep(STEP / 4)
        return False

    def _start(self, number: int) -> Worker:
        descriptor = self._listener.fileno()
        process = subprocess.Popen(  # this very program
            [sys.executable, "-m", "graph_api.cli.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(descriptor,),
            process_group=0,  # Ctrl-C reaches this process, which passes it on
            env={**os.environ, MULTIPLE: str(self._folder)},
        )
        if process.stdin is None or process.stdout is None:  # they were asked for above
            raise AssertionError(process)
        with suppress(BrokenPipeError):  # it ended at once; the loop sees it
            pickle.dump((self._settings, descriptor, self._folder), process.stdin)
            process.stdin.flush()
        worker = Worker(number, process, time.monotonic())
        threading.Thread(
            target=_listen,
            args=(process.stdout, worker.ready),
            name=f"worker-{number}",
            daemon=True,
        ).start()
        return worker

    def _keep_alive(self) -> None:
        now = time.monotonic()
        for place, worker in enumerate(self._workers):
            if worker.is_running:
                continue
            if worker.again_at is None:
                wait = FIRST_WAIT if now - worker.began > STEADY else worker.wait
                worker.again_at, worker.wait = now + wait, wait
                metrics.WORKERS_ENDED.add()
                logger.error(
                    "a worker ended by itself and is started anew",
                    extra={
                        "worker_number": worker.number,
                        "ended": worker.process.pid,
                        "code": worker.process.returncode,
                        "seconds": wait,
                    },
                )
                self._forget(worker)
            if now >= worker.again_at:
                wait = min(LONGEST_WAIT, worker.wait * 2)
                try:
                    fresh = self._start(worker.number)
                except OSError as error:  # no memory or no process left: the others go on
                    worker.again_at, worker.wait = now + wait, wait
                    _say_not_started(error)
                    continue
                fresh.wait = wait
                self._workers[place] = fresh

    def _replace_all(self) -> None:
        """Put a new worker beside each, and let the old one go when the new one answers."""
        for place, old in enumerate(self._workers):
            try:
                fresh = self._start(old.number)
            except OSError as error:
                _say_not_started(error)
                return
            while not fresh.ready.wait(STEP):
                if not fresh.is_running or self._signal is not None:
                    logger.error("the new worker does not answer; the old ones stay")
                    _end(fresh, signal.SIGTERM)
                    self._forget(fresh)
                    return
            _end(old, signal.SIGTERM)
            self._await([old])
            self._workers[place] = fresh
        logger.info("all workers were replaced")

    def _stop(self) -> None:
        self._listener.close()
        for worker in self._workers:
            _end(worker, self._signal or signal.SIGTERM)
        self._await(self._workers)

    def _await(self, workers: list[Worker]) -> None:
        until = time.monotonic() + self._settings.drain_seconds + SPARE
        for worker in workers:
            with suppress(subprocess.TimeoutExpired):
                worker.process.wait(max(0.0, until - time.monotonic()))
            if worker.is_running:
                logger.error(
                    "a worker does not end and is killed", extra={"pid": worker.process.pid}
                )
                worker.process.kill()
                worker.process.wait()
            self._forget(worker)

    def _forget(self, worker: Worker) -> None:
        """Let go of what the numbers say of a process that is gone, and of its pipes."""
        from prometheus_client import multiprocess  # noqa: PLC0415  # slow to load

        multiprocess.mark_process_dead(worker.process.pid, str(self._folder))  # type: ignore[no-untyped-call]
        if worker.process.stdin is not None:
            with suppress(BrokenPipeError):
                worker.process.stdin.close()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        before = {number: signal.signal(number, self._told) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._hung_up = True
        elif self._signal is None:
            self._signal = number
        else:
            for worker in self._workers:
                _end(worker, signal.SIGKILL)
            os._exit(128 + number)


def _say_not_started(error: OSError) -> None:
    logger.error("a worker cannot be started", extra={"reason": error.strerror})


def _listen(said: IO[bytes], ready: threading.Event) -> None:
    """Wait until a worker says that it answers."""
    with said:
        if said.readline():
            ready.set()


def _end(worker: Worker, number: int) -> None:
    with suppress(ProcessLookupError):
        worker.process.send_signal(number)


def numbers_folder(settings: Settings) -> Path:
    """Make the private folder where the workers of this process keep their numbers.

    Those of servers that are gone are taken away.

    Raises
    ------
    BadParameterError
        If it cannot be made.

    """
    whole = settings.data / "metrics"
    mine = whole / str(os.getpid())
    try:
        for old in whole.glob("*"):
            if not _is_alive(old.name):
                shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(mine, ignore_errors=True)
        mine.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise BadParameterError(
            f"{mine} cannot be made ({error.strerror}); several workers keep their numbers there.",
            f"无法创建 {mine}（{error.strerror}）；多个工作进程需在其中存放指标。",
            path=str(mine),
        ) from error
    return mine


def _is_alive(name: str) -> bool:
    if not name.isdigit():
        return True
    try:
        os.kill(int(name), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return int(name) != os.getpid()


def supervise(settings: Settings, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve with several workers until stopped.

    Raises
    ------
    BadParameterError
        If this machine cannot share a socket among processes.
    StoreError
        If a worker cannot start.

    """
    if sys.platform == "win32":
        raise BadParameterError(
            "Several workers need Linux or macOS; leave EMPOWER_WORKERS at 1 here.",
            "多个工作进程需要 Linux 或 macOS；此处请将 EMPOWER_WORKERS 设为 1。",
            parameter="workers",
        )
    folder = numbers_folder(settings)
    try:
        os.environ[MULTIPLE] = str(folder)  # before the library of the numbers is loaded
        instruments.switch_on(metrics.WORKERS_ENDED)
        Supervisor(settings, listener, folder, ready).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
