"""Documents are kept as long as there is room, and what they take is not underrated."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace

import pytest

from graph_api.api.executor import Asked
from graph_api.api.keeping.documents import Document, Documents
from graph_api.api.pricing.cost import chosen_operation
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema

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
