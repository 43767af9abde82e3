"""One file of arrays, checked and mapped: a large scenario is there at once, or not at all.

A file is a few fixed bytes, a header in JSON, and the arrays, each at a multiple of 64 bytes.
Header and arrays have checksums; a file that is damaged, or was written by another version of this
package, counts as none.
"""

from __future__ import annotations

import json
import logging
import math
import mmap
import os
import struct
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_api.version import __version__

logger = logging.getLogger(__name__)

MAGIC = b"empower\n"
FORMAT = 1
ALIGNED = 64

_START = struct.Struct("<8sQI4x")
"""What a file begins with: `MAGIC`, length of the header, its CRC-32."""

Array = NDArray[np.generic]


@dataclass(frozen=True)
class ColumnFile:
    """What a file holds: ``about`` in the words of whoever wrote it, and arrays by name."""

    about: Mapping[str, Any]
    arrays: Mapping[str, Array]


class _DamagedError(Exception):
    """The file is not what was written, or not for us."""


def write_columns(path: Path, about: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write a file that appears whole or not at all.

    Parameters
    ----------
    path
        Its folder is made where it is missing.
    about
        What to know of the arrays, fit for JSON.
    arrays
        By name; an array that stands under two names is written once.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind.

    """
    written, places = _layout(arrays)
    header = {"format": FORMAT, "package": __version__, "about": about, "arrays": places}
    said = json.dumps(header, ensure_ascii=False).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(_START.pack(MAGIC, len(said), zlib.crc32(said)))
            file.write(said)
            first = _aligned(file.tell())
            for offset, array in written:
                file.seek(first + offset)
                file.write(array.view(np.uint8).data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _layout(arrays: Mapping[str, Array]) -> tuple[list[tuple[int, Array]], dict[str, Any]]:
    """Give each array once with its place after the header, and what the header says of all."""
    written: list[tuple[int, Array]] = []
    known: dict[int, dict[str, Any]] = {}
    places: dict[str, Any] = {}
    end = 0
    for name, array in arrays.items():
        if id(array) not in known:
            flat = np.ascontiguousarray(array).reshape(-1)
            known[id(array)] = {
                "dtype": flat.dtype.str,
                "shape": array.shape,
                "offset": end,
                "crc": zlib.crc32(flat.view(np.uint8).data),
            }
            written.append((end, flat))
            end = _aligned(end + flat.nbytes)
        places[name] = known[id(array)]
    return written, places


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNED) * ALIGNED


def read_columns(path: Path) -> ColumnFile | None:
    """Map a file; None if there is none, or none that can be relied on.

    The arrays cannot be written to, and equal places of the file are one array.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _START.size:
                raise _DamagedError("it is cut off")  # noqa: TRY301  # told with the others below
            # A private mapping: the pages are those of the file, shared by all who map it.
            content = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_COPY)
        return _checked(content)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, _DamagedError) as error:
        logger.warning("%s is not used and made anew: %s", path, error)
        return None


def _checked(content: mmap.mmap) -> ColumnFile:
    magic, length, crc = _START.unpack_from(content)
    if magic != MAGIC:
        raise _DamagedError("it does not begin as such a file does")
    said = content[_START.size : _START.size + length]
    if len(said) != length or zlib.crc32(said) != crc:
        raise _DamagedError("its header is damaged")
    header = json.loads(said)
    if (header["format"], header["package"]) != (FORMAT, __version__):
        raise _DamagedError(f"it was written by version {header['package']}")
    first = _aligned(_START.size + length)
    return ColumnFile(header["about"], dict(_arrays(content, first, header["arrays"])))


def _arrays(
    content: mmap.mmap, first: int, places: Mapping[str, Any]
) -> Iterator[tuple[str, Array]]:
    known: dict[int, Array] = {}
    for name, place in places.items():
        offset, length = place["offset"], math.prod(place["shape"])
        if length and offset in known:
            yield name, known[offset]
            continue
        dtype = np.dtype(place["dtype"])
        begin, end = first + offset, first + offset + length * dtype.itemsize
        if length and end > len(content):  # nothing was written for an empty one
            raise _DamagedError(f"it is cut off within {name}")
        with memoryview(content) as whole, whole[begin:end] as part:
            if zlib.crc32(part) != place["crc"]:
                raise _DamagedError(f"{name} is damaged")
        # An empty one may begin where the file ends, and begins where the next one does.
        flat = np.frombuffer(content, dtype, length, begin) if length else np.empty(0, dtype)
        array = flat.reshape(place["shape"])
        array.setflags(write=False)
        if length:
            known[offset] = array
        yield name, array
