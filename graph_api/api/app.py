"""The web application: GraphQL, health and readiness, behind one guard."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from graph_api.api.context import in_thread
from graph_api.api.guard import Guard
from graph_api.api.http import GraphQLEndpoint
from graph_api.api.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema
from graph_api.errors import StoreError
from graph_api.service import Service

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def _new_request_id() -> str:
    return uuid.uuid4().hex


def build_app(
    service: Service,
    *,
    hosts: Sequence[str] | None,
    max_body_bytes: int = 6_000_000,
    deadline_ms: int = DEFAULT_LIMITS.deadline_ms,
    new_request_id: Callable[[], str] = _new_request_id,
) -> Starlette:
    """Put the routes over a service together.

    Parameters
    ----------
    service
        What answers.
    hosts
        The names under which this server may be asked (`LOOPBACK_HOSTS` on loopback), without
        ports; pages of other origins are then refused. None: any name, where somebody else checks.
    max_body_bytes
        Larger requests are refused.
    deadline_ms
        Queries that take longer are given up.
    new_request_id
        Makes the id of a request that brings none.

    """
    limits = replace(DEFAULT_LIMITS, max_body_bytes=max_body_bytes, deadline_ms=deadline_ms)

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> JSONResponse:
        try:
            await in_thread(service.store.ping)
        except StoreError as error:
            reason = {"en": error.en, "zh": error.zh}
            return JSONResponse({"status": "waiting", "reason": reason}, status_code=503)
        return JSONResponse({"status": "ready", "store": service.store.kind})

    return Starlette(
        routes=[
            Route("/graphql", GraphQLEndpoint(schema, service, limits)),
            Route("/healthz", health),
            Route("/readyz", ready),
        ],
        middleware=[Middleware(Guard, hosts=hosts, new_id=new_request_id)],
    )
