"""A path as places, and what every search for the best paths of one actor can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from graph_api.errors import BadParameterError
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.kernels import Arrow, product


class Route(NamedTuple):
    """A path by places: ``start``, then of each hop its other end, its strength, its relation."""

    start: int
    ends: tuple[int, ...]
    strengths: tuple[float, ...]
    relations: tuple[int, ...]

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """Give its arrows in path order."""
        return tuple(zip(self.ends, self.strengths, self.relations, strict=True))

    @property
    def places(self) -> tuple[int, ...]:
        """Give the places of its actors in path order."""
        return (self.start, *self.ends)

    def score(self, scoring: Scoring) -> float:
        """Give the printed score of this path."""
        if scoring.reading is Reading.WEAKEST:
            return min(self.strengths)
        return product(self.strengths, scoring.decay)


def route_over(start: int, arrows: Sequence[Arrow]) -> Route:
    """Give a path from where it starts and its arrows."""
    ends, strengths, relations = zip(*arrows, strict=True) if arrows else ((), (), ())
    return Route(start, ends, strengths, relations)


class Search(Protocol):
    """What is best between one actor and each other one, in one sense."""

    def reaches(self, place: int) -> bool:
        """Tell whether there is a path (of at most ``max_hops``)."""

    def best(self, place: int) -> float:
        """Give what paths are compared by (a key, or the smallest strength); -1 without one."""

    def route(self, place: int, floor: float | None = None) -> Route | None:
        """Give the path that the tie rule chooses, always in the sense of the relations.

        ``floor`` says what is tied with the best; default: what is within 1e-12 of it.
        """

    def score(self, place: int) -> float:
        """Give the printed score of that path, 0 without one."""


def require_paths(scoring: Scoring) -> None:
    """Refuse a reading that does not follow one path at a time."""
    if scoring.reading is Reading.ALL_WALKS:
        raise BadParameterError(
            "A path has no score of its own under the reading ALL_WALKS, which adds up all of"
            " them; ask for PRODUCT or WEAKEST.",
            "读法 ALL_WALKS 合计全部通路，单条路径没有自己的得分；请改用 PRODUCT 或 WEAKEST。",
            parameter="reading",
            reading=scoring.reading.value,
        )
