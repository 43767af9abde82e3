"""The tables of the format: every field of every entry, its shape and its meaning.

Reader, JSON schema and the hints of the check all come from these tables.
"""

from __future__ import annotations

from graph_api.domain.scenario import BASELINE, FORMAT, CaseState
from graph_api.domain.words import Basis, Level, Sphere
from graph_api.scenarios.change_fields import CHANGE
from graph_api.scenarios.graph_fields import ACTOR, RELATION, SOURCE
from graph_api.scenarios.parts import (
    CAPABILITY,
    CAPITALS,
    EVIDENCE,
    EVIDENCE_FIELD,
    JUDGEMENTS,
    LABEL,
    STRENGTH,
)
from graph_api.scenarios.shapes import Field, ListOf, MapOf, Named, Record
from graph_api.scenarios.values import UNIT, Choice, Day, Free, Id, Moment, Number, Text

_NUMBER = Number()

PARAMETER = Named(
    "parameter",
    Record(
        ("a parameter", "参数"),
        (
            Field(
                "value",
                _NUMBER,
                "Its value; null where nothing gives one.",
                "取值；无依据时写 null。",
                required=True,
                null=True,
            ),
            Field("unit", Free(), "Its unit.", "单位。", required=True),
            Field("low", _NUMBER, "The least value it takes.", "最小取值。", null=True),
            Field("high", _NUMBER, "The greatest value it takes.", "最大取值。", null=True),
            Field(
                "basis",
                Choice(Basis),
                "Where the value comes from.",
                "取值的依据。",
                default=Basis.PROPOSAL.value,
            ),
            Field("description", LABEL, "What it means.", "含义。"),
            EVIDENCE_FIELD,
        ),
    ),
)
FIGURE = Named(
    "figure",
    Record(
        ("a figure", "数字"),
        (
            Field("value", _NUMBER, "The figure as printed.", "所载数值。", required=True),
            Field("unit", Free(), "Its unit.", "单位。", required=True),
            Field(
                "year",
                Number(-9999, 9999, whole=True),
                "The year it is of.",
                "所属年份。",
                null=True,
            ),
            Field("label", LABEL, "What it counts.", "所指内容。"),
            Field(
                "conflicts_with",
                ListOf(Id()),
                "Keys of figures that contradict it.",
                "与之矛盾的数字的键。",
            ),
            EVIDENCE_FIELD,
        ),
    ),
)
CASE = Named(
    "case",
    Record(
        ("a case", "个案"),
        (
            Field("state", Choice(CaseState), "Where it stands.", "所处状态。", required=True),
            Field(
                "history",
                ListOf(
                    Record(
                        ("a step of a case", "个案步骤"),
                        (
                            Field("at", Moment(), "When.", "时间。", required=True),
                            Field("before", Choice(CaseState), "From.", "此前状态。", null=True),
                            Field("after", Choice(CaseState), "To.", "此后状态。", required=True),
                            Field("note", Text(), "Why.", "说明。", null=True),
                            Field("by", Free(), "Who.", "经办人。"),
                        ),
                    )
                ),
                "Its steps, oldest first.",
                "步骤，按时间先后。",
            ),
            Field(
                "observations",
                ListOf(
                    Record(
                        ("an observation", "观测"),
                        (
                            Field("indicator", Free(), "What.", "指标。", required=True),
                            Field(
                                "value",
                                _NUMBER,
                                "The reading; null: looked for, not found.",
                                "读数；null 表示查过但没有。",
                                required=True,
                                null=True,
                            ),
                            Field("at", Day(), "When.", "日期。", required=True),
                            Field("note", Text(), "Remark.", "说明。", null=True),
                            Field("by", Free(), "Who.", "记录人。"),
                        ),
                    )
                ),
                "Readings of indicators.",
                "指标读数。",
            ),
        ),
    ),
)

VARIANT = Named(
    "variant",
    Record(
        ("a variant", "变体"),
        (
            Field("title", LABEL, "Its title.", "标题。"),
            Field(
                "extends",
                Id(),
                "The variant it builds on; left out, the baseline.",
                "所扩展的变体；省略则为基线。",
                null=True,
            ),
            Field(
                "changes",
                ListOf(CHANGE),
                "What it changes, in order.",
                "依次进行的变更。",
                null=True,
            ),
        ),
    ),
)

_BOTH = (
    Field("en", Text(), "English.", "英文。", required=True),
    Field("zh", Text(), "Chinese.", "中文。", required=True),
)
VOCABULARY = Named(
    "vocabulary",
    Record(
        ("the vocabulary", "词汇"),
        (
            Field(
                "kinds",
                MapOf(
                    Record(
                        ("a kind of actor", "行动者类型"),
                        (
                            *_BOTH,
                            Field("level", Choice(Level), "Its level.", "层级。", required=True),
                            Field("sphere", Choice(Sphere), "Its sphere.", "领域。", required=True),
                            Field(
                                "stateness",
                                UNIT,
                                "How far it acts as the state; default: 1 in the sphere of the"
                                " state, else 0.",
                                "国家性；默认：国家领域为 1，其余为 0。",
                                null=True,
                            ),
                        ),
                    )
                ),
                "Kinds of actors beside the built-in ones.",
                "内置类型之外的行动者类型。",
                null=True,
            ),
            Field(
                "conveys",
                MapOf(Record(("a word", "词"), _BOTH)),
                "Words for what flows beside the built-in ones.",
                "内置词之外的传递内容。",
                null=True,
            ),
        ),
    ),
)

DOCUMENT = Record(
    ("a scenario", "情景"),
    (
        Field(
            "format",
            Number(1, FORMAT, whole=True),
            "The version of this format.",
            "格式版本。",
            required=True,
        ),
        Field("scenario", Id(), "The key of the scenario.", "情景的键。", required=True),
        Field("title", LABEL, "Its title.", "标题。"),
        Field("description", LABEL, "What it is about.", "内容说明。"),
        Field(
            "system",
            Id(),
            "The mechanism that runs on it; none for a plain graph.",
            "在其上运行的机制；普通图可省略。",
            null=True,
        ),
        Field("vocabulary", VOCABULARY, "Its own words.", "自有词汇。", null=True),
        Field(
            "sources", MapOf(SOURCE), "What evidence points into.", "证据所指的来源。", null=True
        ),
        Field("actors", MapOf(ACTOR), "Who takes part, by id.", "行动者，按标识。", null=True),
        Field("relations", ListOf(RELATION), "Who empowers whom.", "谁对谁充权。", null=True),
        Field(
            "variants",
            MapOf(VARIANT, reserved=BASELINE),
            f"Named lists of changes on the baseline, whose key is {BASELINE!r}.",
            f"在基线（键为 {BASELINE}）之上的变更列表。",
            null=True,
        ),
        Field(
            "parameters", MapOf(PARAMETER), "What mechanisms read.", "机制所读的参数。", null=True
        ),
        Field(
            "figures", MapOf(FIGURE), "Figures printed in sources.", "来源所载的数字。", null=True
        ),
        Field("cases", MapOf(CASE), "Cases of households, by id.", "家庭个案，按标识。", null=True),
    ),
)
"""A whole file."""

DEFINITIONS: tuple[Named, ...] = (
    LABEL,
    EVIDENCE,
    STRENGTH,
    JUDGEMENTS,
    CAPABILITY,
    CAPITALS,
    SOURCE,
    ACTOR,
    RELATION,
    CHANGE,
    VARIANT,
    PARAMETER,
    FIGURE,
    CASE,
    VOCABULARY,
)
"""What the JSON schema defines once."""
