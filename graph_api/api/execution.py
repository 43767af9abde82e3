"""How a document is executed, whatever way it came: one deadline, one log line, one result."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from functools import partial

import anyio
from graphql import GraphQLError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph_api.api.context import RequestContext, sharing_threads, took_long
from graph_api.api.errors import ErrorCode
from graph_api.api.job_documents import new_job
from graph_api.api.keeping.answers import Answers
from graph_api.api.operating.telling import tell
from graph_api.api.pricing.admission import Admission
from graph_api.api.pricing.limits import ServiceLimits, limits_of
from graph_api.api.rights import RIGHTS_OF_ROLES, Rights
from graph_api.api.schema import ServiceSchema
from graph_api.api.transport.answering import RefusedError
from graph_api.api.transport.reading import Asked
from graph_api.api.trusted import NONE, TrustedDocuments
from graph_api.auth import Caller
from graph_api.jobs import Jobs
from graph_api.observing import traces
from graph_api.scoring import stopping
from graph_api.service import Service

GRACE = 0.08
"""Seconds that a question has after its deadline to say itself how far it was; some milliseconds
are left of the 100 within which the answer is to be on its way."""


@dataclass(slots=True)
class Basis:
    """What an answer rests on, filled in when it is there.

    Attributes
    ----------
    revisions
        Of each scenario that was looked at.
    took_long
        Whether its deadline may have cut it short: with more time it may be another one.

    """

    revisions: dict[str, int] = field(default_factory=dict)
    took_long: bool = False


@dataclass(frozen=True, slots=True)
class Execution:
    """Executes documents for every transport."""

    schema: ServiceSchema
    service: Service
    limits: ServiceLimits
    trusted: TrustedDocuments = NONE
    jobs: Jobs | None = None
    admission: Admission = field(default_factory=Admission)
    rights: Rights = RIGHTS_OF_ROLES
    answers: Answers = field(default_factory=Answers)

    async def answer(
        self,
        asked: Asked,
        caller: Caller,
        request_id: str,
        *,
        by_get: bool = False,
        basis: Basis | None = None,
    ) -> ExecutionResult:
        """Execute a query or a mutation within its deadline; ``by_get`` allows no mutation.

        What the answer rests on is put into ``basis``.

        Raises
        ------
        TooManyRequestsError, OverloadedError
            If there is no turn for it: this caller, or the service, has too much running.

        """
        asked = self.trusted.meant(asked, caller)
        context = RequestContext(
            self.service,
            request_id=request_id,
            caller=caller,
            limits=limits_of(caller.role, self.limits),
            answers=self.answers,
            jobs=self.jobs,
            read_job=partial(new_job, self),
            rights=self.rights,
        )
        async with self.admission.turn(caller, context.limits):
            result = await self._told(asked, context, by_get=by_get)
        if basis is not None:
            basis.revisions.update(context.revisions)
            basis.took_long = context.took_long
        return result

    async def answer_job(
        self,
        asked: Asked,
        caller: Caller,
        request_id: str,
        limits: ServiceLimits,
        read: dict[str, int],
    ) -> ExecutionResult:
        """Execute the query of a job, in the event loop of its worker, within its own limits.

        The revision of each scenario that was looked at is put into ``read``.
        """
        context = RequestContext(
            self.service,
            request_id=request_id,
            caller=caller,
            limits=limits,
            jobs=self.jobs,
            rights=self.rights,
            is_job=True,
        )
        try:
            return await self._told(asked, context, by_get=True)
        finally:
            read.update(context.revisions)

    async def _told(
        self, asked: Asked, context: RequestContext, *, by_get: bool
    ) -> ExecutionResult:
        """Execute a document and write its log line, whatever becomes of it."""
        began = time.perf_counter()
        with traces.span("operation") as span, sharing_threads():
            result = CLIENT_LEFT
            try:
                result = await self._execute(asked, context, by_get=by_get)
            except RefusedError as error:
                result = _refused(error)
                raise
            finally:
                tell(context, result, time.perf_counter() - began, span)
        return result

    async def _execute(
        self, asked: Asked, context: RequestContext, *, by_get: bool
    ) -> ExecutionResult:
        allowed = OperationType.from_http("GET" if by_get else "POST") - {
            OperationType.SUBSCRIPTION
        }
        seconds = min(asked.deadline_ms or math.inf, context.limits.deadline_ms) / 1000
        try:
            # Whatever answers stops at the deadline and says how far it was. What does not look is
            # left to itself a little later; then what it told last is said for it. A client that
            # leaves ends its question as well.
            with (
                stopping.within(seconds) as stop,
                anyio.move_on_after(seconds + GRACE) as context.time,
            ):
                try:
                    result = await self.schema.execute(
                        asked.query,
                        variable_values=asked.variables,
                        operation_name=asked.operation_name,
                        context_value=context,
                        allowed_operation_types=allowed,
                    )
                    context.took_long = took_long()
                    return self._with_way_out(result, context)
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
            if error.operation_type is OperationType.SUBSCRIPTION:
                raise RefusedError(
                    400,
                    "A subscription has many answers: ask with `Accept: text/event-stream`, or over"
                    " a WebSocket (graphql-transport-ws) at this address.",
                    "订阅有多个答案：请以 Accept: text/event-stream 请求，或在此地址使用 WebSocket"
                    "（graphql-transport-ws）。",
                ) from error
            raise RefusedError(
                405,
                "A mutation by GET is refused; send it by POST.",
                "不允许用 GET 执行变更；请用 POST。",
                {"Allow": "POST"},
            ) from error
        return self._with_way_out(self.schema.failed(stop.error(), context), context)

    def _with_way_out(self, result: ExecutionResult, context: RequestContext) -> ExecutionResult:
        """Say in an error of a question that took too long that a job may take longer."""
        if self.jobs is None or context.limits.max_jobs < 1 or context.is_job:
            return result
        for error in result.errors or ():
            extensions = error.extensions or {}
            if extensions.get("code") == ErrorCode.DEADLINE_EXCEEDED.value:
                error.message += " Or start it as a job, which may take longer (startJob)."
                extensions["messageZh"] = (
                    f"{extensions.get('messageZh', '')}或以作业方式运行，时限更长（startJob）。"
                )
        return result


CLIENT_LEFT = ExecutionResult(
    data=None, errors=[GraphQLError("The client left.", extensions={"code": "CLIENT_LEFT"})]
)
"""What the log says of a question whose client did not wait for the answer."""


def _refused(error: RefusedError) -> ExecutionResult:
    return ExecutionResult(
        data=None, errors=[GraphQLError(error.en, extensions={"code": error.code})]
    )
