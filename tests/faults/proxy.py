"""A wire between a client and a server that can be told to fall silent; the connections stand."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message of Bolt that commits a transaction."""


class Wire:
    """Passes on what is said on port ``port`` to a server, and back, until it is silent.

    With ``commits`` False it falls silent once it has passed on a commit.
    """

    def __init__(self, server: int) -> None:
        self._server = server
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.speaks = threading.Event()
        self.speaks.set()
        self.commits = True
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                self._sockets += [client, server]
                self._start(self._pass_on, client, server)
                self._start(self._pass_on, server, client)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self.speaks.wait()
                target.sendall(data)
                if not self.commits and COMMIT in data:
                    self.speaks.clear()
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.speaks.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for item in self._sockets:
            with contextlib.suppress(OSError):
                item.shutdown(socket.SHUT_RDWR)
        for thread in [*self._threads]:
            thread.join(5)
        for item in self._sockets:
            item.close()


@contextlib.contextmanager
def wire(server: int) -> Iterator[Wire]:
    """Lay a wire to a port of this machine."""
    laid = Wire(server)
    laid._start(laid.accept)
    try:
        yield laid
    finally:
        laid.close()
