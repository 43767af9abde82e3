"""Pages: no item twice, none left out, whatever happens between two of them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.api.cursors import Place, Row, question, read_cursor, start_after, write_cursor
from graph_api.errors import BadCursorError
from graph_api.service import Service
from tests.api.client import Client

LISTS = {
    "actors": "actors(first: $n, after: $c) { ...page edges { node { key } } }",
    "relations": "relations(first: $n, after: $c) { ...page edges { node { key } } }",
    "paths": 'paths(from: "office", to: "residents", first: $n, after: $c)'
    " { edges { node { key: score } } %s }",
    "pairs": "pairs(between: {}, and: {}, first: $n, after: $c)"
    " { edges { node { a { key } b { key } } } %s }",
    "bottlenecks": "bottlenecks(between: {}, and: {}, first: $n, after: $c, target: RELATION)"
    " { edges { node { subject { ... on Relation { key } } } } %s }",
}
PAGE = "stale pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


def page(client: Client, name: str, n: int | None, after: str | None = None) -> Any:
    field = LISTS[name].replace("...page", PAGE).replace("%s", PAGE)
    query = (
        f'query($n: Int, $c: String) {{ scenario(key: "small") {{ view {{ {name}: {field} }} }} }}'
    )
    return client.data(query, n=n, c=after)["scenario"]["view"][name]


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_one_make_up_the_whole_list(client: Client, name: str) -> None:
    whole = [edge["node"] for edge in page(client, name, 100)["edges"]]
    assert len(whole) > 1
    seen: list[Any] = []
    after = None
    while True:
        one = page(client, name, 1, after)
        seen += [edge["node"] for edge in one["edges"]]
        assert one["stale"] is False
        assert one["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = one["pageInfo"]["endCursor"]
        if not one["pageInfo"]["hasNextPage"]:
            break
    assert seen == whole


def test_a_page_of_none_has_no_cursor_and_null_is_twenty(client: Client) -> None:
    none = page(client, "actors", 0)
    assert none["edges"] == []
    assert none["pageInfo"]["endCursor"] is None
    assert none["pageInfo"]["hasNextPage"] is True
    assert len(page(client, "actors", None)["edges"]) == 4


def test_a_ranked_list_goes_on_behind_its_last_item_after_a_commit(
    client: Client, service: Service
) -> None:
    first = page(client, "bottlenecks", 1)
    names = [edge["node"]["subject"]["key"] for edge in page(client, "bottlenecks", 100)["edges"]]
    assert names[0] == "r3"
    # A new loop changes no score, but the revision.
    loop = {"add_relation": {"from": "market", "to": "market", "strength": 0.3}}
    service.apply_changes("small", [loop], expected_revision=1)
    rest = page(client, "bottlenecks", 100, first["pageInfo"]["endCursor"])
    assert rest["stale"] is True
    seen = [edge["node"]["subject"]["key"] for edge in rest["edges"]]
    assert [name for name in seen if name in names] == names[1:]


def test_a_plain_list_goes_on_where_its_last_item_was_when_that_is_gone(
    client: Client, service: Service
) -> None:
    first = page(client, "relations", 2)
    service.apply_changes("small", [{"remove_relation": "r2"}], expected_revision=1)
    rest = page(client, "relations", 2, first["pageInfo"]["endCursor"])
    assert rest["stale"] is True
    assert [edge["node"]["key"] for edge in rest["edges"]] == ["r3", "r4"]
    kept = page(client, "relations", 1)["pageInfo"]["endCursor"]
    service.apply_changes("small", [{"remove_actor": "market"}], expected_revision=2)
    again = page(client, "relations", 2, kept)
    assert [edge["node"]["key"] for edge in again["edges"]] == ["r3", "r4"]


def test_scenarios_and_history_have_pages_too(seeded: Client, service: Service) -> None:
    query = """query($c: String) { scenarios(first: 3, after: $c) { totalCount
        edges { node { key history(first: 1) { pageInfo { hasNextPage } } } }
        pageInfo { hasNextPage endCursor } } }"""
    keys: list[str] = []
    after = None
    while True:
        one = seeded.data(query, c=after)["scenarios"]
        keys += [edge["node"]["key"] for edge in one["edges"]]
        after = one["pageInfo"]["endCursor"]
        if not one["pageInfo"]["hasNextPage"]:
            break
    assert keys == sorted(set(keys))
    assert len(keys) == one["totalCount"] == 7


@pytest.mark.parametrize(
    "forged",
    ["", "x", "ä", "AAAA", "W10", base64.urlsafe_b64encode(b"arrayconnection:-5").decode()],
)
def test_a_forged_cursor_is_refused_without_a_word_of_python(client: Client, forged: str) -> None:
    query = 'query($c: String) { scenario(key: "small") { view {'
    query += ' pair(a: "office", b: "residents") { forward } actors(after: $c) { stale } } } }'
    error = client.error(query, c=forged)
    assert error["extensions"]["code"] == "BAD_CURSOR"
    assert "endCursor" in error["message"]


def test_a_cursor_of_another_question_is_refused(client: Client) -> None:
    cursor = page(client, "actors", 1)["pageInfo"]["endCursor"]
    for other in (
        'view { actors(filter: {search: "o"}, after: $c) { stale } }',
        "view { relations(after: $c) { stale } }",
        'view(variant: "better") { actors(after: $c) { stale } }',
        'view(changes: [{removeRelation: "r1"}]) { actors(after: $c) { stale } }',
    ):
        query = f'query($c: String) {{ scenario(key: "small") {{ {other} }} }}'
        assert client.error(query, c=cursor)["extensions"]["code"] == "BAD_CURSOR", other


@pytest.mark.parametrize("first", [-1, 101])
def test_a_page_size_outside_the_limits_names_them(client: Client, first: int) -> None:
    query = 'query($n: Int) { scenario(key: "small") { view { actors(first: $n) { stale } } } }'
    error = client.error(query, n=first)
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["limit"] == 100


rows = st.builds(
    Row,
    st.sampled_from([0.0, -0.25, -1e-300, float("inf"), 3.0]),
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1).map(tuple),
)


@given(rows, st.integers(0, 10**6), st.integers(1, 10**9))
def test_a_cursor_comes_back_as_it_was(row: Row, number: int, revision: int) -> None:
    asked = question(revision, "list", {"first": 1})
    cursor = write_cursor(asked, row, number)
    assert read_cursor(cursor, asked) == Place(row, number, revision)


@given(rows, st.data())
def test_no_changed_byte_of_a_cursor_passes(row: Row, data: st.DataObject) -> None:
    asked = question(1, "list")
    cursor = write_cursor(asked, row, 0)
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadCursorError):
        read_cursor(base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("="), asked)


@given(st.lists(st.integers(0, 50), min_size=1, unique=True), st.data())
def test_after_an_insertion_everything_behind_the_cursor_still_comes(
    ranks: list[int], data: st.DataObject
) -> None:
    ordered = [Row(rank, (f"{rank}",)) for rank in sorted(ranks)]
    last = data.draw(st.sampled_from(ordered))
    added = data.draw(st.integers(0, 50))
    longer = sorted({*ordered, Row(added, (f"new {added}",))}, key=lambda row: (row.rank, row.ids))
    start = start_after(Place(last, 0, 1), longer, question(2, "list"))
    assert {row for row in ordered if row.rank > last.rank} <= set(longer[start:])
    assert not {row for row in ordered if row.rank <= last.rank} & set(longer[start:])
