"""One of several server processes; `graph_api.cli.workers` starts it and tells it everything."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import threading
from pathlib import Path

from graph_api import bootstrap, logs
from graph_api.api.operating.draining import Draining
from graph_api.cli.server import Server, configured, leave
from graph_api.settings import Settings


def main() -> None:
    """Serve until the one that started this process says so, or is gone itself."""
    settings: Settings
    settings, descriptor, folder = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent
    logs.set_up(
        sys.stderr,
        settings.log_level or "INFO",
        json_lines=logs.wants_json(settings.log_format, sys.stderr),
        secrets=settings.secrets,
    )
    with socket.socket(fileno=descriptor) as listener:
        serve(settings, listener, folder)
    leave()


def serve(settings: Settings, listener: socket.socket, folder: Path | None) -> None:
    """Answer on a socket that others accept from too."""
    service = bootstrap.build_service(settings)
    try:
        draining = Draining()
        app = bootstrap.build_app(settings, service, draining, folder)
        threading.Thread(target=_follow, args=(sys.stdin.fileno(),), daemon=True).start()
        server = Server(
            configured(app, settings), draining, settings, _say_ready, ends_at_second=False
        )
        server.run([listener])
    finally:
        service.store.close()


def _say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def _follow(parent: int) -> None:
    """Stop when the parent is gone: its end of the pipe is closed."""
    os.read(parent, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
