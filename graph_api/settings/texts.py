"""Texts in both languages, and which of the two a machine asks for; loads nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graph_api.errors import Language


class Text(NamedTuple):
    """A text in both languages, for faces that may not wait for ``domain`` to load."""

    en: str
    zh: str

    def say(self, language: Language) -> str:
        """Give it in one language."""
        return self.zh if language == "zh" else self.en


def language_of_locale(environ: Mapping[str, str]) -> Language:
    """Give the language that the locale asks for: Chinese where it says so, else English."""
    said = next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    return "zh" if said.lower().startswith("zh") else "en"
