"""Both executors give the same over our own schema, with the seeds."""

from __future__ import annotations

import asyncio
import copy
import os
import re
from collections.abc import Iterator

import pytest
from graphql import parse, print_schema, validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, strategies

from graph_api.api.context import RequestContext
from graph_api.api.executor import Asked
from graph_api.api.pricing.cost import price
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema
from graph_api.errors import GraphApiError
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import ROOT, SMALL
from tests.api.executor.both import both, operations_of, require_same

WHOLE = schema.graphql_schema
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
ASKS_ALL = os.environ.get("BOTH_EXECUTORS") == "all"
MOST = 1_000_000 if ASKS_ALL else 600
"""Cost of a query that is still asked; with ``BOTH_EXECUTORS=all`` in the environment any is."""

LONG = frozenset() if ASKS_ALL else frozenset({"q5-patience"})
"""Pages whose mechanism reckons for seconds, twice here; the tests of the systems ask them."""

QUERIES = [
    (f"{page.stem}-{number}", text)
    for page in PAGES
    if page.stem not in LONG
    for number, text in enumerate(
        re.findall(r"```graphql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    store = SqliteStore(tmp_path_factory.mktemp("both") / FILE_NAME)
    own = Service(store)
    for path in (ROOT / "seeds").glob("*.yaml"):
        own.import_scenario(path.read_bytes(), name=path.name)
    own.import_scenario(SMALL, name="small.yaml")
    yield own
    store.close()


async def same(service: Service, text: str) -> int:
    """Ask by both; give how many operations were asked."""
    document = parse(text)
    if validate(WHOLE, document):
        return 0
    asked = 0
    for operation in operations_of(document):
        if operation.operation.value != "query":
            continue
        try:
            if price(WHOLE, document, operation, {}, DEFAULT_LIMITS).cost > MOST:
                continue
        except GraphApiError:
            continue
        context = RequestContext(service)
        again = copy.copy(context)  # at the same revisions, with a budget of its own
        again.__post_init__()
        require_same(*await both(WHOLE, document, operation, Asked(context), Asked(again)))
        asked += 1
    return asked


@pytest.mark.parametrize("text", [text for _, text in QUERIES], ids=[name for name, _ in QUERIES])
def test_every_query_of_the_docs_has_the_same_answer(service: Service, text: str) -> None:
    asyncio.run(same(service, text))


def queries() -> st.SearchStrategy[str]:
    return strategies.queries(
        print_schema(WHOLE),
        fields=["scenario", "node", "nodes", "scenarios", "limits", "viewer"],
        custom_scalars={"Date": st.dates().map(str).map(nodes.String)},
    )


@given(queries())
@settings(suppress_health_check=list(HealthCheck), max_examples=15)
def test_made_up_questions_have_the_same_answers(service: Service, text: str) -> None:
    # Keys that exist are asked often, or hardly anything would be answered.
    text = re.sub(r'scenario\(key: "[^"]*"\)', 'scenario(key: "small")', text)
    asyncio.run(same(service, text))
