"""Shapes and texts of a scene, moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph_api.exchange.maps.scene import Shape, Words


def moved(items: Iterable[Shape | Words], right: float, down: float) -> Iterator[Shape | Words]:
    """Give items moved to the right and down."""
    for item in items:
        if isinstance(item, Words):
            yield replace(item, x=item.x + right, y=item.y + down)
            continue
        steps = tuple(
            (letter, tuple(v + (down if n % 2 else right) for n, v in enumerate(numbers)))
            for letter, numbers in item.steps
        )
        yield replace(item, steps=steps)
