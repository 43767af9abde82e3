"""Sends spans to an OpenTelemetry collector, where the extra ``telemetry`` is installed."""

from __future__ import annotations

from collections.abc import Callable

from graph_api.errors import BadParameterError
from graph_api.observing import traces
from graph_api.version import __version__


def require_telemetry() -> None:
    """Make sure that spans can be sent.

    Raises
    ------
    BadParameterError
        If the libraries for it are not installed.

    """
    try:
        import opentelemetry.exporter.otlp.proto.http  # noqa: PLC0415  # slow to load, optional
        import opentelemetry.sdk.trace  # noqa: F401, PLC0415  # as above
    except ImportError as error:
        raise BadParameterError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and what sends traces there is not installed:"
            " pip install 'empower[telemetry]', or leave the variable out.",
            "已设置 OTEL_EXPORTER_OTLP_ENDPOINT，但未安装发送追踪所需的组件："
            "请执行 pip install 'empower[telemetry]'，或不设置该变量。",
            parameter="otlp_endpoint",
        ) from error


def send_traces(endpoint: str) -> Callable[[], None]:
    """Send spans to a collector from now on; give what sends the last ones and ends it.

    Parameters
    ----------
    endpoint
        The address of the collector for OTLP over HTTP, without ``/v1/traces``.

    Raises
    ------
    BadParameterError
        If the libraries for it are not installed.

    """
    require_telemetry()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    resource = Resource.create({"service.name": "empower", "service.version": __version__})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=2)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    traces.switch_on(provider.get_tracer("empower", __version__))

    def end() -> None:
        traces.switch_off()
        provider.shutdown()

    return end
