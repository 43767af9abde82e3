"""`empower bottlenecks` over all walks where only the first subjects are searched."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.scoring.walks import scores as walks
from tests.unit.cli.conftest import Runs


def test_what_was_not_searched_is_said(
    run: Runs, street: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (str(street), "--between", "residents", "--and", "office", "--reading", "all_walks")
    whole = run("bottlenecks", *asked, "--json").plain
    monkeypatch.setattr(walks, "MOST_FACTORED_ACTORS", 0)
    told = run("bottlenecks", *asked).out
    assert "Only the first 1 were searched" in told
    assert "Committee (committee)" in told
    assert "只求了前 1 名" in run("bottlenecks", *asked, "--lang", "zh").out
    first = run("bottlenecks", *asked, "--json").plain
    assert first["truncatedBy"] == "cost"
    assert first["rest"] < 1e-9
    only, expected = first["rows"][0], whole["rows"][0]
    assert len(first["rows"]) == 1
    assert only["loss"] == pytest.approx(expected["loss"], rel=1e-12)
    assert (only["subject"], only["pairsCut"]) == (expected["subject"], expected["pairsCut"])
    assert "totalCount" not in first
