"""Answers that may be given again: those that rest on revisions the store has just confirmed.

An answer is kept with the revision of every scenario that it was read from. Before it is given
again, the store is asked for these revisions, in this very request; where one has risen, or its
scenario has gone, the answer is made anew. Kept are only answers without errors to queries whose
root is `scenario`, for all that such a query reads is its scenario at that revision; and only those
that were ready long before their deadline, which may cut an answer short.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import DocumentNode, FieldNode, OperationDefinitionNode, OperationType, Visitor, visit

from graph_api.domain import GraphSnapshot

MOST_BYTES = 32 * 2**20
"""What all kept answers may take, about."""

LARGEST = 2**18
"""A longer one is not kept: to write it out takes the time, not to reckon it."""

_OVERHEAD = 8
"""Bytes in memory per byte of JSON, about."""

_ROOTS = frozenset({"scenario", "__typename"})
_NOT_KEPT = frozenset({"yaml"})
"""Fields that read more than their scenario at its revision: the text of the last import."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer was read from, in numbers for the log."""

    scenarios: tuple[str, ...]
    actors: int
    relations: int

    @classmethod
    def of(cls, views: Mapping[Any, GraphSnapshot]) -> Seen:
        """Count what a request has looked at."""
        found = [*views.values()]
        return cls(
            tuple(sorted({view.key.scenario for view in found})),
            sum(len(view.actors) for view in found),
            sum(len(view.relations) for view in found),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its data, what it cost, and the revisions that it rests on."""

    data: dict[str, Any]
    answered: int | None
    revisions: Mapping[str, int]
    seen: Seen
    size: int


class Answers:
    """The answers of one service that were given last, as many as there is room for."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[object, Kept] = OrderedDict()
        self._bytes = 0

    @property
    def size(self) -> int:
        """Give the bytes that are kept, about."""
        return self._bytes

    def find(self, key: object) -> Kept | None:
        """Give what was answered last; the caller confirms its revisions with the store."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def forget(self, key: object) -> None:
        """Let go of an answer that no longer holds."""
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= gone.size

    def keep(
        self,
        key: object,
        data: dict[str, Any],
        answered: int | None,
        revisions: Mapping[str, int],
        seen: Seen,
    ) -> None:
        """Keep an answer, unless it is long; the one that was asked longest ago goes first."""
        try:
            written = len(orjson.dumps(data))
        except TypeError:
            return
        if written > LARGEST or not revisions:
            return
        self.forget(key)
        size = 2_000 + _OVERHEAD * written + _size_of(key)
        made = Kept(data, answered, dict(revisions), seen, size)
        self._kept[key] = made
        self._bytes += made.size
        while self._bytes > self._most_bytes:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.size


def _size_of(key: object) -> int:
    """Give what a key takes: it holds the text of the question, which may be long."""
    parts = key if isinstance(key, tuple) else (key,)
    return sum(sys.getsizeof(part) for part in parts if isinstance(part, str | bytes))


def may_be_kept(document: DocumentNode, operation: OperationDefinitionNode) -> bool:
    """Tell whether all that an operation reads is scenarios at their revisions.

    Examples
    --------
    >>> from graphql import parse
    >>> def is_kept(text):
    ...     document = parse(text)
    ...     return may_be_kept(document, document.definitions[0])
    >>> is_kept('{ scenario(key: "a") { key } }'), is_kept("{ viewer { name } }")
    (True, False)

    """
    if operation.operation is not OperationType.QUERY:
        return False
    # A fragment at the root is not looked into.
    for node in operation.selection_set.selections:
        if not isinstance(node, FieldNode) or node.name.value not in _ROOTS:
            return False
    seen = _Names()
    visit(document, seen)
    return not seen.found & _NOT_KEPT


class _Names(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.found.add(node.name.value)
