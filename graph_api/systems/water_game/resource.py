"""The stock of water: how fast use empties it, and when it is ruined (L81)."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain.numbers import require_whole, require_within

MOST_SEASONS = 10_000
"""How many seasons a run may have."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Water as a share of what the works can hold; each season it fills and is used.

    Stock w becomes w + g w (1 - w) - u w: it refills at ``regrowth`` g the better, the less the
    works are silted up, and a household that keeps the rules takes the share ``use_kept`` of it,
    one that breaks them ``use_broken``. Below ``ruin_level`` the works are lost for good.

    Raises
    ------
    BadParameterError
        If a number is outside its range; regrowth up to 1, where the stock never overshoots.

    """

    regrowth: float
    use_kept: float
    use_broken: float
    ruin_level: float

    def __post_init__(self) -> None:
        """Refuse numbers out of range."""
        require_within("waterRegrowth", self.regrowth, 0, 1)
        require_within("useKept", self.use_kept, 0, 1)
        require_within("useBroken", self.use_broken, 0, 1)
        require_within("ruinLevel", self.ruin_level, 0, 1)

    def use(self, cooperating: float) -> float:
        """Give the share of the stock that is used when a share of households keeps the rules."""
        return cooperating * self.use_kept + (1 - cooperating) * self.use_broken

    @property
    def allowed_use(self) -> float:
        """Give the greatest share of the stock that may be used if the water is to last."""
        return self.regrowth * (1 - self.ruin_level)

    def season(self, stock: float, cooperating: float) -> float:
        """Give the stock after one season."""
        grown = stock + self.regrowth * stock * (1 - stock) - self.use(cooperating) * stock
        return max(grown, 0.0)


@dataclass(frozen=True, slots=True)
class StockRun:
    """The stock season by season, and the season in which it was ruined (None: never)."""

    stock: tuple[float, ...]
    ruined_in: int | None


def run_stock(resource: Resource, cooperating: float, seasons: int, start: float = 1.0) -> StockRun:
    """Follow the stock over seasons; what is ruined stays empty.

    Raises
    ------
    BadParameterError
        If a number is out of range.

    """
    require_within("cooperating", cooperating, 0, 1)
    require_within("start", start, 0, 1)
    require_whole("seasons", seasons, 1, MOST_SEASONS)
    stock = [start]
    ruined_in = None
    for number in range(1, seasons + 1):
        after = 0.0 if ruined_in else resource.season(stock[-1], cooperating)
        if ruined_in is None and after < resource.ruin_level:
            ruined_in, after = number, 0.0
        stock.append(after)
    return StockRun(tuple(stock), ruined_in)


def lasting_stock(resource: Resource, cooperating: float) -> float:
    """Give the stock in the long run: 1 - u / g, and 0 where this is below the level of ruin.

    Examples
    --------
    >>> lasting_stock(Resource(0.5, 0.2, 0.7, 0.1), 1)
    0.6
    >>> lasting_stock(Resource(0.5, 0.2, 0.7, 0.1), 0)
    0.0

    """
    require_within("cooperating", cooperating, 0, 1)
    if resource.regrowth == 0:
        return 1.0 if resource.use(cooperating) == 0 else 0.0
    use = resource.use(cooperating)
    return 1 - use / resource.regrowth if use <= resource.allowed_use else 0.0


def needed_share(resource: Resource) -> float | None:
    """Give the smallest share of households that must keep the rules for the water to last.

    Returns
    -------
    float or None
        In [0, 1]; None: even if all keep them it is ruined.

    """
    allowed = resource.allowed_use
    if resource.use_kept > allowed:
        return None
    if resource.use_broken <= allowed:
        return 0.0
    return (resource.use_broken - allowed) / (resource.use_broken - resource.use_kept)
