"""Small graphs treated as large ones, so that both ways of searching answer the same question."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

from graph_api.domain import GraphSnapshot
from graph_api.scoring.engine import compiling
from graph_api.scoring.graphs import carriers as graphs


@contextmanager
def as_arrays() -> Iterator[None]:
    """Make graphs of any size arrays; views whose graphs were made before keep them."""
    before = graphs.MOST_LISTED
    graphs.MOST_LISTED = 0
    try:
        yield
    finally:
        graphs.MOST_LISTED = before


def fresh(view: GraphSnapshot) -> GraphSnapshot:
    """Give the same view as another object, for which nothing has been made yet."""
    return dataclasses.replace(view)


@contextmanager
def kernels(way: str) -> Iterator[None]:
    """Have all kernels run ``plain`` or ``compiled``, whatever they did before."""
    assert way in {"plain", "compiled"}
    if way == "compiled":
        assert compiling.wait(), "the kernels could not be compiled; the log says why"
        yield
        return
    fast = [(item, item.fast) for item in compiling.KERNELS]
    for item, _ in fast:
        item.fast = None
    try:
        yield
    finally:
        for item, was in fast:
            item.fast = was
