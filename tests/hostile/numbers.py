"""Numbers that are none, for every Float argument that the schema has."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)
from graphql.type import get_nullable_type

from graph_api.api.schema import schema
from tests.hostile.server import Server, tells_nothing

VALUES = ("1e400", "-1e400", "NaN", "-Infinity", "null", "1e308", "-1e-320", '"0.5"', "true")
"""As they stand in JSON; Python's own JSON reads the first four without a word."""

TYPES = schema.graphql_schema.type_map
_SYSTEM = re.compile("(?<!^)([A-Z])")
Holder = GraphQLObjectType | GraphQLInterfaceType


def arguments() -> Iterator[tuple[str, str]]:
    """Give a document with one gap for each Float argument, and what it is called."""
    for holder, way in _ways().items():
        for name, field in TYPES[holder].fields.items():  # type: ignore[attr-defined]
            for argument, definition in field.args.items():
                for place, text in _gaps(definition.type, 0):
                    others = _others(field, argument)
                    if others is None:
                        continue
                    said = ", ".join([*others, f"{argument}: {text}"])
                    asked = f"{name}({said}){_inside(field)}"
                    document = way.replace("@", asked)
                    key = _SYSTEM.sub(r"-\1", holder.removesuffix("System")).lower()
                    if holder.endswith("System"):  # only the scenario of this name has it
                        document = document.replace('"small"', f'"{key}"')
                    yield f"{holder}.{name}({argument}{place})", document


def _ways() -> dict[str, str]:
    """Give for each type a document that comes to it, with a gap for a field of it."""
    queue = deque([("Query", "{ @ }")])
    found = {"Query": "{ @ }", "Mutation": "mutation { @ }"}
    while queue:
        holder, way = queue.popleft()
        kind = TYPES[holder]
        assert isinstance(kind, Holder)
        for name, field in kind.fields.items():
            others = _others(field, None)
            inner = get_named_type(field.type)
            if others is None or is_leaf_type(inner):
                continue
            head = name + (f"({', '.join(others)})" if others else "")
            nexts = [inner]
            if isinstance(inner, GraphQLInterfaceType | GraphQLUnionType):
                nexts = [inner, *schema.graphql_schema.get_possible_types(inner)]
            for one in nexts:
                if one.name in found or not isinstance(one, Holder):
                    continue
                gap = "@" if one is inner else f"... on {one.name} {{ @ }}"
                found[one.name] = way.replace("@", f"{head} {{ {gap} }}")
                queue.append((one.name, found[one.name]))
    return found


def _gaps(kind: object, depth: int) -> Iterator[tuple[str, str]]:
    """Give the places of Floats within an input, each as a text with a gap."""
    inner = get_named_type(kind)  # type: ignore[call-overload]
    is_list = is_list_type(get_nullable_type(kind))  # type: ignore[call-overload]
    opening, closing = ("[", "]") if is_list else ("", "")
    if inner.name == "Float":
        yield "", f"{opening}#{closing}"
    elif isinstance(inner, GraphQLInputObjectType) and depth < 3:
        for name, field in inner.fields.items():
            others = [
                f"{other}: {_value(other, item.type)}"
                for other, item in inner.fields.items()
                if other != name and is_required_input_field(item)
            ]
            for place, text in _gaps(field.type, depth + 1):
                said = ", ".join([*others, f"{name}: {text}"])
                yield f".{name}{place}", f"{opening}{{{said}}}{closing}"


def _others(field: GraphQLField, but: str | None) -> list[str] | None:
    """Give what else must be said; None where we have nothing to say."""
    return [
        f"{name}: {_value(name, argument.type)}"
        for name, argument in field.args.items()
        if name != but and is_required_argument(argument)
    ]


def _value(name: str, kind: object) -> str:
    known = {"key": '"small"', "scenario": '"small"', "a": '"office"', "b": '"residents"',
             "from": '"office"', "to": '"residents"'}  # fmt: skip
    inner = get_named_type(kind)  # type: ignore[call-overload]
    if is_list_type(get_nullable_type(kind)):  # type: ignore[call-overload]
        return "[]"
    if inner.name in {"String", "ID"}:
        return known.get(name, '"x"')
    if isinstance(inner, GraphQLInputObjectType):
        items = [
            f"{other}: {_value(other, item.type)}"
            for other, item in inner.fields.items()
            if is_required_input_field(item)
        ]
        return "{" + ", ".join(items) + "}"
    if hasattr(inner, "values"):
        return str(next(iter(inner.values)))
    return {"Boolean": "false", "Float": "0.5", "Int": "1", "Date": '"2020-01-01"'}.get(
        inner.name, '"x"'
    )


def _inside(field: GraphQLField) -> str:
    return "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"


def strange(document: str, server: Server) -> None:
    """Ask with each strange number, as a literal and as a variable."""
    head, _, rest = document.partition("{")
    for value in VALUES:
        literal = document.replace("#", "null" if value in {"NaN", "-Infinity"} else value)
        _look(server, json.dumps({"query": literal}).encode())
        query = json.dumps(f"{head or 'query'} Q($v: Float) {{{rest.replace('#', '$v')}")
        body = f'{{"query": {query}, "variables": {{"v": {value}}}}}'
        _look(server, body.encode())


def _look(server: Server, body: bytes) -> None:
    answer = server.post(body)
    assert answer.status in {200, 400}, (body, answer)
    assert tells_nothing(answer.body), answer.body
    said = json.loads(answer.body, parse_constant=_no_constant)
    codes = {error["extensions"]["code"] for error in said.get("errors", ())}
    assert "INTERNAL" not in codes, (body, answer.body)


def _no_constant(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


ATTACKS: dict[str, Callable[[Server], None]] = {
    f"number: {name}": partial(strange, document) for name, document in arguments()
}
