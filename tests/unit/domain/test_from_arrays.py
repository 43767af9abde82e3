"""Views from arrays: the same for few relations, as entries, and for many, as tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import from_arrays
from graph_api.domain.from_arrays import snapshot_from_arrays
from graph_api.domain.tables import LARGE, TableRows
from graph_api.errors import BadParameterError
from tests.unit.domain.test_table_views import agree

IDS = ("居民", "b", "a1", "a2")
ties = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from((float("nan"), 0.0, 0.25, 1 / 3, 1.0)) | st.floats(0, 1),
    ),
    max_size=20,
)


@given(ties)
def test_tables_say_what_entries_say(said: list[tuple[int, int, float]]) -> None:
    starts, ends, strengths = zip(*said, strict=True) if said else ((), (), ())
    arrays = np.array(starts, np.int32), np.array(ends, np.uint8), np.array(strengths)
    small = snapshot_from_arrays(IDS, *arrays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(from_arrays, "MOST_ENTRIES", -1)
        large = snapshot_from_arrays(IDS, *arrays)
    assert isinstance(large.relations, TableRows)
    assert not isinstance(small.relations, TableRows)
    agree(large, small)


def test_more_relations_than_a_small_view_may_have_become_tables() -> None:
    starts = np.zeros(LARGE + 1, np.int32)
    view = snapshot_from_arrays(IDS, starts, starts + 1, np.full(starts.size, 0.5))
    assert isinstance(view.relations, TableRows)
    assert view.relation(f"r{LARGE + 1}").to_id == "b"
    assert {*view.support} == {("居民", "b")}


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        (([0], [4], [0.5]), "from 0 to 3"),
        (([-1], [0], [0.5]), "from 0 to 3"),
        (([0.5], [1], [0.5]), "whole numbers"),
        (([float("nan")], [1], [0.5]), "from 0 to 3"),
        (([0], [1], [1.5]), r"in \[0, 1\]"),
        (([0, 1], [1], [0.5]), "one length"),
        (([[0]], [[1]], [[0.5]]), "one length"),
        ((np.array([2**32], np.int64), [1], [0.5]), "from 0 to 3"),
        ((np.array([2**63], np.uint64), [1], [0.5]), "from 0 to 3"),
    ],
)
def test_arrays_that_make_no_view_are_refused(arrays: tuple[object, ...], said: str) -> None:
    with pytest.raises(BadParameterError, match=said):
        snapshot_from_arrays(IDS, *arrays)  # type: ignore[arg-type]  # faulty ones too


@pytest.mark.parametrize("most", [-1, 2_000])
@pytest.mark.parametrize("ids", [("a", "b", "a"), ("r1", "r2", "r2")])
def test_a_repeated_id_is_refused(
    ids: tuple[str, ...], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(from_arrays, "MOST_ENTRIES", most)
    with pytest.raises(BadParameterError, match="an id is repeated"):
        snapshot_from_arrays(ids, [0], [1], [0.5])
