"""Large scenarios: from the store once, then from a file beside it, never a wrong answer."""

from __future__ import annotations

import gc
import json
import logging
import math
import os
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    ChangeSet,
    Draft,
    Edit,
    GraphSnapshot,
    RelationId,
    RemoveActor,
    Scenario,
    Section,
    SetRelation,
    Strength,
    ViewSpec,
    build_view,
)
from graph_api.domain.overlay import Overlay, is_large
from graph_api.domain.table_view import view_extra
from graph_api.domain.tables import RelationTable
from graph_api.errors import UnknownScenarioError
from graph_api.snapshots import Snapshots, size_of
from graph_api.snapshots.column_file import read_columns, write_columns
from graph_api.stores import FILE_NAME, SqliteStore
from graph_api.stores.base import ActorBatch, RelationBatch
from tests.contract.rich import rich_scenario
from tests.strategies import change_lists, scenarios


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / FILE_NAME)
    store.create(rich_scenario())
    yield store
    store.close()


def opened(store: SqliteStore, tmp_path: Path) -> Snapshots:
    """Snapshots as a process of its own would have them; every scenario counts as large."""
    return Snapshots(store, folder=tmp_path / "columns", large=0)


def file_of(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "columns").iterdir()
    return path


def damage(path: Path, content: bytes) -> None:
    """Put a damaged file in the place of one that may be mapped, as a disk or a copy would."""
    path.unlink()
    path.write_bytes(content)


def strengthen(store: SqliteStore, value: float, identity: str = "r1") -> None:
    scenario = store.load("rich")
    draft = Draft(scenario)
    change = SetRelation(RelationId(identity), {"strength": Strength.exactly(value)})
    assert draft.apply((change,)) == []
    store.apply("rich", ChangeSet(draft.edits()), expected_revision=scenario.revision)


def is_mapped(scenario: Scenario) -> bool:
    assert isinstance(scenario.relations, RelationTable)
    return not scenario.relations.to.flags.owndata


def test_a_large_scenario_is_the_same_from_store_and_file(
    kept: SqliteStore, tmp_path: Path
) -> None:
    first = opened(kept, tmp_path).scenario("rich")
    assert is_large(first.relations)
    assert first == kept.load("rich")
    assert first.revision == 1
    written = file_of(tmp_path).stat()
    again = opened(kept, tmp_path).scenario("rich")
    assert is_mapped(again)
    assert again == first
    assert file_of(tmp_path).stat() == written  # read, not written again
    assert build_view(again).relations[0] == build_view(first).relations[0]


def test_without_a_folder_there_is_no_file(kept: SqliteStore, tmp_path: Path) -> None:
    snapshots = Snapshots(kept, large=0)
    assert snapshots.scenario("rich") == kept.load("rich")
    assert {path.suffix for path in tmp_path.iterdir()} <= {".sqlite", ".sqlite-wal", ".sqlite-shm"}


@given(scenarios())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_scenario_survives_the_file(tmp_path: Path, scenario: Scenario) -> None:
    folder = tmp_path / str(time.time_ns())
    folder.mkdir()
    store = SqliteStore(folder / FILE_NAME)
    store.create(scenario)
    for _ in range(2):
        found = Snapshots(store, folder=folder, large=-1).scenario(scenario.key)
        assert found == scenario
        assert is_large(found.relations)
    store.close()


def test_a_commit_lies_over_the_tables_of_the_file(kept: SqliteStore, tmp_path: Path) -> None:
    snapshots = opened(kept, tmp_path)
    before = snapshots.get("rich")
    strengthen(kept, 0.7)
    after = snapshots.get("rich")
    assert after.key.revision == 2
    assert after.base is before
    assert after.relation("r1").strength == Strength.exactly(0.7)
    elsewhere = opened(kept, tmp_path)  # another process: the file, then the journal
    scenario = elsewhere.scenario("rich")
    assert isinstance(scenario.relations, Overlay)
    assert scenario == kept.load("rich")
    assert scenario.revision == 2


