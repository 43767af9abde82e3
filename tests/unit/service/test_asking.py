"""Rankings of the pairs of two groups."""

from __future__ import annotations

import pytest

from graph_api.domain import ActorFilter
from graph_api.errors import BadParameterError
from graph_api.scoring import Target
from graph_api.scoring.losses import subjects
from graph_api.service import Service


def test_rankings_go_through_filters(lane: Service) -> None:
    view = lane.view("lane")
    people, office = ActorFilter(kinds=("resident",)), ActorFilter(kinds=("street_office",))
    (row,) = lane.pairs(view, people, office).rows
    assert {row.a, row.b} == {"people", "office"}
    first = lane.bottlenecks(view, people, office)[0]
    assert first.subject == "committee"
    assert first.loss == pytest.approx(0.4, abs=1e-12)
    assert first.loss_share == pytest.approx(1.0, abs=1e-12)
    links = lane.bottlenecks(view, people, office, target=Target.RELATION)
    assert [link.subject for link in links] == ["down", "on", "up"]
    assert lane.paths(view, "office", "people").paths[0].relations == ("down", "on")
    assert lane.pairs(view, people, office, missing=True).rows == ()
    assert len(lane.pairs(view, people, office, worst=True).rows) == 1
    with pytest.raises(BadParameterError):
        lane.pairs(view, people, office, worst=True, missing=True)


def test_too_many_pairs_are_refused(lane: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    view = lane.view("lane")
    everybody = ActorFilter()
    monkeypatch.setattr(subjects, "MOST_PAIRS", 8)
    with pytest.raises(BadParameterError, match="3 x 3 actors make too many pairs"):
        lane.pairs(view, everybody, everybody)
    with pytest.raises(BadParameterError, match="3 x 3 actors make too many pairs"):
        lane.bottlenecks(view, everybody, everybody)
    monkeypatch.setattr(subjects, "MOST_PAIRS", 9)
    assert len(lane.pairs(view, everybody, everybody).rows) == 3
