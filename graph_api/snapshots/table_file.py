"""Tables of a large scenario as arrays of a file, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Section
from graph_api.domain.plain import plain_entry
from graph_api.domain.reading import read_entry
from graph_api.domain.tables import ActorTable, RelationTable
from graph_api.domain.texts import Numbered, TextColumn, Texts
from graph_api.snapshots.column_file import Array, ColumnFile

V = TypeVar("V")

_ACTOR_TEXTS = ("ids", "name_en", "name_zh")
_ACTOR_ARRAYS = ("flags", "kind", "level", "sphere", "stateness", "group")
_RELATION_ARRAYS = (
    "first",
    "to",
    "relation_class",
    "direction_code",
    "flags",
    "strengths",
    "low_code",
    "point_code",
    "high_code",
    "conveys",
)
EXTRA = "extra."


def file_of(
    relations: RelationTable, extra: Mapping[str, Array]
) -> tuple[dict[str, Any], dict[str, Array]]:
    """Give what to write of tables: what to know of the arrays, and the arrays by name."""
    actors = relations.actors
    about: dict[str, Any] = {
        "kinds": actors.kinds,
        "groups": actors.groups,
        "words": relations.words,
    }
    arrays: dict[str, Array] = {}
    for name in _ACTOR_TEXTS:
        _put_texts(f"actors.{name}", getattr(actors, name), about, arrays)
    _put_texts("relations.ids", relations.ids, about, arrays)
    arrays |= {f"actors.{name}": getattr(actors, name) for name in _ACTOR_ARRAYS}
    arrays |= {f"relations.{name}": getattr(relations, name) for name in _RELATION_ARRAYS}
    _put_special("actors", Section.ACTOR, actors.special, arrays)
    _put_special("relations", Section.RELATION, relations.special, arrays)
    return about, arrays | {EXTRA + name: array for name, array in extra.items()}


def tables_of_file(file: ColumnFile) -> RelationTable:
    """Give the tables that a file holds.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the file was not written by `file_of`.

    """
    about: Mapping[str, Any] = file.about
    arrays: Mapping[str, Any] = file.arrays
    texts: dict[str, Any] = {name: _texts(f"actors.{name}", about, arrays) for name in _ACTOR_TEXTS}
    actors = ActorTable(
        **texts,
        **{name: arrays[f"actors.{name}"] for name in _ACTOR_ARRAYS},
        kinds=tuple(about["kinds"]),
        groups=tuple(about["groups"]),
        special=_special("actors", Section.ACTOR, arrays),
    )
    return RelationTable(
        actors=actors,
        ids=_texts("relations.ids", about, arrays),
        **{name: arrays[f"relations.{name}"] for name in _RELATION_ARRAYS},
        words=tuple(map(tuple, about["words"])),
        special=_special("relations", Section.RELATION, arrays),
        extra={
            name.removeprefix(EXTRA): array
            for name, array in arrays.items()
            if name.startswith(EXTRA)
        },
    )


def _put_texts(
    name: str, texts: TextColumn, about: dict[str, Any], arrays: dict[str, Array]
) -> None:
    if isinstance(texts, Numbered):
        about[f"{name}.prefix"] = texts.prefix
    elif name.endswith("ids"):
        _ = texts.order  # worked out now, so that the file has it
    arrays |= {f"{name}.{part}": array for part, array in texts.arrays.items()}


def _texts(name: str, about: Mapping[str, Any], arrays: Mapping[str, Any]) -> TextColumn:
    if f"{name}.prefix" in about:
        return Numbered(about[f"{name}.prefix"], arrays[f"{name}.numbers"])
    return Texts(arrays[f"{name}.offsets"], arrays[f"{name}.letters"], arrays.get(f"{name}.order"))


def _put_special(
    table: str,
    section: Section,
    special: Mapping[int, Any],
    arrays: dict[str, Array],
) -> None:
    entries = sorted(special.items())
    said = [[entry.id, plain_entry(section, entry)] for _, entry in entries]
    texts = Texts.of([json.dumps(entry, ensure_ascii=False) for entry in said])
    arrays[f"{table}.special.places"] = np.array([place for place, _ in entries], np.int64)
    _put_texts(f"{table}.special", texts, {}, arrays)


def _special(table: str, section: Section, arrays: Mapping[str, Any]) -> Mapping[int, Any]:
    places = arrays[f"{table}.special.places"]
    if not places.size:
        return {}
    return Special(
        places,
        _texts(f"{table}.special", {}, arrays),
        lambda said: read_entry(section, *json.loads(said)),
    )


class Special(Mapping[int, V]):
    """Entries that have more to say, kept as JSON and read when asked for."""

    def __init__(
        self, places: NDArray[np.int64], texts: TextColumn, read: Callable[[str], V]
    ) -> None:
        self._places = places
        self._texts = texts
        self._read = read

    def __getitem__(self, place: int) -> V:
        at = int(np.searchsorted(self._places, np.int64(place)))
        if at == self._places.size or self._places[at] != place:
            raise KeyError(place)
        return self._read(self._texts[at])

    def __iter__(self) -> Iterator[int]:
        return iter(self._places.tolist())

    def __len__(self) -> int:
        return self._places.size
