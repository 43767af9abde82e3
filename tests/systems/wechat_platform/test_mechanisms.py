"""The pieces of the mechanism: numbers worked out by hand, laws, and what is refused."""

from __future__ import annotations

import itertools
import math
import statistics

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import ActorId
from graph_api.domain.numbers import product
from graph_api.errors import BadParameterError
from graph_api.systems.wechat_platform.coverage import (
    non_users,
    push,
    pushes_needed,
    reach,
    reach_bounds,
    required_coverage,
    waiting,
)
from graph_api.systems.wechat_platform.flows import (
    Flow,
    answered_by_people,
    automatic_limit,
    weighted_reciprocity,
)
from graph_api.systems.wechat_platform.gates import LimitingFactor, gates
from graph_api.systems.wechat_platform.layers import PlatformLink, layers, link, perhaps
from graph_api.systems.wechat_platform.problems import PROBLEM_KEYS, problems

UNIT = st.floats(0, 1)
SOME = st.floats(0.01, 1)
PERHAPS = st.none() | UNIT


# Both directions ---------------------------------------------------------------------------------


@given(SOME, SOME)
def test_the_balance_has_no_side_and_is_even_only_where_both_are_equal(a: float, b: float) -> None:
    balance = Flow(a, b).balance
    assert balance is not None
    assert balance == Flow(b, a).balance
    assert 0 <= balance <= 1
    assert (balance == 1) == (a == b)


@given(SOME, SOME, st.floats(0.1, 0.9))
def test_the_limit_of_automatic_replies_is_where_bisection_finds_it(
    down: float, up: float, threshold: float
) -> None:
    flow = Flow(down, up)

    def two_way(share: float) -> bool:
        # Only the upward side, as the weaker one, is asked: more than goes down is no lack of it.
        return answered_by_people(flow, share).up is not None and (
            up * (1 - share) >= threshold * down
        )

    limit = automatic_limit(flow, threshold)
    if limit is None:
        assert not two_way(1e-9)
        return
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if two_way(middle) else (low, middle)
    assert limit == pytest.approx(low, abs=1e-9)


def test_where_a_direction_is_missing_or_unknown_there_is_no_limit() -> None:
    for flow in (Flow(None, 0.5), Flow(0.5, None), Flow(0.0, 0.5), Flow(0.5, 0.0)):
        assert automatic_limit(flow, 0.5) is None


def test_a_link_is_known_by_both_directions() -> None:
    assert link(Flow(0.27, 0.105), 0.5, 0.12) is PlatformLink.ONE_WAY
    assert link(Flow(0.06, 0.0525), 0.5, 0.12) is PlatformLink.FORM  # even, and nearly silent
    assert link(Flow(0.0, 0.0), 0.5, 0.12) is PlatformLink.NONE
    assert link(Flow(None, 0.5), 0.5, 0.12) is None


def test_reciprocity_of_published_form() -> None:
    # Squartini et al. (2013): the returned weight of a pair counts twice. 3 and 1 between a and b,
    # 2 to c and nothing back: (1 + 1) / (3 + 1 + 2) = 1/3.
    assert weighted_reciprocity({("a", "b"): 3, ("b", "a"): 1, ("a", "c"): 2}) == pytest.approx(
        1 / 3
    )
    # With equal weights it is the plain reciprocity of networkx.
    graph = nx.gnp_random_graph(8, 0.4, seed=3, directed=True)
    ties = {(str(a), str(b)): 1.0 for a, b in graph.edges}
    assert weighted_reciprocity(ties) == pytest.approx(nx.overall_reciprocity(graph))
    assert weighted_reciprocity({}) is None


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), SOME))
def test_reciprocity_does_not_depend_on_the_unit(ties: dict[tuple[str, str], float]) -> None:
    real = {pair: w for pair, w in ties.items() if pair[0] != pair[1]}
    once, twice = (
        weighted_reciprocity(real),
        weighted_reciprocity({p: w / 2 for p, w in real.items()}),
    )
    assert once == (None if twice is None else pytest.approx(twice))


@given(st.lists(PERHAPS, max_size=5))
def test_a_product_is_unknown_only_where_an_unknown_could_matter(
    numbers: list[float | None],
) -> None:
    found = product(numbers)
    values = {
        math.prod(filled)
        for filled in itertools.product(*[(0.0, 1.0) if n is None else (n,) for n in numbers])
    }
    if found is None:
        assert len(values) > 1 or values == {0.0}  # only underflow leaves one value
    else:
        assert list(values) == [pytest.approx(found)]


