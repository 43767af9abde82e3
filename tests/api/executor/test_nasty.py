"""Both executors give the same over a schema with everything that can go wrong."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from graphql import parse, print_schema, validate
from hypothesis import HealthCheck, given, settings
from hypothesis_graphql import strategies

from graph_api.api.executor import Asked, Plan
from tests.api.executor.both import both, operations_of, require_same
from tests.api.executor.nasty import NASTY, ROOT

DOCUMENTS = """
{ number id name huge half word gone colour colours yes infinite error }
{ a: none number }
{ late bad latest }
{ next { worse number } number }
{ next { sure { sure { sure { sure { number } } } } } }
{ next { __typename ... on Dog { barks } ... on Cat { number } } }
{ animal { __typename name ...F } both { ... on Thing { number } ...G } } fragment F on Cat { id }\
 fragment G on Dog { id barks }
{ things { number name } }
{ things { latest } all { number } }
{ all { none } }
{ all { latest } number }
{ all { worse } }
{ matrix strict noList }
{ halfWay { number } name }
{ halfWay { latest } }
{ streamed { number name latest } }
{ many { ... on Cat { number } ... on Dog { id } } odd { number } }
{ next { number } next { id } ... { next { half ... on Dog { name } } } }
{ said x: said(text: "a", times: 2, size: {width: 1}, colour: RED) y: said(text: null) }
{ next { said } things { said(size: {width: 2, inner: {width: 3, height: null}}) } }
query ($t: String, $n: Int = 3, $s: Size) { said(text: $t, times: $n, size: $s) }
query ($t: String!, $n: Int!) { things { said(text: $t, times: $n) } }
query ($yes: Boolean!, $no: Boolean = false) { a: number @include(if: $yes)\
 b: number @skip(if: $yes) c: id @include(if: $no) ... @skip(if: $no) { half } ...H @include(if:\
 $yes) next { number @include(if: $yes) } } fragment H on Query { d: half }
query ($n: Int!) { number said(times: $n) }
mutation { a: next { number } b: late c: name d: bad e: said }
mutation { a: number b: latest c: number }
{ __schema { queryType { name } } __type(name: "Cat") { name } number }
""".strip().split("\n")  # fmt: skip

VARIABLES: list[dict[str, Any]] = [
    {},
    {"t": "x", "n": 4, "s": {"width": 1}, "yes": True, "no": True},
    {"t": None, "n": None, "s": {"height": 1}, "yes": False, "no": False},
    {"t": "z", "n": 0, "yes": False},
]


async def same(text: str, variables: dict[str, Any]) -> None:
    document = parse(text)
    assert validate(NASTY, document) == [], text
    for operation in operations_of(document):
        require_same(*await both(NASTY, document, operation, Asked({"who": 1}, ROOT, variables)))


@pytest.mark.parametrize("text", DOCUMENTS)
def test_what_can_go_wrong_goes_wrong_alike(text: str) -> None:
    for variables in VARIABLES:
        asyncio.run(same(text, variables))


# A task that is cancelled before it begins never awaits what it was given, with either executor.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@given(strategies.queries(print_schema(NASTY)))
@settings(suppress_health_check=list(HealthCheck), max_examples=100)
def test_made_up_documents_have_the_same_answers(text: str) -> None:
    asyncio.run(same(text, {}))


def test_only_introspection_and_what_is_not_of_graphql_is_left_to_core() -> None:
    for text in DOCUMENTS:
        document = parse(text)
        for operation in operations_of(document):
            plan = Plan(NASTY, document, operation)
            asyncio.run(plan.execute(Asked(None, ROOT, VARIABLES[1])))
            assert (plan.left_to_core is not None) == ("__schema" in text), plan.left_to_core


def test_a_plan_serves_every_value_of_its_conditions() -> None:
    text = "query ($a: Boolean!, $b: Boolean!) { number @skip(if: $a) id @include(if: $b) }"
    document = parse(text)
    plan = Plan(NASTY, document, operations_of(document)[0])
    for a in (True, False):
        for b in (True, False):
            found = asyncio.run(plan.execute(Asked(None, ROOT, {"a": a, "b": b})))
            assert found.errors is None
            assert found.data is not None
            assert ("number" in found.data, "id" in found.data) == (not a, b)


def test_what_is_answered_is_counted() -> None:
    document = parse("{ number all { id number } next { id } none: sure { name } }")
    plan = Plan(NASTY, document, operations_of(document)[0], {"Query.number": 10, "Dog.id": 100})
    found = asyncio.run(plan.execute(Asked(None, ROOT)))
    # Four fields of the root and 10; three objects of two fields; one of one and 100; one of one.
    assert found.answered == 4 + 10 + 6 + 101 + 1
