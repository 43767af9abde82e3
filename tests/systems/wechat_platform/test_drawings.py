"""The drawings show what the system says, in both languages, for any view of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from graph_api.errors import Language
from graph_api.exchange.figures import save_drawing
from graph_api.exchange.figures.wechat_platform import DRAWINGS
from graph_api.systems.wechat_platform import WechatPlatform
from tests.systems.wechat_platform.views import AFTER, BOTH, TODAY, system, unknown

BY_KEY = {drawing.key: drawing for drawing in DRAWINGS}


def drawn(key: str, of: WechatPlatform, language: Language = "en") -> Figure:
    figure = Figure()
    BY_KEY[key].draw(figure, of, language)
    return figure


def texts(key: str, of: WechatPlatform, language: Language = "en") -> list[str]:
    """Give every text of a drawing, those of its axes and titles too."""
    figure = drawn(key, of, language)
    found = [figure.get_suptitle()]
    for axes in figure.axes:
        found += [item.get_text() for item in axes.texts]
        found += [item.get_text() for item in axes.get_yticklabels()]
        found += [axes.get_title(loc="left"), axes.get_xlabel()]
    return found


@pytest.mark.parametrize("key", BY_KEY)
@pytest.mark.parametrize("variant", [TODAY, AFTER, BOTH])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_drawing_becomes_a_file(
    key: str, variant: str, language: Language, tmp_path: Path
) -> None:
    target = tmp_path / "figure.svg"
    save_drawing(BY_KEY[key], system(variant), target, language=language)
    assert target.stat().st_size > 5_000


@pytest.mark.parametrize("key", BY_KEY)
def test_a_drawing_says_what_nobody_knows(key: str) -> None:
    of = system(TODAY, unknown("r5"), unknown("r11"))
    shown = " ".join(texts(key, of))
    if key == "reach":
        assert "unknown" in shown
        assert "B = ?" in shown
    elif key == "gates":
        assert shown.count("nobody has said it") == 4


def test_the_reach_shows_both_directions_and_the_kind_of_link() -> None:
    shown = texts("reach", system(TODAY))
    assert {"0.270", "0.105", "0.052", "one-way", "a form only"} <= set(shown)
    assert "Residents: balance B = 0.39 (1: as much up as down)" in shown
    assert "rumours" in shown[-1]
    assert "居民：平衡度 B = 0.87（1 表示上下相当）" in texts("reach", system(AFTER), "zh")


def points(line: Line2D) -> tuple[float, ...]:
    return tuple(np.asarray(line.get_ydata()).tolist())


def test_the_race_shows_the_limit_and_the_band_of_its_runs() -> None:
    of = system(TODAY)
    left, right = drawn("race", of).axes
    curves = {line.get_label(): points(line) for line in left.lines}
    assert curves["deterministic limit"] == of.course.misinformed
    assert curves["without the platform"] == of.course_without_platform.misinformed
    assert any(points(line) == of.course.clarified for line in right.lines)
    low = np.asarray(left.collections[0].get_paths()[0].vertices)[:, 1].tolist()
    assert max(low) == pytest.approx(max(of.runs(of.race()).high))
    assert "6.0% believe the rumour by then" in texts("race", of)[0]


def test_a_late_clarification_is_marked() -> None:
    left, _ = drawn("race", system(TODAY, clarification_delay_hours=24)).axes
    assert [24, 24] in [np.asarray(line.get_xdata()).tolist() for line in left.lines]


def test_the_gates_name_the_scarcest_and_what_training_would_do() -> None:
    shown = texts("gates", system(TODAY))
    assert shown.count("0.15 (scarcest)") == 2
    said = "holds k at 0.15 at most\noperators trained: 0.15; input raised as well: 0.20"
    assert any(text.endswith(said) for text in shown)
    # With every factor said, k is no bound any more.
    known = system(TODAY, attention=0.5, coverage=0.5, identification=0.5)
    assert any("holds k at 0.15\n" in text for text in texts("gates", known))
