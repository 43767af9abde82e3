"""The web application: GraphQL, health and readiness, behind one guard."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from graph_api.api.context import in_thread
from graph_api.api.execution import Execution
from graph_api.api.limits import DEFAULT_LIMITS, ServiceLimits
from graph_api.api.schema import schema
from graph_api.api.transport.guard import Guard
from graph_api.api.transport.http import GraphQLEndpoint
from graph_api.auth import OPEN, Authenticator
from graph_api.errors import StoreError
from graph_api.service import Service

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def _new_request_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Options:
    """How the application is to be put together.

    ``hosts`` are the names under which this server may be asked, without ports; pages of other
    origins are then refused. None: any name, where somebody else checks. ``authenticator`` tells
    who asks; ``new_request_id`` makes the id of a request that brings none.
    """

    hosts: Sequence[str] | None = LOOPBACK_HOSTS
    authenticator: Authenticator = OPEN
    limits: ServiceLimits = DEFAULT_LIMITS
    new_request_id: Callable[[], str] = _new_request_id


def build_app(service: Service, options: Options = Options()) -> Starlette:  # frozen
    """Put the routes over a service together."""
    execution = Execution(schema, service, options.limits)

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
            Route("/graphql", GraphQLEndpoint(execution, options.authenticator)),
            Route("/healthz", health),
            Route("/readyz", ready),
        ],
        middleware=[Middleware(Guard, hosts=options.hosts, new_id=options.new_request_id)],
    )
