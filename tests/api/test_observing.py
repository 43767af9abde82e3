"""What machines ask: health, readiness, numbers; and what spans and the log tell of a request."""

from __future__ import annotations

import gc
import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from graph_api.api.app import Options, build_app
from graph_api.api.operating.draining import Draining
from graph_api.api.operating.readiness import Readiness, enough_room
from graph_api.api.transport.health import Access
from graph_api.api.transport.proxies import Proxies, read_network
from graph_api.auth import Caller, Role
from graph_api.errors import StoreUnavailableError, UnauthenticatedError
from graph_api.observing import metrics, traces
from graph_api.observing.instruments import value_of
from graph_api.service import Service
from graph_api.stores.observed import observed
from tests.api.client import Client

ASKED = """query Secret_marker_operation($a: ID!) { scenario(key: "small") {
  view(filter: {minStrength: 0.0625}) { pair(a: $a, b: "residents") { forward explanation } } } }"""


class SignIn:
    """Knows a reader and an admin by what they say."""

    def caller(self, authorization: str | None) -> Caller:
        if authorization is None:
            raise UnauthenticatedError("Sign in.", "请登录。")
        role = next(role for role in Role if role.value == authorization)
        return Caller(authorization, role, authorization)


def page(client: Client, status: int = 200, **headers: str) -> str:
    response = client.send("GET", "/metrics", headers=headers)
    assert response.status_code == status, response.text
    return response.text


