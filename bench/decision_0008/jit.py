"""Compilation that is there or not: the same loops run as plain Python where it is not."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, TypeVar

try:
    import numba
    from llvmlite import ir
    from numba.extending import intrinsic, overload
except ImportError:
    numba = None

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a loop that holds no Python object, or leave it as it is."""
    return function if numba is None else numba.njit(nogil=True, cache=True)(function)


def bits(value: float) -> int:
    """Give the 64 bits of a float from 0 on as a whole number, which falls as the float falls."""
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def unbits(value: int) -> float:
    """Give the float of 64 bits."""
    return struct.unpack("<d", struct.pack("<Q", value))[0]


if numba is not None:

    @intrinsic
    def _cast_to_bits(_context, value):  # noqa: ARG001  # numba reads its type
        def build(_context, builder, _signature, arguments):
            return builder.bitcast(arguments[0], ir.IntType(64))

        return numba.types.uint64(numba.types.float64), build

    @intrinsic
    def _cast_to_float(_context, value):  # noqa: ARG001  # numba reads its type
        def build(_context, builder, _signature, arguments):
            return builder.bitcast(arguments[0], ir.DoubleType())

        return numba.types.float64(numba.types.uint64), build

    @overload(bits)
    def _bits(value):  # noqa: ARG001  # numba reads its type
        return lambda value: _cast_to_bits(value)  # noqa: PLW0108  # numba takes no intrinsic here

    @overload(unbits)
    def _unbits(value):  # noqa: ARG001  # numba reads its type
        return lambda value: _cast_to_float(numba.types.uint64(value))
