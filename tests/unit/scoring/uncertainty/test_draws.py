"""Random numbers: a stream per relation, the same everywhere; gates apply to every draw."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from graph_api.domain import GraphSnapshot, Level
from graph_api.errors import BadParameterError
from graph_api.scoring.uncertainty import Coupling, Sampling, rank_uncertainty
from graph_api.scoring.uncertainty.draws import drawn_strengths, stream_of
from tests.builders import snapshot

SHARED = Coupling.SHARED
PINNED = [0.36557766841210215, 0.9376764589441928, 0.025599195250936124]


def drawn(
    view: GraphSnapshot, sampling: Sampling | None = None, maturity: float | None = None
) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    places = np.arange(len(view.relations))
    strengths, _ = drawn_strengths(view, places, sampling or Sampling(), maturity)
    return {relation.id: strengths[row] for row, relation in enumerate(view.relations)}


def test_streams_give_the_numbers_that_they_have_always_given() -> None:
    # recomputed: PCG64 has no rounding, so these are the same on every machine.
    found = stream_of(7, "r1").random(3).tolist()
    assert found == PINNED
    assert stream_of(7).random() != found[0]


def test_another_relation_leaves_the_numbers_of_the_others_as_they_are() -> None:
    few = drawn(snapshot("x: a -> b 0.5 [0.1..0.9]\n y: b -> c ?"))
    more = drawn(snapshot("w: a -> c ?\n y: b -> c ?\n x: a -> b 0.5 [0.1..0.9]"))
    assert (few["x"] == more["x"]).all()
    assert (few["y"] == more["y"]).all()
    assert (more["w"] != more["y"]).all()


def test_more_draws_begin_with_those_of_fewer() -> None:
    view = snapshot("a -> b ?")
    few, many = drawn(view, Sampling(100)), drawn(view, Sampling(500))
    assert (many["r1"][:100] == few["r1"]).all()


def test_another_seed_gives_other_numbers() -> None:
    view = snapshot("a -> b ?")
    assert (drawn(view)["r1"] != drawn(view, Sampling(seed=1))["r1"]).all()


def test_shared_draws_rise_and_fall_together_independent_ones_do_not() -> None:
    view = snapshot("a -> b ?\n b -> c [0.2..0.4]\n c -> d 0.5 [0..1]")
    together = drawn(view, Sampling(coupling=SHARED))
    order = np.argsort(together["r1"])
    assert together["r2"] == pytest.approx(0.2 + 0.2 * together["r1"], abs=1e-8)
    assert (np.diff(together["r3"][order]) >= 0).all()
    apart = drawn(view)
    assert abs(np.corrcoef(apart["r1"], apart["r2"])[0, 1]) < 0.1


def test_many_threads_at_once_get_the_same_answers() -> None:
    view = snapshot("a -> b ?\n b -> c 0.5 [0..1]\n c -> a [0.2..0.4]\n a -> c 0.1 [0..0.2]")

    def ask(_: int) -> object:
        return rank_uncertainty(view, [("a", "c")])

    with ThreadPoolExecutor(4) as threads:
        answers = [*threads.map(ask, range(8))]
    assert all(answer == answers[0] for answer in answers)


RISING = "a -> b 0.5 [0.2..0.8] reverse\n a -> b ? reverse\n a -> b 0 reverse"


def test_the_gate_multiplies_every_draw() -> None:
    member = {"level": Level.INDIVIDUAL, "capability": 0.7}
    view = snapshot(RISING, actors={"a": member})
    free, gated = drawn(view), drawn(view, maturity=0.4)
    for relation in ("r1", "r2"):  # (0.7 - 0.4) / (1 - 0.4)
        assert gated[relation] == pytest.approx(free[relation] / 2, abs=1e-12)
    assert (drawn(view, maturity=0.7)["r1"] == 0).all()


def test_behind_an_unknown_capability_anything_up_to_the_high_end_is_as_likely() -> None:
    view = snapshot(RISING, actors={"a": {"level": Level.INDIVIDUAL}})
    gated = drawn(view, Sampling(10_000), maturity=0.4)
    assert gated["r1"].min() < 0.001
    assert 0.799 < gated["r1"].max() <= 0.8
    assert gated["r1"].mean() == pytest.approx(0.4, abs=0.01)
    assert gated["r2"].mean() == pytest.approx(0.5, abs=0.012)
    assert (gated["r3"] == 0).all()


@pytest.mark.parametrize("draws", [99, 100_001, -1, True, 1000.0, "1000", None, float("nan")])
def test_a_number_of_draws_that_is_none_is_refused_by_name(draws: object) -> None:
    with pytest.raises(BadParameterError, match="draws") as caught:
        Sampling(draws=draws)  # type: ignore[arg-type]  # what somebody may pass
    assert "draws" in caught.value.zh


@pytest.mark.parametrize("seed", [-1, 2**63, 0.5, None])
def test_a_seed_that_is_none_is_refused_by_name(seed: object) -> None:
    with pytest.raises(BadParameterError, match="seed"):
        Sampling(seed=seed)  # type: ignore[arg-type]  # what somebody may pass
