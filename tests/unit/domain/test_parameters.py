"""Parameters keep their range, whatever they are set to; what nobody has said stays unsaid."""

from __future__ import annotations

import math

import pytest

from graph_api.domain import Parameter, Parameters
from graph_api.errors import BadParameterError
from tests.toys import PARAMETERS


def test_parameters_are_those_of_the_view_with_some_set_otherwise() -> None:
    parameters = Parameters(PARAMETERS, {"x": 4})
    assert [*parameters] == ["x", "people", "missing"]
    assert len(parameters) == 3
    assert parameters.value("x") == 4
    assert parameters["x"].unit == "index"
    assert parameters.value("people") == 3
    assert parameters.overrides == {"x": 4}
    assert PARAMETERS["x"].value == 2


def test_a_parameter_that_nobody_has_said_is_none_or_an_error_that_names_it() -> None:
    parameters = Parameters(PARAMETERS, where="street")
    assert parameters.known_value("missing") is None
    assert parameters.known_value("x") == 2
    with pytest.raises(BadParameterError, match=r"Nobody has said .*'missing'.*'street'") as caught:
        parameters.value("missing")
    assert caught.value.details["parameter"] == "missing"
    assert "--set missing=" in caught.value.en
    assert "没有给定数值" in caught.value.zh
    assert Parameters(PARAMETERS, {"missing": 0.5}).value("missing") == 0.5


def test_an_unknown_parameter_is_named_with_the_nearest() -> None:
    with pytest.raises(BadParameterError, match="did you mean 'people'") as caught:
        Parameters(PARAMETERS, {"peeple": 1})
    assert caught.value.details == {"parameter": "peeple", "nearest": ["people"]}
    assert "是否指“people”" in caught.value.zh
    with pytest.raises(BadParameterError, match="has no parameter 'zzz'") as caught:
        _ = Parameters(PARAMETERS)["zzz"]
    assert caught.value.details["nearest"] == []
    assert "did you mean" not in caught.value.en
    assert "zzz" not in Parameters({})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.001, 10.001])
def test_a_value_outside_the_range_or_no_number_is_refused(value: float) -> None:
    with pytest.raises(BadParameterError, match=r"outside its range: 0 to 10 \(index\)") as caught:
        Parameters(PARAMETERS, {"x": value})
    assert caught.value.details == {"parameter": "x", "low": 0.0, "high": 10.0}
    assert "超出范围" in caught.value.zh


def test_the_ends_of_a_range_belong_to_it_and_a_missing_end_is_no_end() -> None:
    assert Parameters(PARAMETERS, {"x": 0}).value("x") == 0
    assert Parameters(PARAMETERS, {"x": 10}).value("x") == 10
    assert Parameters(PARAMETERS, {"people": 1e9}).value("people") == 1e9
    open_below = {"y": Parameter("y", 0.0, "index", None, 1.0)}
    assert Parameters(open_below, {"y": -1e9}).value("y") == -1e9
    with pytest.raises(BadParameterError, match="-inf to 1"):
        Parameters(open_below, {"y": 2})


@pytest.mark.parametrize("unit", ["count", "household", "person", "round"])
def test_what_is_counted_is_whole(unit: str) -> None:
    known = {"n": Parameter("n", 1.0, unit, 0.0, 9.0)}
    assert Parameters(known, {"n": 4}).value("n") == 4
    with pytest.raises(BadParameterError, match="must be a whole number") as caught:
        Parameters(known, {"n": 1.5})
    assert caught.value.details == {"parameter": "n"}
    assert "必须是整数" in caught.value.zh
    share = {"n": Parameter("n", 1.0, "share", 0.0, 9.0)}
    assert Parameters(share, {"n": 1.5}).value("n") == 1.5
