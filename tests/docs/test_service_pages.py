"""The pages about the service: their links lead somewhere, their numbers are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_api.api.job_documents import COMPUTING_TIMES, COST_TIMES
from graph_api.api.pricing.limits import DEFAULT_LIMITS, limits_of
from graph_api.auth import Role
from graph_api.jobs import JobLimits
from graph_api.settings import Settings

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
OPERATE = ROOT / "docs" / "how-to" / "operate.md"
PAGES = [
    *(REFERENCE / f"{name}.md" for name in ("graphql", "subscriptions", "jobs", "sign-in")),
    REFERENCE / "observing.md",
    OPERATE,
    ROOT / "docs" / "how-to" / "backup.md",
    ROOT / "SECURITY.md",
]


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", page.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_of_ours_that_are_named_are_there(page: Path) -> None:
    named = re.findall(r"`((?:graph_api|tests|schema|scripts)/[\w/.-]+)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_limits_of_jobs_are_those_that_hold() -> None:
    text, limits = (REFERENCE / "jobs.md").read_text("utf-8"), JobLimits()
    admin = limits_of(Role.ADMIN).max_jobs
    for said in (
        f"{DEFAULT_LIMITS.deadline_ms // 1000} s (`EMPOWER_DEADLINE_MS`)",
        f"{DEFAULT_LIMITS.max_jobs} of one caller, {admin} of an admin",
        f"{limits.in_all} in all",
        f"{COST_TIMES} times `maxCost`, {COMPUTING_TIMES} times `maxComputing`",
        f"{limits.seconds // 60:.0f} minutes (`EMPOWER_JOB_MINUTES`)",
        f"{limits.max_result_bytes // 10**6} MB",
        f"{limits.keep_seconds // 3600:.0f} hours after the end",
        f"lease of {limits.lease_seconds:.0f} s",
    ):
        assert said in text, said
    assert f"`first` (0 to {DEFAULT_LIMITS.max_first})" in (REFERENCE / "graphql.md").read_text(
        "utf-8"
    )


def test_the_system_waits_longer_than_the_service_takes_to_stop() -> None:
    settings = Settings.from_env({})
    seconds, milliseconds = settings.drain_seconds, settings.drain_delay_ms
    text = OPERATE.read_text("utf-8")
    assert f"`EMPOWER_DRAIN_SECONDS` ({seconds:g})" in text
    assert f"`EMPOWER_DRAIN_DELAY_MS` ({milliseconds:g})" in text
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    (grace,) = re.findall(r"^ +stop_grace_period: (\d+)s$", compose, re.MULTILINE)
    assert int(grace) > seconds + milliseconds / 1000 + 3
    assert f"the compose file: {grace} s" in text
    assert "NEO4J_db_transaction_monitor_check_interval: 200ms" in compose
