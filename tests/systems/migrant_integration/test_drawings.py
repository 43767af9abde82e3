"""The drawings of essay 5 say what they show, in both languages, and nothing runs off the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.text import Text

from graph_api.errors import BadParameterError, Language
from graph_api.exchange.figures.drawing import write_foot
from graph_api.exchange.figures.migrant_integration import DRAWINGS
from graph_api.systems.migrant_integration import MigrantIntegration
from tests.systems.migrant_integration.worlds import AFTER, strength, system

BY_KEY = {drawing.key: drawing for drawing in DRAWINGS}
CELLS = {"economic": "0.4", "daily_life": "", "psychological": ""}


def with_persons(**more: str) -> MigrantIntegration:
    people = [
        {"id": "a", "birth_year": "1970", **CELLS, **more},
        {"id": "b", "birth_year": "", **CELLS},
    ]
    return system().with_rows(people)


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    with rc_context():
        yield


def drawn(key: str, of: MigrantIntegration, language: Language = "en") -> Figure:
    figure = Figure(figsize=(8, 5), dpi=100, layout="constrained")
    BY_KEY[key].draw(figure, of, language)
    write_foot(figure, of, language)
    return figure


def texts(figure: Figure) -> list[str]:
    return [text for item in figure.findobj(Text) if (text := item.get_text().strip())]


@pytest.mark.parametrize("key", BY_KEY)
@pytest.mark.parametrize("case", ["today", AFTER, "registration_open", "persons", "unknown"])
def test_every_text_lies_on_the_page(key: str, case: str) -> None:
    if case == "persons":
        of = with_persons(identity="0.5")
    elif case == "unknown":
        of = system(changes=[strength("r3", None), strength("r2", None)])
    else:
        of = system(case)
    figure = drawn(key, of)
    figure.draw_without_rendering()
    page = figure.bbox
    for item in figure.findobj(Text):
        assert isinstance(item, Text)
        if item.get_text().strip() and item.get_visible():
            box = item.get_window_extent()
            assert page.x0 - 1 <= box.x0, item.get_text()
            assert box.x1 <= page.x1 + 1, item.get_text()
            assert page.y0 - 1 <= box.y0, item.get_text()
            assert box.y1 <= page.y1 + 1, item.get_text()


def test_forces_say_the_verdict_and_how_sure_it_is() -> None:
    today, after = texts(drawn("forces", system())), texts(drawn("forces", system(AFTER)))
    assert any("Involution: both gaps are above 0 (community 0.45" in text for text in today)
    assert any("from 0.20" in text.replace("\n", " ") for text in today)
    assert any(text.startswith("No involution") for text in after)
    chinese = texts(drawn("forces", system(), "zh"))
    assert any("存在内卷化" in text for text in chinese)
    with pytest.raises(BadParameterError):
        drawn("forces", system(changes=[strength("r8", None)]))


def test_signs_carry_no_magnitude_and_an_indicator_without_a_result_says_so() -> None:
    shown = texts(drawn("generations", system()))
    assert "no result given" in shown
    assert any("cannot tell a generation from an age" in text for text in shown)
    assert not any("0." in text for text in shown if "version" not in text)


def test_persons_who_are_not_known_are_called_so() -> None:
    shown = texts(drawn("generations", with_persons()))
    assert shown.count("unknown") == 5  # of 3 sides x 2 generations one is known
    assert "older generation (n=1)" in shown
    assert "birth year not known (n=1)" in shown
    assert "identity" not in shown
    assert "identity" in texts(drawn("generations", with_persons(identity="1")))
    assert "出生年份未知（n=1）" in texts(drawn("generations", with_persons(), "zh"))


def test_the_openness_to_the_older_generation_is_called_an_upper_bound() -> None:
    shown = " ".join(texts(drawn("registration", system())))
    assert "upper bound" in shown.replace("\n", " ")
    assert "this view: 0.75" in shown
    assert "上限" in " ".join(texts(drawn("registration", system(), "zh")))
