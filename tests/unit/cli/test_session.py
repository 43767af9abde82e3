"""The bar: only where somebody watches, and only when it takes long."""

from __future__ import annotations

import io
import sys

import pytest

from graph_api.cli import session
from graph_api.cli.frame import Run, run_of
from graph_api.cli.main import cli


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "shows"),
    [(Terminal(), 0.0, True), (Terminal(), 60.0, False), (io.StringIO(), 0.0, False)],
)
def test_a_bar_is_shown_to_who_waits(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float, shows: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(session, "PATIENCE", patience)
    with session.progress(Run({}, "zh"), "thinking away", "逐一移除") as tell:
        tell(0.2)
        tell(0.9)
    assert ("逐一移除" in stream.getvalue()) == shows


def test_outside_of_a_run_help_is_in_english() -> None:
    context = cli.make_context("empower", ["list"], resilient_parsing=True)
    assert run_of(context).language == "en"
