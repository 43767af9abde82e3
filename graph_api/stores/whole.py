"""What both stores need to hand on a key with its whole journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph_api.errors import BadParameterError
from graph_api.stores.rows import JournalLine


class DivergedError(BadParameterError):
    """The journal of a deleted key is not the beginning of the one that is given."""


def going_on(
    key: str,
    journal: Iterator[tuple[int, JournalLine]],
    last: int,
    stored: Callable[[int], JournalLine | None],
) -> Iterator[tuple[int, JournalLine]]:
    """Give the lines after ``last``, having compared those before with what is stored.

    Raises
    ------
    DivergedError
        If the two differ, or the given ones end before the stored ones.
    BadParameterError
        If the given ones have a gap.

    """
    expected = 0
    for revision, line in journal:
        expected += 1
        if revision != expected:
            raise gap(key, expected, revision)
        if revision > last:
            yield revision, line
        elif stored(revision) != line:
            raise diverged(key, revision)
    if expected < last:
        raise diverged(key, expected + 1)


def gap(key: str, expected: int, found: int) -> BadParameterError:
    """Give the error for a journal that leaves a revision out."""
    return BadParameterError(
        f"Nothing was written: the journal of {key!r} has revision {found} where {expected} should"
        " be. Take a backup that is whole.",
        f"未写入任何内容：“{key}”的日志在应为修订 {expected} 处是 {found}。请使用完整的备份。",
        scenario=key,
        revision=found,
    )


def diverged(key: str, revision: int) -> DivergedError:
    """Give the error for a key whose journal here is not the beginning of the one given."""
    return DivergedError(
        f"Nothing was written: the journal of {key!r} that is stored here differs from the given"
        f" one from revision {revision} on, and no revision is ever used twice.",
        f"未写入任何内容：此处存储的“{key}”的日志自修订 {revision} 起与所给的不同，"
        "而修订号从不重复使用。",
        scenario=key,
        revision=revision,
    )
