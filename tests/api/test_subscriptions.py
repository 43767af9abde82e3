"""Following a scenario: every commit, in order, none skipped and none twice, whoever commits."""

from __future__ import annotations

import socket as sockets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from graph_api.api.app import Options, build_app
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.transport.streams import Patience, Streams
from graph_api.domain import ChangeSet, Edit, Label, Section
from graph_api.errors import StoreUnavailableError
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore, Store
from tests.api.client import SMALL
from tests.api.streaming import commit, revision_of, served, socket


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    with served(build_app(service, Options(streams=Streams()))) as address:
        yield address


def wait_for(happened: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


def test_a_scenario_is_followed_over_its_deletion_and_return(
    address: str, service: Service
) -> None:
    with socket(address) as client:
        client.subscribe("a", key="small", after=0, until=4)
        commit(service)
        service.delete("small", expected_revision=2, by="li", reason="done with it")
        service.import_scenario(SMALL, name="small.yaml", reason="back again")
        heard = [client.hear()["payload"]["data"]["scenarioChanged"] for _ in range(4)]
        assert client.hear() == {"type": "complete", "id": "a"}
    assert [item["committed"]["revision"] for item in heard] == [1, 2, 3, 4]
    assert [item["deleted"] for item in heard] == [False, False, True, False]
    assert {item["key"] for item in heard} == {"small"}
    strength = {"low": 0.1, "best": 0.1, "high": 0.1}
    assert heard[1]["committed"] == {
        "revision": 2,
        "by": "wang",
        "reason": "step 1",
        "changes": [{"set_relation": {"id": "r1", "strength": strength}}],
    }
    with socket(address) as client:  # a key that is deleted can be followed as well
        service.delete("small", expected_revision=4)
        client.subscribe("a", key="small", after=4, until=5)
        assert client.hear()["payload"]["data"]["scenarioChanged"]["deleted"] is True


def test_without_after_one_hears_what_comes_and_nothing_before(
    address: str, service: Service
) -> None:
    commit(service, count=2)
    with socket(address) as client:
        client.subscribe("a", key="small")
        wait_for(lambda: service.follower.listeners == 1)
        commit(service, count=3)
        assert client.revisions(3) == [4, 5, 6]


def test_until_is_the_end_and_may_be_where_one_is(address: str, service: Service) -> None:
    commit(service, count=4)
    with socket(address) as client:
        client.subscribe("a", key="small", after=1, until=3)
        assert client.revisions(2) == [2, 3]
        assert client.hear() == {"type": "complete", "id": "a"}
        client.subscribe("b", key="small", after=3, until=3)
        assert client.hear() == {"type": "complete", "id": "b"}


def test_a_long_journal_is_heard_whole(address: str, service: Service) -> None:
    last = commit(service, count=150)
    with socket(address) as client:
        client.subscribe("a", key="small", after=0, until=last)
        assert client.revisions(last) == [*range(1, last + 1)]


def test_nobody_looks_at_the_store_unless_somebody_listens(address: str, service: Service) -> None:
    assert not service.follower.is_looking
    with socket(address) as one, socket(address) as two:
        one.subscribe("a", key="small", after=1)
        two.subscribe("a", key="small", after=1)
        two.subscribe("b", key="small", after=1)
        wait_for(lambda: service.follower.listeners == 3)
        names = [thread.name for thread in threading.enumerate()]
        assert names.count("follower") == 1
        two.say(type="complete", id="a")
        wait_for(lambda: service.follower.listeners == 2)
    wait_for(lambda: not service.follower.is_looking)
    wait_for(lambda: "follower" not in [thread.name for thread in threading.enumerate()])


def test_a_stream_has_no_deadline_and_each_event_has_one(service: Service) -> None:
    limits = replace(DEFAULT_LIMITS, deadline_ms=50)
    app = build_app(service, Options(limits=limits, streams=Streams()))
    with served(app) as address, socket(address) as client:
        client.subscribe("a", key="small", after=1)
        time.sleep(0.3)
        commit(service)
        assert client.revisions(1) == [2]


class Away:
    """A store that is away as long as it is told to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_away = False

    def __getattr__(self, name: str) -> Any:
        if self.is_away and name not in ("kind", "location", "close"):
            raise StoreUnavailableError("The store is away; try again.", "存储暂不可用，请重试。")
        return getattr(self._store, name)

    def watch(self) -> _Watch:
        if self.is_away:
            raise StoreUnavailableError("The store is away; try again.", "存储暂不可用，请重试。")
        return _Watch(self._store.watch(), self)


class _Watch:
    def __init__(self, watch: Any, away: Away) -> None:
        self._watch, self._away = watch, away
        self.interval = watch.interval

    def look(self, keys: Any) -> Any:
        if self._away.is_away:
            raise StoreUnavailableError("The store is away; try again.", "存储暂不可用，请重试。")
        return self._watch.look(keys)

    def close(self) -> None:
        self._watch.close()


def test_a_store_that_comes_back_is_read_on_and_nothing_is_skipped(service: Service) -> None:
    away = Away(service.store)
    following = Service(away)
    app = build_app(following, Options(streams=Streams()))
    with served(app) as address, socket(address) as client:
        client.subscribe("a", key="small", after=1)
        wait_for(lambda: following.follower.listeners == 1)
        commit(service)
        assert client.revisions(1) == [2]
        away.is_away = True
        commit(service, count=3)
        with pytest.raises(TimeoutError):
            client.hear(0.4)
        away.is_away = False
        assert client.revisions(3) == [3, 4, 5]


def test_a_store_that_stays_away_ends_the_stream_with_its_error(service: Service) -> None:
    away = Away(service.store)
    following = Service(away)
    following.follower.patience = 0.3
    app = build_app(following, Options(streams=Streams()))
    with served(app) as address, socket(address) as client:
        client.subscribe("a", key="small", after=1)
        wait_for(lambda: following.follower.listeners == 1)
        away.is_away = True
        ended = client.hear()
        assert (ended["type"], ended["id"]) == ("error", "a")
        assert ended["payload"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"
        assert ended["payload"][0]["path"] == ["scenarioChanged"]
        away.is_away = False
        commit(service)
        client.subscribe("a", key="small", after=1)
        assert client.revisions(1) == [2]


def test_a_journal_that_was_put_back_ends_the_stream(
    address: str, service: Service, tmp_path: Path
) -> None:
    commit(service, count=3)
    with socket(address) as client:
        client.subscribe("a", key="small", after=3)
        assert client.revisions(1) == [4]
        time.sleep(0.1)  # it has been looked at once more
        with sqlite3.connect(tmp_path / FILE_NAME) as other:
            other.execute("DELETE FROM journal WHERE revision > 2")
            other.execute("UPDATE scenarios SET revision = 2")
        other.close()
        assert client.hear()["payload"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"


def long_words(service: Service, count: int) -> None:
    """Commit changes whose words are long: half a megabyte an event."""
    scenario = service.store.load("small")
    for number in range(count):
        about = replace(scenario.about, title=Label(f"title {scenario.revision} {number}"))
        edit = Edit(Section.ABOUT, "", scenario.about, about)
        changes = ChangeSet((edit,), words=({"set_title": "x" * 500_000},), by="wang")
        service.store.apply("small", changes, expected_revision=scenario.revision + number)
        scenario = replace(scenario, about=about)


def test_a_client_that_is_too_slow_is_told_and_dropped_and_others_do_not_notice(
    service: Service,
) -> None:
    streams = Streams(patience=Patience(send=0.5))
    app = build_app(service, Options(streams=streams))
    with served(app) as address, sockets.socket() as narrow:
        host, port = address.split(":")
        narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 10_000)
        narrow.connect((host, int(port)))
        options: dict[str, Any] = {
            "sock": narrow,
            "max_queue": 1,
            "compression": None,
            "max_size": None,
        }
        with socket(address, **options) as slow, socket(address, max_size=None) as quick:
            slow.subscribe("a", key="small", after=1)
            quick.subscribe("a", key="small", after=1)
            began = time.monotonic()
            long_words(service, 30)
            assert quick.revisions(30) == [*range(2, 32)]
            assert time.monotonic() - began < 5
            wait_for(lambda: service.follower.listeners == 1)  # the slow one is no listener more
            heard = []
            with suppress(ConnectionClosed):  # as soon as it reads, it is told
                while True:
                    heard.append(revision_of(slow.hear()["payload"]))
            assert slow.connection.close_code == 1013
            assert "too slow" in (slow.connection.close_reason or "")
            assert heard == [*range(2, 2 + len(heard))]
            assert len(heard) < 30
    wait_for(lambda: streams.open == 0)


def test_commits_by_others_come_soon_and_in_order_on_each_store(
    store: Store, open_store: Callable[[], Store]
) -> None:
    """Two servers over one store, and a third process's store that commits."""
    service, other, writer = Service(store), Service(open_store()), Service(open_store())
    service.import_scenario(SMALL, name="small.yaml")
    with (
        served(build_app(service, Options(streams=Streams()))) as first,
        served(build_app(other, Options(streams=Streams()))) as second,
        socket(first) as one,
        socket(second) as two,
    ):
        for client in (one, two):
            client.subscribe("a", key="small", after=1)
        late = []
        for revision in range(2, 22):
            time.sleep(0.013)  # beside the rhythm of looking
            commit(writer)
            committed = time.monotonic()
            assert one.revisions(1) == [revision]
            late.append(time.monotonic() - committed)
        last = commit(writer, count=30)
        assert one.revisions(30) == [*range(22, last + 1)]
        assert two.revisions(last - 1) == [*range(2, last + 1)]
    assert median(late) < (0.15 if store.kind == "sqlite" else 0.4)
    assert not service.follower.is_looking


def test_the_file_may_be_opened_by_many(tmp_path: Path) -> None:
    """A follower holds no lock: writers do not wait for it."""
    store = SqliteStore(tmp_path / FILE_NAME)
    service = Service(store)
    service.import_scenario(SMALL, name="small.yaml")
    with service.follower.listen("small"):
        wait_for(lambda: service.follower.known("small") == 1)
        began = time.monotonic()
        commit(service, count=20)
        assert time.monotonic() - began < 5
        wait_for(lambda: service.follower.known("small") == 21)
    store.close()
