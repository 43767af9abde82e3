"""Commands that run until they are stopped: serve, neo4j."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import click

from graph_api import bootstrap
from graph_api.api.operating.draining import Draining
from graph_api.cli.exposing import NOBODY, has_somebody, require_closed
from graph_api.cli.frame import Run, command, option
from graph_api.cli.output import answer, line, note
from graph_api.cli.server import Server, configured, leave
from graph_api.cli.session import open_service, progress
from graph_api.cli.workers import supervise
from graph_api.errors import BadParameterError, StoreError
from graph_api.observing.exporting import require_telemetry
from graph_api.settings import Text

QUERY = """\
{ scenario(key: "mutual-empowerment") { view {
  pair(a: "residents", b: "street_office") {
    forward reverse mutual explanation forwardPath { actors { name } } } } } }"""
"""The query that a newcomer pastes first; the README shows its answer."""


@command(
    "serve",
    Text(
        "Serve GraphQL over HTTP; an empty store first loads the seeds. Ctrl-C stops it.",
        "启动 GraphQL 服务；空存储会先载入自带情景。按 Ctrl-C 停止。",
    ),
    "empower serve --port 8080 --data ./data",
)
@option(
    "--host",
    text=Text("Address to listen on (EMPOWER_HOST).", "监听地址（EMPOWER_HOST）。"),
    metavar="HOST",
)
@option(
    "--port",
    text=Text("Port (EMPOWER_PORT; 0: any).", "端口（EMPOWER_PORT；0 表示任选）。"),
    metavar="N",
)
@option(
    "--workers",
    text=Text(
        "Processes that answer side by side (EMPOWER_WORKERS; 1).",
        "并行应答的进程数（EMPOWER_WORKERS；默认 1）。",
    ),
    metavar="N",
)
@option(
    "--tls-cert",
    text=Text(
        "Certificate with its chain, PEM (EMPOWER_TLS_CERT).",
        "证书文件（含证书链，PEM；EMPOWER_TLS_CERT）。",
    ),
    metavar="FILE",
)
@option(
    "--tls-key",
    text=Text("Its key, PEM (EMPOWER_TLS_KEY).", "私钥文件（PEM；EMPOWER_TLS_KEY）。"),
    metavar="FILE",
)
@option("--no-seeds", text=Text("Leave an empty store empty.", "空存储保持为空。"), is_flag=True)
def serve(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    host: str | None,
    port: str | None,
    workers: str | None,
    tls_cert: str | None,
    tls_key: str | None,
    no_seeds: bool,
) -> None:
    """Serve until stopped."""
    run.said |= {"host": host, "port": port, "workers": workers}
    run.said |= {"tls_cert": tls_cert, "tls_key": tls_key}
    settings = run.settings
    require_closed(settings)
    if settings.needs_sign_in and not has_somebody(settings):
        note(run, *NOBODY)
    if settings.otlp_endpoint is not None:
        require_telemetry()
    with bound(settings.host, settings.port) as listener:
        service = open_service(run)
        if not no_seeds:
            with progress(run, "loading the seeds", "载入情景") as tell:
                keys = bootstrap.load_seeds(
                    service, bootstrap.seed_files(settings), lambda share, _name: tell(share)
                )
            if keys:
                note(run, f"Loaded {len(keys)} scenarios.", f"已载入 {len(keys)} 个情景。")
        ready = partial(
            _say_ready,
            run,
            address_of(listener, is_secure=settings.tls_cert is not None),
            service.store.location,
        )
        if settings.workers > 1:
            service.store.close()  # each worker opens its own
            supervise(settings, listener, ready)
            return
        draining = Draining()
        app = bootstrap.build_app(settings, service, draining)
        Server(configured(app, settings), draining, settings, ready).run([listener])
    service.store.close()
    leave()


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """Lend a socket that listens there, before anything slow is done.

    Raises
    ------
    BadParameterError
        If the port is taken or the address is not this machine's.

    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    with listener:
        try:
            if sys.platform != "win32":  # there it would let two servers share a port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen(2048)
        except OSError as error:
            raise _cannot_listen(host, port, error) from error
        yield listener


