"""A district of any size: street offices down to residents, with ties as one would guess them.

Strengths and rates are guesses, measured in no district. About eight relations an actor.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph_api.bench.drawn import Drawn, cleaned

Places = NDArray[np.int64]

RESIDENTS_PER_COMMITTEE = 1_500
COMMITTEES_PER_STREET = 10
BUILDINGS_PER_COMMITTEE = 8
ESTATES_PER_COMMITTEE = 3
RESIDENTS_PER_DEPUTY = 2_000
SUPPORTERS_PER_DEPUTY = 10
FEWEST_ACTORS = 100

KINDS = (
    "street_office",
    "residents_committee",
    "building_group",
    "owners_committee",
    "property_firm",
    "media",
    "resident",
)
"""In this order the actors stand: bodies first, residents by committee."""


@dataclass(slots=True)
class _Ties:
    """Ties as they are drawn; each kind of tie has a range of strengths and a rate."""

    chance: np.random.Generator
    starts: list[Places] = field(default_factory=list)
    ends: list[Places] = field(default_factory=list)
    strengths: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, start: Places, end: Places, low: float, high: float, rate: float = 1.0) -> None:
        """Tie each start with its end, each with probability ``rate``."""
        start, end = np.broadcast_arrays(start, end)
        if rate < 1:
            drawn = self.chance.random(start.size) < rate
            start, end = start[drawn], end[drawn]
        self.starts.append(start)
        self.ends.append(end)
        self.strengths.append(self.chance.uniform(low, high, start.size))


def district(actors: int, seed: int = 7) -> Drawn:
    """Draw a district; the same numbers give the same district everywhere.

    Parameters
    ----------
    actors
        How many, 100 or more.
    seed
        Of all chance in it.

    Examples
    --------
    >>> drawn = district(1_000)
    >>> drawn.actors, 6 < drawn.relations / drawn.actors < 9
    (1000, True)

    """
    if actors < FEWEST_ACTORS:
        raise ValueError(actors)
    ties = _Ties(np.random.default_rng(seed))
    area = RESIDENTS_PER_COMMITTEE if actors >= 10_000 else max(60, actors // 4)
    committees = max(2, round(actors / (area + 16)))
    streets = -(-committees // COMMITTEES_PER_STREET)
    sizes = (
        streets,
        committees,
        BUILDINGS_PER_COMMITTEE * committees,
        ESTATES_PER_COMMITTEE * committees,
        ESTATES_PER_COMMITTEE * committees,
        streets + 1,
    )
    residents = actors - sum(sizes)
    street, committee, building, owners, firm, media, resident = (
        np.arange(first, first + size)
        for first, size in zip(np.cumsum((0, *sizes)), (*sizes, residents), strict=True)
    )
    street_of = np.arange(committees) // COMMITTEES_PER_STREET
    area_of = np.arange(residents) * committees // residents
    first_of = np.searchsorted(area_of, np.arange(committees))
    size_of = np.diff(np.append(first_of, residents))
    place = np.arange(residents) - first_of[area_of]

    _bodies(ties, street, committee, street_of, building, owners, firm)
    _platforms(ties, street, media, resident, street_of[area_of])
    _residents(ties, resident, area_of, place, size_of, committee, building, owners, firm)
    _neighbours(ties, resident, first_of[area_of], place, size_of[area_of])
    _deputies(ties, resident, street, street_of[area_of], first_of[area_of], size_of[area_of])

    kind = np.repeat(np.arange(len(KINDS), dtype=np.int8), (*sizes, residents))
    group = np.full(actors, -1, np.int32)
    group[committee] = np.arange(committees)
    group[building] = np.arange(building.size) // BUILDINGS_PER_COMMITTEE
    group[owners] = group[firm] = np.arange(owners.size) // ESTATES_PER_COMMITTEE
    group[resident] = area_of
    return cleaned(
        KINDS,
        kind,
        group,
        np.concatenate(ties.starts),
        np.concatenate(ties.ends),
        np.concatenate(ties.strengths),
    )


def _bodies(  # noqa: PLR0913, PLR0917  # the layers of a district
    ties: _Ties,
    street: Places,
    committee: Places,
    street_of: Places,
    building: Places,
    owners: Places,
    firm: Places,
) -> None:
    ties.add(street[street_of], committee, 0.50, 0.95)
    ties.add(committee, street[street_of], 0.15, 0.50, 0.90)
    above = np.repeat(committee, BUILDINGS_PER_COMMITTEE)
    ties.add(above, building, 0.50, 0.90)
    ties.add(building, above, 0.30, 0.70)
    above = np.repeat(committee, ESTATES_PER_COMMITTEE)
    ties.add(above, owners, 0.30, 0.80)
    ties.add(owners, above, 0.20, 0.60)
    ties.add(above, firm, 0.30, 0.70)
    ties.add(firm, above, 0.10, 0.40, 0.80)
    ties.add(owners, firm, 0.20, 0.60)
    ties.add(firm, owners, 0.05, 0.40)
    ties.add(owners, np.repeat(street[street_of], ESTATES_PER_COMMITTEE), 0.05, 0.30, 0.30)


def _platforms(
    ties: _Ties, street: Places, media: Places, resident: Places, street_of: Places
) -> None:
    """Give each street a platform, and the district one."""
    whole, own = media[:1], media[1:]
    ties.add(street, own, 0.50, 0.90)
    ties.add(own, street, 0.10, 0.40)
    ties.add(own[street_of], resident, 0.02, 0.20, 0.05)
    ties.add(resident, own[street_of], 0.01, 0.10, 0.01)
    ties.add(whole, own, 0.20, 0.60)
    ties.add(own, whole, 0.10, 0.30)
    ties.add(whole, resident, 0.01, 0.10, 0.01)


def _residents(  # noqa: PLR0913, PLR0917  # the layers above residents
    ties: _Ties,
    resident: Places,
    area_of: Places,
    place: Places,
    size_of: Places,
    committee: Places,
    building: Places,
    owners: Places,
    firm: Places,
) -> None:
    def among(per_area: int) -> Places:
        return area_of * per_area + place * per_area // size_of[area_of]

    house, estate = among(BUILDINGS_PER_COMMITTEE), among(ESTATES_PER_COMMITTEE)
    ties.add(building[house], resident, 0.20, 0.80)
    ties.add(resident, building[house], 0.05, 0.40, 0.50)
    ties.add(committee[area_of], resident, 0.10, 0.50, 0.15)
    ties.add(resident, committee[area_of], 0.02, 0.20, 0.15)
    ties.add(owners[estate], resident, 0.10, 0.50, 0.25)
    ties.add(resident, owners[estate], 0.05, 0.40, 0.15)
    ties.add(firm[estate], resident, 0.10, 0.40, 0.30)
    ties.add(resident, firm[estate], 0.02, 0.20, 0.10)


def _neighbours(ties: _Ties, resident: Places, first: Places, place: Places, size: Places) -> None:
    """Tie residents to the next three, a few of them to others of the area or of the district."""
    count = resident.size
    for hop in (1, 2, 3):
        within = ties.chance.random(count) < 0.08
        anywhere = ties.chance.random(count) < 0.005
        other = (place + hop) % size
        other = np.where(within, (ties.chance.random(count) * size).astype(np.int64), other)
        far = np.where(anywhere, ties.chance.integers(0, count, count), first + other)
        ties.add(resident, resident[far], 0.05, 0.60, 0.875)
        ties.add(resident[far], resident, 0.05, 0.60, 0.875)


def _deputies(  # noqa: PLR0913, PLR0917  # who a deputy knows
    ties: _Ties, resident: Places, street: Places, street_of: Places, first: Places, size: Places
) -> None:
    """Tie deputies to their own and another street office, and ten neighbours to each."""
    count = max(1, resident.size // RESIDENTS_PER_DEPUTY)
    chosen = np.sort(ties.chance.choice(resident.size, count, replace=False))
    deputy, own = resident[chosen], street[street_of[chosen]]
    ties.add(deputy, own, 0.20, 0.60)
    ties.add(own, deputy, 0.10, 0.40)
    ties.add(deputy, street[ties.chance.integers(0, street.size, count)], 0.05, 0.30)
    drawn = ties.chance.random((count, SUPPORTERS_PER_DEPUTY)) * size[chosen][:, None]
    supporters = resident[first[chosen][:, None] + drawn.astype(np.int64)]
    ties.add(supporters.ravel(), np.repeat(deputy, SUPPORTERS_PER_DEPUTY), 0.10, 0.60)
