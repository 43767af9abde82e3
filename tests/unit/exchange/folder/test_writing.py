"""A scenario as a folder of tables: nothing is lost, and it is there whole or not at all."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given

from graph_api.domain import Scenario, Strength
from graph_api.errors import BadParameterError
from graph_api.exchange.folder import read_folder, write_folder, writing
from graph_api.exchange.folder.writing import batches_of
from graph_api.scenarios import read_scenario
from tests.strategies import scenarios

ROOT = Path(__file__).parents[4]
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))


def seed(path: Path) -> Scenario:
    scenario = read_scenario(path.read_bytes()).scenario
    assert scenario is not None
    return scenario


def written(scenario: Scenario, folder: Path) -> Path:
    write_folder(scenario, *batches_of(scenario), folder)
    return folder


def read_again(folder: Path) -> Scenario:
    with read_folder(folder) as tables:
        return tables.whole()


@given(scenarios())
def test_what_is_written_is_read_again_as_the_same(scenario: Scenario) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read_again(written(scenario, Path(folder) / "tables")) == scenario


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_keeps_evidence_dates_and_the_order_of_its_entries(
    path: Path, tmp_path: Path
) -> None:
    scenario = seed(path)
    again = read_again(written(scenario, tmp_path / "tables"))
    assert again == scenario
    assert [*again.actors] == [*scenario.actors]
    assert [*again.relations] == [*scenario.relations]


def test_many_row_groups_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROWS", 4)
    scenario = seed(ROOT / "seeds" / "district.yaml")
    folder = written(scenario, tmp_path / "tables")
    file = pq.ParquetFile(folder / "relations.parquet")
    assert file.num_row_groups == -(-len(scenario.relations) // 4)
    assert read_again(folder) == scenario


def test_columns_say_what_they_can_and_more_says_the_rest(tmp_path: Path) -> None:
    folder = written(seed(ROOT / "seeds" / "mutual-empowerment.yaml"), tmp_path / "tables")
    rows = {row["id"]: row for row in pq.read_table(folder / "relations.parquet").to_pylist()}
    assert rows["r28"]["from"] == "residents"
    assert (rows["r28"]["low"], rows["r28"]["best"], rows["r28"]["high"]) == (0, 0.1, 0.12)
    assert rows["r28"]["conveys"] == ["opinion", "supervision"]
    assert '"source":"essay-4"' in rows["r28"]["more"]
    assert "strength" not in rows["r28"]["more"]


@pytest.mark.parametrize(
    "strength",
    [
        *(None, Strength.exactly(0), Strength(0.2, None, 0.2), Strength(0.2, None, 0.3)),
        *(Strength(0, 0.5, 1), Strength(0.5, 0.5, 1), Strength(0, 0.5, 0.5)),
    ],
    ids=str,
)
def test_each_form_of_a_strength_is_kept(tmp_path: Path, strength: Strength | None) -> None:
    scenario = seed(ROOT / "seeds" / "district.yaml")
    first, *others = scenario.relations.values()
    changed = replace(first, strength=strength, judgements=())
    relations = {item.id: item for item in (changed, *others)}
    again = read_again(written(replace(scenario, relations=relations), tmp_path / "tables"))
    assert again.relations[first.id].strength == strength


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(BadParameterError, match="--tables"):
        written(Scenario("k"), tmp_path)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_nothing_is_left_of_a_folder_that_was_not_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(_: int) -> None:
        raise error

    scenario = seed(ROOT / "seeds" / "district.yaml")
    with pytest.raises((KeyboardInterrupt, BadParameterError)):
        write_folder(scenario, *batches_of(scenario), tmp_path / "tables", stop)
    assert not [*tmp_path.iterdir()]


def test_a_rest_too_large_for_its_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MAX_BYTES", 100)
    with pytest.raises(BadParameterError, match="ends at"):
        written(seed(ROOT / "seeds" / "district.yaml"), tmp_path / "tables")
    assert not [*tmp_path.iterdir()]
