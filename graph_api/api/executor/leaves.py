"""Leaves: how a scalar or an enum value becomes what stands in the answer.

What a leaf type does with a value is its own `coerce_output_value`; here the usual values are told
apart first, for which it would give them back as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLString,
    Undefined,
)
from graphql.pyutils import inspect
from graphql.type import GraphQLLeafType

from graph_api.api.executor.running import Value

Leaf = Callable[[Value], Value]

_SAME: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}
_OWN = {
    kind.name: kind for kind in (GraphQLString, GraphQLID, GraphQLBoolean, GraphQLInt, GraphQLFloat)
}
_MOST = 2**31


def leaf_of(kind: GraphQLLeafType) -> Leaf:
    """Give what makes values of a leaf type ready for the answer.

    Examples
    --------
    >>> leaf_of(GraphQLInt)(3), leaf_of(GraphQLFloat)(0.5)
    (3, 0.5)

    """
    if _OWN.get(kind.name) is kind:
        if kind is GraphQLInt:
            return _int(kind)
        if kind is GraphQLFloat:
            return _float(kind)
        return _same(kind, _SAME[kind.name])
    if isinstance(kind, GraphQLEnumType):
        return _enum(kind)
    return _any(kind)


def _any(kind: GraphQLLeafType) -> Leaf:
    coerce = kind.coerce_output_value

    def leaf(value: Value) -> Value:
        coerced = coerce(value)
        if coerced is Undefined or coerced is None:
            raise TypeError(
                f"Expected `{inspect(kind)}.coerce_output_value({inspect(value)})` to return"
                f" non-nullable value, returned: {inspect(coerced)}"
            )
        return coerced

    return leaf


def _same(kind: GraphQLLeafType, own: type) -> Leaf:
    other = _any(kind)

    def leaf(value: Value) -> Value:
        return value if type(value) is own else other(value)

    return leaf


def _int(kind: GraphQLLeafType) -> Leaf:
    other = _any(kind)

    def leaf(value: Value) -> Value:
        return value if type(value) is int and -_MOST <= value < _MOST else other(value)

    return leaf


def _float(kind: GraphQLLeafType) -> Leaf:
    other = _any(kind)

    def leaf(value: Value) -> Value:
        # What is not finite gives no 0 here, and is refused by the type itself.
        return value if type(value) is float and value - value == 0.0 else other(value)

    return leaf


def _enum(kind: GraphQLEnumType) -> Leaf:
    other = _any(kind)
    known: dict[int, tuple[Enum, Value]] = {}
    """By identity, for to hash a member of an enum takes longer; held, so that it stays its own."""

    def leaf(value: Value) -> Value:
        found = known.get(id(value))
        if found is not None:
            return found[1]
        coerced = other(value)
        if isinstance(value, Enum):
            known[id(value)] = value, coerced
        return coerced

    return leaf
