"""Spans of OpenTelemetry that say how long what took, and never what was asked or answered.

Only the attributes of `ATTRIBUTES` are kept, and of texts only short words; an error is told by
its code, without its message. Until `switch_on` is called a span costs a call and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Tracer

ATTRIBUTES: Mapping[str, str] = {
    "kind": "query, mutation, subscription or job",
    "field": "a field of the schema that computes",
    "scenario": "key of a scenario that exists",
    "actors": "how many actors the view has",
    "relations": "how many relations the view has",
    "store": "sqlite or neo4j",
    "call": "what was asked of the store",
    "cost_requested": "cost reckoned before",
    "cost_actual": "cost counted",
    "outcome": "ok or the code of the error",
    "job": "what kind of job",
    "cached": "whether it was in memory",
    "transport": "http, ws or sse",
    "request_id": "id of the request, as in its headers and in the log",
}
"""Every attribute that a span may have; all else is left out."""

_WORD = re.compile(r"[\w.-]{1,80}")

Value = str | int | float | bool


class Span:
    """A span that takes only what may be told."""

    __slots__ = ("_span",)

    def __init__(self, span: object = None) -> None:
        self._span = span

    def set(self, **attributes: Value | None) -> None:
        """Add attributes; those that may not be told are left out."""
        if self._span is not None:
            for name, value in _told(attributes):
                self._span.set_attribute(name, value)  # type: ignore[attr-defined]  # OpenTelemetry's


_NOTHING = Span()
_OFF: AbstractContextManager[Span] = nullcontext(_NOTHING)
_TRACER: list[Tracer] = []


def _told(attributes: Mapping[str, Value | None]) -> Iterator[tuple[str, Value]]:
    for name, value in attributes.items():
        if name not in ATTRIBUTES or value is None:
            continue
        if isinstance(value, str) and not _WORD.fullmatch(value):
            continue
        yield f"empower.{name}", value


def switch_on(tracer: Tracer) -> None:
    """Send spans to a tracer from now on."""
    _TRACER[:] = [tracer]


def switch_off() -> None:
    """Send no more spans."""
    _TRACER.clear()


def is_on() -> bool:
    """Tell whether anybody gets the spans."""
    return bool(_TRACER)


def span(name: str, /, **attributes: Value | None) -> AbstractContextManager[Span]:
    """Give a span around what is done inside ``with``; it is part of the span around it.

    Examples
    --------
    >>> with span("view", actors=17) as current:
    ...     current.set(relations=40)

    """
    if not _TRACER:
        return _OFF
    return _spanned(name, attributes, None)


def request_span(
    name: str, traceparent: str | None = None, /, **attributes: Value | None
) -> AbstractContextManager[Span]:
    """Give the span of a whole request, continuing the trace that a trusted proxy began."""
    if not _TRACER:
        return _OFF
    return _spanned(name, attributes, _context_of(traceparent))


def _context_of(traceparent: str | None) -> Context | None:
    if traceparent is None:
        return None
    from opentelemetry.trace.propagation import tracecontext  # noqa: PLC0415  # slow to load

    propagator = tracecontext.TraceContextTextMapPropagator()
    return propagator.extract({"traceparent": traceparent})


@contextmanager
def _spanned(
    name: str, attributes: Mapping[str, Value | None], context: Context | None
) -> Iterator[Span]:
    from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415  # slow to load

    began = _TRACER[0] if _TRACER else None
    if began is None:
        yield _NOTHING
        return
    with began.start_as_current_span(
        name,
        context=context,
        attributes=dict(_told(attributes)),
        record_exception=False,  # it would send the message and the trace
        set_status_on_exception=False,
    ) as current:
        try:
            yield Span(current)
        except BaseException as error:
            code = getattr(error, "code", None) or type(error).__name__
            current.set_attribute("empower.outcome", str(code))
            current.set_status(Status(StatusCode.ERROR))
            raise
