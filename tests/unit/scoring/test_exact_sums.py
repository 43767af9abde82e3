from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.scoring import exact_sums
from graph_api.scoring.exact_sums import exact_sum

SHARES = st.floats(0, 1) | st.integers(0, 1_000_000).map(lambda number: number / 1e6)


@given(st.lists(SHARES, max_size=40), st.integers(1, 7))
def test_sums_are_rounded_once(values: list[float], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact_sums, "MANY", 0)
        patch.setattr(exact_sums, "CHUNK", chunk)
        assert exact_sum(np.array(values, np.float64)) == math.fsum(values)


def test_many_products_are_summed_without_plain_python(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    shares, strengths = (rng.integers(0, 1_000_001, 50_000) / 1e6 for _ in range(2))
    products = shares * strengths
    expected = math.fsum(products.tolist())
    monkeypatch.delattr(math, "fsum")
    assert exact_sum(products) == expected
