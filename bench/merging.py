"""Records of several runs in one set of results; each says when and of which revision it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.cases import DECAYS
from bench.goals import Key, Record, key_of
from graph_api.bench import SHAPES

Run = Mapping[str, Any]


def stamped(run: Run) -> list[dict[str, Any]]:
    """Give the records of a run; those that do not say when they were made are of its own date."""
    own = {"revision": run["revision"], "date": run["date"]}
    return [{**own, **record} for record in run["rows"]]


def merged(
    committed: Iterable[Record], fresh: Iterable[Record], names: Sequence[str]
) -> list[Record]:
    """Give both, the fresh one where both have the same row of the same case, in order.

    ``names`` are the rows that there are, in their order; what is no row any more is left out.
    """
    together: dict[Key, Record] = {key_of(one): one for one in (*committed, *fresh)}
    shapes, decays = list(SHAPES), [decay for decay, _ in DECAYS]
    known = [
        one
        for one in together.values()
        if one["row"] in names and one["shape"] in shapes and one["decay"] in decays
    ]
    return sorted(
        known,
        key=lambda one: (
            one["size"],
            shapes.index(one["shape"]),
            decays.index(one["decay"]),
            names.index(one["row"]),
        ),
    )


def earlier(run: Run) -> dict[tuple[str, str], str]:
    """Give a letter for each revision and date of a record that are not those of the run."""
    own = run["revision"], run["date"]
    made = sorted({made_at(one) for one in stamped(run)} - {own}, key=lambda at: (at[1], at[0]))
    return {at: _letter(number) for number, at in enumerate(made)}


def made_at(record: Record) -> tuple[str, str]:
    """Give the revision and the date of a record."""
    return record["revision"], record["date"]


def _letter(number: int) -> str:
    """Give a, b, ..., z, aa, ab, ...

    Examples
    --------
    >>> _letter(0), _letter(25), _letter(26)
    ('a', 'z', 'aa')

    """
    letter = chr(ord("a") + number % 26)
    return letter if number < 26 else _letter(number // 26 - 1) + letter
