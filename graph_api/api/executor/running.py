"""One execution: what every field of it shares, where its values stand, and what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import CoroutineType, GeneratorType
from typing import Any, NamedTuple, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    located_error,
)
from graphql.execution.values import VariableValues
from graphql.pyutils import Path, gather_with_cancel, is_awaitable
from graphql.type import GraphQLObjectType
from graphql.type.definition import GraphQLResolveInfoHelpers

from graph_api.api.pricing.limits import too_long

Value: TypeAlias = Any
"""What a resolver gives, or what stands in an answer."""

Place: TypeAlias = "tuple[Place | None, str | int, str | None]"
"""Where a value stands: the place around it, its key or number there, the type it is a field of.

A tuple, for one is made per object of an answer; `graphql.pyutils.Path` costs five times as much.
"""


def keys_of(place: Place | None) -> list[str | int]:
    """Give a place as errors show it.

    Examples
    --------
    >>> keys_of(((None, "actors", "Query"), 3, None))
    ['actors', 3]

    """
    keys: list[str | int] = []
    while place is not None:
        keys.append(place[1])
        place = place[0]
    return keys[::-1]


def path_of(place: Place) -> Path:
    """Give a place as resolvers know it (`info.path`)."""
    around, key, owner = place
    return Path(None if around is None else path_of(around), key, owner)


PLAIN: set[type] = {str, int, float, bool, type(None), list, tuple, dict}
"""Classes whose instances are known to be neither awaited nor errors."""


def is_plain(value: object) -> bool:
    """Tell whether a value stands for itself: nothing to await and no error; learns its class."""
    if isinstance(value, Exception) or is_awaitable(value):
        return False
    kind = type(value)
    # An instance that makes up attributes may be awaitable where another one is not.
    if not any("__getattr__" in one.__dict__ for one in kind.__mro__) and kind is not GeneratorType:
        PLAIN.add(kind)
    return True


class ResolveInfo(NamedTuple):
    """What a resolver may want to know; field for field what strawberry's own executor gives."""

    field_name: str
    field_nodes: list[FieldNode]
    return_type: GraphQLOutputType
    parent_type: GraphQLObjectType
    path: Path
    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    root_value: Value
    operation: OperationDefinitionNode
    variable_values: Value
    context: Value
    is_awaitable: Callable[[Value], bool]
    abort_signal: Value
    async_helpers: GraphQLResolveInfoHelpers
    operation_extensions: Value


class Asked(NamedTuple):
    """What one execution of a plan is given."""

    context: Value = None
    root: Value = None
    variables: Mapping[str, Value] | None = None
    most: int | None = None
    """How many fields the answer may have, with the weights of those that compute; None: any."""


class Run:
    """The state of one execution.

    Attributes
    ----------
    answered
        How many fields have been answered so far, with the weights of those that compute.
    arguments
        Arguments that were read already, by the field that they belong to.
    has_many
        Whether the variables are so many that arguments are read beside the event loop.

    """

    __slots__ = (
        "_background",
        "_nulled",
        "answered",
        "arguments",
        "context",
        "errors",
        "fragments",
        "has_many",
        "helpers",
        "most",
        "operation",
        "root",
        "schema",
        "variables",
        "variables_shown",
    )

    def __init__(  # noqa: PLR0913  # all of them differ from run to run or from plan to plan
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        variables: VariableValues,
        asked: Asked,
        *,
        shows_plain_variables: bool,
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.fragments = fragments
        self.variables = variables
        self.variables_shown = variables.coerced if shows_plain_variables else variables
        self.context = asked.context
        self.has_many = False
        self.most = asked.most
        self.root = asked.root
        self.errors: list[GraphQLError] = []
        self.answered = 0
        self.arguments: dict[int, dict[str, Value]] = {}
        self.helpers = GraphQLResolveInfoHelpers(gather=_gather, track=self._track)
        self._nulled: set[Place | None] = set()
        self._background: set[asyncio.Future[Value]] = set()

    def count(self, weight: int) -> None:
        """Count the fields of one object, and refuse those of an answer that is too long."""
        self.answered += weight
        if self.most is not None and self.answered > self.most:
            raise too_long(self.most)

    def failed(
        self, raised: Exception, nodes: Sequence[FieldNode], place: Place, *, required: bool
    ) -> None:
        """Keep what went wrong at a place, which is null then; raise it where it must not be."""
        error = located_error(raised, nodes, keys_of(place))
        if required:
            raise error
        self.add(error, place)

    def add(self, error: GraphQLError, place: Place | None) -> None:
        """Keep an error, unless what it belongs to is null already."""
        around = place
        while around is not None:
            if around in self._nulled:
                return
            around = around[0]
        if None in self._nulled:
            return
        self._nulled.add(place)
        self.errors.append(error)

    def leave(self, pending: Sequence[Awaitable[Value]]) -> None:
        """Let work end whose answer nobody takes any more."""
        if not pending:
            return
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            for item in pending:
                if isinstance(item, CoroutineType):
                    item.close()
            return
        future = asyncio.gather(*pending, return_exceptions=True)
        self._background.add(future)
        future.add_done_callback(self._background.discard)

    def _track(self, values: Sequence[Value]) -> None:
        self.leave([value for value in values if is_awaitable(value)])


def _gather(values: Sequence[Awaitable[Value]]) -> Awaitable[list[Value]]:
    return gather_with_cancel(*values)
