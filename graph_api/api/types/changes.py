"""Changes as clients say them: inputs that become the plain words of the YAML.

What was left out stays out, null stays null: a patch tells "as it is" from "unknown".
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

import strawberry

from graph_api.api.ids import own_key
from graph_api.api.types.words import (
    Basis,
    Direction,
    Element,
    Level,
    RelationClass,
    Sphere,
    Status,
)


def _optional(description: str, name: str | None = None) -> Any:  # noqa: ANN401  # any field
    """Give an input field that tells left out from null."""
    return strawberry.field(default=strawberry.UNSET, description=description, name=name)


def _required(description: str, name: str | None = None) -> Any:  # noqa: ANN401  # any field
    return strawberry.field(description=description, name=name)


@strawberry.input(description="A text in English and Chinese; one of them is enough (双语文本).")
class LabelInput:
    """A label."""

    en: str | None = _optional("English (英文).")
    zh: str | None = _optional("Chinese (中文).")


@strawberry.input(
    description="A strength in [0, 1], rounded to 6 decimals; `{best: 0.4}` alone:"
    " exactly 0.4 (强度)."
)
class StrengthInput:
    """A strength."""

    best: float | None = _optional("Best guess (最佳值).")
    low: float | None = _optional("Lowest thought possible (下限).")
    high: float | None = _optional("Highest thought possible (上限).")


@strawberry.input(description="What one expert says a strength is (专家判断).")
class JudgementInput:
    """A judgement."""

    expert: str = _required("Who judged (专家).")
    low: float | None = _optional("Lowest thought possible; left out: `best` (下限).")
    best: float = _required("Best guess, in [0, 1] (最佳值).")
    high: float | None = _optional("Highest thought possible; left out: `best` (上限).")
    confidence: float | None = _optional("Weight in the pool, above 0; left out: 1 (权重).")


@strawberry.input(description="The place in a source that supports an entry (依据).")
class EvidenceInput:
    """A piece of evidence."""

    source: str = _required("Key of a source of the scenario (来源).")
    lines: list[str] | None = _optional('Numbers or ranges, as ["177", "187-191"] (行).')
    note: str | None = _optional("What the lines say, in either language (注).")


@strawberry.input(description="The level of one element (要素水平).")
class ElementInput:
    """An element and its level."""

    element: Element = _required("Which of the eight elements (要素).")
    level: float | None = strawberry.field(
        default=None, description="In [0, 1]; null: unknown (水平)."
    )


@strawberry.input(
    description="Three capitals, each in [0, 1]; null: unknown, left out: as it is (资本)."
)
class CapitalsInput:
    """Capitals."""

    political: float | None = _optional("Political capital (政治资本).")
    economic: float | None = _optional("Economic capital (经济资本).")
    social: float | None = _optional("Social capital (社会资本).")


@strawberry.input(
    description="What changes of a relation; what is left out stays, null is unknown or"
    " none (关系修改)."
)
class RelationPatch:
    """A patch of a relation."""

    id: strawberry.ID = _required("Key or node id of the relation (关系).")
    strength: StrengthInput | None = _optional("Null: unknown (强度).")
    judgements: list[JudgementInput] | None = _optional(
        "Replace the judgements; the strength is then their pool (专家判断)."
    )
    relation_class: RelationClass | None = _optional("Class (类别).", "class")
    direction: Direction | None = _optional("Null: from the levels of the ends (方向).")
    conveys: list[str] | None = _optional("Words for what flows (传递内容).")
    elements: list[Element] | None = _optional("Elements it works on; null: unknown (要素).")
    status: Status | None = _optional("Law, practice, proposed (状态).")
    basis: Basis | None = _optional("Where the number comes from (数值依据).")
    valid_from: date | None = _optional("First day; null: none stated (生效日).")
    valid_to: date | None = _optional("Last day; null: none stated (失效日).")
    evidence: list[EvidenceInput] | None = _optional("Replace the evidence (依据).")


@strawberry.input(description="A relation to add (新关系).")
class RelationInput:
    """A relation."""

    id: strawberry.ID | None = _optional("Its key; left out: the next free r1, r2, ...")
    from_id: strawberry.ID = _required("Key or node id of the actor it begins at (起点).", "from")
    to_id: strawberry.ID = _required("Key or node id of the actor it reaches (终点).", "to")
    strength: StrengthInput | None = _optional("Left out or null: unknown (强度).")
    judgements: list[JudgementInput] | None = _optional(
        "Judgements that the strength is pooled from (专家判断)."
    )
    relation_class: RelationClass | None = strawberry.field(
        default=RelationClass.EMPOWERMENT, name="class", description="Class (类别)."
    )
    direction: Direction | None = _optional("Left out: from the levels of the ends (方向).")
    conveys: list[str] | None = _optional("Words for what flows (传递内容).")
    elements: list[Element] | None = _optional("Elements it works on (要素).")
    status: Status | None = strawberry.field(
        default=Status.PRACTICE, description="Law, practice, proposed (状态)."
    )
    basis: Basis | None = strawberry.field(
        default=Basis.PROPOSAL, description="Where the number comes from (数值依据)."
    )
    valid_from: date | None = _optional("First day (生效日).")
    valid_to: date | None = _optional("Last day (失效日).")
    evidence: list[EvidenceInput] | None = _optional("What supports it (依据).")


@strawberry.input(
    description="What changes of an actor; what is left out stays, null is unknown or"
    " none; capability"
    " and capitals merge (行动者修改)."
)
class ActorPatch:
    """A patch of an actor."""

    id: strawberry.ID = _required("Key or node id of the actor (行动者).")
    name: LabelInput | None = _optional("Name (名称).")
    kind: str | None = _optional("Key of a kind (类型).")
    level: Level | None = _optional("Level (层级).")
    sphere: Sphere | None = _optional("Sphere (领域).")
    stateness: float | None = _optional("In [0, 1] (国家性).")
    capability: list[ElementInput] | None = _optional("Levels to set; others stay (能力).")
    member_of: strawberry.ID | None = _optional("The actor it is a member of; null: none (所属).")
    group: str | None = _optional("A word that puts actors together; null: none (分组).")
    population: float | None = _optional("How many persons; null: unknown (人数).")
    capitals: CapitalsInput | None = _optional("Capitals to set; null: unknown (资本).")
    evidence: list[EvidenceInput] | None = _optional("Replace the evidence (依据).")


@strawberry.input(description="An actor to add (新行动者).")
class ActorInput:
    """An actor."""

    id: strawberry.ID = _required("Its key.")
    name: LabelInput | None = _optional("Name; left out: the key (名称).")
    kind: str = _required("Key of a kind, built in or of the scenario (类型).")
    level: Level | None = _optional("Left out: from the kind (层级).")
    sphere: Sphere | None = _optional("Left out: from the kind (领域).")
    stateness: float | None = _optional("Left out: from the kind (国家性).")
    capability: list[ElementInput] | None = _optional("Levels of elements (能力).")
    member_of: strawberry.ID | None = _optional("The actor it is a member of (所属).")
    group: str | None = _optional("A word that puts actors together (分组).")
    population: float | None = _optional("How many persons (人数).")
    capitals: CapitalsInput | None = _optional("Capitals (资本).")
    evidence: list[EvidenceInput] | None = _optional("What supports it (依据).")


@strawberry.input(description="A parameter and its new value (参数修改).")
class ParameterPatch:
    """A patch of a parameter."""

    key: str = _required("Key of the parameter (参数).")
    value: float = _required("The new value, in the parameter's unit (数值).")


@strawberry.input(description="A source that evidence may then name (新来源).")
class SourceInput:
    """A source."""

    key: str = _required("Its key.")
    title: LabelInput | None = _optional("Title (标题).")
    file: str | None = _optional("Name of the file that holds its text (文件).")
    lines: list[str] | None = _optional("The lines that belong to it; left out: all (行).")


@strawberry.input(
    description="Another key for an actor or relation; every reference follows (改名)."
)
class RenameInput:
    """A rename."""

    id: strawberry.ID = _required("Key or node id as it is.")
    to: strawberry.ID = _required("The new key.")


@strawberry.input(
    one_of=True, description="One change: exactly one of its fields, as in the YAML (更改)."
)
class ChangeInput:
    """One change."""

    set_relation: RelationPatch | None = _optional("Change fields of a relation.")
    add_relation: RelationInput | None = _optional("Add a relation.")
    remove_relation: strawberry.ID | None = _optional("Take a relation away.")
    set_actor: ActorPatch | None = _optional("Change fields of an actor.")
    add_actor: ActorInput | None = _optional("Add an actor.")
    remove_actor: strawberry.ID | None = _optional("Take an actor and its relations away.")
    set_parameter: ParameterPatch | None = _optional("Give a parameter another value.")
    add_source: SourceInput | None = _optional("Add a source.")
    rename_actor: RenameInput | None = _optional("Give an actor another key.")
    rename_relation: RenameInput | None = _optional("Give a relation another key.")


_WORDS = {"from_id": "from", "to_id": "to", "relation_class": "class"}
"""Fields whose word is no Python name."""


def plain_changes(changes: Sequence[ChangeInput], scenario: str) -> list[dict[str, Any]]:
    """Give changes in the plain words of the YAML, node ids as the scenario's own keys."""
    return [_own_keys(_mapping(change), scenario) for change in changes]


