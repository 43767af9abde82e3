"""How sure a pair is: on graphs whose distribution can be written down."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph_api.domain import Band, GraphSnapshot
from graph_api.domain.from_arrays import snapshot_from_arrays
from graph_api.errors import BadParameterError, TooCostlyError, UnknownActorError
from graph_api.scoring import Bound, Completeness, Interval, Reading, Scoring
from graph_api.scoring.pairs.scores import score_pair
from graph_api.scoring.uncertainty import Coupling, Sampling, Uncertainty, pair_uncertainty
from graph_api.scoring.uncertainty.spreads import median_error, spread_of
from tests.builders import snapshot

SHARED = Coupling.SHARED


def ask(view: GraphSnapshot, scoring: Scoring | None = None, **sampling: object) -> Uncertainty:
    how = Sampling(**sampling)  # type: ignore[arg-type]  # by name
    return pair_uncertainty(view, "a", "b", scoring or Scoring(), how)


def test_one_relation_has_the_quantiles_of_its_own_distribution() -> None:
    found = ask(snapshot("a -> b 0.5 [0..1]\n b -> a 1"), draws=20_000)
    # Beta(3, 3): its distribution function is 10 x^3 - 15 x^4 + 6 x^5, and its median 1/2
    assert found.forward.median == pytest.approx(0.5, abs=4 * found.forward.error)
    for value, share in ((found.forward.band90.low, 0.05), (found.forward.band90.high, 0.95)):
        below = 10 * value**3 - 15 * value**4 + 6 * value**5
        assert below == pytest.approx(share, abs=4 * math.sqrt(0.05 * 0.95 / 20_000))
    assert found.reverse.median == 1
    assert found.mutual.median == pytest.approx(math.sqrt(found.forward.median), abs=1e-3)


def test_two_unknown_relations_in_series_are_a_product_of_two_uniforms() -> None:
    found = ask(snapshot("a -> m ?\n m -> b ?\n b -> a 1"), draws=20_000)
    # P(U V <= x) = x (1 - ln x)
    for value, share in (
        (found.forward.band90.low, 0.05),
        (found.forward.median, 0.5),
        (found.forward.band90.high, 0.95),
    ):
        error = math.sqrt(share * (1 - share) / 20_000)
        assert value * (1 - math.log(value)) == pytest.approx(share, abs=4 * error)


def test_shared_the_same_two_are_a_square_and_spread_further() -> None:
    view = snapshot("a -> m ?\n m -> b ?\n b -> a 1")
    apart, together = ask(view, draws=20_000), ask(view, draws=20_000, coupling=SHARED)
    for value, share in (
        (together.forward.band90.low, 0.05),
        (together.forward.median, 0.5),
        (together.forward.band90.high, 0.95),
    ):
        assert math.sqrt(value) == pytest.approx(share, abs=0.015)
    assert together.forward.band90.high > apart.forward.band90.high


def test_the_better_of_two_parallel_relations_counts_in_each_draw() -> None:
    found = ask(snapshot("a -> b ?\n a -> b ?\n b -> a 1"), draws=20_000)
    assert found.forward.median == pytest.approx(math.sqrt(0.5), abs=0.01)  # P(max <= x) = x^2


def test_the_weakest_of_two_counts_where_the_reading_says_so() -> None:
    view = snapshot("a -> m ?\n m -> b ?\n b -> a 1")
    found = ask(view, Scoring(Reading.WEAKEST), draws=20_000)
    assert found.forward.median == pytest.approx(1 - math.sqrt(0.5), abs=0.01)


def test_the_exact_bounds_stand_beside_the_draws() -> None:
    found = ask(snapshot("a -> m 0.5 [0.4..0.9]\n m -> b ?\n b -> a 0.5 [0.25..0.64]"))
    assert found.bounds.forward == Interval(0, 0.9)
    assert found.bounds.mutual == Interval(0, math.sqrt(0.9 * 0.64))
    assert found.bounds.mutual.low < found.band90.low < found.band90.high < 0.76
    assert found.drawn == 3


def test_where_nothing_is_uncertain_all_draws_are_the_score() -> None:
    found = ask(snapshot("a -> m 0.5\n m -> b 0.5\n b -> a 0.64"))
    assert (found.median, found.monte_carlo_error, found.drawn) == (0.4, 0, 0)
    assert found.band90 == found.bounds.mutual == Interval(0.4, 0.4)
    assert found.asymmetry is not None
    assert found.asymmetry.median == pytest.approx((0.25 - 0.64) / 0.89)


def test_an_uncertain_relation_that_no_best_path_can_use_is_not_drawn() -> None:
    found = ask(snapshot("a -> b 0.5\n b -> a 0.5\n a -> m 0.4 [0.1..0.9]\n m -> b 0.5"))
    assert found.drawn == 0


def test_an_unknown_relation_has_a_median_where_its_point_score_is_unknown() -> None:
    found = ask(snapshot("a -> b ?\n b -> a 1"), draws=20_000)
    assert found.forward.median == pytest.approx(0.5, abs=0.02)
    words = {item.band: item for item in found.bands}
    # M = sqrt(U): below .12 with .12^2, strong from .6 with 1 - .36
    assert words[Band.ABSENT].probability == 0
    assert words[Band.NEAR_ABSENT].probability == pytest.approx(0.0144, abs=0.004)
    assert words[Band.STRONG].probability == pytest.approx(0.64, abs=4 * words[Band.STRONG].error)
    assert words[Band.STRONG].error == pytest.approx(math.sqrt(0.64 * 0.36 / 20_000), rel=0.02)


def test_without_a_path_the_score_is_surely_nothing() -> None:
    found = ask(snapshot("a -> b ?\n b"))
    assert (found.median, found.band90) == (0, Interval(0, 0))
    assert found.bands[0].probability == 1
    assert found.asymmetry is not None
    assert found.asymmetry.median == 1
    assert ask(snapshot("a\n b")).asymmetry is None


def test_a_hop_limit_that_cuts_is_said() -> None:
    view = snapshot("a -> m 0.9\n m -> b 0.9\n a -> b 0.1 [0..0.2]\n b -> a 1")
    found = ask(view, Scoring(max_hops=1))
    assert found.bounds.forward == Interval(0, 0.2)
    assert (found.completeness, found.truncated_by) == (Completeness.TRUNCATED, Bound.HOPS)
    assert found.drawn == 1


def test_a_hop_limit_that_cuts_only_where_strengths_are_high_is_said() -> None:
    view = snapshot("a -> m 0.2 [0..1]\n m -> b 1\n a -> b 0.5\n b -> a 1")
    found = ask(view, Scoring(max_hops=1))
    assert (found.median, found.bounds.forward) == (math.sqrt(0.5), Interval(0.5, 0.5))
    assert found.truncated_by is Bound.HOPS
    assert ask(view, Scoring(max_hops=2)).truncated_by is None


def test_that_unknown_relations_are_too_many_to_name_cuts_no_draw() -> None:
    count, size = 600, 60
    rng = np.random.default_rng(1)
    start = rng.integers(0, size, count)
    end = (start + rng.integers(1, size, count)) % size
    strength = np.where(rng.random(count) < 0.5, np.nan, np.round(rng.uniform(0.1, 0.9, count), 3))
    view = snapshot_from_arrays(["a", "b", *map(str, range(2, size))], start, end, strength)
    score = score_pair(view, "a", "b")
    assert score.truncated_by is Bound.COST
    found = ask(view, draws=100)
    assert found.bounds == score.bounds
    assert (found.completeness, found.truncated_by) == (Completeness.COMPLETE, None)


def test_all_walks_have_a_damping_and_no_words() -> None:
    found = ask(snapshot("a -> b ?\n b -> a 1"), Scoring(Reading.ALL_WALKS))
    assert found.damping == 0.85
    assert found.bands == ()
    # N_ab = c w / (1 - c^2 w), at w = 1/2
    middle = 0.85 * 0.5 / (1 - 0.85**2 * 0.5)
    assert found.forward.median == pytest.approx(middle, abs=4 * found.forward.error)


def test_the_error_of_a_median_is_how_far_medians_of_other_seeds_lie_apart() -> None:
    view = snapshot("a -> m ?\n m -> b ?\n b -> a 1")
    found = [ask(view, draws=400, seed=seed).forward for seed in range(200)]
    apart = np.std([item.median for item in found])
    assert np.mean([item.error for item in found]) == pytest.approx(apart, rel=0.15)
    true = 0.1866823  # x (1 - ln x) = 1/2
    within = np.mean([abs(item.median - true) <= item.error for item in found])
    assert 0.55 < within < 0.8  # 68%


def test_a_band_is_linear_between_draws_and_an_error_half_of_two_ranks() -> None:
    values = np.arange(101) / 100
    assert spread_of(values).band90 == Interval(0.05, 0.95)
    assert median_error(values) == pytest.approx(0.06, abs=0.005)  # sqrt(101) / 2 ranks each way


def test_two_names_of_one_actor_or_of_none_are_refused() -> None:
    view = snapshot("a -> b ?")
    with pytest.raises(BadParameterError):
        pair_uncertainty(view, "a", "a")
    with pytest.raises(UnknownActorError):
        pair_uncertainty(view, "a", "nobody")


def test_more_draws_than_there_is_room_for_are_refused_before_anything_is_drawn() -> None:
    count = 300
    ids = ["a", *(f"m{number}" for number in range(count - 2)), "b"]
    ring = np.arange(count)
    view = snapshot_from_arrays(ids, ring, (ring + 1) % count, np.full(count, np.nan))
    with pytest.raises(TooCostlyError, match="66,666") as caught:
        ask(view, draws=100_000)
    assert "66,666" in caught.value.zh
