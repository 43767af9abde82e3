"""How a comparison of two numbers becomes a finding in both languages."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Literal

from graph_api.domain import Finding, Label

Sign = Literal[">", ">=", "<", "<="]

TIE = 1e-12
"""Numbers within this are equal."""

_COMPARE: Mapping[Sign, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_NONE = Label()
_MEANT = {">": "above", ">=": "at or above", "<": "below", "<=": "at or below"}
_MEANT_ZH = {">": "高于", ">=": "不低于", "<": "低于", "<=": "不高于"}


def number(value: float | None) -> str:
    """Write a number with two decimals, ``?`` for an unknown one."""
    return "?" if value is None else f"{value:.2f}"


def unknown(en: str, zh: str) -> Finding:
    """Say that the data do not tell, and what is missing."""
    return Finding(None, Label(f"Not known: {en}.", f"未知：{zh}。"))


def compared(
    left: float | None, sign: Sign, right: float, name: Label, other: Label = _NONE
) -> Finding:
    """Compare two numbers, and say both.

    Examples
    --------
    >>> found = compared(0.42, ">", 0.12, Label("channel", "渠道"), Label("limit", "界限"))
    >>> found.observed.text("en")
    'Channel 0.420; the claim needs it above 0.120 (limit).'

    """
    en, zh = name.text("en"), name.text("zh")
    if left is None:
        return unknown(en, zh)
    same = abs(left - right) <= TIE
    holds = sign in (">=", "<=") if same else _COMPARE[sign](left, right)
    aside_en = f" ({other.text('en')})" if other else ""
    aside_zh = f"（{other.text('zh')}）" if other else ""
    return Finding(
        holds,
        Label(
            f"{en[:1].upper()}{en[1:]} {left:.3f}; the claim needs it {_MEANT[sign]}"
            f" {right:.3f}{aside_en}.",
            f"{zh}为 {left:.3f}；论断要求{_MEANT_ZH[sign]} {right:.3f}{aside_zh}。",
        ),
    )
