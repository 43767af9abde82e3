"""The fields of actors, relations and sources, whole as in an entry or partial as in a patch."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from graph_api.domain.words import (
    Basis,
    Direction,
    Element,
    Level,
    RelationClass,
    Sphere,
    Status,
)
from graph_api.scenarios.parts import (
    CAPABILITY,
    CAPITALS,
    EVIDENCE_FIELD,
    JUDGEMENTS,
    LABEL,
    MOST_PLACES,
    POOLED_STRENGTH,
    STRENGTH,
)
from graph_api.scenarios.problems import Basket, Both, Place
from graph_api.scenarios.shapes import Field, ListOf, Named, Record, Schema, Value
from graph_api.scenarios.values import UNIT, Choice, Day, Free, Id, Lines, Number, Text

ID_FIELD = Field(
    "id", Id(), "The id, unique in the scenario.", "标识，在情景中唯一。", required=True
)
KEY_FIELD = Field(
    "key", Id(), "The key, unique in the scenario.", "键，在情景中唯一。", required=True
)


def actor_fields(*, whole: bool) -> tuple[Field, ...]:
    """Give the fields of an actor; in a patch all may be left out, and null says something."""
    return (
        Field("name", LABEL, "Its name in both languages.", "双语名称。"),
        Field(
            "kind",
            Id(),
            "What sort of actor: a built-in word or one of vocabulary.kinds.",
            "行动者的类型：内置词，或 vocabulary.kinds 中的词。",
            required=whole,
        ),
        Field(
            "level",
            Choice(Level),
            "How large a body it is; default: as its kind.",
            "层级；默认随类型。",
            null=whole,
        ),
        Field(
            "sphere",
            Choice(Sphere),
            "Which sphere it belongs to by law; default: as its kind.",
            "法律上所属的领域；默认随类型。",
            null=whole,
        ),
        Field(
            "stateness",
            UNIT,
            "How far it acts as the state, from 0 (society) to 1 (state); default: as its kind.",
            "在多大程度上像国家那样行动，0 为社会，1 为国家；默认随类型。",
            null=whole,
        ),
        Field(
            "capability",
            CAPABILITY,
            "Levels of the eight elements in [0, 1]; null is unknown.",
            "八个要素的水平，0 到 1；null 表示未知。",
        ),
        Field(
            "capitals",
            CAPITALS,
            "Three capitals in [0, 1]; null is unknown.",
            "三种资本，0 到 1；null 表示未知。",
        ),
        Field("member_of", Id(), "The actor that it is part of.", "所隶属的行动者。", null=True),
        Field("population", Number(0), "How many persons it is.", "人数。", null=True),
        Field(
            "group",
            Free(),
            "A free word that puts actors together.",
            "用于归组的自由词。",
            null=True,
        ),
        EVIDENCE_FIELD,
    )


def relation_fields(*, whole: bool) -> tuple[Field, ...]:
    """Give the fields of a relation after its ends; a patch has the same, all of them optional."""
    return (
        Field(
            "class",
            Choice(RelationClass),
            "What it does to the actor it reaches; only empowerment carries a path.",
            "对所及行动者的作用；只有充权构成路径。",
            default=RelationClass.EMPOWERMENT.value if whole else None,
        ),
        Field(
            "direction",
            Choice(Direction),
            "What the source calls it, where that differs from what the ends suggest.",
            "来源中的说法，仅在与两端所示不同时填写。",
            null=True,
        ),
        Field(
            "conveys",
            ListOf(Id()),
            "What flows: built-in words or words of vocabulary.conveys.",
            "传递的内容：内置词，或 vocabulary.conveys 中的词。",
        ),
        Field(
            "elements",
            ListOf(Choice(Element)),
            "Which of the eight elements it strengthens.",
            "增强八个要素中的哪些。",
        ),
        Field(
            "strength",
            STRENGTH,
            "How strong it is in [0, 1]; 0 is known to be absent, null is unknown.",
            "强度，0 到 1；0 表示已知不存在，null 表示未知。",
            null=True,
        ),
        Field(
            "judgements",
            JUDGEMENTS,
            "What experts say; the strength is then their pool.",
            "专家判断；强度取其合并值。",
        ),
        Field(
            "status",
            Choice(Status),
            "Whether it is written, lived or only proposed.",
            "法定、实践还是拟议。",
            default=Status.PRACTICE.value if whole else None,
        ),
        Field(
            "basis",
            Choice(Basis),
            "Where the strength comes from.",
            "强度的依据。",
            default=Basis.PROPOSAL.value if whole else None,
        ),
        Field("valid_from", Day(), "First day it holds.", "生效首日（含）。", null=True),
        Field("valid_to", Day(), "Last day it holds.", "生效末日（含）。", null=True),
        EVIDENCE_FIELD,
    )


ENDS = (
    Field("from", Id(), "The actor it leaves.", "起点行动者。", required=True),
    Field("to", Id(), "The actor it reaches.", "终点行动者。", required=True),
)
SOURCE_FIELDS = (
    Field("title", LABEL, "Its title.", "标题。"),
    Field("file", Text(), "The name of its file.", "文件名。", null=True),
    Field(
        "lines",
        ListOf(Lines(), MOST_PLACES),
        "The lines of the file that belong to it; none: all of them.",
        "文件中属于它的行；不写则为全部。",
    ),
)
ANY_ID = Field(
    "id",
    Id(),
    "The id; left out, the next free r1, r2, ...",
    "标识；省略时取下一个空闲的 r1、r2……",
    null=True,
)

ACTOR = Named("actor", Record(("an actor", "行动者"), actor_fields(whole=True)))


@dataclass(frozen=True)
class RelationShape:
    """A relation or a patch of one; beside judgements a strength has the decimals of a pool."""

    record: Record
    pooled: Record

    @classmethod
    def of(cls, noun: Both, fields: tuple[Field, ...]) -> RelationShape:
        """Make the shape of its fields."""
        pooled = tuple(
            dataclasses.replace(item, shape=POOLED_STRENGTH) if item.name == "strength" else item
            for item in fields
        )
        return cls(Record(noun, fields), Record(noun, pooled))

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the fields that are there."""
        has_judgements = place.node.get("judgements") is not None
        return (self.pooled if has_judgements else self.record).read(place, basket)

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return self.record.schema()


RELATION = Named(
    "relation",
    RelationShape.of(("a relation", "关系"), (ID_FIELD, *ENDS, *relation_fields(whole=True))),
)
SOURCE = Named("source", Record(("a source", "来源"), SOURCE_FIELDS))
