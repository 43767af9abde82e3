"""Rows of the tables as a store takes them, and as entries; and entries as rows again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

import numpy as np

from graph_api.domain import Actor, ActorKind, Relation, Section
from graph_api.domain.reading import read_entry
from graph_api.domain.words import RelationClass
from graph_api.exchange.folder.columns import Batch, Floats
from graph_api.exchange.folder.more import More
from graph_api.scenarios.change_checks import pooled_strength
from graph_api.stores.base import ActorRow, RelationRow

Plain: TypeAlias = dict[str, Any]


def actor_rows(batch: Batch, kinds: Mapping[str, ActorKind]) -> list[ActorRow]:
    """Give the rows of a batch without faults; what is not said follows from the kind."""
    columns: list[list[str | None]] = [
        batch.texts[name].listed()
        for name in ("id", "name_en", "name_zh", "kind", "level", "sphere", "group")
    ]
    rows = []
    for key, en, zh, kind, level, sphere, group, stateness in zip(
        *columns, batch.numbers["stateness"].tolist(), strict=True
    ):
        usual = kinds[kind]
        rows.append(
            (
                key,
                en,
                zh,
                kind,
                level or usual.level.value,
                sphere or usual.sphere.value,
                float(usual.stateness) if stateness != stateness else stateness,  # noqa: PLR0124  # NaN: not said
                group,
            )
        )
    return rows


def relation_rows(batch: Batch) -> list[RelationRow]:
    """Give the rows of a batch without faults; where only best is said, low and high are it."""
    low, best, high = (batch.numbers[name] for name in ("low", "best", "high"))
    ids, starts, ends = (batch.texts[name].listed() for name in ("id", "from", "to"))
    classes = [word or RelationClass.EMPOWERMENT.value for word in batch.texts["class"].listed()]
    return cast(
        "list[RelationRow]",
        [
            *zip(
                ids,
                starts,
                ends,
                classes,
                _or_none(np.where(np.isnan(low), best, low)),
                _or_none(best),
                _or_none(np.where(np.isnan(high), best, high)),
                _conveys(batch),
                strict=True,
            )
        ],
    )


def _or_none(numbers: Floats) -> list[float | None]:
    if not np.isnan(numbers).any():
        return cast("list[float | None]", numbers.tolist())
    return [None if number != number else number for number in numbers.tolist()]  # noqa: PLR0124


def _conveys(batch: Batch) -> list[tuple[str, ...]]:
    lists = batch.lists["conveys"]
    words = lists.items.listed()
    if not words:
        return [()] * batch.size
    ends = np.cumsum(lists.sizes)
    starts = ends - lists.sizes
    return [
        tuple(words[start:end])  # type: ignore[arg-type]  # null items are faults
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def plain_actor(row: ActorRow, more: More | None) -> Plain:
    """Give an actor as the plain value of a whole entry."""
    _, en, zh, kind, level, sphere, stateness, group = row
    name = {language: text for language, text in (("en", en), ("zh", zh)) if text is not None}
    said: Plain = {
        "name": name,
        "kind": kind,
        "level": level,
        "sphere": sphere,
        "stateness": stateness,
    }
    if group is not None:
        said["group"] = group
    return said if more is None else {**said, **more.fields}


def plain_relation(row: RelationRow, more: More | None) -> Plain:
    """Give a relation as the plain value of a whole entry; judgements decide its strength."""
    key, start, end, word, low, best, high, conveys = row
    said: Plain = {"id": key, "from": start, "to": end, "class": word, "conveys": [*conveys]}
    said["strength"] = None if low is None else {"low": low, "best": best, "high": high}
    if more is None:
        return said
    pooled = pooled_strength(more.fields)
    if pooled is not None:
        said["strength"] = pooled
    return {**said, **more.fields}


def actor_of(row: ActorRow, more: More | None = None) -> Actor:
    """Give the actor that a row and its cell of ``more`` say."""
    return cast("Actor", read_entry(Section.ACTOR, row[0], plain_actor(row, more)))


def relation_of(row: RelationRow, more: More | None = None) -> Relation:
    """Give the relation that a row and its cell of ``more`` say."""
    return cast("Relation", read_entry(Section.RELATION, row[0], plain_relation(row, more)))


def actor_row(actor: Actor) -> ActorRow:
    """Give what the columns say of an actor."""
    return (
        actor.id,
        actor.name.en,
        actor.name.zh,
        actor.kind,
        actor.level.value,
        actor.sphere.value,
        actor.stateness,
        actor.group,
    )


def relation_row(relation: Relation) -> RelationRow:
    """Give what the columns say of a relation."""
    strength = relation.strength
    numbers = (
        (None, None, None) if strength is None else (strength.low, strength.best, strength.high)
    )
    return (
        relation.id,
        relation.from_id,
        relation.to_id,
        relation.relation_class.value,
        *numbers,
        relation.conveys,
    )
