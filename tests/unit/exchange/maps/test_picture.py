"""The picture: labels inside it and apart, signs for all there is, files as they are promised."""

from __future__ import annotations

import re
import warnings
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import graph_api as ea
from graph_api.domain import GraphSnapshot, Label, Level, Sphere
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.maps import cast_of, lay_out, map_scene, map_svg, save_map
from graph_api.exchange.maps.measure import text_width
from graph_api.exchange.maps.raster import figure_of
from graph_api.exchange.maps.scene import Scene, Words
from tests.builders import snapshot
from tests.unit.exchange.maps.reading import LANGUAGES

SEEDS = sorted((Path(__file__).parents[4] / "seeds").glob("*.yaml"))
DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SVG = "{http://www.w3.org/2000/svg}"

STREET = """
office -> residents 0.8
residents -> office 0.1
office -> residents 0.5 burden
office -> firm ? control
firm -> residents 0.4 exclusion
residents -> firm 0.4 tension
residents -> residents 0.3
firm -> office 0
"""


def street() -> GraphSnapshot:
    return snapshot(
        STREET,
        actors={
            "office": {"level": Level.STATE, "sphere": Sphere.STATE, "stateness": 1.0},
            "firm": {"sphere": Sphere.MARKET},
            "residents": {"level": Level.INDIVIDUAL, "name": Label(en="<b>&R", zh="居民“甲”")},
        },
    )


def scene_of(path: Path, language: Language) -> Scene:
    bench = ea.load(path)
    graph = bench.view().graph
    layout = lay_out(graph, cast_of(bench.scenario))
    return map_scene(graph, layout, language, bench.scenario.about.title.text(language))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_texts_neither_touch_nor_leave_the_picture(path: Path) -> None:
    """English by the metrics of the font it is drawn with, Chinese by a square for each sign."""
    for language in LANGUAGES:
        scene = scene_of(path, language)
        boxes = []
        if language == "en":
            with mpl.rc_context({"font.family": ["DejaVu Sans"]}), warnings.catch_warnings():
                warnings.simplefilter("error")  # a missing sign is a warning
                figure = figure_of(scene)
                FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]  # matplotlib
                high = scene.height
                for text in figure.axes[0].texts:
                    extent = text.get_window_extent()
                    boxes.append((extent.x0, high - extent.y1, extent.x1, high - extent.y0))
        else:
            for item in scene.items:
                if isinstance(item, Words):
                    wide = text_width(item.text, item.size)
                    left = item.x - {"start": 0, "middle": wide / 2, "end": wide}[item.anchor]
                    boxes.append((left, item.y - item.size * 0.88, left + wide, item.y + 2))
        assert len(boxes) > 10
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= scene.width
            assert bottom <= scene.height
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 0 or down <= 1.5, (one, other)  # so much of a line is empty


def test_the_svg_says_what_each_thing_is_and_explains_only_what_it_shows() -> None:
    for language, words in (
        ("en", ("burden", "control", "exclusion", "tension", "unknown", "0: known to be absent")),
        ("zh", ("负担", "控制", "排斥", "张力", "未知", "0：已知不存在")),
    ):
        text = map_svg(street(), language=language)  # type: ignore[arg-type]  # of the loop
        root = ET.fromstring(text)  # noqa: S314  # our own
        shown = {"".join(item.itertext()) for item in root.iter(f"{SVG}text")}
        assert set(words) <= shown
        assert "market" in shown or "市场" in shown
    titles = {"".join(item.itertext()) for item in root.iter(f"{SVG}title")}
    assert "居民“甲” (residents)" in titles
    assert any(title.startswith("office → firm：控制，未知 (r4)") for title in titles)
    plain = map_svg(snapshot("a -> b 0.5"))
    assert not any(word in plain for word in ("burden", "unknown", "absent", "market"))


def test_names_of_any_kind_do_no_harm() -> None:
    root = ET.fromstring(map_svg(street()))  # noqa: S314  # our own
    assert "<b>&R" in {item.text for item in root.iter(f"{SVG}text")}
    odd = snapshot("a -> b 0.5", actors={"a": {"name": Label(en="\x00\x1b[2J\ud800x\u202ey $a_$")}})
    assert "[2Jxy $a_$" in map_svg(odd)


def test_an_svg_fetches_nothing_and_is_the_same_each_time() -> None:
    text = map_svg(street())
    assert text == map_svg(street())
    assert not re.search(r"href|url\(|<script|<image", text)
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    for name, head in (("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")):
        path = tmp_path / name
        save_map(street(), path)
        first = path.read_bytes()
        assert first.startswith(head)
        save_map(street(), path)
        assert path.read_bytes() == first
    for name in ("a.gif", "no/where.svg"):
        with pytest.raises(BadParameterError):
            save_map(street(), tmp_path / name)
    with pytest.raises(BadParameterError, match="no Chinese signs"):
        save_map(street(), tmp_path / "b.png", language="zh", font=DEJAVU)
    assert not (tmp_path / "b.png").exists()
    save_map(street(), tmp_path / "b.svg", language="zh", font=DEJAVU)  # it names fonts
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf", "a.png", "a.svg", "b.svg"]


def test_a_view_draws_itself_and_a_large_one_says_what_it_is(tmp_path: Path) -> None:
    view = ea.load(SEEDS[5]).view()
    assert view.draw(tmp_path / "w.svg", language="zh") == tmp_path / "w.svg"
    said = (tmp_path / "w.svg").read_text(encoding="utf-8")
    assert "今天" in said
    assert view._repr_html_().count("<svg") == 1
    assert view.layout(actors="kind=farmer")["actors"]
    large = ea.view_from_arrays([f"a{n}" for n in range(301)], [0], [1], [0.5])
    assert large._repr_svg_() is None
    assert "301 actors" in large._repr_html_()
    with pytest.raises(BadParameterError, match="language"):
        view.draw(tmp_path / "x.svg", language="fr")  # type: ignore[arg-type]  # what is tested
