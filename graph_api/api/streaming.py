"""How a document is executed where answers may be many: subscriptions, and all else beside them.

Every transport that streams (sockets, SSE) goes through `Streaming.results`. A subscription's
document meets the limits once; each of its events is executed within a deadline of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

import anyio
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    located_error,
)
from graphql import ExecutionResult as CoreResult
from graphql.execution import Executor, create_source_event_stream
from strawberry.types import ExecutionResult

from graph_api.api.context import RequestContext, in_thread
from graph_api.api.errors import shown
from graph_api.api.execution import GRACE, Execution
from graph_api.api.executor import Asked as Executing
from graph_api.api.keeping.documents import Document
from graph_api.api.operating.telling import NAMELESS
from graph_api.api.pricing.cost import chosen_operation
from graph_api.api.pricing.limits import ServiceLimits, limits_of
from graph_api.api.schema import LONG
from graph_api.api.subscriptions import ScenarioChange
from graph_api.api.transport.answering import RefusedError
from graph_api.api.transport.reading import Asked
from graph_api.auth import Caller
from graph_api.errors import GraphApiError
from graph_api.observing import metrics
from graph_api.scoring import stopping

logger = logging.getLogger(__name__)


class StreamFailedError(Exception):
    """A document was refused, or its stream broke off; ``errors`` are for the client."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of a stream; ``mark`` is where a client that comes back may go on, if anywhere."""

    result: ExecutionResult
    mark: str | None = None


