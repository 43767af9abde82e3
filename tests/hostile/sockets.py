"""Sockets that are slow, deaf, half open, many, or speak something else."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.hostile.server import NORMAL, Answer, Server, read

OK = json.dumps({"query": NORMAL}).encode()
JSON = "Content-Type: application/json"


def slow_body(server: Server) -> None:
    """Send a byte now and then: given up after five seconds, with an answer that says so."""
    with server.connect(20) as connection:
        connection.sendall(server.head(JSON, "Content-Length: 1000000"))
        began = time.monotonic()
        connection.settimeout(0.3)
        answer = None
        while time.monotonic() - began < 12 and answer is None:
            connection.sendall(b" ")
            with contextlib.suppress(TimeoutError):
                answer = read(connection)
        assert answer is not None
        assert answer.status == 408
        assert answer.codes == ["REQUEST_TIMEOUT"]
        connection.settimeout(3)
        assert connection.recv(10) == b""  # nor does the connection stay


def slow_head(server: Server) -> None:
    """Never end the head: closed after ten seconds."""
    with server.connect(20) as connection:
        connection.sendall(b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < 15:
                connection.sendall(b"X-A: b\r\n")
                time.sleep(0.5)
        assert time.monotonic() - began < 13


def trickle_after_the_answer(server: Server) -> None:
    """Be answered before the body is sent, and go on sending it: closed all the same."""
    with server.connect(20) as connection:
        connection.sendall(server.head("Content-Type: text/plain", "Content-Length: 1000000"))
        assert read(connection).status == 415
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < 15:
                connection.sendall(b" ")
                time.sleep(0.5)
        assert time.monotonic() - began < 13


def many_idle(server: Server) -> None:
    """Open sockets and say nothing: those that ask are answered nevertheless."""
    opened: list[socket.socket] = []
    try:
        opened.extend(server.connect() for _ in range(400))
        server.is_well()
        assert health(server).status == 200
    finally:
        for connection in opened:
            connection.close()


def many_slow(server: Server) -> None:
    """Begin bodies and do not end them: those that ask are answered nevertheless."""
    opened: list[socket.socket] = []
    try:
        for _ in range(200):
            opened.append(server.connect())
            opened[-1].sendall(server.head(JSON, "Content-Length: 5000000") + b" " * 10_000)
        server.is_well()
        assert health(server).status == 200
    finally:
        for connection in opened:
            connection.close()


def half_closed(server: Server) -> None:
    """Send all and close our half: answered; send a half and close it: let go."""
    said = server.head(JSON, f"Content-Length: {len(OK)}")
    with server.connect() as connection:
        connection.sendall(said + OK)
        connection.shutdown(socket.SHUT_WR)
        assert read(connection).status in {0, 200}
    for part in (b"", b"POST", said, said + OK[:10]):
        with server.connect(8) as connection:
            connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
            assert read(connection).status in {0, 400, 408}


def gone(server: Server) -> None:
    """Ask, and leave without waiting."""
    for _ in range(100):
        with server.connect() as connection:
            connection.sendall(server.head(JSON, f"Content-Length: {len(OK)}") + OK)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def lengths(server: Server) -> None:
    """Say a length that is none, or another one than there is."""
    for length in ("-1", "x", "1e3", "0x10", "9" * 40, "5, 6", "+5", " "):
        answer = server.raw(server.head(JSON, f"Content-Length: {length}") + OK)
        assert answer.status in {0, 400, 413, 408}, (length, answer)
    two = server.head(JSON, f"Content-Length: {len(OK)}", "Content-Length: 3") + OK
    assert server.raw(two).status == 400
    both = server.head(JSON, "Content-Length: 5", "Transfer-Encoding: chunked") + OK
    assert server.raw(both).status in {400, 408}
    short = server.head(JSON, f"Content-Length: {len(OK) - 5}") + OK
    assert server.raw(short).status == 400


def chunks(server: Server) -> None:
    """Send chunks that are none, and a body of very many."""
    head = server.head(JSON, "Transfer-Encoding: chunked")
    for body in (
        b"zz\r\n",
        b"-5\r\nhello\r\n",
        b"ffffffffffffffffffff\r\n",
        b"5;" + b"x" * 100_000,
    ):
        assert server.raw(head + body).status in {0, 400, 408, 413}, body[:20]
    tiny = b"".join(b"1\r\n \r\n" for _ in range(20_000)) + b"0\r\n\r\n"
    assert server.raw(head + tiny).status == 400


def garbage(server: Server) -> None:
    """Speak something else, alone and behind a good request."""
    words = (b"\x16\x03\x01\x02\x00\x01", b"\0" * 5_000, b"GET\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\n",
             b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 5_000 + b"x", b"G" * 200_000)  # fmt: skip
    for word in words:
        with server.connect(3) as connection, contextlib.suppress(OSError):
            connection.sendall(word)
            connection.shutdown(socket.SHUT_WR)
            assert read(connection).status in {0, 400, 421, 505}, word[:20]
    good = server.head(JSON, f"Content-Length: {len(OK)}") + OK
    for word in words[:3]:
        answer = server.raw(good + word)
        assert answer.status == 200


def pipelined(server: Server) -> None:
    """Ask a hundred times before the first answer: in their order, and no more at once."""
    good = server.head(JSON, f"Content-Length: {len(OK)}") + OK
    with server.connect(20) as connection:
        connection.sendall(good * 100)
        for _ in range(100):
            answer = read_one(connection)
            assert answer.status == 200


def read_one(connection: socket.socket) -> Answer:
    """Read one answer and not a byte of the next."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += connection.recv(1)
    length = int(data.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    body = b""
    while len(body) < length:
        body += connection.recv(length - len(body))
    return Answer(int(data.split(b" ", 2)[1]), data.decode("latin-1"), body.decode())


def headers(server: Server) -> None:
    """Send very many headers, very long ones, and ones that are none."""
    many = [f"X-A{number}: b" for number in range(5_000)]
    assert server.post(OK, *many).status in {0, 400, 431}
    some = server.post(OK, *many[:300])
    assert (some.status, some.codes) == (431, ["TOO_LARGE"])
    assert server.post(OK, "X-A: " + "b" * 200_000).status in {0, 400, 431}
    assert server.post(OK, *[f"X-{n}: b" for n in range(100)]).status == 200
    for line in ("X-A: \udcff", "X A: b", ": b", "X-A\0: b", " folded", "X-A: b\0c"):
        assert server.post(OK, line).status in {200, 400}, line
    assert server.post(OK, "X-Request-Id: a\tb" + "c" * 500).status in {200, 400}
    assert server.post(OK, "Accept: " + "a/b," * 2_000).status in {200, 406}
    assert server.post(OK, "Accept: */*;q=1e999999").status in {200, 406}
    assert server.post(OK, "Authorization: Bearer " + "a." * 5_000).status in {200, 401}
    assert server.post(OK, "Host: evil.example").status in {400, 421}


def old_subprotocol(server: Server) -> None:
    """Ask for the legacy protocol of subscriptions, and from a page elsewhere: neither is had."""
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")  # fmt: skip
    old = server.head(*upgrade, "Sec-WebSocket-Protocol: graphql-ws", method="GET")
    with server.connect() as connection:
        connection.sendall(old)
        answer = connection.recv(65_536).decode("latin-1")
    assert "sec-websocket-protocol: graphql-ws\r" not in answer.lower()
    foreign = server.head(
        *upgrade, "Sec-WebSocket-Protocol: graphql-transport-ws", "Origin: https://evil.example",
        method="GET",
    )  # fmt: skip
    with server.connect() as connection:
        connection.sendall(foreign)
        assert connection.recv(65_536).split(b" ")[1] in {b"403", b"404"}


def flood(server: Server) -> None:
    """Ask dear questions from many sockets at once: some wait, some are refused, none hangs."""
    with ThreadPoolExecutor(40) as pool:
        asked = [
            pool.submit(
                server.ask,
                f'{{ scenario(key: "small") {{ view(variant: "x{number}") {{ layout }}'
                f" a: view {{ layout }} }} }}",
                30,
            )
            for number in range(150)
        ]
        assert health(server).status == 200
        statuses = {item.result().status for item in asked}
    assert statuses <= {200, 429, 503}, statuses


def health(server: Server) -> Answer:
    began = time.monotonic()
    answer = server.raw(server.head("Connection: close", method="GET", path="/healthz"))
    assert time.monotonic() - began < 2
    return answer


def deaf(server: Server) -> None:
    """Ask for much, many times, and read nothing."""
    big = json.dumps({"query": "{ __schema { types { name description fields { name description"
                      " args { name description } } } } }"}).encode()  # fmt: skip
    request = server.head(JSON, f"Content-Length: {len(big)}") + big
    opened = []
    try:
        for _ in range(20):
            connection = server.connect()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.sendall(request * 3)
            opened.append(connection)
        server.is_well()
    finally:
        for connection in opened:
            connection.close()


ATTACKS: dict[str, Callable[[Server], None]] = {
    "sockets: slow body": slow_body,
    "sockets: slow head": slow_head,
    "sockets: trickle after the answer": trickle_after_the_answer,
    "sockets: many idle": many_idle,
    "sockets: many slow": many_slow,
    "sockets: half closed": half_closed,
    "sockets: gone": gone,
    "sockets: lengths": lengths,
    "sockets: chunks": chunks,
    "sockets: garbage": garbage,
    "sockets: pipelined": pipelined,
    "sockets: headers": headers,
    "sockets: old subprotocol": old_subprotocol,
    "sockets: flood": flood,
    "sockets: deaf": deaf,
}

QUICK = {"many idle", "old subprotocol", "half closed", "gone", "garbage", "headers", "pipelined"}
