"""The root of what is told as it happens: subscriptions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Annotated

import strawberry

from graph_api import domain
from graph_api.api.context import Info, in_thread
from graph_api.api.fields import stream
from graph_api.api.job_following import follow_job
from graph_api.api.types.history import Committed
from graph_api.api.types.job import Job
from graph_api.errors import BadParameterError, StoreUnavailableError
from graph_api.service import Service
from graph_api.service.following import RETRY_SECONDS, Listener


@strawberry.type(description="A commit of a scenario, told as it happens (情景变更通知).")
class ScenarioChange:
    """One commit of the scenario that is followed."""

    key: str = strawberry.field(description="The scenario (情景).")
    committed: Committed = strawberry.field(description="What was committed (提交记录).")
    deleted: bool = strawberry.field(
        description="Whether this commit took the scenario away; it may be made again (是否删除)."
    )


@strawberry.type(description="What is told as it happens, over a socket or SSE (订阅).")
class Subscription:
    """The subscriptions."""

    @stream(
        description="Every committed revision of a scenario after `after`, in order, none skipped,"
        " whoever commits; a deleted scenario may be followed too (情景变更)."
    )
    async def scenario_changed(
        self,
        info: Info,
        key: Annotated[str, strawberry.argument(description="The scenario.")],
        after: Annotated[
            int | None,
            strawberry.argument(
                description="The last revision that is known already; left out: the newest."
            ),
        ] = None,
        until: Annotated[
            int | None,
            strawberry.argument(
                description="The revision with which the stream ends; left out: it does not end."
            ),
        ] = None,
    ) -> AsyncGenerator[ScenarioChange, None]:
        """Follow a scenario."""
        resumed = info.context.resume_after
        start = after if resumed is None else resumed
        async for entry in follow(info.context.service, key, start, until):
            yield ScenarioChange(key=key, committed=Committed.of(entry), deleted=entry.deleted)

    @stream(
        description="A job of one's own as it is now and after each change, up to its end"
        " (作业进展)."
    )
    async def job(
        self,
        info: Info,
        id: Annotated[  # noqa: A002  # the word of the schema
            strawberry.ID, strawberry.argument(description="The id of the job.")
        ],
    ) -> AsyncGenerator[Job, None]:
        """Follow a job."""
        async for job in follow_job(info.context, id):
            yield job


async def follow(
    service: Service, key: str, after: int | None = None, until: int | None = None
) -> AsyncGenerator[domain.Committed, None]:
    """Give the commits of a scenario as they come, up to the revision ``until``.

    Raises
    ------
    UnknownScenarioError
        If no scenario ever had this key.
    BadParameterError
        If ``after`` is no revision of it, or ``until`` lies before it.
    StoreError
        If the store is away for longer than `Follower.patience`.

    """
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(woken.set)

    listener = await in_thread(service.follower.listen, key, after, wake)
    if until is not None and until < listener.position:
        raise BadParameterError(
            f"`until` is {until}, which lies before revision {listener.position}, where this"
            " begins; leave it out, or name a later one.",
            f"until 为 {until}，早于起始修订 {listener.position}；请省略或指定更晚的修订。",
            parameter="until",
        )
    with listener:
        while until is None or listener.position < until:
            woken.clear()
            if listener.error is not None:
                raise listener.error
            page = listener.at_hand()
            if not page and listener.is_behind:
                page = await _taken(listener, service.follower.patience)
            for entry in page:
                if until is not None and entry.revision > until:
                    return
                yield entry
            if not page:
                await woken.wait()


async def _taken(listener: Listener, patience: float) -> tuple[domain.Committed, ...]:
    """Read on in the journal; a store that is away is asked again for a while."""
    away_since = time.monotonic()
    while True:
        try:
            return await in_thread(listener.take)
        except StoreUnavailableError:
            if time.monotonic() - away_since > patience:
                raise
        await asyncio.sleep(RETRY_SECONDS)
