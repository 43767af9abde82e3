"""Compiling: a selection becomes functions that answer it, one per object type that it meets.

The functions follow the rules of GraphQL's execution to the letter, and graphql-core's where the
rules leave room (which errors are kept, what runs side by side). What is known before a value is
there is looked up once, here, and not once per value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
)
from graphql.type import (
    GraphQLAbstractType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    TypeNameMetaFieldDef,
    is_abstract_type,
    is_leaf_type,
)

from graph_api.api.executor.answering import (
    Answer,
    Complete,
    leaf_answer,
    plain_leaf_answer,
    typename_answer,
    value_answer,
)
from graph_api.api.executor.calling import Field, call_of, getter_of
from graph_api.api.executor.completing import (
    complete_abstract,
    complete_leaf,
    complete_list,
    complete_object,
)
from graph_api.api.executor.leaves import leaf_of

if TYPE_CHECKING:
    from strawberry import Schema


Compiled = tuple[list[tuple[str, Answer]], int]
"""The answers of a selection by key, and what they weigh together."""


class UnusualError(Exception):
    """The document has something that is left to graphql-core."""


class Compiler:
    """Compiles the selections of one document, with all its conditions decided.

    Parameters
    ----------
    schema
        What the document asks.
    fragments
        The fragments of the document, by name.
    conditions
        The variables that `@skip` and `@include` look at, with their values.
    weights
        What computing fields cost beyond themselves, by ``Type.field``.

    Attributes
    ----------
    fields
        How many fields have been compiled so far.

    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        conditions: Mapping[str, bool],
        weights: Mapping[str, int],
    ) -> None:
        self.schema = schema
        self.strawberry: Schema | None = getattr(schema, "_strawberry_schema", None)
        self._fragments = fragments
        self._conditions = conditions
        self._weights = weights
        self._known: dict[tuple[object, ...], Compiled] = {}
        self.fields = 0

    def answers(self, owner: GraphQLObjectType, selections: Sequence[SelectionSetNode]) -> Compiled:
        """Compile selections of one object type; give the answers by key, and their whole weight.

        A field that stands in several of them is answered once, with all that is selected of it.
        What a fragment selects is compiled once, however many places spread it.
        """
        place = owner.name, *map(id, selections)  # the nodes of the document stay as long as it
        if place not in self._known:
            self._known[place] = self._compile(owner, selections)
        return self._known[place]

    def _compile(
        self, owner: GraphQLObjectType, selections: Sequence[SelectionSetNode]
    ) -> Compiled:
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection in selections:
            self._collect(owner, selection, found, seen)
        answers: list[tuple[str, Answer]] = []
        weight = 0
        for key, nodes in found.items():
            definition = self._definition(owner, nodes[0].name.value)
            if definition is None:
                continue
            own = self._weights.get(f"{owner.name}.{nodes[0].name.value}", 0)
            weight += 1 + own
            answers.append((key, self._answer(Field(owner, key, nodes, definition, own))))
        self.fields += len(answers)
        return answers, weight

    def _definition(self, owner: GraphQLObjectType, name: str) -> GraphQLField | None:
        if name == "__typename":
            return TypeNameMetaFieldDef
        if name in ("__schema", "__type"):
            raise UnusualError(name)
        found: GraphQLField | None = owner.fields.get(name)
        return found

    def _answer(self, field: Field) -> Answer:
        if field.name == "__typename":
            return typename_answer(field.owner.name)
        kind = field.definition.type
        required = isinstance(kind, GraphQLNonNull)
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        get = getter_of(field)
        if is_leaf_type(inner):
            leaf = leaf_of(inner)
            if get is not None:
                return plain_leaf_answer(field, get, leaf, required=required)
            return leaf_answer(field, call_of(field, self.strawberry), leaf, required=required)
        call = call_of(field, self.strawberry) if get is None else None
        return value_answer(field, get, call, self._completer(field, kind), required=required)

    def _completer(self, field: Field, kind: GraphQLOutputType) -> Complete:
        required = isinstance(kind, GraphQLNonNull)
        inner: GraphQLOutputType = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(inner, GraphQLList):
            item = inner.of_type
            return complete_list(
                field,
                self._completer(field, item),
                required=required,
                items_required=isinstance(item, GraphQLNonNull),
            )
        if is_leaf_type(inner):
            leaf: GraphQLLeafType = inner
            return complete_leaf(field, leaf_of(leaf), required=required)
        sets = [node.selection_set for node in field.nodes if node.selection_set is not None]
        if is_abstract_type(inner):
            return complete_abstract(self._abstract(field, sets, inner), field, inner, required)
        if isinstance(inner, GraphQLObjectType):
            return complete_object(self, field, inner, sets, required=required)
        raise UnusualError(str(inner))

    def _abstract(
        self, field: Field, sets: list[SelectionSetNode], kind: GraphQLAbstractType
    ) -> Callable[[GraphQLObjectType], Complete]:
        """Give what completes an object of an interface or a union by its own type."""
        del kind
        known: dict[str, Complete] = {}

        def of(own: GraphQLObjectType) -> Complete:
            if own.name not in known:
                known[own.name] = complete_object(self, field, own, sets, required=False)
            return known[own.name]

        return of

    def _collect(
        self,
        owner: GraphQLObjectType,
        selection: SelectionSetNode,
        found: dict[str, list[FieldNode]],
        seen: set[str],
    ) -> None:
        for node in selection.selections:
            if node.directives and not self._is_included(node.directives):
                continue
            if isinstance(node, FieldNode):
                found.setdefault((node.alias or node.name).value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                if on is None or self._applies(on.name.value, owner):
                    self._collect(owner, node.selection_set, found, seen)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments.get(node.name.value)
                if (
                    fragment is None
                    or node.name.value in seen
                    or not self._applies(fragment.type_condition.name.value, owner)
                ):
                    continue
                seen.add(node.name.value)
                self._collect(owner, fragment.selection_set, found, seen)

    def _applies(self, name: str, owner: GraphQLObjectType) -> bool:
        kind = self.schema.get_type(name)
        if kind is owner:
            return True
        return is_abstract_type(kind) and self.schema.is_sub_type(kind, owner)

    def _is_included(self, directives: Sequence[DirectiveNode]) -> bool:
        said = {directive.name.value: directive for directive in directives}
        if "skip" in said and self._holds(said["skip"]):
            return False
        return "include" not in said or self._holds(said["include"])

    def _holds(self, directive: DirectiveNode) -> bool:
        value = (directive.arguments or ())[0].value
        name = getattr(value, "name", None)
        if name is not None:
            return self._conditions[name.value]
        return bool(value.value)  # type: ignore[attr-defined]  # `plans` lets only literals through
