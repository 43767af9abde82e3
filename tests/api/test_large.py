"""A scenario of tables over GraphQL: the same fields, found without touching all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph_api.api.app import build_app
from graph_api.bench import SHAPES
from graph_api.domain import ActorFilter, ActorId
from graph_api.domain.tables import LARGE
from graph_api.exchange.parquet import write_drawn
from graph_api.scoring import Scoring
from graph_api.scoring.graphs.carriers import search_arrays
from graph_api.service import Service
from graph_api.snapshots import Snapshots
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import PATIENT, Client

KEY = "district-2000-7"
OFFICE = "a1"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("large")
    write_drawn(SHAPES["district"](2_000, 7), folder / "tables", KEY, "A town", "一座城")
    store = SqliteStore(folder / FILE_NAME)
    own = Service(store, Snapshots(store, folder=folder / "columns", extra=search_arrays))
    own.import_tables(folder / "tables")
    yield own
    store.close()


@pytest.fixture(scope="module")
def client(service: Service) -> Client:
    return Client(build_app(service, PATIENT))


def view(client: Client, fields: str, arguments: str = "") -> Any:
    asked = f'{{ scenario(key: "{KEY}") {{ view{arguments} {{ {fields} }} }} }}'
    answer = client.ask(asked)
    assert "errors" not in answer, answer
    return answer["data"]["scenario"]["view"]


def test_it_is_large(client: Client) -> None:
    found = view(client, "actorCount relationCount")
    assert found["actorCount"] == 2_000
    assert found["relationCount"] > LARGE


def test_a_pair_says_over_graphql_what_it_says_in_python(client: Client, service: Service) -> None:
    fields = (
        'pair(a: "a1500", b: "a1", scoring: {decay: 0.9}) { forward reverse mutual explanation'
        " reversePath { relations { key from { key } to { key } counterparts { key } } } }"
    )
    found = view(client, fields)["pair"]
    score = service.pair(service.view(KEY), "a1500", OFFICE, Scoring(decay=0.9))
    assert (found["forward"], found["reverse"], found["mutual"]) == (
        score.forward, score.reverse, score.mutual,
    )  # fmt: skip
    assert score.reverse_path is not None
    steps = found["reversePath"]["relations"]
    assert [step["key"] for step in steps] == list(score.reverse_path.relations)
    assert steps[0]["from"]["key"] == OFFICE
    assert found["explanation"]


def test_the_pages_of_best_pairs_are_the_ranking_of_all(client: Client, service: Service) -> None:
    ranking = service.pairs(
        service.view(KEY), ActorFilter(kinds=("resident",)), ActorFilter(ids=(ActorId(OFFICE),))
    )
    rows: list[tuple[str, float]] = []
    after = None
    for _ in range(3):
        cursor = "" if after is None else f', after: "{after}"'
        fields = (
            f'pairs(between: {{kinds: ["resident"]}}, and: {{ids: ["{OFFICE}"]}}, first: 7{cursor})'
            " { totalCount disconnected pageInfo { endCursor hasNextPage }"
            " edges { node { a { key } mutual } } }"
        )
        page = view(client, fields)["pairs"]
        rows += [(edge["node"]["a"]["key"], edge["node"]["mutual"]) for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["pageInfo"]["hasNextPage"]
        assert page["disconnected"] == ranking.disconnected
        assert page["totalCount"] == len(ranking.rows)
    assert rows == [(row.a, row.mutual) for row in ranking.rows[:21]]


def test_bottlenecks_actors_and_relations_come_page_by_page(client: Client) -> None:
    group = f'between: {{kinds: ["resident"]}}, and: {{ids: ["{OFFICE}"]}}'
    found = view(client, f"bottlenecks({group}, first: 3) {{ edges {{ node {{ loss }} }} }}")
    losses = [edge["node"]["loss"] for edge in found["bottlenecks"]["edges"]]
    assert losses == sorted(losses, reverse=True)
    assert losses[2] > 0
    pages = []
    after = ""
    for _ in range(2):
        fields = (
            f"relations(filter: {{minStrength: 0.5}}, first: 40{after})"
            " { totalCount pageInfo { endCursor } edges { node { key strength } } }"
        )
        page = view(client, fields)["relations"]
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
        assert all(edge["node"]["strength"] >= 0.5 for edge in page["edges"])
        pages += [edge["node"]["key"] for edge in page["edges"]]
    assert len(set(pages)) == 80
    actors = view(client, 'actors(filter: {kinds: ["street_office"]}) { totalCount }')
    assert actors["actors"]["totalCount"] == 1


def test_a_what_if_question_changes_the_answer_and_nothing_else(client: Client) -> None:
    pair = 'pair(a: "a1", b: "a1999") { forward }'
    before = view(client, pair)["pair"]["forward"]
    added = '(changes: [{addRelation: {from: "a1", to: "a1999", strength: {best: 1}}}])'
    assert before < 1
    assert view(client, pair, added)["pair"]["forward"] == 1
    assert view(client, pair)["pair"]["forward"] == before
