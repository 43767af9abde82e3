"""Where everything stands: nothing behind a stranger, both ways apart, the same place for ever."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph_api as ea
from graph_api.domain import (
    Actor,
    ActorId,
    GraphSnapshot,
    Label,
    Level,
    Relation,
    RelationClass,
    RelationId,
    Sphere,
    Strength,
    ViewKey,
    snapshot,
)
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.exchange.maps import MapLayout, cast_of, lay_out
from graph_api.exchange.maps.measure import text_width
from tests.unit.exchange.maps.reading import (
    LANGUAGES,
    apart_at_middles,
    covered,
    opposite,
    points_of,
    touches,
)

SEEDS = sorted((Path(__file__).parents[4] / "seeds").glob("*.yaml"))
VIEWS = [(path, variant) for path in SEEDS for variant in ("today", "after_remedies")]
NAMES = ("居委会", "Owners", "A committee with a rather long name of its own", "网格员 grid staff")


@cache
def laid_out(path: Path, variant: str) -> MapLayout:
    bench = ea.load(path)
    return lay_out(bench.view(variant).graph, cast_of(bench.scenario))


def graph_of(
    levels: list[Level], ties: list[tuple[int, int, RelationClass]], support: Any = frozenset()
) -> GraphSnapshot:
    actors = [
        Actor(
            ActorId(f"a{n}"),
            Label(en=NAMES[n % 4], zh=NAMES[(n + n // 4) % 4]),
            "association",
            level,
            Sphere.SOCIETY,
            0,
        )
        for n, level in enumerate(levels)
    ]
    relations = [
        Relation(
            RelationId(f"r{n}"), actors[a].id, actors[b].id, kind, strength=Strength.exactly(0.5)
        )
        for n, (a, b, kind) in enumerate(ties)
    ]
    return snapshot(ViewKey("random", 1), actors, relations, support=support)


def check(layout: MapLayout) -> None:
    """Look at every line in both languages."""
    for language in LANGUAGES:
        points = {id(line): points_of(line.path(language)) for line in layout.lines}
        boxes = {
            spot.actor: covered(
                spot, language, max(text_width(line, 12) for line in spot.labels[language])
            )
            for spot in layout.spots.values()
        }
        for line in layout.lines:
            drawn = points[id(line)]
            assert drawn.min() >= 0
            assert drawn[:, 0].max() <= layout.width
            assert drawn[:, 1].max() <= layout.height
            for actor, own in boxes.items():
                if actor not in (line.from_id, line.to_id):
                    assert not any(touches(drawn, box) for box in own), (line, actor)
        for one, other in opposite(layout):
            assert apart_at_middles(points[id(one)], points[id(other)]) >= 24, (one, other)


@pytest.mark.parametrize(("path", "variant"), VIEWS, ids=lambda part: getattr(part, "stem", part))
def test_no_line_runs_behind_a_stranger_and_both_ways_are_apart(path: Path, variant: str) -> None:
    check(laid_out(path, variant))


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_so_it_is_in_any_graph(data: st.DataObject) -> None:
    levels = data.draw(st.lists(st.sampled_from(Level), min_size=1, max_size=24))
    actor = st.integers(0, len(levels) - 1)
    kinds = st.sampled_from((RelationClass.EMPOWERMENT, RelationClass.BURDEN))
    ties = data.draw(st.lists(st.tuples(actor, actor, kinds), max_size=50))
    both = [*ties, *((b, a, RelationClass.EMPOWERMENT) for a, b, _ in ties[:12])]
    check(lay_out(graph_of(levels, both)))


def test_a_relation_is_on_one_line_and_a_line_is_for_one_class() -> None:
    for path in SEEDS:
        graph = ea.load(path).view().graph
        lines = laid_out(path, "today").lines
        drawn = [relation for line in lines for relation in line.relations]
        assert sorted(drawn) == sorted(relation.id for relation in graph.relations)
        for line in lines:
            for relation in map(graph.relation, line.relations):
                assert (relation.from_id, relation.to_id) == (line.from_id, line.to_id)
                assert relation.relation_class is line.relation_class


def test_levels_are_bands_from_the_state_down() -> None:
    for path in SEEDS:
        layout, graph = laid_out(path, "today"), ea.load(path).view().graph
        tops = [strip.top for strip in layout.strips]
        assert tops == sorted(tops)
        assert [s.level.rank for s in layout.strips] == sorted(
            {actor.level.rank for actor in graph.actors}, reverse=True
        )
        bands = {strip.level: strip for strip in layout.strips}
        for spot in layout.spots.values():
            band = bands[graph.actor(spot.actor).level]
            assert all(band.top < box[1] < box[3] < band.bottom for box in spot.boxes)


def test_an_actor_keeps_its_place_in_every_variant_and_under_every_filter() -> None:
    for path in SEEDS:
        bench = ea.load(path)
        cast = cast_of(bench.scenario)
        places: dict[str, tuple[float, float]] = {}
        views = [bench.view(variant) for variant in bench.variants]
        views += [
            bench.view(filter={"min_strength": 0.5}),
            bench.view(filter={"classes": ["tension"]}),
        ]
        for view in views:
            for spot in lay_out(view.graph, cast).spots.values():
                assert places.setdefault(spot.actor, (spot.x, spot.y)) == (spot.x, spot.y)
    assert "opinion_day" in {actor.id for actor in cast_of(ea.load(SEEDS[1]).scenario)}


def test_the_same_view_gives_the_same_layout() -> None:
    one, other = (lay_out(ea.load(SEEDS[0]).view().graph) for _ in range(2))
    assert one.plain() == other.plain()


def test_some_actors_are_laid_out_by_themselves() -> None:
    graph = ea.load(SEEDS[1]).view().graph
    some = ("street_office", "committee_west", "committee_north")
    layout = lay_out(graph, among=(*some, some[0]))
    assert set(layout.spots) == set(some)
    between = {r.id for r in graph.relations if r.from_id in some and r.to_id in some}
    assert {relation for line in layout.lines for relation in line.relations} == between
    check(layout)
    with pytest.raises(UnknownActorError):
        lay_out(graph, among=["nobody"])


def test_too_many_to_be_read_are_refused_with_what_to_do() -> None:
    graph = graph_of([Level.GROUP] * 301, [])
    with pytest.raises(BadParameterError, match=r"at most 300 actors, not 301.*--actors") as caught:
        lay_out(graph)
    assert "300" in caught.value.zh
    assert len(lay_out(graph, among=[f"a{n}" for n in range(300)]).spots) == 300
    with pytest.raises(BadParameterError, match="no actor"):
        lay_out(graph, among=[])
    ties = [(a, b, RelationClass.EMPOWERMENT) for a in range(60) for b in range(60)]
    with pytest.raises(BadParameterError, match=r"at most 1500 lines.*--min-strength"):
        lay_out(graph_of([Level.GROUP] * 60, ties))


def test_few_lines_cross_in_the_district() -> None:
    """The order of the author, by the same count, has several times as many crossings."""
    layout = laid_out(SEEDS[1], "today")
    graph = ea.load(SEEDS[1]).view().graph
    ends = [
        (layout.spots[a], layout.spots[b]) for a, b in {tuple(sorted(p)) for p in graph.support}
        if a in layout.spots and b in layout.spots
    ]  # fmt: skip
    ours = _crossings([((a.x, a.y), (b.x, b.y)) for a, b in ends])
    rows: dict[Level, list[str]] = {}
    for actor in graph.actors:
        rows.setdefault(actor.level, []).append(actor.id)
    places: dict[str, tuple[float, float]] = {}
    for row in rows.values():
        spots = sorted((layout.spots[ActorId(a)] for a in row), key=lambda s: (s.x, s.y))
        places |= {a: (spot.x, spot.y) for a, spot in zip(row, spots, strict=True)}
    theirs = _crossings([(places[a.actor], places[b.actor]) for a, b in ends])
    assert ours < theirs / 2


def _crossings(segments: list[tuple[tuple[float, float], tuple[float, float]]]) -> int:
    def turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return sum(
        turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
        for place, (a, b) in enumerate(segments)
        for c, d in segments[:place]
    )
