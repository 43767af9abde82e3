"""Two services and the command line over one store: conflicts are told, no update is lost."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from graph_api.stores import FILE_NAME, SqliteStore
from tests.contract.rich import large_scenario
from tests.contract.test_store_contract import assert_journal_replays
from tests.faults.serving import Writer, serving
from tests.unit.cli.test_processes import finished

KEY = "large-1"


@pytest.mark.long
def test_two_services_and_the_command_line_lose_no_update(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with closing(SqliteStore(data / FILE_NAME)) as store:
        store.create(large_scenario(1))
    writers = [Writer(KEY, number) for number in range(3)]
    with serving(data) as one, serving(data) as two:
        assert writers[0].once(one)
        with writers[0].beside(one), writers[1].beside(one), writers[2].beside(two):
            undone = []
            for _ in range(2):
                done = finished("undo", KEY, "2", "--json", "--data", str(data))
                if done.returncode == 0:
                    undone.append(json.loads(done.stdout)["revision"])
                else:
                    assert done.returncode == 2, done.stderr
        assert all(writer.acknowledged for writer in writers)
        told = {code for writer in writers for code in writer.refused}
        assert told <= {"RevisionConflict", "STORE_UNAVAILABLE"}
    revisions = [*undone, *(number for writer in writers for number in writer.acknowledged)]
    assert len(revisions) == len(set(revisions))
    with closing(SqliteStore(data / FILE_NAME)) as store:
        assert store.revision(KEY) == 1 + len(revisions)
        for writer in writers:
            writer.assert_kept(store)
        assert_journal_replays(store, KEY)
