"""A sweep drawn: what stands in the figure is what was swept."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from graph_api.domain import Axis, Label, Range, Sweep, SweptMeasure, sweep
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.figures import save_drawing
from graph_api.exchange.figures.sweep import sweep_drawing
from tests.toys import Toy, toy_view

TOY = Toy(toy_view())


def swept(*ranges: Range, measures: tuple[str, ...] | None = None) -> Sweep:
    return sweep(lambda values: Toy(toy_view(), values), ranges, measures)


def drawn(found: Sweep, language: Language = "en") -> Figure:
    figure = Figure(layout="constrained")
    sweep_drawing(found).draw(figure, TOY, language)
    return figure


def listed(values: ArrayLike) -> list[float]:
    return [float(value) for value in np.ravel(values)]


def coordinates(mesh: QuadMesh) -> NDArray[np.float64]:
    return np.asarray(mesh.get_coordinates(), dtype=np.float64)


def test_one_key_draws_a_line_per_measure_in_the_order_of_the_values() -> None:
    figure = drawn(swept(Range("x", (6, 1, 4))))
    double, is_large, part, empty = figure.axes
    (line, today) = double.get_lines()
    assert listed(line.get_xdata()) == [1, 4, 6]
    assert listed(line.get_ydata()) == [2, 8, 12]
    assert listed(today.get_xdata()) == [2, 2]
    assert double.get_ylabel() == "index"
    assert double.get_xlabel() == "x (index)"
    assert double.get_title() == "Twice x"
    assert listed(is_large.get_lines()[0].get_ydata()) == [0, 0, 1]
    assert [text.get_text() for text in is_large.get_yticklabels()] == ["no", "yes"]
    assert [text.get_text() for text in part.texts] == ["no value anywhere"]
    assert not empty.axison


def test_where_the_scenario_stands_is_marked_only_if_it_is_in_sight() -> None:
    (away,) = drawn(swept(Range("x", (4, 6)), measures=("double",))).axes
    assert len(away.get_lines()) == 1
    (unsaid,) = drawn(swept(Range("missing", (0, 1)), measures=("part",))).axes
    assert len(unsaid.get_lines()) == 1
    assert listed(unsaid.get_lines()[0].get_ydata()) == [0, 2]


def test_two_keys_draw_a_map_whose_cells_lie_around_their_values() -> None:
    ranges = Range("x", (3, 1)), Range("people", (1, 2, 3))
    figure = drawn(swept(*ranges, measures=("double", "is_large")))
    double, is_large, bar, yes_or_no = figure.axes
    (mesh,) = double.collections
    assert isinstance(mesh, QuadMesh)
    values = mesh.get_array()
    assert values is not None
    assert values.reshape(3, 2).tolist() == [[2, 6], [2, 6], [2, 6]]
    assert listed(coordinates(mesh)[0, :, 0]) == [0, 2, 4]
    assert listed(coordinates(mesh)[:, 0, 1]) == [0.5, 1.5, 2.5, 3.5]
    (today,) = double.get_lines()
    assert (listed(today.get_xdata()), listed(today.get_ydata())) == ([2], [3])
    assert (double.get_xlabel(), double.get_ylabel()) == ("x (index)", "people (person)")
    assert bar.get_ylabel() == "index"
    assert [text.get_text() for text in yes_or_no.get_yticklabels()] == ["no", "yes"]
    assert is_large.collections[0].get_clim() == (0, 1)


def test_a_map_says_what_is_unknown_and_one_value_has_a_cell() -> None:
    axes = (
        Axis("x", (1.0, 2.0), "index", Label(), None),
        Axis("y", (5.0,), "share", Label(), 5.0),
    )
    measure = SweptMeasure("m", Label("M", "测度"), "share", (), (0.25, None))
    found = Sweep("toy", Label("The toy", "玩具"), axes, (measure,))
    place, _ = drawn(found).axes
    assert place.get_xlabel() == "x (index)\ngrey: unknown or not defined"
    (mesh,) = place.collections
    assert isinstance(mesh, QuadMesh)
    assert listed(coordinates(mesh)[:, 0, 1]) == [4.5, 5.5]
    assert not place.get_lines()
    chinese, _ = drawn(found, "zh").axes
    assert chinese.get_title() == "测度"
    assert "灰色：未知" in chinese.get_xlabel()


@pytest.mark.parametrize(("language", "title"), [("en", "sweep over x"), ("zh", "对 x 的扫描")])
def test_it_becomes_a_file_in_both_languages(
    tmp_path: Path, language: Language, title: str
) -> None:
    found = swept(Range("x", tuple(n / 10 for n in range(100))))
    save_drawing(sweep_drawing(found), TOY, tmp_path / "a.svg", language=language)
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    if "<text" in svg:  # this machine has no Chinese font
        assert re.search(title, svg)
    assert len([*tmp_path.iterdir()]) == 1


def test_long_titles_are_folded() -> None:
    words = "How many households share the water of one system"
    signs = "共用同一套供水设施的农户数量以及他们各自投入的劳动与资金之和"
    measure = SweptMeasure("m", Label(words, signs), "share", (), (0.25,))
    axis = Axis("x", (1.0,), "index", Label(), None)
    found = Sweep("toy", Label("The toy", "玩具"), (axis,), (measure,))
    assert drawn(found).axes[0].get_title().replace("\n", " ") == words
    assert max(map(len, drawn(found).axes[0].get_title().split("\n"))) <= 40
    assert max(map(len, drawn(found, "zh").axes[0].get_title().split("\n"))) <= 20


def many(changing: int, steady: int) -> Sweep:
    """Give a sweep of so many measures that change, after as many others."""
    axis = Axis("x", (1.0, 2.0), "index", Label("How much.", "多少。"), 1.0)
    measures = [
        SweptMeasure(f"m{number}", Label(f"M{number}", f"测度{number}"), "share", (), values)
        for number, values in enumerate([(0.5, 0.5)] * steady + [(0.25, 0.5)] * changing)
    ]
    return Sweep("toy", Label("The toy", "玩具"), (axis,), tuple(measures))


def titles(figure: Figure) -> list[str]:
    return [place.get_title() for place in figure.axes if place.axison]


def test_of_many_measures_those_are_drawn_that_change() -> None:
    assert len(titles(drawn(many(0, 12)))) == 12
    some = drawn(many(3, 10))
    assert titles(some) == ["M10", "M11", "M12"]
    assert "the 3 of 13 measures that change" in some.get_suptitle()
    full = drawn(many(14, 1), "zh")
    assert titles(full) == [f"测度{number}" for number in range(1, 13)]
    assert "15 个测度中有 14 个变化，此处为前 12 个" in full.get_suptitle()
    assert drawn(many(12, 0)).get_suptitle() == "The toy: sweep over x"


@pytest.mark.parametrize(("count", "said"), [(0, "None of the 0"), (13, "None of the 13")])
def test_no_measure_and_many_that_stay_the_same_are_refused(count: int, said: str) -> None:
    with pytest.raises(BadParameterError, match=said) as caught:
        sweep_drawing(many(0, count))
    assert caught.value.details == {"parameter": "measure"}
    assert "--measure" in caught.value.zh


def test_below_stands_what_the_parameters_are() -> None:
    assert drawn(many(1, 0)).get_supxlabel() == "x: How much\ndotted: the scenario itself"
    assert drawn(many(1, 0), "zh").get_supxlabel() == "x：多少\n虚线：情景取值"
    unsaid = drawn(swept(Range("x", (1, 2)), Range("missing", (0, 1)), measures=("part",)))
    assert unsaid.get_supxlabel() == "x: How much\nmissing"
    both = drawn(swept(Range("x", (1, 2)), Range("people", (1, 2)), measures=("double",)))
    assert both.get_supxlabel() == "x: How much\npeople\n×: the scenario itself"


def test_a_line_is_grey_where_it_is_unknown_and_all_panels_span_the_sweep() -> None:
    axis = Axis("x", (0.0, 1.0, 2.0), "index", Label(), None)
    measure = SweptMeasure("m", Label("M", "测度"), "household", (), (None, 1.0, 3.0))
    found = Sweep("toy", Label("The toy", "玩具"), (axis,), (measure,))
    (place,) = drawn(found).axes
    assert place.get_xlim() == (-0.5, 2.5)
    (grey,) = place.patches
    assert (grey.get_extents().width, listed(place.get_lines()[0].get_xdata())) != (0, [])
    assert place.get_xlabel() == "x (index)\ngrey: unknown or not defined"
    assert all(float(tick).is_integer() for tick in place.get_yticks())
    assert place.get_lines()[0].get_drawstyle() == "steps-mid"


def test_a_large_map_is_a_picture_inside_the_file() -> None:
    few = drawn(swept(Range("x", (1, 2)), Range("people", (1, 2)), measures=("double",)))
    assert not few.axes[0].collections[0].get_rasterized()
    ranges = Range("x", tuple(n / 10 for n in range(40))), Range("people", tuple(range(1, 31)))
    assert drawn(swept(*ranges, measures=("double",))).axes[0].collections[0].get_rasterized()
