"""Plans: an operation of a document, compiled once and executed as often as it is asked."""

from __future__ import annotations

import contextlib
import itertools
from collections import OrderedDict
from collections.abc import Mapping
from types import CoroutineType

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    Visitor,
    execute,
    visit,
)
from graphql.execution.values import VariableValues, get_variable_values
from graphql.pyutils import is_awaitable
from graphql.type import GraphQLObjectType

from graph_api.api.context import in_thread
from graph_api.api.executor.answering import answer_all, answer_in_turn
from graph_api.api.executor.compiling import Compiled, Compiler, UnusualError
from graph_api.api.executor.running import Asked, Run, Value

_ABOUT_SCHEMA = ("__schema", "__type", "__typename")
_MOST_ABOUT_SCHEMA = 2
"""How many whole answers about the schema are kept; each takes some megabytes."""

_MOST_VARIANTS = 8
"""How many answers to the conditions of a document are kept compiled."""

_MORE_FIELDS = 200
"""So many fields more than the document has tokens are kept compiled, and not one above."""


class Plan:
    """One operation of a document, ready to be executed.

    Parameters
    ----------
    schema
        What the document asks; it has been validated against it.
    document
        The whole document.
    operation
        Which operation of it.
    weights
        What computing fields cost beyond themselves, by ``Type.field``; see `Executed.answered`.

    Attributes
    ----------
    left_to_core
        Why graphql-core executes this operation; None where we do.

    """

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        weights: Mapping[str, int] | None = None,
    ) -> None:
        self._schema = schema
        self._document = document
        self._operation = operation
        self._weights = weights or {}
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        seen = _Unusual()
        visit(operation, seen)
        for fragment in self._fragments.values():
            visit(fragment, seen)
        self._conditions = tuple(sorted(seen.conditions))
        self.left_to_core: str | None = seen.why
        self._compiled: dict[tuple[bool, ...], tuple[Compiler, Compiled]] = {}
        self._shows_plain = hasattr(schema, "_strawberry_schema")

    async def execute(self, asked: Asked) -> Executed:
        """Execute the operation: the same answer, the same errors as graphql-core gives."""
        has_many = _are_many(asked.variables)
        variables = await in_thread(self._coerced, asked) if has_many else self._coerced(asked)
        if isinstance(variables, list):
            return Executed(None, variables, 0)
        compiled = self._compile(variables)
        if compiled is None:
            return await (self._about_schema(asked) if self._asks_schema else self._by_core(asked))
        answers, weight = compiled
        run = Run(
            self._schema,
            self._operation,
            self._fragments,
            variables,
            asked,
            shows_plain_variables=self._shows_plain,
        )
        run.answered += weight
        run.has_many = has_many
        try:
            if self._operation.operation is OperationType.MUTATION:
                data = await answer_in_turn(run, answers, asked.root)
            else:
                data = answer_all(run, answers, asked.root, None)
                if type(data) is CoroutineType:
                    data = await data
        except GraphQLError as error:
            run.add(error, None)
            data = None
        finally:
            self._keep_few()
        return Executed(data, run.errors or None, run.answered)

    def _coerced(self, asked: Asked) -> VariableValues | list[GraphQLError]:
        return get_variable_values(
            self._schema,
            self._operation.variable_definitions or (),
            dict(asked.variables or {}),
            max_errors=50,
        )

    def _keep_few(self) -> None:
        """Keep no more compiled than the document was reckoned to take.

        Fields are compiled when the first object of their type comes: it is known only now.
        """
        fields = sum(compiler.fields for compiler, _ in [*self._compiled.values()])
        if fields > self._document.token_count + _MORE_FIELDS:
            self._compiled.clear()

    def _compile(self, variables: VariableValues) -> Compiled | None:
        if self.left_to_core is not None:
            return None
        said = [variables.coerced.get(name) for name in self._conditions]
        if not all(isinstance(value, bool) for value in said):
            return None  # an error of the request, which graphql-core words
        key = tuple(bool(value) for value in said)
        found = self._compiled.get(key)
        if found is None:
            root = self._schema.get_root_type(self._operation.operation)
            conditions = dict(zip(self._conditions, key, strict=True))
            compiler = Compiler(self._schema, self._fragments, conditions, self._weights)
            selections: list[SelectionSetNode] = [self._operation.selection_set]
            try:
                compiled = compiler.answers(_require(root), selections)
            except UnusualError as error:
                self.left_to_core = str(error)
                return None
            if len(self._compiled) >= _MOST_VARIANTS:
                self._compiled.clear()
            found = self._compiled[key] = compiler, compiled
        return found[1]  # not looked up again: a job in its own thread may have cleared them

    @property
    def _asks_schema(self) -> bool:
        """Tell whether nothing is asked but the schema, and always the same of it."""
        return not self._operation.variable_definitions and all(
            isinstance(node, FieldNode) and node.name.value in _ABOUT_SCHEMA
            for node in self._operation.selection_set.selections
        )

    async def _about_schema(self, asked: Asked) -> Executed:
        """Answer beside the event loop, for it takes long, and keep the answers asked last."""
        found = _LAST_ABOUT_SCHEMA.get(self)
        if found is None:
            found = await in_thread(self._by_core_at_once, asked)
            _LAST_ABOUT_SCHEMA[self] = found
            if len(_LAST_ABOUT_SCHEMA) > _MOST_ABOUT_SCHEMA:
                _LAST_ABOUT_SCHEMA.popitem(last=False)
        return found

    def _by_core_at_once(self, asked: Asked) -> Executed:
        with contextlib.closing(self._by_core(asked)) as running:
            try:
                running.send(None)
            except StopIteration as done:
                executed: Executed = done.value
                return executed
        raise RuntimeError("a question about the schema waits for nothing")

    async def _by_core(self, asked: Asked) -> Executed:
        name = self._operation.name
        result: Value = execute(
            self._schema,
            self._document,
            root_value=asked.root,
            context_value=asked.context,
            variable_values=dict(asked.variables or {}),
            operation_name=name.value if name else None,
            executor_class=self._executor_class(),
        )
        if is_awaitable(result):
            result = await result
        found: ExecutionResult = result
        return Executed(found.data, found.errors, None)

    def _executor_class(self) -> Value:
        strawberry = getattr(self._schema, "_strawberry_schema", None)
        return getattr(strawberry, "execution_context_class", None)


