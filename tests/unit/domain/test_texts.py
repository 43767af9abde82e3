"""Columns of texts: a list of texts, only smaller."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_api.domain.texts import Numbered, TextColumn, TextPlaces, Texts, compact, joined

some_texts = st.lists(
    st.text(st.characters(codec="utf-8"), max_size=20)
    | st.text("a\0b", max_size=20)
    | st.text("ab\0", max_size=10).map("the same words ".__add__)
    | st.integers(0, 30).map("r{}".format)
    | st.sampled_from(("r01", "r", "r9999999999", "街道办事处", "a" * 80, "a" * 79 + "b")),
    max_size=20,
)
numbered_texts = st.lists(st.integers(0, 200).map("r{}".format), min_size=1, max_size=20)


def columns_of(texts: list[str]) -> tuple[TextColumn, TextColumn]:
    return Texts.of(texts), compact(Texts.of(texts))


@given(some_texts | numbered_texts)
@example([])
@example(["r3", "r2", "r3"])
def test_a_column_is_the_list_that_it_was_made_of(texts: list[str]) -> None:
    for column in columns_of(texts):
        assert list(column) == texts
        assert [column[place] for place in range(len(texts))] == texts
        assert column[1:-1] == tuple(texts[1:-1])
        with pytest.raises(IndexError):
            column[len(texts)]


@given(some_texts | numbered_texts)
def test_a_text_is_found_where_it_stands_first(texts: list[str]) -> None:
    for column in columns_of(texts):
        for text in (*texts, "", "r", "r0", "r00", "r7", "r07", "zz", "r1000000000", "\ud800"):
            assert column.find(text) == (texts.index(text) if text in texts else None)


@given(some_texts | numbered_texts)
def test_the_order_is_that_of_code_points(texts: list[str]) -> None:
    for column in columns_of(texts):
        assert column.order.tolist() == sorted(range(len(texts)), key=texts.__getitem__)


@given(some_texts | numbered_texts, st.data())
def test_some_of_the_texts_are_taken_in_any_order(texts: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from(range(len(texts)))) if texts else st.just([]))
    places = np.array(wanted, np.int64)
    for column in columns_of(texts):
        assert list(column.take(places)) == [texts[place] for place in wanted]
        assert column.several(wanted) == [texts[place] for place in wanted]


@given(some_texts | numbered_texts)
def test_a_text_that_stands_twice_is_told(texts: list[str]) -> None:
    for column in columns_of(texts):
        place = column.repeated()
        if place is None:
            assert len(set(texts)) == len(texts)
        else:
            assert texts[place] in texts[:place]


@given(some_texts, numbered_texts)
def test_columns_are_joined_in_turn(one: list[str], other: list[str]) -> None:
    assert list(joined([*columns_of(one), *columns_of(other)])) == [*one, *one, *other, *other]


@pytest.mark.parametrize(
    ("texts", "is_numbered"),
    [
        (["r1", "r2", "r10"], True),
        (["居1", "居0"], True),
        (["7", "8"], True),
        (["r1", "s2"], False),  # another prefix
        (["r1", "r02"], False),  # a zero in front would be lost
        (["r1", "r"], False),
        (["r1", "r1234567890"], False),  # too long for four bytes
        (["r1", "r999999"], False),  # too far apart
        (["r1", "ra"], False),
        (["a", "b"], False),
    ],
)
def test_numbers_with_one_prefix_are_kept_as_numbers(texts: list[str], is_numbered: bool) -> None:
    column = compact(Texts.of(texts))
    assert isinstance(column, Numbered) == is_numbered
    assert list(column) == texts


def test_places_by_text_are_a_mapping() -> None:
    places = TextPlaces[str](Texts.of(["b", "a"]))
    assert dict(places) == {"b": 0, "a": 1}
    assert "c" not in places
    with pytest.raises(KeyError):
        places["c"]


def test_texts_longer_than_four_gigabytes_in_all_are_counted_in_eight_bytes() -> None:
    from graph_api.domain.texts import offsets_of  # noqa: PLC0415  # only here

    assert offsets_of(np.array([2**31, 2**31], np.int64)).dtype == np.uint64
    assert offsets_of(np.array([2**31, 2**31 - 1], np.int64)).dtype == np.uint32
