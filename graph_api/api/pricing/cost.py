"""What a document may cost: one walk over it, before anything is validated or runs.

A selection is measured once, however often a fragment spreads it: its size is that of ONE parent
object, so it needs no multiplier and is kept by the name of the fragment. The cost counts every
field of the largest possible answer, `first` multiplied in, and adds a weight for fields that
compute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TokenKind,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
)
from graphql.type import GraphQLList, get_nullable_type

from graph_api.api.asked import variables_in
from graph_api.api.pricing.introspection import IntrospectionPrices
from graph_api.api.pricing.limits import ServiceLimits
from graph_api.api.pricing.priced import DEEPEST, Dearest, Path, Priced, Size, too_costly
from graph_api.api.pricing.weights import (
    INTROSPECTION,
    ITEMS_OF_AN_OBJECT,
    ITEMS_PER_UNIT,
    LENGTHS,
    LIST_LENGTH,
    SIZED,
    WEIGHTS,
)
from graph_api.errors import BadParameterError

_GREATEST = 2**31 - 1
"""The greatest Int of GraphQL: what lies above is refused anyway."""

_FIELDS_OF_AN_OBJECT = 20
"""No input has more fields; what lies above counts as a list."""

_DIGITS = 400
"""No Float has more digits before its point."""


def price(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    limits: ServiceLimits,
) -> Priced:
    """Give what an operation may cost, without validating or running it.

    Nodes are looked at once each, whatever fragments spread them. Names that the schema does not
    have cost as a field: validation says what is wrong with them.

    Parameters
    ----------
    schema
        What the document is asked of.
    document, operation
        The parsed document, and the one of its operations that is to run.
    variables
        As they were sent: they have not been checked yet.
    limits
        Of this caller.

    Raises
    ------
    TooCostlyError
        If the document is written so that even to validate it would take long: fields and
        fragments nested too deeply, or the same field written out again and again.
    BadParameterError
        If a fragment spreads itself, or a number has hundreds of digits.

    """
    tokens = _tokens(document)
    walk = CostWalk(schema, document, variables, limits)
    size = walk.measure(operation)
    walk.look_at_the_rest()
    return Priced(
        cost=size.cost,
        depth=size.depth,
        aliases=size.aliases,
        computing=size.computing,
        directives=walk.directives,
        tokens=tokens,
        dearest=Dearest.of(size),
        visited=walk.visited,
        looked=frozenset(walk.looked),
    )


@dataclass
class CostWalk:
    """The walk over one document with its variables."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    limits: ServiceLimits
    directives: int = 0
    visited: int = 0
    """How many nodes were looked at: no more than the document has."""
    looked: set[str] = field(default_factory=set)
    """Variables whose values were read, which does not depend on their values."""
    known: dict[str, Size] = field(default_factory=dict)
    within: list[str] = field(default_factory=list)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    counted: dict[str, int] = field(default_factory=dict)
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    defaults: dict[str, ValueNode | None] = field(default_factory=dict)
    measured: OperationDefinitionNode | None = None
    about_the_schema: IntrospectionPrices = field(init=False)

    def measure(self, operation: OperationDefinitionNode) -> Size:
        """Give the size of an operation.

        Raises
        ------
        TooCostlyError
            If fields and fragments are nested deeper than any answer, or repeated.
        BadParameterError
            If a fragment spreads itself.

        """
        for node in self.document.definitions:
            if isinstance(node, FragmentDefinitionNode):
                self.fragments.setdefault(node.name.value, node)
        self.about_the_schema = IntrospectionPrices(self.schema, self.fragments)
        self.measured = operation
        return self._operation(operation)

    def look_at_the_rest(self) -> None:
        """Look at what does not run as well, for it is validated all the same."""
        for node in self.document.definitions:
            if isinstance(node, OperationDefinitionNode) and node is not self.measured:
                self._operation(node)
            elif isinstance(node, FragmentDefinitionNode):
                if self.fragments.get(node.name.value) is node:
                    self._spread(node.name.value, 0)
                else:  # a second one of the same name; validation says so
                    on = self.schema.get_type(node.type_condition.name.value)
                    self._note(node.directives)
                    self._selection(node.selection_set, on, 0)

    def _operation(self, operation: OperationDefinitionNode) -> Size:
        self._note(operation.directives)
        self.defaults = {}
        for declared in operation.variable_definitions or ():
            self._note(declared.directives)
            self.defaults[declared.variable.name.value] = declared.default_value
        root = self.schema.get_root_type(operation.operation)
        return self._selection(operation.selection_set, root, 0)

    def _note(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        self.visited += 1
        self.directives += len(directives or ())

    def _selection(
        self, selection: SelectionSetNode | None, parent: GraphQLNamedType | None, level: int
    ) -> Size:
        if level > DEEPEST:
            raise too_costly("nesting", level, DEEPEST)
        total = Size()
        for node in selection.selections if selection else ():
            self._note(node.directives)
            if isinstance(node, FieldNode):
                total += self._field(node, parent, level)
            elif isinstance(node, FragmentSpreadNode):
                total += self._spread(node.name.value, level)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                inner = self.schema.get_type(on.name.value) if on else parent
                total += self._selection(node.selection_set, inner, level + 1).nested()
        return total

    def _spread(self, name: str, level: int) -> Size:
        if name not in self.known:
            if name in self.within:
                circle = [*self.within[self.within.index(name) :], name]
                raise _spreads_itself(circle)
            fragment = self.fragments.get(name)
            if fragment is None:
                return Size(cost=1)  # validation says so
            self.within.append(name)
            self._note(fragment.directives)
            on = self.schema.get_type(fragment.type_condition.name.value)
            self.known[name] = self._selection(fragment.selection_set, on, level + 1).nested()
            self.within.pop()
        size = self.known[name]
        if level + size.nesting > DEEPEST:
            raise too_costly("nesting", level + size.nesting, DEEPEST)
        return size

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, level: int) -> Size:
        name = node.name.value
        shown = (node.alias or node.name).value
        kind = parent.name if parent else ""
        self._count(kind, shown, with_fields=node.selection_set is not None)
        fields = (
            parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        )
        definition = fields.get(name)
        inner = self._selection(
            node.selection_set,
            get_named_type(definition.type) if definition is not None else None,
            level + 1,
        )
        times, weight, asked = 1, 0, 0
        if name in INTROSPECTION:
            asked = INTROSPECTION[name] + self.about_the_schema.cost(node)
            inner = Size(aliases=inner.aliases, nesting=inner.nesting)
        elif definition is not None:
            weight = WEIGHTS.get(f"{kind}.{name}", 0)
            asked = self._asked(f"{kind}.{name}", node, definition)
            times = self._times(kind, node, definition)
        own = 1 + weight + asked
        cost = own + times * inner.cost
        return Size(
            cost=cost,
            depth=1 + inner.depth,
            aliases=int(node.alias is not None) + inner.aliases,
            computing=int(weight > 0) + inner.computing,
            nesting=1 + inner.nesting,
            dearest=Path(shown, cost, times, inner.dearest),
        )

    def _asked(self, name: str, node: FieldNode, definition: GraphQLField) -> int:
        """Give what the arguments of a field cost: to read them, and what they ask for."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        read = sum(map(self._items, variables_in(given.values())))

        def said(argument: str) -> float:
            name, *inside = argument.split(".")
            value, default = given.get(name), definition.args[name].default_value
            for part in inside:
                if not isinstance(value, ObjectValueNode):
                    break
                fields = {item.name.value: item.value for item in value.fields}
                value = fields.get(part)
            found = self._value(value, default)
            for part in inside:
                found = found.get(part) if isinstance(found, dict) else found
            found = default if found is None else found  # null asks for as much as nothing
            if isinstance(found, list):
                return len(found)
            if not isinstance(found, int | float) or found != found:  # noqa: PLR0124  # NaN
                return 0
            return min(max(found, 0), _GREATEST)

        if "draws" in definition.args and said("draws") > self.limits.max_draws:
            raise too_costly("draws", int(said("draws")), self.limits.max_draws)
        sized = SIZED.get(name)
        return read // ITEMS_PER_UNIT + (int(sized(said)) if sized else 0)

    def _items(self, variable: str) -> int:
        """Give how many items a variable has, within one another."""
        if variable not in self.counted:
            count, seen, left = 0, 0, [self.variables.get(variable)]
            while left:
                value = left.pop()
                if isinstance(value, list):
                    count += len(value)
                    seen += len(value)
                    self._require_few(seen)
                    left.extend(value)
                elif isinstance(value, dict):
                    count += ITEMS_OF_AN_OBJECT
                    seen += max(0, len(value) - _FIELDS_OF_AN_OBJECT)
                    self._require_few(seen)
                    left.extend(value.values())
            self.counted[variable] = count
        return self.counted[variable]

    def _require_few(self, items: int) -> None:
        if items > self.limits.max_items:
            raise too_costly("items", items, self.limits.max_items)

    def _count(self, parent: str, name: str, *, with_fields: bool) -> None:
        """Refuse a field that is written out again and again: validation compares every pair."""
        self.written[parent, name] += 1
        most = self.limits.max_repeats * (1 if with_fields else 10)
        if self.written[parent, name] > most:
            raise too_costly("repeats", self.written[parent, name], most)

    def _times(self, kind: str, node: FieldNode, definition: GraphQLField) -> int:
        """Give how often the selection of a field may be answered."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        if "first" in definition.args:
            default = definition.args["first"]
            said = self._value(given.get("first"), getattr(default, "default_value", Undefined))
            most = self.limits.max_first
            return min(max(said, 1), most) if isinstance(said, int) else most
        if "ids" in definition.args:
            return self.limits.max_first
        if (
            node.name.value == "edges"
            or not isinstance(get_nullable_type(definition.type), GraphQLList)
            or is_leaf_type(get_named_type(definition.type))
        ):
            return 1
        return LENGTHS.get(f"{kind}.{node.name.value}", LIST_LENGTH)

    def _value(self, node: ValueNode | None, default: object) -> object:
        """Give the number or the list that an argument will have, as far as it is one."""
        if node is None:
            return default
        if isinstance(node, VariableNode):
            name = node.name.value
            self.looked.add(name)
            return self.variables.get(name, self._value(self.defaults.get(name), default))
        if isinstance(node, ListValueNode):
            return [*node.values]
        if isinstance(node, FloatValueNode):
            return float(node.value)
        return int(node.value) if isinstance(node, IntValueNode) else None


