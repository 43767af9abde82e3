"""Numbers that callers give: read in plain digits only, refused by name outside their range."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain.numbers import product, read_number, require_whole, require_within
from graph_api.errors import BadParameterError


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_as_python_writes_it_is_read_back(value: float) -> None:
    assert read_number(repr(value)) == value


@pytest.mark.parametrize(
    "text", ["", "1_0", "１２", "٣", "nan", "inf", "0x10", "1,5", "1 2", "--1"]
)
def test_what_is_no_plain_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_one_too_large_is_infinite() -> None:
    assert read_number("1e400") == math.inf


@pytest.mark.parametrize("value", [-0.1, 1.2, math.nan, math.inf])
def test_a_share_outside_its_range_is_named(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        require_within("share", value, 0, 1)
    assert caught.value.details["parameter"] == "share"
    assert "share" in caught.value.zh


@pytest.mark.parametrize("value", [0, 11, 2.5, math.nan, math.inf])
def test_a_count_outside_its_range_is_named(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        require_whole("rounds", value, 1, 10)
    assert caught.value.details["parameter"] == "rounds"


def test_what_is_in_range_passes() -> None:
    require_within("share", None, 0, 1)
    require_within("share", 1.0, 0, 1)
    assert require_whole("rounds", 3.0, 1, 10) == 3


@given(st.lists(st.one_of(st.none(), st.floats(0, 1))))
def test_a_product_is_known_where_what_is_unknown_cannot_matter(
    numbers: list[float | None],
) -> None:
    least = math.prod(0.0 if item is None else item for item in numbers)
    most = math.prod(1.0 if item is None else item for item in numbers)
    found = product(numbers)
    if None not in numbers or 0 in numbers:
        assert found == pytest.approx(most if None not in numbers else 0.0)
    else:
        assert found is None
        assert least == 0
