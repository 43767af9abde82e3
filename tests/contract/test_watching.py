"""Watching for commits and reading on in a journal, on every store."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from graph_api.domain import ChangeSet, Edit, Label, Scenario, Section
from graph_api.errors import UnknownScenarioError
from graph_api.stores import Store
from graph_api.stores.rows import MOST_COMMITS, MOST_TEXT
from tests.contract.rich import rich_scenario

WORD = "更改"


def titled(scenario: Scenario, title: str) -> Scenario:
    return replace(scenario, about=replace(scenario.about, title=Label(title)))


def commit(store: Store, key: str, count: int, text: str = WORD) -> None:
    """Commit changes of a title, one by one."""
    before = store.load(key)
    for number in range(count):
        after = titled(before, f"title {before.revision} {number}")
        edit = Edit(Section.ABOUT, "", before.about, after.about)
        changes = ChangeSet((edit,), words=({"set_title": text},), by="wang", reason="why")
        store.apply(key, changes, expected_revision=before.revision + number)
        before = titled(before, f"title {before.revision} {number}")


def test_revisions_are_given_at_once_also_of_deleted_keys(store: Store) -> None:
    store.create(rich_scenario("a"))
    store.create(Scenario("b"))
    commit(store, "a", 2)
    store.delete("b", expected_revision=1)
    assert store.revisions(["a", "b", "never"]) == {"a": 3, "b": 2}
    assert store.revisions([]) == {}
    many = [f"none-{number}" for number in range(1_200)]
    assert store.revisions([*many, "a"]) == {"a": 3}


def test_a_watch_sees_the_commits_of_everybody(open_store: Callable[[], Store]) -> None:
    mine, other = open_store(), open_store()
    mine.create(rich_scenario("a"))
    watch = mine.watch()
    assert 0 < watch.interval < 1
    assert watch.look({"a", "b"}) == {"a": 1}
    assert watch.look({"a", "b"}) in (None, {"a": 1})
    commit(other, "a", 1)
    assert watch.look({"a", "b"}) == {"a": 2}
    other.create(Scenario("b"))
    commit(mine, "a", 1)
    assert watch.look({"a", "b"}) == {"a": 3, "b": 1}
    assert watch.look({"b"}) == {"b": 1}
    other.delete("b", expected_revision=1)
    assert watch.look({"b"}) == {"b": 2}
    watch.close()


def test_looking_without_news_is_cheap(store: Store) -> None:
    store.create(Scenario("a"))
    watch = store.watch()
    watch.look({"a"})
    began = time.perf_counter()
    for _ in range(20):
        watch.look({"a"})
    assert (time.perf_counter() - began) / 20 < 5 * watch.interval
    watch.close()


def test_a_journal_is_read_on_page_by_page_without_its_edits(store: Store) -> None:
    store.create(rich_scenario("a"))
    commit(store, "a", MOST_COMMITS + 5)
    first = store.journal("a", 0)
    assert [entry.revision for entry in first] == [*range(1, MOST_COMMITS + 1)]
    rest = store.journal("a", first[-1].revision)
    assert [entry.revision for entry in rest] == [*range(MOST_COMMITS + 1, MOST_COMMITS + 7)]
    assert store.journal("a", rest[-1].revision) == ()
    assert [*first, *rest][5].change_set.words == ({"set_title": WORD},)
    whole = store.changes_since("a", 0)
    for entry, full in zip([*first, *rest], whole, strict=True):
        assert (entry.revision, entry.at, entry.deleted) == (full.revision, full.at, full.deleted)
        assert entry.change_set.edits == ()
        assert entry.change_set.by == full.change_set.by
        assert entry.change_set.reason == full.change_set.reason


def test_a_page_ends_where_its_words_are_long_and_holds_one_entry_at_least(store: Store) -> None:
    store.create(Scenario("a"))
    commit(store, "a", 3, "x" * (MOST_TEXT + 1))
    assert [entry.revision for entry in store.journal("a", 0)] == [1, 2]
    assert [entry.revision for entry in store.journal("a", 2)] == [3]
    assert [entry.revision for entry in store.journal("a", 3)] == [4]


def test_a_deletion_is_in_the_journal_and_an_unknown_key_has_none(store: Store) -> None:
    store.create(Scenario("a"))
    store.delete("a", expected_revision=1)
    assert [entry.deleted for entry in store.journal("a", 0)] == [False, True]
    with pytest.raises(UnknownScenarioError):
        store.journal("never", 0)
