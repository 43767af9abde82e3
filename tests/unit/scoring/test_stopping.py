"""Questions end when their time is up or nobody waits any more, also inside compiled loops."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
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


def test_a_question_may_be_cancelled_while_parts_of_it_begin() -> None:
    whole, over = stopping.Stop(), threading.Event()
    parts = [stopping.Stop(outer=whole) for _ in range(500)]

    def begin() -> None:
        while not over.is_set() and len(parts) < 8_000:
            parts.append(stopping.Stop(outer=whole))

    thread, interval = threading.Thread(target=begin), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns within a step, as many busy ones do by chance
    thread.start()
    try:
        for _ in range(10):
            whole.cancel()
    finally:
        over.set()
        sys.setswitchinterval(interval)
        thread.join()
    assert all(part.is_over for part in parts)


def test_what_was_told_last_is_said_by_whoever_gives_up() -> None:
    with stopping.within(None) as stop:
        stopping.stage("two of three actors were done", "三个行动者已完成两个")
        stopping.tell("one search had been made", "已完成一次搜索")
        assert "actors were done; one search had been made. Narrow" in stop.error().en
        assert "三个行动者已完成两个；已完成一次搜索。" in stop.error().zh
        assert "actors were done; five searches. Narrow" in stop.error("five searches", "五次").en
        stopping.stage("three of three actors were done", "全部完成")
        assert "time: three of three actors were done. Narrow" in stop.error().en


def test_what_is_made_ready_first_is_said_only_until_it_is_there() -> None:
    with stopping.within(None) as stop:
        stopping.stage("the way was being searched", "正在搜索")
        stopping.tell("one step was done", "已完成一步")
        with stopping.aside("a graph was being made ready", "正在准备图"):
            assert "time: a graph was being made ready. Narrow" in stop.error().en
        assert "the way was being searched; one step was done." in stop.error().en


def test_parts_side_by_side_say_only_what_they_have_done_themselves() -> None:
    with stopping.within(30) as whole:
        with stopping.within(None) as first:
            stopping.stage("the first was being searched", "正在搜索第一个")
        with stopping.within(None) as second:
            assert "searched" not in second.error().en
            stopping.stage("the second was being searched", "正在搜索第二个")
        assert "within its time of 30 s: the first was" in first.error().en
        assert "within its time of 30 s: the second was" in second.error().en
        assert "the second was" in whole.error().en  # who told last
    stopping.stage("outside nothing is over", "外面没有时限")
    with stopping.within(0) as stop:
        assert "outside" not in stop.error().en


@pytest.mark.parametrize("say", [stopping.stage, stopping.tell])
def test_to_say_something_is_to_look_whether_the_question_is_over(
    say: Callable[[str, str], None],
) -> None:
    with stopping.within(0), pytest.raises(DeadlineExceededError, match="time of 0 s: here we are"):
        say("here we are", "到此为止")
