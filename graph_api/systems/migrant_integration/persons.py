"""Persons, one by one: read from a list or a table; what is unknown of them stays unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.domain.numbers import read_number, require_whole
from graph_api.errors import BadParameterError, nearest
from graph_api.systems.migrant_integration.generations import (
    EARLIEST,
    LATEST,
    Generation,
    generation_of,
)
from graph_api.systems.migrant_integration.numbers import require_share

SIDES: Mapping[str, Label] = {
    "economic": Label("economic", "经济"),
    "daily_life": Label("daily social life", "社会日常生活"),
    "psychological": Label("social psychology", "社会心理"),
    "identity": Label("identity", "身份认同"),
}
"""The three dimensions of the essay (L263), and the fourth of the work it cites (L249)."""

NEEDED = ("id", "birth_year", "economic", "daily_life", "psychological")
COLUMNS = {
    "id": "编号",
    "birth_year": "出生年份",
    "economic": "经济",
    "daily_life": "社会日常生活",
    "psychological": "社会心理",
    "identity": "身份认同",
}
"""Columns of a table, by either name."""

MOST_PERSONS = 100_000
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Person:
    """One person: year of birth and scores in [0, 1], each None where it is not known.

    Raises
    ------
    BadParameterError
        If the id is empty, the year is no year from 1900 to 2100, or a score not in [0, 1].

    """

    id: str
    birth_year: int | None
    economic: float | None = None
    daily_life: float | None = None
    psychological: float | None = None
    identity: float | None = None

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise BadParameterError(
                "A person needs an id that is not empty.", "人员编号不能为空。", parameter="id"
            )
        try:
            if self.birth_year is not None:
                require_whole("birthYear", self.birth_year, EARLIEST, LATEST)
            for side in SIDES:
                score = self.score(side)
                if score is not None:
                    require_share(_FIELDS[side], score)
        except BadParameterError as error:
            shown = self.id[:80]
            raise BadParameterError(
                f"Person {shown!r}: {error.en}",
                f"人员“{shown}”：{error.zh}",
                **error.details,
                person=shown,
            ) from None

    def score(self, side: str) -> float | None:
        """Give the score of a side."""
        value: float | None = getattr(self, side)
        return value


_FIELDS = {
    "economic": "economic",
    "daily_life": "dailyLife",
    "psychological": "psychological",
    "identity": "identity",
}


@dataclass(frozen=True, slots=True)
class GenerationProfile:
    """The persons of a generation: how many, and per side the mean over those who are known."""

    generation: Generation
    count: int
    mean: Mapping[str, float | None]
    known: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """Both generations side by side; never one number.

    ``gap`` is new - old per side, None where one of the means is. ``unplaced`` are the ids of those
    whose birth year is not known: they are in no generation and move no mean or gap of one;
    ``unplaced_mean`` and ``unplaced_known`` say what is known of them.
    """

    generations: tuple[GenerationProfile, ...]
    gap: Mapping[str, float | None]
    unplaced: tuple[str, ...]
    unplaced_mean: Mapping[str, float | None]
    unplaced_known: Mapping[str, int]


def profile(persons: Sequence[Person], first_new_year: float) -> Profile:
    """Profile persons by generation.

    Parameters
    ----------
    persons
        At least one, at most 100,000, each id once.
    first_new_year
        Who is born in this year or later is of the new generation.

    Raises
    ------
    BadParameterError
        If there are none or too many, or an id stands twice.

    """
    _require_list(persons)
    of: dict[Generation, list[Person]] = {generation: [] for generation in Generation}
    unplaced: list[Person] = []
    for person in persons:
        if person.birth_year is None:
            unplaced.append(person)
        else:
            of[generation_of(person.birth_year, first_new_year)].append(person)
    old, new = (_one(generation, members) for generation, members in of.items())
    gap = {side: _difference(new.mean[side], old.mean[side]) for side in SIDES}
    return Profile((old, new), gap, tuple(item.id for item in unplaced), *_means(unplaced))


def _require_list(persons: Sequence[Person]) -> None:
    if not 0 < len(persons) <= MOST_PERSONS:
        raise BadParameterError(
            f"A profile needs at least 1 person and takes at most {MOST_PERSONS:,}, not"
            f" {len(persons):,}; split a longer list.",
            f"人员至少 1 人，至多 {MOST_PERSONS:,} 人，现为 {len(persons):,} 人；过长请分批。",
            parameter="persons",
        )
    seen: set[str] = set()
    for person in persons:
        if person.id in seen:
            raise BadParameterError(
                f"Person {person.id[:80]!r} stands twice; each id may stand once.",
                f"人员“{person.id[:80]}”出现两次；每个编号只能出现一次。",
                parameter="persons",
            )
        seen.add(person.id)


def _one(generation: Generation, members: Sequence[Person]) -> GenerationProfile:
    return GenerationProfile(generation, len(members), *_means(members))


def _means(members: Sequence[Person]) -> tuple[dict[str, float | None], dict[str, int]]:
    """Give the mean over those who are known, and how many they are, per side."""
    mean: dict[str, float | None] = {}
    known = {}
    for side in SIDES:
        scores = [score for item in members if (score := item.score(side)) is not None]
        known[side] = len(scores)
        mean[side] = math.fsum(scores) / len(scores) if scores else None
    return mean, known


def _difference(new: float | None, old: float | None) -> float | None:
    return None if new is None or old is None else new - old


# Reading a table


def read_persons(rows: Sequence[Mapping[str, str]], name: str = "table") -> tuple[Person, ...]:
    """Read persons from the rows of a table; line 1 of it holds the names of the columns.

    Columns go by their English or their Chinese names (`COLUMNS`); empty cells are unknown. All
    problems are gathered, each with its line, before anything is said.

    Raises
    ------
    BadParameterError
        If a column is missing or unknown, or a cell cannot be read; ``problems`` lists all.

    """
    problems: list[tuple[int, Label]] = []
    if not 0 < len(rows) <= MOST_PERSONS:
        text = Label(
            f"there must be 1 to {MOST_PERSONS:,} persons, not {len(rows):,}",
            f"人员须为 1 至 {MOST_PERSONS:,} 人，现为 {len(rows):,} 人",
        )
        raise _refused(name, [(1, text)])
    problems.extend((1, text) for text in _column_problems(rows[0]))
    if problems:
        raise _refused(name, problems)
    places = {column: zh if zh in rows[0] else column for column, zh in COLUMNS.items()}
    persons = []
    lines: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        said = {column: (row.get(place) or "").strip() for column, place in places.items()}
        first = lines.setdefault(said["id"], line) if said["id"] else line
        if first != line:
            shown = said["id"][:80]
            text = Label(
                f"id {shown!r} stands in line {first} already",
                f"编号“{shown}”已在第 {first} 行出现",
            )
            problems.append((line, text))
        person = _Row(line, said, problems).person()
        if person is not None:
            persons.append(person)
    if problems:
        raise _refused(name, problems)
    return tuple(persons)


def _column_problems(row: Mapping[str, str]) -> Iterable[Label]:
    for column, zh in COLUMNS.items():
        named = [word for word in (column, zh) if word in row]
        if column in NEEDED and not named:
            yield Label(f"column {column!r} is missing", f"缺少列“{column}”（或“{zh}”）")
        if len(named) > 1:
            yield Label(f"column {column!r} stands there in Chinese too", f"列“{zh}”重复出现")
    known = (*COLUMNS, *COLUMNS.values())
    for column in row:
        if column not in known:
            near = nearest(str(column), known)
            en = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(COLUMNS)}"
            zh = f"；是否指“{near[0]}”？" if near else f"；可用：{'、'.join(known)}"
            yield Label(f"column {str(column)[:80]!r} is unknown{en}", f"未知的列“{column}”{zh}")


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a table, and where its problems go."""

    line: int
    said: Mapping[str, str]
    problems: list[tuple[int, Label]]

    def person(self) -> Person | None:
        before = len(self.problems)
        if not self.said["id"]:
            self.problems.append((self.line, Label("id is empty", "编号为空")))
        year = self._cell("birth_year", _year)
        scores = {side: self._cell(side, _score) for side in SIDES}
        if len(self.problems) > before:
            return None
        return Person(self.said["id"], None if year is None else int(year), **scores)

    def _cell(self, column: str, read: Callable[[str], float | None]) -> float | None:
        text = self.said[column]
        if not text:
            return None
        value = read(text)
        if value is None:
            shown = text if len(text) <= 40 else text[:40] + "…"
            en, zh = _MEANT[column == "birth_year"]
            self.problems.append(
                (
                    self.line,
                    Label(f"{column} {shown!r} is not {en}", f"{column} 的值“{shown}”不是{zh}"),
                )
            )
        return value


