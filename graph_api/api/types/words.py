"""The enums of the schema: our words by name, each with its meaning and its Chinese label."""

from __future__ import annotations

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from graph_api import errors
from graph_api.auth import Role
from graph_api.domain import (
    Band,
    Basis,
    Direction,
    Element,
    Level,
    RelationClass,
    Sphere,
    Status,
)
from graph_api.domain import actors as actor_words
from graph_api.domain.words import Word
from graph_api.scoring.results import (
    Bound,
    Completeness,
    Quadrant,
    Reading,
    RegimeBasis,
    Synergy,
    Target,
)

__all__ = [
    "Band",
    "Basis",
    "Bound",
    "Completeness",
    "Direction",
    "Element",
    "Language",
    "Level",
    "Mean",
    "Quadrant",
    "Reading",
    "RegimeBasis",
    "RelationClass",
    "Role",
    "Sphere",
    "Status",
    "Synergy",
    "Target",
    "describe",
    "language_word",
    "mean_word",
]


class Language(Word):
    """The two languages of every text."""

    EN = "en", "English", "英文", "English."
    ZH = "zh", "Chinese", "中文", "Chinese."


class Mean(Word):
    """How the levels of the elements make one index."""

    GEOMETRIC = "geometric", "geometric", "几何平均", "One dead element pulls the index to 0."
    ARITHMETIC = "arithmetic", "arithmetic", "算术平均", "Strong elements make up for weak ones."


def language_word(language: Language | None) -> errors.Language:
    """Give our word for a language; English where none is said."""
    return "zh" if language is Language.ZH else "en"


def mean_word(mean: Mean | None) -> actor_words.Mean:
    """Give the domain's word for a mean; the geometric one where none is said."""
    return "arithmetic" if mean is Mean.ARITHMETIC else "geometric"


def describe(words: type[Word], description: str) -> None:
    """Make an enum of our words known to strawberry, with a description of each member."""
    strawberry.enum(words, description=description)
    definition: StrawberryEnumDefinition = getattr(words, "__strawberry_definition__")  # noqa: B009
    for value, word in zip(definition.values, words, strict=True):
        value.description = f"{word.meaning} ({word.label.zh})"


_DESCRIPTIONS: dict[type[Word], str] = {
    Level: "How large a body an actor is, lowest first (层级).",
    Sphere: "Which of the three spheres an actor belongs to by law (领域).",
    RelationClass: (
        "What a relation does to the actor it reaches; only EMPOWERMENT carries paths (关系类别)."
    ),
    Direction: (
        "Which way a relation flows: as its source says, else from level, then stateness (方向)."
    ),
    Status: "Whether a relation is written, lived or only proposed (状态).",
    Basis: "Where a number comes from (数值依据).",
    Element: "The eight elements of individual empowerment (充权八要素).",
    Band: "A word for a strength or score, shown beside the number (强度等级).",
    Reading: "How the strengths along a path make one number (读法).",
    Target: "What is thought away (对象).",
    Completeness: "Whether an answer is all there is (完整性).",
    Bound: "What cut an answer short (截断原因).",
    Synergy: "How two graphs differ for the state and for society (协同).",
    Quadrant: "Strength of state, then of society (象限).",
    Language: "The language of a text for people (语言).",
    Mean: "How the levels of the elements make one index (平均方式).",
    Role: "What a caller may do; each role includes the ones before it (角色).",
    RegimeBasis: "What the strength of a side is read from (依据).",
}


for _words, _description in _DESCRIPTIONS.items():
    describe(_words, _description)
