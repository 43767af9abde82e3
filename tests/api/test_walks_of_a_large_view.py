"""What a ranking over all walks says where it searched only the first."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import pytest

from graph_api.scoring.walks import scores as walks
from tests.api.client import Client
from tests.api.test_queries import ask_view

ASKED = """bottlenecks(
    between: {ids: ["office"]}, and: {ids: ["residents"]}, scoring: {reading: ALL_WALKS}
) {
    totalCount completeness truncatedBy
    edges { node { loss subject { ... on Actor { key } } } }
}"""


def test_a_large_view_gives_the_first_losses_and_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask_view(client, ASKED)["bottlenecks"]
    assert (whole["completeness"], whole["truncatedBy"]) == ("COMPLETE", None)
    # Now no graph is small, and nothing that the first question worked out.
    monkeypatch.setattr(walks, "MOST_FACTORED_ACTORS", 0)
    monkeypatch.setattr(walks, "_KEPT", WeakKeyDictionary())
    first = ask_view(client, f"revision {ASKED}")["bottlenecks"]  # no answer that is kept
    assert (first["totalCount"], first["completeness"]) == (None, "TRUNCATED")
    assert first["truncatedBy"] == "COST"
    costly = [edge["node"] for edge in whole["edges"] if edge["node"]["loss"] > 0]
    assert [edge["node"]["subject"] for edge in first["edges"]] == [n["subject"] for n in costly]
    for edge, node in zip(first["edges"], costly, strict=True):
        assert edge["node"]["loss"] == pytest.approx(node["loss"], abs=1e-12)
