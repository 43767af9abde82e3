"""The drawings of mutual empowerment: what they show, whatever the view is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from graph_api.errors import Language
from graph_api.exchange.figures import mutual_empowerment as portrait
from graph_api.exchange.figures import mutual_maps
from graph_api.exchange.figures.drawing import Drawing
from graph_api.systems.mutual_empowerment import MutualEmpowerment
from tests.systems.mutual_empowerment.fixtures import system

BY_KEY = {drawing.key: drawing for drawing in portrait.DRAWINGS}

UNKNOWN = {"set_actor": {"id": "residents", "capability": {"resources": None}}}

VIEWS = {
    "a trap": system(),
    "no trap": system(h=0.15),
    "no strong state": system(theta=0.4),
    "no self-empowerment": system(s=0),
    "an unknown element": system(changes=[UNKNOWN]),
    "grown": system("after_with_grown_levels"),
}


@pytest.fixture(autouse=True)
def _coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portrait, "GRID", 11)
    monkeypatch.setattr(mutual_maps, "CELLS", 5)
    monkeypatch.setattr(mutual_maps, "STEPS", 5)


def texts(drawing: Drawing, opened: MutualEmpowerment, language: Language = "en") -> set[str]:
    figure = Figure(figsize=(8, 5), layout="constrained")
    drawing.draw(figure, opened, language)
    return {text for text in written(figure) if text}


def written(figure: Figure) -> Iterator[str]:
    for item in figure.findobj(Text):
        assert isinstance(item, Text)
        yield item.get_text()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("key", BY_KEY)
def test_every_text_is_in_the_language_that_was_asked_for(key: str) -> None:
    english, chinese = (texts(BY_KEY[key], VIEWS["a trap"], word) for word in ("en", "zh"))
    assert not any(map(is_chinese, english))
    assert any(map(is_chinese, chinese))
    assert len(english) == len(chinese)


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "a trap"])
@pytest.mark.parametrize("key", BY_KEY)
def test_every_view_can_be_drawn(key: str, name: str) -> None:
    assert any(map(is_chinese, texts(BY_KEY[key], VIEWS[name], "zh")))


def test_the_portrait_says_what_there_is() -> None:
    with_trap = texts(BY_KEY["phase"], VIEWS["a trap"])
    assert "residents pushed by +0.201" in with_trap
    assert {"start that ends weak", "start that ends strong", "unstable state"} <= with_trap
    assert "way it moves at first" in with_trap
    free = texts(BY_KEY["phase"], VIEWS["no trap"])
    assert "start that ends strong" in free
    assert not {"start that ends weak", "unstable state"} & free


def test_the_line_of_residents_at_rest_passes_through_every_state_at_rest() -> None:
    for opened in VIEWS.values():
        for item in opened.resting_states():
            level = portrait._residents_at_rest(opened, item.state.organisations)
            assert level == pytest.approx(item.state.residents, abs=1e-8)


def test_the_map_counts_its_traps() -> None:
    found = texts(BY_KEY["who_first"], VIEWS["a trap"])
    (title,) = [text for text in found if text.startswith("A trap at")]
    traps = [p for p in mutual_map(VIEWS["a trap"]) if p == "trap"]
    assert title.startswith(f"A trap at {len(traps)} of 25 points")
    assert "this view" in found


def mutual_map(opened: MutualEmpowerment) -> list[str]:
    h = [0.1 + step * 0.22 / 4 for step in range(5)]
    theta = [0.28 + step * 0.1575 / 4 for step in range(5)]
    return [point.trap.value for point in opened.push_map(h, theta)]


def test_an_unknown_element_is_said_to_be_unknown() -> None:
    assert "unknown" in texts(BY_KEY["profile"], VIEWS["an unknown element"])
    assert "unknown" not in texts(BY_KEY["profile"], VIEWS["a trap"])
