"""Schemathesis draws documents out of the schema: none is a fault, none hangs, none tells too much.

200 cases run here, with a fixed seed; 2,000 with EMPOWER_AUDIT=1 in the environment
(``scripts/audit``).
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from graphql import introspection_from_schema
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from graph_api.api.app import Options, build_app
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import SMALL, Client
from tests.hostile.server import tells_nothing

CASES = 2_000 if os.environ.get("EMPOWER_AUDIT") else 200
SEED = 7
PATIENCE = DEFAULT_LIMITS.deadline_ms / 1_000 + 2

DRAWN = schemathesis.graphql.from_dict(dict(introspection_from_schema(schema.graphql_schema)))
LABELS = [f"{root}.{field}" for root in DRAWN for field in DRAWN[root]]
EACH = -(-CASES // len(LABELS))

_KEY = re.compile(r'(scenario\(key: )"(?:[^"\\]|\\.)*"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = SqliteStore(tmp_path_factory.mktemp("drawn") / FILE_NAME)
    service = Service(store)
    service.import_scenario(SMALL, name="small.yaml")
    yield Client(build_app(service, Options()))
    store.close()


@pytest.mark.timeout(1_800 if CASES > 200 else 120)
@pytest.mark.parametrize("label", LABELS)
def test_whatever_is_drawn_is_answered(client: Client, label: str) -> None:
    root, _, field = label.partition(".")
    told: Counter[str] = Counter()

    @seed(SEED)
    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(case=DRAWN[root][field].as_strategy(), is_known=st.booleans())
    def ask(case: schemathesis.Case[Any], is_known: bool) -> None:  # drawn
        document = str(case.body)
        if is_known:  # what is drawn names no scenario that there is
            document = _KEY.sub(r'\1"small"', document)
        began = time.monotonic()
        response = client.send("POST", "/graphql", json={"query": document})
        assert time.monotonic() - began < PATIENCE, document
        assert response.status_code == 200, (document, response.text)
        said = json.loads(response.text)
        assert tells_nothing(response.text.replace("office", "")), (document, response.text)
        for error in said.get("errors", ()):
            assert error["extensions"]["code"] != "INTERNAL", (document, error)
            assert error["extensions"]["messageZh"]
            told[error["extensions"]["code"]] += 1
        told["asked"] += 1

    ask()
    assert told["asked"] >= min(EACH, 5)


def test_every_root_field_is_asked_and_all_cases_are_made() -> None:
    kinds = (schema.graphql_schema.query_type, schema.graphql_schema.mutation_type)
    names = {f"{kind.name}.{field}" for kind in kinds if kind for field in kind.fields}
    assert names == set(LABELS)
    assert EACH * len(LABELS) >= CASES