def test_numbers_follow_what_is_asked(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests of this process may have used up the room for names of operations.
    monkeypatch.setitem(metrics.REQUEST_SECONDS._known, "operation", set())
    client = Client(build_app(Service(observed(service.store))))
    page(client)
    before = value_of("empower_views_total", result="hit") or 0.0
    for end in ("residents", "committee"):  # an answer of its own each, from one view
        client.data(
            f'query Two {{ scenario(key: "small") {{ view {{ pair(a: "office", b: "{end}") {{'
            " forward } } } }"
        )
    client.error('{ scenario(key: "none") { key } }')
    client.send("POST", "/graphql", content=b"{}", headers={"host": "elsewhere.example"})
    text = page(client)
    assert 'empower_request_seconds_count{kind="query",operation="Two",outcome="ok"}' in text
    assert 'empower_requests_total{code="UNKNOWN_SCENARIO",kind="query"}' in text
    assert 'empower_http_responses_total{route="graphql",status="421"}' in text
    assert 'empower_refused_total{reason="forbidden"}' in text
    assert 'empower_store_seconds_count{call="revision",store="sqlite"}' in text
    assert 'empower_request_cost_bucket{le="+Inf",which="actual"}' in text
    assert (value_of("empower_views_total", result="hit") or 0.0) > before


def test_who_tries_addresses_is_counted_apart_from_what_callers_are_refused(
    service: Service,
) -> None:
    client = Client(build_app(service))
    page(client)

    def refused(reason: str) -> float:
        return value_of("empower_refused_total", reason=reason) or 0.0

    before = {name: refused(name) for name in ("http", "forbidden")}
    for method, path in (("GET", "/wp-login.php"), ("POST", "/healthz"), ("PUT", "/graphql")):
        assert client.send(method, path).status_code in (404, 405)
    client.send("GET", "/graphql", headers={"host": "elsewhere.example"})
    assert {name: refused(name) - before[name] for name in before} == {"http": 3, "forbidden": 1}
    assert 'reason="not_found"' not in page(client)
    assert 'reason="method_not_allowed"' not in page(client)


@pytest.mark.parametrize(
    ("access", "headers", "status"),
    [
        ("loopback", {}, 200),
        ("loopback", {"x-forwarded-for": "192.0.2.1"}, 403),
        ("off", {}, 404),
        ("reader", {}, 401),
        ("reader", {"authorization": "reader"}, 200),
        ("admin", {"authorization": "editor"}, 403),
        ("admin", {"authorization": "admin"}, 200),
    ],
)
def test_numbers_are_for_those_that_may_read_them(
    service: Service, access: Access, headers: dict[str, str], status: int
) -> None:
    client = Client(build_app(service, Options(authenticator=SignIn(), metrics=access)))
    page(client, status, **headers)


def test_a_server_that_stops_is_alive_and_not_ready_and_keeps_no_connection(
    service: Service,
) -> None:
    draining = Draining()
    client = Client(build_app(service, Options(draining=draining)))
    assert client.send("GET", "/readyz").status_code == 200
    draining.begin()
    ready = client.send("GET", "/readyz")
    assert (ready.status_code, ready.json()["status"]) == (503, "draining")
    assert ready.headers["connection"] == "close"
    assert client.send("GET", "/healthz").json() == {"status": "alive"}
    assert client.data('{ scenario(key: "small") { key } }')


def test_one_farewell_that_fails_keeps_no_other_from_being_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    draining, said = Draining(), []

    async def fails() -> None:
        raise ValueError("no")

    async def hangs() -> None:
        await anyio.sleep(60)

    async def speaks() -> None:
        said.append("bye")

    for farewell in (fails, hangs, speaks):
        draining.at_end(farewell)
    anyio.run(draining.say_farewell, 0.1)
    assert said == ["bye"]
    assert "something failed" in caplog.text


def test_every_reason_is_told_in_both_languages_and_a_fault_of_ours_is_not_shown(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> dict[str, str]:
        raise StoreUnavailableError("Away; try again.", "暂不可用。")

    def broken() -> dict[str, str]:
        raise ValueError("hush")

    client = Client(build_app(service, Options(checks={"one": away, "two": broken})))
    response = client.send("GET", "/readyz")
    assert response.status_code == 503
    assert [item["check"] for item in response.json()["reasons"]] == ["one", "two"]
    assert all(item["en"] and item["zh"] for item in response.json()["reasons"])
    assert "hush" not in response.text
    assert "hush" in caplog.text


def test_a_check_that_hangs_is_waited_for_a_while_and_begun_once() -> None:
    over, begun = threading.Event(), []

    def hangs() -> dict[str, str]:
        begun.append(1)
        over.wait(20)
        return {}

    now = [0.0]
    readiness = Readiness({"store": hangs}, lambda: now[0], patience=0.05)

    async def ask() -> list[bool]:
        first = (await readiness.state()).is_ready
        now[0] += 2
        second = (await readiness.state()).is_ready
        over.set()
        await anyio.sleep(0.05)
        now[0] += 0.5  # what is known is good for a second
        third = (await readiness.state()).is_ready
        now[0] += 2
        return [first, second, third, (await readiness.state()).is_ready]

    assert anyio.run(ask) == [False, False, False, True]
    assert len(begun) == 2


def test_a_check_that_fails_is_told_once_and_with_no_more_than_may_be_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def away() -> dict[str, str]:
        raise StoreUnavailableError("The store is away.", "存储不可用。")

    assert not anyio.run(Readiness({"store": away}).state).is_ready
    gc.collect()
    assert not [record for record in caplog.records if record.name == "asyncio"]


def test_a_full_disk_is_told(tmp_path: Any) -> None:
    assert enough_room(tmp_path / "not" / "there", 0)() == {}
    with pytest.raises(StoreUnavailableError, match="Make room"):
        enough_room(tmp_path, 2**70)()


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces.switch_on(provider.get_tracer("test"))
    yield exporter
    traces.switch_off()
    provider.shutdown()


def test_a_trace_goes_from_the_request_down_to_the_store_and_holds_no_data(
    service: Service, spans: InMemorySpanExporter
) -> None:
    client = Client(build_app(Service(observed(service.store))))
    answer = client.ask(ASKED, a="office")
    assert "errors" not in answer
    client.ask(ASKED, a="secret_marker_actor")
    told = spans.get_finished_spans()
    by_id = {span.context.span_id: span for span in told if span.context}

    def way(span: ReadableSpan) -> list[str]:
        above = by_id.get(span.parent.span_id) if span.parent else None
        return [*(way(above) if above else []), span.name]

    ways = {tuple(way(span)) for span in told}
    assert ("request", "operation", "service", "store") in ways
    assert ("request", "operation", "service", "build view") in ways
    (good, bad) = [span for span in told if span.name == "operation"]
    assert good.attributes is not None
    assert bad.attributes is not None
    assert (good.attributes["empower.kind"], good.attributes["empower.outcome"]) == ("query", "ok")
    assert bad.attributes["empower.outcome"] == "UNKNOWN_ACTOR"
    written = "".join(span.to_json() for span in told)
    for marker in ("secret_marker", "Secret_marker", "residents", "office", "0.0625", "forward"):
        assert marker not in written, marker


@pytest.mark.parametrize(("proxy", "is_believed"), [("127.0.0.1", True), ("192.0.2.1", False)])
def test_only_a_stated_proxy_says_which_trace_it_is(
    service: Service, spans: InMemorySpanExporter, proxy: str, is_believed: bool
) -> None:
    client = Client(build_app(service, Options(proxies=Proxies((read_network(proxy),)))))
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    client.send("GET", "/healthz", headers={"traceparent": parent})
    (span,) = spans.get_finished_spans()
    assert (span.parent is not None) == is_believed


def test_one_line_tells_of_a_request_and_nobody_forges_a_second(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    forged = 'x\n{"level": "INFO", "message": "request", "outcome": "ok"}\x1b[2J'
    with caplog.at_level(logging.INFO, logger="graph_api"):
        client.data('query Mine { scenario(key: "small") { key } }')
        client.send(
            "POST",
            "/graphql",
            json={"query": "query A { __typename }", "operationName": forged},
            headers={"x-request-id": "one two"},
        )
    (line, *_) = [vars(record) for record in caplog.records if record.getMessage() == "request"]
    assert (line["operation"], line["kind"], line["outcome"]) == ("Mine", "query", "ok")
    assert (line["role"], line["store"]) == ("admin", "sqlite")
    assert line["cost"] > 0
    formatter = __import__("graph_api.logs", fromlist=["_"])._Formatter((), json_lines=True)
    for record in caplog.records:
        written = formatter.format(record)
        assert "\n" not in written
        assert "\x1b" not in written
        assert json.loads(written)["message"]
