"""The journal page by page: however long it is, a page reads no more than it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from graph_api.api.app import build_app
from graph_api.api.cursors import Row, question, write_cursor
from graph_api.domain import Case, CaseState, ChangeSet, Edit, Section
from graph_api.service import Service
from graph_api.stores import Store
from graph_api.stores.rows import MOST_COMMITS
from graph_api.stores.statements import listening
from tests.api.client import Client
from tests.contract.rich import large_scenario

KEY = "long"
PAGE = """query($first: Int, $after: String) { scenario(key: "long") {
  history(first: $first, after: $after) { stale
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { revision reason changes } } } } }"""
TOTAL = '{ scenario(key: "long") { history(first: 1) { totalCount } } }'


def grow(store: Store, count: int) -> None:
    """Commit changes, each with words of the same length."""
    now = store.load(KEY)
    case, revision = now.cases["c0"], now.revision
    words = ({"set_case": {"id": "c0", "note": "x" * 300}},)
    for _ in range(count):
        is_new = case.state is CaseState.IDENTIFIED
        after = replace(case, state=CaseState.ASSISTED if is_new else CaseState.IDENTIFIED)
        edit = Edit(Section.CASE, "c0", case, after)
        said = ChangeSet((edit,), words=words, reason=f"to {revision + 1:06}")
        case, revision = after, store.apply(KEY, said, expected_revision=revision)


@pytest.fixture
def kept(store: Store) -> Iterator[Store]:
    scenario = large_scenario(0, actors=2, relations=1)
    store.create(replace(scenario, key=KEY, cases={"c0": Case("c0", CaseState.IDENTIFIED)}))
    yield store
    store.delete(KEY, expected_revision=store.revision(KEY))


def page(client: Client, first: int | None = None, after: str | None = None) -> Any:
    return client.data(PAGE, first=first, after=after)["scenario"]["history"]


def revisions(found: Any) -> list[int]:
    return [edge["node"]["revision"] for edge in found["edges"]]


def test_all_of_it_is_found_page_by_page_while_it_grows(kept: Store) -> None:
    grow(kept, MOST_COMMITS + 5)
    client = Client(build_app(Service(kept)))
    newest = kept.revision(KEY)
    for size in (7, MOST_COMMITS + 1, 100):
        seen, after, info = list[int](), None, {"hasNextPage": True}
        while info["hasNextPage"]:
            found = page(client, size, after)
            info = found["pageInfo"]
            assert not found["stale"]
            assert info["hasPreviousPage"] is bool(seen)
            assert info["startCursor"] == found["edges"][0]["cursor"]
            seen += revisions(found)
            after = info["endCursor"]
            assert found["edges"][-1]["node"]["reason"] in (None, f"to {seen[-1]:06}")
        assert seen == [*range(newest, 0, -1)]
    cursor = page(client, 3)["pageInfo"]["endCursor"]
    grow(kept, 2)
    assert revisions(page(client, 2, cursor)) == [newest - 3, newest - 4]
    assert revisions(page(client, 2)) == [newest + 2, newest + 1]
    assert client.data(TOTAL)["scenario"]["history"]["totalCount"] == newest + 2


def test_a_page_takes_as_many_statements_and_entries_however_long_the_journal_is(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    original = type(kept).journal

    def counted(store: Store, key: str, revision: int) -> Any:
        found = original(store, key, revision)
        read.append(sum(len(str(entry.change_set.words)) for entry in found))
        return found

    monkeypatch.setattr(type(kept), "journal", counted)
    monkeypatch.setattr(type(kept), "changes_since", None)  # all of a journal: never for a page
    looked: set[tuple[int, ...]] = set()
    for more in (20, 40):
        grow(kept, more)
        client = Client(build_app(Service(kept)))
        client.data(TOTAL)  # the scenario itself is in memory from now on
        cursor = page(client, 5)["pageInfo"]["endCursor"]
        figures: list[int] = []
        for after in (None, cursor):
            read.clear()
            with listening() as heard:
                assert len(page(client, 10, after)["edges"]) == 10
            figures += [len(heard), len(read), sum(read)]
        looked.add(tuple(figures))
    assert len(looked) == 1
    (figures_of_both,) = looked
    assert figures_of_both[1] == 1


def test_a_made_up_cursor_reads_nothing_beyond_the_journal(kept: Store) -> None:
    grow(kept, 4)
    newest = kept.revision(KEY)
    client = Client(build_app(Service(kept)))
    for rank in (float("inf"), 1e300, -1e300, -2.5, 0.0):
        made_up = write_cursor(question(0, "history", KEY), Row(rank, ("x",)), 2**50)
        found = revisions(page(client, 100, made_up))
        assert found == [each for each in range(newest, 0, -1) if -each > rank]
