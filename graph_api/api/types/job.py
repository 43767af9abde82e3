"""Jobs: queries that may outlast a request."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
import strawberry
from strawberry.scalars import JSON

from graph_api.api.connections import Connection, Edge, cut_page
from graph_api.api.context import Info, RequestContext, in_thread
from graph_api.api.cursors import Row, question
from graph_api.api.errors import ErrorCode
from graph_api.api.fields import resolver
from graph_api.api.ids import NodeId, read_node_id
from graph_api.api.job_documents import job_limits
from graph_api.api.types.node import LanguageArgument, Node
from graph_api.api.types.words import describe, language_word
from graph_api.auth import Caller, Role
from graph_api.errors import BadParameterError, ForbiddenError, TooCostlyError
from graph_api.jobs import JobRow, Jobs, JobState
from graph_api.scoring import stopping

describe(JobState, "Where a job stands; DONE, FAILED and CANCELLED are final (作业状态).")


@strawberry.type(
    description="The revisions of a scenario that a job rests on; they differ where somebody"
    " committed before the job ran (作业所用修订)."
)
class JobRevision:
    """One scenario of a job."""

    scenario: str = strawberry.field(description="Key of the scenario (情景).")
    asked: int | None = strawberry.field(
        description="Its revision when the job was started; null where the document does not name"
        " the scenario at its root (提交时修订)."
    )
    answered: int | None = strawberry.field(
        description="The revision that the answer rests on; null before there is one (作答时修订)."
    )


@strawberry.type(
    description="A query that may outlast a request; its answer is kept for a day"
    " (docs/reference/jobs.md) (作业)."
)
class Job(Node):
    """A job as it stands."""

    row: strawberry.Private[JobRow]

    def node_id(self) -> str:
        """Give the node id as text."""
        return str(NodeId("Job", "", key=self.row.id))

    @resolver(description="Where the job stands (状态).")
    def state(self) -> JobState:
        """Give the state."""
        return JobState[self.row.state]

    @resolver(
        description="The share that is done, from 0 to 1, as far as what computes tells it;"
        " 1 once it is DONE (进度)."
    )
    def done(self) -> float:
        """Give the share."""
        return self.row.done

    @resolver(description="What it is at, or was at last; null before it has begun (进展说明).")
    def message(self, language: LanguageArgument = None) -> str | None:
        """Say what it is at."""
        zh = language_word(language) == "zh"
        return (self.row.message_zh if zh else self.row.message_en) or None

    @resolver(
        description="The whole answer as a request would have given it, {data, errors}; null before"
        " there is one (结果)."
    )
    async def result(self, info: Info) -> JSON | None:
        """Give the answer."""
        if self.row.finished is None:
            return None
        jobs = jobs_of(info.context)
        found = await in_thread(read_result, info.context, jobs, self.row.id)
        return None if found is None else JSON(found)

    @resolver(description="Why it has no whole answer; null where it has one (错误).")
    def error(self, language: LanguageArgument = None) -> str | None:
        """Say what went wrong."""
        if self.row.error is None:
            return None
        return str(self.row.error[language_word(language)])

    @resolver(
        description="The code of what went wrong, as in `errors[].extensions.code` (错误代码)."
    )
    def error_code(self) -> ErrorCode | None:
        """Give the code of the error."""
        return None if self.row.error is None else _code(self.row.error)

    @resolver(description="What the document was reckoned to cost (成本).")
    def cost(self) -> int:
        """Give the price."""
        return self.row.cost

    @resolver(description="The scenarios that it rests on, with their revisions (所用修订).")
    def revisions(self) -> list[JobRevision]:
        """Give the revisions."""
        asked, answered = self.row.asked_at, self.row.answered_at or {}
        return [
            JobRevision(scenario=key, asked=asked.get(key), answered=answered.get(key))
            for key in sorted({*asked, *answered})
        ]

    @resolver(description="How often it was begun; more than once where its server died (次数).")
    def attempts(self) -> int:
        """Give how often it was begun."""
        return self.row.attempts

    @resolver(description="When it was started by its caller (提交时间).")
    def created_at(self) -> datetime:
        """Give the instant."""
        return _instant(self.row.created)

    @resolver(description="When a worker began it last; null before (开始时间).")
    def started_at(self) -> datetime | None:
        """Give the instant."""
        return None if self.row.started is None else _instant(self.row.started)

    @resolver(description="When it ended; null before (结束时间).")
    def finished_at(self) -> datetime | None:
        """Give the instant."""
        return None if self.row.finished is None else _instant(self.row.finished)

    @resolver(description="When its answer is taken away; null before it has ended (保留至).")
    def expires_at(self, info: Info) -> datetime | None:
        """Give the instant."""
        instant = jobs_of(info.context).expires(self.row)
        return None if instant is None else _instant(instant)


@strawberry.type(description="One page of jobs, newest first (作业分页).")
class JobConnection(Connection[Job]):
    """A page of jobs."""


def jobs_of(context: RequestContext) -> Jobs:
    """Give the jobs of the service.

    Raises
    ------
    ForbiddenError
        If this service keeps none.

    """
    if context.jobs is None:
        raise ForbiddenError("This service keeps no jobs.", "本服务不提供作业。")
    return context.jobs


def may_start(caller: Caller) -> None:
    """Refuse who may start no long work.

    Raises
    ------
    ForbiddenError
        If the caller's role is less than analyst.

    """
    if not caller.role.includes(Role.ANALYST):
        raise ForbiddenError(
            "Long work needs the role analyst; yours is reader. Ask who runs this service.",
            "长时间运算需要“分析者”角色，您的角色是“读者”。请联系本服务的管理者。",
            role=caller.role.name,
        )


def owner_of(caller: Caller) -> str | None:
    """Give whose jobs a caller sees; None: everybody's."""
    return None if caller.role.includes(Role.ADMIN) else caller.identity


