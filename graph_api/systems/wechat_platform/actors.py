"""Who takes part in the platform, by the ids that the scenario gives them (L13-L45)."""

from __future__ import annotations

OFFICE = "hulun_street_office"
CADRES = "grassroots_cadres"
OPERATORS = "platform_operators"
PLATFORM = "wechat_platform"
RESIDENTS = "residents"
UNITS = "local_units"
GROUPS = "interest_groups"
HIGHER = "upper_government"
RUMOURS = "rumour_sources"

STAKEHOLDERS = (RESIDENTS, UNITS, GROUPS)
"""Whom the platform serves, and who is to supervise the office (L19, L41-L45)."""

UPWARD = ("opinion", "supervision")
"""What goes up to the office (L17, L19, L43)."""

COMMUNICATION = frozenset({"authority", "information", "service", "opinion", "supervision"})
"""What the platform carries between people; skill and money are what it is made with (A-41)."""
