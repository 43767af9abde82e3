"""Systems: the mechanism of an essay, with its parameters, measures and checked claims."""

from typing import Annotated, Self

import strawberry

from graph_api import domain
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import LanguageArgument, Provenance, provenance
from graph_api.api.types.words import Basis, Language, language_word
from graph_api.api.views import OpenView


@strawberry.type(description="A number that a mechanism reads (参数).")
class Parameter:
    """A parameter of a system."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[domain.Parameter]

    @resolver(description="The parameter's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="The number, in `unit`; null: nobody has said it (数值).")
    def value(self) -> float | None:
        """Give the value."""
        return self.entry.value

    @resolver(description="What the number counts or measures (单位).")
    def unit(self) -> str:
        """Give the unit."""
        return self.entry.unit

    @resolver(description="What it means, else its key (说明).")
    def description(self, language: LanguageArgument = Language.EN) -> str:
        """Give the description."""
        return self.entry.description.text(language_word(language), self.entry.key)

    @resolver(description="The smallest value it may take; null: no limit (下限).")
    def low(self) -> float | None:
        """Give the lower end."""
        return self.entry.low

    @resolver(description="The greatest value it may take; null: no limit (上限).")
    def high(self) -> float | None:
        """Give the upper end."""
        return self.entry.high

    @resolver(description="Where the number comes from (依据类型).")
    def basis(self) -> Basis:
        """Give the basis."""
        return self.entry.basis

    @resolver(description="The places that support it (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return Evidence.of(self.entry.evidence, self.view.graph.sources)


@strawberry.type(description="One number that a mechanism gives (测度).")
class Measure:
    """A measure of a system."""

    entry: strawberry.Private[domain.Measure]

    @resolver(description="The measure's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What it measures (名称).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label."""
        return self.entry.label.text(language_word(language), self.entry.key)

    @resolver(description="The number; a yes is 1, a no 0; null: not known, or not defined (数值).")
    def value(self) -> float | None:
        """Give the value."""
        return None if self.entry.value is None else float(self.entry.value)

    @resolver(description="What the number counts or measures (单位).")
    def unit(self) -> str:
        """Give the unit."""
        return self.entry.unit

    @resolver(description="Assumptions of docs/assumptions.md that it rests on: A-30 (假设).")
    def assumptions(self) -> list[str]:
        """Give the assumptions."""
        return [*self.entry.assumptions]


@strawberry.type(description="A statement of the essay, checked by running the mechanism (论断).")
class Claim:
    """A claim of a system."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[domain.Claim]

    @resolver(description="The claim's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What the essay states, in our words (论断).")
    def statement(self, language: LanguageArgument = Language.EN) -> str:
        """Give the statement."""
        return self.entry.statement.text(language_word(language))

    @resolver(description="Whether the mechanism bears it out; null: the data do not tell (成立).")
    def holds(self) -> bool | None:
        """Tell whether it holds."""
        return self.entry.holds

    @resolver(description="What the mechanism gave, with its numbers (所见).")
    def observed(self, language: LanguageArgument = Language.EN) -> str:
        """Give what was observed."""
        return self.entry.observed.text(language_word(language))

    @resolver(description="Where the essay states it (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return Evidence.of(self.entry.evidence, self.view.graph.sources)

    @resolver(
        description="Assumptions of docs/assumptions.md that the check rests on; empty: the text"
        " alone (假设)."
    )
    def assumptions(self) -> list[str]:
        """Give the assumptions."""
        return [*self.entry.assumptions]


@strawberry.interface(
    description="The mechanism of an essay over one view: what it reads, gives and claims (系统)."
)
class System:
    """A system, ready to run."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[domain.System]

    @classmethod
    def of(cls, view: OpenView, entry: domain.System) -> Self:
        """Wrap a system."""
        return cls(view=view, entry=entry)

    @resolver(description="The system's own key: `water_game`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="Title (标题).")
    def title(self, language: LanguageArgument = Language.EN) -> str:
        """Give the title."""
        return self.entry.title.text(language_word(language))

    @resolver(description="The numbers that it reads, as the view has them (参数).")
    def parameters(self) -> list[Parameter]:
        """Give the parameters."""
        return [Parameter(view=self.view, entry=item) for item in self.entry.parameters.values()]

    @resolver(description="The numbers that it gives, all or those named (测度).")
    async def measures(
        self,
        keys: Annotated[
            list[str] | None,
            strawberry.argument(description="Keys of measures; null: all (测度的键)."),
        ] = None,
    ) -> list[Measure]:
        """Run it for its measures."""
        return [Measure(entry=item) for item in await in_thread(self.entry.measures, keys)]

    @resolver(description="The statements of the essay, each checked by running it (论断).")
    async def claims(self) -> list[Claim]:
        """Run it for its claims."""
        return [Claim(view=self.view, entry=item) for item in await in_thread(self.entry.claims)]

    @resolver(description="What its answers were computed from (出处).")
    def provenance(self) -> Provenance:
        """Give the provenance."""
        return provenance(
            self.view,
            **{
                key: item.value
                for key, item in self.entry.parameters.items()
                if key in self.entry.parameters.overrides
            },
        )
