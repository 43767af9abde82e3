"""The drawings show what the system says, in both languages, for any view of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from graph_api.errors import Language
from graph_api.exchange.figures import save_drawing
from graph_api.exchange.figures.participation import DRAWINGS
from graph_api.systems.participation import Participation
from tests.systems.participation.views import AFTER, DAY, TODAY, system, unknown

BY_KEY = {drawing.key: drawing for drawing in DRAWINGS}


def texts(key: str, of: Participation, language: Language = "en") -> list[str]:
    """Give every text of a drawing, those of its axes and legends too."""
    figure = Figure()
    BY_KEY[key].draw(figure, of, language)
    (axes,) = figure.axes
    found = [item.get_text() for item in axes.texts]
    found += [item.get_text() for item in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    found += [axes.get_title(loc="left"), axes.get_xlabel()]
    return found + [item.get_text() for legend in figure.legends for item in legend.get_texts()]


@pytest.mark.parametrize("key", BY_KEY)
@pytest.mark.parametrize("variant", [TODAY, AFTER, DAY])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_drawing_becomes_a_file(
    key: str, variant: str, language: Language, tmp_path: Path
) -> None:
    target = tmp_path / "figure.svg"
    save_drawing(BY_KEY[key], system(variant), target, language=language)
    assert target.stat().st_size > 5_000


def test_the_ladder_shows_every_relation_and_both_medians() -> None:
    shown = texts("ladder", system(AFTER))
    assert sum(" → " in item for item in shown) == len(system(AFTER).rungs())
    assert "medians: 3 and 4" in shown
    assert "median: 2" in texts("ladder", system(TODAY))
    assert any("not counted" in item for item in shown)
    assert not any("not counted" in item for item in texts("ladder", system(TODAY)))
    assert "unknown, so without a rung: r3" in texts("ladder", system(TODAY, unknown("r3")))


def test_the_voices_show_the_product_and_a_question_mark_where_nobody_knows() -> None:
    assert texts("voices", system(TODAY)).count("0.008") == 6
    assert texts("voices", system(TODAY)).count("0.012") == 3
    # The answer of the firm is unknown: six factors and six products.
    assert texts("voices", system(TODAY, unknown("r6"))).count("?") == 12


def test_the_types_show_their_shares_and_where_they_come_from() -> None:
    shown = " ".join(texts("typology", system(TODAY)))
    assert "areas are shares" in shown
    assert all(number in shown for number in ("0.50", "0.30", "0.15", "0.05", "0.80", "0.65"))
    assert "A-75" in shown
    rows = [{"activity": "会", "kind": "public", "initiative": "active", "participants": "9"}]
    counted = " ".join(texts("typology", system(TODAY).with_rows(rows), "zh"))
    assert "以参加人数计" in counted
    assert "会" in counted


def test_colours_are_of_a_palette_that_everybody_can_tell_apart() -> None:
    figure = Figure()
    BY_KEY["voices"].draw(figure, system(TODAY), "en")
    used = {line.get_color() for line in figure.axes[0].lines}
    assert used <= {"#D55E00", "#666666"}