@given(st.data())
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_is_committed_is_followed(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / str(time.time_ns())
    folder.mkdir()
    store = SqliteStore(folder / FILE_NAME)
    store.create(rich_scenario())
    snapshots = Snapshots(store, folder=folder, large=0)
    snapshots.scenario("rich")
    for _ in range(2):
        scenario = store.load("rich")
        draft = Draft(scenario)
        data.draw(change_lists(draft))
        store.apply("rich", ChangeSet(draft.edits()), expected_revision=scenario.revision)
        assert snapshots.scenario("rich") == store.load("rich")
    assert Snapshots(store, folder=folder, large=0).scenario("rich") == store.load("rich")
    store.close()


def test_a_scenario_that_was_made_again_is_not_taken_from_the_old_file(
    kept: SqliteStore, tmp_path: Path
) -> None:
    snapshots = opened(kept, tmp_path)
    snapshots.scenario("rich")
    kept.delete("rich", expected_revision=1)
    with pytest.raises(UnknownScenarioError):
        snapshots.scenario("rich")
    other = replace(rich_scenario(), relations=dict([*rich_scenario().relations.items()][:3]))
    kept.create(other)
    assert snapshots.scenario("rich") == other
    assert opened(kept, tmp_path).scenario("rich") == other
    snapshots.forget("rich")
    assert [*(tmp_path / "columns").iterdir()] == []


def test_a_file_of_another_store_with_the_same_name_and_revision_is_not_taken(
    kept: SqliteStore, tmp_path: Path
) -> None:
    opened(kept, tmp_path).scenario("rich")
    kept.close()
    for path in tmp_path.glob(f"{FILE_NAME}*"):
        path.unlink()
    store = SqliteStore(tmp_path / FILE_NAME)
    other = replace(rich_scenario(), relations={})
    store.create(other)
    assert Snapshots(store, folder=tmp_path / "columns", large=-1).scenario("rich") == other
    store.close()


def sections(path: Path) -> list[tuple[str, int, int]]:
    """Name, first byte and length of everything in a file."""
    content = path.read_bytes()
    length = int.from_bytes(content[8:16], "little")
    header = json.loads(content[24 : 24 + length])
    first = -(-(24 + length) // 64) * 64
    found = [("start", 0, 20), ("header", 24, length)]
    for name, place in header["arrays"].items():
        size = math.prod(place["shape"]) * np.dtype(place["dtype"]).itemsize
        found.append((name, first + place["offset"], size))
    return [item for item in found if item[2]]


def test_a_flipped_bit_anywhere_is_noticed_and_the_file_made_anew(
    kept: SqliteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    right = opened(kept, tmp_path).scenario("rich")
    whole = file_of(tmp_path).read_bytes()
    for name, first, length in sections(file_of(tmp_path)):
        for at in {first, first + length // 2, first + length - 1}:
            damaged = bytearray(whole)
            damaged[at] ^= 1
            damage(file_of(tmp_path), bytes(damaged))
            with caplog.at_level(logging.WARNING):
                caplog.clear()
                assert opened(kept, tmp_path).scenario("rich") == right, name
            assert caplog.records, name
            assert file_of(tmp_path).read_bytes() == whole


def test_a_file_cut_off_anywhere_is_noticed_and_made_anew(
    kept: SqliteStore, tmp_path: Path
) -> None:
    right = opened(kept, tmp_path).scenario("rich")
    whole = file_of(tmp_path).read_bytes()
    places = {0, 1, 7, 19} | {
        place
        for _, first, length in sections(file_of(tmp_path))
        for place in (first, first + length - 1)
    }
    for place in sorted(places):
        damage(file_of(tmp_path), whole[:place])
        assert opened(kept, tmp_path).scenario("rich") == right
        assert file_of(tmp_path).read_bytes() == whole


def test_a_file_of_another_version_is_made_anew(
    kept: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("graph_api.snapshots.column_file.__version__", "0.0.1")
        opened(kept, tmp_path).scenario("rich")
    old = file_of(tmp_path).read_bytes()
    assert opened(kept, tmp_path).scenario("rich") == kept.load("rich")
    assert file_of(tmp_path).read_bytes() != old


def test_a_folder_that_cannot_be_written_costs_no_answer(
    kept: SqliteStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "columns").write_text("not a folder")
    with caplog.at_level(logging.WARNING):
        assert opened(kept, tmp_path).scenario("rich") == kept.load("rich")
    assert "could not be written" in caplog.text


def test_many_commits_make_new_tables_and_a_new_file(kept: SqliteStore, tmp_path: Path) -> None:
    snapshots = opened(kept, tmp_path)
    scenario = snapshots.scenario("rich")
    old = file_of(tmp_path)
    relation = scenario.relations[RelationId("r1")]
    more = [replace(relation, id=RelationId(f"x{number}")) for number in range(1_001)]
    edits = tuple(Edit(Section.RELATION, item.id, None, item) for item in more)
    kept.apply("rich", ChangeSet(edits), expected_revision=1)
    after = snapshots.scenario("rich")
    assert is_mapped(after)
    assert after == kept.load("rich")
    assert file_of(tmp_path) != old  # and the old one is gone


def test_what_a_dead_process_left_half_written_is_taken_away(
    kept: SqliteStore, tmp_path: Path
) -> None:
    opened(kept, tmp_path).scenario("rich")
    path = file_of(tmp_path)
    old, young = (path.with_name(f".{path.name}.{name}.part") for name in ("old", "young"))
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    path.unlink()
    opened(kept, tmp_path).scenario("rich")
    assert {*path.parent.iterdir()} == {path, young}  # somebody may be writing it


def test_further_arrays_are_worked_out_once_and_kept(kept: SqliteStore, tmp_path: Path) -> None:
    asked: list[GraphSnapshot] = []

    def extra(view: GraphSnapshot) -> dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]]:
        asked.append(view)
        return {"squares": np.arange(5) ** 2}

    folder = tmp_path / "columns"
    for _ in range(2):
        view = Snapshots(kept, folder=folder, extra=extra, large=0).get("rich")
        found = view_extra(view)
        assert found is not None
        assert found["squares"].tolist() == [0, 1, 4, 9, 16]
    assert len(asked) == 1
    what_if = build_view(
        Snapshots(kept, folder=folder, large=0).scenario("rich"),
        ViewSpec(changes=(SetRelation(RelationId("r1"), {"strength": None}),)),
    )
    assert what_if.base is None or view_extra(what_if) is None
    assert view_extra(build_view(kept.load("rich"))) is None


def test_progress_is_told_up_to_the_end(kept: SqliteStore) -> None:
    told: list[float] = []
    Snapshots(kept, large=0).scenario("rich", told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_many_threads_read_the_tables_once(kept: SqliteStore, tmp_path: Path) -> None:
    snapshots = opened(kept, tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: snapshots.scenario("rich").relations, range(32))]
    assert len({id(relations) for relations in found}) == 1


def test_a_question_takes_little_room_beside_its_base(kept: SqliteStore) -> None:
    snapshots = Snapshots(kept, large=0)
    base = snapshots.get("rich")
    change = SetRelation(RelationId("r1"), {"strength": None})
    gone = ViewSpec(changes=(RemoveActor(base.relations[0].from_id),))
    assert size_of(snapshots.get("rich", ViewSpec(changes=(change,)))) == 4_000
    assert 4_000 > size_of(base) > size_of(Snapshots(kept, large=0).get("rich", gone)) > 0


def test_the_base_stays_while_questions_come_and_go(kept: SqliteStore) -> None:
    kept.create(Scenario("empty"))
    snapshots = Snapshots(kept, max_bytes=1, large=0)
    base = weakref.ref(snapshots.get("rich"))
    for strength in (0.1, 0.2, 0.3):
        snapshots.get("empty")  # no room for any view of the other
        gc.collect()
        change = SetRelation(RelationId("r1"), {"strength": Strength.exactly(strength)})
        view = snapshots.get("rich", ViewSpec(changes=(change,)))
        assert view.base is not None
        assert view.base is base()
        del view


def test_a_file_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "x.columns"
    two = np.arange(6, dtype=np.int16).reshape(3, 2)
    arrays: dict[str, Any] = {
        "one": np.arange(3),
        "none": np.empty((0, 2), np.int8),
        "two": two,
        "again": two,
    }
    write_columns(path, {"a": 1}, arrays)
    found = read_columns(path)
    assert found is not None
    assert found.about == {"a": 1}
    assert found.arrays["one"].tolist() == [0, 1, 2]
    assert found.arrays["none"].shape == (0, 2)
    assert found.arrays["two"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert found.arrays["two"] is found.arrays["again"]
    found.arrays["two"].setflags(write=True)  # in memory; the file stays as it is
    found.arrays["two"][0, 0] = 7
    fresh = read_columns(path)
    assert fresh is not None
    assert fresh.arrays["two"][0, 0] == 0
    with pytest.raises(TypeError):
        write_columns(path, {"a": object()}, {})
    assert [*path.parent.iterdir()] == [path]


def test_two_hundred_thousand_relations_take_seconds(tmp_path: Path) -> None:
    from graph_api.bench import SHAPES  # noqa: PLC0415  # only here

    drawn = SHAPES["district"](27_000, 7)
    store = SqliteStore(tmp_path / FILE_NAME)
    people = [
        (f"a{n}", None, f"居民{n}", "resident", "individual", "society", 0.0, f"g{group}")
        for n, group in enumerate(drawn.group.tolist())
    ]
    ties = [
        (f"r{n}", f"a{start}", f"a{end}", "empowerment", *(3 * [strength]), ())
        for n, (start, end, strength) in enumerate(
            zip(*(c.tolist() for c in (drawn.starts, drawn.ends, drawn.strength)), strict=True)
        )
    ]
    assert len(ties) > 200_000
    store.create_from_rows(Scenario("district"), [ActorBatch(people)], [RelationBatch(ties)])
    began = time.process_time()
    view = Snapshots(store, folder=tmp_path).get("district")
    assert time.process_time() - began < 10
    assert len(view.relations) == drawn.relations
    start, end = view.from_index[1_000], view.to_index[1_000]
    assert (view.actors[int(start)].id, view.actors[int(end)].id) == (
        view.relations[1_000].from_id,
        view.relations[1_000].to_id,
    )
    assert float(view.point.sum()) == pytest.approx(float(drawn.strength.sum()))
    store.close()