_MEANT = {
    True: (
        f"a year from {EARLIEST} to {LATEST}; leave it empty if it is not known",
        f" {EARLIEST} 至 {LATEST} 之间的年份；未知请留空",
    ),
    False: (
        "a number in [0, 1]; leave it empty if it is not known",
        " [0, 1] 之内的数；未知请留空",
    ),
}


def _year(text: str) -> float | None:
    value = read_number(text)
    # The range first: a number too large for a float is infinite, and no whole number.
    fits = value is not None and EARLIEST <= value <= LATEST and value == int(value)
    return value if fits else None


def _score(text: str) -> float | None:
    value = read_number(text)
    return abs(value) if value is not None and 0 <= value <= 1 else None  # -0 is 0


def _refused(name: str, problems: Sequence[tuple[int, Label]]) -> BadParameterError:
    shown = problems[:MOST_SHOWN]
    more = len(problems) - len(shown)
    en = "; ".join(f"line {line}: {text.en}" for line, text in shown)
    zh = "；".join(f"第 {line} 行：{text.zh}" for line, text in shown)
    return BadParameterError(
        f"{name} cannot be read. {en}" + (f"; and {more} more." if more else "."),
        f"无法读取 {name}。{zh}" + (f"；另有 {more} 处。" if more else "。"),
        parameter="table",
        problems=[{"line": line, "en": text.en, "zh": text.zh} for line, text in shown],
        count=len(problems),
    )