def plain_label(label: LabelInput | None) -> dict[str, Any]:
    """Give a label as a mapping of languages."""
    return {} if label is None else _mapping(label)


def _mapping(value: object) -> dict[str, Any]:
    items = {
        _WORDS.get(item.name, item.name): getattr(value, item.name)
        for item in dataclasses.fields(value)  # type: ignore[arg-type]  # an input is a dataclass
    }
    return {name: _plain(part) for name, part in items.items() if part is not strawberry.UNSET}


def _plain(value: Any) -> Any:  # noqa: ANN401  # any input, any plain value
    if isinstance(value, list):
        if value and isinstance(value[0], ElementInput):
            return {item.element.value: item.level for item in value}
        return [_plain(item) for item in value]
    if isinstance(value, Enum | date):
        return value.value if isinstance(value, Enum) else value.isoformat()
    if not dataclasses.is_dataclass(value):
        return value
    parts = _mapping(value)
    if isinstance(value, StrengthInput) and [*parts] == ["best"]:
        return parts["best"]
    if isinstance(value, EvidenceInput) and isinstance(value.note, str):
        parts["note"] = {_language(value.note): value.note}
    return parts


def _language(text: str) -> str:
    """Tell the language of a note by its script."""
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"


def _own_keys(change: dict[str, Any], scenario: str) -> dict[str, Any]:
    """Replace node ids by keys wherever a change names what is there already."""
    for word, said in change.items():
        kind = "Relation" if word.endswith("relation") else "Actor"
        if isinstance(said, str):
            change[word] = own_key(said, kind, scenario)
        elif isinstance(said, Mapping):
            named = {"from": "Actor", "to": "Actor", "member_of": "Actor"}
            if word.startswith(("set", "rename")):
                named["id"] = kind
            if word.startswith("rename"):
                del named["to"]
            for part, its_kind in named.items():
                if isinstance(said.get(part), str):
                    change[word][part] = own_key(said[part], its_kind, scenario)
    return change
