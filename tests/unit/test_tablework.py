"""Tables into a store and out of it, without a command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api import tablework
from graph_api.errors import UnknownScenarioError
from graph_api.exchange.folder import read_folder
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.yaml"))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    store = SqliteStore(tmp_path / FILE_NAME)
    yield Service(store)
    store.close()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("most", [10_000, 0], ids=["as one change", "row by row"])
def test_a_seed_comes_out_of_the_store_as_it_went_in(
    service: Service, path: Path, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tablework, "LARGE", most)
    scenario = service.import_scenario(path.read_bytes()).scenario
    shares: list[float] = []
    written = service.export_tables(scenario.key, tmp_path / "t", progress=shares.append)
    assert (written.actors, written.relations) == (len(scenario.actors), len(scenario.relations))
    assert written.revision == 1
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    with read_folder(tmp_path / "t") as tables:
        assert tables.whole() == scenario
    imported = service.import_tables(tmp_path / "t", key="again")
    assert imported.size == (written.actors, written.relations)
    again = service.scenario("again")
    assert again.relations == scenario.relations
    assert [*again.actors.values()] == [*scenario.actors.values()]
    assert again.variants == scenario.variants


def test_what_is_not_there_is_not_exported(service: Service, tmp_path: Path) -> None:
    with pytest.raises(UnknownScenarioError):
        service.export_tables("nowhere", tmp_path / "t")
    assert not (tmp_path / "t").exists()


def test_progress_of_an_import_rises_to_one(service: Service, tmp_path: Path) -> None:
    service.import_scenario(SEEDS[0].read_bytes())
    service.export_tables(service.scenarios()[0].key, tmp_path / "t")
    shares: list[float] = []
    service.import_tables(tmp_path / "t", key="again", progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
