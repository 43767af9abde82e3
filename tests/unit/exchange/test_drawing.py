"""A drawing becomes a file whose text can be read, or no file at all.

No font with Chinese signs comes with the tests: what needs one is tried with one that lacks them.
"""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from graph_api.domain import Label, Parameter
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.figures import Drawing, save_drawing
from graph_api.exchange.figures.drawing import (
    CHINESE_FONTS,
    FOOT,
    MOST_NAMED,
    SUFFIXES,
    chinese_font,
    require_target,
    write_foot,
)
from graph_api.version import __version__
from tests.toys import PARAMETERS, Toy, toy_view

DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
TOY = Toy(toy_view())
MAGIC = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}
WORDS = {"en": "Twice x & 'more' <here>", "zh": "充权的两倍"}


def draw(figure: Figure, system: Toy, language: Language) -> None:
    axes = figure.subplots()
    axes.plot([-1, system.double()])
    axes.set_title(WORDS[language], fontweight="bold")


TWICE = Drawing("twice", Label("Twice", "两倍"), draw)


@pytest.fixture
def without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have no font with Chinese signs, whatever it has."""
    found = [e for e in font_manager.fontManager.ttflist if e.name not in CHINESE_FONTS]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", found)


def texts(svg: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_ending_says_what_it_becomes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix.upper()}"
    save_drawing(TWICE, TOY, path)
    assert path.read_bytes().startswith(MAGIC[suffix])
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_drawing_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in "ab":
        save_drawing(TWICE, TOY, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_it_says_what_it_shows(tmp_path: Path) -> None:
    save_drawing(TWICE, TOY, tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<dc:title>Twice</dc:title>" in svg
    assert "test@today, revision 1" in svg
    assert "<dc:date>" not in svg
    save_drawing(TWICE, TOY, tmp_path / "a.png")
    assert b"test@today, revision 1" in (tmp_path / "a.png").read_bytes()
    save_drawing(TWICE, TOY, tmp_path / "a.pdf")
    assert b"/Title (Twice)" in (tmp_path / "a.pdf").read_bytes()


@pytest.mark.usefixtures("without_chinese")
def test_the_foot_says_what_it_was_drawn_from(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    save_drawing(TWICE, TOY, path)
    foot = f"test · today · revision 1 · version {__version__}"
    assert foot in texts(path.read_text(encoding="utf-8"))
    save_drawing(TWICE, Toy(toy_view(), {"x": 2.5}), path, language="zh")
    foot = f"test · today · 修订 1 · 版本 {__version__} · x = 2.5"
    assert foot in texts(path.read_text(encoding="utf-8"))
    save_drawing(TWICE, many_set(MOST_NAMED + 2), path)
    (foot,) = (text for text in texts(path.read_text(encoding="utf-8")) if "revision" in text)
    assert foot.endswith(f"p{MOST_NAMED - 1} = 1 · 2 more set")


def many_set(count: int) -> Toy:
    parameters = {
        f"p{number}": Parameter(f"p{number}", 0.0, "index", 0.0, 1.0) for number in range(count)
    }
    return Toy(toy_view(parameters=PARAMETERS | parameters), dict.fromkeys(parameters, 1.0))


def test_what_stands_low_in_a_drawing_is_lifted_above_the_foot() -> None:
    figure = Figure(figsize=(8, 5), layout="constrained")
    figure.subplots()
    label = figure.supxlabel("below")
    before = label.get_position()[1]
    write_foot(figure, TOY, "en")
    assert label.get_position()[1] == pytest.approx(before + FOOT / 5)


@pytest.mark.usefixtures("without_chinese")
def test_an_svg_without_a_font_keeps_its_text_and_names_fonts_to_look_for(tmp_path: Path) -> None:
    assert save_drawing(TWICE, TOY, tmp_path / "a.svg", language="zh") is None
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "充权的两倍" in texts(svg)
    asked = re.findall(r"font-family: ([^;]*);", svg)
    assert all(names.startswith("'Noto Sans CJK SC', ") for names in asked)
    assert all(names.endswith(", 'DejaVu Sans', sans-serif") for names in asked)
    assert save_drawing(TWICE, TOY, tmp_path / "b.svg") is None
    english = (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert "Twice x &amp; 'more' &lt;here&gt;" in texts(english)
    assert "font-family: 'DejaVu Sans', sans-serif, 'Noto Sans CJK SC'" in english


@pytest.mark.usefixtures("without_chinese")
@pytest.mark.parametrize("suffix", [".png", ".pdf"])
def test_chinese_without_a_font_is_refused_where_it_could_not_be_read(
    tmp_path: Path, suffix: str
) -> None:
    with pytest.raises(BadParameterError, match="EMPOWER_FONT") as caught:
        save_drawing(TWICE, TOY, tmp_path / f"a{suffix}", language="zh")
    assert caught.value.details == {"parameter": "figure"}
    assert "没有找到中文字体" in caught.value.zh
    assert not [*tmp_path.iterdir()]
    assert save_drawing(TWICE, TOY, tmp_path / f"a{suffix}") is None


def test_the_outlines_of_a_font_that_is_named_stand_in_the_file(tmp_path: Path) -> None:
    before = [*font_manager.fontManager.ttflist]
    assert save_drawing(TWICE, TOY, tmp_path / "a.svg", font=DEJAVU) == "DejaVu Sans"
    assert "<text" not in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert font_manager.fontManager.ttflist == before


def test_a_font_without_chinese_signs_is_refused_for_chinese(tmp_path: Path) -> None:
    with pytest.raises(BadParameterError, match=r"'DejaVu Sans'.*no Chinese signs") as caught:
        save_drawing(TWICE, TOY, tmp_path / "a.svg", language="zh", font=DEJAVU)
    assert caught.value.details == {"parameter": "font"}
    assert "不含汉字" in caught.value.zh
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, language: Language) -> None:
    text = tmp_path / "font.ttf"
    text.write_text("no font", encoding="utf-8")
    for font in (text, tmp_path / "nothing.ttf", tmp_path):
        with pytest.raises(BadParameterError, match="is no font that can be read") as caught:
            save_drawing(TWICE, TOY, tmp_path / "a.svg", language=language, font=font)
        assert caught.value.details == {"parameter": "font"}
    assert [*tmp_path.iterdir()] == [text]


def test_a_font_of_the_machine_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        font_manager.FontEntry(fname=str(DEJAVU), name=name, size="scalable")
        for name in ("SimSun", "Comic Sans MS", "Noto Sans CJK JP")
    ]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", entries)
    assert chinese_font() == "Noto Sans CJK JP"
    monkeypatch.setattr(font_manager.fontManager, "ttflist", entries[1:2])
    assert chinese_font() is None


@pytest.mark.parametrize("name", ["a", "a.jpg", "svg", ".svg"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadParameterError, match=r"end it in \.svg, \.png, \.pdf") as caught:
        save_drawing(TWICE, TOY, tmp_path / name)
    assert caught.value.details == {"parameter": "figure"}


def test_a_folder_that_is_not_there_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    def never(figure: Figure, system: Toy, language: Language) -> None:
        pytest.fail("it was drawn")

    drawing = Drawing("never", Label("Never", "从不"), never)
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in ("nowhere", "file"):
        with pytest.raises(BadParameterError, match="there is no folder"):
            save_drawing(drawing, TOY, tmp_path / folder / "a.svg")
    require_target(tmp_path / "a.svg")


def test_what_cannot_be_written_leaves_no_half_file(tmp_path: Path) -> None:
    taken = tmp_path / "a.svg"
    taken.mkdir()
    with pytest.raises(BadParameterError, match="cannot be written") as caught:
        save_drawing(TWICE, TOY, taken)
    assert "无法写入" in caught.value.zh
    assert [*tmp_path.iterdir()] == [taken]


def test_a_drawing_that_fails_leaves_the_file_before_it_as_it_was(tmp_path: Path) -> None:
    def fail(figure: Figure, system: Toy, language: Language) -> None:
        system.view.place("nobody")

    path = tmp_path / "a.svg"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(BadParameterError.__bases__[0]):
        save_drawing(Drawing("fail", Label("Fail", "失败"), fail), TOY, path)
    assert path.read_text(encoding="utf-8") == "before"
    assert [*tmp_path.iterdir()] == [path]


def test_nobody_s_own_style_changes_a_drawing(tmp_path: Path) -> None:
    save_drawing(TWICE, TOY, tmp_path / "a.svg")
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "axes.facecolor": "red"}):
        save_drawing(TWICE, TOY, tmp_path / "b.svg")
        assert mpl.rcParams["font.size"] == 30
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
