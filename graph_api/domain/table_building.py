"""Tables from rows that stream in, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.columns import DIRECTIONS
from graph_api.domain.relations import Relation
from graph_api.domain.table_parts import NOT_STATED, RelationParts, assembled, grouped
from graph_api.domain.table_rows import (
    ActorRow,
    Batch,
    RelationRow,
    actor_batches,
    actor_says_more,
    relation_batches,
    relation_says_more,
)
from graph_api.domain.tables import (
    CLASSES,
    HAS_EN,
    HAS_ZH,
    LEVELS,
    SPHERES,
    ActorTable,
    RelationTable,
)
from graph_api.domain.texts import Texts, compact, joined
from graph_api.errors import Problem, ScenarioError

W = TypeVar("W", bound=Hashable)

Progress = Callable[[int], None]
"""Called after each batch with the number of rows read so far."""

Numbers = tuple[float | None, ...]

_LEVEL_CODES: Mapping[object, int] = {level.value: code for code, level in enumerate(LEVELS)}
_SPHERE_CODES: Mapping[object, int] = {sphere.value: code for code, sphere in enumerate(SPHERES)}
_CLASS_CODES: Mapping[object, int] = {word.value: code for code, word in enumerate(CLASSES)}


def tables_from(
    actors: Iterable[Batch[ActorRow, Actor]],
    relations: Iterable[Batch[RelationRow, Relation]],
    progress: Progress | None = None,
) -> tuple[ActorTable, RelationTable]:
    """Build the tables of a scenario from rows; the actors are read to their end first.

    Parameters
    ----------
    actors, relations
        Batches of rows (`graph_api.domain.table_rows`), each looked at once and let go.
    progress
        Called after each batch with the number of rows read so far, actors and relations together.

    Raises
    ------
    ScenarioError
        If an id stands in an earlier row too, an end is no actor, or a word or number cannot be;
        the path of the problem names table and row (counted from 0).

    Notes
    -----
    Time: O(n log n + m log m).

    """
    people = actors_from(actors, progress)
    count = len(people)
    tell = progress or (lambda _: None)
    return people, relations_from(people, relations, lambda done: tell(count + done))


def tables_of(
    actors: Iterable[Actor], relations: Iterable[Relation]
) -> tuple[ActorTable, RelationTable]:
    """Build tables from entries; see `tables_from`."""
    return tables_from(actor_batches(actors), relation_batches(relations))


@dataclass
class _Coder(Generic[W]):
    """Numbers words in the order in which they come."""

    known: dict[W, int] = field(default_factory=dict)

    def codes(self, words: Sequence[W]) -> NDArray[np.int32]:
        try:
            return np.fromiter(map(self.known.__getitem__, words), np.int32, len(words))
        except KeyError:
            for word in words:
                self.known.setdefault(word, len(self.known))
        return self.codes(words)


def actors_from(
    batches: Iterable[Batch[ActorRow, Actor]], progress: Progress | None = None
) -> ActorTable:
    """Build a table of actors; see `tables_from`."""
    kinds: _Coder[str] = _Coder()
    groups: _Coder[str | None] = _Coder({None: 0})
    pieces: list[ActorTable] = []
    done = 0
    for batch in batches:
        if not batch.rows:
            continue
        ids, names_en, names_zh, kind, level, sphere, stateness, group = zip(
            *batch.rows, strict=True
        )
        pieces.append(
            ActorTable(
                ids=Texts.of(ids),
                name_en=_texts(names_en),
                name_zh=_texts(names_zh),
                flags=_said(names_en, HAS_EN) | _said(names_zh, HAS_ZH),
                kind=kinds.codes(kind).astype(np.uint16),
                level=_codes(level, _LEVEL_CODES, "actors", done, "level"),
                sphere=_codes(sphere, _SPHERE_CODES, "actors", done, "sphere"),
                stateness=np.array(stateness, np.float64),
                group=groups.codes(group) - 1,
                kinds=(),
                groups=(),
                special={
                    done + place: actor
                    for place, actor in batch.more.items()
                    if actor_says_more(actor)
                },
            )
        )
        done += len(batch.rows)
        if progress is not None:
            progress(done)
    table = _actors_together(pieces, tuple(kinds.known), tuple(groups.known))
    wrong = np.flatnonzero(~((table.stateness >= 0) & (table.stateness <= 1)))
    if wrong.size:
        _refuse_number(f"actors[{wrong[0]}].stateness", table.stateness[wrong[0]])
    repeated = table.ids.repeated()
    if repeated is not None:
        _refuse_repeated("actor", "行动者", f"actors[{repeated}].id", table.ids[repeated])
    return grouped(table)


def _actors_together(
    pieces: Sequence[ActorTable], kinds: tuple[str, ...], groups: tuple[str | None, ...]
) -> ActorTable:
    special: dict[int, Actor] = {}
    for piece in pieces:
        special |= piece.special

    def column(name: str, kind: type) -> NDArray:  # type: ignore[type-arg]  # any of them
        parts = [getattr(piece, name) for piece in pieces]
        return np.concatenate(parts) if parts else np.empty(0, kind)

    return ActorTable(
        ids=compact(joined([piece.ids for piece in pieces])),
        name_en=joined([piece.name_en for piece in pieces]),
        name_zh=joined([piece.name_zh for piece in pieces]),
        flags=column("flags", np.uint8),
        kind=column("kind", np.uint16),
        level=column("level", np.int8),
        sphere=column("sphere", np.int8),
        stateness=column("stateness", np.float64),
        group=column("group", np.int32),
        kinds=kinds,
        groups=tuple(group for group in groups if group is not None),
        special=special,
    )


def relations_from(
    actors: ActorTable,
    batches: Iterable[Batch[RelationRow, Relation]],
    progress: Progress | None = None,
) -> RelationTable:
    """Build a table of relations between these actors; see `tables_from`."""
    parts = relation_parts(actors, batches, progress)
    repeated = parts.ids.repeated()
    if repeated is not None:
        _refuse_repeated("relation", "关系", f"relations[{repeated}].id", parts.ids[repeated])
    return assembled(actors, parts)


def relation_parts(
    actors: ActorTable,
    batches: Iterable[Batch[RelationRow, Relation]],
    progress: Progress | None = None,
) -> RelationParts:
    """Read relations between these actors as columns, in the order in which they come."""
    places = {identity: place for place, identity in enumerate(actors.ids)}
    words: _Coder[tuple[str, ...]] = _Coder({(): 0})
    pieces: list[RelationParts] = []
    done = 0
    for batch in batches:
        if not batch.rows:
            continue
        ids, start, end, kind, low, best, high, conveys = zip(*batch.rows, strict=True)
        strengths = _strengths(low, best, high, done)
        pieces.append(
            RelationParts(
                ids=Texts.of(ids),
                start=_ends(start, places, done, "from"),
                to=_ends(end, places, done, "to"),
                relation_class=_codes(kind, _CLASS_CODES, "relations", done, "class"),
                stated=_stated(len(ids), batch.more),
                low=strengths[0],
                point=strengths[1],
                high=strengths[2],
                is_range=strengths[3],
                conveys=words.codes(conveys),
                words=(),
                special={
                    done + place: relation
                    for place, relation in batch.more.items()
                    if relation_says_more(relation, direction=False)
                },
            )
        )
        done += len(ids)
        if progress is not None:
            progress(done)
    return RelationParts.together(pieces, tuple(words.known))


# One column of one batch


def _texts(texts: Sequence[str | None]) -> Texts:
    return Texts.of([text or "" for text in texts])


def _said(texts: Sequence[str | None], flag: int) -> NDArray[np.uint8]:
    return np.fromiter((text is not None for text in texts), np.uint8, len(texts)) * np.uint8(flag)


def _codes(
    words: Sequence[str], known: Mapping[object, int], table: str, row: int, column: str
) -> NDArray[np.int8]:
    try:
        return np.fromiter(map(known.__getitem__, words), np.int8, len(words))
    except KeyError as error:
        word = error.args[0]
        place = f"{table}[{row + words.index(word)}].{column}"
        _refuse(
            "bad-value",
            (f"{word!r} is none of {', '.join(map(str, known))}.", f"“{word}”不是可用的词。"),
            place,
            str(word),
        )


def _ends(
    ids: Sequence[str], places: Mapping[str, int], row: int, column: str
) -> NDArray[np.uint32]:
    try:
        return np.fromiter(map(places.__getitem__, ids), np.uint32, len(ids))
    except KeyError as error:
        name = error.args[0]
        _refuse(
            "unknown-actor",
            (f"There is no actor {name!r} here.", f"此处没有行动者“{name}”。"),
            f"relations[{row + ids.index(name)}].{column}",
            str(name),
        )


def _stated(count: int, more: Mapping[int, Relation]) -> NDArray[np.int8]:
    stated = np.full(count, NOT_STATED, np.int8)
    for place, relation in more.items():
        if relation.direction is not None:
            stated[place] = DIRECTIONS.index(relation.direction)
    return stated


def _strengths(
    low: Numbers, best: Numbers, high: Numbers, row: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_] | None]:
    """Give low, point and high, and where only a range is known; one array where all are alike."""
    lows, points, highs = (np.array(column, np.float64) for column in (low, best, high))
    is_range = np.isnan(points) & ~np.isnan(lows)
    if is_range.any():
        points[is_range] = (lows[is_range] + highs[is_range]) / 2
    unknown = np.isnan(points)
    fits = (lows >= 0) & (lows <= points) & (points <= highs) & (highs <= 1)
    fits |= unknown & np.isnan(lows) & np.isnan(highs)
    if not fits.all():
        wrong = int(np.argmin(fits))
        said = (low[wrong], best[wrong], high[wrong])
        _refuse_number(f"relations[{row + wrong}].strength", said)
    if np.array_equal(lows, highs, equal_nan=True) and not is_range.any():
        return points, points, points, None
    return lows, points, highs, is_range


# What is wrong with a row


def _refuse_number(path: str, said: object) -> NoReturn:
    _refuse(
        "bad-value",
        (
            f"{said} does not lie in [0, 1], or low <= best <= high does not hold.",
            f"{said} 不在 [0, 1] 内，或不满足 low <= best <= high。",
        ),
        path,
    )


def _refuse_repeated(en: str, zh: str, path: str, name: str) -> NoReturn:
    _refuse(
        f"duplicate-{en}",
        (f"There is an {en} {name!r} in an earlier row.", f"前面的行已有{zh}“{name}”。"),
        path,
        name,
    )


def _refuse(code: str, texts: tuple[str, str], path: str, subject: str | None = None) -> NoReturn:
    problem = Problem(
        code,
        *texts,
        path,
        subject=subject,
        hint_en="Mend the row and load the tables again.",
        hint_zh="请修正该行后重新载入。",
    )
    raise ScenarioError([problem], path)
