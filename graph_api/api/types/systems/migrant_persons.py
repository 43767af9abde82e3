"""What the mechanism of essay 5 says of persons and generations."""

from collections.abc import Mapping, Sequence

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Language, language_word
from graph_api.domain import Label
from graph_api.systems.migrant_integration.cohorts import ASKED_ONCE, CAUTION, Gap
from graph_api.systems.migrant_integration.comparison import WORDS, DimensionSign, Indicator
from graph_api.systems.migrant_integration.generations import NAMES, AgeClass, Generation
from graph_api.systems.migrant_integration.persons import Person, Profile

GENERATION = '"old" (born before the cut) or "new" (born in its year or later) (世代).'


@strawberry.input(description="One person; scores in [0, 1], null where not known (人员).")
class PersonInput:
    """A person as a client says it."""

    id: strawberry.ID = strawberry.field(description="The person's own id (编号).")
    birth_year: int = strawberry.field(
        description="Year of birth; from 1980 on: new generation (出生年份)."
    )
    economic: float | None = strawberry.field(default=None, description="Economic side (经济).")
    daily_life: float | None = strawberry.field(
        default=None, description="Daily social life (社会日常生活)."
    )
    psychological: float | None = strawberry.field(
        default=None, description="Social psychology (社会心理)."
    )
    identity: float | None = strawberry.field(
        default=None,
        description="Identity, the fourth dimension of the work that the essay cites (身份认同).",
    )

    def meant(self) -> Person:
        """Give the person."""
        return Person(
            str(self.id),
            self.birth_year,
            self.economic,
            self.daily_life,
            self.psychological,
            self.identity,
        )


@strawberry.type(
    description="One number per dimension, never summed up; null: nobody known (各层面)."
)
class Dimensions:
    """A number per dimension."""

    economic: float | None = strawberry.field(description="Economic side (经济).")
    daily_life: float | None = strawberry.field(description="Daily social life (社会日常生活).")
    psychological: float | None = strawberry.field(description="Social psychology (社会心理).")
    identity: float | None = strawberry.field(description="Identity, if it was given (身份认同).")

    @classmethod
    def of(cls, values: Mapping[str, float | None]) -> "Dimensions":
        """Wrap a number per dimension."""
        return cls(**{key: None if item is None else float(item) for key, item in values.items()})


@strawberry.type(description="The persons of one generation (世代画像).")
class GenerationProfile:
    """One generation."""

    generation: str = strawberry.field(description=GENERATION)
    count: int = strawberry.field(description="How many persons (人数).")
    mean: Dimensions = strawberry.field(description="Mean over those who are known (平均).")
    known: Dimensions = strawberry.field(description="How many are known (已知人数).")


@strawberry.type(description="Both generations side by side (融入画像).")
class IntegrationProfile:
    """A profile of persons."""

    generations: list[GenerationProfile] = strawberry.field(
        description="The older, then the new generation (两代)."
    )
    gap: Dimensions = strawberry.field(
        description="Mean of the new - mean of the older generation; read `caution` (差距)."
    )

    @resolver(description="What the gap of persons asked once cannot tell (注意).")
    def caution(self, language: LanguageArgument = Language.EN) -> str:
        """Say what a gap cannot tell."""
        return ASKED_ONCE.text(language_word(language))

    @classmethod
    def of(cls, found: Profile) -> "IntegrationProfile":
        """Wrap a profile."""
        return cls(
            generations=[
                GenerationProfile(
                    generation=one.generation.value,
                    count=one.count,
                    mean=Dimensions.of(one.mean),
                    known=Dimensions.of(one.known),
                )
                for one in found.generations
            ],
            gap=Dimensions.of(found.gap),
        )


