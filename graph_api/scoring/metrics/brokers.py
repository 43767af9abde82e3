"""Metrics of who stands between: brokerage by sphere, and the key players of a graph."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from graph_api.errors import TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import Asked, Found
from graph_api.scoring.metrics.ties import Ties
from graph_api.scoring.roles import brokerage_roles

MOST_STEPS = 20_000_000
"""Of the search for key players: sets times actors and ties."""

STEPS_BETWEEN = 200
"""Sets that are tried between two looks at the clock."""

ROLES = ("coordinator", "representative", "gatekeeper", "consultant", "liaison")


def brokerage(asked: Asked) -> Found:
    """Count for each actor the open triads that it stands in the middle of, by role."""
    view, size = asked.view, asked.ties.size
    parts = {role: np.zeros(size) for role in ROLES}
    for place in range(size):
        if place % STEPS_BETWEEN == 0:
            stopping.check()
            asked.tell(place / size)
        for role, count in asdict(brokerage_roles(view, view.actor_id(place))).items():
            parts[role][place] = count
    return Found(sum(parts.values(), np.zeros(size)), parts=parts)


def key_players(asked: Asked) -> Found:
    """Find the set of actors without which the rest is most cut up, or from which most is near."""
    ties = asked.ties
    size, wanted = ties.size, int(asked.parameters["size"])
    spreads = bool(asked.parameters["reach"])
    # Fragmentation needs two actors that are left; reach needs one that is chosen.
    if not size or wanted > (size if spreads else size - 2):
        return Found(np.full(size, np.nan), chosen=())
    sets = math.comb(size, wanted)
    _require_few(sets, size + ties.count, wanted)
    neighbours = _neighbours(ties)
    score = _reach if spreads else _fragmentation
    singles = np.array([score(neighbours, (place,)) for place in range(size)])
    if not spreads and size < 3:
        singles[:] = np.nan
    names = [asked.view.actor_id(place) for place in range(size)]
    by_id = sorted(range(size), key=names.__getitem__)
    best: tuple[int, ...] = ()
    best_score = -math.inf
    for number, chosen in enumerate(itertools.combinations(by_id, wanted)):
        if number % STEPS_BETWEEN == 0:
            stopping.check(
                f"{number} of {sets} sets were tried", f"已试过 {sets} 个组合中的 {number} 个"
            )
            asked.tell(number / sets)
        found = score(neighbours, chosen)
        if found > best_score + 1e-12:
            best, best_score = chosen, found
    return Found(singles, best_score, best)


def _require_few(sets: int, steps: int, wanted: int) -> None:
    if sets * steps <= MOST_STEPS:
        return
    raise TooCostlyError(
        f"There are {sets:,} sets of {wanted} actors; to try them all in this graph is"
        f" {sets * steps:.3g} steps, and the limit is {MOST_STEPS:,}. Ask for a smaller size, or"
        " filter the relations.",
        f"{wanted} 个行动者的组合共有 {sets:,} 个，在此图中全部尝试需 {sets * steps:.3g} 步，"
        f"上限为 {MOST_STEPS:,}。请减小 size，或筛选关系。",
        parameter="size",
        limit=MOST_STEPS,
    )


def _neighbours(ties: Ties) -> Sequence[int]:
    """Give whom each actor is tied to, as the bits of a number."""
    rows = [0] * ties.size
    for start, end in zip(ties.start.tolist(), ties.end.tolist(), strict=True):
        rows[start] |= 1 << end
    return rows


def _fragmentation(neighbours: Sequence[int], without: tuple[int, ...]) -> float:
    """Give the share of ordered pairs of the others of which the first does not reach the second.

    On ties that all go both ways this is Borgatti's F, 1 - sum of s (s - 1) / (n (n - 1)).
    """
    left = len(neighbours) - len(without)
    if left < 2:
        return math.nan
    allowed = (1 << len(neighbours)) - 1
    for place in without:
        allowed &= ~(1 << place)
    known: dict[int, int] = {}
    reached = 0
    for source in range(len(neighbours)):
        if allowed >> source & 1:
            known[source] = _joined(neighbours, source, allowed, known)
            reached += known[source].bit_count() - 1
    return 1 - reached / (left * (left - 1))


def _joined(neighbours: Sequence[int], source: int, allowed: int, known: Mapping[int, int]) -> int:
    """Give whom an actor reaches, itself included, with what is known of others."""
    seen = todo = 1 << source
    while todo:
        bit = todo & -todo
        todo ^= bit
        actor = bit.bit_length() - 1
        beyond = known.get(actor)
        if beyond is not None:
            seen |= beyond
            todo &= ~beyond
        else:
            new = neighbours[actor] & allowed & ~seen
            seen |= new
            todo |= new
    return seen


def _reach(neighbours: Sequence[int], chosen: tuple[int, ...]) -> float:
    """Give the mean of 1 / hops from the nearest of the chosen, 1 for themselves, 0 where none."""
    front = seen = sum(1 << place for place in chosen)
    hops, total = 0, float(len(chosen))
    while front:
        hops += 1
        nearer = 0
        while front:
            bit = front & -front
            front ^= bit
            nearer |= neighbours[bit.bit_length() - 1]
        front = nearer & ~seen
        seen |= front
        total += front.bit_count() / hops
    return total / len(neighbours)
