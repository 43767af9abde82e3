"""The journal: what was committed, by whom, when and why."""

from collections.abc import Sequence
from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from graph_api import domain
from graph_api.api.connections import Connection, Edge, cut_page
from graph_api.api.cursors import Row, question


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


def history_page(
    scenario: str, journal: Sequence[domain.Committed], first: int | None, after: str | None
) -> CommittedConnection:
    """Cut a page out of a journal; it only grows at its head, so no cursor goes stale."""
    newest_first = journal[::-1]
    page = cut_page(newest_first, _row, question(0, "history", scenario), first, after)
    return CommittedConnection(
        edges=[
            Edge(cursor=cursor, node=Committed.of(entry))
            for cursor, entry in zip(page.cursors, page.items, strict=True)
        ],
        page_info=page.info,
        total_count=len(newest_first),
        stale=page.stale,
    )


def _row(_: int, entry: domain.Committed) -> Row:
    return Row(-entry.revision, (str(entry.revision),))
