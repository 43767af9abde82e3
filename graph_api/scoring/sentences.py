"""What a sentence about a score is made of: names, numbers, and how both languages write them.

`explain` gathers these from a view; `sentences_en` and `sentences_zh` put them into sentences of
their own, since no sentence of one language is a translation of the other word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.domain import Band, Basis
from graph_api.errors import Language
from graph_api.scoring.results import Reading, Scoring

FEW = 6
"""A sentence names no more relations than this, and counts the others."""


@dataclass(frozen=True, slots=True)
class Link:
    """One relation on a path: its ends by name, its strength as it counts, what that rests on.

    ``own_strength`` is given where the maturity gate lets only a part of it pass.
    """

    relation: str
    start: str
    end: str
    strength: float
    basis: Basis
    places: tuple[str, ...]
    own_strength: float | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One path with its score; ``weakest`` are some of its ``links``."""

    links: tuple[Link, ...]
    score: float
    weakest: tuple[Link, ...]
    scoring: Scoring

    @property
    def start(self) -> str:
        """Give the name of the first actor."""
        return self.links[0].start

    @property
    def end(self) -> str:
        """Give the name of the last actor."""
        return self.links[-1].end

    @property
    def between(self) -> tuple[str, ...]:
        """Give the names of the actors on the way."""
        return tuple(link.end for link in self.links[:-1])

    @property
    def is_direct(self) -> bool:
        """Tell whether the path is one relation."""
        return len(self.links) == 1


@dataclass(frozen=True, slots=True)
class BothWays:
    """Both directions of one pair; a score of None is not known.

    ``unknown`` are relations of unknown strength. ``ungauged`` are those to which the maturity gate
    cannot be applied, since the capability of the actor that they begin from, one of
    ``ungauged_actors``, is unknown. ``is_cut_short`` where a longer path than the scoring allows
    would be better, or be the only one.
    """

    a: str
    b: str
    forward: float | None
    reverse: float | None
    mutual: float | None
    low: float
    high: float
    scoring: Scoring
    forward_way: Way | None = None
    reverse_way: Way | None = None
    weakest: tuple[Link, ...] = ()
    shared: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ungauged: tuple[str, ...] = ()
    ungauged_actors: tuple[str, ...] = ()
    gated: tuple[str, ...] = ()
    is_cut_short: bool = False
    damping: float | None = None

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give the paths that there are, forward first."""
        return tuple(way for way in (self.forward_way, self.reverse_way) if way is not None)

    @property
    def has_steps(self) -> bool:
        """Tell whether a path has more than one relation, so that one of them is its weakest."""
        return not all(way.is_direct for way in self.ways)

    def score(self, score: float, language: Language) -> str:
        """Write a score, with the word for it where its scale has words."""
        if self.scoring.reading is Reading.ALL_WALKS:
            return number(score)
        return with_band(score, language)


def number(value: float) -> str:
    """Write a number with two decimals, or three where the third says something.

    Examples
    --------
    >>> number(0.3), number(0.063), number(0.0004), number(0)
    ('0.30', '0.063', '<0.001', '0.00')

    """
    if 0 < value < 0.0005:
        return "<0.001"
    return f"{value:.3f}".removesuffix("0")


def with_band(value: float, language: Language) -> str:
    """Write a number and the word for it.

    Examples
    --------
    >>> with_band(0.5, "en"), with_band(0.5, "zh")
    ('0.50 (medium)', '0.50（中）')

    """
    word = Band.of(value).label.text(language)
    return f"{number(value)}（{word}）" if language == "zh" else f"{number(value)} ({word})"


def first_few(words: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Give the words that a sentence names, and how many are left."""
    if len(words) <= FEW:
        return tuple(words), 0
    return tuple(words[:FEW]), len(words) - FEW
