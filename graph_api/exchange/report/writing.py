"""How numbers, names and evidence become text in one of the two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from graph_api.domain import Evidence, GraphSnapshot
from graph_api.domain.words import Word
from graph_api.errors import Language

LEAST_SHOWN = 0.0005
"""What is smaller would be 0.000 with three decimals."""


def rounded(value: float) -> str:
    """Give three decimals, or two digits of what is so small that it would look like nothing.

    The command line writes numbers in the same way.

    Examples
    --------
    >>> rounded(0.25), rounded(0.0), rounded(0.000123), rounded(12.0)
    ('0.250', '0.000', '0.00012', '12.000')

    """
    return f"{value:.2g}" if 0 < abs(value) < LEAST_SHOWN else f"{value:.3f}"


def rounded_or(value: float | None, word: str) -> str:
    """Give a number as `rounded` does, a word where there is none."""
    return word if value is None else rounded(value)


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes what a view holds in one language; the templates call it ``w``."""

    view: GraphSnapshot
    language: Language

    def say(self, en: str, zh: str) -> str:
        """Give the text in the language of the page."""
        return zh if self.language == "zh" else en

    def label(self, word: Word) -> str:
        """Give the label of a word."""
        return word.label.text(self.language)

    def called(self, actor: str) -> str:
        """Give the name of an actor; its id where it has none."""
        return self.view.actor(actor).name.text(self.language, actor)

    def ways(self, actors: Iterable[str]) -> str:
        """Give the actors of a path by name."""
        return " → ".join(map(self.called, actors))

    def listed(self, words: Iterable[object]) -> str:
        """Give words one behind another, with the comma of the language."""
        return ("、" if self.language == "zh" else ", ").join(map(str, words))

    def places(self, evidence: Evidence) -> str:
        """Give the place in a source: its key and the lines."""
        if not evidence.lines:
            return evidence.source
        lines = self.listed(evidence.lines)
        if self.language == "zh":
            return f"{evidence.source} 第 {lines} 行"
        one = len(evidence.lines) == 1 and "-" not in evidence.lines[0]
        return f"{evidence.source}, {'line' if one else 'lines'} {lines}"

    def cited(self) -> Mapping[str, tuple[str, ...]]:
        """Give for each source of the view the lines that its actors and relations cite."""
        found: dict[str, dict[str, None]] = {key: {} for key in self.view.sources}
        evidence_lists = (item.evidence for item in self.view.actors)
        for listed in chain(evidence_lists, (item.evidence for item in self.view.relations)):
            for evidence in listed:
                found.setdefault(evidence.source, {}).update(dict.fromkeys(evidence.lines))
        return {key: tuple(sorted(lines, key=_by_line)) for key, lines in found.items()}

    def parameters(self, given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Give parameters as pairs of texts; what was not said is left out."""
        return [(key, _plain(value)) for key, value in given.items() if value is not None]


def _by_line(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def _plain(value: object) -> str:
    if isinstance(value, Word):
        return value.value
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_plain(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value))
    return str(value)