@dataclass(slots=True)
class _Stream:
    """One subscription that runs."""

    asked: Asked
    caller: Caller
    limits: ServiceLimits
    request_id: str
    document: Document
    operation: OperationDefinitionNode
    resume_after: int | None = None
    began: float = field(default_factory=time.perf_counter)
    events: int = 0
    codes: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Streaming:
    """Executes documents whose answers may be many."""

    execution: Execution

    async def results(  # noqa: PLR0913  # all that differs from request to request
        self,
        asked: Asked,
        caller: Caller,
        request_id: str,
        *,
        transport: str,
        by_get: bool = False,
        resume_after: int | None = None,
    ) -> AsyncGenerator[Told, None]:
        """Give the answers to a document: of a query or mutation one, of a subscription each event.

        Whoever asks closes the generator (``aclosing``), so that the subscription ends with it.
        ``transport`` is told in the metrics; ``by_get`` allows no mutation; ``resume_after`` is the
        mark of the last event that a client had who comes back.

        Raises
        ------
        StreamFailedError
            If the document is refused before anything of it runs, or its source fails.

        """
        limits = limits_of(caller.role, self.execution.limits)
        trusted = self._trusted(asked, caller, request_id)
        document = self.execution.schema.documents.get(trusted.query, limits)
        operation = self._operation(trusted, document, request_id)
        if operation.operation is not OperationType.SUBSCRIPTION:
            yield Told(await self._once(trusted, caller, request_id, by_get=by_get))
            return
        stream = _Stream(trusted, caller, limits, request_id, document, operation, resume_after)
        metrics.SUBSCRIPTIONS.add(transport=transport)
        try:
            await self._require_allowed(stream)
            async with aclosing(await self._source(stream)) as source:
                async for told in self._events(stream, source):
                    yield told
                    metrics.SUBSCRIPTION_EVENTS.add(transport=transport)
        except StreamFailedError as error:
            self._count(stream, error.errors)
            raise
        finally:
            metrics.SUBSCRIPTIONS.add(-1, transport=transport)
            self._log(stream)

    def is_subscription(self, asked: Asked, caller: Caller) -> bool:
        """Tell whether a document would stream; False as well where it is refused, or not valid."""
        limits = limits_of(caller.role, self.execution.limits)
        try:
            trusted = self.execution.trusted.meant(asked, caller)
            parsed = self.execution.schema.documents.get(trusted.query, limits).parsed
            operation = None if parsed is None else chosen_operation(parsed, asked.operation_name)
        except (RefusedError, GraphApiError):
            return False
        return operation is not None and operation.operation is OperationType.SUBSCRIPTION

    def _trusted(self, asked: Asked, caller: Caller, request_id: str) -> Asked:
        """Give the text of a trusted document that is named by its hash."""
        try:
            return self.execution.trusted.meant(asked, caller)
        except RefusedError as error:
            raise StreamFailedError([refused_error(error, request_id)]) from error

    async def _once(
        self, asked: Asked, caller: Caller, request_id: str, *, by_get: bool
    ) -> ExecutionResult:
        try:
            result = await self.execution.answer(asked, caller, request_id, by_get=by_get)
        except RefusedError as error:
            raise StreamFailedError([refused_error(error, request_id)]) from error
        except GraphApiError as error:
            raise StreamFailedError([ours(error, request_id)]) from error
        errors = result.errors or []
        if result.data is None and errors and not any(error.path for error in errors):
            raise StreamFailedError(errors)
        return result

    def _operation(
        self, asked: Asked, document: Document, request_id: str
    ) -> OperationDefinitionNode:
        if document.parsed is None:
            error = document.syntax_error or GraphQLError("The document cannot be read.")
            raise StreamFailedError([shown(error, request_id)])
        try:
            found = chosen_operation(document.parsed, asked.operation_name)
        except GraphApiError as error:
            raise StreamFailedError([ours(error, request_id)]) from error
        if found is None:
            refused = RefusedError(
                400,
                "The document has no such operation; see operationName.",
                "该文档没有此操作；请检查 operationName。",
            )
            raise StreamFailedError([refused_error(refused, request_id)])
        return found

    async def _require_allowed(self, stream: _Stream) -> None:
        """Refuse a subscription beyond the caller's rights or limits, and one that is not valid."""
        document, operation, rights = stream.document, stream.operation, self.execution.rights
        try:
            if document.parsed is not None:
                rights.require(document.parsed, operation, stream.caller)
            priced = document.price(operation, stream.asked.variables, stream.limits)
            priced.require_within(stream.limits)
        except GraphApiError as error:
            raise StreamFailedError([ours(error, stream.request_id)]) from error
        # A long document takes long to validate: beside the event loop, then.
        is_long = priced.tokens > LONG and not document.is_checked
        errors = await in_thread(document.errors) if is_long else document.errors()
        if errors:
            raise StreamFailedError(self._shown(stream, errors))

    async def _source(self, stream: _Stream) -> AsyncGenerator[Any, None]:
        """Begin the subscription: what its root field gives, event by event."""
        executor = Executor.build(
            self.execution.schema.graphql_schema,
            stream.document.parsed or DocumentNode(definitions=()),
            context_value=self._context(stream),
            raw_variable_values=stream.asked.variables,
            operation_name=stream.asked.operation_name,
        )
        if isinstance(executor, list):
            raise StreamFailedError([shown(error, stream.request_id) for error in executor])
        found = create_source_event_stream(executor)
        if executor.is_awaitable(found):
            found = await found
        if isinstance(found, CoreResult):
            raise StreamFailedError(self._shown(stream, found.errors or []))
        return cast("AsyncGenerator[Any, None]", found)

    async def _events(
        self, stream: _Stream, source: AsyncIterator[Any]
    ) -> AsyncGenerator[Told, None]:
        node = next(
            item
            for item in stream.operation.selection_set.selections
            if isinstance(item, FieldNode)
        )
        while True:
            try:
                event = await anext(source)
            except StopAsyncIteration:
                return
            except Exception as error:  # told, and masked where it is a fault
                located = located_error(error, [node], [(node.alias or node.name).value])
                raise StreamFailedError(self._shown(stream, [located])) from error
            result = await self._executed(stream, event)
            stream.events += 1
            self._count(stream, result.errors or [])
            yield Told(result, _mark(event))

    async def _executed(self, stream: _Stream, event: object) -> ExecutionResult:
        """Execute the document for one event, within the deadline of an operation."""
        context = self._context(stream)
        seconds = context.limits.deadline_ms / 1000
        schema = self.execution.schema
        with (
            stopping.within(seconds) as stop,
            anyio.move_on_after(seconds + GRACE) as context.time,
        ):
            plan = stream.document.plan(stream.operation)
            done = await plan.execute(Executing(context, event, stream.asked.variables))
            errors = self._shown(stream, done.errors or [])
            return ExecutionResult(data=done.data, errors=errors or None)
        return schema.failed(stop.error(), context)

    def _context(self, stream: _Stream) -> RequestContext:
        return RequestContext(
            self.execution.service,
            request_id=stream.request_id,
            caller=stream.caller,
            limits=stream.limits,
            jobs=self.execution.jobs,
            rights=self.execution.rights,
            resume_after=stream.resume_after,
        )

    def _shown(self, stream: _Stream, errors: list[GraphQLError]) -> list[GraphQLError]:
        self.execution.schema.log_errors(errors, stream.request_id)
        rights, caller = self.execution.rights, stream.caller
        return [rights.shown(shown(error, stream.request_id), caller) for error in errors]

    @staticmethod
    def _count(stream: _Stream, errors: list[GraphQLError]) -> None:
        for error in errors:
            stream.codes[str((error.extensions or {}).get("code", "GRAPHQL"))] = None

    def _log(self, stream: _Stream) -> None:
        """Write the one line of a subscription, at its end."""
        name = stream.operation.name
        logger.info(
            "subscription",
            extra={
                "request": stream.request_id,
                "operation": name.value if name else NAMELESS,
                "kind": "subscription",
                "events": stream.events,
                "store": self.execution.service.store.kind,
                "milliseconds": round((time.perf_counter() - stream.began) * 1000, 1),
                "outcome": ",".join(stream.codes) or "ok",
                "caller": stream.caller.name or None,
                "role": stream.caller.role.value,
            },
        )


def _mark(event: object) -> str | None:
    return str(event.committed.revision) if isinstance(event, ScenarioChange) else None


def ours(error: GraphApiError, request_id: str) -> GraphQLError:
    """Give an error of ours as clients see it."""
    return shown(GraphQLError(error.en, original_error=error), request_id)


def internal(request_id: str) -> GraphQLError:
    """Give what a client is told of a fault of ours."""
    return shown(GraphQLError("", original_error=RuntimeError()), request_id)


def refused_error(error: RefusedError, request_id: str) -> GraphQLError:
    """Give a refusal as an error, where there is no status to say it with."""
    return GraphQLError(
        error.en,
        extensions={
            **error.details,
            "code": error.code,
            "messageZh": error.zh,
            "requestId": request_id,
        },
    )


def message_of(result: ExecutionResult) -> dict[str, Any]:
    """Give a result as it stands in a message."""
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        body["extensions"] = result.extensions
    return body
