"""The documents of jobs: what may be one, what it may cost, and how its worker executes it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    VariableNode,
    Visitor,
    visit,
)
from strawberry.types import ExecutionResult

from graph_api.api.pricing.limits import ServiceLimits, limits_of
from graph_api.api.rights import RIGHTS, forbidden
from graph_api.api.transport.reading import Asked
from graph_api.auth import OPEN, Authenticator, Caller, present
from graph_api.auth.callers import role_called
from graph_api.errors import BadParameterError, UnknownScenarioError
from graph_api.jobs import Answered, Errand, New
from graph_api.scoring import stopping
from graph_api.service import Service

if TYPE_CHECKING:
    from graph_api.api.execution import Execution

COST_TIMES = 20
"""A job may cost so many times what a request of the same caller may."""

COMPUTING_TIMES = 5
"""It may have so many times as many fields that compute."""


def job_limits(limits: ServiceLimits, seconds: float) -> ServiceLimits:
    """Give what a job may ask, where a request of the same caller may ask ``limits``."""
    return replace(
        limits,
        max_cost=COST_TIMES * limits.max_cost,
        max_computing=COMPUTING_TIMES * limits.max_computing,
        deadline_ms=max(1, int(seconds * 1000)),
    )


def new_job(
    execution: Execution,
    document: str,
    variables: Mapping[str, Any],
    caller: Caller,
    limits: ServiceLimits,
) -> New:
    """Read the document of a job, so that what cannot be answered is refused at once.

    Parameters
    ----------
    limits
        Of the job.

    Raises
    ------
    BadParameterError
        If it is not one valid query that asks for data; the message says where and why.
    TooCostlyError
        If it asks for more than a job may.
    RefusedError
        If only trusted documents are executed, and this is none.

    """
    execution.trusted.meant(Asked(document, None, None), caller)
    read = execution.schema.documents.get(document, limits)
    if read.parsed is None:
        raise _refused(read.syntax_error)
    operation = _only_query(read.parsed)
    priced = read.price(operation, dict(variables), limits)
    priced.require_within(limits)
    if wrong := read.errors():
        raise _refused(wrong[0])
    roots = [*_roots(read.parsed, operation.selection_set)]
    if all(node.name.value.startswith("__") for node in roots):
        raise BadParameterError(
            "The document of a job asks only about the schema; send it as a request.",
            "作业的文档只查询模式本身；请以普通请求发送。",
            parameter="document",
        )
    return New(
        owner=caller.identity,
        caller=caller.name,
        role=caller.role.value,
        document=document,
        variables=variables,
        asked_at=_revisions(execution.service, _scenarios(roots, variables)),
        cost=priced.cost,
        parts=max(1, _telling(read.parsed)),
    )


def execute_job(
    execution: Execution, errand: Errand, authenticator: Authenticator = OPEN
) -> Answered:
    """Execute the document of a job in this thread, with an event loop of its own.

    Its caller has the role then that they have now, not the one of when they asked.

    Raises
    ------
    UnauthenticatedError
        If the caller could not sign in any more.
    ForbiddenError
        If the caller has not the role any more that jobs need.

    """
    row = errand.row
    caller = present(authenticator, Caller(row.caller, role_called(row.role), row.owner))
    _require_analyst(caller)
    limits = job_limits(limits_of(caller.role, execution.limits), errand.stop.seconds or 0)
    asked = Asked(row.document, dict(row.variables), None)
    read: dict[str, int] = {}

    async def answered() -> ExecutionResult | None:
        with anyio.CancelScope() as scope:
            # Nobody waits for the loop: it may be this thread that cancels, or it may be ending.
            tell = asyncio.get_running_loop().call_soon_threadsafe
            errand.when_cancelled(partial(tell, scope.cancel))
            return await execution.answer_job(asked, caller, f"job-{row.id}", limits, read)
        return None

    with stopping.of(errand.stop):
        result = anyio.run(answered)
    if result is None:
        raise errand.stop.error()
    errors = [error.formatted for error in result.errors or ()]
    body: dict[str, Any] = {"data": result.data}
    if errors:
        body["errors"] = errors
    text = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS).decode()
    return Answered(text, _first(errors), read)


def _require_analyst(caller: Caller) -> None:
    needed = RIGHTS["mutation.startJob"]
    if not caller.role.includes(needed):
        raise forbidden("startJob", needed, caller.role)


def _first(errors: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Give why an answer is not whole."""
    if not errors:
        return None
    extensions = errors[0].get("extensions") or {}
    en = errors[0]["message"]
    return {
        "code": extensions.get("code", "INTERNAL"),
        "en": en,
        "zh": extensions.get("messageZh", en),
    }


def _only_query(document: DocumentNode) -> OperationDefinitionNode:
    operations = [
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if len(operations) != 1 or operations[0].operation is not OperationType.QUERY:
        raise BadParameterError(
            "The document of a job holds exactly one operation, and that is a query; send changes"
            " as requests, and each query as a job of its own.",
            "作业的文档只能包含一个操作，且必须是 query；更改请以普通请求发送，"
            "每个查询各为一个作业。",
            parameter="document",
        )
    return operations[0]


def _roots(document: DocumentNode, selection: SelectionSetNode) -> Iterator[FieldNode]:
    """Give the root fields of a valid query."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    left, seen = [selection], set[str]()
    while left:
        for node in left.pop().selections:
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                left.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                left.append(fragments[node.name.value].selection_set)


TELLING = frozenset(
    [
        "attribution",
        "bottlenecks",
        "metric",
        "openings",
        "plan",
        "rankUncertainty",
        "sensitivity",
        "uncertainty",
    ]
)
"""The fields that tell which share of them is done."""


def _telling(document: DocumentNode) -> int:
    """Count the fields of a document that tell how far they are."""
    names: list[str] = []

    class Look(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            names.append(node.name.value)

    visit(document, Look())
    return sum(name in TELLING for name in names)


def _scenarios(roots: Sequence[FieldNode], variables: Mapping[str, Any]) -> set[str]:
    """Give the keys of the scenarios that a query names."""
    found: set[object] = set()
    for node in roots:
        for argument in node.arguments or ():
            if node.name.value == "scenario" and argument.name.value == "key":
                if isinstance(argument.value, StringValueNode):
                    found.add(argument.value.value)
                elif isinstance(argument.value, VariableNode):
                    found.add(variables.get(argument.value.name.value))
    return {key for key in found if isinstance(key, str)}


def _revisions(service: Service, keys: set[str]) -> dict[str, int]:
    revisions: dict[str, int] = {}
    for key in sorted(keys):
        try:
            revisions[key] = service.store.revision(key)
        except UnknownScenarioError:
            continue  # the answer will say so
    return revisions


def _refused(error: GraphQLError | None) -> BadParameterError:
    en = error.message if error else "it is no GraphQL"
    places = error.locations if error and error.locations else ()
    where = f"line {places[0].line}, column {places[0].column}: " if places else ""
    where_zh = f"第 {places[0].line} 行第 {places[0].column} 列：" if places else ""
    return BadParameterError(
        f"The document of the job cannot be answered: {where}{en}",
        f"作业的文档无法执行：{where_zh}{en}",
        parameter="document",
    )
