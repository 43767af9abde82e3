"""What values may look like: one shape reads a node, names its problems, tells its JSON schema.

Here are what all shapes share, lists, mappings and records; `values` holds the single values, and
`fields` puts them together to the tables of the format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from graph_api.domain.words import ID_PATTERN
from graph_api.scenarios.document import Node
from graph_api.scenarios.problems import Basket, Both, Place, shown

Schema: TypeAlias = dict[str, Any]

Value: TypeAlias = Any
"""A plain value (dict, list, text, number, None), with `BAD` where something could not be read."""


class Bad:
    """Stands where a value could not be read; what names it is not told again."""

    def __repr__(self) -> str:
        return "BAD"


BAD = Bad()


class Shape(Protocol):
    """A sort of value."""

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the plain value of a node, `BAD` with a problem in the basket where it is none."""
        ...

    def schema(self) -> Schema:
        """Give the JSON schema of the value."""
        ...


def is_null(node: Node) -> bool:
    """Tell whether a node is null or nothing at all."""
    return node.kind == "scalar" and node.value is None


_TYPES: Mapping[type, Both] = {
    str: ("a text", "文字"),
    bool: ("true or false", "真假值"),
    int: ("a number", "数字"),
    float: ("a number", "数字"),
    type(None): ("nothing", "空"),
}


def _is(node: Node) -> Both:
    if node.kind == "map":
        return "a mapping", "映射"
    return ("a list", "列表") if node.kind == "list" else _TYPES[type(node.value)]


def sentence(text: str) -> str:
    """Begin a text with a capital and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def wrong_type(place: Place, basket: Basket, wanted: Both, hint: Both | None = None) -> Bad:
    """Say that a value of another type is needed."""
    name = place.path[-1] if place.path and isinstance(place.path[-1], str) else None
    en, zh = _is(place.node)
    basket.say(
        "wrong-type",
        place,
        (
            f"{name + ': ' if name else ''}{wanted[0]} is needed here, not {en}.",
            f"{name + '：' if name else ''}此处需要{wanted[1]}，而不是{zh}。",
        ),
        hint,
    )
    return BAD


SCHEMA_ID = r"^(?:[0-9A-Za-z]|[^\u0000-\u00a9])(?:[0-9A-Za-z_.\-]|[^\u0000-\u00a9]){0,79}$"
"""The pattern of ids for editors, whose \\w knows no Chinese: a little wider than `ID_PATTERN`."""

_ID = re.compile(ID_PATTERN)


def is_id(text: str) -> bool:
    """Tell whether a text may be an id or a key."""
    return _ID.fullmatch(text) is not None


def bad_id(place: Place, basket: Basket, text: str) -> Bad:
    """Say that a text cannot be an id."""
    basket.say(
        "bad-id",
        place,
        (f"{shown(text)} cannot be an id or key.", f"“{text[:80]}”不能用作标识。"),
        (
            "Ids begin with a letter or digit of any script and go on with letters, digits, '_',"
            " '.' or '-'; at most 80 characters.",
            "标识以任何文字的字母或数字开头，其后可用字母、数字、“_”“.”“-”，最长 80 个字符。",
        ),
        text,
    )
    return BAD


@dataclass(frozen=True)
class ListOf:
    """A list of values of one shape; what could not be read keeps its place as `BAD`."""

    item: Shape
    most: int | None = None

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the list."""
        if place.node.kind != "list":
            return wrong_type(
                place,
                basket,
                ("a list", "列表"),
                ("Write it in brackets: [a, b].", "请写在方括号中：[a, b]。"),
            )
        if self.most is not None and len(place.node.elements) > self.most:
            basket.say(
                "too-many-items",
                place,
                (
                    f"{len(place.node.elements):,} items are more than the {self.most:,} allowed.",
                    f"共 {len(place.node.elements):,} 项，超过允许的 {self.most:,} 项。",
                ),
                ("Use ranges, or split the entry.", "请使用区间，或拆分条目。"),
            )
            return BAD
        return [
            self.item.read(place.at(number, node), basket)
            for number, node in enumerate(place.node.elements)
        ]

    def schema(self) -> Schema:
        """Give the JSON schema."""
        said: Schema = {"type": "array", "items": self.item.schema()}
        if self.most is not None:
            said["maxItems"] = self.most
        return said


