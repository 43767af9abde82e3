"""Documents are kept as long as there is room, and what they take is not underrated."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from dataclasses import replace

import pytest

from graph_api.api.execution import Execution
from graph_api.api.executor import Asked
from graph_api.api.keeping.documents import Document, Documents
from graph_api.api.pricing.cost import chosen_operation
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema
from graph_api.api.transport.reading import Asked as Question
from graph_api.auth import LOCAL, Role
from graph_api.service import Service
from tests.api.client import SMALL

WHOLE = schema.graphql_schema
LIST = " ".join(
    f"a{number}: actors(first: 100) {{ edges {{ node {{ key level stateness }} }} }}"
    for number in range(20)
)


def text_of(number: int) -> str:
    return f'{{ n{number}: scenario(key: "small") {{ key revision }} }}'


def compiled(documents: Documents, text: str) -> Document:
    found = documents.get(text, DEFAULT_LIMITS)
    operation = found.parsed and chosen_operation(found.parsed, None)
    if operation and not found.errors():
        found.price(operation, {}, DEFAULT_LIMITS)
        plan = found.plan(operation)
        variables = plan._coerced(Asked())
        assert not isinstance(variables, list)
        plan._compile(variables)
    return found


def test_the_document_that_was_asked_longest_ago_goes_first() -> None:
    documents = Documents(WHOLE, most_bytes=400_000)
    first = documents.get(text_of(0), DEFAULT_LIMITS)
    for number in range(1, 100):
        documents.get(text_of(number), DEFAULT_LIMITS)
        assert documents.size <= 400_000
        assert documents.get(text_of(0), DEFAULT_LIMITS) is first  # asked all the time
    one = documents.get(text_of(99), DEFAULT_LIMITS)
    assert documents.get(text_of(99), DEFAULT_LIMITS) is one
    kept = len(documents._kept)
    assert documents.size == sum(item.size for item in documents._kept.values())
    documents.get(text_of(1), DEFAULT_LIMITS)  # gone, and made anew
    assert len(documents._kept) == kept


def test_a_document_that_would_fill_the_room_is_not_kept() -> None:
    documents = Documents(WHOLE, most_bytes=200_000)
    documents.get("# " + "x" * 5_000 + "\n{ __typename }", DEFAULT_LIMITS)
    assert documents.size == 0


def test_wrong_texts_have_their_room_too() -> None:
    documents = Documents(WHOLE, most_bytes=400_000)
    for number in range(100):
        assert documents.get("{" + "x" * number, DEFAULT_LIMITS).parsed is None
    assert 0 < documents.size <= 400_000


def test_other_limits_make_another_document() -> None:
    documents = Documents(WHOLE)
    few = replace(DEFAULT_LIMITS, max_tokens=5)
    assert documents.get(text_of(0), DEFAULT_LIMITS).parsed is not None
    assert documents.get(text_of(0), few).parsed is None


@pytest.mark.parametrize(
    "text",
    [
        text_of(0),
        '{ scenario(key: "small") { view { ' + LIST + " } } }",
        "{" + " key" * 400 + "}",  # not valid
        "{ nodes(ids: [" + " 1" * 400 + "]) { id } }",
        "{" + " __typename" * 400 + "}",
    ],
    ids=["short", "list", "wrong", "numbers", "the same"],
)
def test_what_a_document_takes_is_about_what_is_reckoned(text: str) -> None:
    compiled(Documents(WHOLE), text)  # what is loaded once
    documents = Documents(WHOLE)
    gc.collect()
    tracemalloc.start()
    try:
        found = compiled(documents, text)
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken <= 1.5 * found.size + 20_000
    assert found.size <= 4 * taken + 20_000


SELECTED = "key level sphere name"


def spread_again_and_again(views: int) -> str:
    """Give a short document whose fragments stand in very many places."""
    fragments = [
        f"fragment A{level} on Actor {{ {SELECTED} empowers(first: 1) {{ ...R{level} }} "
        f"empoweredBy(first: 1) {{ ...R{level} }} }} fragment R{level} on RelationConnection {{"
        f" edges {{ node {{ key from {{ ...A{level + 1} }} to {{ ...A{level + 1} }} }} }} }}"
        for level in range(3)
    ]
    asked = " ".join(
        f'v{number}: view {{ actor(id: "residents") {{ ...A0 }} }}' for number in range(views)
    )
    last = f"fragment A3 on Actor {{ {SELECTED} }}"
    return f'{{ scenario(key: "small") {{ {asked} }} }} {last} {" ".join(fragments)}'


def test_lists_longer_than_reckoned_end_at_the_limit(service: Service) -> None:
    evidence = ", ".join(["{source: essay, lines: [3]}"] * 500)
    wide = SMALL.replace("[{source: essay, lines: [3]}]", f"[{evidence}]")
    service.import_scenario(wide.replace("scenario: small", "scenario: wide"), name="wide.yaml")
    execution = Execution(schema, service, replace(DEFAULT_LIMITS, max_cost=2_000))
    fragment = " fragment R on Relation { evidence { note source { key } } }"
    for times, is_short in ((1, True), (10, False)):
        asked = " ".join(f'r{number}: relation(id: "r1") {{ ...R }}' for number in range(times))
        text = f'{{ scenario(key: "wide") {{ view {{ {asked} }} }} }} {fragment}'
        caller = replace(LOCAL, role=Role.ANALYST)
        result = asyncio.run(execution.answer(Question(text, None, None), caller, "r"))
        assert result.extensions is not None
        cost = result.extensions["cost"]
        assert cost["requested"] < 500
        assert (result.errors is None) == is_short
        if not is_short:
            assert cost["actual"] < 2_500
            codes = {(error.extensions or {})["code"] for error in result.errors or ()}
            assert codes == {"TOO_COSTLY"}


def test_fragments_that_stand_in_many_places_are_compiled_once(service: Service) -> None:
    execution = Execution(schema, service, DEFAULT_LIMITS)
    asked = Question(spread_again_and_again(3), None, None)
    result = asyncio.run(execution.answer(asked, LOCAL, "r"))
    assert result.errors is None
    assert result.extensions is not None
    assert result.extensions["cost"]["actual"] > 1_500
    document = schema.documents.get(asked.query, DEFAULT_LIMITS)
    (plan,) = document._plans.values()
    ((compiler, _),) = plan._compiled.values()
    assert compiler.fields < 100


def test_what_is_compiled_beyond_what_was_reckoned_is_not_kept(service: Service) -> None:
    execution = Execution(schema, service, DEFAULT_LIMITS)
    conditions = " ".join(f"$c{number}: Boolean! = true" for number in range(8))
    spread = " ".join(f"key @include(if: $c{number})" for number in range(8))
    several = " ".join(f"title{n}: title" for n in range(100))
    text = f'query({conditions}) {{ scenario(key: "small") {{ {spread} {several} }} }}'
    document = schema.documents.get(text, DEFAULT_LIMITS)
    assert document.parsed is not None
    for number in range(8):
        asked = Question(text, {f"c{number}": False}, None)
        assert asyncio.run(execution.answer(asked, LOCAL, "r")).errors is None
        (plan,) = document._plans.values()
        kept = sum(compiler.fields for compiler, _ in plan._compiled.values())
        assert kept <= document.parsed.token_count + 200
