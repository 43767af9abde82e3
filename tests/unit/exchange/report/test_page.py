"""The page of a report: whole, safe, in two languages, and honest about what it lacks."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

import graph_api as ea
from graph_api.errors import BadParameterError
from graph_api.exchange.report import rounded
from graph_api.version import __version__
from graph_api.workbench import View, load, view_from_arrays
from tests.unit.exchange.report.reading import read_page

ROOT = Path(__file__).parents[4]
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))

HOSTILE = """\
format: 1
scenario: hostile
title: {en: "<script>alert(1)</script>", zh: "<img src=x onerror=alert(2)>"}
description: {en: "{{ 7 * 7 }} </main> & \\"quoted\\"", zh: "{% raw %}"}
sources:
  essay: {title: {en: "<b>bold</b>"}, file: "a\\"b.txt", lines: [1-9]}
actors:
  office: {name: {en: "<svg onload=alert(3)>", zh: "“引号”<i>"}, kind: street_office}
  residents: {name: {en: "</style><style>*{display:none}"}, kind: resident}
relations:
  - {id: r1, from: office, to: residents, strength: 0.5,
     evidence: [{source: essay, lines: [3, 5-7], note: {en: "<a href='http://x.example'>x</a>"}}]}
  - {id: r2, from: residents, to: office}
"""


def hostile(tmp_path: Path) -> View:
    path = tmp_path / "hostile.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    return load(path).view()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_seed_gives_a_page_that_fetches_nothing(path: Path, language: str) -> None:
    view = ea.load(path).view()
    text = view.report(language="zh" if language == "zh" else "en", draws=0, first=3)
    page = read_page(text)
    assert not {"script", "link", "iframe", "object", "base", "form"} & {
        tag for tag, _ in page.tags
    }
    for tag, said in page.tags:
        assert not {"href", "srcset", "action", "data", "poster"} & set(said), tag
        assert not any(name.startswith("on") for name in said)
        assert (said.get("src") or "data:image/svg+xml;base64,").startswith("data:image/svg+xml")
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_the_picture_is_the_map(tmp_path: Path) -> None:
    text = hostile(tmp_path).report(draws=0)
    (data,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', text)
    picture = base64.b64decode(data).decode()
    assert picture.lstrip().startswith(("<svg", "<?xml"))
    assert "<script" not in picture
    assert "onload=alert" not in re.sub(r"&lt;.*?&gt;", "", picture)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_scenario_says_stays_text(tmp_path: Path, language: str) -> None:
    view = hostile(tmp_path)
    page = read_page(view.report(language="zh" if language == "zh" else "en", draws=200))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("style") == 1
    assert tags.count("img") == 1
    assert not {"script", "svg", "i", "b", "a"} & set(tags)
    title = "<script>alert(1)</script>" if language == "en" else "<img src=x onerror=alert(2)>"
    assert title in page.text
    if language == "en":
        assert '{{ 7 * 7 }} </main> & "quoted"' in page.text  # nothing of it is a template


def test_sources_stand_with_their_lines_and_relations_without_say_so(tmp_path: Path) -> None:
    page = read_page(hostile(tmp_path).report(draws=0))
    assert "essay, lines 3, 5-7" in page.text
    assert "no source given" in page.text
    chinese = read_page(hostile(tmp_path).report(draws=0, language="zh"))
    assert "essay 第 3、5-7 行" in chinese.text
    assert "未注明来源" in chinese.text


def test_the_page_says_what_it_rests_on() -> None:
    view = ea.load(ROOT / "seeds" / "water-game.yaml").view("after_remedies")
    page = read_page(view.report(draws=0, decay=0.9, reading="product"))
    said = page.text.partition("Provenance")[2]
    for word in ("water-game", "after_remedies", __version__, "decay 0.9", "sphere=state"):
        assert word in said
    assert "No draws were asked for." in page.text


def test_unknown_is_a_word_and_never_a_number(tmp_path: Path) -> None:
    page = read_page(hostile(tmp_path).report("office", "residents", draws=0))
    # Forward 0.5; back only over a relation that nobody knows: reverse and mutual are unknown.
    assert page.tables["pairs"]["office residents"] == [0.5, 0.0, pytest.approx(0.5**0.5)]
    assert "unknown" in page.text


def test_a_view_without_ranges_has_nothing_to_draw() -> None:
    view = view_from_arrays(["a", "b"], [0, 1], [1, 0], [0.5, 0.25])
    page = read_page(view.report())
    assert "there is nothing to draw" in page.text
    assert "uncertainty" not in page.tables
    assert page.tables["pairs"]["a b"][:3] == [0.5, 0.25, pytest.approx(0.125**0.5)]


def test_an_empty_graph_is_reported_too() -> None:
    page = read_page(view_from_arrays(["a", "b"], [], [], []).report())
    assert page.tables["pairs"]["a b"][:3] == [0.0, 0.0, 0.0]
    assert "Nothing whose loss would cost anything." in page.text


def test_the_same_view_gives_the_same_bytes() -> None:
    view = ea.load(ROOT / "seeds" / "participation.yaml").view()
    assert view.report(draws=200, seed=3) == view.report(draws=200, seed=3)


def test_of_many_relations_those_are_listed_that_carry_numbers() -> None:
    count = 600
    ids = [f"a{place}" for place in range(count + 1)]
    view = view_from_arrays(ids, [*range(count)], [*range(1, count + 1)], [0.99] * count)
    page = read_page(view.report(["a0"], ["a2"], draws=0))
    assert {"r1", "r2"} <= set(page.tables["relations"])
    assert len(page.tables["relations"]) < 50
    assert "A map shows at most" in page.text


def test_large_views_need_to_know_whose_pairs() -> None:
    count = 2001
    ids = [f"a{place}" for place in range(count)]
    view = view_from_arrays(ids, [0], [1], [0.5])
    with pytest.raises(BadParameterError, match="whose pairs") as caught:
        view.report()
    assert "哪两组" in caught.value.zh


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"between": "residents"}, "and"),
        ({"other": "residents"}, "between"),
        ({"first": 0}, "first"),
        ({"first": 101}, "first"),
        ({"draws": 5}, "draws"),
        ({"draws": -1}, "draws"),
        ({"seed": -1}, "seed"),
        ({"decay": 0}, "decay"),
        ({"decay": float("inf")}, "decay"),
    ],
)
def test_bad_questions_are_named(asked: dict[str, object], parameter: str) -> None:
    view = ea.load(ROOT / "seeds" / "water-game.yaml").view()
    with pytest.raises(BadParameterError) as caught:
        view.report(**asked)  # type: ignore[arg-type]  # that is the point
    assert caught.value.details["parameter"] == parameter
    assert caught.value.zh


def test_numbers_are_rounded_as_on_the_command_line() -> None:
    from graph_api.cli.output import rounded as on_the_command_line  # noqa: PLC0415

    for value in (0.0, 1.0, 0.25, 0.0004, 0.0005, 1e-9, 12.3456, -0.25):
        assert rounded(value) == on_the_command_line(value)
