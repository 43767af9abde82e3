"""What is exported is the text of the author, as far as nothing changed."""

from __future__ import annotations

from graph_api.service import Service
from tests.unit.service.conftest import YAML


def test_an_export_of_what_was_imported_is_the_same_text(lane: Service) -> None:
    assert lane.export("lane").text == YAML
    assert lane.export("lane").lost == ()


def test_a_changed_scenario_keeps_the_comments_of_untouched_entries(lane: Service) -> None:
    change = {"set_relation": {"id": "down", "strength": 0.25}}
    assert lane.apply_changes("lane", [change], expected_revision=1) == 2
    text = lane.export("lane").text
    assert "# kept comment" in text
    assert "# the way back" in text
    assert "0.25" in text
