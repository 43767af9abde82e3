"""Every drawing of the six can be read: nothing runs off the page, over another text, untitled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import graph_api as ea
from graph_api.domain import System
from graph_api.errors import Language
from graph_api.exchange.figures import DRAWINGS, mutual_empowerment, mutual_maps, save_drawing
from graph_api.exchange.figures.drawing import OPEN, write_foot

SEEDS = Path(__file__).parents[2] / "seeds"
KEYS = [(system, place) for system, own in DRAWINGS.items() for place in range(len(own))]
TOUCH = 2.0
"""So many points of overlap are the empty edges of two letters."""


@pytest.fixture(autouse=True)
def _coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutual_empowerment, "GRID", 11)
    monkeypatch.setattr(mutual_maps, "CELLS", 5)
    monkeypatch.setattr(mutual_maps, "STEPS", 5)


@cache
def system_of(key: str, variant: str) -> System:
    return ea.load(SEEDS / f"{key.replace('_', '-')}.yaml").view(variant).system()


def drawn(key: str, place: int, variant: str, language: Language = "en") -> Figure:
    figure = Figure(figsize=(8, 5), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    of = system_of(key, variant)
    DRAWINGS[key][place].draw(figure, of, language)
    write_foot(figure, of, language)
    figure.draw_without_rendering()
    return figure


def seen(figure: Figure) -> list[tuple[str, Bbox]]:
    """Give the texts on the page with their boxes; one that is turned has none that is its own."""
    found = []
    unseen = set(beyond(figure))
    for item in figure.findobj(Text):
        assert isinstance(item, Text)
        if item in unseen or not item.get_visible() or item.get_rotation() % 90:
            continue
        if item.get_text().strip():
            # That of the text alone, without the line that leads from it.
            found.append((item.get_text(), Text.get_window_extent(item)))
    return found


def beyond(figure: Figure) -> Iterator[Text]:
    """Give the labels of ticks that lie beyond the end of their axis, so that nobody sees them."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    yield from (tick.label1, tick.label2)


@pytest.mark.parametrize("variant", ["today", "after_remedies"])
@pytest.mark.parametrize(("key", "place"), KEYS)
def test_no_text_leaves_the_page_or_lies_on_another(key: str, place: int, variant: str) -> None:
    figure = drawn(key, place, variant)
    texts = seen(figure)
    assert texts
    for text, box in texts:
        assert figure.bbox.x0 - 1 <= box.x0 <= box.x1 <= figure.bbox.x1 + 1, text
        assert figure.bbox.y0 - 1 <= box.y0 <= box.y1 <= figure.bbox.y1 + 1, text
    for (one, first), (other, second) in combinations(texts, 2):
        shared = Bbox.intersection(first, second)
        assert shared is None or min(shared.width, shared.height) <= TOUCH, (one, other)


@pytest.mark.filterwarnings("ignore:Glyph")  # the tests have no Chinese font
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("key", "place"), KEYS)
def test_a_title_says_what_to_see(key: str, place: int, language: Language) -> None:
    figure = drawn(key, place, "today", language)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    said = [text for text in (*titles, figure.get_suptitle()) if text]
    assert said
    assert not any(text.endswith((".", "。")) for text in titles)


def test_lines_of_a_chinese_text_do_not_touch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spacing: dict[str, float] = {}
    set_spacing = Text.set_linespacing

    def note(text: Text, value: float) -> None:
        spacing[text.get_text()] = value
        set_spacing(text, value)

    monkeypatch.setattr(Text, "set_linespacing", note)
    of = system_of("wechat_platform", "today")
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        spacing.clear()
        save_drawing(DRAWINGS[of.key][0], of, tmp_path / "a.svg", language=language)
        opened = {text: value for text, value in spacing.items() if value == OPEN}
        assert bool(opened) is (language == "zh")
        assert all("\n" in text for text in opened)
