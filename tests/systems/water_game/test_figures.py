"""Figures of the water game: what stands in them is what the mechanism says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from graph_api.errors import Language
from graph_api.exchange.figures import DRAWINGS, save_drawing
from graph_api.exchange.figures.drawing import Drawing
from tests.systems.water_game.views import AFTER, game

OWN = {drawing.key: drawing for drawing in DRAWINGS["water_game"]}


def texts(key: str, language: Language = "en", **parameters: float) -> list[str]:
    return [item.get_text() for item in found_texts(OWN[key], language, **parameters)]


def found_texts(drawing: Drawing, language: Language, **parameters: float) -> list[Any]:
    figure = Figure(layout="constrained")
    drawing.draw(figure, game(AFTER, (), **parameters), language)
    return [item for item in figure.findobj() if hasattr(item, "get_text") and item.get_text()]


def framed(**parameters: float) -> list[list[str]]:
    """Give the cells that are framed, panel by panel."""
    figure = Figure()
    OWN["payoff_matrix"].draw(figure, game(AFTER, (), **parameters), "en")
    return [
        [
            text.get_text()
            for text in axes.texts
            if any(
                isinstance(patch, Rectangle)
                and patch.get_linewidth() > 1
                and patch.get_x() < text.get_position()[0] < patch.get_x() + 1
                and patch.get_y() < text.get_position()[1] < patch.get_y() + 1
                for patch in axes.patches
            )
        ]
        for axes in figure.axes
    ]


def test_the_frames_are_the_equilibria() -> None:
    assert framed() == [["1,  1"], ["3,  3"]]
    # 0.375 x 4 = 1.5: one of the two keeps the rules
    assert framed(detection=0.375) == [["1,  1"], ["0,  3.5", "3.5,  0"]]


def test_what_no_frame_can_show_is_said() -> None:
    assert any("probability 0.5" in text for text in texts("payoff_matrix", detection=0.375))
    assert any("at the edge" in text for text in texts("payoff_matrix", detection=0.5))
    assert any("处于边界" in text for text in texts("payoff_matrix", "zh", detection=0.5))


def test_the_ruin_stands_in_the_picture_of_the_stock() -> None:
    found = " ".join(texts("stock"))
    assert "no third party (ruined in season 5)" in found
    assert "(ruined in season 6)" in found
    assert "association (ruined" not in found
    assert "0.60 is left with the association, 0.00 without a third party" in found
    assert "association (ruined" in " ".join(texts("stock", detection=0.1))


def test_the_band_of_several_equilibria_is_named_where_there_is_one() -> None:
    assert not any("grey band" in text for text in texts("deterrence"))
    assert any("grey band" in text for text in texts("deterrence", sucker=-2))


def test_slips_of_the_scenario_are_those_of_the_picture() -> None:
    assert any("5% of moves slip" in text for text in texts("rounds"))
    assert any("10% of moves slip" in text for text in texts("rounds", noise=0.1))


@pytest.mark.parametrize("key", OWN)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_drawing_is_written_in_its_language(
    key: str, language: Language, tmp_path: Path
) -> None:
    path = tmp_path / f"{key}.svg"
    save_drawing(OWN[key], game(), path, language=language)
    assert path.stat().st_size > 1_000
    words = " ".join(texts(key, language))
    assert bool(re.search("[\u4e00-\u9fff]", words)) is (language == "zh")
