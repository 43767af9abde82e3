"""The parts that several entries share: labels, evidence, strengths, judgements, capability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import Element
from graph_api.scenarios.problems import Basket, Place
from graph_api.scenarios.shapes import BAD, Field, ListOf, Named, Record, Schema, Value
from graph_api.scenarios.values import STRENGTH_NUMBER, UNIT, Free, Id, Lines, Number, Text

MOST_PLACES = 1_000
"""How many lines one list may name, and how many places the evidence of one entry."""


@dataclass(frozen=True)
class LabelShape:
    """A text in English and Chinese; null is the same as left out."""

    record: Record

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the texts that are there."""
        read = self.record.read(place, basket)
        if read is BAD:
            return BAD
        return {language: text for language, text in read.items() if text is not None}

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return self.record.schema()


LABEL = Named(
    "label",
    LabelShape(
        Record(
            ("a text in two languages", "双语文字"),
            (
                Field("en", Text(), "English.", "英文。", null=True),
                Field("zh", Text(), "Chinese.", "中文。", null=True),
            ),
        )
    ),
)

EVIDENCE = Named(
    "evidence",
    ListOf(
        Record(
            ("evidence", "证据"),
            (
                Field(
                    "source",
                    Id(),
                    "The key of one of this scenario's sources.",
                    "本情景中某一来源的键。",
                    required=True,
                    missing="evidence-without-source",
                ),
                Field(
                    "lines",
                    ListOf(Lines(), MOST_PLACES),
                    "Lines of the source: numbers and ranges, [177, 187-191].",
                    "来源中的行：数字与区间，如 [177, 187-191]。",
                ),
                Field("note", LABEL, "What stands there.", "该处所述内容。"),
            ),
        ),
        MOST_PLACES,
    ),
)

EVIDENCE_FIELD = Field("evidence", EVIDENCE, "Where this is said.", "依据所在之处。")


def in_order(low: float | None, best: float | None, high: float | None) -> bool:
    """Tell whether low <= best <= high holds, as far as the three are known."""
    known = [value for value in (low, best, high) if value is not None]
    return known == sorted(known)


def _say_order(place: Place, basket: Basket, numbers: Mapping[str, float]) -> None:
    said = ", ".join(
        f"{name} {numbers[name]:g}" for name in ("low", "best", "high") if name in numbers
    )
    basket.say(
        "strength-order",
        place,
        (f"low <= best <= high does not hold: {said}.", f"不满足 low <= best <= high：{said}。"),
        ("Put the three into ascending order.", "请按从小到大的顺序填写。"),
    )


def _three(number: Number) -> tuple[Field, ...]:
    return (
        Field("low", number, "The least it may be.", "可能的最小值。", null=True),
        Field("best", number, "The best estimate.", "最佳估计。", null=True),
        Field("high", number, "The most it may be.", "可能的最大值。", null=True),
    )


@dataclass(frozen=True)
class StrengthShape:
    """A strength in [0, 1]: one number, or low, best and high; best alone is exactly that."""

    number: Number
    three: Record

    def read(self, place: Place, basket: Basket) -> Value:
        """Give low, best and high."""
        if place.node.kind == "scalar":
            value = self.number.read(place, basket)
            return value if value is BAD else {"low": value, "best": value, "high": value}
        before = len(basket.problems)
        read = self.three.read(place, basket)
        if read is BAD:
            return BAD
        numbers = {
            name: value for name, value in read.items() if value is not None and value is not BAD
        }
        if not in_order(*map(numbers.get, ("low", "best", "high"))):
            _say_order(place, basket, numbers)
        elif len(basket.problems) == before and not ("best" in numbers or len(numbers) == 2):
            basket.say(
                "missing-field",
                place,
                (
                    "A strength needs best, or both low and high.",
                    "强度需要 best，或同时有 low 和 high。",
                ),
                ("For an unknown strength write null.", "强度未知时请写 null。"),
                "best",
            )
        if len(basket.problems) > before:
            return BAD
        best = numbers.get("best")
        return {"low": numbers.get("low", best), "best": best, "high": numbers.get("high", best)}

    def schema(self) -> Schema:
        """Give the JSON schema."""
        three = {
            **self.three.schema(),
            "anyOf": [{"required": ["best"]}, {"required": ["low", "high"]}],
        }
        return {"anyOf": [self.number.schema(), three]}


@dataclass(frozen=True)
class JudgementShape:
    """What one expert says; low and high default to best."""

    record: Record

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the judgement with its three numbers."""
        before = len(basket.problems)
        read = self.record.read(place, basket)
        if read is BAD:
            return BAD
        said = {
            name: value for name, value in read.items() if value is not None and value is not BAD
        }
        if not in_order(*map(said.get, ("low", "best", "high"))):
            _say_order(place, basket, said)
        if len(basket.problems) > before:
            return BAD
        return {"low": said["best"], "high": said["best"], **said}

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return self.record.schema()


STRENGTH = Named(
    "strength",
    StrengthShape(STRENGTH_NUMBER, Record(("a strength", "强度"), _three(STRENGTH_NUMBER))),
)
POOLED_STRENGTH = Named(
    "strength", StrengthShape(UNIT, Record(("a strength", "强度"), _three(UNIT)))
)
"""The strength beside judgements: their pool, which may have any number of decimals."""

_JUDGEMENT = Record(
    ("a judgement", "专家判断"),
    (
        Field("expert", Free(), "Who judges.", "判断者。", required=True),
        Field("low", STRENGTH_NUMBER, "The least it may be.", "可能的最小值。", null=True),
        Field("best", STRENGTH_NUMBER, "The best estimate.", "最佳估计。", required=True),
        Field("high", STRENGTH_NUMBER, "The most it may be.", "可能的最大值。", null=True),
        Field(
            "confidence",
            Number(0, above=True),
            "The weight of this judgement in the pool.",
            "该判断在合并中的权重。",
            null=True,
            default=1,
        ),
    ),
)
JUDGEMENTS = Named("judgements", ListOf(JudgementShape(_JUDGEMENT), MOST_PLACES))
CAPABILITY = Named(
    "capability",
    Record(
        ("capability", "能力"),
        tuple(
            Field(element.value, UNIT, element.meaning, f"{element.label.text('zh')}。", null=True)
            for element in Element
        ),
    ),
)
CAPITALS = Named(
    "capitals",
    Record(
        ("capitals", "资本"),
        (
            Field("political", UNIT, "Political capital.", "政治资本。", null=True),
            Field("economic", UNIT, "Economic capital.", "经济资本。", null=True),
            Field("social", UNIT, "Social capital.", "社会资本。", null=True),
        ),
    ),
)
