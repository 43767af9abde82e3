"""Types of participation: from the shares of the scenario, and counted from records."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.participation.activities import Record, read_records, tally_of
from graph_api.systems.participation.typology import (
    CELLS,
    Initiative,
    Kind,
    Tally,
    shares_of,
)
from tests.systems.participation.views import AFTER, TODAY, system

# Types of participation --------------------------------------------------------------------------


def test_shares_by_hand() -> None:
    # 4, 3, 2, 1 of 10: entertainment 7 of 10, passive 4 + 2 = 6 of 10.
    shares = shares_of(dict(zip(CELLS, (4, 3, 2, 1), strict=True)))
    assert Tally(shares).share(Kind.ENTERTAINMENT) == pytest.approx(0.7)
    assert Tally(shares).share(Initiative.PASSIVE) == pytest.approx(0.6)


@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4).filter(lambda item: sum(item) > 1e-3))
def test_shares_sum_to_one_on_either_axis(weights: list[float]) -> None:
    shares = shares_of(dict(zip(CELLS, weights, strict=True)))
    for axis in (Kind, Initiative):
        assert sum(Tally(shares).share(side) or 0 for side in axis) == pytest.approx(1)


@pytest.mark.parametrize("bad", [-0.1, math.nan, math.inf, None])
def test_a_share_that_is_no_weight_is_refused_by_name(bad: float | None) -> None:
    weights: dict[tuple[Kind, Initiative], float] = dict.fromkeys(CELLS, 0.25)
    if bad is None:
        del weights[Kind.PUBLIC, Initiative.ACTIVE]
    else:
        weights[Kind.PUBLIC, Initiative.ACTIVE] = bad
    with pytest.raises(BadParameterError) as caught:
        shares_of(weights)
    assert caught.value.details["parameter"] == "share_public_active"


def test_no_participation_at_all_has_no_shares() -> None:
    with pytest.raises(BadParameterError, match="share_entertainment_passive"):
        shares_of(dict.fromkeys(CELLS, 0.0))


# Records -----------------------------------------------------------------------------------------

KINDS = st.none() | st.sampled_from(list(Kind))
INITIATIVES = st.none() | st.sampled_from(list(Initiative))
RECORDS = st.lists(
    st.builds(Record, st.just("x"), KINDS, INITIATIVES, st.none() | st.integers(0, 500)),
    min_size=1,
    max_size=12,
)


def held(activity: str, kind: str, initiative: str, heads: int) -> dict[str, str]:
    row = {"activity": activity, "kind": kind, "initiative": initiative}
    return {**row, "participants": str(heads)}


YEAR = [
    held("sports day", "entertainment", "passive", 60),
    held("广场舞", "娱乐活动", "主动", 30),
    held("fee meeting", "Public", "active", 10),
]


def test_records_by_hand() -> None:
    # 60, 30 and 10 of 100 heads; a third of three activities each.
    of = system(TODAY).with_rows(YEAR)
    assert [cell.share for cell in of.typology()] == pytest.approx([0.6, 0.3, 0, 0.1])
    assert of.tally().share(Kind.ENTERTAINMENT) == pytest.approx(0.9)
    assert of.tally().share(Initiative.PASSIVE) == pytest.approx(0.6)
    dance = of.typology()[1]
    assert [item.text("en") for item in dance.examples] == ["广场舞"]
    # A type that no record falls into keeps the essay's examples.
    assert "grumbling" in of.typology()[2].examples[0].text("en")
    # Where one record does not say how many came, activities are counted.
    of = system(TODAY).with_rows([*YEAR[:2], {**YEAR[2], "participants": ""}])
    assert of.tally().by_heads is False
    assert of.tally().share(Kind.ENTERTAINMENT) == pytest.approx(2 / 3)


def test_records_keep_the_parameters_that_were_set() -> None:
    of = system(TODAY, meetings_per_week=0.25).with_rows(YEAR)
    assert of.parameters.value("meetings_per_week") == 0.25


def verdict(rows: list[dict[str, str]]) -> list[bool | None]:
    claims = {item.key: item for item in system(AFTER).with_rows(rows).claims()}
    return [claims[key].holds for key in ("entertainment_over_public", "passive_over_active")]


def test_the_claims_are_checked_against_the_records() -> None:
    assert verdict(YEAR) == [True, True]
    turned = [{**YEAR[0], "participants": "5"}, *YEAR[1:]]  # 5, 30, 10: active 40 of 45
    assert verdict(turned) == [True, False]
    assert verdict([YEAR[0], {**YEAR[2], "participants": "70"}]) == [False, False]


def test_an_unknown_record_decides_only_where_it_could_turn_the_claim() -> None:
    small = {"activity": "?", "kind": "", "initiative": "", "participants": "15"}
    # Entertainment 90 of 115 at least; passive 60 of 115 at least, 75 at most.
    assert verdict([*YEAR, small]) == [True, True]
    # With 25 more: passive 60 of 125 at least, 85 at most.
    assert verdict([*YEAR, {**small, "participants": "25"}]) == [True, None]
    half = [{**YEAR[0], "participants": "10"}, {**YEAR[2], "participants": "10"}]
    assert verdict(half) == [False, False]  # as much is not more


@given(RECORDS)
def test_bounds_hold_whatever_the_unknown_turns_out_to_be(records: list[Record]) -> None:
    heads = [1 if item.participants is None else item.participants for item in records]
    if sum(heads) == 0 and all(item.participants is not None for item in records):
        return
    found = tally_of(records)
    for side in (*Kind, *Initiative):
        low, high = found.bounds(side)
        for guess in ((Kind.PUBLIC, Initiative.ACTIVE), (Kind.ENTERTAINMENT, Initiative.PASSIVE)):
            filled = [
                Record("x", item.kind or guess[0], item.initiative or guess[1], item.participants)
                for item in records
            ]
            share = tally_of(filled).share(side)
            assert share is not None
            assert low - 1e-12 <= share <= high + 1e-12
            assert sum(tally_of(filled).shares().values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("rows", "line", "word"),
    [
        ([], 1, "no activity"),
        ([{"activity": "x", "kind": ""}], 1, "initiative"),
        ([{**YEAR[0], "head": "1"}], 1, "head"),
        ([YEAR[0], {**YEAR[0], "kind": "fun"}], 3, "fun"),
        ([{**YEAR[0], "initiative": "lazy"}], 2, "lazy"),
        ([{**YEAR[0], "participants": "-1"}], 2, "-1"),
        ([{**YEAR[0], "participants": "nan"}], 2, "nan"),
        ([{**YEAR[0], "participants": "9000000"}], 2, "9,000,000|1,000,000"),
    ],
)
def test_a_bad_table_is_refused_with_its_lines(
    rows: list[dict[str, str]], line: int, word: str
) -> None:
    with pytest.raises(BadParameterError, match=word) as caught:
        read_records(rows, "year.csv")
    assert caught.value.details["parameter"] == "table"
    (problem,) = caught.value.details["problems"]
    assert problem["line"] == line
    assert problem["zh"]


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BadParameterError) as caught:
        read_records([{**YEAR[0], "kind": "fun"}] * 30)
    assert caught.value.details["count"] == 30
    assert "And 10 more" in caught.value.en


@pytest.mark.parametrize(
    ("records", "name"),
    [
        ([], "activities"),
        ([Record("x", Kind.PUBLIC, None, 0)], "participants"),
        ([Record("x", None, None)] * 10_001, "activities"),
    ],
)
def test_what_cannot_be_counted_is_refused(records: list[Record], name: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        tally_of(records)
    assert caught.value.details["parameter"] == name


def test_a_record_of_minus_one_and_records_without_a_type_are_refused() -> None:
    with pytest.raises(BadParameterError, match="participants"):
        Record("x", None, None, -1)
    of = system(TODAY)
    with pytest.raises(BadParameterError, match="both its kind"):
        of.typology([Record("x", Kind.PUBLIC, None)])
    assert of.tally([Record("x", Kind.PUBLIC, None)]).share(Kind.PUBLIC) == 1
    assert of.tally([Record("x", Kind.PUBLIC, None)]).share(Initiative.ACTIVE) is None
