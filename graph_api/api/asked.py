"""What a question names: fields, so that what nobody asks for is not fetched, and variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    SelectionNode,
    ValueNode,
    VariableNode,
)


def fields_below(info: Any, *path: str) -> frozenset[str]:  # noqa: ANN401  # strawberry's or ours
    """Give the names of the fields that are asked for at a path below the field of ``info``.

    Parameters
    ----------
    info
        What a resolver is given.
    path
        Names of fields that lead down from it, aliases not counted: ``edges``, ``node``.

    """
    raw = info._raw_info  # strawberry's own way walks all of the document
    found: list[FieldNode] = [*raw.field_nodes]
    for name in path:
        found = [node for node in _below(found, raw.fragments) if node.name.value == name]
    return frozenset(node.name.value for node in _below(found, raw.fragments))


def _below(
    nodes: Iterable[FieldNode], fragments: Mapping[str, FragmentDefinitionNode]
) -> Iterator[FieldNode]:
    """Give the fields directly below some fields; each fragment is entered once."""
    entered: set[str] = set()
    todo: list[SelectionNode] = [
        item for node in nodes if node.selection_set for item in node.selection_set.selections
    ]
    while todo:
        item = todo.pop()
        if isinstance(item, FieldNode):
            yield item
        elif isinstance(item, InlineFragmentNode):
            todo += item.selection_set.selections
        elif isinstance(item, FragmentSpreadNode) and item.name.value not in entered:
            entered.add(item.name.value)
            fragment = fragments.get(item.name.value)
            todo += fragment.selection_set.selections if fragment else ()


def variables_in(values: Iterable[ValueNode]) -> Iterator[str]:
    """Give the names of the variables in some arguments, within lists and inputs as well.

    Examples
    --------
    >>> from graphql import parse_value
    >>> [*variables_in([parse_value("{ids: [$a, 1], search: $b}")])]
    ['b', 'a']

    """
    left = [*values]
    while left:
        value = left.pop()
        if isinstance(value, VariableNode):
            yield value.name.value
        elif isinstance(value, ListValueNode):
            left += value.values
        elif isinstance(value, ObjectValueNode):
            left += [field.value for field in value.fields]
