"""The journal: what was committed, by whom, when and why."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import strawberry
from strawberry.scalars import JSON

from graph_api import domain
from graph_api.api.connections import Connection, Edge, PageInfo, require_first
from graph_api.api.cursors import Row, question, read_cursor, write_cursor


@strawberry.type(description="A committed change set of the journal (提交记录).")
class Committed:
    """One entry of the journal."""

    revision: int = strawberry.field(description="The revision that it made (修订号).")
    at: datetime = strawberry.field(description="When it was committed (时间).")
    by: str = strawberry.field(
        description="Who committed it; empty where nobody signed in (提交者)."
    )
    reason: str | None = strawberry.field(description="Why, in the words of the committer (原因).")
    changes: list[JSON] = strawberry.field(
        description="The changes in the words of the YAML: `set_relation`, `add_actor` (更改)."
    )

    @classmethod
    def of(cls, entry: domain.Committed) -> "Committed":
        """Wrap an entry of the journal."""
        done = entry.change_set
        return cls(
            revision=entry.revision,
            at=entry.at,
            by=done.by,
            reason=done.reason,
            changes=[JSON(dict(word)) for word in done.words],
        )


@strawberry.type(description="One page of the journal, newest first (提交记录分页).")
class CommittedConnection(Connection[Committed]):
    """A page of the journal."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which entries a page holds: at most ``size`` whose revision is less than ``below``."""

    scenario: str
    newest: int
    below: int
    size: int

    @classmethod
    def of(cls, scenario: str, newest: int, first: int | None, after: str | None) -> "Window":
        """Find the entries behind a cursor; the journal grows at its head, so none goes stale.

        Revisions have no gaps, so where a page begins is known before anything of it is read.

        Raises
        ------
        BadParameterError, BadCursorError
            If ``first`` is out of its limits, or ``after`` not a cursor of this journal.

        """
        size, below = require_first(first), newest + 1
        if after is not None:
            rank = read_cursor(after, question(0, "history", scenario)).row.rank
            below = 1 if math.isinf(rank) else max(1, min(below, math.ceil(-rank)))
        return cls(scenario, newest, below, size)


def history_page(window: Window, entries: Sequence[domain.Committed]) -> CommittedConnection:
    """Make a page of the entries of its window, newest first."""
    asked = question(0, "history", window.scenario)
    places = [
        partial(
            write_cursor,
            asked,
            Row(-entry.revision, (str(entry.revision),)),
            window.newest - entry.revision,
        )
        for entry in entries
    ]
    return CommittedConnection(
        edges=[
            Edge(place=place, node=Committed.of(entry))
            for place, entry in zip(places, entries, strict=True)
        ],
        page_info=PageInfo(
            has_next_page=window.below - window.size > 1,
            has_previous_page=window.below <= window.newest,
            start_cursor=places[0]() if places else None,
            end_cursor=places[-1]() if places else None,
        ),
        counted=lambda: window.newest,
        stale=False,
    )
