"""What a document may cost: one walk over it, before anything is validated or runs.

A selection is measured once, however often a fragment spreads it: its size is that of ONE parent
object, so it needs no multiplier and is kept by the name of the fragment. The cost counts every
field of the largest possible answer, `first` multiplied in, and adds a weight for fields that
compute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TokenKind,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
)
from graphql.type import GraphQLList, get_nullable_type
from strawberry.extensions import SchemaExtension

from graph_api.api.context import RequestContext
from graph_api.api.limits import ServiceLimits
from graph_api.api.weights import ITEMS_PER_UNIT, SIZED, WEIGHTS
from graph_api.errors import BadParameterError, GraphApiError, TooCostlyError

LIST_LENGTH = 5
"""How long a list is taken to be that has no `first` (evidence, relations of a path)."""

INTROSPECTION: Mapping[str, int] = {"__schema": 5_000, "__type": 500, "__typename": 1}
"""Flat prices; GraphQL's own validation bounds how deep introspection goes."""

_DEEPEST_WALK = 120
"""Fields and fragments within one another, counted together, so that the walk never overflows."""


_GREATEST = 2**31 - 1
"""The greatest Int of GraphQL: what lies above is refused anyway."""

_DIGITS = 400
"""No Float has more digits before its point."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much one parent object of a selection costs, and how deep it goes."""

    cost: int = 0
    depth: int = 0
    aliases: int = 0
    computing: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(
            self.cost + other.cost,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.computing + other.computing,
        )


