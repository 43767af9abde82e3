"""The two generations: parted by year of birth, so that an age alone may not tell (L255)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph_api.domain import Label
from graph_api.domain.numbers import require_whole

EARLIEST, LATEST = 1900, 2100
OLDEST = 120


class Generation(StrEnum):
    """The older and the new generation of migrant workers."""

    OLD = "old"
    NEW = "new"


NAMES = {
    Generation.OLD: Label("older generation", "老一代"),
    Generation.NEW: Label("new generation", "新生代"),
}
ACTORS = {Generation.OLD: "old_gen_migrants", Generation.NEW: "new_gen_migrants"}


@dataclass(frozen=True, slots=True)
class AgeClass:
    """What an age in a year says: two possible birth years, and one generation or two."""

    birth_years: tuple[int, int]
    possible: tuple[Generation, ...]

    @property
    def generation(self) -> Generation | None:
        """Give the generation; None where both are possible and the birth year must be asked."""
        return self.possible[0] if len(self.possible) == 1 else None


def generation_of(birth_year: float, first_new_year: float) -> Generation:
    """Give the generation of a birth year; the first new year itself is new.

    Raises
    ------
    BadParameterError
        If the birth year is no whole year from 1900 to 2100.

    Examples
    --------
    >>> generation_of(1979, 1980).value, generation_of(1980, 1980).value
    ('old', 'new')

    """
    year = require_whole("birthYear", birth_year, EARLIEST, LATEST)
    return _generation(year, first_new_year)


def _generation(birth_year: int, first_new_year: float) -> Generation:
    return Generation.NEW if birth_year >= first_new_year else Generation.OLD


def generation_at_age(age: float, year: float, first_new_year: float) -> AgeClass:
    """Give what an age in completed years says in the course of a year.

    Who is 33 in 2011 was born in 1977 (birthday still to come) or in 1978.

    Raises
    ------
    BadParameterError
        If the age is no whole number up to 120, or the year none from 1900 to 2100.

    Examples
    --------
    >>> generation_at_age(33, 2011, 1980).generation.value
    'old'
    >>> generation_at_age(31, 2011, 1980).possible
    (<Generation.OLD: 'old'>, <Generation.NEW: 'new'>)

    """
    years = require_whole("age", age, 0, OLDEST)
    at = require_whole("year", year, EARLIEST, LATEST)
    born = (at - years - 1, at - years)
    found = [_generation(item, first_new_year) for item in born]
    return AgeClass(born, tuple(dict.fromkeys(found)))


def explain_age(found: AgeClass, first_new_year: float) -> Label:
    """Say what an age tells, and what to ask where it does not."""
    first, second = found.birth_years
    generation = found.generation
    if generation is None:
        return Label(
            f"Born in {first} (older generation) or in {second} (new generation, which begins with"
            f" {first_new_year:g}): the age does not tell; ask for the year of birth.",
            f"可能生于{first}年（老一代），也可能生于{second}年（新生代，自{first_new_year:g}年起）："
            "仅凭年龄无法判断，请询问出生年份。",
        )
    name = NAMES[generation]
    return Label(
        f"Born in {first} or {second}, either way of the {name.en}; the new generation begins with"
        f" {first_new_year:g}.",
        f"生于{first}年或{second}年，两种情况都属于{name.zh}；新生代自{first_new_year:g}年起。",
    )
