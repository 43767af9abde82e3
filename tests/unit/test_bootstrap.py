"""Bootstrap: settings become a store, a service, an application; a name becomes a scenario."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from graph_api import bootstrap
from graph_api.errors import (
    BadParameterError,
    ScenarioError,
    StoreError,
    StoreUnavailableError,
    UnknownScenarioError,
)
from graph_api.settings import Settings
from graph_api.stores import FILE_NAME

SMALL = """\
format: 1
scenario: {key}
title: {{en: Small, zh: 小}}
actors:
  office: {{name: {{en: Office, zh: 办}}, kind: street_office}}
  residents: {{name: {{en: Residents, zh: 居民}}, kind: resident}}
relations:
  - {{id: r1, from: office, to: residents, strength: 0.5}}
  - {{id: r2, from: residents, to: office, strength: {strength}}}
"""


def small(key: str = "small", strength: float = 0.5) -> str:
    return SMALL.format(key=key, strength=strength)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "a" / "data")


def test_the_embedded_store_is_made_with_its_folders(settings: Settings) -> None:
    assert not bootstrap.has_store(settings)
    with closing(bootstrap.open_store(settings)) as store:
        assert store.kind == "sqlite"
        assert store.scenarios() == ()
    assert bootstrap.has_store(settings)
    assert bootstrap.store_file(settings) == settings.data / FILE_NAME


def test_a_data_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(StoreError, match="--data"):
        bootstrap.open_store(Settings(data=tmp_path / "file" / "data"))


def test_a_neo4j_that_is_away_says_so_at_once() -> None:
    settings = Settings(neo4j_uri="bolt://127.0.0.1:1")
    assert bootstrap.has_store(settings)
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        bootstrap.open_store(settings)
    with pytest.raises(StoreUnavailableError):
        bootstrap.migrate_store(settings)


def test_migrating_a_store_of_this_version_changes_nothing(settings: Settings) -> None:
    bootstrap.open_store(settings).close()
    before, after = bootstrap.migrate_store(settings)
    assert before == after


def test_the_seeds_that_come_along_are_seven_and_named_by_their_keys() -> None:
    names = [path.stem for path in bootstrap.seed_files(Settings())]
    assert names == [
        "community-factory",
        "district",
        "migrant-integration",
        "mutual-empowerment",
        "participation",
        "water-game",
        "wechat-platform",
    ]
    for path in bootstrap.seed_files(Settings()):
        assert bootstrap.read_file_as_scenario(path).key == path.stem


def test_the_seeds_of_an_installed_package_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_PACKAGE", tmp_path / "graph_api")
    assert bootstrap.seeds_folder(Settings()) == tmp_path / "seeds"
    (tmp_path / "graph_api" / "seeds").mkdir(parents=True)
    assert bootstrap.seeds_folder(Settings()) == tmp_path / "graph_api" / "seeds"


def test_a_folder_of_seeds_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadParameterError, match="EMPOWER_SEEDS"):
        bootstrap.seed_files(Settings(seeds=tmp_path / "none"))


def test_seeds_are_loaded_into_an_empty_store_once(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(small("one"), encoding="utf-8")
    (tmp_path / "two.yml").write_text(small("two"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a seed")
    own = Settings(data=settings.data, seeds=tmp_path)
    service = bootstrap.build_service(own)
    told: list[tuple[float, str]] = []
    with closing(service.store):
        keys = bootstrap.load_seeds(
            service, bootstrap.seed_files(own), lambda share, name: told.append((share, name))
        )
        assert keys == ("one", "two")
        assert told == [(0.0, "one.yaml"), (0.5, "two.yml"), (1.0, "")]
        assert [info.key for info in service.scenarios()] == ["one", "two"]
        assert bootstrap.load_seeds(service, bootstrap.seed_files(own)) == ()
        assert [entry.change_set.reason for entry in service.history("one")] == ["seed"]


def test_a_name_is_a_file_then_a_key_of_the_store_then_a_seed(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(small("district", 0.25), encoding="utf-8")
    found = bootstrap.find_scenario(settings, str(path))
    assert (found.origin, found.scenario.key, found.path) == ("file", "district", path)
    assert bootstrap.find_scenario(settings, "district").origin == "seed"
    service = bootstrap.build_service(settings)
    with closing(service.store):
        assert bootstrap.find_scenario(settings, "district", service).origin == "seed"
        service.import_scenario(path.read_bytes())
        stored = bootstrap.find_scenario(settings, "district", service)
        assert (stored.origin, stored.scenario.revision) == ("store", 1)
        with pytest.raises(UnknownScenarioError) as caught:
            bootstrap.find_scenario(settings, "distrct", service)
    assert caught.value.details["nearest"] == ["district"]


def test_a_name_of_nothing_is_an_error_that_names_the_nearest_seed(settings: Settings) -> None:
    with pytest.raises(UnknownScenarioError) as caught:
        bootstrap.find_scenario(settings, "water-gmae")
    assert caught.value.details["nearest"] == ["water-game"]


def test_a_file_that_is_not_there_or_not_good_says_which(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BadParameterError, match="cannot be read"):
        bootstrap.find_scenario(settings, str(tmp_path / "none.yaml"))
    with pytest.raises(BadParameterError, match="not a path"):
        bootstrap.find_scenario(settings, "a\0b.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nscenario: bad\nactors: 7\n")
    with pytest.raises(ScenarioError) as caught:
        bootstrap.find_scenario(settings, str(bad))
    assert str(bad) in caught.value.en


def test_the_application_answers_for_the_store_of_the_settings(settings: Settings) -> None:
    service = bootstrap.build_service(settings)
    with closing(service.store):
        paths = {
            getattr(route, "path", "") for route in bootstrap.build_app(settings, service).routes
        }
    assert {"/graphql", "/healthz", "/readyz"} <= paths
