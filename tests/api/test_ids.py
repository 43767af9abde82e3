"""Node ids: opaque, reversible, and never mistaken for a key."""

from __future__ import annotations

import base64
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.api.ids import NodeId, own_key, read_node_id
from graph_api.domain.words import ID_PATTERN
from tests.api.client import Client

texts = st.text(st.characters(exclude_categories=["Cs"]))
ids = st.builds(NodeId, texts, texts, texts, texts, texts)


@given(ids)
def test_an_id_comes_back_as_it_was(named: NodeId) -> None:
    assert read_node_id(str(named)) == named


@given(ids)
def test_no_key_looks_like_an_id(named: NodeId) -> None:
    assert re.fullmatch(r"~[A-Za-z0-9_-]+", str(named))
    assert not re.fullmatch(ID_PATTERN, str(named))


@given(st.text())
def test_any_other_text_is_none_and_stays_itself(text: str) -> None:
    assert read_node_id(text) is None
    assert own_key(text, "Actor", "small") == text


def encoded(value: object) -> str:
    raw = json.dumps(value, separators=(",", ":")).encode()
    return "~" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        encoded(None),
        encoded({}),
        encoded([]),
        encoded([1, 2]),
        encoded(["Actor"]),
        encoded(["Actor", "small", "today", "", "office", "more"]),
        encoded(["Actor", "small"]),
        "~" + base64.urlsafe_b64encode(b"[" * 3_000).decode().rstrip("="),
        str(NodeId("Actor", "small", key="office")) + "=",
        "~\u00e9",
    ],
)
def test_a_malformed_id_is_no_node(client: Client, text: str) -> None:
    assert client.data("query($i: ID!) { node(id: $i) { id } }", i=text) == {"node": None}


@pytest.mark.parametrize(
    "named",
    [
        NodeId("Scenario", "gone"),
        NodeId("Scenario", "small", key="more"),
        NodeId("Actor", "small", key="nobody"),
        NodeId("Actor", "small", "worse", key="office"),
        NodeId("Relation", "small", key="r99"),
        NodeId("Source", "small", key="essay"),
        NodeId("Actor", "small", digest="x", key="office"),
    ],
)
def test_an_id_of_what_is_not_stored_is_no_node(client: Client, named: NodeId) -> None:
    assert client.data("query($i: ID!) { node(id: $i) { id } }", i=str(named)) == {"node": None}