def _cannot_listen(host: str, port: int, error: OSError) -> BadParameterError:
    return BadParameterError(
        f"Cannot listen on {host}:{port} ({error.strerror}). Another program, perhaps another"
        f" `empower serve`, may use the port: stop it, or take another (--port {port + 1};"
        " --port 0 takes any).",
        f"无法监听 {host}:{port}（{error.strerror}）。该端口可能已被其他程序"
        f"（或另一个 `empower serve`）占用：请停止它，或换一个端口"
        f"（--port {port + 1}；--port 0 任选）。",
        parameter="port",
        host=host,
        port=port,
    )


def address_of(listener: socket.socket, *, is_secure: bool = False) -> str:
    """Give the address that a socket listens on."""
    host, port = listener.getsockname()[:2]
    return f"http{'s' if is_secure else ''}://{f'[{host}]' if ':' in host else host}:{port}"


def _say_ready(run: Run, address: str, store: str) -> None:
    if run.wants_json:
        answer({"address": address, "graphql": f"{address}/graphql", "store": store})
        return
    line(
        run,
        f"Serving {address}/graphql (store: {store}). Ctrl-C stops it.\n"
        f"A query to paste there:\n\n{QUERY}\n",
        f"服务地址 {address}/graphql（存储：{store}）。按 Ctrl-C 停止。\n"
        f"可粘贴的查询：\n\n{QUERY}\n",
    )
    sys.stdout.flush()


@command(
    "neo4j",
    Text(
        "Run a Neo4j on this machine, without Docker or Java, until Ctrl-C; the first time it is"
        " downloaded (180 MB).",
        "在本机运行 Neo4j（无需 Docker 或 Java），直到按 Ctrl-C；首次运行会下载（180 MB）。",
    ),
    "empower neo4j --home ./data/neo4j --port 7687",
)
@option(
    "--home",
    text=Text(
        "Folder of its data (neo4j in the data folder).", "数据目录（默认为数据目录下的 neo4j）。"
    ),
    metavar="DIR",
)
@option(
    "--port",
    text=Text("Port of Bolt (7687; 0: any).", "Bolt 端口（默认 7687；0 表示任选）。"),
    type=click.IntRange(0, 65_535),
    default=7687,
    metavar="N",
)
def neo4j(run: Run, *, home: str | None, port: int) -> None:
    """Run a local Neo4j until stopped."""
    from graph_api.stores.neo4j_local import LocalNeo4j  # noqa: PLC0415  # loads the driver

    settings = run.settings
    folder = Path(home).expanduser() if home else settings.data / "neo4j"
    with LocalNeo4j(
        settings.cache, folder, port, on_progress=lambda said: note(run, said, said)
    ) as server:
        if run.wants_json:
            answer({"uri": server.uri, "home": str(folder)})
        else:
            line(
                run,
                f"Neo4j runs at {server.uri} (data: {folder}). In another terminal:\n\n"
                f"export NEO4J_URI={server.uri}\n\nCtrl-C stops it.",
                f"Neo4j 已在 {server.uri} 运行（数据：{folder}）。在另一个终端中执行：\n\n"
                f"export NEO4J_URI={server.uri}\n\n按 Ctrl-C 停止。",
            )
            sys.stdout.flush()
        if not wait_for_stop(lambda: server.running):
            raise StoreError(
                f"Neo4j at {server.uri} ended by itself. Its log is under {folder}; start it"
                " again with the same command.",
                f"{server.uri} 的 Neo4j 已自行退出。日志位于 {folder}；请用同一命令重新启动。",
                uri=server.uri,
            )


def wait_for_stop(is_running: Callable[[], bool] = lambda: True) -> bool:
    """Wait until Ctrl-C or SIGTERM; False where what is waited for ended before."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not stopped.wait(0.2):  # a wait without end would not hear the signal on Windows
            if not is_running():
                return False
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return True


FAMILY = {item.name: item for item in (serve, neo4j)}
