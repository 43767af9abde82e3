"""What a kernel may do, and how one is compiled where numba lacks an option."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np
import pytest
from numba.core.cpu import CPUTargetOptions
from numba.core.errors import TypingError
from numpy.typing import NDArray

from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.compiling import Kernel

NUMBERS = np.arange(3.0)


def _twice(value: float) -> float:
    return 2 * value


twice = Kernel(_twice)
"""A kernel of its own, so that this process's kernels stay as they are."""


def double_sum(numbers: NDArray[np.float64]) -> float:
    total = 0.0
    for number in numbers:
        total += twice(number)
    return total


def with_an_array(numbers: NDArray[np.float64]) -> float:
    return float(np.zeros(numbers.size)[0])


@pytest.fixture
def _without_the_option(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    compiling._uncounted.cache_clear()
    options = next(kind for kind in CPUTargetOptions.__mro__ if "_nrt" in vars(kind))
    monkeypatch.delattr(options, "_nrt")
    yield
    compiling._uncounted.cache_clear()


def test_kernels_do_not_count_who_holds_an_array() -> None:
    assert compiling._uncounted() == {"_nrt": False}
    twin = compiling._twin(Kernel(double_sum), {}, None)
    assert twin(NUMBERS) == double_sum(NUMBERS) == 6.0
    assert "NRT_incref" not in next(iter(twin.inspect_llvm().values()))


def test_a_kernel_that_makes_an_array_cannot_be_compiled() -> None:
    twin = compiling._twin(Kernel(with_an_array), {}, None)
    with pytest.raises(TypingError):
        twin(NUMBERS)


@pytest.mark.usefixtures("_without_the_option")
def test_a_numba_without_the_option_compiles_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, compiling.__name__):
        twins = [compiling._twin(Kernel(double_sum), {}, None) for _ in range(2)]
    assert [twin(NUMBERS) for twin in twins] == [6.0, 6.0]
    assert len(caplog.records) == 1
    assert "counting who holds an array" in caplog.text
