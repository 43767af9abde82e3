"""How the answers of a mechanism are written, on a toy whose numbers are known by heart."""

from __future__ import annotations

import json

import pytest

from graph_api.cli.frame import Run
from graph_api.cli.run_output import (
    About,
    Drawn,
    Results,
    list_drawings,
    quantity,
    read_first,
    tell_table,
    write_answer,
)
from graph_api.domain import Label, Value
from graph_api.errors import BadParameterError
from graph_api.exchange.figures import Drawing
from tests.toys import Bare, Toy, toy_view

TOY = Toy(toy_view(), {"x": 6})
PROVENANCE = {
    "scenario": "test", "variant": "today", "revision": 1, "version": "1", "parameters": {"x": 6}
}  # fmt: skip
ABOUT = About(TOY, PROVENANCE)
ALL = Results(tuple(TOY.parameters.values()), TOY.measures(), TOY.tables(), TOY.claims())
ENGLISH, CHINESE, JSON = Run({}), Run({}, "zh"), Run({}, wants_json=True)

Captured = pytest.CaptureFixture[str]


def test_people_get_what_was_set_measures_tables_claims_and_what_the_numbers_mean(
    capsys: Captured,
) -> None:
    write_answer(ENGLISH, ABOUT, ALL, 20)
    out = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "test · today · The toy"
    assert "x * 6 0..10 index proposal How much" in lines
    assert not any(line.startswith("people") for line in lines)
    assert "Twice x 12 index A-01 double" in lines
    assert "Is x large? yes yes or no is_large" in lines
    assert "The missing part of x - index A-01 A-02 part" in lines
    assert "Persons [persons] A-03" in lines
    assert "2 P2 yes" in lines
    assert "✗ fails: x is small." in lines
    assert "x is 6 L177 L187-191 [small]" in lines
    assert "✓ holds: x is large." in lines
    assert "x is 6 L178 A-01 [large]" in lines
    assert "? open: The part is known." in lines
    assert "1 hold, 1 fail, 1 are open." in lines
    assert "docs/assumptions.md" in out
    assert "L177 is line 177 of the essays." in lines
    assert "-: no value, because it is not known or not defined." in lines


def test_people_get_it_in_chinese(capsys: Captured) -> None:
    write_answer(CHINESE, ABOUT, ALL, 20)
    out = capsys.readouterr().out
    for text in (
        "玩具",
        "参数",
        "测度",
        "x 的两倍",
        "P2号",
        "✗ 不成立：x 很小。",
        "1 条未定",
        "-：无数值，即未知或无定义。",
        "指数",
        "假设编号",
    ):
        assert text in out
    assert "fails" not in out


def test_parts_that_were_not_asked_for_are_left_out(capsys: Captured) -> None:
    write_answer(ENGLISH, ABOUT, Results(measures=Toy(toy_view()).measures(["is_large"])), 20)
    out = capsys.readouterr().out
    assert "Is x large?" in out
    for text in ("Parameters", "Persons", "Claims", "assumptions.md", "line 177", "-: no value"):
        assert text not in out
    write_answer(ENGLISH, ABOUT, Results(parameters=ALL.parameters), 20)
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()[-4:-1]] == ["x", "people", "missing"]
    assert "1.." in out
    assert "unknown" in out
    untouched = About(Toy(toy_view()), PROVENANCE)
    write_answer(ENGLISH, untouched, ALL, 20)
    assert "Parameters" not in capsys.readouterr().out


def test_long_tables_are_cut_and_say_so(capsys: Captured) -> None:
    many = Toy(toy_view(), {"people": 25})
    write_answer(ENGLISH, About(many, PROVENANCE), Results(tables=many.tables()), 20)
    out = capsys.readouterr().out
    assert "P20" in out
    assert "P21" not in out
    assert "5 more rows; --first shows more" in out


def test_json_has_every_part_in_both_languages_with_provenance(capsys: Captured) -> None:
    write_answer(JSON, About(TOY, PROVENANCE, Drawn("a.svg", "twice", None)), ALL, 1)
    plain = json.loads(capsys.readouterr().out)
    assert plain["system"] == "toy"
    assert plain["title"] == {"en": "The toy", "zh": "玩具"}
    assert [p["key"] for p in plain["parameters"]] == ["x", "people", "missing"]
    assert plain["parameters"][2]["value"] is None
    assert [m["value"] for m in plain["measures"]] == [12, True, None]
    assert plain["measures"][0]["assumptions"] == ["A-01"]
    assert plain["tables"][0]["rows"][1] == [2, {"en": "P2", "zh": "P2号"}, True]
    assert [c["holds"] for c in plain["claims"]] == [False, True, None]
    assert plain["claims"][0]["evidence"][0]["lines"] == ["177", "187-191"]
    assert plain["figure"] == {"file": "a.svg", "drawing": "twice", "font": None}
    assert plain["provenance"] == PROVENANCE
    write_answer(JSON, ABOUT, Results(claims=ALL.claims), 1)
    assert json.loads(capsys.readouterr().out).keys() == {"system", "title", "claims", "provenance"}


def test_a_figure_is_told_and_a_font_that_is_missing_where_it_matters(capsys: Captured) -> None:
    for run, font, told, hint in (
        (ENGLISH, None, "Drew twice into a.svg.", False),
        (CHINESE, None, "已将 twice 绘入 a.svg。", True),
        (CHINESE, "SimSun", "已将 twice 绘入 a.svg。", False),
    ):
        write_answer(run, About(TOY, PROVENANCE, Drawn("a.svg", "twice", font)), Results(), 1)
        out = capsys.readouterr().out
        assert told in out
        assert ("EMPOWER_FONT" in out) == hint


def test_drawings_are_listed(capsys: Captured) -> None:
    drawings = [Drawing("twice", Label("Twice x", "两倍"), lambda *_: None)]
    list_drawings(CHINESE, TOY, drawings)
    assert "twice   两倍" in capsys.readouterr().out
    list_drawings(JSON, Bare(toy_view()), drawings)
    assert json.loads(capsys.readouterr().out) == {
        "system": "bare",
        "drawings": [{"key": "twice", "title": {"en": "Twice x", "zh": "两倍"}}],
    }


def test_the_columns_of_a_table_are_told(capsys: Captured) -> None:
    tell_table(CHINESE, TOY)
    assert capsys.readouterr().out == "名称，每行一个\n"
    tell_table(ENGLISH, Bare(toy_view()))
    assert capsys.readouterr().out == "bare reads no table.\n"
    tell_table(JSON, TOY)
    assert json.loads(capsys.readouterr().out)["table"]["en"] == "Names, one per row"
    tell_table(JSON, Bare(toy_view()))
    assert json.loads(capsys.readouterr().out) == {"system": "bare", "table": None}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "-"),
        (True, "yes"),
        (False, "no"),
        ("text", "text"),
        (Label("word", "词"), "word"),
        (3.0, "3"),
        (-2, "-2"),
        (0.25, "0.250"),
        (0.00012, "0.00012"),
        (2500.46, "2500.5"),
        (-3.5e-18, "0"),
    ],
)
def test_people_read_quantities(value: Value, said: str) -> None:
    assert quantity(value, ENGLISH) == said


def test_how_many_rows_is_a_whole_number_from_1() -> None:
    assert (read_first(None), read_first(7)) == (20, 7)
    with pytest.raises(BadParameterError, match="must be at least 1, not 0") as caught:
        read_first(0)
    assert caught.value.details == {"parameter": "first"}
