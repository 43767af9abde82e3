"""The 64 bits of a float as a whole number, and back."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from graph_api.scoring.engine.compiling import compiled_by

ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0."""


def _to_bits() -> Any:  # noqa: ANN401  # numba's
    from llvmlite import ir  # noqa: PLC0415  # comes with numba
    from numba import njit, types  # noqa: PLC0415  # slow to load
    from numba.extending import intrinsic  # noqa: PLC0415

    @intrinsic
    def cast(_context: Any, _value: Any) -> Any:  # noqa: ANN401  # numba reads its arguments
        def build(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401
            return builder.bitcast(arguments[0], ir.IntType(64))

        return types.uint64(types.float64), build

    made: Any = cast
    return njit(lambda value: made(value))  # noqa: PLW0108  # numba takes no intrinsic here


def _to_float() -> Any:  # noqa: ANN401  # numba's
    from llvmlite import ir  # noqa: PLC0415  # comes with numba
    from numba import njit, types  # noqa: PLC0415  # slow to load
    from numba.extending import intrinsic  # noqa: PLC0415

    @intrinsic
    def cast(_context: Any, _value: Any) -> Any:  # noqa: ANN401  # numba reads its arguments
        def build(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401
            return builder.bitcast(arguments[0], ir.DoubleType())

        return types.float64(types.uint64), build

    made: Any = cast
    return njit(lambda value: made(np.uint64(value)))


@compiled_by(_to_bits)
def bits(value: float) -> np.uint64:
    """Give the bits of a float from 0 on as a whole number, which falls as the float falls."""
    return np.uint64(struct.unpack("<Q", struct.pack("<d", value))[0])


@compiled_by(_to_float)
def unbits(value: np.uint64) -> float:
    """Give the float of 64 bits."""
    return float(struct.unpack("<d", struct.pack("<Q", int(value)))[0])
