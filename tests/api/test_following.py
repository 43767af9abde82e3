"""Listeners of a journal that somebody put back, or whose file somebody replaced."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.streaming import commit
from tests.api.test_subscriptions import wait_for


def test_a_slow_listener_hears_that_the_journal_was_put_back_even_after_the_next_commit(
    service: Service, tmp_path: Path
) -> None:
    follower = service.follower
    commit(service, count=3)
    with follower.listen("small") as slow:
        wait_for(lambda: follower.known("small") == 4)
        with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other, other:
            other.execute("DELETE FROM journal WHERE revision > 2")
            other.execute("UPDATE scenarios SET revision = 2")
        wait_for(lambda: follower.known("small") == 2)
        store = SqliteStore(tmp_path / FILE_NAME)  # of a process that knows nothing of revision 4
        commit(Service(store))
        store.close()
        wait_for(lambda: follower.known("small") == 3)
        assert slow.error is not None
        assert "put back" in slow.error.en


def test_listeners_hear_that_the_file_was_replaced(service: Service, tmp_path: Path) -> None:
    service.follower.patience = 0.1
    with service.follower.listen("small") as listener:
        wait_for(lambda: service.follower.known("small") == 1)
        path, other = tmp_path / FILE_NAME, tmp_path / "other.sqlite"
        shutil.copyfile(path, other)
        other.replace(path)
        wait_for(lambda: listener.error is not None)
        assert listener.error is not None
        assert "replaced" in listener.error.en
