"""CSV, XLSX and JSON hold all that they say they hold, and no spreadsheet runs a cell of them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from graph_api.domain import (
    Actor,
    ActorId,
    Case,
    CaseState,
    Judgement,
    Label,
    Level,
    Relation,
    RelationId,
    Scenario,
    Sphere,
    pool,
)
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.writing import carried as carried_module
from graph_api.exchange.writing.carried import carry
from graph_api.exchange.writing.csv_folder import FILES, write_csv_folder
from graph_api.exchange.writing.json_file import write_json
from graph_api.exchange.writing.workbook import pieces, write_workbook
from graph_api.scenarios import read_scenario
from tests.strategies import scenarios
from tests.unit.exchange.writing.reading_back import judgement, section, whole, without_apostrophe

ROOT = Path(__file__).parents[4]
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
RUN = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "＝1+1", "=cmd|' /C calc'!A0")

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def csv_tables(folder: Path) -> tuple[Tables, str]:
    tables: Tables = {}
    for name in ("actors", "relations", "experts", "sources"):
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            tables[name] = [
                {key: without_apostrophe(cell) for key, cell in row.items() if cell}
                for row in csv.DictReader(file)
            ]
    return tables, (folder / "scenario.yaml").read_text("utf-8")


def xlsx_tables(data: bytes) -> tuple[Tables, Row]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    tables = {
        sheet.title: list(_rows(sheet.iter_rows(values_only=True))) for sheet in book.worksheets
    }
    rest = "".join(row["value"] for row in tables["scenario"] if row["key"] == "rest")
    return tables, json.loads(rest)


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterable[Row]:
    names: tuple[Any, ...] | None = None
    for row in rows:
        if names is None:
            names = row
        else:
            yield {name: cell for name, cell in zip(names, row, strict=False) if cell is not None}


def together(tables: Tables, rest: Row | str) -> Scenario:
    judged = defaultdict(list)
    for row in tables["experts"]:
        judged[row["relation"]].append(judgement(row))
    relations = [
        {**row, "judgements": judged[row["id"]]} if row["id"] in judged else row
        for row in tables["relations"]
    ]
    return whole(rest, tables["actors"], relations)


def as_xlsx(scenario: Scenario, variant: str = "today") -> bytes:
    file = io.BytesIO()
    write_workbook(carry(scenario, variant), file)
    return file.getvalue()


def seed(path: Path) -> Scenario:
    scenario = read_scenario(path.read_bytes()).scenario
    assert scenario is not None
    return scenario


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_comes_back_from_sheets(path: Path, tmp_path: Path) -> None:
    scenario = seed(path)
    for n, variant in enumerate((scenario.variant_keys[0], scenario.variant_keys[-1])):
        wanted = replace(carry(scenario, variant).whole, cases={})
        write_csv_folder(carry(scenario, variant), tmp_path / str(n))
        assert together(*csv_tables(tmp_path / str(n))) == wanted
        assert together(*xlsx_tables(as_xlsx(scenario, variant))) == wanted


@given(scenario=scenarios())
@settings(max_examples=40)
def test_any_scenario_comes_back_from_sheets(scenario: Scenario) -> None:
    wanted = replace(scenario, cases={})
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sheets"
        write_csv_folder(carry(scenario), folder)
        assert together(*csv_tables(folder)) == wanted
    assert together(*xlsx_tables(as_xlsx(scenario))) == wanted


@given(scenario=scenarios())
@settings(max_examples=40)
def test_json_holds_everything(scenario: Scenario) -> None:
    file = io.BytesIO()
    write_json(carry(scenario), file)
    said = json.loads(file.getvalue())
    assert said["provenance"].keys() == {
        *("scenario", "variant", "revision", "version", "parameters")
    }
    document = said["document"]
    actors = document.pop("actors", {})
    relations = document.pop("relations", [])
    text = "".join(map(section, {**document, "actors": actors, "relations": relations}.items()))
    again = read_scenario(text)
    assert again.scenario == scenario, again.problems


def runnable() -> Scenario:
    actors = {
        ActorId(f"a{n}"): Actor(
            ActorId(f"a{n}"),
            Label(text, text),
            "resident",
            Level.INDIVIDUAL,
            Sphere.SOCIETY,
            0.12345678901234567,
            group=text,
        )
        for n, text in enumerate(RUN)
    }
    judgements = (Judgement(RUN[0], 0.1, 0.2, 0.3, 0.1 + 0.2),)
    ties = Relation(
        RelationId("r1"),
        ActorId("a0"),
        ActorId("a1"),
        strength=pool(judgements),
        judgements=judgements,
    )
    return Scenario("runnable", actors=actors, relations={ties.id: ties})


def test_no_cell_is_run_and_every_number_is_whole(tmp_path: Path) -> None:
    scenario = runnable()
    write_csv_folder(carry(scenario), tmp_path / "csv")
    for name in ("actors.csv", "experts.csv"):
        with (tmp_path / "csv" / name).open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
    assert together(*csv_tables(tmp_path / "csv")) == scenario
    data = as_xlsx(scenario)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets" in name]
    assert not [sheet for sheet in sheets if b"<f>" in sheet]
    book = openpyxl.load_workbook(io.BytesIO(data))
    names = [row[1] for row in book["actors"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in names] == [(text, "s") for text in RUN]
    assert all(cell.quotePrefix for cell in names if str(cell.value)[0] in "=+-@'")
    assert together(*xlsx_tables(data)) == scenario


def test_the_same_view_gives_the_same_bytes_at_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = replace(seed(ROOT / "seeds" / "district.yaml"), revision=17)
    first = as_xlsx(scenario)
    write_csv_folder(carry(scenario), tmp_path / "a")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000)
    assert as_xlsx(scenario) == first
    write_csv_folder(carry(scenario), tmp_path / "b")
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    said = json.loads((tmp_path / "a" / "provenance.json").read_bytes())
    assert said["revision"] == 17
    assert {"key": "revision", "value": "17"} in xlsx_tables(first)[0]["scenario"]


def test_spreadsheets_see_that_a_csv_is_utf_8(tmp_path: Path) -> None:
    write_csv_folder(carry(seed(SEEDS[0])), tmp_path / "csv")
    for name in ("actors", "relations", "experts", "sources"):
        data = (tmp_path / "csv" / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")


def test_the_readme_begins_with_the_language_that_was_asked() -> None:
    asked: tuple[tuple[Language, tuple[str, ...]], ...] = (
        ("en", ("what", "en", "zh")),
        ("zh", ("what", "zh", "en")),
    )
    for language, first in asked:
        file = io.BytesIO()
        write_workbook(carry(seed(SEEDS[0])), file, language)
        book = openpyxl.load_workbook(file)
        assert book.sheetnames[0] == "readme"
        assert tuple(cell.value for cell in book["readme"][1]) == first


def test_cases_of_households_stay_behind(tmp_path: Path) -> None:
    scenario = replace(
        seed(ROOT / "seeds" / "community-factory.yaml"),
        cases={"household-7": Case("household-7", CaseState.ASSISTED)},
    )
    write_csv_folder(carry(scenario), tmp_path / "csv")
    written = b"".join(path.read_bytes() for path in (tmp_path / "csv").iterdir())
    assert b"household-7" not in written
    assert "household-7" not in str(xlsx_tables(as_xlsx(scenario)))


def test_what_does_not_fit_a_cell_or_a_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = runnable()
    first, *_ = scenario.actors.values()
    long = replace(first, name=Label(zh="长" * 40_000))
    with pytest.raises(BadParameterError, match=r"actors:2:name_zh would hold 40,000 signs"):
        as_xlsx(replace(scenario, actors={**scenario.actors, long.id: long}))
    monkeypatch.setitem(carried_module.MOST_RELATIONS, "csv", 0)
    with pytest.raises(BadParameterError, match="at most 0"):
        write_csv_folder(carry(scenario), tmp_path / "csv")
    assert not [*tmp_path.iterdir()]


def test_pieces_join_to_the_text_and_hide_no_blank() -> None:
    text = "ab  cd e" * 50 + "   "
    cut = [*pieces(text, 7)]
    assert "".join(cut) == text
    assert all(len(piece) <= 7 for piece in cut)
    assert not [piece for piece in cut[:-1] if piece != piece.strip()]
