"""What happens to the file of the embedded store while it is in use."""

from __future__ import annotations

import itertools
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_api.stores import FILE_NAME, SqliteStore
from tests.contract.rich import large_scenario
from tests.contract.test_store_contract import assert_journal_replays
from tests.faults.serving import READ, Service, Writer, serving

KEY = "large-1"
STEPS = itertools.count(1)
WITHIN = 10.5
"""The deadline of a request, and a little."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("file") / "data"
    folder.mkdir()
    with closing(SqliteStore(folder / FILE_NAME)) as store:
        store.create(large_scenario(1))
    return folder


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[Service]:
    """One service for all: each test leaves its file as it was, and the service has to heal."""
    with serving(data) as one:
        yield one


def code_of_a_write(service: Service) -> str | None:
    """Write something new; give the code of the error, None where it was written."""
    with suppress(IndexError):
        return refusals(service)[0]
    return None


def refusals(service: Service) -> list[str]:
    writer = Writer(KEY)
    writer.steps = STEPS
    assert writer.once(service)
    return writer.refused


def test_a_full_disk_is_told_and_heals(service: Service, data: Path) -> None:
    """The limit on the size of files is the system's own: a write beyond it fails as EFBIG."""
    writer = Writer(KEY)
    writer.steps = STEPS
    assert writer.once(service)
    size = max(path.stat().st_size for path in data.iterdir())
    _, hard = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (size + 40_000, hard))
    try:
        for _ in range(30):
            assert writer.once(service)
        assert set(writer.refused) == {"STORE_UNAVAILABLE"}
        assert service.code(READ, key=KEY)[0] is None
    finally:
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    before = len(writer.acknowledged)
    assert writer.once(service)
    assert len(writer.acknowledged) == before + 1
    with closing(SqliteStore(data / FILE_NAME)) as store:
        writer.assert_kept(store)
        assert_journal_replays(store, KEY)


@pytest.mark.long
def test_a_file_that_another_program_locks_is_told_within_the_deadline_and_heals(
    service: Service, data: Path
) -> None:
    with closing(sqlite3.connect(data / FILE_NAME)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        assert code_of_a_write(service) == "STORE_UNAVAILABLE"
        assert time.monotonic() - began < WITHIN
        assert service.code(READ, key=KEY)[0] is None
        other.execute("ROLLBACK")
    assert code_of_a_write(service) is None


@pytest.mark.parametrize("how", ["gone", "replaced", "no folder"])
def test_a_file_that_goes_away_takes_no_more_writes_until_it_is_back(
    service: Service, data: Path, how: str
) -> None:
    kept, aside = data / FILE_NAME, data.parent / "aside"
    assert code_of_a_write(service) is None
    if how == "no folder":
        data.rename(aside)
    else:
        kept.rename(aside)
    if how == "replaced":
        shutil.copy(aside, kept)
    assert code_of_a_write(service) == "STORE_UNAVAILABLE"
    assert service.becomes(503)
    aside.rename(data if how == "no folder" else kept)
    assert code_of_a_write(service) is None
    assert service.becomes(200)


def test_a_file_that_is_damaged_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with closing(SqliteStore(data / FILE_NAME)) as store:
        store.create(large_scenario(1))
    with serving(data) as service:
        with (data / FILE_NAME).open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(4096)
            file.write(b"\xa5" * (size - 4096))
        code, seconds = service.code(READ, key=KEY)
        assert code == "STORE_UNAVAILABLE"
        assert seconds < WITHIN
        assert service.becomes(503)
        assert service.get("/healthz")[0] == 200


def test_a_clock_that_jumps_back_leaves_the_journal_in_order(tmp_path: Path) -> None:
    instants = iter([datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=n) for n in range(9)])
    with closing(SqliteStore(tmp_path / FILE_NAME, clock=lambda: next(instants))) as store:
        store.create(large_scenario(1))
        store.delete(KEY, expected_revision=1)
        store.create(large_scenario(1))
        journal = store.changes_since(KEY, 0)
        assert [item.revision for item in journal] == [1, 2, 3]
        assert [item.at.day for item in journal] == [1, 31, 30]
        assert_journal_replays(store, KEY)