@dataclass(frozen=True)
class MapOf:
    """A mapping from ids to values of one shape; ``reserved`` keys mean something already."""

    item: Shape
    reserved: str | None = None

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the mapping; what could not be read keeps its key with `BAD`."""
        if place.node.kind != "map":
            return wrong_type(
                place,
                basket,
                ("a mapping", "映射"),
                ("Write 'key: ...' for each entry.", "请为每一项写“键: ……”。"),
            )
        read: dict[str, Any] = {}
        for key, node in place.node.pairs:
            inner = Place((*place.path, key.raw), key)
            if not is_id(key.raw):
                bad_id(inner, basket, key.raw)
            elif key.raw == self.reserved:
                basket.say(
                    "reserved-key",
                    inner,
                    (f"{key.raw!r} is the baseline itself.", f"“{key.raw}”就是基线本身。"),
                    ("Give it another key.", "请换一个键。"),
                    key.raw,
                )
            value = self.item.read(place.at(key.raw, node, key), basket)
            read.setdefault(key.raw, value)
        return read

    def schema(self) -> Schema:
        """Give the JSON schema."""
        names: Schema = {"pattern": SCHEMA_ID}
        if self.reserved is not None:
            names["not"] = {"const": self.reserved}
        return {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": self.item.schema(),
        }


@dataclass(frozen=True)
class Field:
    """A field of a record: its shape, what it means, and whether it must be there.

    ``null`` says what null means there; without it null is a problem. ``default`` is only told to
    editors.
    """

    name: str
    shape: Shape
    en: str
    zh: str
    required: bool = False
    null: bool = False
    default: Any = None
    missing: str = "missing-field"

    def schema(self) -> Schema:
        """Give the JSON schema, with the meaning in both languages."""
        said = self.shape.schema()
        if self.null:
            said = {"anyOf": [said, {"type": "null"}]}
        said = {"description": f"{self.en}\n{self.zh}", **said}
        if self.default is not None:
            said["default"] = self.default
        return said


@dataclass(frozen=True)
class Record:
    """A mapping of named fields."""

    noun: Both
    fields: tuple[Field, ...]
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {item.name: item for item in self.fields})

    def read(self, place: Place, basket: Basket) -> Value:
        """Give the fields that are there; what could not be read keeps its name with `BAD`."""
        if place.node.kind != "map":
            names = ", ".join(item.name for item in self.fields[:6])
            hint = (f"Write its fields: {names}.", f"请写出字段：{names}。")
            return wrong_type(place, basket, self.noun, hint)
        read: dict[str, Any] = {}
        there: set[str] = set()
        for key, node in place.node.pairs:
            known = self.by_name.get(key.raw)
            if known is None:
                self._unknown(place, key, basket)
            elif key.raw not in there:
                there.add(key.raw)
                read[key.raw] = self._value(known, place.at(key.raw, node, key), basket)
        for item in self.fields:
            if item.required and item.name not in there:
                self._missing(item, place, basket)
        return read

    @staticmethod
    def _value(known: Field, place: Place, basket: Basket) -> Value:
        if known.null and is_null(place.node):
            return None
        return known.shape.read(place, basket)

    def _unknown(self, place: Place, key: Node, basket: Basket) -> None:
        name = key.raw
        where = Place((*place.path, name or "?"), key)
        hint = basket.near(name, self.by_name)
        if name == "<<":
            hint = (
                "Merge keys are not used; write the fields out.",
                "不使用合并键；请写出各字段。",
            )
        basket.say(
            "unknown-field",
            where,
            (
                f"{sentence(self.noun[0])} has no field {shown(name)}.",
                f"{self.noun[1]}没有字段“{name[:80]}”。",
            ),
            hint,
            name,
        )

    def _missing(self, item: Field, place: Place, basket: Basket) -> None:
        if item.missing == "evidence-without-source":
            text = ("This evidence names no source.", "此证据没有指明来源。")
        else:
            text = (
                f"{sentence(self.noun[0])} needs the field {item.name!r}.",
                f"{self.noun[1]}缺少字段“{item.name}”。",
            )
        basket.say(
            item.missing,
            place,
            text,
            (f"{item.name}: {item.en}", f"{item.name}：{item.zh}"),
            item.name,
        )

    def schema(self) -> Schema:
        """Give the JSON schema."""
        said: Schema = {
            "type": "object",
            "properties": {item.name: item.schema() for item in self.fields},
            "additionalProperties": False,
        }
        required = [item.name for item in self.fields if item.required]
        if required:
            said["required"] = required
        return said


@dataclass(frozen=True)
class Named:
    """A shape that the JSON schema defines once, under a name."""

    name: str
    shape: Shape

    def read(self, place: Place, basket: Basket) -> Value:
        """Read as the shape does."""
        return self.shape.read(place, basket)

    def schema(self) -> Schema:
        """Give a reference to the definition."""
        return {"$ref": f"#/$defs/{self.name}"}
