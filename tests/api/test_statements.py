"""How many statements the store is sent: the same for one object and for a hundred."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph_api.api.app import build_app
from graph_api.domain import (
    AddRelation,
    Case,
    CaseState,
    ChangeSet,
    Edit,
    Label,
    Scenario,
    Section,
    Variant,
)
from graph_api.service import Service
from graph_api.stores import Store
from graph_api.stores.statements import listening
from tests.api.client import Client
from tests.contract.rich import large_scenario, relation

SIZES = (1, 5, 20)

SCENARIO = '{ scenario(key: "many") { %s } }'
VIEW = '{ scenario(key: "many") { view { %s } } }'
QUESTIONS = {
    "the list of scenarios": "{ scenarios(first: 100) { totalCount edges { node {"
    " id key title revision } } } }",
    "the list through a fragment": "{ scenarios(first: 100) { ...page } }"
    " fragment page on ScenarioConnection { edges { node { ... on Scenario { key } ...one } } }"
    " fragment one on Scenario { title }",
    "the page of a history": SCENARIO % "history(first: 100) { edges { node { reason changes } } }",
    "all variants": SCENARIO % "variants { key title }",
    "sources and figures": SCENARIO % "sources { key } figures { key }",
    "the yaml": SCENARIO % "yaml",
    "actors": VIEW % "actors(first: 100) { totalCount edges { node { id name } } }",
    "relations": VIEW % "relations(first: 100) { edges { node { id from { key } to { key } } } }",
    "a pair": VIEW % 'pair(a: "a0", b: "a1") { forward mutual }',
    "bottlenecks": VIEW % 'bottlenecks(between: {ids: ["a0"]}, and: {ids: ["a1"]}, first: 50)'
    " { edges { node { loss } } }",
}


def many(number: int) -> Scenario:
    """A scenario with a number of everything."""
    scenario = replace(large_scenario(0, actors=number + 1, relations=2 * number), key="many")
    changes = tuple(
        AddRelation(relation(f"v{index}", "a0", "a1", strength=None)) for index in range(2)
    )
    return replace(
        scenario,
        variants={
            f"w{index}": Variant(f"w{index}", Label(f"W {index}"), changes=changes)
            for index in range(number)
        },
        cases={f"c{index}": Case(f"c{index}", CaseState.IDENTIFIED) for index in range(number)},
    )


def filled(store: Store, number: int) -> Client:
    """Keep ``number`` scenarios beside the one that has so many of everything, and so a journal."""
    store.create(many(number))
    for index in range(number - 1):
        store.create(Scenario(f"other-{index}", about=replace(many(1).about)))
    for index in range(number):
        now = store.load("many")
        after = replace(
            now.cases["c0"], state=CaseState.ASSISTED if index % 2 == 0 else CaseState.IDENTIFIED
        )
        store.apply(
            "many",
            ChangeSet((Edit(Section.CASE, "c0", now.cases["c0"], after),), reason=str(index)),
            expected_revision=now.revision,
        )
    return Client(build_app(Service(store)))


def emptied(store: Store) -> None:
    for info in store.scenarios():
        store.delete(info.key, expected_revision=info.revision)


def counts(client: Client, query: str, **variables: Any) -> tuple[int, int]:
    """Give the number of statements of the first time, and of the next."""
    found = []
    for _ in range(2):
        with listening() as heard:
            client.data(query, **variables)
        found.append(len(heard))
    return found[0], found[1]


def test_statements_do_not_grow_with_what_is_asked_for(store: Store) -> None:
    found: dict[str, set[tuple[int, int]]] = {}
    for number in SIZES:
        filled(store, number)
        for what, query in QUESTIONS.items():  # each with nothing in memory
            client = Client(build_app(Service(store)))
            found.setdefault(what, set()).add(counts(client, query))
        emptied(store)
    assert {what: numbers for what, numbers in found.items() if len(numbers) > 1} == {}
    for ((cold, warm),) in found.values():
        assert 0 < warm <= cold <= 30


@pytest.mark.long("neo4j")
def test_many_nodes_of_one_scenario_cost_what_one_does(store: Store) -> None:
    client = filled(store, 20)
    page = client.data(QUESTIONS["actors"])["scenario"]["view"]["actors"]["edges"]
    ids = [edge["node"]["id"] for edge in page]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    found = [counts(client, query, ids=ids[:number])[1] for number in SIZES]
    assert len(set(found)) == 1


@pytest.mark.long("neo4j")
def test_a_list_of_scenarios_loads_none_of_them(store: Store) -> None:
    client = filled(store, 10)
    listed = QUESTIONS["the list of scenarios"]
    cold, _ = counts(client, listed)
    assert cold <= 3
    (first, *_) = client.data(listed)["scenarios"]["edges"]
    more = client.data(
        "{ scenarios(first: 1) { edges { node { id key title revision description } } } }"
    )
    assert {**more["scenarios"]["edges"][0]["node"], "description": ""} == {
        **first["node"],
        "description": "",
    }
