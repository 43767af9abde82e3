"""Ranking all by what pairs lose without them: ours, and a sample of scipy's, extrapolated."""

from __future__ import annotations

import time
from itertools import islice
from typing import Any

import numpy as np

from bench.cases import Case
from bench.ours import Ours
from bench.peers.scipy import Scipy

RANKINGS = {
    "actors": "exact loss without each actor, one office and all residents",
    "relations": "exact loss without each relation, the same pairs",
}


def rank_removals(
    case: Case, name: str, ours: Ours, peer: Scipy, seconds: float
) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """Rank all, then take away a few with scipy and multiply.

    The peer runs two searches for each removed actor that lies inside one of the two trees of best
    paths (for relations: for each arrow of the trees), which is what a careful user would do; half
    of the sample are those that we rank first, half are drawn.
    """
    own_times, ranking = _timed(getattr(ours, name), times=3 if case.size <= 10_000 else 1)
    inner, arrows = peer.inner()
    chance = np.random.default_rng(11)
    top = [_place(name, row.subject) for row in islice(ranking, 4)]
    others = chance.choice(case.actors if name == "actors" else case.relations, 60).tolist()
    sample = [place for both in zip(top, others, strict=False) for place in both] + others[4:]
    losses = _losses(name, ranking, set(sample))
    mutual = peer.mutual()
    total = _sum(mutual, case)
    taken: list[float] = []
    good = True
    began = time.perf_counter()
    for place in sample:
        if name == "actors" and place == case.office:
            continue
        cpu = time.process_time()
        scores = peer.without(place) if name == "actors" else peer.without_relation(place)
        taken.append(time.process_time() - cpu)
        loss = _loss(case, mutual, scores, place if name == "actors" else None)
        good &= abs(loss - losses[place]) <= 1e-9 * total
        if time.perf_counter() - began > seconds and len(taken) >= 2:
            break
    count = inner if name == "actors" else arrows
    one = float(np.median(taken))
    own = {"cpu": own_times[0], "wall": own_times[1], "questions": 1}
    found = {"cpu": one * count, "wall": one * count, "questions": len(taken), "of": count}
    return own, found, good


def _timed(ask: Any, times: int) -> tuple[tuple[float, float], Any]:
    taken = []
    for _ in range(times):
        cpu, wall = time.process_time(), time.perf_counter()
        answer = ask()
        taken.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (float(np.median(column)) for column in zip(*taken, strict=True))
    return (cpu, wall), answer


def _place(name: str, subject: str) -> int:
    """Give the place of an id; they are a0, a1, ... and r1, r2, ..."""
    return int(subject[1:]) - (name == "relations")


def _losses(name: str, ranking: Any, wanted: set[int]) -> dict[int, float]:
    """Give the losses of some places."""
    found = ((_place(name, row.subject), row.loss) for row in ranking)
    return {place: loss for place, loss in found if place in wanted}


def _sum(mutual: np.ndarray, case: Case) -> float:
    return float(mutual[case.residents].sum())


def _loss(case: Case, before: np.ndarray, after: np.ndarray, removed: int | None) -> float:
    """Sum what residents lose; the pair that has the removed one as an end contributes 0."""
    lost = before - after
    if removed is not None:
        lost[removed] = 0.0
    return float(lost[case.residents].sum())
