"""Files that mean harm, or are broken: a clear answer in bounded time and memory, never a crash."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.exchange.graph_files.reading import read_graph_file
from graph_api.exchange.sheets import read_sheets
from graph_api.exchange.sheets.csv_files import read_csv
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.xlsx import read_xlsx
from graph_api.scenarios.parse import Checked

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{10 * f"&a{n - 1};"}">' for n in range(1, 12))
    + "]>"
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    actors, relations = book.active, book.create_sheet("relations")
    assert actors is not None
    actors.title = "actors"
    for row in (("id", "kind"), ("a", "resident"), ("b", "resident")):
        actors.append(row)
    for cells in (("from", "to", "best"), ("a", "b", 0.5)):
        relations.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(part: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, text if name == part else before.read(name))
        if part not in before.namelist():
            after.writestr(part, text)
    return out.getvalue()


def sheet(*rows: str, more: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{space}"><sheetData>{"".join(rows)}</sheetData>{more}</worksheet>'
    return text.encode()


def refused(data: bytes) -> set[str]:
    faults = SheetFaults()
    assert read_xlsx(data, "s.xlsx", faults) == []
    told = faults.told()
    assert all(problem.en and problem.zh for problem in told)
    return {problem.code for problem in told}


def test_entities_in_a_workbook_are_refused() -> None:
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
        bomb = f"{LAUGHS}<worksheet>&a11;</worksheet>".encode()
        assert refused(with_part(part, bomb)) == {"bad-sheet"}
        assert refused(with_part(part, bomb.decode().encode("utf-16"))) == {"bad-sheet"}


def test_a_zip_bomb_is_refused_before_it_fills_the_memory() -> None:
    data = with_part("xl/media/image1.png", b"\0" * 150_000_000)
    assert len(data) < 1_000_000
    tracemalloc.start()
    try:
        assert refused(data) == {"too-large"}
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_cells_that_are_claimed_far_away_cost_nothing() -> None:
    far = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    begun = time.monotonic()
    data = with_part("xl/worksheets/sheet1.xml", sheet(*far, more=merged))
    faults = SheetFaults()
    grids = read_xlsx(data, "s.xlsx", faults)
    assert time.monotonic() - begun < 2
    assert sum(len(cells) for _, cells in grids[0].rows) <= 1_000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"id,kind\na,resident\n",
        with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'/>"),
        with_part("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="1A"><v>1</v></c></row>')),
        with_part("[Content_Types].xml", b"<Types/>"),
    ],
)
def test_what_is_no_workbook_is_told(data: bytes) -> None:
    assert refused(data) == {"bad-sheet"}


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95, 0.999])
def test_a_workbook_cut_short_is_told(share: float) -> None:
    data = workbook()
    assert refused(data[: int(len(data) * share)]) == {"bad-sheet"}


def test_ten_megabytes_of_nonsense_are_answered_quickly(tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311  # chance for tests, not for secrets
    nonsense = rng.randbytes(9_999_999)
    letters = bytes(65 + byte % 20 for byte in nonsense[:1_000_000]) * 9
    for data in (nonsense, letters, b"," * 9_000_000, b'"' * 9_000_001, b"a,b\n" * 2_400_000):
        begun = time.monotonic()
        faults = SheetFaults()
        grid = read_csv(data, "actors.csv", faults)
        assert grid is None or grid.header
        for ending in ("xlsx", "graphml", "gexf"):
            path = tmp_path / f"n.{ending}"
            path.write_bytes(data)
            read = read_sheets if ending == "xlsx" else read_graph_file
            checked: Checked = read(path)
            assert checked.scenario is None
            assert checked.problems[0].code in {"bad-sheet", "too-large"}
        assert time.monotonic() - begun < 20


def test_more_than_ten_megabytes_are_not_even_read(tmp_path: Path) -> None:
    for name in ("s.xlsx", "s.graphml", "s.gexf"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(5_000_000_000)  # sparse: it takes no room
        read = read_sheets if name == "s.xlsx" else read_graph_file
        checked: Checked = read(path)
        assert [problem.code for problem in checked.errors] == ["too-large"]
    folder = tmp_path / "sheets"
    folder.mkdir()
    with (folder / "actors.csv").open("wb") as file:
        file.truncate(5_000_000_000)
    assert "too-large" in {problem.code for problem in read_sheets(folder).errors}


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
@pytest.mark.parametrize(
    "text",
    [
        LAUGHS + "<graphml>&a11;</graphml>",
        '<!DOCTYPE g SYSTEM "file:///etc/passwd"><graphml/>',
        '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><g>&x;</g>',
        "<graphml/>",
        "<gexf/>",
        "<gexf",
        "",
        "<a>" * 100_000,
        "<a>" * 50_000 + "</a>" * 50_000,
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph><edge source="a"/>'
        "</graph></graphml>",
    ],
)
def test_graph_files_that_mean_harm_are_refused(text: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{ending}"
    path.write_text(text, encoding="utf-8")
    checked = read_graph_file(path)
    assert checked.scenario is None
    assert [problem.code for problem in checked.problems] == ["bad-sheet"]
    assert "root:" not in checked.problems[0].en


@given(st.binary(max_size=300), st.integers(0, 3))
@settings(max_examples=60)
def test_any_bytes_give_an_answer(data: bytes, place: int) -> None:
    faults = SheetFaults()
    read_csv(data, "relations.csv", faults)
    whole = workbook()
    cut = len(whole) * place // 4
    read_xlsx(whole[:cut] + data + whole[cut + len(data) :], "s.xlsx", faults)


def test_more_faults_than_are_told_are_counted(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text("id,kind\na,resident\n", encoding="utf-8")
    rows = "".join(f"x{n},y{n},7\n" for n in range(9_000))
    (tmp_path / "relations.csv").write_text(f"from,to,best\n{rows}", encoding="utf-8")
    begun = time.monotonic()
    checked = read_sheets(tmp_path)
    assert time.monotonic() - begun < 10
    assert len(checked.problems) == 1_001
    assert checked.problems[-1].code == "too-many-problems"
    assert "26,000 more" in checked.problems[-1].en
