"""Drawn graphs as folders of tables: whole or not at all, and read back as they were drawn."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graph_api.bench import SHAPES
from graph_api.errors import BadParameterError
from graph_api.exchange import parquet
from graph_api.exchange.parquet import write_drawn
from graph_api.scenarios import read_scenario


def test_the_tables_hold_what_was_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 300)  # several row groups
    drawn = SHAPES["district"](1_000, 7)
    told: list[float] = []
    write_drawn(drawn, tmp_path / "d", "drawn-1", "Drawn", "生成", told.append)
    actors = pq.read_table(tmp_path / "d" / "actors.parquet").to_pydict()
    relations = pq.ParquetFile(tmp_path / "d" / "relations.parquet")
    assert relations.num_row_groups == -(-drawn.relations // 300)
    rows = relations.read().to_pydict()
    places = {key: place for place, key in enumerate(actors["id"])}
    assert len(places) == drawn.actors
    assert [places[key] for key in rows["from"]] == drawn.starts.tolist()
    assert [places[key] for key in rows["to"]] == drawn.ends.tolist()
    assert rows["best"] == drawn.strength.tolist()
    assert set(rows["class"]) == {"empowerment"}
    assert len(set(rows["id"])) == drawn.relations
    assert actors["kind"] == [drawn.kinds[kind] for kind in drawn.kind]
    assert actors["group"][0] is None
    assert actors["name_zh"][0] == "街道办事处1"
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    rest = read_scenario((tmp_path / "d" / "scenario.yaml").read_bytes(), name="scenario.yaml")
    assert rest.scenario is not None
    assert rest.scenario.about.title.zh == "生成"


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    with pytest.raises(BadParameterError) as caught:
        write_drawn(SHAPES["lattice"](100, 7), tmp_path / "d", "k", "K", "键")
    assert "--out" in caught.value.en
    assert not [*(tmp_path / "d").iterdir()]


def test_nothing_is_left_of_a_folder_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write_table", full)
    with pytest.raises(BadParameterError, match="No space left"):
        write_drawn(SHAPES["lattice"](100, 7), tmp_path / "d", "k", "K", "键")
    assert not [*tmp_path.iterdir()]
