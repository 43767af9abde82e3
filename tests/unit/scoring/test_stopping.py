"""Questions end when their time is up or nobody waits any more, also inside compiled loops."""

from __future__ import annotations

import threading
import time
from contextvars import copy_context

import numpy as np
import pytest

from graph_api import view_from_arrays
from graph_api.bench import SHAPES
from graph_api.domain import GraphSnapshot
from graph_api.errors import DeadlineExceededError
from graph_api.scoring import Scoring, Target, rank_bottlenecks, stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.losses.subjects import GroupPairs
from tests.large import kernels

PATIENCE = 1.0
"""Ten times the 100 ms within which a loop is to stop."""


@pytest.fixture(scope="module")
def district() -> GraphSnapshot:
    drawn = SHAPES["district"](100_000, 7)
    ids = [f"a{number}" for number in range(drawn.actors)]
    with kernels("compiled"):
        return view_from_arrays(ids, drawn.starts, drawn.ends, drawn.strength).graph


def test_a_question_ends_when_its_time_is_up() -> None:
    with stopping.within(0.01) as stop:
        stopping.check()
        time.sleep(0.02)
        assert stop.is_over
        with pytest.raises(DeadlineExceededError, match=r"0\.01 s: three pairs were scored"):
            stopping.check("three pairs were scored", "已计算三对")
    stopping.check()  # outside nothing is over


def test_a_question_inside_another_ends_with_either() -> None:
    with stopping.within(None) as outer:
        with stopping.within(0) as inner:
            assert inner.is_over
        assert not outer.is_over
        with stopping.within(60) as inner:
            outer.cancel()
            assert inner.is_over
            assert inner.watch()[0] == 1
    with stopping.within(0.001), stopping.within(60) as inner:
        time.sleep(0.01)
        assert inner.is_over


def test_a_write_inside_a_question_has_no_end() -> None:
    with stopping.within(0):
        with stopping.unlimited():
            stopping.check()
        with pytest.raises(DeadlineExceededError):
            stopping.check()


def test_the_flag_of_a_question_rises_by_itself() -> None:
    with stopping.within(0.02) as stop:
        flag = stop.watch()
        assert flag[0] == 0
        time.sleep(0.2)
        assert flag[0] == 1


def test_a_search_of_all_actors_stops_inside_its_loop(district: GraphSnapshot) -> None:
    graph = carrier_graph(district)
    assert isinstance(graph, ArcGraph)
    with kernels("compiled"), stopping.within(None) as stop:
        assert (keys_from(graph, 0, 0.9) >= 0).sum() > 1_000  # it would go on
        stop.cancel()
        with pytest.raises(DeadlineExceededError, match="had reached 1 of 100000 actors"):
            keys_from(graph, 0, 0.9)


def test_a_ranking_that_runs_stops_soon_after_nobody_waits_for_it(district: GraphSnapshot) -> None:
    everybody = np.arange(len(district.actors))
    pairs = GroupPairs(everybody[:40], everybody)
    scoring = Scoring(decay=0.9)
    seen: list[float] = []
    with kernels("compiled"), stopping.within(None) as stop:
        raised: list[BaseException] = []
        begun = threading.Event()

        def progress(_: float) -> None:
            begun.set()

        def ask() -> None:
            try:
                rank_bottlenecks(
                    district, pairs, scoring, target=Target.RELATION, progress=progress
                )
            except DeadlineExceededError as error:
                raised.append(error)
            seen.append(time.monotonic())

        thread = threading.Thread(target=copy_context().run, args=(ask,))
        thread.start()
        assert begun.wait(60)
        time.sleep(0.5)
        assert thread.is_alive(), "the question is too small to be stopped while it runs"
        cancelled = time.monotonic()
        stop.cancel()
        thread.join(60)
    assert raised
    assert seen[0] - cancelled < PATIENCE
