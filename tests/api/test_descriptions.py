"""Every name of the schema says what it means, in English and with the Chinese term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)

from graph_api.api.errors import ErrorCode
from graph_api.api.schema import schema
from graph_api.api.transport.answering import CODES
from graph_api.errors import GraphApiError

CHINESE = re.compile("[\u4e00-\u9fff]")


def described() -> Iterator[tuple[str, str | None]]:
    for name, kind in schema.graphql_schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            for word, value in kind.values.items():
                yield f"{name}.{word}", value.description
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name})", argument.description
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, item in kind.fields.items():
                yield f"{name}.{field_name}", item.description


def test_every_type_field_argument_and_value_has_a_description() -> None:
    assert [name for name, text in described() if not (text or "").strip()] == []


def test_every_type_and_every_word_has_its_chinese_term() -> None:
    own = {
        name: text or ""
        for name, text in described()
        if "." not in name and name not in ("Date", "DateTime", "JSON")
    }
    assert [name for name, text in own.items() if not CHINESE.search(text)] == []
    words = {
        f"{kind.name}.{word}": value.description or ""
        for kind in schema.graphql_schema.type_map.values()
        if isinstance(kind, GraphQLEnumType) and not is_introspection_type(kind)
        for word, value in kind.values.items()
    }
    assert [name for name, text in words.items() if not CHINESE.search(text)] == []


def every(error: type[GraphApiError]) -> Iterator[type[GraphApiError]]:
    yield error
    for below in error.__subclasses__():
        yield from every(below)


def test_every_code_of_our_errors_is_in_the_enum_or_in_a_union() -> None:
    in_unions = {"SCENARIO_EXISTS", "REVISION_CONFLICT", "INVALID_SCENARIO"}
    codes = {error.code for error in every(GraphApiError)}
    known = {code.value for code in ErrorCode}
    assert codes - in_unions <= known
    # What no error of the tree has is of HTTP and of GraphQL itself.
    of_transports = {*CODES.values(), "REQUEST_TIMEOUT", "UNKNOWN_DOCUMENT", "UNTRUSTED_DOCUMENT"}
    assert known - codes - of_transports == {"SYNTAX", "INVALID_DOCUMENT", "BAD_VARIABLES"} - codes
