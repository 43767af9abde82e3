"""Taking turns: the same question to each in turn, then again, CPU time of all threads and wall."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Ask = Callable[..., Any]


@dataclass
class Turns:
    """What one contender took and answered, by question."""

    cpu: dict[int, list[float]] = field(default_factory=dict)
    wall: dict[int, list[float]] = field(default_factory=dict)
    answers: dict[int, Any] = field(default_factory=dict)
    spent: float = 0.0

    def take(self, ask: Ask, number: int, question: Sequence[Any]) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        answer = ask(*question)
        wall = time.perf_counter() - wall
        cpu = time.process_time() - cpu
        self.cpu.setdefault(number, []).append(cpu)
        self.wall.setdefault(number, []).append(wall)
        self.answers.setdefault(number, answer)
        self.spent += wall

    def over(self, numbers: Sequence[int]) -> tuple[float, float]:
        """Give median CPU and wall seconds over these questions; of a question its own median."""
        return (
            float(np.median([np.median(self.cpu[number]) for number in numbers])),
            float(np.median([np.median(self.wall[number]) for number in numbers])),
        )


def take_turns(
    asks: Mapping[str, Ask],
    questions: Sequence[Sequence[Any]],
    *,
    seconds: float,
    rounds: int = 5,
    after: Callable[[str, int], None] | None = None,
) -> dict[str, Turns]:
    """Ask everybody all questions in turn, round after round.

    Who has spent more than ``seconds`` is asked no more, so the slow get through few questions.
    The first question is asked twice in the first round, once to warm up, of those who are quick.
    ``after`` is called after each question, untimed.
    """
    turns = {name: Turns() for name in asks}
    for turn in range(rounds):
        for number, question in enumerate(questions):
            for name in _rotated(list(asks), turn + number):
                one = turns[name]
                if one.spent > seconds:
                    continue
                one.take(asks[name], number, question)
                if turn == number == 0 and one.spent < seconds / 10:
                    one.cpu.clear()
                    one.wall.clear()
                    one.take(asks[name], number, question)
                if after:
                    after(name, number)
        if all(one.spent > seconds for one in turns.values()):
            break
    return turns


def _rotated(names: list[str], by: int) -> list[str]:
    by %= len(names)
    return names[by:] + names[:by]
