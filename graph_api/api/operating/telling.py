"""What is told of an operation that was executed: one line in the log, numbers, a span."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from strawberry.types import ExecutionResult

from graph_api.api.context import RequestContext
from graph_api.observing import metrics
from graph_api.observing.traces import Span

logger = logging.getLogger(__name__)

NAMELESS = "-"
"""The operation of a document that does not name it."""


def tell(
    context: RequestContext, result: ExecutionResult, seconds: float, span: Span | None = None
) -> None:
    """Tell of one operation; neither its text nor its variables nor its answer are told."""
    codes = [str((error.extensions or {}).get("code", "GRAPHQL")) for error in result.errors or ()]
    code = codes[0] if codes else "ok"
    kind = "job" if context.is_job else context.kind or "unknown"
    requested, actual = _cost(result.extensions)
    seen = context.seen
    metrics.REQUEST_SECONDS.observe(
        seconds,
        operation=context.operation[:80] if context.operation and context.kind else NAMELESS,
        kind=kind,
        outcome="error" if codes else "ok",
    )
    metrics.REQUESTS.add(kind=kind, code=code)
    if code == "TOO_COSTLY":
        metrics.REFUSED.add(reason="too_costly")
    for which, cost in (("requested", requested), ("actual", actual)):
        if cost is not None:
            metrics.COST.observe(cost, which=which)
    if span is not None:
        span.set(
            kind=kind,
            outcome=code,
            scenario=seen.scenarios[0] if len(seen.scenarios) == 1 else None,
            actors=seen.actors,
            relations=seen.relations,
            cost_requested=requested,
            cost_actual=actual,
            request_id=context.request_id,
        )
    logger.info(
        "request",
        extra={
            "request": context.request_id,
            "operation": context.operation or NAMELESS,
            "kind": kind,
            "scenario": ",".join(seen.scenarios) or None,
            "actors": seen.actors,
            "relations": seen.relations,
            "store": context.service.store.kind,
            "milliseconds": round(seconds * 1000, 1),
            "cost": requested,
            "outcome": ",".join(dict.fromkeys(codes)) or "ok",
            "caller": context.caller.name or None,
            "role": context.caller.role.value,
        },
    )


def _cost(extensions: Mapping[str, Any] | None) -> tuple[int | None, int | None]:
    """Give what an operation was reckoned to cost, and what it did."""
    cost = (extensions or {}).get("cost")
    if not isinstance(cost, dict):
        return None, None
    return cost.get("requested"), cost.get("actual")
