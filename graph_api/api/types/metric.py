"""Metrics: the catalogue, and one metric of one view."""

import strawberry

from graph_api.api.connections import Connection
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import Answer, LanguageArgument
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.scoring import metrics


@strawberry.input(description="The value of one parameter of a metric (指标参数取值).")
class MetricParameterInput:
    """A key and its number."""

    key: str = strawberry.field(description="Key of the parameter (键).")
    value: float = strawberry.field(description="Its value, a finite number (取值).")


@strawberry.type(description="A parameter that a metric takes (指标参数).")
class MetricParameter:
    """A parameter, its range and its default."""

    entry: strawberry.Private[metrics.MetricParameter]

    @resolver(description="As it is written in `parameters` (键).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What it does (说明).")
    def description(self, language: LanguageArgument = Language.EN) -> str:
        """Say what it does."""
        return self.entry.description.text(language_word(language))

    @resolver(description="Lower end of its range (下限).")
    def low(self) -> float:
        """Give the lower end."""
        return self.entry.low

    @resolver(description="Upper end of its range (上限).")
    def high(self) -> float:
        """Give the upper end."""
        return self.entry.high

    @resolver(
        description="What it is where nothing is said; null: worked out from the graph, unless it"
        " is required (默认值)."
    )
    def default(self) -> float | None:
        """Give the default."""
        return self.entry.default

    @resolver(description="It has to be given (必填).")
    def is_required(self) -> bool:
        """Tell whether it has to be given."""
        return self.entry.is_required

    @resolver(description="Only whole numbers are allowed (仅限整数).")
    def is_whole(self) -> bool:
        """Tell whether only whole numbers are allowed."""
        return self.entry.is_whole


@strawberry.type(description="A metric of the catalogue: what it is, and what it is not (指标).")
class MetricInfo:
    """An entry of the catalogue."""

    entry: strawberry.Private[metrics.MetricInfo]

    @resolver(description="As `metric(name:)` takes it (名称).")
    def name(self) -> str:
        """Give the name."""
        return self.entry.name

    @resolver(description="What it is called (标题).")
    def title(self, language: LanguageArgument = Language.EN) -> str:
        """Give the title."""
        return self.entry.title.text(language_word(language))

    @resolver(description="What it tells (说明).")
    def description(self, language: LanguageArgument = Language.EN) -> str:
        """Say what it tells."""
        return self.entry.description.text(language_word(language))

    @resolver(description="What it must not be read as (不应解读为).")
    def not_to_be_read_as(self, language: LanguageArgument = Language.EN) -> str:
        """Say what it is not."""
        return self.entry.not_to_be_read_as.text(language_word(language))

    @resolver(description="Its formula, in plain text (公式).")
    def formula(self, language: LanguageArgument = Language.EN) -> str:
        """Give the formula."""
        return self.entry.formula.text(language_word(language))

    @resolver(description="Its unit (单位).")
    def unit(self, language: LanguageArgument = Language.EN) -> str:
        """Give the unit."""
        return self.entry.unit.text(language_word(language))

    @resolver(description="Between which ends it lies, and when it is null (取值范围).")
    def range(self, language: LanguageArgument = Language.EN) -> str:
        """Give the range."""
        return self.entry.value_range.text(language_word(language))

    @resolver(description="What it takes from a relation: strength, or only presence (读取内容).")
    def reads(self, language: LanguageArgument = Language.EN) -> str:
        """Say what it takes from a relation."""
        return self.entry.reads.text(language_word(language))

    @resolver(description="What computes it, and why that (所用程序库).")
    def library(self, language: LanguageArgument = Language.EN) -> str:
        """Say what computes it."""
        return self.entry.library.text(language_word(language))

    @resolver(description="Where it is defined (文献).")
    def literature(self) -> str:
        """Give the literature."""
        return self.entry.literature

    @resolver(description="One number of the whole graph, without rows (是否为整图指标).")
    def is_of_graph(self) -> bool:
        """Tell whether it is a number of the whole graph."""
        return self.entry.is_of_graph

    @resolver(description="What it takes beside the graph (参数).")
    def parameters(self) -> list[MetricParameter]:
        """Give the parameters."""
        return [MetricParameter(entry=item) for item in self.entry.parameters]


@strawberry.type(description="A number that makes up the value of a row (组成部分).")
class MetricPart:
    """A part by its name."""

    name: str = strawberry.field(description="What is counted, as `gatekeeper` (名称).")
    value: float = strawberry.field(description="How much (数值).")


@strawberry.type(description="What a metric says of one actor (指标行).")
class MetricRow:
    """A row of an answer."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[metrics.MetricRow]

    @resolver(description="The actor (行动者).")
    def actor(self) -> Actor:
        """Give the actor."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.actor))

    @resolver(description="The number; null: undefined, which is not 0 (数值).")
    def value(self) -> float | None:
        """Give the number."""
        return self.entry.value

    @resolver(
        description="The actor is in the set that was searched for; null: this metric searches for"
        " none (是否入选)."
    )
    def chosen(self) -> bool | None:
        """Tell whether the actor was chosen."""
        return self.entry.chosen

    @resolver(description="The numbers that make up the value; often none (组成部分).")
    def parts(self) -> list[MetricPart]:
        """Give the parts."""
        return [MetricPart(name=name, value=value) for name, value in self.entry.parts.items()]


@strawberry.type(
    description="One page of a metric: a chosen set first, then the largest value; undefined ones"
    " last (指标分页)."
)
class MetricConnection(Connection[MetricRow], Answer):
    """A page of a metric."""

    value: float | None = strawberry.field(
        description="The number of the whole graph; null: there is none, or it is undefined"
        " (整图数值)."
    )
    unknown: int = strawberry.field(
        description="How many relations were left out because their strength is unknown"
        " (未计入的未知关系数)."
    )
    info: MetricInfo = strawberry.field(description="What was computed (指标说明).")
