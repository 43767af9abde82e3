"""The schema: both roots, the limits, and what of an error reaches the client and the log."""

from __future__ import annotations

import logging
from collections.abc import Container, Sequence
from typing import Any

import strawberry
from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLSchema,
    Undefined,
    lexicographic_sort_schema,
    print_schema,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph_api.api.context import RequestContext, in_thread
from graph_api.api.errors import ErrorCode, cause, is_expected, shown
from graph_api.api.executor import Asked as Executing
from graph_api.api.keeping.documents import Documents
from graph_api.api.mutations import Mutation
from graph_api.api.pricing.cost import chosen_operation
from graph_api.api.queries import Query
from graph_api.api.subscriptions import Subscription
from graph_api.api.types.systems import TYPES
from graph_api.errors import GraphApiError

logger = logging.getLogger(__name__)

LONG = 300
"""Tokens of a document that is long: to validate it takes more than some milliseconds."""


class ServiceSchema(strawberry.Schema):
    """A schema whose errors tell the client what it may know, and the log the rest."""

    def __init__(self, query: type, **parts: Any) -> None:  # noqa: ANN401  # as strawberry has it
        super().__init__(query, **parts)
        _leave_out_null_defaults(self.graphql_schema)
        self.documents = Documents(self.graphql_schema)

    @property
    def graphql_schema(self) -> GraphQLSchema:
        """Give the schema as graphql-core knows it."""
        return self._schema

    @staticmethod
    def log_errors(errors: Sequence[GraphQLError], request_id: str) -> None:
        """Log what was expected in one line, what was not with its trace."""
        for error in errors:
            if is_expected(error):
                code = getattr(cause(error), "code", "GRAPHQL")
                logger.info("request=%s code=%s message=%s", request_id, code, error.message)
            else:
                logger.error(
                    "request=%s unexpected error at %s",
                    request_id,
                    ".".join(map(str, error.path or ())),
                    exc_info=cause(error),
                )

    async def execute(  # type: ignore[override]  # only what we pass
        self,
        query: str | None,
        *,
        variable_values: dict[str, Any] | None = None,
        operation_name: str | None = None,
        context_value: RequestContext,
        allowed_operation_types: Container[OperationType] = (
            OperationType.QUERY,
            OperationType.MUTATION,
        ),
    ) -> ExecutionResult:
        """Execute a query or a mutation; every error has its code and the request id.

        Raises
        ------
        CannotGetOperationTypeError
            If the document has no operation, or none of this name.
        InvalidOperationTypeError
            If the operation is of a kind that is not allowed here.

        """
        context = context_value
        context.operation = operation_name
        # The way of a document: read, chosen, allowed, priced, validated, executed.
        document = self.documents.get(query or "", context.limits)
        if document.parsed is None or document.syntax_error is not None:
            return self._refused([document.syntax_error], context)
        try:
            operation = chosen_operation(document.parsed, operation_name)
            if operation is None:
                raise CannotGetOperationTypeError(operation_name)
            context.operation = operation.name.value if operation.name else None
            kind = OperationType(operation.operation.value)
            context.kind = kind.value
            if kind not in allowed_operation_types:
                raise InvalidOperationTypeError(kind)
            context.rights.require(document.parsed, operation, context.caller)
            priced = document.price(operation, variable_values, context.limits)
            priced.require_within(context.limits)
        except GraphApiError as error:
            return self._refused([GraphQLError(error.en, original_error=error)], context)
        context.cost = priced.cost
        # A long document takes long to validate: beside the event loop, then.
        is_long = priced.tokens > LONG and not document.is_checked
        errors = await in_thread(document.errors) if is_long else document.errors()
        if errors:
            return self._refused(errors, context)
        limits, role = context.limits, context.caller.role
        key = document.answer_key(operation, variable_values, limits, role)
        kept = await context.confirmed(key)
        if kept is not None:
            return self._result(kept.data, None, context, kept.answered)
        # What was written must be told, however long.
        most = limits.max_cost if kind is OperationType.QUERY else None
        executed = await document.plan(operation).execute(
            Executing(context, variables=variable_values, most=most)
        )
        if executed.data is not None and not executed.errors:
            context.keep(key, executed.data, executed.answered)
        return self._result(executed.data, executed.errors, context, executed.answered)

    def _refused(
        self, errors: Sequence[GraphQLError | None], context: RequestContext
    ) -> ExecutionResult:
        return self._result(None, [error for error in errors if error is not None], context)

    def _result(
        self,
        data: dict[str, Any] | None,
        errors: list[GraphQLError] | None,
        context: RequestContext,
        answered: int | None = None,
    ) -> ExecutionResult:
        """Log the errors, and show the client of each what it may know; say what all of it cost."""
        extensions = None
        if context.cost is not None:
            context.answered = context.cost if answered is None else answered
            extensions = {
                "cost": {
                    "requested": context.cost,
                    "actual": context.answered if data is not None else 0,
                    "limit": context.limits.max_cost,
                }
            }
        if not errors:
            return ExecutionResult(data=data, errors=None, extensions=extensions)
        self.log_errors(errors, context.request_id)
        shown_errors = [
            context.rights.shown(shown(error, context.request_id), context.caller)
            for error in errors
        ]
        return ExecutionResult(data=data, errors=shown_errors, extensions=extensions)

    def failed(self, error: GraphApiError, context: RequestContext) -> ExecutionResult:
        """Give the answer to a document that could not be executed to its end."""
        raised = GraphQLError(error.en, original_error=error)
        logger.info("request=%s code=%s message=%s", context.request_id, error.code, error.en)
        return ExecutionResult(data=None, errors=[shown(raised, context.request_id)])


def _leave_out_null_defaults(whole: GraphQLSchema) -> None:
    """Let an argument that may be left out have no default: null as one says nothing."""
    for kind in whole.type_map.values():
        fields = getattr(kind, "fields", {}).values()
        inputs = [argument for item in fields for argument in getattr(item, "args", {}).values()]
        if isinstance(kind, GraphQLInputObjectType):
            inputs = [*fields]
        for item in inputs:
            if item.default_value is None:
                item.default_value = Undefined


schema = ServiceSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[ErrorCode, *TYPES.values()],
    config=StrawberryConfig(),
)
"""The one schema of this package."""


def sdl() -> str:
    """Give the schema as text, sorted, as it stands in ``schema/schema.graphql``."""
    return print_schema(lexicographic_sort_schema(schema.graphql_schema)).strip() + "\n"
