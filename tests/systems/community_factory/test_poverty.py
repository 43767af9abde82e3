"""Alkire and Foster: the published example, hand-worked tables, laws, and targeting errors."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.community_factory.alkire_foster import deprivation_score, identify
from graph_api.systems.community_factory.households import Dimension, Household
from graph_api.systems.community_factory.robustness import headcounts_over_k, stability
from graph_api.systems.community_factory.targeting import (
    RULES,
    all_profiles,
    found_by_rule,
    target,
)

# The example of Alkire and Foster (Counting and multidimensional poverty measurement, Journal of
# Public Economics 95, 2011): four persons, four dimensions, cutoffs (13, 12, 3, 1). Published are
# H = 1/2, A = 3/4, M0 = 3/8 at k = 2 of 4; the gaps are worked out by hand below.
FOUR = tuple(
    Dimension(key, 0.25, cutoff) for key, cutoff in zip("abcd", (13.0, 12.0, 3.0, 1.0), strict=True)
)
PERSONS = tuple(
    Household(f"p{number}", dict(zip("abcd", row, strict=True)))
    for number, row in enumerate(
        (
            (13.1, 14.0, 4.0, 1.0),
            (15.2, 7.0, 5.0, 0.0),
            (12.5, 10.0, 1.0, 0.0),
            (20.0, 11.0, 3.0, 1.0),
        ),
        start=1,
    )
)


def test_the_published_example_has_the_published_values() -> None:
    found = identify(PERSONS, FOUR, k=0.5)
    assert found.poor == ("p2", "p3")
    assert (found.headcount, found.intensity, found.adjusted) == (0.5, 0.75, 0.375)
    # Gaps: p2 5/12 and 1; p3 0.5/13, 2/12, 2/3 and 1; sum 3.2885 of 16 cells.
    assert found.gap == pytest.approx(0.2055, abs=5e-5)
    # Squares: 0.1736 + 1 + 0.0015 + 0.0278 + 0.4444 + 1 = 2.6473 of 16 cells, so 0.1655.
    assert found.squared_gap == pytest.approx(0.1655, abs=5e-5)
    shares = {item.dimension: item for item in found.by_dimension}
    assert [shares[key].censored_headcount for key in "abcd"] == [0.25, 0.5, 0.25, 0.5]
    assert [shares[key].contribution for key in "abcd"] == pytest.approx(
        [1 / 6, 2 / 6, 1 / 6, 2 / 6]
    )


@pytest.mark.parametrize(
    ("k", "poor"),
    [(0.25, ("p2", "p3", "p4")), (0.5, ("p2", "p3")), (0.75, ("p3",)), (1.0, ("p3",))],
)
def test_a_higher_cutoff_leaves_fewer_poor(k: float, poor: tuple[str, ...]) -> None:
    assert identify(PERSONS, FOUR, k).poor == poor


def test_weights_that_reach_k_but_for_rounding_reach_it() -> None:
    tenths = tuple(Dimension(f"d{number}", 0.1, 1.0) for number in range(10))
    short_in_three = Household(
        "h", {item.key: 0.0 if number < 3 else 1.0 for number, item in enumerate(tenths)}
    )
    assert identify([short_in_three], tenths, 0.1 + 0.2).poor == ("h",)  # 0.30000000000000004


def test_a_household_with_unknown_values_is_placed_only_where_they_do_not_matter() -> None:
    households = [
        Household("surely", {"a": 1.0, "b": 1.0, "c": None, "d": 2.0}),
        Household("surely_not", {"a": 20.0, "b": 20.0, "c": 9.0, "d": None}),
        Household("open", {"a": 1.0, "b": 20.0}),
    ]
    found = identify(households, FOUR, k=0.5)
    assert (found.poor, found.not_poor, found.unknown) == (("surely",), ("surely_not",), ("open",))
    assert found.headcount == 0.5  # one of the two whose standing is known
    assert (found.intensity, found.intensity_at_most) == (0.5, 0.75)
    assert (found.adjusted, found.adjusted_at_most) == (0.25, 0.375)
    assert found.gap is None
    assert found.squared_gap is None


def test_nothing_known_gives_no_headcount() -> None:
    found = identify([Household("h", {})], FOUR, k=0.5)
    assert found.unknown == ("h",)
    assert found.headcount is None
    assert found.adjusted is None
    assert found.intensity is None
    assert found.gap is None


def test_nobody_poor_has_no_intensity_and_no_contributions() -> None:
    found = identify([Household("h", dict.fromkeys("abcd", 99.0))], FOUR, k=0.5)
    assert (found.headcount, found.adjusted, found.gap, found.intensity) == (0, 0, 0, None)
    assert all(item.contribution is None for item in found.by_dimension)


@pytest.mark.parametrize(("cutoff", "value"), [(0.0, -1.0), (1.0, -0.5)])
def test_a_gap_that_is_not_defined_is_null_and_the_headcount_stands(
    cutoff: float, value: float
) -> None:
    found = identify([Household("h", {"a": value})], [Dimension("a", 1.0, cutoff)], k=1.0)
    assert found.headcount == 1
    assert found.gap is None


ACHIEVEMENTS = st.lists(
    st.fixed_dictionaries({key: st.one_of(st.none(), st.floats(0, 20)) for key in "abcd"}),
    min_size=1,
    max_size=8,
)


@given(ACHIEVEMENTS, st.sampled_from([0.1, 0.25, 0.5, 0.75, 1.0]))
def test_measures_keep_their_order_and_their_parts_make_the_whole(
    rows: list[dict[str, float | None]], k: float
) -> None:
    households = [Household(f"h{number}", row) for number, row in enumerate(rows)]
    found = identify(households, FOUR, k)
    assert len(found.poor) + len(found.not_poor) + len(found.unknown) == len(households)
    if found.headcount is None:
        return
    assert found.adjusted is not None
    assert found.adjusted_at_most is not None
    assert 0 <= found.adjusted <= found.adjusted_at_most <= found.headcount + 1e-12
    if found.gap is not None and found.squared_gap is not None:
        assert found.squared_gap - 1e-12 <= found.gap <= found.adjusted + 1e-12
    if found.adjusted > 0:
        assert math.fsum(item.contribution or 0 for item in found.by_dimension) == pytest.approx(1)


@given(ACHIEVEMENTS, ACHIEVEMENTS)
def test_the_whole_is_the_mean_of_its_groups_weighed_by_their_size(
    first: list[dict[str, float | None]], second: list[dict[str, float | None]]
) -> None:
    groups = [
        [Household(f"{name}{number}", row) for number, row in enumerate(rows)]
        for name, rows in (("a", first), ("b", second))
    ]
    whole = identify([*groups[0], *groups[1]], FOUR, 0.5)
    parts = [identify(group, FOUR, 0.5) for group in groups]
    sizes = [len(part.poor) + len(part.not_poor) for part in parts]
    if min(sizes) == 0:
        return
    for field in ("headcount", "adjusted"):
        mean = sum(
            size * getattr(part, field) for size, part in zip(sizes, parts, strict=True)
        ) / sum(sizes)
        assert getattr(whole, field) == pytest.approx(mean)


@pytest.mark.parametrize(
    ("households", "dimensions", "k", "field"),
    [
        ([], FOUR, 0.5, "households"),
        ([Household("", {})], FOUR, 0.5, "households"),
        ([Household("h", {}), Household("h", {})], FOUR, 0.5, "households"),
        ([Household("h", {"e": 1.0})], FOUR, 0.5, "households"),
        ([Household("h", {"a": math.nan})], FOUR, 0.5, "households"),
        ([Household("h", {"a": math.inf})], FOUR, 0.5, "households"),
        ([Household(f"h{number}", {}) for number in range(10_001)], FOUR, 0.5, "households"),
        (PERSONS, (), 0.5, "dimensions"),
        (PERSONS, (*FOUR, Dimension("e", 0.01, 1.0)), 0.5, "dimensions"),
        (PERSONS, (Dimension("a", 0.5, 1.0), Dimension("a", 0.5, 1.0)), 0.5, "dimensions"),
        (PERSONS, (Dimension("a", 1.5, 1.0), Dimension("b", -0.5, 1.0)), 0.5, "dimensions"),
        (PERSONS, (Dimension("a", math.nan, 1.0),), 0.5, "dimensions"),
        (PERSONS, (Dimension("a", 1.0, math.nan),), 0.5, "dimensions"),
        (PERSONS, FOUR, 0.0, "k"),
        (PERSONS, FOUR, 1.01, "k"),
        (PERSONS, FOUR, math.nan, "k"),
    ],
)
def test_a_wrong_argument_is_named(
    households: Any,
    dimensions: Any,
    k: float,
    field: str,
) -> None:
    with pytest.raises(BadParameterError) as caught:
        identify(households, dimensions, k)
    assert caught.value.details["parameter"] == field
    assert caught.value.zh != caught.value.en


def test_errors_of_exclusion_and_inclusion_by_hand() -> None:
    found = identify(PERSONS, FOUR, k=0.5)  # p2 and p3 are poor
    served = target(found, ["p1", "p2", "p4"])
    assert (served.missed, served.leaked) == (("p3",), ("p1", "p4"))
    assert served.exclusion_error == 0.5
    assert served.inclusion_error == pytest.approx(2 / 3)


def test_nobody_served_and_nobody_poor_have_no_error_rate() -> None:
    assert target(identify(PERSONS, FOUR, 0.5), []).inclusion_error is None
    rich = identify([Household("h", dict.fromkeys("abcd", 99.0))], FOUR, 0.5)
    assert target(rich, ["h"]).exclusion_error is None
    assert target(rich, ["h"]).inclusion_error == 1


def test_households_of_unknown_standing_are_in_no_rate() -> None:
    found = identify([*PERSONS, Household("open", {})], FOUR, k=0.5)
    served = target(found, ["open", "p2"])
    assert (served.exclusion_error, served.inclusion_error) == (0.5, 0)
    assert served.unknown_served == ("open",)
    assert target(found, ["open"]).inclusion_error is None


def test_serving_a_household_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadParameterError) as caught:
        target(identify(PERSONS, FOUR, 0.5), ["p9"])
    assert caught.value.details["parameter"] == "served"


def test_profiles_are_all_ways_of_falling_short() -> None:
    profiles = all_profiles(FOUR)
    assert len(profiles) == 16
    assert [item.id for item in profiles[:3]] == ["none", "d", "c"]
    by_number = [deprivation_score(item, FOUR)[0] * 4 for item in profiles]
    assert sorted(by_number) == [0] + [1] * 4 + [2] * 6 + [3] * 4 + [4]


def test_profiles_of_too_many_dimensions_are_refused() -> None:
    with pytest.raises(BadParameterError) as caught:
        all_profiles([Dimension(f"d{number}", 1 / 13, 1.0) for number in range(13)])
    assert caught.value.details["parameter"] == "dimensions"


def test_a_rule_looks_only_at_its_dimensions() -> None:
    both = (Dimension("income", 0.5, 10.0), Dimension("spirit", 0.5, 0.5))
    households = [Household("a", {"income": 20.0, "spirit": 0.1})]
    assert identify(households, both, 0.5).poor == ("a",)
    assert found_by_rule(households, both, RULES[0], 1.0).poor == ()
    with pytest.raises(BadParameterError) as caught:
        found_by_rule(households, both, RULES[1], 1.0)
    assert caught.value.details["parameter"] == "dimensions"


def test_steps_over_k_are_what_identification_gives_between_them() -> None:
    steps = headcounts_over_k(PERSONS, FOUR)
    assert [(step.above, step.up_to) for step in steps] == [(0, 0.25), (0.25, 0.5), (0.5, 1.0)]
    for step in steps:
        for k in (step.up_to, (step.above + step.up_to) / 2):
            found = identify(PERSONS, FOUR, k)
            assert (found.headcount, found.adjusted) == (step.headcount, step.adjusted)


def test_steps_over_k_end_at_1_and_need_a_household_that_is_fully_known() -> None:
    (step,) = headcounts_over_k([PERSONS[0]], FOUR)
    assert (step.above, step.up_to, step.headcount, step.adjusted) == (0, 1, 0, 0)
    with pytest.raises(BadParameterError) as caught:
        headcounts_over_k([Household("h", {"a": 1.0})], FOUR)
    assert caught.value.details["parameter"] == "households"


def test_stability_of_two_dimensions_is_the_law_of_the_weight() -> None:
    # Two dimensions of mean weight 1/2 and concentration 2: the weight is uniform on [0, 1], so a
    # household short in the first alone is poor at k = 0.3 in 70 % of the draws.
    two = (Dimension("a", 0.5, 1.0), Dimension("b", 0.5, 1.0))
    households = [
        Household("first", {"a": 0.0, "b": 2.0}),
        Household("both", {"a": 0.0, "b": 0.0}),
        Household("none", {"a": 2.0, "b": 2.0}),
        Household("open", {"a": 2.0, "b": None}),
    ]
    found = stability(households, two, 0.3, concentration=2, draws=10_000, seed=7)
    assert found[0].at_least == found[0].at_most == pytest.approx(0.7, abs=0.02)
    assert found[0].error == pytest.approx(math.sqrt(0.21 / 10_000), rel=0.05)
    assert (found[1].at_least, found[2].at_most) == (1, 0)
    assert found[3].at_least == 0
    assert found[3].at_most == pytest.approx(0.7, abs=0.02)
    assert found == stability(households, two, 0.3, concentration=2, draws=10_000, seed=7)
    assert found != stability(households, two, 0.3, concentration=2, draws=10_000, seed=8)


def test_weights_that_hardly_wander_leave_identification_as_it_is() -> None:
    found = stability(PERSONS, FOUR, 0.4, concentration=1e6, draws=50)
    assert [item.at_least for item in found] == [0, 1, 1, 0]


def test_a_weight_of_0_stays_0() -> None:
    dimensions = (Dimension("a", 1.0, 1.0), Dimension("b", 0.0, 1.0))
    (found,) = stability([Household("h", {"a": 2.0, "b": 0.0})], dimensions, 0.01, draws=100)
    assert found.at_least == 0


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"concentration": 0.0}, "concentration"),
        ({"concentration": math.nan}, "concentration"),
        ({"draws": 0}, "draws"),
        ({"draws": 10_001}, "draws"),
        ({"seed": -1}, "seed"),
    ],
)
def test_draws_without_meaning_are_refused(how: dict[str, Any], field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        stability(PERSONS, FOUR, 0.5, **how)
    assert caught.value.details["parameter"] == field


def test_too_many_draws_of_too_many_households_are_refused() -> None:
    many = [Household(f"h{number}", {}) for number in range(10_000)]
    with pytest.raises(BadParameterError) as caught:
        stability(many, FOUR, 0.5, draws=10_000)
    assert caught.value.details["parameter"] == "draws"
