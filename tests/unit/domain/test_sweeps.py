"""Sweeps over a toy whose numbers are known by heart: double = 2x, is_large = x > 5."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Range, System, read_range, sweep
from graph_api.errors import BadParameterError
from tests.toys import Toy, toy_view


def open_toy(values: Mapping[str, float]) -> System:
    return Toy(toy_view(), values)


def test_a_range_has_both_ends_and_the_decimals_that_were_written() -> None:
    assert read_range("h=0:0.3:4") == Range("h", (0.0, 0.1, 0.2, 0.3))
    assert read_range(" h = 1 : 0 : 3 ") == Range("h", (1.0, 0.5, 0.0))
    assert read_range("h=-1e-3:1e-3:2") == Range("h", (-0.001, 0.001))
    assert read_range("h=2:2:1") == Range("h", (2.0,))


@given(low=st.floats(-1e12, 1e12), step=st.floats(1e-3, 1e6), count=st.integers(2, 200))
def test_any_range_is_even_and_ends_where_it_was_said(low: float, step: float, count: int) -> None:
    high = low + step * count
    values = read_range(f"h={low!r}:{high!r}:{count}").values
    assert (values[0], values[-1], len(values)) == (low, high, count)
    assert list(values) == sorted(set(values))
    gap = (Fraction(high) - Fraction(low)) / (count - 1)
    for first, second in itertools.pairwise(values):
        assert abs(Fraction(second) - Fraction(first) - gap) <= Fraction(
            math.ulp(max(abs(low), abs(high)))
        )


@pytest.mark.parametrize(
    ("text", "parameter", "said"),
    [
        ("", "sweep", "is no sweep"),
        ("h", "h", "is no sweep"),
        ("=0:1:2", "sweep", "is no sweep"),
        ("h=0:1", "h", "is no sweep"),
        ("h=0:1:2:3", "h", "is no sweep"),
        ("h=a:1:2", "h", "'a' is no finite number"),
        ("h=0:nan:2", "h", "'nan' is no finite number"),
        ("h=0:1e999:2", "h", "'1e999' is no finite number"),
        ("h=0:1:2.5", "h", "must be a whole number, not '2.5'"),
        ("h=0:1:-2", "h", "must be a whole number"),
        ("h=0:1:", "h", "must be a whole number"),
        ("h=0:1:²", "h", "must be a whole number"),
        ("h=0:1:1234567890123", "h", "must be a whole number"),
        ("h=0:1:0", "h", "make no sweep"),
        ("h=0:1:1", "h", "make no sweep"),
        ("h=1:1:2", "h", "make no sweep"),
        ("h=0:1:10001", "sweep", "at most 10,000 points, and this has 10,001"),
        ("h=0:5e-324:3", "h", "each once"),
    ],
)
def test_a_range_that_makes_no_sense_is_named(text: str, parameter: str, said: str) -> None:
    with pytest.raises(BadParameterError, match=said) as caught:
        read_range(text)
    assert caught.value.details["parameter"] == parameter
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.zh)


def test_huge_and_tiny_exponents_cost_nothing() -> None:
    assert read_range("h=1e-999999999:1:2").values == (0.0, 1.0)
    assert read_range("h=-1.7e308:1.7e308:3").values == (-1.7e308, 0.0, 1.7e308)


@pytest.mark.parametrize("values", [(), (1.0, 1.0), (0.0, -0.0), (0.0, math.nan), (math.inf,)])
def test_values_are_finite_and_each_stands_once(values: tuple[float, ...]) -> None:
    with pytest.raises(BadParameterError):
        Range("h", values)


def test_one_key_follows_each_measure_over_its_values() -> None:
    shares: list[float] = []
    found = sweep(open_toy, [Range("x", (4, 5, 6))], progress=shares.append)
    assert (found.system, found.title.text("en")) == ("toy", "The toy")
    (axis,) = found.axes
    assert (axis.key, axis.values, axis.unit, axis.value) == ("x", (4, 5, 6), "index", 2.0)
    assert axis.description.text("zh") == "多少"
    assert [*found.points] == [(4,), (5,), (6,)]
    double, is_large, part = found.measures
    assert (double.key, double.unit, double.assumptions) == ("double", "index", ("A-01",))
    assert [*double.values] == [8, 10, 12]
    assert [*is_large.values] == [False, False, True]
    assert [*part.values] == [None, None, None]
    assert shares == [0, pytest.approx(1 / 3), pytest.approx(2 / 3), 1]


def test_two_keys_make_a_grid_whose_last_axis_runs_fastest() -> None:
    ranges = [Range("x", (1, 2)), Range("missing", (0, 0.5, 1))]
    found = sweep(open_toy, ranges, ["part"])
    assert [*found.points] == [(1, 0), (1, 0.5), (1, 1), (2, 0), (2, 0.5), (2, 1)]
    (part,) = found.measures
    assert [*part.values] == [0, 0.5, 1, 0, 1, 2]
    assert found.axes[1].value is None


def refuse(values: Mapping[str, float]) -> System:
    """Open nothing but the system itself: errors come before anything is run."""
    assert not values
    return open_toy(values)


@pytest.mark.parametrize(
    ("ranges", "parameter", "said"),
    [
        ([], "sweep", "not 0"),
        ([Range("x", (1,)), Range("people", (1,)), Range("missing", (1,))], "sweep", "not 3"),
        ([Range("x", (1,)), Range("x", (2,))], "x", "swept twice"),
        ([Range("y", (1,))], "y", "has no parameter 'y'"),
        ([Range("x", (1, 11))], "x", "outside its range"),
        ([Range("people", (1, 1.5))], "people", "must be a whole number"),
        (
            [Range("x", tuple(n / 100 for n in range(101))), Range("people", tuple(range(1, 101)))],
            "sweep",
            "this has 10,100",
        ),
    ],
)
def test_a_grid_that_makes_no_sense_is_refused_before_it_is_run(
    ranges: list[Range], parameter: str, said: str
) -> None:
    with pytest.raises(BadParameterError, match=said) as caught:
        sweep(refuse, ranges)
    assert caught.value.details["parameter"] == parameter


def test_ten_thousand_points_are_run() -> None:
    ranges = [Range("x", tuple(n / 100 for n in range(100))), Range("people", tuple(range(1, 101)))]
    assert len(sweep(open_toy, ranges, ["double"]).points) == 10_000


def test_what_is_set_cannot_be_swept_too_and_a_measure_must_be_one() -> None:
    def open_set(values: Mapping[str, float]) -> System:
        return Toy(toy_view(), {"x": 3, **values})

    with pytest.raises(BadParameterError, match="set and swept at once"):
        sweep(open_set, [Range("x", (1, 2))])
    with pytest.raises(BadParameterError, match="no measure 'doble'"):
        sweep(open_toy, [Range("x", (1, 2))], ["doble"])