def job_key(text: str) -> str:
    """Give the own key of a job that an argument of type ID means."""
    named = read_node_id(text)
    return named.key if named is not None and named.kind == "Job" else text


def start_job(context: RequestContext, document: str, variables: object) -> Job:
    """Read a document and queue it.

    Raises
    ------
    ForbiddenError
        If this caller may start no long work.
    BadParameterError, TooCostlyError
        If the document is none for a job, or this caller has too many of them.

    """
    may_start(context.caller)
    jobs = jobs_of(context)
    if variables is not None and not isinstance(variables, dict):
        raise BadParameterError(
            "`variables` must be an object: {name: value}.",
            "`variables` 必须是对象：{名称: 值}。",
            parameter="variables",
        )
    if context.read_job is None:
        raise ForbiddenError("A job starts no jobs.", "作业不能再启动作业。")
    limits = job_limits(context.limits, jobs.limits.seconds)
    new = context.read_job(document, variables or {}, context.caller, limits)
    with stopping.unlimited():
        return Job(row=jobs.start(new, context.limits.max_jobs))


def cancel_job(context: RequestContext, text: str) -> Job | None:
    """End a job of this caller; None where there is none of this id."""
    jobs = jobs_of(context)
    row = jobs.cancel(job_key(text), owner_of(context.caller))
    return None if row is None else Job(row=row)


def jobs_page(context: RequestContext, first: int | None, after: str | None) -> JobConnection:
    """Cut a page out of the jobs of a caller; they only grow at their head."""
    rows = () if context.jobs is None else context.jobs.of(owner_of(context.caller))
    page = cut_page(rows, _row, question(0, "jobs", owner_of(context.caller)), first, after)
    return JobConnection(
        edges=[
            Edge(place=cursor, node=Job(row=row))
            for cursor, row in zip(page.cursors, page.items, strict=True)
        ],
        page_info=page.info,
        counted=rows.__len__,
        stale=page.stale,
    )


def _row(_: int, row: JobRow) -> Row:
    return Row(-row.created, (row.id,))


def find_job(context: RequestContext, text: str) -> Job | None:
    """Give the job that an id names, None where this caller has none of it."""
    if context.jobs is None:
        return None
    row = context.jobs.get(job_key(text), owner_of(context.caller))
    return None if row is None else Job(row=row)


def read_result(context: RequestContext, jobs: Jobs, job: str) -> object:
    """Read what a job answered; one request may read as much as one answer may be large.

    Raises
    ------
    TooCostlyError
        If the results in this request are larger together.

    """
    text = jobs.result(job)
    if text is None:
        return None
    most = jobs.limits.max_result_bytes
    context.result_bytes += len(text.encode())
    if context.result_bytes > most:
        raise TooCostlyError(
            f"The results of several jobs are larger than {most} bytes together; ask for them one"
            " by one.",
            f"多个作业的结果合计超过 {most} 字节；请逐个查询。",
            limit=most,
        )
    found: object = orjson.loads(text)
    return found


def _code(error: Mapping[str, Any]) -> ErrorCode:
    return ErrorCode.__members__.get(error["code"], ErrorCode.INTERNAL)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
