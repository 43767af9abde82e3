"""Killed without warning, again and again: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from graph_api.stores import FILE_NAME, SqliteStore
from tests.contract.rich import large_scenario
from tests.contract.test_store_contract import assert_journal_replays
from tests.faults.serving import ROUNDS, Writer, serving

KEY = "large-1"


def test_kill_9_under_writes_loses_nothing(tmp_path: Path, rng: random.Random) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with closing(SqliteStore(data / FILE_NAME)) as store:
        store.create(large_scenario(1))
    writers = [Writer(KEY, number) for number in range(2)]
    for _ in range(ROUNDS):
        before = sum(len(writer.acknowledged) for writer in writers)
        with (
            serving(data) as service,
            writers[0].beside(service),
            writers[1].beside(service),
        ):
            until = time.monotonic() + 10
            while (
                sum(len(writer.acknowledged) for writer in writers) < before + 3
                and time.monotonic() < until
            ):
                time.sleep(0.01)
            time.sleep(rng.random() * 0.3)
            service.kill()
        assert sum(len(writer.acknowledged) for writer in writers) > before
        with closing(SqliteStore(data / FILE_NAME)) as store:
            for writer in writers:
                writer.assert_kept(store)
    with closing(SqliteStore(data / FILE_NAME)) as store:
        assert_journal_replays(store, KEY)
        revisions = [revision for writer in writers for revision in writer.acknowledged]
        assert len(revisions) == len(set(revisions)), "two writes were told the same revision"
    with closing(sqlite3.connect(data / FILE_NAME)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
