"""Views in memory: shared, never older than confirmed, bounded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graph_api.domain import (
    ChangeSet,
    Edit,
    RelationId,
    Scenario,
    Section,
    SetRelation,
    Strength,
    ViewSpec,
)
from graph_api.errors import UnknownScenarioError
from graph_api.snapshots import Snapshots, size_of
from graph_api.stores import FILE_NAME, SqliteStore
from tests.contract.rich import large_scenario, rich_scenario


@pytest.fixture
def kept(tmp_path: Path) -> SqliteStore:
    store = SqliteStore(tmp_path / FILE_NAME)
    store.create(rich_scenario())
    return store


def strengthen(store: SqliteStore, scenario: Scenario, value: float) -> None:
    relation = scenario.relations[RelationId("r1")]
    after = replace(relation, strength=Strength.exactly(value))
    edits = (Edit(Section.RELATION, "r1", relation, after),)
    store.apply(scenario.key, ChangeSet(edits), expected_revision=scenario.revision)


def test_the_same_question_shares_one_view(kept: SqliteStore) -> None:
    snapshots = Snapshots(kept)
    assert snapshots.get("rich") is snapshots.get("rich")
    what_if = ViewSpec(changes=(SetRelation(RelationId("r1"), {"strength": None}),))
    assert snapshots.get("rich", what_if) is snapshots.get("rich", what_if)
    assert snapshots.get("rich", what_if) is not snapshots.get("rich")
    assert snapshots.get("rich", ViewSpec("b_after")).key.variant == "b_after"


def test_a_commit_of_another_opening_is_seen_at_the_next_question(
    kept: SqliteStore, tmp_path: Path
) -> None:
    snapshots = Snapshots(kept)
    before = snapshots.get("rich")
    other = SqliteStore(tmp_path / FILE_NAME)
    strengthen(other, other.load("rich"), 0.7)
    after = snapshots.get("rich")
    assert (before.key.revision, after.key.revision) == (1, 2)
    assert after.relation("r1").strength == Strength.exactly(0.7)
    assert before.relation("r1").strength == Strength(0.0, 0.1, 0.12)


def test_a_scenario_taken_before_a_commit_keeps_its_revision(kept: SqliteStore) -> None:
    snapshots = Snapshots(kept)
    pinned = snapshots.scenario("rich")
    strengthen(kept, pinned, 0.7)
    assert snapshots.view(pinned).key.revision == 1
    assert snapshots.get("rich").key.revision == 2


def test_the_views_not_used_longest_go_first(kept: SqliteStore) -> None:
    kept.create(large_scenario(1))
    small, large = kept.load("rich"), kept.load("large-1")
    room = size_of(Snapshots(kept).view(large)) + size_of(Snapshots(kept).view(small))
    snapshots = Snapshots(kept, max_bytes=room)
    first = snapshots.view(large)
    second = snapshots.view(small)
    assert snapshots.view(large) is first
    third = snapshots.view(small, ViewSpec("b_after"))  # no room: the small baseline goes
    assert snapshots.view(large) is first
    assert snapshots.view(small, ViewSpec("b_after")) is third
    assert snapshots.view(small) is not second


def test_one_view_is_given_even_where_there_is_no_room(kept: SqliteStore) -> None:
    snapshots = Snapshots(kept, max_bytes=1)
    assert snapshots.get("rich") is snapshots.get("rich")


def test_what_was_deleted_is_gone(kept: SqliteStore) -> None:
    snapshots = Snapshots(kept)
    snapshots.get("rich")
    kept.delete("rich", expected_revision=1)
    with pytest.raises(UnknownScenarioError):
        snapshots.get("rich")
    snapshots.forget("rich")
    kept.create(Scenario("rich"))
    assert snapshots.get("rich").key.revision == 3
    assert snapshots.get("rich").actors == ()


def test_many_threads_get_one_value(kept: SqliteStore) -> None:
    snapshots = Snapshots(kept)
    with ThreadPoolExecutor(8) as pool:
        views = [*pool.map(lambda _: snapshots.get("rich"), range(64))]
    assert len({id(view) for view in views}) == 1
