"""Documents: each text is parsed, validated and compiled once, and kept as long as there is room.

What is kept is what depends on the text and the schema alone, and the prices of operations whose
variables came before. What a caller may ask is checked anew each time. Texts that are wrong are
kept as well, with what is wrong with them.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    specified_rules,
)
from strawberry.schema.schema import validate_document

from graph_api.api.executor import Plan
from graph_api.api.keeping.answers import may_be_kept
from graph_api.api.pricing.cost import price
from graph_api.api.pricing.limits import ServiceLimits
from graph_api.api.pricing.priced import Priced
from graph_api.api.pricing.weights import WEIGHTS

MOST_BYTES = 48 * 2**20
"""What all kept documents may take, about."""

_BYTES_PER_TOKEN = 640
"""Nodes, compiled functions and prices: 370 to 640 bytes a token were measured (tracemalloc) on
documents of 200 to 2,000 tokens, whatever they ask."""

_BYTES = 20_000
"""What a document takes beside its tokens: 10,000 to 42,000 bytes were measured."""

_MOST_PRICES = 64
_LONGEST_VARIABLES = 2_000


class Document:
    """One text: parsed, and as soon as somebody asks, validated and compiled.

    Attributes
    ----------
    parsed
        None where the text is no GraphQL; ``syntax_error`` then says why.

    """

    __slots__ = (
        "_errors",
        "_kept",
        "_looked",
        "_plans",
        "_prices",
        "_schema",
        "parsed",
        "size",
        "syntax_error",
        "text",
    )

    def __init__(
        self,
        schema: GraphQLSchema,
        parsed: DocumentNode | None,
        syntax_error: GraphQLError | None,
        size: int,
        text: str,
    ) -> None:
        self.text = text
        self.parsed = parsed
        self.syntax_error = syntax_error
        self.size = size
        self._schema = schema
        self._errors: list[GraphQLError] | None = None
        self._plans: dict[int, Plan] = {}
        self._prices: OrderedDict[object, Priced] = OrderedDict()
        self._looked: dict[int, frozenset[str]] = {}
        self._kept: dict[int, bool] = {}

    def price(
        self,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any] | None,
        limits: ServiceLimits,
    ) -> Priced:
        """Give what an operation may cost with these variables; raises what `cost.price` raises."""
        parsed = self._require()
        looked = self._looked.get(id(operation), frozenset())
        # Texts and numbers that the price does not look at may differ.
        said = said_by(
            {
                name: value
                for name, value in (variables or {}).items()
                if name in looked or isinstance(value, list | dict)
            }
        )
        key = id(operation), limits, said and blake2b(said, digest_size=16).digest()
        found = self._prices.get(key) if id(operation) in self._looked else None
        if found is None:
            found = price(self._schema, parsed, operation, variables or {}, limits)
            if id(operation) not in self._looked:
                self._looked[id(operation)] = found.looked
            elif said is not None:
                self._prices[key] = found
                if len(self._prices) > _MOST_PRICES:
                    self._prices.popitem(last=False)
        return found

    @property
    def is_checked(self) -> bool:
        """Tell whether `errors` has nothing left to find out."""
        return self._errors is not None

    def errors(self) -> list[GraphQLError]:
        """Give what the schema says against the document."""
        if self._errors is None:
            self._errors = validate_document(self._schema, self._require(), tuple(specified_rules))
        return self._errors

    def plan(self, operation: OperationDefinitionNode) -> Plan:
        """Give an operation compiled; the document has no errors."""
        found = self._plans.get(id(operation))
        if found is None:
            found = Plan(self._schema, self._require(), operation, WEIGHTS)
            self._plans[id(operation)] = found
        return found

    def answer_key(
        self,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any] | None,
        *asked: object,
    ) -> object | None:
        """Give under what the answer to an operation may be kept; None: it may not be.

        ``asked`` is all else that tells one question from another: who may ask how much.
        """
        may_be = self._kept.get(id(operation))
        if may_be is None:
            may_be = self._kept[id(operation)] = may_be_kept(self._require(), operation)
        said = said_by(variables) if may_be else None
        if said is None:
            return None
        name = operation.name.value if operation.name else None
        return (self.text, name, said, *asked)

    def _require(self) -> DocumentNode:
        if self.parsed is None:
            raise ValueError("a text that is no GraphQL has nothing to ask")
        return self.parsed


def said_by(variables: Mapping[str, Any] | None) -> bytes | None:
    """Give variables as a key; None where they make none, or a long one."""
    if not variables:
        return b""
    try:
        said = orjson.dumps(variables)
        if len(said) > _LONGEST_VARIABLES:
            return None
        if b"null" in said:  # a number without an end is written so as well
            json.dumps(variables, allow_nan=False)
    except (TypeError, ValueError):  # an integer of more than 64 bits, half of a surrogate pair
        return None
    return said


class Documents:
    """The documents of one schema that were asked last.

    Parameters
    ----------
    schema
        What they ask.
    most_bytes
        What all of them may take, about; the one that was asked longest ago goes first.

    """

    def __init__(self, schema: GraphQLSchema, most_bytes: int = MOST_BYTES) -> None:
        self._schema = schema
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[str, int, int], Document] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Give the bytes that are kept, about."""
        return self._bytes

    def get(self, text: str, limits: ServiceLimits) -> Document:
        """Give the document of a text, parsed within these limits."""
        key = text, limits.max_tokens, limits.max_document
        with self._lock:  # jobs read documents in threads of their own
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = self._parse(text, limits)
        if made.size <= self._most_bytes // 8:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
                self._kept[key] = made
                self._bytes += made.size
                while self._bytes > self._most_bytes:
                    _, gone = self._kept.popitem(last=False)
                    self._bytes -= gone.size
        return made

    def _parse(self, text: str, limits: ServiceLimits) -> Document:
        size = _BYTES + 4 * len(text)  # a character of a text takes 4 bytes at most
        try:
            parsed = parse(
                text,
                max_lexical_tokens=limits.max_tokens,
                max_comments=limits.max_tokens,
                max_source_length=limits.max_document,
            )
        except GraphQLError as error:
            error.__traceback__ = None  # its frames would hold the parser
            return Document(self._schema, None, error, size, text)
        except Exception as error:  # noqa: BLE001  # a fault of the parser is masked like any other
            raised = GraphQLError(str(error), original_error=error)
            return Document(self._schema, None, raised, self._most_bytes, text)
        size += _BYTES_PER_TOKEN * parsed.token_count
        return Document(self._schema, parsed, None, size, text)
