"""The web application: GraphQL, health and readiness, behind one guard."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from graph_api.api.context import in_thread
from graph_api.api.execution import Execution
from graph_api.api.job_documents import execute_job
from graph_api.api.operating.collecting import collecting
from graph_api.api.operating.draining import Draining
from graph_api.api.operating.readiness import Check, Readiness, of_store
from graph_api.api.operating.watching import watched
from graph_api.api.pricing.limits import DEFAULT_LIMITS, ServiceLimits
from graph_api.api.rights import RIGHTS_OF_ROLES, Rights
from graph_api.api.schema import schema
from graph_api.api.streaming import Streaming
from graph_api.api.transport.counting import Counting
from graph_api.api.transport.events import EventsEndpoint
from graph_api.api.transport.faults import failed, not_answered
from graph_api.api.transport.guard import Guard
from graph_api.api.transport.health import Access, Health
from graph_api.api.transport.http import GraphQLEndpoint
from graph_api.api.transport.proxies import NO_PROXIES, Proxies
from graph_api.api.transport.resources import Resources
from graph_api.api.transport.sockets import SocketEndpoint
from graph_api.api.transport.streams import Streams
from graph_api.api.trusted import NONE, TrustedDocuments
from graph_api.auth import OPEN, Authenticator
from graph_api.jobs import JobLimits, Jobs
from graph_api.service import Service
from graph_api.stores.service_db import ServiceDb

Background = Callable[[], AbstractAsyncContextManager[object]]
"""What is entered when the server starts and left when it stops."""

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def _new_request_id() -> str:
    # Unlike any other, and no secret: drawn in the process, for the system's own chance may take
    # as long as a whole small answer.
    return f"{random.getrandbits(128):032x}"  # no secret


@dataclass(frozen=True, slots=True)
class Options:
    """How the application is to be put together.

    ``hosts`` are the names under which this server may be asked, without ports; pages of other
    origins are then refused. None: any name, where somebody else checks. ``authenticator`` tells
    who asks; ``new_request_id`` makes the id of a request that brings none.

    ``origins`` are the other sites whose pages may ask (CORS), ``proxies`` whose word about the
    client is believed; ``rights`` says what each role may do.

    ``background`` runs beside the server. ``draining`` tells whether the server is stopping.
    ``checks`` are what `/readyz` looks at beside the store; ``metrics`` says who may read the
    numbers, ``metrics_folder`` where several processes keep theirs. ``trusted`` are the documents
    that are known by their hash. ``streams`` holds what subscriptions share. ``service_db`` is
    where jobs are kept (None: there are none), and ``job_limits`` bounds them. ``at_end`` is called
    when all else has ended.
    """

    hosts: Sequence[str] | None = LOOPBACK_HOSTS
    authenticator: Authenticator = OPEN
    origins: Sequence[str] = ()
    proxies: Proxies = NO_PROXIES
    rights: Rights = RIGHTS_OF_ROLES
    limits: ServiceLimits = DEFAULT_LIMITS
    new_request_id: Callable[[], str] = _new_request_id
    background: Sequence[Background] = ()
    draining: Draining = field(default_factory=Draining)
    checks: Mapping[str, Check] = field(default_factory=dict)
    metrics: Access = "loopback"
    metrics_folder: Path | None = None
    trusted: TrustedDocuments = NONE
    streams: Streams = field(default_factory=Streams)
    service_db: ServiceDb | None = None
    at_end: Sequence[Callable[[], object]] = ()
    job_limits: JobLimits = field(default_factory=JobLimits)


def build_app(service: Service, options: Options | None = None) -> Starlette:
    """Put the routes over a service together; without ``options``, as they stand by default."""
    options = options or Options()
    jobs: Jobs | None = None
    if options.service_db is not None:
        jobs = Jobs(
            options.service_db,
            lambda errand: execute_job(execution, errand, options.authenticator),
            options.job_limits,
        )
    execution = Execution(
        schema, service, options.limits, options.trusted, jobs, rights=options.rights
    )
    health = Health(
        Readiness(
            {
                "store": of_store(service),
                **({} if jobs is None else {"service.sqlite": jobs.check}),
                **options.checks,
            }
        ),
        options.draining,
        options.authenticator,
        options.metrics,
        options.metrics_folder,
        None if jobs is None else jobs.count,
        takes_any_name=options.hosts is None,
    )
    over_http = GraphQLEndpoint(execution, options.authenticator)
    streamed = (Streaming(execution), options.authenticator, options.streams)
    options.draining.at_end(options.streams.close)
    app = Starlette(
        routes=[
            Route("/graphql", EventsEndpoint(over_http, *streamed)),
            WebSocketRoute("/graphql", SocketEndpoint(*streamed)),
            *Resources(execution, options.authenticator).routes(),
            *health.routes(),
        ],
        middleware=[
            Middleware(Counting, draining=options.draining, proxies=options.proxies),
            Middleware(
                Guard,
                hosts=options.hosts,
                new_id=options.new_request_id,
                origins=options.origins,
                proxies=options.proxies,
            ),
        ],
        exception_handlers={HTTPException: not_answered, Exception: failed},
        lifespan=_beside(
            (
                partial(_ended, options.at_end),
                collecting,
                watched,
                partial(_working, jobs),
                *options.background,
            )
        ),
    )
    app.state.jobs = jobs
    return app


@asynccontextmanager
async def _ended(calls: Sequence[Callable[[], object]]) -> AsyncIterator[None]:
    """Call what comes last, when nothing runs any more."""
    try:
        yield
    finally:
        for call in calls:
            await in_thread(call)


@asynccontextmanager
async def _working(jobs: Jobs | None) -> AsyncIterator[None]:
    """Work on jobs as long as the server runs; what is not done then is queued again."""
    if jobs is not None:
        await in_thread(jobs.open)
    try:
        yield
    finally:
        if jobs is not None:
            await in_thread(jobs.close)


def _beside(
    background: Sequence[Background],
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Give what runs while the application does; it ends in the opposite order."""

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for item in background:
                await stack.enter_async_context(item())
            yield

    return running
