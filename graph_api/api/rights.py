"""What each role may do: one table, looked at before anything of a document runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
)

from graph_api.auth import Caller, Role
from graph_api.errors import ForbiddenError

RIGHTS: Mapping[str, Role] = {
    "query": Role.READER,
    "mutation.importScenario": Role.EDITOR,
    "mutation.applyChanges": Role.EDITOR,
    "mutation.undo": Role.EDITOR,
    "mutation.createVariant": Role.EDITOR,
    "mutation.moveCase": Role.EDITOR,
    "mutation.recordObservation": Role.EDITOR,
    "mutation.deleteScenario": Role.ADMIN,
    "mutation.startJob": Role.ANALYST,
    "mutation.cancelJob": Role.ANALYST,
    "subscription.scenarioChanged": Role.READER,
    "subscription.job": Role.ANALYST,
}
"""The least role for each root field; of queries for all of them.

A field that is missing needs `Role.ADMIN`, and a test finds it.
"""

INTROSPECTION = frozenset({"__schema", "__type"})
"""Fields that tell what the schema has. ``__typename`` is everybody's."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Whom the service tells what its schema has (``EMPOWER_INTROSPECTION``)."""

    introspection: Role = Role.ANALYST

    def require(
        self, document: DocumentNode, operation: OperationDefinitionNode, caller: Caller
    ) -> None:
        """Refuse an operation that has a root field which the caller may not ask.

        A field that ``@skip`` or ``@include`` would leave out counts like any other: what it needs
        must not hang on a variable.

        Raises
        ------
        ForbiddenError
            Which names the field, the role that it needs, and the caller's.

        """
        if caller.role is Role.ADMIN:
            return
        for name in root_fields(document, operation):
            needed = self.needed(operation.operation, name)
            if not caller.role.includes(needed):
                raise forbidden(name, needed, caller.role)

    def needed(self, operation: OperationType, name: str) -> Role:
        """Give the least role that may ask a root field.

        Examples
        --------
        >>> Rights().needed(OperationType.MUTATION, "applyChanges")
        <Role.EDITOR: 'editor'>
        >>> Rights().needed(OperationType.MUTATION, "fromTomorrow")
        <Role.ADMIN: 'admin'>

        """
        if name in INTROSPECTION:
            return self.introspection
        if name == "__typename":
            return Role.READER
        kind = operation.value
        return RIGHTS.get(f"{kind}.{name}", RIGHTS.get(kind, Role.ADMIN))

    def may_introspect(self, caller: Caller) -> bool:
        """Tell whether the caller may see what the schema has."""
        return caller.role.includes(self.introspection)

    def shown(self, error: GraphQLError, caller: Caller) -> GraphQLError:
        """Give an error as this caller may see it: suggestions tell what the schema has."""
        if error.original_error is None and not self.may_introspect(caller):
            error.message = _SUGGESTION.sub("", error.message)
            error.extensions = {
                name: _SUGGESTION.sub("", said) if isinstance(said, str) else said
                for name, said in (error.extensions or {}).items()
            }
        return error


RIGHTS_OF_ROLES = Rights()
"""What holds where the operator says nothing else."""

_SUGGESTION = re.compile(r" Did you mean (?:.*\?|.*)", re.DOTALL)
"""Up to its question mark; to the end where a long message was cut before it."""


def root_fields(document: DocumentNode, operation: OperationDefinitionNode) -> Iterator[str]:
    """Give the names of the root fields of an operation, each fragment looked at once."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    left: list[SelectionSetNode] = [operation.selection_set]
    seen: set[str] = set()
    while left:
        for node in left.pop().selections:
            if isinstance(node, FieldNode):
                yield node.name.value
            elif isinstance(node, InlineFragmentNode):
                left.append(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                if node.name.value in fragments:  # validation says so where it is not
                    left.append(fragments[node.name.value].selection_set)


def forbidden(what: str, needed: Role, had: Role) -> ForbiddenError:
    """Make the error for what a role may not do.

    Examples
    --------
    >>> forbidden("undo", Role.EDITOR, Role.READER).en
    '`undo` needs the role editor; yours is reader. Ask whoever runs this service.'

    """
    return ForbiddenError(
        f"`{what}` needs the role {needed.value}; yours is {had.value}. Ask whoever runs this"
        " service.",
        f"`{what}` 需要“{needed.label.text('zh')}”角色，您的角色是“{had.label.text('zh')}”。"
        "请联系服务管理者。",
        field=what,
        needed=needed.value,
        role=had.value,
    )
