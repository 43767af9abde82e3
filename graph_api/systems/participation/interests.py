"""The six matters in which residents have a real interest, and who decides them (L131-L149)."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain.words import Label
from graph_api.errors import BadParameterError, nearest

GOVERNMENT = "government"
COMMITTEE = "residents_committee"
FIRM = "property_firm"
RESIDENTS = "residents"
WORKING_AGE = "young_adults"
RETIRED = "retirees_homemakers"
LEISURE_GROUPS = "leisure_groups"
CHAT_GROUP = "owners_chat_group"
SELF_ORGANISATION = "residents_self_org"
OPINION_CHANNEL = "opinion_channel"

HOLDERS = (COMMITTEE, FIRM, GOVERNMENT)
"""Who decides, or acts for those who do."""

ROUTES = (None, CHAT_GROUP, OPINION_CHANNEL, SELF_ORGANISATION)
"""The ways that the essay names: directly, and over whom."""


@dataclass(frozen=True, slots=True)
class Interest:
    """A matter of interest; ``named`` tells whether the opinion day is said to treat it (L149).

    ``addressees`` are whom it has to reach (A-78), ``owners`` whether the essay calls it the
    interest of owners (L131, L139), ``lines`` where it stands.
    """

    key: str
    label: Label
    addressees: tuple[str, ...]
    named: bool
    owners: bool
    lines: tuple[str, ...]


INTERESTS = (
    Interest(
        "property_fee",
        Label("property fees", "物业收费"),
        (FIRM,),
        named=True,
        owners=True,
        lines=("131", "139", "149"),
    ),
    Interest(
        "parking",
        Label("parking", "停车位"),
        (FIRM,),
        named=True,
        owners=True,
        lines=("131", "139", "149"),
    ),
    Interest(
        "property_service",
        Label("property service", "物业服务"),
        (FIRM,),
        named=False,
        owners=True,
        lines=("139", "141"),
    ),
    Interest(
        "public_space",
        Label("rights to public space", "公共空间权益"),
        (FIRM, COMMITTEE),
        named=False,
        owners=True,
        lines=("139",),
    ),
    Interest(
        "security",
        Label("security", "小区治安"),
        (FIRM, COMMITTEE),
        named=True,
        owners=False,
        lines=("139", "149"),
    ),
    Interest(
        "public_facilities",
        Label("public facilities", "公共设施"),
        (FIRM, COMMITTEE),
        named=True,
        owners=False,
        lines=("139", "149"),
    ),
)
"""In the order in which the essay brings them up."""


def find_interests(key: str | None) -> tuple[Interest, ...]:
    """Give all matters, or the one of a key.

    Raises
    ------
    BadParameterError
        If there is no such matter.

    """
    found = tuple(interest for interest in INTERESTS if key in {None, interest.key})
    if not found:
        keys = [interest.key for interest in INTERESTS]
        near = nearest(str(key), keys)
        raise BadParameterError(
            f"There is no matter {str(key)[:100]!r}; there are: {', '.join(keys)}.",
            f"没有事项“{str(key)[:100]}”；现有：{'、'.join(keys)}。",
            parameter="interest",
            nearest=list(near),
        )
    return found
