"""Any scenario, whatever its texts, comes back from every format that people edit."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph_api.domain import Scenario
from graph_api.exchange.graph_files.reading import read_graph_file
from graph_api.exchange.sheets import read_sheets
from graph_api.exchange.writing.carried import carry
from graph_api.exchange.writing.exporting import write_path
from graph_api.scenarios.parse import Checked
from tests.strategies import scenarios


@pytest.mark.parametrize("form", ["csv", "xlsx", "graphml", "gexf"])
@given(before=scenarios())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_scenario_comes_back_but_for_its_cases(form: str, before: Scenario) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("out" if form == "csv" else f"out.{form}")
        write_path(carry(before), form, path)
        read = read_sheets if form in {"csv", "xlsx"} else read_graph_file
        checked: Checked = read(path)
    assert checked.errors == ()
    assert checked.scenario is not None
    after = dataclasses.replace(checked.scenario, revision=before.revision)
    assert after == dataclasses.replace(before, cases={})