# Layers ------------------------------------------------------------------------------------------


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")),
        st.sampled_from([None, 0.0, 0.3]),
    )
)
def test_layers_are_shortest_distances(ties: dict[tuple[str, str], float | None]) -> None:
    nested: dict[ActorId, dict[ActorId, float | None]] = {}
    for (a, b), w in ties.items():
        nested.setdefault(ActorId(a), {})[ActorId(b)] = w
    for found, passes in (
        (layers(nested, ActorId("a")), [p for p, w in ties.items() if w]),
        (perhaps(nested, ActorId("a")), [p for p, w in ties.items() if w != 0]),
    ):
        graph = nx.DiGraph(passes)
        graph.add_node("a")
        assert found == dict(nx.single_source_shortest_path_length(graph, "a"))


# Reach, pushes, hours, non-users -----------------------------------------------------------------


@given(PERHAPS, PERHAPS, PERHAPS)
def test_bounds_of_the_reach_hold_whatever_is_said(
    coverage: float | None, identification: float | None, published: float | None
) -> None:
    bounds = reach_bounds(coverage, identification, published)
    for filled in itertools.product(
        *[(0.0, 0.37, 1.0) if n is None else (n,) for n in (coverage, identification, published)]
    ):
        found = reach(*filled)
        assert found is not None
        assert bounds.low - 1e-12 <= found <= bounds.high + 1e-12


@given(SOME, SOME, SOME)
def test_the_required_coverage_gives_the_reach_and_less_does_not(
    target: float, identification: float, published: float
) -> None:
    needed = required_coverage(target, identification, published)
    if needed is None:
        best = reach(1.0, identification, published)
        assert best is not None
        assert best < target
        return
    assert reach(needed, identification, published) == pytest.approx(target, abs=1e-9)
    less = reach(needed * 0.99, identification, published)
    assert less is not None
    assert less < target


def test_required_coverage_by_hand_and_where_there_is_none() -> None:
    # 0.3 of all, of whom 0.5 use it and 0.6 is published: 0.3 / 0.3 = 1.
    assert required_coverage(0.3, 0.5, 0.6) == pytest.approx(1)
    assert required_coverage(0.31, 0.5, 0.6) is None
    assert required_coverage(0.0, None, None) == 0
    assert required_coverage(0.7, None, 0.6) is None  # whoever uses it, only 0.6 is published
    for numbers, name in (((None, 0.6), "identification"), ((0.5, None), "published")):
        with pytest.raises(BadParameterError) as caught:
            required_coverage(0.3, *numbers)
        assert caught.value.details["parameter"] == name


def test_pushes_reach_as_counting_trees_says() -> None:
    # Published 0.6, three pushes: not reached only if missed three times, 0.4^3 = 0.064.
    found = push(3, 24, coverage=0.5, identification=0.5, published=0.6)
    assert found.pushes == 3
    assert found.of_covered == pytest.approx(1 - 0.064)
    assert found.of_all == pytest.approx(0.25 * 0.936)
    paths = itertools.product([True, False], repeat=3)
    by_paths = sum(math.prod(0.6 if hit else 0.4 for hit in path) for path in paths if any(path))
    assert found.of_covered == pytest.approx(by_paths)
    often = push(24, 720, coverage=0.5, identification=0.5, published=0.6)
    assert often.of_all == pytest.approx(0.25)  # nobody beyond coverage x identification
    assert often.ceiling.high == 0.25


def test_a_deadline_before_the_first_push_reaches_nobody() -> None:
    early = push(1, 23, coverage=None, identification=None, published=0.6)
    assert (early.pushes, early.of_covered, early.of_all) == (0, 0, 0)
    assert push(1, 24, coverage=None, identification=None, published=0.6).of_all is None


@given(st.floats(0.01, 0.99), st.floats(0.05, 0.95))
def test_the_fewest_pushes_are_found_by_counting(target: float, published: float) -> None:
    count = next(n for n in itertools.count() if 1 - (1 - published) ** n >= target - 1e-9)
    found = pushes_needed(target, published)
    assert found is not None
    assert abs(found - count) <= (1 if abs(1 - (1 - published) ** count - target) < 1e-6 else 0)


