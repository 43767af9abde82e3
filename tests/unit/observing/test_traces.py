"""Spans: what they may tell, what they never do, and that they arrive at a collector."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.observing import exporting, traces

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces.switch_on(provider.get_tracer("test"))
    yield exporter
    traces.switch_off()
    provider.shutdown()


def test_only_what_may_be_told_is_told(spans: InMemorySpanExporter) -> None:
    with traces.span("view", scenario="small", actors=3, query="{ secret }") as span:
        span.set(cached=True, kind="two words", outcome="x" * 81, field="实地", name="residents")
    (told,) = spans.get_finished_spans()
    assert told.attributes == {
        "empower.scenario": "small",
        "empower.actors": 3,
        "empower.cached": True,
        "empower.field": "实地",
    }


def test_an_error_is_told_by_its_code_without_its_message(spans: InMemorySpanExporter) -> None:
    with pytest.raises(UnknownActorError), traces.span("service"):
        raise UnknownActorError("secret_actor", ["secret_other"])
    (told,) = spans.get_finished_spans()
    assert told.attributes == {"empower.outcome": "UNKNOWN_ACTOR"}
    assert not told.events
    assert "secret" not in told.to_json()


def test_a_trace_goes_on_from_the_one_that_was_begun(spans: InMemorySpanExporter) -> None:
    with traces.request_span("request", PARENT, transport="http"), traces.span("inner"):
        pass
    with traces.request_span("request", "no such thing"):
        pass
    inner, outer, alone = spans.get_finished_spans()
    assert outer.context is not None
    assert inner.context is not None
    assert alone.context is not None
    assert f"{outer.context.trace_id:032x}" == PARENT.split("-")[1]
    assert inner.context.trace_id == outer.context.trace_id
    assert alone.parent is None


def test_spans_arrive_at_a_collector() -> None:
    got: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        end = exporting.send_traces(f"http://127.0.0.1:{server.server_port}/")
        with traces.span("service", call="pair"):
            pass
        end()
        thread.join(10)
    assert not traces.is_on()
    request = ExportTraceServiceRequest.FromString(got[0])
    (resource,) = request.resource_spans
    named = {item.key: item.value.string_value for item in resource.resource.attributes}
    assert named["service.name"] == "empower"
    (span,) = resource.scope_spans[0].spans
    assert span.name == "service"
    assert [item.key for item in span.attributes] == ["empower.call"]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http", None)
    with pytest.raises(BadParameterError, match=r"pip install 'empower\[telemetry\]'") as raised:
        exporting.send_traces("http://127.0.0.1:1")
    assert "telemetry" in raised.value.zh
    assert not traces.is_on()
