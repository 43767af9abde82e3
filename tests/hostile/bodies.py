"""Bodies, cursors, ids and numbers that are not what they should be."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable

from tests.hostile.server import Server, tells_nothing

OK = b'{"query": "{ viewer { role } }"}'

BODIES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "application/json"),
    "null": (b"null", "application/json"),
    "a number": (b"1", "application/json"),
    "a text": (b'"x"', "application/json"),
    "a list": (b"[" + OK + b"]", "application/json"),
    "many in one": (b"[" + b",".join([OK] * 1_000) + b"]", "application/json"),
    "brackets": (b"[" * 1_000_000, "application/json"),
    "objects": (b'{"a":' * 500_000, "application/json"),
    "nested variables": (
        b'{"query": "{ viewer { role } }", "variables": {"a": ' + b"[" * 400 + b"]" * 400 + b"}}",
        "application/json",
    ),
    "NaN": (b'{"query": "{ viewer { role } }", "variables": {"a": NaN}}', "application/json"),
    "Infinity": (
        b'{"query": "{ viewer { role } }", "variables": {"a": Infinity}}',
        "application/json",
    ),
    "digits": (
        b'{"query": "{ viewer { role } }", "variables": {"a": ' + b"9" * 1_000_000 + b"}}",
        "application/json",
    ),
    "not utf-8": (b'{"query": "\xff\xfe"}', "application/json"),
    "utf-16": (OK.decode().encode("utf-16"), "application/json"),
    "utf-16, said so": (OK.decode().encode("utf-16"), "application/json; charset=utf-16"),
    "utf-8, said to be utf-16": (OK, "application/json; charset=utf-16"),
    "a byte order mark": (b"\xef\xbb\xbf" + OK, "application/json"),
    "half of a pair": (b'{"query": "\\ud800"}', "application/json"),
    "half of a pair in a name": (
        b'{"query": "{ viewer { role } }", "variables": {"\\udfff": 1}}',
        "application/json",
    ),
    "zero bytes": (b"\0" * 1_000, "application/json"),
    "zero in a text": (
        b'{"query": "{ scenario(key: \\"\\u0000\\") { key } }"}',
        "application/json",
    ),
    "the same key twice": (b'{"query": "{ nope }", "query": 1}', "application/json"),
    "graphql": (b"{ viewer { role } }", "application/graphql"),
    "a form": (b"query=%7B%20viewer%20%7B%20role%20%7D%20%7D", "application/x-www-form-urlencoded"),
    "an upload": (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
    "xml": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
    "gzip": (gzip.compress(OK), "application/json"),
    "a gzip bomb": (gzip.compress(b" " * 20_000_000), "application/json"),
    "too large": (b" " * 6_500_000, "application/json"),
    "long values": (
        json.dumps({"query": "{ viewer { role } }", "operationName": "x" * 1_000_000}).encode(),
        "application/json",
    ),
    "variables by the thousand": (
        json.dumps(
            {"query": "{ viewer { role } }", "variables": {f"v{n}": n for n in range(200_000)}}
        ).encode(),
        "application/json",
    ),
    "a list of ids": (
        json.dumps(
            {
                "query": "query($i: [ID!]!) { nodes(ids: $i) { id } }",
                "variables": {"i": ["~"] * 500_000},
            }
        ).encode(),
        "application/json",
    ),
    "a list of changes": (
        json.dumps(
            {
                "query": 'query($c: [ChangeInput!]) { scenario(key: "small") { view(changes: $c)'
                " { revision } } }",
                "variables": {"c": [{"removeActor": "nope"}] * 50_000},
            }
        ).encode(),
        "application/json",
    ),
    "a list of changes to keep": (
        json.dumps(
            {
                "query": "mutation($i: ApplyChangesInput!) { applyChanges(input: $i)"
                " { __typename } }",
                "variables": {
                    "i": {
                        "scenario": "small",
                        "expectedRevision": 7,
                        "changes": [{"removeActor": "nope"}] * 50_000,
                    }
                },
            }
        ).encode(),
        "application/json",
    ),
    "wrong changes": (
        json.dumps(
            {
                "query": 'query($c: [ChangeInput!]) { scenario(key: "small") { view(changes: $c)'
                " { revision } } }",
                "variables": {"c": [{"nope": n} for n in range(50_000)]},
            }
        ).encode(),
        "application/json",
    ),
}
"""What is sent, and what it is said to be."""

QUICK = {
    "null",
    "brackets",
    "NaN",
    "utf-8, said to be utf-16",
    "not utf-8",
    "gzip",
    "too large",
    "half of a pair",
    "wrong changes",
    "a list of ids",
    "many in one",
}


def sent(body: bytes, kind: str) -> Callable[[Server], None]:
    """Make the attack that sends a body."""

    def attack(server: Server) -> None:
        lines = ("Content-Encoding: gzip",) if body[:2] == b"\x1f\x8b" else ()
        answer = server.post(body, *lines, kind=kind)
        assert answer.status in {200, 400, 413, 415}, answer
        assert tells_nothing(answer.body), answer.body[:2_000]
        for code in [] if "errors" not in json.loads(answer.body) else answer.codes:
            assert code != "INTERNAL", answer.body[:2_000]

    return attack


def _forged() -> list[str]:
    def coded(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).decode()

    return [
        "", "x", "=", "====", "AAAA", "null", "-1", "0", "~", "\0", "\ud7ff", "a" * 100_000,
        coded(b"\xff" * 30), coded(b"arrayconnection:-1"), coded(b'[1,"x",-1,0,"a"]'),
        coded(b"\0" * 9 + b"[1,2,3]"), coded(b"\0" * 9 + b"[" * 10_000), coded(b"Actor:office"),
        "~" + coded(b'["Actor","small","today","","office"]'), "~" + coded(b"[" * 10_000),
        "~" + coded(b"null"), "~~~", "~" + "A" * 50_000, "' OR 1=1 --",
        "office\"}) DETACH DELETE n //",
    ]  # fmt: skip


def cursors(server: Server) -> None:
    for text in _forged():
        body = 'scenario(key: "small") { view { actors(first: 2, after: $c) { totalCount } } }'
        for query in ("scenarios(first: 1, after: $c) { stale }", body):
            answer = server.ask(f"query($c: String) {{ {query} }}", c=text)
            assert answer.status == 200, answer
            assert answer.codes == ["BAD_CURSOR"], (text[:50], answer.body[:500])
            assert tells_nothing(answer.body)


def node_ids(server: Server) -> None:
    ids = _forged()
    answer = server.ask("query($i: [ID!]!) { nodes(ids: $i) { id } }", i=ids)
    assert json.loads(answer.body)["data"] == {"nodes": [None] * len(ids)}, answer.body[:1_000]
    for text in ids:
        answer = server.ask(
            'query($i: ID!) { scenario(key: "small") { view { actor(id: $i) { key } } } }', i=text
        )
        assert answer.codes == ["UNKNOWN_ACTOR"], (text[:50], answer.body[:500])
        assert tells_nothing(answer.body)


def urls(server: Server) -> None:
    for path, status in {
        "/graphql?query=%FF": {400},
        "/graphql?query=%ED%A0%80": {400},
        "/graphql?query={": {200},  # GraphQL's own error, for clients of old
        "/graphql?query=%7Bviewer%7Brole%7D%7D&variables=NaN": {400},
        "/graphql?query=mutation%7BdeleteScenario(input:%7Bkey:%22small%22,expectedRevision:1%7D)"
        "%7B__typename%7D%7D": {405},
        "/graphql?" + "a=1&" * 3_000: {400},
        "/graphql?query=" + "x" * 60_000: {200, 400, 414, 431},
        "/graphql/../../etc/passwd": {404},
        "/%2e%2e/%2e%2e/etc/passwd": {404},
        "/graphql%00": {404},
        "//": {404},
        "http://evil.example/graphql": {404, 400, 421, 200},
    }.items():
        answer = server.raw(server.head("Connection: close", method="GET", path=path))
        assert answer.status in status, (path[:60], answer)
        assert tells_nothing(answer.body.replace(path, "")), answer.body


ATTACKS: dict[str, Callable[[Server], None]] = {
    **{f"body: {name}": sent(*said) for name, said in BODIES.items()},
    "forged cursors": cursors,
    "forged node ids": node_ids,
    "urls": urls,
}
