"""Folders of tables on the command line: imported, asked, exported, and the same again."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_api.errors import ScenarioError, ScenarioExistsError
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.unit.cli.conftest import STREET, Runs


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn district of 2,000 actors: with some 15,000 relations more than YAML takes."""
    from graph_api.bench import SHAPES  # noqa: PLC0415  # only here
    from graph_api.exchange.parquet import write_drawn  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("drawn") / "district"
    write_drawn(SHAPES["district"](2_000, 7), folder, "town", "Town", "镇")
    return folder


@pytest.fixture
def tables(run: Runs, street: Path, tmp_path: Path) -> Path:
    """The small scenario of the other tests, as a folder."""
    folder = tmp_path / "street-tables"
    run("import", str(street), EMPOWER_DATA=str(tmp_path / "other"))
    done = run("export", "street", "--tables", str(folder), EMPOWER_DATA=str(tmp_path / "other"))
    assert done.code == 0
    return folder


def rows(folder: Path, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return found


def test_a_large_folder_is_imported_asked_and_exported_the_same(
    run: Runs, district: Path, tmp_path: Path
) -> None:
    done = run("import", str(district), "--json").plain
    assert (done["scenario"], done["revision"], done["created"]) == ("town", 1, True)
    assert done["actors"] == 2_000
    assert done["relations"] == pq.read_metadata(district / "relations.parquet").num_rows > 10_000
    pair = run("pair", "town", "a2000", "a1", "--json").plain
    assert pair["forward"] > 0
    assert pair["provenance"]["revision"] == 1
    out = tmp_path / "out"
    told = run("export", "town", "--tables", str(out))
    assert "2,000 actors" in told.out
    for name in ("actors", "relations"):
        assert [{**row, "more": None} for row in rows(district, name)] == rows(out, name)
    again = run("import", str(out), "--key", "town-2", "--json").plain
    assert (again["scenario"], again["relations"]) == ("town-2", done["relations"])


def test_a_large_scenario_is_not_replaced(run: Runs, district: Path) -> None:
    run("import", str(district))
    for words in ((), ("--replace",), ("--dry-run",)):
        refused = run("import", str(district), *words, "--json")
        assert refused.code == 2
        assert refused.error["code"] == "SCENARIO_EXISTS"
        assert "--key" in refused.error["message"]
    assert "--key" in run("import", str(district), "--lang", "zh").err


def test_a_dry_run_checks_and_keeps_nothing(run: Runs, district: Path) -> None:
    done = run("import", str(district), "--dry-run")
    assert "would be created" in done.out
    assert "2,000 actors" in done.out
    assert "empty" in run("list").err


def test_a_large_scenario_is_no_yaml_and_says_what_to_do(run: Runs, district: Path) -> None:
    run("import", str(district))
    refused = run("export", "town")
    assert refused.code == 2
    assert "tables" in refused.err


def test_nothing_is_kept_of_a_folder_with_faults(run: Runs, district: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(district, folder)
    table = pq.read_table(folder / "relations.parquet")
    ends = table.column("to").to_pylist()
    ends[9_999] = "nobody"
    table = table.set_column(2, "to", pa.array(ends))
    pq.write_table(table, folder / "relations.parquet")
    done = run("import", str(folder))
    assert done.code == 2
    assert "relations.parquet:10000:to [unknown-actor] There is no actor 'nobody'" in done.err
    (problem,) = run("import", str(folder), "--json").error["problems"]
    assert problem["path"] == "relations.parquet:10000:to"
    assert "没有行动者“nobody”" in run("import", str(folder), "--lang", "zh").err
    assert "empty" in run("list").err


@pytest.mark.parametrize("stops", ["interrupt", "change"])
def test_an_import_that_stops_half_way_leaves_nothing(
    district: Path, tmp_path: Path, stops: str
) -> None:
    folder = tmp_path / "half"
    shutil.copytree(district, folder)

    def stop(share: float) -> None:
        if share < 0.9:  # the check is done, most rows are written
            return
        if stops == "interrupt":
            raise KeyboardInterrupt
        (folder / "relations.parquet").write_bytes(b"")

    with closing(SqliteStore(tmp_path / FILE_NAME)) as store:
        service = Service(store)
        with pytest.raises((KeyboardInterrupt, ScenarioError)):
            service.import_tables(folder, progress=stop)
        assert store.scenarios() == ()
        assert service.import_tables(district).scenario.revision == 1


def test_a_small_folder_is_kept_like_a_file(run: Runs, tables: Path) -> None:
    done = run("import", str(tables))
    assert "street created (revision 1, 3 actors, 4 relations)" in done.out
    assert "nothing changed" in run("import", str(tables)).out
    exported = run("export", "street").out
    assert "很少有人写信" in exported
    assert "2020-01-01" in exported
    assert run("pair", "street", "residents", "office", "--json").plain["mutual"] == pytest.approx(
        0.4
    )


def test_a_small_folder_replaces_a_file_when_told_to(
    run: Runs, street: Path, tables: Path, tmp_path: Path
) -> None:
    street.write_text(STREET.replace("strength: 0.8", "strength: 0.7"), encoding="utf-8")
    run("import", str(street))
    assert run("import", str(tables)).code == 2
    done = run("import", str(tables), "--replace", "--json").plain
    assert (done["revision"], done["created"], done["changed"]) == (2, False, True)
    assert run("undo", "street", "2").code == 0
    assert run("export", "street").out == street.read_text(encoding="utf-8")


def test_a_seed_may_be_exported_as_tables_without_a_store(run: Runs, tmp_path: Path) -> None:
    done = run("export", "district", "--tables", str(tmp_path / "d"), "--json")
    assert done.code == 0
    assert done.plain["relations"] == len(rows(tmp_path / "d", "relations"))
    assert not (tmp_path / "data").exists()
    assert run("export", "distrct", "--tables", str(tmp_path / "e")).code == 2
    assert not (tmp_path / "e").exists()


def test_what_makes_no_sense_is_refused(
    run: Runs, street: Path, tables: Path, tmp_path: Path
) -> None:
    run("import", str(street))
    for words in (
        ("import", str(street), "--key", "other"),
        ("import", str(tables), str(tables), "--key", "other"),
        ("import", str(tables), "--key", "-x"),
        ("export", "street", "--tables", str(tables)),
        ("export", "street", "--tables", str(tmp_path / "x"), "-o", str(tmp_path / "y")),
        ("import", str(tmp_path / "nowhere")),
    ):
        done = run(*words)
        assert done.code == 2
        assert "Traceback" not in done.err
        assert done.err


def test_the_large_way_says_what_stands_in_the_way(district: Path, tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / FILE_NAME)) as store:
        service = Service(store)
        service.import_tables(district)
        with pytest.raises(ScenarioExistsError) as caught:
            service.import_tables(district)
        assert caught.value.revision == 1