@dataclass
class CostWalk:
    """The walk over one document with its variables."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    limits: ServiceLimits
    known: dict[str, Size] = field(default_factory=dict)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    counted: dict[str, int] = field(default_factory=dict)

    def measure(self, operation: OperationDefinitionNode) -> Size:
        """Give the size of an operation.

        Raises
        ------
        TooCostlyError
            If fields and fragments are nested deeper than any answer.

        """
        self.fragments = {
            node.name.value: node
            for node in self.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.defaults = {
            node.variable.name.value: node.default_value
            for node in operation.variable_definitions or ()
        }
        root = self.schema.get_root_type(operation.operation)
        return self._selection(operation.selection_set, root, 0)

    def _selection(
        self, selection: SelectionSetNode | None, parent: GraphQLNamedType | None, level: int
    ) -> Size:
        if level > _DEEPEST_WALK:
            raise too_costly("nesting", level, self.limits.max_depth)
        total = Size()
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                total += self._field(node, parent, level)
            elif isinstance(node, FragmentSpreadNode):
                total += self._spread(node.name.value, level)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                inner = self.schema.get_type(on.name.value) if on else parent
                total += self._selection(node.selection_set, inner, level + 1)
        return total

    def _spread(self, name: str, level: int) -> Size:
        if name not in self.known:
            self.known[name] = Size()  # a circle costs nothing here; validation refuses it
            fragment = self.fragments.get(name)
            if fragment is not None:
                on = self.schema.get_type(fragment.type_condition.name.value)
                self.known[name] = self._selection(fragment.selection_set, on, level + 1)
        return self.known[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, level: int) -> Size:
        name = node.name.value
        aliases = int(node.alias is not None)
        if name in INTROSPECTION:
            return Size(INTROSPECTION[name], 1, aliases)
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return Size()
        definition = parent.fields.get(name)
        if definition is None:
            return Size()  # validation says so
        if node.selection_set is not None:
            self._count(parent.name, (node.alias or node.name).value)
        inner = self._selection(node.selection_set, get_named_type(definition.type), level + 1)
        weight = WEIGHTS.get(f"{parent.name}.{name}", 0)
        times = self._times(node, definition)
        return Size(
            1
            + weight
            + self._asked(f"{parent.name}.{name}", node, definition)
            + times * inner.cost,
            1 + inner.depth,
            aliases + inner.aliases,
            int(weight > 0) + inner.computing,
        )

    def _asked(self, name: str, node: FieldNode, definition: GraphQLField) -> int:
        """Give what the arguments of a field cost: to read them, and what they ask for."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        read = sum(
            self._items(value.name.value)
            for value in given.values()
            if isinstance(value, VariableNode)
        )
        sized = SIZED.get(name)
        if sized is None:
            return read // ITEMS_PER_UNIT

        def said(argument: str) -> float:
            value = given.get(argument)
            if isinstance(value, ListValueNode):
                return len(value.values)
            if isinstance(value, FloatValueNode):
                return min(float(value.value), _GREATEST)
            found = self._value(value, definition.args[argument].default_value)
            if isinstance(found, list):
                return len(found)
            if not isinstance(found, int | float) or isnan(found):
                return 0
            return min(max(found, 0), _GREATEST)

        return read // ITEMS_PER_UNIT + int(sized(said))

    def _items(self, variable: str) -> int:
        """Give how many items the lists in a variable have, within one another."""
        if variable not in self.counted:
            count, left = 0, [self.variables.get(variable)]
            while left:
                value = left.pop()
                if isinstance(value, list):
                    count += len(value)
                    left.extend(value)
                elif isinstance(value, dict):
                    left.extend(value.values())
            self.counted[variable] = count
        return self.counted[variable]

    def _count(self, parent: str, name: str) -> None:
        """Refuse a field of objects that is written out again and again."""
        self.written[parent, name] += 1
        if self.written[parent, name] > self.limits.max_repeats:
            raise too_costly("repeats", self.written[parent, name], self.limits.max_repeats)

    def _times(self, node: FieldNode, definition: GraphQLField) -> int:
        """Give how often the selection of a field may be answered."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        if "first" in definition.args:
            default = definition.args["first"]
            said = self._value(given.get("first"), getattr(default, "default_value", Undefined))
            most = self.limits.max_first
            return min(max(said, 1), most) if isinstance(said, int) else most
        if "ids" in definition.args:
            return self.limits.max_first
        if node.name.value == "edges" or not isinstance(
            get_nullable_type(definition.type), GraphQLList
        ):
            return 1
        return LIST_LENGTH

    def _value(self, node: ValueNode | None, default: object) -> object:
        """Give the number that an argument will have, as far as it is one."""
        if node is None:
            return default
        if isinstance(node, VariableNode):
            name = node.name.value
            return self.variables.get(name, self._value(self.defaults.get(name), default))
        return int(node.value) if isinstance(node, IntValueNode) else None


def too_costly(what: str, value: int, limit: int) -> TooCostlyError:
    """Make the error that names what was too much, how much it was and how much it may be."""
    zh = {
        "cost": "成本",
        "depth": "嵌套深度",
        "nesting": "嵌套",
        "aliases": "别名数",
        "computing": "计算字段数",
        "repeats": "同名字段重复数",
    }
    return TooCostlyError(
        f"The {what} of this document is {value}; the limit is {limit}. Ask for fewer"
        f" fields, smaller"
        " pages (first) or less nesting, or in several requests; `limits` tells the limits.",
        f"该查询的{zh[what]}为 {value}，上限为 {limit}。请减少字段、缩小"
        f" first、减少嵌套，或分几次查询；"
        "limits 给出各项上限。",
        **{what: value},
        limit=limit,
    )


class Limited(SchemaExtension):
    """Refuses a document over the limits before it is validated; tells the cost of the others."""

    def on_operation(self) -> Iterator[None]:
        """Bound the parser: tokens, comments, length."""
        request: RequestContext = self.execution_context.context
        limits = request.limits
        self.execution_context.parse_options.update(  # type: ignore[call-arg]  # as graphql-core
            max_lexical_tokens=limits.max_tokens,
            max_comments=limits.max_tokens,
            max_source_length=limits.max_document,
        )
        yield

    def on_validate(self) -> Iterator[None]:
        """Measure the operation; what is refused is not validated any more."""
        context = self.execution_context
        request: RequestContext = context.context
        try:
            size = self._measured(request)
        except GraphApiError as error:
            context.pre_execution_errors = [GraphQLError(error.en, original_error=error)]
        else:
            request.cost = size.cost
        yield

    def get_results(self) -> dict[str, Any]:
        """Tell the client what the document cost."""
        request: RequestContext = self.execution_context.context
        if request.cost is None:
            return {}
        return {"cost": {"requested": request.cost, "limit": request.limits.max_cost}}

    def _measured(self, request: RequestContext) -> Size:
        context = self.execution_context
        document = context.graphql_document or DocumentNode(definitions=())
        _require_short_numbers(document)
        operation = _operation(document, request.operation)
        request.operation = operation.name.value if operation.name else None
        walk = CostWalk(
            context.schema._schema,  # strawberry has no public way to it
            document,
            context.variables or {},
            request.limits,
        )
        size = walk.measure(operation)
        limits = request.limits
        for what, value, limit in (
            ("cost", size.cost, limits.max_cost),
            ("depth", size.depth, limits.max_depth),
            ("aliases", size.aliases, limits.max_aliases),
            ("computing", size.computing, limits.max_computing),
        ):
            if value > limit:
                raise too_costly(what, value, limit)
        return size


def _require_short_numbers(document: DocumentNode) -> None:
    """Refuse what Python does not read as a number; no Int of GraphQL has more than ten digits."""
    token = document.loc.start_token if document.loc else None
    while token is not None:
        if token.kind is TokenKind.INT and len(token.value or "") > _DIGITS:
            raise BadParameterError(
                f"The number at line {token.line}, column {token.column} has more than {_DIGITS}"
                " digits; write a shorter one.",
                f"第 {token.line} 行第 {token.column} 列的数超过 {_DIGITS} 位；请写较短的数。",
                parameter="query",
            )
        token = token.next


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if name is None and len(operations) > 1:
        names = [node.name.value for node in operations if node.name]
        raise BadParameterError(
            f"The document has {len(operations)} operations; say which one (operationName):"
            f" {', '.join(names)}.",
            f"该文档有 {len(operations)} 个操作，请用 operationName 指明：{'、'.join(names)}。",
            parameter="operationName",
        )
    return next(node for node in operations if name in (None, node.name and node.name.value))
