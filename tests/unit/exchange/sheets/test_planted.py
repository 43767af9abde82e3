"""The importer against a survey whose faults were planted, and listed, before it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph_api.domain import Scenario
from graph_api.exchange.sheets import read_sheets
from graph_api.scenarios.parse import Checked
from tests.unit.exchange.sheets import planted
from tests.unit.exchange.sheets.planted import ENGLISH, FOLDER, HEADERS, Fault, Sheets

Write = Callable[[Path, Sheets, dict[str, list[str]]], Path]


def as_csv(folder: Path, sheets: Sheets, headers: dict[str, list[str]], encoding: str) -> Path:
    folder.mkdir()
    for sheet, rows in sheets.items():
        text = planted.as_csv(headers[sheet], rows)
        (folder / f"{sheet}.csv").write_bytes(text.encode(encoding))
    return folder


def as_xlsx(path: Path, sheets: Sheets, headers: dict[str, list[str]]) -> Path:
    book = openpyxl.Workbook()
    for sheet, rows in sheets.items():
        page = book.create_sheet(sheet)
        for row in (headers[sheet], *rows):
            page.append([text or None for text in row])
    del book["Sheet"]
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


WRITERS: dict[str, Write] = {
    "xlsx": as_xlsx,
    **{
        encoding: lambda folder, sheets, headers, code=encoding: as_csv(  # type: ignore[misc]
            folder, sheets, headers, code
        )
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")
    },
}


def places(checked: Checked, headers: dict[str, list[str]]) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column by its name, and code of all findings."""
    found = []
    for problem in checked.problems:
        sheet = problem.path.partition("!")[0].removesuffix(".csv")
        assert problem.line is not None
        assert problem.column is not None
        column = headers[sheet][problem.column - 1]
        found.append(
            (sheet, problem.line, ENGLISH[sheet][headers[sheet].index(column)], problem.code)
        )
    return found


def test_the_files_are_those_that_the_generator_writes() -> None:
    for name, text in planted.files().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


def test_the_survey_has_500_rows_and_40_faults_of_many_kinds() -> None:
    assert sum(map(len, planted.clean().values())) == 500 + 2  # and two sources
    _, faults = planted.faulty()
    assert len(faults) == 40
    assert len({fault.code for fault in faults}) >= 20
    assert len({(fault.sheet, fault.row) for fault in faults}) == 40


def planted_faults() -> list[Fault]:
    listed: list[dict[str, Any]] = json.loads(
        (FOLDER / "faulty" / "faults.json").read_text(encoding="utf-8")
    )
    return [Fault(**item) for item in listed]


def test_exactly_the_planted_faults_are_found_with_row_column_and_reason() -> None:
    checked = read_sheets(FOLDER / "faulty")
    assert checked.scenario is None
    want = [(fault.sheet, fault.row, fault.column, fault.code) for fault in planted_faults()]
    assert places(checked, HEADERS) == want
    for fault, problem in zip(planted_faults(), checked.problems, strict=True):
        assert fault.says in problem.en
        assert problem.hint_en
        assert problem.hint_zh
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.zh)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", WRITERS)
def test_they_are_found_in_every_encoding_language_and_drawing(
    form: str, seed: int, tmp_path: Path
) -> None:
    sheets, faults = planted.faulty(seed)
    headers = HEADERS if seed % 2 else ENGLISH
    checked = read_sheets(WRITERS[form](tmp_path / "survey", sheets, headers))
    want = [(fault.sheet, fault.row, fault.column, fault.code) for fault in faults]
    assert places(checked, headers) == want


@pytest.mark.parametrize("form", WRITERS)
def test_a_clean_survey_goes_in_whole_whatever_it_is_written_in(form: str, tmp_path: Path) -> None:
    sheets = planted.clean()
    for headers in (HEADERS, ENGLISH):
        path = WRITERS[form](tmp_path / f"survey{headers is HEADERS}", sheets, headers)
        checked = read_sheets(path, key="survey")
        assert checked.errors == ()
        assert checked.scenario is not None
        assert_whole(checked.scenario, sheets)


def assert_whole(scenario: Scenario, sheets: Sheets) -> None:
    """Each row is there, and its numbers are those that a second, plain way reads."""
    assert list(scenario.actors) == [row[0] for row in sheets["actors"]]
    assert list(scenario.relations) == [row[0] for row in sheets["relations"]]
    assert set(scenario.sources) == {"survey", "visit"}
    names = {text: row[0] for row in sheets["actors"] for text in (row[0], row[1], row[2])}
    for row in sheets["relations"]:
        relation = scenario.relations[row[0]]  # type: ignore[index]  # an id
        assert (relation.from_id, relation.to_id) == (names[row[1].strip()], names[row[2].strip()])
        if relation.judgements:
            continue
        low, best, high = map(plain_number, row[4:7])
        strength = relation.strength
        if strength is None:
            assert (low, best, high) == (None, None, None)
        else:
            assert (strength.low, strength.best, strength.high) == (low, best, high)
    judged = [
        (relation.id, item.expert, item.low, item.best, item.high, item.confidence)
        for relation in scenario.relations.values()
        for item in relation.judgements
    ]
    assert judged == [
        (row[0], row[1], *map(plain_number, row[2:5]), plain_number(row[5]) or 1.0)
        for row in sheets["experts"]
    ]


def plain_number(text: str) -> float | None:
    plain = text.translate(
        {
            ord(full): half
            for full, half in zip("０１２３４５６７８９．％", "0123456789.%", strict=True)
        }
    )
    if plain in planted.UNKNOWN:
        return None
    return int(plain[:-1]) / 100 if plain.endswith("%") else float(plain)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    def turned(sheets: Sheets) -> Sheets:
        return {name: [row[::-1] for row in rows] for name, rows in sheets.items()}

    headers = {name: row[::-1] for name, row in ENGLISH.items()}
    path = as_csv(tmp_path / "turned", turned(planted.clean()), headers, "utf-8")
    straight = read_sheets(FOLDER / "clean", key="turned").scenario
    assert read_sheets(path).scenario == straight
