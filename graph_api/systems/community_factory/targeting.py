"""Who is helped against who is poor: the errors of a rule, and of today's rules among them.

The essay names three poverties to be dealt with: missed, returned, declared out (L347). The first
is an error of exclusion; who is helped without being poor is an error of inclusion.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.errors import BadParameterError, nearest
from graph_api.systems.community_factory.alkire_foster import Identification, identify
from graph_api.systems.community_factory.households import Dimension, Household

MOST_PROFILED = 12
"""The profiles of more dimensions than this are not listed: there are 2 to the power of them."""


@dataclass(frozen=True, slots=True)
class Targeting:
    """How those who are served differ from those who are poor.

    ``exclusion_error`` is missed / poor, None without a poor household; ``inclusion_error`` is
    leaked / served, None where nobody of known standing is served. Both in [0, 1], 0 is best.
    Households of unknown standing count for neither; ``unknown_served`` names the served ones.
    """

    exclusion_error: float | None
    inclusion_error: float | None
    missed: tuple[str, ...]
    leaked: tuple[str, ...]
    unknown_served: tuple[str, ...] = ()


def target(found: Identification, served: Collection[str]) -> Targeting:
    """Hold those who are served against those who are poor.

    Raises
    ------
    BadParameterError
        If ``served`` names a household that is not among those that were looked at.

    Examples
    --------
    >>> dimension = Dimension("income", 1.0, 10.0)
    >>> people = [Household("a", {"income": 8.0}), Household("b", {"income": 12.0})]
    >>> target(identify(people, [dimension], 1.0), ["b"])  # doctest: +NORMALIZE_WHITESPACE
    Targeting(exclusion_error=1.0, inclusion_error=1.0, missed=('a',), leaked=('b',),
        unknown_served=())

    """
    known = {*found.poor, *found.not_poor, *found.unknown}
    for household in served:
        if household not in known:
            near = nearest(household, known)
            raise BadParameterError(
                f"served names {household[:100]!r}, which is none of the households; give only"
                " those that stand under `households`.",
                f"served 中的“{household[:100]}”不在农户之列；请只填 households 中的农户。",
                parameter="served",
                nearest=list(near),
            )
    chosen = set(served)
    missed = tuple(item for item in found.poor if item not in chosen)
    leaked = tuple(item for item in found.not_poor if item in chosen)
    standing = len(chosen.difference(found.unknown))
    return Targeting(
        len(missed) / len(found.poor) if found.poor else None,
        len(leaked) / standing if standing else None,
        missed,
        leaked,
        tuple(item for item in found.unknown if item in chosen),
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of identification: it looks at some dimensions, equally, and finds the poor by ``k``.

    The essay describes today's rule in three ways (L299, L303, L337).
    """

    key: str
    label: Label
    dimensions: tuple[str, ...]
    line: str


RULES = (
    Rule("income", Label("yearly income per head alone", "只看年人均收入"), ("income",), "337"),
    Rule(
        "material",
        Label("material conditions: income and housing", "物质条件：收入与住房"),
        ("income", "housing"),
        "303",
    ),
    Rule(
        "visits",
        Label(
            "visits: housing, family life, income, causes",
            "实地考察：居住、家庭、收入、致贫原因",
        ),
        ("income", "housing", "family", "health"),
        "299",
    ),
)
"""Today's rule in the three ways the essay describes it; causes are read as health."""


def found_by_rule(
    households: Sequence[Household], dimensions: Sequence[Dimension], rule: Rule, k: float
) -> Identification:
    """Find the poor by a rule that looks at some of the dimensions; each of them weighs the same.

    Raises
    ------
    BadParameterError
        If the rule looks at a dimension that is not among ``dimensions``.

    """
    known = {item.key: item for item in dimensions}
    for key in rule.dimensions:
        if key not in known:
            raise BadParameterError(
                f"The rule {rule.key!r} looks at {key!r}, which is no dimension here.",
                f"规则“{rule.key}”所看的“{key}”不在所给维度之中。",
                parameter="dimensions",
            )
    looked_at = [
        Dimension(key, 1 / len(rule.dimensions), known[key].cutoff) for key in rule.dimensions
    ]
    seen = [
        Household(item.id, {key: item.value(key) for key in rule.dimensions}) for item in households
    ]
    return identify(seen, looked_at, k)


def all_profiles(dimensions: Sequence[Dimension]) -> tuple[Household, ...]:
    """Give one household for every way of being deprived: 2 to the power of the dimensions.

    A rule is tried on all of them, so nothing is assumed about how common each is. The id names
    the dimensions in which the household falls short, ``none`` where it falls short in none.

    Raises
    ------
    BadParameterError
        If there are more than 12 dimensions.

    """
    if len(dimensions) > MOST_PROFILED:
        raise BadParameterError(
            f"{len(dimensions)} dimensions have too many profiles to list; give at most"
            f" {MOST_PROFILED}.",
            f"{len(dimensions)} 个维度的组合过多；最多 {MOST_PROFILED} 个。",
            parameter="dimensions",
        )
    profiles = []
    for short in itertools.product((False, True), repeat=len(dimensions)):
        lacking = [item.key for item, lacks in zip(dimensions, short, strict=True) if lacks]
        values = {
            item.key: item.cutoff - 1 if lacks else item.cutoff
            for item, lacks in zip(dimensions, short, strict=True)
        }
        profiles.append(Household("+".join(lacking) or "none", values))
    return tuple(profiles)
