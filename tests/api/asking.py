"""Documents drawn over the whole schema, with arguments that mean something in the seeds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

SLOW = {
    "rankUncertainty",
    "sensitivity",
    "pushMap",
    "pushLine",
    "layout",
    "robustness",
    "basins",
    "smallestPushes",
}
"""Seconds each: their weights have tests of their own."""


class Asker:
    """Draws documents; ``actors`` are those of each scenario that may be asked for."""

    def __init__(
        self, schema: GraphQLSchema, rng: random.Random, actors: Mapping[str, Sequence[str]]
    ) -> None:
        self.schema = schema
        self.rng = rng
        self.actors = actors
        self.key = ""
        self.drawn = 0

    def document(self, depth: int = 9) -> str:
        """Give a query of one scenario."""
        self.key = self.rng.choice(sorted(self.actors))
        scenario = self.schema.type_map["Scenario"]
        return f'{{ scenario(key: "{self.key}") {self._fields(scenario, depth)} }}'

    def _fields(self, kind: GraphQLNamedType, depth: int, *, narrowed: bool = False) -> str:
        if isinstance(kind, GraphQLUnionType):
            return self._narrowed(kind.types, depth)
        if isinstance(kind, GraphQLInterfaceType) and self.rng.random() < 0.7:
            return self._narrowed(self.schema.get_implementations(kind).objects, depth)
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        names = [name for name in kind.fields if self._may_ask(name, kind.fields[name], depth)]
        chosen = self.rng.sample(names, min(len(names), self.rng.randint(1, 7)))
        if "edges" in names and "edges" not in chosen:
            chosen.append("edges")
        said = [self._field(name, kind.fields[name], depth, narrowed) for name in chosen]
        return "{ __typename " + " ".join(said) + " }"

    def _narrowed(self, kinds: Sequence[GraphQLObjectType], depth: int) -> str:
        parts = [f"... on {kind.name} {self._fields(kind, depth, narrowed=True)}" for kind in kinds]
        return "{ __typename " + " ".join(parts) + " }"

    def _may_ask(self, name: str, field: GraphQLField, depth: int) -> bool:
        if name in SLOW or (depth <= 1 and not is_leaf_type(get_named_type(field.type))):
            return False
        return all(
            self._value(argument_name, argument) is not None
            for argument_name, argument in field.args.items()
            if is_required_argument(argument)
        )

    def _field(self, name: str, field: GraphQLField, depth: int, narrowed: bool) -> str:
        given = []
        for argument_name, argument in field.args.items():
            if is_required_argument(argument) or self.rng.random() < 0.3:
                value = self._value(argument_name, argument)
                if value is not None:
                    given.append(f"{argument_name}: {value}")
        said = name + (f"({', '.join(given)})" if given else "")
        if given or narrowed:  # under the same name fields of two types must agree
            self.drawn += 1
            said = f"a{self.drawn}: {said}"
        inner = get_named_type(field.type)
        return said if is_leaf_type(inner) else f"{said} {self._fields(inner, depth - 1)}"

    def _value(self, name: str, argument: GraphQLArgument) -> str | None:
        kind = get_named_type(argument.type).name
        if kind == "ID" and str(argument.type) in {"ID!", "ID"}:
            return f'"{self.rng.choice(self.actors[self.key])}"'
        known = {
            "first": str(self.rng.choice([0, 1, 3, 20, 50])),
            "draws": str(self.rng.choice([100, 200])),
            "permutations": "100",
            "language": "ZH",
            "filter": "{}",
            "between": "{}",
            "and": "{}",
            "seed": "3",
            "rounds": "10",
            "target": "ACTOR",
            "threshold": "0.4",
            "from": '"today"',
            "to": '"today"',
            "k": "0.5",
        }
        return known.get(name)
