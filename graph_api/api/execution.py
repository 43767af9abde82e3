"""How a document is executed, whatever way it came: one deadline, one log line, one result."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

import anyio
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph_api.api.context import RequestContext
from graph_api.api.limits import ServiceLimits
from graph_api.api.schema import ServiceSchema
from graph_api.api.transport.answering import RefusedError
from graph_api.api.transport.reading import Asked
from graph_api.auth import Caller
from graph_api.scoring import stopping
from graph_api.service import Service

logger = logging.getLogger(__name__)

GRACE = 0.08
"""Seconds that a question has after its deadline to say itself how far it was; some milliseconds
are left of the 100 within which the answer is to be on its way."""


@dataclass(frozen=True, slots=True)
class Execution:
    """Executes documents for every transport."""

    schema: ServiceSchema
    service: Service
    limits: ServiceLimits

    async def answer(
        self, asked: Asked, caller: Caller, request_id: str, *, by_get: bool = False
    ) -> ExecutionResult:
        """Execute a query or a mutation within its deadline; ``by_get`` allows no mutation."""
        context = RequestContext(
            self.service, request_id=request_id, caller=caller, limits=self.limits
        )
        began = time.perf_counter()
        result = await self._execute(asked, context, by_get=by_get)
        _log(context, result, time.perf_counter() - began)
        return result

    async def _execute(
        self, asked: Asked, context: RequestContext, *, by_get: bool
    ) -> ExecutionResult:
        allowed = OperationType.from_http("GET" if by_get else "POST")
        seconds = self.limits.deadline_ms / 1000
        try:
            # Whatever answers stops at the deadline and says how far it was. What does not look is
            # left to itself a little later; then what it told last is said for it. A client that
            # leaves ends its question as well.
            with (
                stopping.within(seconds) as stop,
                anyio.move_on_after(seconds + GRACE) as context.time,
            ):
                try:
                    return await self.schema.execute(
                        asked.query,
                        variable_values=asked.variables,
                        operation_name=asked.operation_name,
                        context_value=context,
                        allowed_operation_types=allowed,
                    )
                finally:
                    stop.cancel()
        except CannotGetOperationTypeError:
            raise RefusedError(
                400,
                f"The document has no operation {asked.operation_name!r}; see operationName."
                if asked.operation_name
                else "The document has no operation; write a query or a mutation.",
                f"该文档没有名为“{asked.operation_name}”的操作；请检查 operationName。"
                if asked.operation_name
                else "该文档没有操作；请写出 query 或 mutation。",
            ) from None
        except InvalidOperationTypeError as error:
            if not by_get:
                raise RefusedError(
                    400, "Subscriptions are not offered here.", "此处不提供订阅。"
                ) from error
            raise RefusedError(
                405,
                "A mutation by GET is refused; send it by POST.",
                "不允许用 GET 执行变更；请用 POST。",
                {"Allow": "POST"},
            ) from error
        return self.schema.failed(stop.error(), context)


def _log(context: RequestContext, result: ExecutionResult, seconds: float) -> None:
    """Write the one line of a request."""
    views = context.views.values()
    codes = [str((error.extensions or {}).get("code", "GRAPHQL")) for error in result.errors or ()]
    logger.info(
        "operation=%s scenario=%s actors=%d relations=%d store=%s milliseconds=%.1f outcome=%s"
        " request=%s",
        context.operation or "-",
        ",".join(sorted({view.key.scenario for view in views})) or "-",
        sum(len(view.actors) for view in views),
        sum(len(view.relations) for view in views),
        context.service.store.kind,
        seconds * 1000,
        ",".join(dict.fromkeys(codes)) or "ok",
        context.request_id,
    )
