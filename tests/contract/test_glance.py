"""A glance at revisions: what was committed last, by anybody, or nothing; it never waits."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph_api.domain import Scenario
from graph_api.errors import StoreUnavailableError
from graph_api.stores import FILE_NAME, SqliteStore, Store
from graph_api.stores.sqlite_glance import MOST_KEYS, SLOW_IN_A_ROW, SqliteGlance
from tests.contract.test_watching import commit

COMMIT = """
import sys
from pathlib import Path
from graph_api.stores import SqliteStore
from tests.contract.test_watching import commit
store = SqliteStore(Path(sys.argv[1]))
commit(store, "a", 1)
store.close()
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / FILE_NAME)
    store.create(Scenario("a"))
    yield store
    store.close()


def test_a_glance_gives_what_revisions_gives_or_nothing(open_store: Callable[[], Store]) -> None:
    mine, other = open_store(), open_store()
    for key in ("a", "b"):
        mine.create(Scenario(key))
    for _ in range(3):
        commit(other, "a", 1)
        for keys in (("a",), ("a", "b", "never"), ()):
            assert mine.glance(keys) in (None, mine.revisions(keys))
    other.delete("b", expected_revision=1)
    assert mine.glance(("b",)) in (None, {"b": 2})


def test_a_commit_of_another_process_is_seen_at_once(own: SqliteStore) -> None:
    assert own.glance(("a",)) == {"a": 1}
    for revision in (2, 3):
        words = [sys.executable, "-c", COMMIT, own.location]
        subprocess.run(words, check=True, timeout=60)  # noqa: S603  # our own words
        assert own.glance(("a",)) == {"a": revision}


def test_a_writer_is_not_waited_for(own: SqliteStore) -> None:
    with closing(sqlite3.connect(own.location, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE scenarios SET revision = 2")
        assert own.glance(("a",)) == {"a": 1}  # not committed yet
        writer.execute("COMMIT")
    assert own.glance(("a",)) == {"a": 2}


def test_a_connection_that_fails_is_left_to_the_thread_and_opened_again(
    own: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_api.stores.sqlite_glance.REST_SECONDS", 0.0)
    connection = own._glance._connection
    assert connection is not None
    connection.close()
    assert own.glance(("a",)) is None
    assert own.revisions(("a",)) == {"a": 1}
    assert own.glance(("a",)) == {"a": 1}


def test_nobody_waits_for_another_one_who_looks(own: SqliteStore) -> None:
    glance = SqliteGlance(Path(own.location))
    glance.prepare()
    with glance._lock:
        found: list[object] = []
        other = threading.Thread(target=lambda: found.append(glance.look(("a",))))
        other.start()
        other.join(5)
        assert found == [None]
    assert glance.look(("a",)) == {"a": 1}
    assert glance.look([f"k{number}" for number in range(MOST_KEYS + 1)]) is None
    glance.close()
    glance.prepare()
    assert glance.look(("a",)) is None


def test_a_file_that_is_gone_or_another_one_is_left_to_the_thread(own: SqliteStore) -> None:
    path = Path(own.location)
    away = path.with_name("away")
    path.rename(away)
    assert own.glance(("a",)) is None
    with pytest.raises(StoreUnavailableError):
        own.revisions(("a",))
    path.write_bytes(b"")
    assert own.glance(("a",)) is None
    path.unlink()
    away.rename(path)
    assert own.revisions(("a",)) == {"a": 1}


def test_a_slow_disk_is_left_to_threads(own: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_api.stores.sqlite_glance.SLOW_SECONDS", -1.0)
    found = [own.glance(("a",)) for _ in range(SLOW_IN_A_ROW + 1)]
    assert found == [{"a": 1}] * SLOW_IN_A_ROW + [None]
