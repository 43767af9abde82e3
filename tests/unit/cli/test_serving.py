"""serve and neo4j, as far as one process can show; the rest is in `test_processes`."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from graph_api.cli import serving
from graph_api.cli.exposing import require_closed
from graph_api.errors import BadParameterError, GraphApiError
from graph_api.settings import Settings
from tests.unit.cli.conftest import Runs


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104
def test_others_are_not_served_while_nobody_signs_in(host: str) -> None:
    with pytest.raises(BadParameterError, match="reverse proxy") as caught:
        require_closed(Settings(host=host))
    assert "EMPOWER_ALLOW_OPEN" in caught.value.zh
    require_closed(Settings(host=host, allow_open=True))


def test_this_machine_is_served() -> None:
    require_closed(Settings(host="localhost"))


def test_the_refusal_is_the_callers_mistake_and_opens_no_store(run: Runs, tmp_path: Path) -> None:
    done = run("serve", "--host", "0.0.0.0")  # noqa: S104
    assert done.code == 2
    assert "EMPOWER_ALLOW_OPEN=1" in done.err
    assert not (tmp_path / "data").exists()


def test_a_port_in_use_is_told_before_a_store_is_opened(run: Runs, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.code == 2
    assert f"--port {port + 1}" in done.err
    assert not (tmp_path / "data").exists()


def test_a_host_that_is_not_there_cannot_be_listened_on() -> None:
    for host in ("192.0.2.7", "no such host"):
        with pytest.raises(GraphApiError, match="Cannot listen"), serving.bound(host, 0):
            pass


def test_any_free_port_is_taken_on_either_family() -> None:
    with serving.bound("127.0.0.1", 0) as listener:
        assert serving.address_of(listener).startswith("http://127.0.0.1:")
    with serving.bound("::1", 0) as listener:
        assert serving.address_of(listener).startswith("http://[::1]:")


def test_waiting_ends_with_a_signal_and_leaves_the_handlers_as_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    assert serving.wait_for_stop()
    timer.join()
    assert signal.getsignal(signal.SIGTERM) is before


def test_waiting_ends_when_what_is_waited_for_ends_by_itself() -> None:
    before = signal.getsignal(signal.SIGTERM)
    lives = iter([True, False])
    assert not serving.wait_for_stop(lambda: next(lives))
    assert signal.getsignal(signal.SIGTERM) is before
