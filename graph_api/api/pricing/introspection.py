"""What a question about the schema itself costs: the fields of its answer, reckoned to the letter.

The answer to such a question is known before it is asked, for the schema does not change. What one
type, field or argument costs is reckoned for all of them at once, so that a fragment is looked at
once however deeply it is spread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    is_wrapping_type,
)
from numpy.typing import NDArray

Costs = NDArray[np.float64]
"""What each element of one kind costs."""

KINDS = ("__Schema", "__Type", "__Field", "__InputValue", "__EnumValue", "__Directive")
FIELDS_PER_UNIT = 5
"""Fields about the schema are answered out of memory, and quickly: so many for one unit."""


class SchemaSizes:
    """Which elements of a schema lead to which, by the fields that ask for them."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._places: dict[str, dict[int, int]] = {kind: {} for kind in KINDS}
        self._kept: list[object] = []  # so that no id is given to anything else
        self._edges: dict[tuple[str, str], tuple[str, list[tuple[int, int]]]] = {}
        self._look_at(schema)
        self.edges = {
            where: (kind, np.array(pairs, np.int64).reshape(-1, 2))
            for where, (kind, pairs) in self._edges.items()
        }

    def count(self, kind: str) -> int:
        """Give how many elements of a kind there are."""
        return len(self._places[kind])

    def _look_at(self, schema: GraphQLSchema) -> None:
        whole = self._place("__Schema", schema)
        for item in schema.type_map.values():
            self._edge("__Schema", "types", whole, "__Type", [item])
        roots = {
            "queryType": schema.query_type,
            "mutationType": schema.mutation_type,
            "subscriptionType": schema.subscription_type,
        }
        for name, root in roots.items():
            self._edge("__Schema", name, whole, "__Type", [root] if root else [])
        self._edge("__Schema", "directives", whole, "__Directive", schema.directives)
        for directive in schema.directives:
            self._inputs("__Directive", "args", directive, directive.args)
        for item in schema.type_map.values():
            place = self._place("__Type", item)
            if isinstance(item, GraphQLObjectType | GraphQLInterfaceType):
                self._edge("__Type", "interfaces", place, "__Type", item.interfaces)
                self._edge("__Type", "fields", place, "__Field", item.fields.values())
                for field in item.fields.values():
                    self._inputs("__Field", "args", field, field.args)
                    self._type("__Field", field)
            if isinstance(item, GraphQLInterfaceType | GraphQLUnionType):
                possible = schema.get_possible_types(item)
                self._edge("__Type", "possibleTypes", place, "__Type", possible)
            if isinstance(item, GraphQLEnumType):
                self._edge("__Type", "enumValues", place, "__EnumValue", item.values.values())
            if isinstance(item, GraphQLInputObjectType):
                self._inputs("__Type", "inputFields", item, item.fields)

    def _inputs(self, kind: str, name: str, owner: object, inputs: Mapping[str, Any]) -> None:
        self._edge(kind, name, self._place(kind, owner), "__InputValue", inputs.values())
        for item in inputs.values():
            self._type("__InputValue", item)

    def _type(self, kind: str, owner: Any) -> None:  # noqa: ANN401  # field or argument
        self._edge(kind, "type", self._place(kind, owner), "__Type", [owner.type])
        wrapper = owner.type
        while is_wrapping_type(wrapper):
            inner = wrapper.of_type
            self._edge("__Type", "ofType", self._place("__Type", wrapper), "__Type", [inner])
            wrapper = inner

    def _place(self, kind: str, item: object) -> int:
        places = self._places[kind]
        if id(item) not in places:
            places[id(item)] = len(places)
            self._kept.append(item)
        return places[id(item)]

    def _edge(self, kind: str, name: str, start: int, to: str, items: Iterable[object]) -> None:
        _, pairs = self._edges.setdefault((kind, name), (to, []))
        pairs.extend((start, self._place(to, item)) for item in items)


@lru_cache(maxsize=8)
def sizes_of(schema: GraphQLSchema) -> SchemaSizes:
    """Give the sizes of a schema, found out once."""
    return SchemaSizes(schema)


class IntrospectionPrices:
    """Prices the questions about the schema in one document, whose fragments make no circle."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._known: dict[tuple[str, str], Costs] = {}

    def cost(self, node: FieldNode) -> int:
        """Give what a field ``__schema`` or ``__type`` costs; what it names is taken to be dear."""
        kind = "__Type" if node.name.value == "__type" else "__Schema"
        found = self._selection(node.selection_set, kind)
        most = float(found.max(initial=0.0))
        return int(min(most, 1e15) // FIELDS_PER_UNIT)

    def _selection(self, selection: SelectionSetNode | None, kind: str) -> Costs:
        sizes = sizes_of(self._schema)
        total = np.zeros(sizes.count(kind))
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                total += 1.0
                to, pairs = sizes.edges.get((kind, node.name.value), ("", None))
                if pairs is not None and node.selection_set is not None:
                    inner = self._selection(node.selection_set, to)
                    total += np.bincount(
                        pairs[:, 0], weights=inner[pairs[:, 1]], minlength=len(total)
                    )
            elif isinstance(node, FragmentSpreadNode):
                total += self._spread(node.name.value, kind)
            elif isinstance(node, InlineFragmentNode):
                total += self._selection(node.selection_set, kind)
        return total

    def _spread(self, name: str, kind: str) -> Costs:
        known = self._known.get((name, kind))
        if known is None:
            fragment = self._fragments.get(name)
            known = self._selection(fragment.selection_set if fragment else None, kind)
            self._known[name, kind] = known
        return known
