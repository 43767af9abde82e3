"""A command inside a question that is over says what had been searched, in either language."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.scoring import stopping
from tests.unit.cli.conftest import Runs


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (
            ("pair", "residents", "office"),
            "the way from residents to office and back",
            "residents 与 office 之间往返的路径",
        ),
        (
            ("bottlenecks",),
            "a graph of 4 relations was being made ready",
            "正在准备含 4 条关系的图",
        ),
    ],
)
def test_a_command_whose_time_is_up_says_how_far_it_was(
    run: Runs, street: Path, words: tuple[str, ...], en: str, zh: str
) -> None:
    groups = ("--between", "residents", "--and", "office") if len(words) == 1 else ()
    command = (words[0], str(street), *words[1:], *groups)
    with stopping.within(0):
        late = run(*command)
        spoken = run(*command, "--lang", "zh")
    assert late.code == 1
    assert en in late.err
    assert zh in spoken.err
    assert run(*command).code == 0
