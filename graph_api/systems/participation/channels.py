"""Where each matter of interest can be voiced, by whom, and where no channel is (L139-L149)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_api.domain.numbers import product
from graph_api.systems.participation.interests import (
    CHAT_GROUP,
    OPINION_CHANNEL,
    RESIDENTS,
    ROUTES,
    Interest,
    find_interests,
)
from graph_api.systems.participation.voice import Route, best_route, open_to

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in which a matter of interest can reach one addressee.

    ``best``: it is the strongest way there; ``missing``: no more than a form (near absent), None
    where what is unknown decides that.
    """

    interest: Interest
    addressee: str
    route: Route
    best: bool
    missing: bool | None

    @property
    def for_tenants(self) -> bool:
        """Tell whether tenants have it too: the owners' group is the owners' own (L131, A-88)."""
        return CHAT_GROUP not in self.route.via


@dataclass(frozen=True, slots=True)
class Tenure:
    """What reaches an addressee of owners' word on a matter, and what of tenants' (A-88)."""

    interest: Interest
    addressee: str
    owners: float | None
    tenants: float | None

    @property
    def lost(self) -> float | None:
        """Give how much less of tenants' word gets there."""
        return None if self.owners is None or self.tenants is None else self.owners - self.tenants


def routes_of(
    system: Participation, addressee: str, *, cover: float = 1.0, tenants: bool = False
) -> tuple[Route, ...]:
    """Give the ways from residents to an addressee: directly, or over one body (L131-L153).

    ``cover`` in [0, 1] scales the entry of the institutional channel; ``tenants`` leaves out what
    is the owners' own. A body that the view lacks is no way.

    Raises
    ------
    UnknownActorError
        If the view lacks residents or the addressee.

    """
    system.view.place(RESIDENTS)
    system.view.place(addressee)
    found = []
    for via in ROUTES:
        if via is None:
            found.append(Route((), (system.word(RESIDENTS, addressee),)))
        elif system.has_actor(via) and not (tenants and via == CHAT_GROUP):
            entry = system.word(RESIDENTS, via)
            if via == OPINION_CHANNEL:
                entry = product([system.entry(), cover])
            found.append(Route((via,), (entry, system.word(via, addressee))))
    return tuple(found)


def cover_of(system: Participation, interest: Interest) -> float:
    """Give how far the opinion day is open to a matter: fully where L149 names it (A-78)."""
    return 1.0 if interest.named else system.parameters.value("covers_unnamed")


def channels_of(system: Participation, matter: str | None) -> tuple[Channel, ...]:
    """Give each way of each matter, or of the one of a key; see `Participation.channels`."""
    floor = system.parameters.value("voice_floor")
    found = []
    for interest in find_interests(matter):
        for addressee in interest.addressees:
            routes = routes_of(system, addressee, cover=cover_of(system, interest))
            best = best_route(routes)
            for route in routes:
                beyond = route.beyond(floor)
                missing = None if beyond is None else not beyond
                found.append(
                    Channel(interest, addressee, route, best=route is best, missing=missing)
                )
    return tuple(found)


def has_channel(system: Participation, interest: Interest) -> bool | None:
    """Tell whether a matter reaches one of its addressees by more than a form (A-78, A-79).

    None where an unknown relation decides that.
    """
    floor, cover = system.parameters.value("voice_floor"), cover_of(system, interest)
    routes = [
        route
        for addressee in interest.addressees
        for route in routes_of(system, addressee, cover=cover)
    ]
    return open_to(routes, floor)


def tenures_of(system: Participation, matter: str | None) -> tuple[Tenure, ...]:
    """Compare owners' word with tenants', at each who has to hear it (A-88)."""
    found = []
    for interest in find_interests(matter):
        for addressee in interest.addressees:
            cover = cover_of(system, interest)
            owners, tenants = (
                best_route(routes_of(system, addressee, cover=cover, tenants=tenants))
                for tenants in (False, True)
            )
            found.append(
                Tenure(
                    interest,
                    addressee,
                    None if owners is None else owners.capacity,
                    None if tenants is None else tenants.capacity,
                )
            )
    return tuple(found)