def test_the_ends_of_pushing() -> None:
    assert pushes_needed(0.0, 0.5) == 0
    assert pushes_needed(0.9, 0.0) is pushes_needed(0.9, None) is None
    assert pushes_needed(1.0, 1.0) == 1
    assert pushes_needed(1.0, 0.9) is None  # never quite all of them
    assert push(2, 24, coverage=0.5, identification=0.5, published=None).of_covered is None


@pytest.mark.parametrize("hours", [1.0, 8.0, 12.0, 23.5, 24.0])
def test_the_wait_is_the_mean_over_every_minute_of_the_day(hours: float) -> None:
    # Open from 0 to `hours`; a question at t waits until 24 when it comes later.
    minutes = [(minute + 0.5) / 60 for minute in range(24 * 60)]
    waits = [0.0 if t < hours else 24 - t for t in minutes]
    found = waiting(hours)
    assert found.mean == pytest.approx(statistics.fmean(waits), abs=1e-3)
    assert found.longest == pytest.approx(24 - hours)


@given(st.tuples(PERHAPS, PERHAPS, PERHAPS), st.tuples(UNIT, UNIT, UNIT))
def test_bounds_of_non_users_hold_whatever_is_said(
    said: tuple[float | None, ...], filled: tuple[float, ...]
) -> None:
    older, among_old, among_young = said
    found = non_users(older, among_old, among_young)
    p, q, r = (other if one is None else one for one, other in zip(said, filled, strict=True))
    share = p * (1 - q) + (1 - p) * (1 - r)
    assert found.share.low - 1e-12 <= share <= found.share.high + 1e-12
    assert found.coverage_limit == pytest.approx(1 - found.share.low)


def test_non_users_by_hand() -> None:
    # 30 of 100 are older and 18 of them do without; of 70 others 7: 25 in all, 18 of them older.
    found = non_users(0.3, 0.4, 0.9)
    assert found.share.low == found.share.high == pytest.approx(0.25)
    assert found.older_part == pytest.approx(18 / 25)
    assert non_users(0.3, 1.0, 1.0).older_part is None


# Gates -------------------------------------------------------------------------------------------

LEVELS = st.dictionaries(st.sampled_from(LimitingFactor), PERHAPS)


@given(LEVELS, st.sampled_from(LimitingFactor), UNIT)
def test_raising_what_is_not_the_only_scarcest_changes_nothing(
    levels: dict[LimitingFactor, float | None], factor: LimitingFactor, level: float
) -> None:
    found = gates(list(levels.items()))
    if found.minimum is None or levels.get(factor) is None or found.binding == (factor,):
        return
    higher = found.with_level(factor, max(level, found.known[factor]))
    assert higher.minimum == pytest.approx(found.minimum)


@given(LEVELS)
def test_the_minimum_is_no_more_than_the_mean_and_unknown_ones_can_only_lower_it(
    levels: dict[LimitingFactor, float | None],
) -> None:
    found = gates(list(levels.items()))
    if found.minimum is None or found.geometric is None:
        assert not found.known
        return
    assert found.low <= found.minimum <= found.geometric + 1e-9
    for factor in found.unknown:
        assert found.with_level(factor, 0.0).minimum == 0
        assert found.with_level(factor, 1.0).minimum == found.minimum
    assert set(found.to_raise(1.0)) == {f for f, level in found.known.items() if level < 1 - 1e-12}


def test_one_dead_factor_kills_the_mean_and_none_known_gives_none() -> None:
    assert gates([(LimitingFactor.SKILL, 0.0), (LimitingFactor.INPUT, 0.9)]).geometric == 0
    assert gates([(LimitingFactor.SKILL, None)]).geometric is None


def test_the_geometric_mean_by_hand() -> None:
    # The cube root of 0.2 x 0.15 x 0.15 = 0.0045 is 0.1651.
    levels = zip(LimitingFactor, (0.2, 0.15, 0.15), strict=False)
    assert gates(list(levels)).geometric == pytest.approx(0.0045 ** (1 / 3))


@pytest.mark.parametrize("bad", [-0.1, 1.2, math.nan, math.inf])
def test_a_level_that_is_none_is_refused_by_name(bad: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        gates([(LimitingFactor.SKILL, bad)])
    assert caught.value.details["parameter"] == "skill"


def test_a_problem_without_a_level_is_neither_open_nor_solved() -> None:
    found = problems(dict.fromkeys(PROBLEM_KEYS))
    assert [item.is_open for item in found] == [None] * 9
