"""The ten words of a change and their fields."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.scenarios.graph_fields import (
    ANY_ID,
    ENDS,
    ID_FIELD,
    KEY_FIELD,
    SOURCE_FIELDS,
    RelationShape,
    actor_fields,
    relation_fields,
)
from graph_api.scenarios.problems import Basket, Place
from graph_api.scenarios.shapes import Field, Named, Record, Schema, Value, wrong_type
from graph_api.scenarios.values import Id, Number

_RENAME = (ID_FIELD, Field("to", Id(), "The new id.", "新标识。", required=True))

CHANGES: tuple[Field, ...] = (
    Field(
        "set_relation",
        RelationShape.of(
            ("set_relation", "set_relation"), (ID_FIELD, *relation_fields(whole=False))
        ),
        "Change fields of a relation; what is left out stays.",
        "修改关系的字段；未写的保持不变。",
    ),
    Field(
        "add_relation",
        RelationShape.of(("a relation", "关系"), (ANY_ID, *ENDS, *relation_fields(whole=True))),
        "Add a relation.",
        "新增关系。",
    ),
    Field("remove_relation", Id(), "Take a relation away, by its id.", "按标识删除关系。"),
    Field(
        "set_actor",
        Record(("set_actor", "set_actor"), (ID_FIELD, *actor_fields(whole=False))),
        "Change fields of an actor; capability and capitals are merged by key.",
        "修改行动者的字段；capability 与 capitals 按键合并。",
    ),
    Field(
        "add_actor",
        Record(("an actor", "行动者"), (ID_FIELD, *actor_fields(whole=True))),
        "Add an actor.",
        "新增行动者。",
    ),
    Field(
        "remove_actor",
        Id(),
        "Take an actor away, with all its relations, by its id.",
        "按标识删除行动者及其全部关系。",
    ),
    Field(
        "set_parameter",
        Record(
            ("set_parameter", "set_parameter"),
            (KEY_FIELD, Field("value", Number(), "The new value.", "新取值。", required=True)),
        ),
        "Give a parameter another value.",
        "修改参数取值。",
    ),
    Field(
        "add_source",
        Record(("a source", "来源"), (KEY_FIELD, *SOURCE_FIELDS)),
        "Add a source that evidence may then name.",
        "新增来源，供证据引用。",
    ),
    Field(
        "rename_actor",
        Record(("rename_actor", "rename_actor"), _RENAME),
        "Give an actor another id; every reference follows.",
        "更改行动者标识；所有引用随之更改。",
    ),
    Field(
        "rename_relation",
        Record(("rename_relation", "rename_relation"), _RENAME),
        "Give a relation another id; every reference follows.",
        "更改关系标识；所有引用随之更改。",
    ),
)
"""The ten words of a change; GraphQL's ChangeInput says the same in camelCase."""


@dataclass(frozen=True)
class ChangeShape:
    """One change: a mapping of exactly one of the ten words."""

    record: Record

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the change."""
        if place.node.kind != "map":
            ten = ", ".join(item.name for item in CHANGES)
            return wrong_type(
                place,
                basket,
                ("a change", "一项变更"),
                (f"One of: {ten}.", f"可用的有：{ten}。"),
            )
        read = self.record.read(place, basket)
        words = [key.raw for key, _ in place.node.pairs]
        if len(words) != 1:
            basket.say(
                "one-change",
                place,
                (
                    f"A change has exactly one word, not {len(words)}.",
                    f"一项变更须恰有一个词，而非 {len(words)} 个。",
                ),
                ("Begin a new '- ' item for each change.", "请为每项变更另起“- ”项。"),
            )
        return read

    def schema(self) -> Schema:
        """Give the JSON schema."""
        return {**self.record.schema(), "minProperties": 1, "maxProperties": 1}


CHANGE = Named("change", ChangeShape(Record(("a change", "变更"), CHANGES)))
