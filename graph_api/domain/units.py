"""The units of parameters, figures and measures, with their names in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from graph_api.domain.words import Label
from graph_api.errors import Language

UNITS: Mapping[str, Label] = {
    "payoff": Label("payoff", "得益"),
    "index": Label("index", "指数"),
    "share": Label("share", "比例"),
    "ratio": Label("ratio", "倍数"),
    "count": Label("count", "个"),
    "count/day": Label("count/day", "次/天"),
    "count/week": Label("count/week", "次/周"),
    "person": Label("person", "人"),
    "person/household": Label("person/household", "人/户"),
    "household": Label("household", "户"),
    "yuan": Label("yuan", "元"),
    "yuan/month": Label("yuan/month", "元/月"),
    "hour": Label("hour", "小时"),
    "day": Label("day", "天"),
    "month": Label("month", "月"),
    "year": Label("year", "年"),
    "round": Label("round", "轮"),
    "time": Label("time", "时间"),
    "rung": Label("rung", "级"),
    "yes/no": Label("yes/no", "是/否"),
}
"""The units that the six systems use. A scenario may have others of its own."""


def unit_name(unit: str, language: Language) -> str:
    """Give what a unit is called; one of a scenario's own is called as it is written.

    Examples
    --------
    >>> unit_name("household", "zh"), unit_name("mu", "zh")
    ('户', 'mu')

    """
    found = UNITS.get(unit)
    return unit if found is None else found.text(language)
