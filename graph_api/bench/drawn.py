"""A drawn graph as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Drawn:
    """Actors and EMPOWERMENT relations that a seed drew; nobody's neighbourhood.

    Attributes
    ----------
    kinds
        The kinds that occur, built-in ones.
    kind
        Shape (n,), int8: places in ``kinds``.
    group
        Shape (n,), int32: the number of the actor's committee area; -1: it belongs to none.
    starts, ends
        Shape (m,), int32: places of actors; sorted by start, then end; no pair twice, no loop.
    strength
        Shape (m,), float64, in (0, 1], four decimals.

    """

    kinds: tuple[str, ...]
    kind: NDArray[np.int8]
    group: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    strength: NDArray[np.float64]

    @property
    def actors(self) -> int:
        """Give how many actors there are."""
        return int(self.kind.size)

    @property
    def relations(self) -> int:
        """Give how many relations there are."""
        return int(self.starts.size)


def cleaned(  # noqa: PLR0913, PLR0917  # what a drawn graph consists of
    kinds: Sequence[str],
    kind: NDArray[np.int8],
    group: NDArray[np.int32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    strength: NDArray[np.float64],
) -> Drawn:
    """Sort the relations, leave out loops and keep the first of each ordered pair."""
    count = kind.size
    apart = starts != ends
    keys, first = np.unique(starts[apart] * count + ends[apart], return_index=True)
    return Drawn(
        tuple(kinds),
        kind,
        group,
        (keys // count).astype(np.int32),
        (keys % count).astype(np.int32),
        np.clip(np.round(strength[apart][first], 4), 1e-4, 1.0),
    )