_LAST_ABOUT_SCHEMA: OrderedDict[Plan, Executed] = OrderedDict()


def _require(root: GraphQLObjectType | None) -> GraphQLObjectType:
    if root is None:
        raise UnusualError("no root of this kind")
    return root


class Executed:
    """What an execution gave.

    ``answered`` counts the fields of the answer with the weights of those that compute; None where
    graphql-core executed it, which does not count.
    """

    __slots__ = ("answered", "data", "errors")

    def __init__(
        self, data: dict[str, Value] | None, errors: list[GraphQLError] | None, answered: int | None
    ) -> None:
        self.data = data
        self.errors = errors
        self.answered = answered


_MANY = 1_000
"""So many values among the variables are looked at beside the event loop."""


def _are_many(variables: Mapping[str, object] | None) -> bool:
    """Tell whether it takes long to look at the variables: lists in them, within one another."""
    left: list[object] = [*(variables or {}).values()]
    for value in left:
        if len(left) > _MANY:
            return True
        if isinstance(value, list | dict):
            left.extend(
                itertools.islice(value if isinstance(value, list) else value.values(), _MANY + 1)
            )
    return len(left) > _MANY


class _Unusual(Visitor):
    """Looks for what we do not compile, and for the variables that conditions look at."""

    def __init__(self) -> None:
        super().__init__()
        self.why: str | None = None
        self.conditions: set[str] = set()

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: object) -> None:
        if node.directives:
            self.why = f"@{node.directives[0].name.value} on an operation"

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> None:
        if node.variable_definitions:
            self.why = "variables of a fragment"

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        values = [argument.value for argument in node.arguments or ()]
        if node.name.value not in ("skip", "include") or len(values) != 1:
            self.why = f"@{node.name.value}"
        elif isinstance(values[0], VariableNode):
            self.conditions.add(values[0].name.value)
        elif not isinstance(values[0], BooleanValueNode):
            self.why = f"@{node.name.value} without a condition"
