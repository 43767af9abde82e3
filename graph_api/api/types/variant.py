"""Variants: named lists of changes on the baseline."""

import strawberry

from graph_api import domain
from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Language, language_word

BASELINE_TITLE = domain.Label("Today", "现状")


@strawberry.type(description="The baseline, or a named list of changes on it (变体).")
class Variant:
    """A variant of a scenario."""

    key: str = strawberry.field(description="The scenario's own key; the baseline is `today`.")
    label: strawberry.Private[domain.Label]

    @classmethod
    def of(cls, scenario: domain.Scenario, key: str) -> "Variant":
        """Give the variant of a key that the scenario has."""
        found = scenario.variants.get(key)
        return cls(key=key, label=found.title if found else BASELINE_TITLE)

    @resolver(description="Title (标题).")
    def title(self, language: LanguageArgument = Language.EN) -> str:
        """Give the title, else the key."""
        return self.label.text(language_word(language), self.key)
