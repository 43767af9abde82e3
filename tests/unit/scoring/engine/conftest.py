"""Here kernels run as plain Python: what they do is looked at, not how fast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.large import kernels


@pytest.fixture(autouse=True, scope="module")
def _plain() -> Iterator[None]:
    with kernels("plain"):
        yield
