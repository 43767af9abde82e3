"""migrate, export-schema, check-config: what the operator looks at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_api import bootstrap
from graph_api.settings import SETTINGS
from tests.unit.cli.conftest import Runs


def test_migrate_of_a_store_of_this_version_changes_nothing(run: Runs, street: Path) -> None:
    run("import", str(street))
    done = run("migrate")
    assert done.code == 0
    assert "already" in done.out
    versions = run("migrate", "--json").plain
    assert versions["before"] == versions["after"]


def test_migrate_tells_from_where_to_where(run: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "migrate_store", lambda _settings: (1, 2))
    assert "from version 1 to 2" in run("migrate").out
    assert "从版本 1 升级到 2" in run("migrate", "--lang", "zh").out


def test_migrate_without_a_store_is_an_error(run: Runs) -> None:
    assert run("migrate").code == 1


def test_the_published_schemas_are_written_or_printed(run: Runs, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schema"
    done = run("export-schema", "--to", str(folder), "--json")
    assert [Path(path).name for path in done.plain["files"]] == [
        "schema.graphql",
        "scenario.schema.json",
        "neo4j.cypher",
    ]
    for name, file in (
        ("graphql", "schema.graphql"),
        ("scenario", "scenario.schema.json"),
        ("neo4j", "neo4j.cypher"),
    ):
        printed = run("export-schema", "--print", name).out
        assert printed == (folder / file).read_text(encoding="utf-8")
    assert json.loads((folder / "scenario.schema.json").read_text(encoding="utf-8"))["$defs"]
    assert "Wrote" in run("export-schema", "--to", str(folder)).out


def test_a_schema_that_is_not_there_is_named(run: Runs, tmp_path: Path) -> None:
    done = run("export-schema", "--print", "grapql")
    assert done.code == 2
    assert "graphql" in done.err
    (tmp_path / "file").write_text("")
    assert run("export-schema", "--to", str(tmp_path / "file")).code == 2


def test_check_config_shows_every_setting_and_where_it_comes_from(
    run: Runs, tmp_path: Path
) -> None:
    done = run("check-config", "--data", str(tmp_path / "elsewhere"), NEO4J_PASSWORD="hush")  # noqa: S106
    assert done.code == 0
    for setting in SETTINGS:
        assert setting.variable in done.out
    assert "command line" in done.out
    assert "environment" in done.out
    assert "not made yet" in done.out
    assert "hush" not in done.out + done.err


def test_check_config_says_that_the_store_opens(run: Runs, street: Path) -> None:
    run("import", str(street))
    assert "1 scenarios" in run("check-config").out
    plain = run("check-config", "--json", EMPOWER_PROT="1").plain
    assert plain["store"]["opens"]
    assert plain["unknown"]["EMPOWER_PROT"][0] == "EMPOWER_PORT"
    assert [item["variable"] for item in plain["settings"]] == [s.variable for s in SETTINGS]


def test_check_config_says_why_the_store_does_not_open(run: Runs) -> None:
    done = run("check-config", NEO4J_URI="bolt://127.0.0.1:1")
    assert done.code == 1
    assert "does not answer" in done.out
    assert run("check-config", "--json", NEO4J_URI="bolt://127.0.0.1:1").code == 1
    assert run("check-config", EMPOWER_SEEDS="/nowhere/at/all").code == 2


def test_check_config_names_misspelled_variables(run: Runs) -> None:
    done = run("check-config", EMPOWER_PROT="1", EMPOWER_ZZZZZZZZZZZZ="1")
    assert "did you mean EMPOWER_PORT?" in done.err
    assert "EMPOWER_ZZZZZZZZZZZZ is none of our settings." in done.err
