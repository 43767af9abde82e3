"""One case after the other: load everybody, ask every row, compare every answer."""

from __future__ import annotations

import gc
import math
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from bench import memory, stored
from bench.cases import Case
from bench.goals import MILLION, TIMES_AT_A_MILLION
from bench.ours import LIBRARIES, UNANSWERED, Ours, get_ready
from bench.peers import peer_named
from bench.removals import RANKINGS, rank_removals
from bench.rows import ROWS, Row, same
from bench.timing import Turns, take_turns

Record = dict[str, Any]
"""One row of one case, JSON-ready; times in seconds, CPU of all threads and wall."""

PATIENCE = {1_000: 0.15, 10_000: 0.4, 100_000: 1.0, 1_000_000: 2.5}
"""Seconds that everybody may spend on a row, by size; one question may take longer."""

LONGEST = 35.0
"""A question that would take a peer longer, by what it took on the size before, is not asked."""

HELD_FROM = 100_000
"""Growth of the process says something about bytes a relation from this size on."""

GROWTH = {"paths": 60.0}
"""How much longer a question takes a peer on ten times the actors, where it is not 15 times."""


class Run:
    """Goes through cases and keeps what it learns about the speed of peers."""

    def __init__(
        self,
        rows: Sequence[str],
        peers: Sequence[str],
        say: Callable[[str], None],
        *,
        seconds: float | None = None,
    ) -> None:
        self.rows = rows
        self.seconds = seconds
        self.peers = peers
        self.say = say
        self._known: dict[tuple[str, str, str, float], dict[int, float]] = {}

    def case(self, case: Case, done: Collection[str] = ()) -> Iterator[Record]:
        """Measure one case; rows that are ``done`` were measured before."""
        rows = [name for name in self.rows if name not in done]
        if set(rows) - set(stored.ROWS):
            yield from self._asked(case, rows)
        wanted = [name for name in stored.ROWS if name in rows]
        if wanted and stored.is_stored(case):
            get_ready()
            taken = stored.measure(case)
            for name in wanted:
                found = {"ours": taken[name]}
                yield self._record(case, name, stored.ROWS[name], found, {})

    def _asked(self, case: Case, rows: Sequence[str]) -> Iterator[Record]:
        """Measure the rows in which a graph in memory is asked."""
        get_ready()
        contenders, loads, held = self._loaded(case)
        if "load" in rows:
            yield self._record(case, "load", "load from arrays", loads, {})
        if "bytes" in rows and held:
            yield self._bytes(case, held, contenders["ours"].nbytes())
        for one in contenders.values():
            one.prepare()
        gc.collect()
        gc.freeze()  # nobody's collector walks over the objects of the others
        try:
            for row in ROWS:
                if row.name in rows and self._answers(case, row.name):
                    yield self._kept(case, row.name, row.title, self._row, row, contenders)
            for name, title in RANKINGS.items():
                if name in rows and "scipy" in contenders and self._answers(case, name):
                    yield self._kept(case, name, title, self._ranking, (name, title), contenders)
        finally:
            gc.unfreeze()

    def _kept(
        self, case: Case, name: str, title: str, measure: Callable[..., Record], *asked: Any
    ) -> Record:
        """Measure a row; one that breaks is told and fails the run, but loses no other row."""
        try:
            return measure(case, *asked)
        except Exception as error:  # noqa: BLE001
            failed = f"{type(error).__name__}: {error}"
            self.say(f"{case.shape:10} {case.size:>9,} decay {case.decay:<4} {name:9} {failed}")
            return {**self._head(case, name, title), "own": {}, "peers": {}, "failed": failed}

    def _loaded(
        self, case: Case
    ) -> tuple[dict[str, Any], dict[str, Record], dict[str, dict[str, int]]]:
        kinds: dict[str, Any] = {"ours": Ours}
        peers = {name: peer_named(name) for name in self.peers}
        kinds |= {name: peer for name, peer in peers.items() if case.size <= peer.most}
        _ = case.lengths, case.ids, case.whole  # what everybody is handed is not theirs to make
        contenders: dict[str, Any] = {}
        loads: dict[str, Record] = {}
        held: dict[str, dict[str, int]] = {}
        for name, kind in kinds.items():
            times: list[tuple[float, float]] = []
            with memory.growth(wanted=case.size >= HELD_FROM) as grown:
                for _turn in range(3 if case.size <= 10_000 else 1):
                    contenders.pop(name, None)
                    cpu, wall = time.process_time(), time.perf_counter()
                    contenders[name] = kind(case)
                    times.append((time.process_time() - cpu, time.perf_counter() - wall))
            cpu, wall = (float(np.median(column)) for column in zip(*times, strict=True))
            loads[name] = {"cpu": cpu, "wall": wall, "questions": len(times)}
            if grown:
                held[name] = grown
        return contenders, loads, held

    def _bytes(self, case: Case, held: dict[str, dict[str, int]], arrays: int | None) -> Record:
        values = {
            name: {what: size / case.relations for what, size in grown.items()}
            for name, grown in held.items()
        }
        return {
            **self._head(case, "bytes", "bytes a relation in memory"),
            "own": values.pop("ours"),
            "arrays": None if arrays is None else arrays / case.relations,
            "peers": values,
        }

    def _patience(self, case: Case) -> float:
        return self.seconds or PATIENCE.get(case.size, PATIENCE[1_000_000])

    def _answers(self, case: Case, name: str) -> bool:
        return case.size <= UNANSWERED.get(name, case.size)

    def _row(self, case: Case, row: Row, contenders: dict[str, Any]) -> Record:
        asks, skipped = self._asks(case, row, contenders)
        seconds = self._patience(case)
        questions = row.questions(case)
        after = _undoing(case, contenders) if row.name == "what_if" else None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # igraph warns of ends out of reach
            turns = take_turns(asks, questions, seconds=seconds, after=after)
        own = turns.pop("ours")
        agree = {
            name: all(
                same(
                    row.ours(case, questions[number], own.answers[number]),
                    row.theirs(case, questions[number], answer),
                )
                for number, answer in one.answers.items()
                if number in own.answers
            )
            for name, one in turns.items()
        }
        if row.name == "weakest":
            agree["scipy"] = _widest_holds(case, questions[: 1 if case.size >= MILLION else 2], own)
        for name, one in turns.items():
            self._learn(case, row.name, name, one.over(list(one.cpu))[1])
        return self._compared(case, row, own, turns, agree) | {"skipped": skipped}

    def _asks(
        self, case: Case, row: Row, contenders: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        asks: dict[str, Any] = {}
        skipped: dict[str, str] = {}
        for name, one in contenders.items():
            ask = _what_if(one) if row.name == "what_if" and name != "ours" else None
            ask = ask or getattr(one, row.name, None)
            if ask is None:
                continue
            guess = self._guess(case, row.name, name)
            if name != "ours" and guess > LONGEST:
                skipped[name] = f"about {guess:.0f} s"
            else:
                asks[name] = ask
        return asks, skipped

    def _learn(self, case: Case, row: str, name: str, seconds: float) -> None:
        self._known.setdefault((row, name, case.shape, case.decay), {})[case.size] = seconds

    def learn_from(self, records: Sequence[Record]) -> None:
        """Learn from another run what peers take, so that nobody waits for the slow ones."""
        for record in records:
            for name, found in record["peers"].items():
                if "wall" in found:
                    key = record["row"], name, record["shape"], record["decay"]
                    self._known.setdefault(key, {})[record["size"]] = found["wall"]

    def _guess(self, case: Case, row: str, name: str) -> float:
        known = self._known.get((row, name, case.shape, case.decay), {})
        size = max((size for size in known if size <= case.size), default=None)
        if size is None or _is_promised(case, row, name):
            return 0.0
        return known[size] * float(GROWTH.get(row, 15) ** math.log10(case.size / size))

    def _head(self, case: Case, name: str, title: str) -> Record:
        return {
            "shape": case.shape,
            "size": case.size,
            "actors": case.actors,
            "relations": case.relations,
            "decay": case.decay,
            "row": name,
            "title": title,
            "library": LIBRARIES.get(name),
        }

    def _compared(
        self, case: Case, row: Row, own: Turns, turns: dict[str, Turns], agree: dict[str, bool]
    ) -> Record:
        peers: dict[str, Record] = {}
        for name, one in turns.items():
            shared = sorted(one.cpu.keys() & own.cpu.keys())
            cpu, wall = one.over(shared)
            peers[name] = {
                "cpu": cpu,
                "wall": wall,
                "questions": len(shared),
                "ratio": cpu / own.over(shared)[0],
            }
        cpu, wall = own.over(list(own.cpu))
        found = {"cpu": cpu, "wall": wall, "questions": len(own.cpu)}
        return self._record(case, row.name, row.title, {"ours": found, **peers}, agree)

    def _record(
        self,
        case: Case,
        name: str,
        title: str,
        found: dict[str, Record],
        agree: dict[str, bool],
    ) -> Record:
        own = found["ours"]
        peers = {peer: dict(one) for peer, one in found.items() if peer != "ours"}
        for one in peers.values():
            one.setdefault("ratio", one["cpu"] / own["cpu"])
        best = min(peers, key=lambda peer: peers[peer]["ratio"], default=None)
        wrong = [peer for peer, good in agree.items() if not good]
        record = {
            **self._head(case, name, title),
            "own": own,
            "peers": peers,
            "best": best,
            "ratio": peers[best]["ratio"] if best else None,
            "differ": wrong,
        }
        self._tell(record)
        return record

    def _ranking(self, case: Case, asked: tuple[str, str], contenders: dict[str, Any]) -> Record:
        name, title = asked
        seconds = self._patience(case)
        own, peer, good = rank_removals(
            case, name, contenders["ours"], contenders["scipy"], seconds
        )
        found = {"ours": own, "scipy": peer}
        return self._record(case, name, title, found, {"scipy": good})

    def _tell(self, record: Record) -> None:
        own = record["own"]["cpu"]
        best = f"{record['ratio']:9.3g}x {record['best']}" if record["best"] else ""
        wrong = f"  DIFFERS from {', '.join(record['differ'])}" if record["differ"] else ""
        self.say(
            f"{record['shape']:10} {record['size']:>9,} decay {record['decay']:<4}"
            f" {record['row']:9} {own * 1e3:12.3f} ms {best}{wrong}"
        )


def _is_promised(case: Case, row: str, name: str) -> bool:
    """Tell whether a goal names this peer, so that it is asked however long it takes."""
    named = TIMES_AT_A_MILLION.get(row, (None, 0))[0]
    return name == named and case.size == MILLION and case.shape == "district" and case.decay < 1


def _what_if(peer: Any) -> Callable[..., Any]:
    def ask(changes: Any, start: int, end: int) -> Any:
        peer.change(changes)
        return peer.pair(start, end)

    return ask


def _undoing(case: Case, contenders: dict[str, Any]) -> Callable[[str, int], None]:
    def undo(name: str, number: int) -> None:
        changes = case.what_ifs[number][0]
        if name != "ours":
            back = tuple((place, float(case.strength[place])) for place, _ in changes)
            contenders[name].change(back)

    return undo


def _widest_holds(case: Case, questions: Sequence[Any], own: Turns) -> bool:
    """Tell whether what we call widest can be reached by relations that strong, and no stronger."""
    for number, (start, end) in enumerate(questions):
        answer = own.answers[number]
        for (one, other), score in (((start, end), answer.forward), ((end, start), answer.reverse)):
            if score and not _reaches(case, one, other, case.strength >= score):
                return False
            if _reaches(case, one, other, case.strength > (score or 0.0)):
                return False
    return True


def _reaches(case: Case, start: int, end: int, kept: Any) -> bool:
    places = case.drawn.starts[kept], case.drawn.ends[kept]
    ones = np.ones(places[0].size, np.int8)
    graph = csr_matrix((ones, places), (case.actors, case.actors))
    return bool((breadth_first_order(graph, start, return_predecessors=False) == end).any())
