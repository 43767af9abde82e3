"""How a comparison of two numbers becomes what a claim found, in both languages."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from graph_api.domain.system import Finding
from graph_api.domain.words import Label

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


def unknown(en: str, zh: str) -> Finding:
    """Say that the data do not tell, and what is missing."""
    return Finding(None, Label(f"Not known: {en}.", f"未知：{zh}。"))


def number(value: float | None) -> str:
    """Write a number with two decimals, ``?`` for an unknown one."""
    return "?" if value is None else f"{value:.2f}"


def listed(labels: Iterable[Label]) -> Label:
    """Join labels into a list, ``nothing`` where there are none.

    Examples
    --------
    >>> listed([Label("a", "甲"), Label("b", "乙")]).text("zh")
    '甲；乙'

    """
    found = [*labels]
    return Label(
        "; ".join(item.text("en") for item in found) or "nothing",
        "；".join(item.text("zh") for item in found) or "无",
    )


def compared(
    left: float | None, sign: Sign, right: float | None, name: Label, other: Label = _NONE
) -> Finding:
    """Compare two numbers, called ``name`` and ``other``, and say both.

    Examples
    --------
    >>> found = compared(0.39, ">=", 0.5, Label("balance", "平衡度"), Label("limit", "界限"))
    >>> found.holds, found.observed.text("en")
    (False, 'Balance 0.390; the claim needs it at or above 0.500 (limit).')

    """
    en, zh = name.text("en"), name.text("zh")
    if left is None:
        return unknown(en, zh)
    if right is None:
        return unknown(other.text("en"), other.text("zh"))
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
