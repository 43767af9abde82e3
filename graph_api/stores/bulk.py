"""Rows of tables and entries of scenarios: what each store needs to load and read many at once.

A row that says all there is to say of an entry needs no JSON: the columns are the truth, ``data``
is empty, and what reads ``data`` makes it from the columns (`actor_data`, `relation_data`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from graph_api.domain import (
    Actor,
    ActorId,
    ChangeSet,
    Label,
    Level,
    Relation,
    RelationClass,
    RelationId,
    Scenario,
    Section,
    Sphere,
    Strength,
)
from graph_api.errors import BadParameterError, StoreError, StoreUnavailableError
from graph_api.stores.base import ActorBatch, ActorRow, RelationBatch, RelationRow
from graph_api.stores.rows import decode

T = TypeVar("T")

_LEVELS = {level.value: level for level in Level}
_SPHERES = {sphere.value: sphere for sphere in Sphere}
_CLASSES = {item.value: item for item in RelationClass}
_ACTOR_WORDS = {"name", "kind", "level", "sphere", "stateness", "group"}
_RELATION_WORDS = {"id", "from", "to", "class", "conveys", "strength", "status", "basis"}
_CHINESE = {"actor": "行动者", "relation": "关系"}
_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


# Rows and entries


def actor_of(row: ActorRow) -> Actor:
    """Give the actor that a row tells of."""
    identity, en, zh, kind, level, sphere, stateness, group = row
    return Actor(
        ActorId(identity),
        Label(en, zh),
        kind,
        _LEVELS[level],
        _SPHERES[sphere],
        stateness,
        group=group,
    )


def relation_of(row: RelationRow) -> Relation:
    """Give the relation that a row tells of."""
    identity, start, end, word, low, best, high, conveys = row
    return Relation(
        RelationId(identity),
        ActorId(start),
        ActorId(end),
        _CLASSES[word],
        conveys=conveys,
        strength=None if low is None or high is None else Strength(low, best, high),
    )


def actor_row(actor: Actor) -> ActorRow:
    """Give what a row can say of an actor."""
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
    """Give what a row can say of a relation."""
    strength = relation.strength
    low, best, high = (strength.low, strength.best, strength.high) if strength else (None,) * 3
    return (
        relation.id,
        relation.from_id,
        relation.to_id,
        relation.relation_class.value,
        low,
        best,
        high,
        relation.conveys,
    )


# Rows and JSON


def actor_data(row: ActorRow) -> str:
    """Give the JSON of the actor that a row tells of, the same as of the entry itself."""
    _, en, zh, kind, level, sphere, stateness, group = row
    name = {word: text for word, text in (("en", en), ("zh", zh)) if text is not None}
    plain: dict[str, object] = {"name": name} if name else {}
    plain |= {"kind": kind, "level": level, "sphere": sphere, "stateness": stateness}
    if group is not None:
        plain["group"] = group
    return _json(plain)


def relation_data(row: RelationRow) -> str:
    """Give the JSON of the relation that a row tells of, the same as of the entry itself."""
    identity, start, end, word, low, best, high, conveys = row
    plain: dict[str, object] = {"id": identity} if identity else {}
    plain |= {"from": start, "to": end, "class": word}
    if conveys:
        plain["conveys"] = list(conveys)
    plain["strength"] = None if low is None else {"low": low, "best": best, "high": high}
    return _json(plain | {"status": "practice", "basis": "proposal"})


def actor_from(identity: str, data: str) -> tuple[ActorRow, Actor | None]:
    """Read the JSON of an actor: its row, and the whole entry where a row cannot say all."""
    plain = _loaded(data)
    if plain.keys() <= _ACTOR_WORDS:
        try:
            name = plain.get("name", {})
            row = (
                identity,
                name.get("en"),
                name.get("zh"),
                plain["kind"],
                plain["level"],
                plain["sphere"],
                plain["stateness"],
                plain.get("group"),
            )
            check_actor(row)
        except (KeyError, AttributeError, TypeError, BadParameterError):
            pass  # `decode` says what is wrong with it
        else:
            return row, None
    entry = cast("Actor", decode(Section.ACTOR, identity, data))
    row = actor_row(entry)
    return row, None if actor_of(row) == entry else entry


def relation_from(identity: str, data: str) -> tuple[RelationRow, Relation | None]:
    """Read the JSON of a relation: its row, and the whole entry where a row cannot say all."""
    plain = _loaded(data)
    usual = (plain.get("status"), plain.get("basis")) == ("practice", "proposal")
    if usual and plain.get("id") == identity and plain.keys() <= _RELATION_WORDS:
        try:
            strength = plain["strength"] or dict.fromkeys(("low", "best", "high"))
            row = (
                identity,
                plain["from"],
                plain["to"],
                plain["class"],
                strength["low"],
                strength["best"],
                strength["high"],
                tuple(plain.get("conveys", ())),
            )
            check_relation(row)
        except (KeyError, AttributeError, TypeError, BadParameterError):
            pass  # `decode` says what is wrong with it
        else:
            return row, None
    entry = cast("Relation", decode(Section.RELATION, identity, data))
    row = relation_row(entry)
    return row, None if relation_of(row) == entry else entry


def _loaded(data: str) -> dict[str, Any]:
    try:
        plain = json.loads(data)
    except ValueError:
        return {"": None}
    return plain if isinstance(plain, dict) else {"": None}


# What may be kept


def check_actor(row: ActorRow) -> None:
    """Refuse an actor that could not be read back.

    Raises
    ------
    BadParameterError
        If level or sphere is no word of ours, or stateness lies outside [0, 1].

    """
    if row[4] not in _LEVELS or row[5] not in _SPHERES or not 0 <= row[6] <= 1:
        raise _unfit("actor", row[0], f"level {row[4]!r}, sphere {row[5]!r}, stateness {row[6]!r}")


def check_relation(row: RelationRow) -> None:
    """Refuse a relation that could not be read back.

    Raises
    ------
    BadParameterError
        If the class is no word of ours, or 0 <= low <= best <= high <= 1 does not hold.

    """
    _, _, _, word, low, best, high, _ = row
    if low is None or high is None:
        fits = low is None and best is None and high is None
    else:
        fits = 0 <= low <= (low if best is None else best) <= high <= 1
    if not fits or word not in _CLASSES:
        raise _unfit(
            "relation", row[0], f"class {word!r}, low {low!r}, best {best!r}, high {high!r}"
        )


def _unfit(what: str, identity: str, said: str) -> BadParameterError:
    return BadParameterError(
        f"Nothing was written: the row of {what} {identity!r} cannot be kept ({said}). Levels,"
        " spheres and classes are words of the format; numbers lie in [0, 1], low <= best <= high."
        " Mend the row and try again.",
        f"未写入任何内容：{_CHINESE[what]}“{identity}”的行无法保存（{said}）。"
        "level、sphere、class 须为格式中的词；数值须在 [0, 1] 内，且 low <= best <= high。"
        "请修正该行后重试。",
        what=what,
        id=identity,
    )


def checked_actors(batches: Iterable[ActorBatch]) -> Iterator[tuple[ActorRow, Actor | None]]:
    """Give each actor as its row, with the whole entry where that says more, else None."""
    for batch in batches:
        more = batch.more.get
        for place, row in enumerate(batch.rows):
            entry = more(place)
            if entry is None:
                check_actor(row)
                yield row, None
            else:
                _require_same(row[0], entry.id)
                own = actor_row(entry)
                yield own, None if actor_of(own) == entry else entry


def checked_relations(
    batches: Iterable[RelationBatch],
) -> Iterator[tuple[RelationRow, Relation | None]]:
    """Give each relation as its row, with the whole entry as `checked_actors` does."""
    for batch in batches:
        more = batch.more.get
        for place, row in enumerate(batch.rows):
            entry = more(place)
            if entry is None:
                check_relation(row)
                yield row, None
            else:
                _require_same(row[0], entry.id)
                tie = relation_row(entry)
                yield tie, None if relation_of(tie) == entry else entry


def _require_same(said: str, own: str) -> None:
    if said != own:
        raise StoreError(
            f"Nothing was written: the row {said!r} carries an entry that calls itself {own!r}."
            " This is a fault of the program that made the rows.",
            f"未写入任何内容：行“{said}”所附条目自称“{own}”。这是生成这些行的程序的错误。",
            key=said,
        )


# Batches


def chunks(items: Iterable[T], count: int) -> Iterator[list[T]]:
    """Cut a stream into lists of ``count``; the last one may be shorter."""
    rest = iter(items)
    while chunk := list(islice(rest, count)):
        yield chunk


def gathered(
    rows: Sequence[tuple[Any, ...]], read: Callable[[str, str], tuple[Any, Any]]
) -> tuple[list[Any], Mapping[int, Any]]:
    """Give rows and ``more`` of columns whose last one is the JSON, empty where they say all."""
    if not any(row[-1] for row in rows):
        return [row[:-1] for row in rows], {}
    found = []
    more = {}
    for place, (*columns, data) in enumerate(rows):
        if data:
            row, entry = read(columns[0], data)
            if entry is not None:
                more[place] = entry
        else:
            row = tuple(columns)
        found.append(row)
    return found, more


def import_words(actors: int, relations: int, *, by: str, reason: str | None) -> ChangeSet:
    """Give the change set that the journal keeps of a creation from tables: words, no edits."""
    words = ({"import_tables": {"actors": actors, "relations": relations}},)
    return ChangeSet((), words=words, by=by, reason=reason)


def require_bare(scenario: Scenario) -> None:
    """Make sure that nobody hands over actors or relations twice."""
    if scenario.actors or scenario.relations:
        raise StoreError(
            f"Nothing was written: scenario {scenario.key!r} holds actors or relations of its own,"
            " beside its tables. This is a fault of the program that made it.",
            f"未写入任何内容：情景“{scenario.key}”除表格外还自带行动者或关系。"
            "这是生成该情景的程序的错误。",
            scenario=scenario.key,
        )


def require_open(key: str, *, is_open: bool) -> None:
    """Make sure that rows are read inside the context that gave them."""
    if not is_open:
        raise StoreError(
            f"The rows of {key!r} were let go of when their `with` ended: read them inside it.",
            f"“{key}”的行已随其 with 语句结束而释放，请在 with 语句内读取。",
            scenario=key,
        )


def busy(key: str) -> StoreUnavailableError:
    """Give the error for a key that is being loaded or removed right now."""
    return StoreUnavailableError(
        f"Scenario {key!r} is being imported or removed at this moment, by this or another"
        " process. Wait until that is done, then try again.",
        f"情景“{key}”此刻正由本进程或其他进程导入或删除。请等其完成后重试。",
        scenario=key,
    )


def torn(key: str) -> StoreError:
    """Give the error for rows that do not fit together."""
    return StoreError(
        f"Nothing was written: the tables of {key!r} contradict themselves. An id occurs twice, or"
        " a relation names an actor that is not there. Check the tables and import them again.",
        f"未写入任何内容：“{key}”的表格自相矛盾：有重复的 id，或关系所指的行动者不存在。"
        "请检查表格后重新导入。",
        scenario=key,
    )
