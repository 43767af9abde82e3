"""The schema: both roots, the limits, and what of an error reaches the client and the log."""

from __future__ import annotations

import logging
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
from strawberry.types import ExecutionContext, ExecutionResult

from graph_api.api.context import RequestContext
from graph_api.api.cost import Limited
from graph_api.api.errors import ErrorCode, cause, is_expected, shown
from graph_api.api.mutations import Mutation
from graph_api.api.queries import Query
from graph_api.api.types.systems import TYPES
from graph_api.errors import GraphApiError

logger = logging.getLogger(__name__)


class ServiceSchema(strawberry.Schema):
    """A schema whose errors tell the client what it may know, and the log the rest."""

    def __init__(self, query: type, **parts: Any) -> None:  # noqa: ANN401  # as strawberry has it
        super().__init__(query, **parts)
        _leave_out_null_defaults(self.graphql_schema)

    @property
    def graphql_schema(self) -> GraphQLSchema:
        """Give the schema as graphql-core knows it."""
        return self._schema

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log what was expected in one line, what was not with its trace."""
        request_id = _request_id(execution_context.context if execution_context else None)
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
        **asked: Any,  # noqa: ANN401  # as strawberry has it
    ) -> ExecutionResult:
        """Execute a document; every error of the answer has its code and the request id."""
        context: RequestContext = asked["context_value"]
        context.operation = asked.get("operation_name")
        result = await super().execute(query, **asked)
        if result.errors:
            result.errors = [shown(error, context.request_id) for error in result.errors]
        return result

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


def _request_id(context: object) -> str:
    return context.request_id if isinstance(context, RequestContext) else ""


schema = ServiceSchema(
    query=Query,
    mutation=Mutation,
    types=[ErrorCode, *TYPES.values()],
    extensions=[Limited],
    config=StrawberryConfig(),
)
"""The one schema of this package."""


def sdl() -> str:
    """Give the schema as text, sorted, as it stands in ``schema/schema.graphql``."""
    return print_schema(lexicographic_sort_schema(schema.graphql_schema)).strip() + "\n"