def _tokens(document: DocumentNode) -> int:
    """Count the tokens, refusing what Python does not read as a number.

    No Int of GraphQL has more than ten digits.
    """
    count = 0
    token = document.loc.start_token if document.loc else None
    while token is not None:
        if token.kind is TokenKind.INT and len(token.value or "") > _DIGITS:
            raise BadParameterError(
                f"The number at line {token.line}, column {token.column} has more than {_DIGITS}"
                " digits; write a shorter one.",
                f"第 {token.line} 行第 {token.column} 列的数超过 {_DIGITS} 位；请写较短的数。",
                parameter="query",
            )
        count += token.kind not in {TokenKind.SOF, TokenKind.EOF, TokenKind.COMMENT}
        token = token.next
    return count


def _spreads_itself(circle: list[str]) -> BadParameterError:
    way = " → ".join(circle if len(circle) < 8 else [*circle[:3], "…", *circle[-3:]])
    return BadParameterError(
        f"The fragment {circle[0]} spreads itself ({way}); break the circle.",
        f"片段 {circle[0]} 引用了自身（{way}）；请打断循环。",
        parameter="query",
    )


def chosen_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """Give the operation that is to run; None: the document has none of this name.

    Raises
    ------
    BadParameterError
        If there are several and none was named.

    """
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
    wanted = (node for node in operations if name in (None, node.name and node.name.value))
    return next(wanted, None)
