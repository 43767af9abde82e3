"""Pages while somebody writes: rows come, go and change rank, and no other row is lost for it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.api.app import build_app
from graph_api.api.connections import cut_page
from graph_api.api.cursors import MOST_CHARACTERS, Row, anchors, question
from graph_api.errors import BadCursorError
from graph_api.scoring.pairs import top
from graph_api.service import Service
from tests.api.client import Client
from tests.large import as_arrays

KEYS = "abcdefghijklmnopqrstuvwxyz"


def author_row(place: int, key: str) -> Row:
    return Row(place, (key,))


def walk(
    lists: Callable[[int], list[str]], size: int, row: Callable[[int, str], Row], *, ranked: bool
) -> list[str]:
    """Read page by page to the end; before each page the list is another one."""
    seen: list[str] = []
    after = None
    for step in range(200):
        asked = question(step, "list", ranked=ranked)
        page = cut_page(lists(step), row, asked, size, after)
        seen += page.items
        if not page.info.has_next_page:
            return seen
        after = page.info.end_cursor
    pytest.fail("the pages do not end")


@given(st.data())
@settings(max_examples=60)
def test_in_the_authors_order_no_row_that_stays_is_left_out(data: st.DataObject) -> None:
    now = list(KEYS[:20])
    stays = set(now)
    size = data.draw(st.integers(1, 6))
    most_in_a_row = 0

    def change(step: int) -> list[str]:
        nonlocal most_in_a_row
        if step:
            gone = data.draw(st.sets(st.sampled_from([*KEYS[:20]]), max_size=4))
            stays.difference_update(gone)
            most_in_a_row = max(most_in_a_row, len(KEYS[:20]) - len(stays))
            now[:] = [key for key in now if key not in gone] + [f"new {step}"] * (step < 4)
        return [*now]

    seen = walk(change, size, author_row, ranked=False)
    assert stays <= set(seen)
    old = [key for key in seen if key in KEYS]
    if most_in_a_row < 4:  # so many rows before it a cursor names one by one
        assert old == sorted(set(old))


@given(st.data())
@settings(max_examples=60)
def test_in_order_of_score_what_keeps_its_score_comes_once(data: st.DataObject) -> None:
    scores = {key: data.draw(st.integers(0, 5)) for key in KEYS[:15]}
    stays = set(scores)
    size = data.draw(st.integers(1, 5))

    def row(_: int, key: str) -> Row:
        return Row(-scores[key], (key,))

    def change(step: int) -> list[str]:
        if step:
            for key in data.draw(st.sets(st.sampled_from([*KEYS[:15]]), max_size=3)):
                stays.discard(key)
                if data.draw(st.booleans()):
                    scores.pop(key, None)
                else:
                    scores[key] = data.draw(st.integers(0, 5))
        return sorted(scores, key=lambda key: (-scores[key], key))

    seen = [key for key in walk(change, size, row, ranked=True) if key in stays]
    assert sorted(seen) == sorted(stays)


def test_a_cursor_outlives_its_row_and_those_before_it() -> None:
    rows = [f"{number:04}" for number in range(1_000)]
    asked = question(1, "list", ranked=False)
    end = cut_page(rows[:500], author_row, asked, 100, None).info.end_cursor
    after = cut_page(rows, author_row, asked, 100, end).info.end_cursor
    left = [row for row in rows if not "0150" <= row < "0200"]
    found = cut_page(left, author_row, question(2, "list", ranked=False), 100, after)
    assert found.stale
    # Behind the nearest row it names that is left, 0135 = 199 - 64: some come again, none is lost.
    assert found.items[0] == "0136"
    assert "0200" in found.items
    nothing = cut_page(["new"], author_row, question(3, "list", ranked=False), 100, after)
    assert [*nothing.items] == ["new"]


def test_a_cursor_names_few_rows_however_long_the_list() -> None:
    assert len([*anchors(10**6)]) < 16
    assert [[*anchors(number)] for number in range(3)] == [[], [0], [1, 0]]


def forged(parts: object) -> str:
    """Make what our checksum accepts: anybody can, who reads this code."""
    body = parts if isinstance(parts, bytes) else json.dumps(parts).encode()
    checksum = blake2b(body, digest_size=9, person=b"empower-cursor").digest()
    return base64.urlsafe_b64encode(checksum + body).decode().rstrip("=")


QUERY = """query($c: String) { scenario(key: "small") { view {
  actors(after: $c) { edges { node { key } } } pairs(between: {}, and: {}, after: $c) { stale }
  paths(from: "office", to: "residents", after: $c) { stale } } } }"""
ACTORS = """query($c: String) { scenario(key: "small") { view {
  actors(after: $c) { edges { node { key } } } } } }"""
BAD = [
    b"",
    b"null",
    b"[" * 5_000,
    b'[1,"x",NaN,0,["a"],[]]',
    [],
    [1],
    [1, "x", 0, 0, ["a"]],
    [1, "x", -1, 0, ["a"], []],
    [1, "x", 2**70, 0, ["a"], []],
    [1, "x", True, 0, ["a"], []],
    [1.5, "x", 0, 0, ["a"], []],
    ["1", "x", 0, 0, ["a"], []],
    [1, 7, 0, 0, ["a"], []],
    [1, "x", 0, "0", ["a"], []],
    [1, "x", 0, 0, [], []],
    [1, "x", 0, 0, [7], []],
    [1, "x", 0, 0, ["a"], [None]],
    [1, "x", 0, 0, "a", {}],
    {"revision": 1},
]


def read(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[9:])


@pytest.mark.parametrize("parts", BAD, ids=lambda parts: str(parts)[:30])
def test_what_is_made_up_is_refused_even_with_a_right_checksum(
    client: Client, parts: object
) -> None:
    first = '{ scenario(key: "small") { view { actors { pageInfo { endCursor } } } } }'
    cursor = client.data(first)["scenario"]["view"]["actors"]["pageInfo"]["endCursor"]
    if isinstance(parts, list):  # all but what is wrong is as it should be
        parts = [read(cursor)[1] if part == "x" else part for part in parts]
    errors = client.ask(ACTORS, c=forged(parts))["errors"]
    assert {error["extensions"]["code"] for error in errors} == {"BAD_CURSOR"}
    assert not any("Error" in json.dumps(error) for error in errors)


def test_cut_foreign_and_oversized_cursors_are_refused(client: Client) -> None:
    good = client.data(QUERY)["scenario"]["view"]
    assert good["pairs"] == {"stale": False}
    asked = question(1, "list")
    end = cut_page("abc", lambda _, key: Row(0, (key,)), asked, 1, None).info.end_cursor or ""
    for text in (end[:-3], end + "A", end[::-1], "A" * (MOST_CHARACTERS + 1)):
        with pytest.raises(BadCursorError):
            cut_page("abc", lambda _, key: Row(0, (key,)), asked, 1, text)
    for code in (client.ask(QUERY, c=end)["errors"], client.ask(QUERY, c="A" * 300_000)["errors"]):
        assert {error["extensions"]["code"] for error in code} == {"BAD_CURSOR"}


def test_one_with_a_place_far_beyond_does_no_more_work_than_the_list_has(
    client: Client, service: Service
) -> None:
    def digest_of(query: str, path: str) -> Any:
        cursor = client.data(query)["scenario"]["view"][path]["pageInfo"]["endCursor"]
        return read(cursor)

    for path, field in (("pairs", "pairs(between: {}, and: {}"), ("actors", "actors(filter: {}")):
        query = '{ scenario(key: "small") { view { %s, first: 1%s) { pageInfo { endCursor } } } } }'
        parts = digest_of(query % (field, ""), path)
        parts[2] = 2**40
        far = f', after: "{forged(parts)}"'
        assert "errors" not in client.ask(query % (field, far))


@pytest.mark.parametrize("asked", [False, True])
def test_pairs_of_a_large_view_are_counted_only_when_asked(
    service: Service, monkeypatch: pytest.MonkeyPatch, *, asked: bool
) -> None:
    counted: list[int] = []
    count = top._Top.pairs

    def spy(self: top._Top) -> int:
        counted.append(1)
        return count(self)

    monkeypatch.setattr(top._Top, "pairs", spy)
    wanted = "totalCount" if asked else "stale"
    query = f"view {{ pairs(between: {{}}, and: {{}}) {{ {wanted} }} }}"
    with as_arrays():
        client = Client(build_app(service))
        answer = client.data(f'{{ scenario(key: "small") {{ {query} }} }}')
    assert answer["scenario"]["view"]["pairs"] == {wanted: 6 if asked else False}
    assert len(counted) == asked
