"""Workers that end, and cannot be started anew at once."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_api.cli.workers import FIRST_WAIT, Supervisor, Worker
from graph_api.settings import Settings


def test_a_worker_that_cannot_be_started_anew_is_tried_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(10)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        supervisor = Supervisor(Settings(workers=1), listener, tmp_path, lambda: None)
        supervisor._workers = [Worker(0, ended, time.monotonic())]
        monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
        supervisor._keep_alive()
        time.sleep(FIRST_WAIT)
        with caplog.at_level(logging.ERROR):
            supervisor._keep_alive()
        assert "cannot be started" in caplog.text
        (worker,) = supervisor._workers
        assert worker.process is ended
        assert worker.again_at is not None
        assert FIRST_WAIT < worker.again_at - time.monotonic() <= 2 * FIRST_WAIT

        supervisor._replace_all()  # SIGHUP: the one that is there stays
        assert supervisor._workers == [worker]

        monkeypatch.setattr(sys, "executable", "/bin/false")
        time.sleep(2 * FIRST_WAIT)
        supervisor._keep_alive()
        (fresh,) = supervisor._workers
        assert fresh.process is not ended
        assert fresh.process.wait(10) == 1
        supervisor._forget(fresh)
