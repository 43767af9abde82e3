"""Sheets as people make them: odd headers, names, merged cells, the rest of a scenario beside."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from graph_api.domain import BASELINE
from graph_api.errors import BadParameterError
from graph_api.exchange.sheets import holds_sheets, read_sheets, write_sheet_template
from graph_api.exchange.sheets.faults import SHEET_CHECKS
from graph_api.scenarios import diff_scenarios
from graph_api.scenarios.parse import Checked
from graph_api.scenarios.problems import CHECKS

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples" / "sheets"
ACTORS = "id,kind,name_en\na,resident,Ann's house\nb,street_office,Office\n"


def sheets(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def codes(checked: Checked) -> list[tuple[str, str]]:
    """Place and code of what is found, but for names in one language and numbers without band."""
    doubts = {"missing-name", "proposal-without-band"}
    return [
        (problem.path, problem.code) for problem in checked.problems if problem.code not in doubts
    ]


def test_both_examples_say_the_same() -> None:
    english, chinese = (
        read_sheets(EXAMPLES / language, key="street").scenario
        for language in ("english", "chinese")
    )
    assert english is not None
    assert chinese is not None
    assert diff_scenarios(english, chinese) == ()
    meeting = english.relations["meeting"]  # type: ignore[index]  # an id
    assert meeting.strength is not None
    # By hand: (2 * 0.4 + 1 * 0.7) / 3 = 0.5, between the least and the most that was said.
    assert (meeting.strength.low, meeting.strength.best, meeting.strength.high) == (0.3, 0.5, 0.8)
    assert english.relations["voice"].strength is None  # type: ignore[index]  # an id
    assert english.relations["opinion"].strength.low == 0  # type: ignore[index, union-attr]  # known


def test_ids_are_made_of_names_where_there_are_none(tmp_path: Path) -> None:
    path = sheets(
        tmp_path,
        actors="名称,类型\n北区 楼组,楼组\nStreet office,街道办事处\n",
        relations="起点,终点,强度\n北区 楼组,street  OFFICE,0.2\nStreet office,北区 楼组,0.3\n",
    )
    scenario = read_sheets(path, key="made").scenario
    assert scenario is not None
    assert list(scenario.actors) == ["北区_楼组", "Street_office"]
    assert list(scenario.relations) == ["r1", "r2"]
    assert scenario.relations["r1"].to_id == "Street_office"  # type: ignore[index]  # an id


def test_two_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    path = sheets(
        tmp_path,
        actors="id,name,kind\na,Li,resident\nb,Li,resident\n",
        relations="from,to,best\nLi,a,0.5\nb,a,0.5\n",
    )
    checked = read_sheets(path)
    assert codes(checked) == [("relations.csv!A2", "ambiguous-name")]
    assert "a, b" in checked.problems[0].en


def test_without_a_sheet_of_sources_each_text_is_one(tmp_path: Path) -> None:
    path = sheets(
        tmp_path,
        actors=ACTORS,
        relations="from,to,best,来源\na,b,0.5,五月 调查：3\nb,a,,五月 调查\n",
    )
    scenario = read_sheets(path).scenario
    assert scenario is not None
    assert [(key, source.title.zh) for key, source in scenario.sources.items()] == [
        ("五月_调查", "五月 调查")
    ]
    assert [r.evidence[0].lines for r in scenario.relations.values()] == [("3",), ()]


def test_strength_stays_what_was_said(tmp_path: Path) -> None:
    path = sheets(
        tmp_path,
        actors=ACTORS,
        relations="from,to,low,best,high\na,b,,0.5,\na,b,0.2,,0.4\na,b,,,\na,b,0.2,0.5,\na,b,0,0,0\n",
    )
    scenario = read_sheets(path).scenario
    assert scenario is not None
    said = [
        None if s is None else (s.low, s.best, s.high)
        for s in (relation.strength for relation in scenario.relations.values())
    ]
    assert said == [(0.5, 0.5, 0.5), (0.2, None, 0.4), None, (0.2, 0.5, 0.5), (0, 0, 0)]


def test_faulty_headers_are_told_and_notes_are_left_out(tmp_path: Path) -> None:
    path = sheets(
        tmp_path,
        actors="id,kind,编号,remarks of mine\na,resident,a,x\n",
        relations="from,strenght,weight\na,1,1\n",
        notes="a,b\n1,2\n",
    )
    checked = read_sheets(path)
    assert codes(checked) == [
        ("notes.csv", "unknown-sheet"),
        ("actors.csv!C1", "repeated-column"),
        ("actors.csv!D1", "unknown-column"),
        ("relations.csv!1", "missing-column"),
        ("relations.csv!B1", "misspelt-column"),
    ]
    path = sheets(tmp_path, actors=ACTORS, relations="from,to,convey\na,b,money\n")
    assert ("relations.csv!C1", "misspelt-column") in codes(read_sheets(path))


def test_more_cells_than_headers_and_control_signs_are_told(tmp_path: Path) -> None:
    path = sheets(tmp_path, actors=ACTORS, relations="from,to,group\na,b,\na,b,,0.5\nb,a\x07,\n")
    found = codes(read_sheets(path))
    assert ("relations.csv!D3", "extra-cell") in found
    assert ("relations.csv!B4", "bad-character") in found


def test_a_member_of_itself_is_told_once(tmp_path: Path) -> None:
    path = sheets(
        tmp_path,
        actors="id,kind,member_of\na,resident,b\nb,resident,a\n",
        relations="from,to,best\na,b,0.5\n",
    )
    assert codes(read_sheets(path)) == [("actors.csv!C2", "member-cycle")]


def test_a_strength_beside_judgements_must_be_their_pool(tmp_path: Path) -> None:
    experts = "relation,expert,low,best,high\nr,E,0.1,0.2,0.3\nr,F,0.3,0.4,0.5\n"
    for said, wrong in (("0.1,0.3,0.5", False), ("0.1,0.31,0.5", True), (",,", False)):
        path = sheets(
            tmp_path,
            actors=ACTORS,
            relations=f"id,from,to,low,best,high\nr,a,b,{said}\n",
            experts=experts,
        )
        found = codes(read_sheets(path))
        assert found == ([("relations.csv!E2", "strength-not-pool")] if wrong else [])


def test_self_empowerment_is_no_slip_where_it_is_said(tmp_path: Path) -> None:
    path = sheets(
        tmp_path, actors=ACTORS, relations="from,to,best,direction\na,a,0.5,自我\nb,b,0.5,\n"
    )
    checked = read_sheets(path)
    assert checked.scenario is not None
    assert [c for c in codes(checked) if c[1] == "self-relation"] == [
        ("relations.csv!B3", "self-relation")
    ]


def test_merged_cells_formulas_and_errors_of_a_workbook_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    actors, relations = book.active, book.create_sheet("关系")
    assert actors is not None
    actors.title = "行动者"
    for row in (("编号", "类型"), ("a", "居民"), ("b", "居民"), ("c", "居民")):
        actors.append(row)
    for cells in (
        ("起点", "终点", "强度"),
        ("a", "b", 0.5),
        ("b", "c", "=C2*2"),
        ("c", "a", "#N/A"),
    ):
        relations.append(cells)
    relations.append((None, "a", 0.5))
    relations["C4"].data_type = "e"
    relations.merge_cells("A4:A5")
    book.save(tmp_path / "调查.xlsx")
    assert codes(read_sheets(tmp_path / "调查.xlsx", key="s")) == [
        ("关系!C3", "formula-cell"),
        ("关系!A4", "merged-cells"),
        ("关系!C4", "error-cell"),
    ]


def test_dates_and_numbers_of_a_workbook_are_read(tmp_path: Path) -> None:
    from datetime import date  # noqa: PLC0415  # only here

    book = openpyxl.Workbook()
    actors, relations = book.active, book.create_sheet("relations")
    assert actors is not None
    actors.title = "actors"
    for row in (("id", "kind", "population"), ("a", "resident", 1200), (7, "resident", None)):
        actors.append(row)
    for cells in (("from", "to", "best", "valid_from"), ("a", 7, 0.1 + 0.2, date(2024, 3, 1))):
        relations.append(cells)
    relations["C2"].number_format = "0%"
    book.save(tmp_path / "s.xlsx")
    scenario = read_sheets(tmp_path / "s.xlsx").scenario
    assert scenario is not None
    relation = scenario.relations["r1"]  # type: ignore[index]  # an id
    assert (relation.to_id, relation.valid_from) == ("7", date(2024, 3, 1))
    assert relation.strength is not None
    assert relation.strength.best == 0.3
    assert scenario.actors["a"].population == 1200  # type: ignore[index]  # an id


def test_the_rest_of_a_scenario_may_stand_beside(tmp_path: Path) -> None:
    rest = (
        "format: 1\nscenario: told\ntitle: {en: T, zh: 题}\nvocabulary: {kinds: {guild:"
        " {en: guild, zh: 行会, level: group, sphere: market}}}\nsources: {s: {title: {en: S}}}\n"
        "variants: {v: {title: {en: V, zh: 变},"
        " changes: [set_relation: {id: r1, strength: 0.9}]}}\n"
    )
    path = sheets(
        tmp_path,
        actors="id,kind\na,行会\nb,resident\n",
        relations="from,to,best,evidence\na,b,0.5,S\n",
    )
    (path / "scenario.yaml").write_text(rest, encoding="utf-8")
    scenario = read_sheets(path).scenario
    assert scenario is not None
    assert (scenario.key, scenario.variant_keys) == ("told", (BASELINE, "v"))
    assert scenario.actors["a"].kind == "guild"  # type: ignore[index]  # an id
    (path / "scenario.yaml").write_text(rest.replace("r1", "r9"), encoding="utf-8")
    checked = read_sheets(path)
    assert checked.scenario is None
    assert [(problem.code, problem.line) for problem in checked.errors] == [("unknown-relation", 6)]
    assert checked.errors[0].path.startswith("scenario.yaml: variants.v")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_template_is_read_once_it_is_filled_in(language: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "survey"
    written = write_sheet_template(folder, "zh" if language == "zh" else "en")
    assert len(written) == 5
    assert read_sheets(folder).errors == ()
    for path in written:
        if path.suffix == ".csv":
            assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(BadParameterError) as caught:
        write_sheet_template(folder)
    assert "already" in caught.value.en
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_holds_sheets_is_known_by_names(tmp_path: Path) -> None:
    assert not holds_sheets(tmp_path)
    assert holds_sheets(sheets(tmp_path, 关系="a\n"))
    assert holds_sheets(Path("x.XLSX"))
    with pytest.raises(BadParameterError):
        read_sheets(tmp_path / "nothing")
    with pytest.raises(BadParameterError):
        read_sheets(tmp_path, key="-x")


def test_every_check_of_sheets_is_documented_in_both_languages() -> None:
    page = (EXAMPLES.parents[1] / "reference" / "sheets.md").read_text(encoding="utf-8")
    for code, check in SHEET_CHECKS.items():
        assert code not in CHECKS
        assert check.en.endswith(".")
        assert check.zh.endswith("。")
        assert f"`{code}`" in page
