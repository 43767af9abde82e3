"""A schema with everything that an executor can get wrong, over data that goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from enum import Enum
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLString,
    GraphQLUnionType,
)


class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Thing:
    """What stands behind both object types."""

    def __init__(self, number: int = 1, kind: str = "Cat") -> None:
        self.number = number
        self.kind = kind


async def slowly(value: Any) -> Any:
    await asyncio.sleep(0)
    return value


async def badly(_source: Any, _info: Any) -> Any:
    await asyncio.sleep(0)
    raise ValueError("late")


def raises(_source: Any, _info: Any) -> Any:
    raise ValueError("at once")


def half_way(_source: Any, _info: Any) -> Iterator[Any]:
    yield Thing(1)
    yield slowly(Thing(2))
    raise ValueError("in the middle")


async def streamed(_source: Any, _info: Any) -> AsyncIterator[Any]:
    for number in range(2):
        await asyncio.sleep(0)
        yield Thing(number)


COLOUR = GraphQLEnumType("Colour", Colour)
WORD = GraphQLScalarType("Word", serialize=lambda value: None if value == "gone" else f"<{value}>")
SIZE: GraphQLInputObjectType = GraphQLInputObjectType(
    "Size",
    lambda: {
        "width": GraphQLInputField(GraphQLNonNull(GraphQLInt)),
        "height": GraphQLInputField(GraphQLInt, default_value=7),
        "inner": GraphQLInputField(SIZE),
    },
)


def shared() -> dict[str, GraphQLField]:
    """Give the fields of both object types and of the interface."""
    return {
        "number": GraphQLField(GraphQLNonNull(GraphQLInt)),
        "id": GraphQLField(GraphQLID, resolve=lambda source, _: source.number),
        "name": GraphQLField(GraphQLString, resolve=lambda source, _: slowly(source.kind)),
        "huge": GraphQLField(GraphQLInt, resolve=lambda *_: 2**40),
        "none": GraphQLField(GraphQLNonNull(GraphQLString), resolve=lambda *_: None),
        "late": GraphQLField(GraphQLString, resolve=badly),
        "latest": GraphQLField(GraphQLNonNull(GraphQLString), resolve=badly),
        "bad": GraphQLField(GraphQLFloat, resolve=raises),
        "worse": GraphQLField(GraphQLNonNull(GraphQLFloat), resolve=raises),
        "infinite": GraphQLField(GraphQLFloat, resolve=lambda *_: float("inf")),
        "half": GraphQLField(GraphQLFloat, resolve=lambda *_: 0.5),
        "error": GraphQLField(GraphQLString, resolve=lambda *_: ValueError("given back")),
        "word": GraphQLField(WORD, resolve=lambda *_: "said"),
        "gone": GraphQLField(WORD, resolve=lambda *_: "gone"),
        "colour": GraphQLField(COLOUR, resolve=lambda *_: Colour.GREEN),
        "colours": GraphQLField(
            GraphQLList(GraphQLNonNull(COLOUR)), resolve=lambda *_: [Colour.RED, "blue"]
        ),
        "yes": GraphQLField(GraphQLNonNull(GraphQLBoolean), resolve=lambda *_: slowly(True)),
        "said": GraphQLField(
            GraphQLString,
            args={
                "text": GraphQLArgument(GraphQLString, default_value="silence"),
                "times": GraphQLArgument(GraphQLNonNull(GraphQLInt), default_value=1),
                "size": GraphQLArgument(SIZE),
                "colour": GraphQLArgument(COLOUR, out_name="paint"),
            },
            resolve=lambda _source, info, **given: f"{info.path.as_list()} {sorted(given)} {given}",
        ),
        "next": GraphQLField(THING, resolve=lambda source, _: _next(source)),
        "sure": GraphQLField(GraphQLNonNull(THING), resolve=lambda source, _: _next(source)),
        "animal": GraphQLField(ANIMAL, resolve=lambda source, _: slowly(_next(source))),
        "matrix": GraphQLField(
            GraphQLList(GraphQLNonNull(GraphQLList(GraphQLInt))),
            resolve=lambda *_: [[1, None, "x"], slowly([2]), [slowly(3), 2**40]],
        ),
        "strict": GraphQLField(
            GraphQLList(GraphQLNonNull(GraphQLList(GraphQLNonNull(GraphQLInt)))),
            resolve=lambda *_: [[1], [2, None], [3]],
        ),
        "things": GraphQLField(
            GraphQLList(THING),
            resolve=lambda source, _: [
                None,
                Thing(source.number + 1, "Dog"),
                slowly(Thing(source.number + 2)),
                ValueError("among others"),
                Thing(-1, "Nobody"),
            ],
        ),
        "all": GraphQLField(
            GraphQLNonNull(GraphQLList(GraphQLNonNull(THING))),
            resolve=lambda source, _: (Thing(source.number + n) for n in range(3)),
        ),
        "halfWay": GraphQLField(GraphQLList(THING), resolve=half_way),
        "streamed": GraphQLField(GraphQLList(CAT), resolve=streamed),
        "noList": GraphQLField(GraphQLList(GraphQLString), resolve=lambda *_: 5),
        "both": GraphQLField(BOTH, resolve=lambda source, _: _next(source)),
        "many": GraphQLField(
            GraphQLList(BOTH), resolve=lambda *_: [Thing(1, "Dog"), Thing(2), Thing(3, "Colour")]
        ),
        "odd": GraphQLField(CAT, resolve=lambda *_: Thing(1, "Dog")),
    }


def _next(source: Thing) -> Thing | None:
    if source.number > 4:
        return None
    return Thing(source.number + 1, "Dog" if source.kind == "Cat" else "Cat")


def _kind(value: Thing, _info: Any, _kind: Any) -> Any:
    return {"Nobody": None, "Colour": "Colour"}.get(value.kind, value.kind)


THING = GraphQLInterfaceType("Thing", shared, resolve_type=_kind)
ANIMAL = GraphQLInterfaceType(
    "Animal", shared, resolve_type=lambda value, *_: slowly(value.kind), interfaces=[THING]
)
CAT = GraphQLObjectType(
    "Cat",
    shared,
    interfaces=[THING, ANIMAL],
    is_type_of=lambda value, _: value.kind == "Cat",
)
DOG = GraphQLObjectType(
    "Dog",
    lambda: {**shared(), "barks": GraphQLField(GraphQLNonNull(GraphQLString), resolve=badly)},
    interfaces=[THING, ANIMAL],
    is_type_of=lambda value, _: slowly(value.kind == "Dog"),
)
BOTH = GraphQLUnionType("Both", [CAT, DOG])
QUERY = GraphQLObjectType("Query", shared)
MUTATION = GraphQLObjectType(
    "Mutation",
    lambda: {
        name: field
        for name, field in shared().items()
        if name in ("number", "name", "late", "bad", "next", "things", "said", "latest")
    },
)
NASTY = GraphQLSchema(QUERY, MUTATION, types=[CAT, DOG])
ROOT = Thing()
