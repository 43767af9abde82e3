"""How a job is followed: each change of it, up to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from graph_api.api.context import RequestContext, in_thread
from graph_api.api.types.job import Job, job_key, jobs_of, owner_of
from graph_api.errors import BadParameterError
from graph_api.jobs import JobState

LOOK_SECONDS = 0.2
"""How often a job is looked at: a number is read, whoever works on it."""


async def follow_job(context: RequestContext, text: str) -> AsyncGenerator[Job, None]:
    """Give a job as it is now and after each change; end when it has ended.

    Changes that follow one another quicker than `LOOK_SECONDS` are given as one.

    Raises
    ------
    BadParameterError
        If this caller has no such job.

    """
    jobs, key, owner = jobs_of(context), job_key(text), owner_of(context.caller)
    row = await in_thread(jobs.get, key, owner)
    if row is None:
        raise BadParameterError(
            "You have no job of this id; `jobs` lists those there are (ended ones go after a day).",
            "您没有此编号的作业；jobs 列出现有作业（已结束的作业一天后清除）。",
            parameter="id",
        )
    while row is not None:
        yield Job(row=row)
        if JobState[row.state].is_final:
            return
        seen = row.version
        while await in_thread(jobs.version, key) == seen:
            await asyncio.sleep(LOOK_SECONDS)
        row = await in_thread(jobs.get, key, owner)
