"""Which actors somebody means: one short text, read in one place for command line and Python.

``residents,owners`` are ids; ``kind=resident``, ``level=group``, ``sphere=state``, ``group=east``
and ``search=office`` are fields; ``kind=resident,owner,group=east`` means residents or owners, and
of the group east; ``all`` means all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from graph_api.domain.snapshot import ActorFilter, GraphSnapshot, RelationFilter
from graph_api.domain.words import (
    Basis,
    Direction,
    Element,
    Level,
    RelationClass,
    Sphere,
    Status,
    Word,
)
from graph_api.errors import BadParameterError, nearest

Selection = str | ActorFilter | Iterable[str]
"""What a selection can be given as: a text, a filter, or ids."""

W = TypeVar("W", bound=Word)

_FIELDS: Mapping[str, str] = {
    "id": "ids",
    "kind": "kinds",
    "level": "levels",
    "sphere": "spheres",
    "group": "groups",
    "search": "search",
}

_FILTER_WORDS: Mapping[str, type[Word]] = {
    "classes": RelationClass,
    "directions": Direction,
    "elements": Element,
    "statuses": Status,
    "bases": Basis,
}
_FILTER_PLAIN = ("conveys", "min_strength")


def read_selection(said: Selection) -> ActorFilter:
    """Give the filter that a selection means.

    Raises
    ------
    BadParameterError
        If a field, level or sphere is not one of those there are, or nothing is said.

    Examples
    --------
    >>> read_selection("kind=resident,owner").kinds
    ('resident', 'owner')
    >>> read_selection(["residents"]).ids
    ('residents',)

    """
    if isinstance(said, ActorFilter):
        return said
    if not isinstance(said, str):
        return _filter({"ids": list(said)})
    if said.strip() == "all":
        return ActorFilter()
    fields: dict[str, list[str]] = {}
    name = "ids"
    for piece in said.split(","):
        before, sign, value = piece.partition("=")
        if sign:
            name = _field(before.strip())
        word = (value if sign else before).strip()
        if not word:
            raise BadParameterError(
                f"The selection {said!r} has an empty place. Write ids (residents,owners) or"
                " fields (kind=resident,level=group), or all.",
                f"选择“{said}”中有空项。请写标识（residents,owners）、"
                "字段（kind=resident,level=group）或 all。",
                selection=said,
            )
        fields.setdefault(name, []).append(word)
    return _filter(fields)


def choose(view: GraphSnapshot, said: Selection) -> ActorFilter:
    """Give the filter that a selection means, sure that it means somebody in ``view``.

    Raises
    ------
    BadParameterError
        If nobody is meant; it names the words that the view has.
    UnknownActorError
        If an id is not in the view.

    """
    wanted = read_selection(said)
    if view.chosen_places(wanted).size:
        return wanted
    kinds = sorted({actor.kind for actor in view.actors})
    groups = sorted({actor.group for actor in view.actors if actor.group})
    raise BadParameterError(
        f"The selection {said!r} means no actor of {view.key.scenario!r}."
        f" Kinds here: {', '.join(kinds)}. Groups: {', '.join(groups) or '-'}.",
        f"选择“{said}”在“{view.key.scenario}”中没有对应的行动者。"
        f"此处的类型：{'、'.join(kinds)}；分组：{'、'.join(groups) or '无'}。",
        selection=str(said),
    )


def read_filter(said: Mapping[str, Any]) -> RelationFilter:
    """Give the filter of relations that these fields mean; words are text, in either case.

    Raises
    ------
    BadParameterError
        If a field or a word is not one of those there are, or the strength is no number in [0, 1].

    Examples
    --------
    >>> read_filter({"classes": ["empowerment"], "min_strength": 0.3}).min_strength
    0.3

    """
    strange = [name for name in said if name not in _FILTER_WORDS and name not in _FILTER_PLAIN]
    if strange:
        names = [*_FILTER_WORDS, *_FILTER_PLAIN]
        near = nearest(strange[0], names)
        raise BadParameterError(
            f"Relations cannot be filtered by {strange[0]!r}"
            + (f"; did you mean {near[0]!r}?" if near else ".")
            + f" Fields: {', '.join(names)}.",
            f"不能按“{strange[0]}”筛选关系"
            + (f"；是否指“{near[0]}”？" if near else "。")
            + f"可用字段：{'、'.join(names)}。",
            field=strange[0],
            nearest=list(near),
        )
    fields: dict[str, Any] = {
        name: tuple(read_word(kind, word) for word in said[name])
        for name, kind in _FILTER_WORDS.items()
        if said.get(name) is not None
    }
    if said.get("conveys") is not None:
        fields["conveys"] = tuple(said["conveys"])
    least = said.get("min_strength")
    if least is not None:
        if not 0 <= least <= 1:
            raise BadParameterError(
                f"min_strength must lie in [0, 1], not {least!r}.",
                f"min_strength 必须在 [0, 1] 内，不能是 {least!r}。",
                parameter="minStrength",
            )
        fields["min_strength"] = float(least)
    return RelationFilter(**fields)


def read_word(kind: type[W], said: str) -> W:
    """Give the member of a fixed list of words, written in either case.

    Raises
    ------
    BadParameterError
        If there is no such word; it names the nearest and all of them.

    Examples
    --------
    >>> read_word(Level, "GROUP")
    <Level.GROUP: 'group'>

    """
    words = [member.value for member in kind]
    word = str(said).strip().lower().replace("-", "_")  # notebooks pass what they like
    if word in words:
        return kind(word)  # type: ignore[call-arg]  # a value alone finds its member
    near = nearest(word, words)
    name = kind.__name__
    raise BadParameterError(
        f"{said!r} is none of the words for {name}"
        + (f"; did you mean {near[0]!r}?" if near else ".")
        + f" There are: {', '.join(words)}.",
        f"“{said}”不是 {name} 的可用词"
        + (f"；是否指“{near[0]}”？" if near else "。")
        + f"可用：{'、'.join(words)}。",
        word=said,
        nearest=list(near),
    )


def _field(name: str) -> str:
    if name in _FIELDS:
        return _FIELDS[name]
    near = nearest(name, _FIELDS)
    raise BadParameterError(
        f"Actors cannot be selected by {name!r}"
        + (f"; did you mean {near[0]!r}?" if near else ".")
        + f" Fields: {', '.join(_FIELDS)}.",
        f"不能按“{name}”选择行动者"
        + (f"；是否指“{near[0]}”？" if near else "。")
        + f"可用字段：{'、'.join(_FIELDS)}。",
        field=name,
        nearest=list(near),
    )


def _filter(fields: Mapping[str, list[str]]) -> ActorFilter:
    said: dict[str, Any] = {name: tuple(words) for name, words in fields.items()}
    if "levels" in said:
        said["levels"] = tuple(read_word(Level, word) for word in said["levels"])
    if "spheres" in said:
        said["spheres"] = tuple(read_word(Sphere, word) for word in said["spheres"])
    if "search" in said:
        said["search"] = ",".join(said["search"])
    return ActorFilter(**said)
