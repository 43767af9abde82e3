"""Every error of every transport: a code of the enum, Chinese, the request's own id."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.errors import ErrorCode, public
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.transport.answering import CODES, STATUSES, refused
from graph_api.errors import GraphApiError
from graph_api.service import Service
from tests.api.client import ROOT, Client
from tests.api.streaming import served, socket

MODERN = "application/graphql-response+json"
NEEDS = "query($x: Int!) { scenarios(first: $x) { totalCount } }"

DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "{": ("SYNTAX", {}),
    "": ("BAD_REQUEST", {}),
    "{ viewer { role": ("SYNTAX", {}),
    "{ nope }": ("INVALID_DOCUMENT", {}),
    "{ viewer }": ("INVALID_DOCUMENT", {}),
    "query($x: Int) { viewer { role } }": ("INVALID_DOCUMENT", {}),
    "{ ...a } fragment a on Query { ...a }": ("BAD_PARAMETER", {}),
    NEEDS: ("BAD_VARIABLES", {}),
    NEEDS + " ": ("BAD_VARIABLES", {"x": "one"}),
    NEEDS + "  ": ("BAD_VARIABLES", {"x": 2**40}),
    "query A { viewer { role } } query B { viewer { role } }": ("BAD_PARAMETER", {}),
    "fragment a on Query { viewer { role } }": ("BAD_REQUEST", {}),
    "{" + "viewer { role } " * 500 + "}": ("TOO_COSTLY", {}),
}


def check(error: dict[str, Any], code: str, identity: str | None = None) -> None:
    extensions = error["extensions"]
    assert extensions["code"] == code, error
    assert code in ErrorCode.__members__
    assert any("\u4e00" <= sign <= "\u9fff" for sign in extensions["messageZh"]), error
    assert extensions["requestId"]
    assert identity is None or extensions["requestId"] == identity
    assert error["message"]


@pytest.mark.parametrize("query", DOCUMENTS, ids=lambda query: repr(query[:40]))
@pytest.mark.parametrize("way", ["GET", "POST", "modern"])
def test_what_graphql_itself_refuses_has_a_code(client: Client, query: str, way: str) -> None:
    code, variables = DOCUMENTS[query]
    headers = {"x-request-id": "mine", "accept": MODERN if way == "modern" else "*/*"}
    asked: dict[str, Any] = {"query": query, "variables": variables}
    if way == "GET":
        asked["variables"] = json.dumps(variables)
        answer = client.send("GET", "/graphql", params=asked, headers=headers)
    else:
        answer = client.send("POST", "/graphql", json=asked, headers=headers)
    assert answer.status_code == 400 or (way != "modern" and answer.status_code == 200)
    assert "data" not in answer.json() or answer.json()["data"] is None
    for error in answer.json()["errors"]:
        check(error, code, "mine")


def requests() -> Iterator[tuple[str, dict[str, Any], int, str]]:
    body = {"query": "{ viewer { role } }"}
    yield "PUT /graphql", {}, 405, "METHOD_NOT_ALLOWED"
    yield "POST /graphql", {"json": body, "headers": {"accept": "image/png"}}, 406, "NOT_ACCEPTABLE"
    yield "POST /graphql", {"data": body}, 415, "UNSUPPORTED_MEDIA_TYPE"
    yield "POST /graphql", {"json": [body]}, 400, "BAD_REQUEST"
    yield "POST /graphql", {"json": {"query": " " * 2_000}}, 413, "TOO_LARGE"
    yield "POST /graphql", {"json": body, "headers": {"host": "evil.example"}}, 421, "FORBIDDEN"
    yield "POST /graphql", {"json": body, "headers": {"origin": "null"}}, 403, "FORBIDDEN"
    yield "GET /graphql", {"params": {"query": "mutation { x }"}}, 0, ""
    yield "GET /nowhere", {}, 404, "NOT_FOUND"
    yield "POST /healthz", {}, 405, "METHOD_NOT_ALLOWED"
    yield "GET /scenarios/none/today.yaml", {}, 404, "UNKNOWN_SCENARIO"


@pytest.mark.parametrize(
    ("line", "request_", "status", "code"), [item for item in requests() if item[2]]
)
def test_what_http_refuses_has_a_code(
    service: Service, line: str, request_: dict[str, Any], status: int, code: str
) -> None:
    options = Options(limits=replace(DEFAULT_LIMITS, max_body_bytes=1_000))
    method, url = line.split()
    response = Client(build_app(service, options)).send(method, url, **request_)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    (error,) = response.json()["errors"]
    check(error, code, response.headers["x-request-id"])


def test_what_sockets_and_streams_refuse_has_a_code(service: Service) -> None:
    with served(build_app(service)) as address:
        for query, (code, variables) in DOCUMENTS.items():
            payload = {"query": query, "variables": variables}
            if query:
                with socket(address) as one:
                    one.say(id="1", type="subscribe", payload=payload)
                    told = one.hear()
                assert told["type"] == "error", query
                for error in told["payload"]:
                    check(error, code)
            headers = {"accept": "text/event-stream"}
            answer = httpx.post(f"http://{address}/graphql", json=payload, headers=headers)
            text = answer.text
            if answer.headers["content-type"].startswith("text/event-stream"):
                text = next(line[5:] for line in text.splitlines() if line.startswith("data:"))
            for error in json.loads(text)["errors"]:
                check(error, code, answer.headers["x-request-id"])


def test_a_fault_of_a_route_is_masked_in_the_same_shape(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "bolt://user:password@db.example"  # noqa: S105  # it must not come out

    def fail(*_: object) -> None:
        raise ValueError(secret)

    monkeypatch.setattr(service.store, "revision", fail)
    with served(build_app(service)) as address:
        response = httpx.get(f"http://{address}/scenarios/small/today.yaml")
    assert response.status_code == 500
    assert secret not in response.text
    (error,) = response.json()["errors"]
    check(error, "INTERNAL", response.headers["x-request-id"])
    assert response.headers["x-content-type-options"] == "nosniff"


def every(kind: type[GraphApiError]) -> Iterator[type[GraphApiError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from every(below)


def test_every_error_of_the_tree_has_a_public_code_and_a_status() -> None:
    for kind in every(GraphApiError):
        assert public(kind.code) in ErrorCode.__members__
    assert {*CODES.values(), *STATUSES} <= {*ErrorCode.__members__}
    answered = refused(GraphApiError("no", "不"))
    assert (answered.status, answered.code) == (500, "INTERNAL")


def test_every_code_in_the_source_is_of_the_enum() -> None:
    for folder in ("api", "auth"):
        for path in sorted(Path(ROOT / "graph_api" / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "code":
                    said = node.value.value if isinstance(node.value, ast.Constant) else None
                    known = said is None or not isinstance(said, str)
                    assert known or said in ErrorCode.__members__, f"{path.name}: {said!r}"