@strawberry.type(description="What a birth year or an age says of the generation (世代判定).")
class GenerationAnswer:
    """The generation of a person."""

    text: strawberry.Private[Label]
    generation: str | None = strawberry.field(
        description='"old" or "new"; null: both are possible, ask for the birth year (世代).'
    )
    possible: list[str] = strawberry.field(description="All that are possible (可能的世代).")
    birth_years: list[int] = strawberry.field(description="Possible years of birth (出生年份).")

    @resolver(description="Why, and what to ask (解释).")
    def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Say it in words."""
        return self.text.text(language_word(language))

    @classmethod
    def born(cls, year: int, generation: Generation) -> "GenerationAnswer":
        """Wrap the generation of a birth year."""
        name = NAMES[generation]
        text = Label(f"Born in {year}: {name.en}.", f"生于{year}年：{name.zh}。")
        word = generation.value
        return cls(text=text, generation=word, possible=[word], birth_years=[year])

    @classmethod
    def aged(cls, found: AgeClass, text: Label) -> "GenerationAnswer":
        """Wrap what an age says."""
        return cls(
            text=text,
            generation=None if found.generation is None else found.generation.value,
            possible=[one.value for one in found.possible],
            birth_years=[*found.birth_years],
        )


@strawberry.type(description="Who is ahead by one indicator (指标比较).")
class IndicatorSign:
    """One indicator."""

    entry: strawberry.Private[Indicator]

    @resolver(description="The indicator's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What is compared (指标).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label."""
        return self.entry.label.text(language_word(language))

    @resolver(description="1 new, -1 older generation ahead, 0 equal, null: no result (方向).")
    def sign(self) -> int | None:
        """Give the sign."""
        return self.entry.sign


@strawberry.type(description="Who is ahead in one dimension: signs, no magnitudes (代际比较).")
class GenerationComparison:
    """One dimension."""

    entry: strawberry.Private[DimensionSign]
    indicators: list[IndicatorSign] = strawberry.field(description="By what (各指标).")

    @classmethod
    def of(cls, found: DimensionSign, all_of: Sequence[Indicator]) -> "GenerationComparison":
        """Wrap a dimension with its indicators."""
        own = [IndicatorSign(entry=item) for item in all_of if item.dimension == found.dimension]
        return cls(entry=found, indicators=own)

    @resolver(description="The dimension's own key.")
    def dimension(self) -> str:
        """Give the key."""
        return self.entry.dimension

    @resolver(description="Sign of all known indicators, 0 where they disagree (方向).")
    def sign(self) -> int | None:
        """Give the sign."""
        return self.entry.sign

    @resolver(description="The sign as a word (含义).")
    def ahead(self, language: LanguageArgument = Language.EN) -> str:
        """Say who is ahead."""
        return WORDS[self.entry.sign].text(language_word(language))

    @resolver(description="What one survey cannot tell (注意).")
    def caution(self, language: LanguageArgument = Language.EN) -> str:
        """Say what a gap cannot tell."""
        return CAUTION.text(language_word(language))


@strawberry.type(description="A figure of the survey of 2011 for both generations (代际差距).")
class GenerationGap:
    """A gap."""

    entry: strawberry.Private[Gap]

    @resolver(description="The figure's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What is compared (数据).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label."""
        return self.entry.label.text(language_word(language))

    @resolver(description="Unit of all its numbers (单位).")
    def unit(self) -> str:
        """Give the unit."""
        return self.entry.unit

    @resolver(description="The older generation (老一代).")
    def old(self) -> float:
        """Give the older generation's."""
        return self.entry.old

    @resolver(description="The new generation (新生代).")
    def new(self) -> float:
        """Give the new generation's."""
        return self.entry.new

    @resolver(description="The new less the old: all of it cohort, if age did nothing (差).")
    def difference(self) -> float:
        """Give the difference."""
        return self.entry.difference

    @resolver(description="Change per year older: all of it age, if cohort did nothing (年龄效应).")
    def per_year_of_age(self) -> float | None:
        """Give the other reading."""
        return self.entry.per_year_of_age

    @resolver(description="What one survey cannot tell (注意).")
    def caution(self, language: LanguageArgument = Language.EN) -> str:
        """Say what a gap cannot tell."""
        return CAUTION.text(language_word(language))


@strawberry.type(description="What surveys can tell apart (效应识别).")
class SurveyIdentification:
    """Age, period, cohort."""

    waves: int = strawberry.field(description="Number of surveys (调查次数).")
    age_from_cohort: bool = strawberry.field(
        description="Age from cohort, if the years themselves changed nothing (年龄与队列)."
    )
    all_three: bool = strawberry.field(
        description="Linear effects of age, period and cohort: never (三者)."
    )
