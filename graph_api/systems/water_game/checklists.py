"""The essay's lists of conditions, kept apart: what L75, L89 and L97 ask is not the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain import Label


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the essay: a key that names its list, its words, and its lines."""

    key: str
    label: Label
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition with the number it was read from; ``met`` None: nobody has said."""

    condition: Condition
    value: float | None
    met: bool | None
    why: Label


def _listed(line: str, *items: tuple[str, str, str]) -> tuple[Condition, ...]:
    return tuple(Condition(f"L{line}.{key}", Label(en, zh), (line,)) for key, en, zh in items)


NEW_ARRANGEMENT = _listed(
    "85",
    ("equilibrium", "mutual cooperation is an equilibrium", "双方合作成为均衡"),
    (
        "collective_maximum",
        "the collective interest is greatest where each one's is",
        "个人利益最大时集体利益也最大",
    ),
    (
        "cost_below_gain",
        "the new arrangement costs less than the extra gain",
        "建立新制度的成本小于新增收益",
    ),
)
"""What a new arrangement has to bring about (L85)."""

ABSTRACT = _listed(
    "75",
    ("communication", "effective communication", "有效的沟通"),
    ("transparency", "fairly transparent information", "比较透明的信息"),
    ("punishment", "defaulters are punished", "对违约者的惩罚"),
)
"""What the third party guarantees, as the opening says (L75)."""

CREDIBLE_THREAT = _listed(
    "89",
    ("communication", "effective communication with every participant", "与每个参与者有效沟通"),
    ("impartiality", "impartial and trusted by both sides", "公正并为双方信任"),
    ("capacity", "enough capacity to punish those who break the rules", "有足够能力惩罚违规者"),
)
"""What makes the threat of the third party credible; all three are needed (L89)."""

LONG_GAME = _listed(
    "91",
    (
        "no_end",
        "both believe that the game does not end in the foreseeable future",
        "双方都认为博弈在可预见的时期内不会终止",
    ),
)
"""What repetition needs to bring about cooperation (L91)."""

SUSTAINABLE = _listed(
    "97",
    ("third_party", "there is a credible third party", "存在可置信的第三方"),
    (
        "monitoring",
        "members can communicate and breaches are effectively monitored",
        "成员能够沟通，违规行为受到有效监督",
    ),
    (
        "compliance",
        "members can obey the rules and keep their promises",
        "成员能够遵守规则、履行承诺",
    ),
)
"""What a sustainable arrangement for the common pool needs (L97)."""

PRIVATE_WORKS = _listed(
    "97",
    ("clear_property", "the property right is clear", "产权明晰"),
    ("small_scale", "the works are small", "设施规模小"),
    ("cheap_exclusion", "others can be kept from it at low cost", "排他成本低"),
)
"""What works must be to be privatised (L97)."""

GOVERNMENT_WORKS = _listed(
    "95",
    ("clean", "clean and impartial", "廉洁公正"),
    ("third_party", "effective as the credible third party", "能有效充当可置信的第三方"),
    ("cheap", "governed at as low a cost as possible", "治理成本尽可能低"),
)
"""What government must be to solve the dilemma from above (L95)."""

FIT_FOR_ASSOCIATION = _listed(
    "109",
    ("concentrated", "households live close together", "居住集中"),
    ("stable", "residence is stable", "居住稳定"),
    ("acquainted", "households know each other", "彼此熟悉"),
    ("adjoining", "their plots adjoin", "地块相邻"),
    ("single_source", "there is one source of irrigation", "灌溉水源单一"),
    ("same_use", "the water has one use", "用水用途相同"),
)
"""Which villages the association suits; five clauses, the first holds two tests (L109)."""

BY_KEY: Mapping[str, Condition] = {
    item.key: item
    for part in (
        NEW_ARRANGEMENT,
        ABSTRACT,
        CREDIBLE_THREAT,
        LONG_GAME,
        SUSTAINABLE,
        PRIVATE_WORKS,
        GOVERNMENT_WORKS,
        FIT_FOR_ASSOCIATION,
    )
    for item in part
}
"""Every condition by its key, the line of its list in front."""


def check(key: str, value: float | None, threshold: float, why: Label) -> Checked:
    """Check a condition: met from the threshold on; an unknown value is neither met nor missed."""
    return Checked(BY_KEY[key], value, None if value is None else value >= threshold - 1e-12, why)


def all_met(checks: tuple[Checked, ...]) -> bool | None:
    """Tell whether all are met: one that is missed decides, else one that is unknown."""
    if any(item.met is False for item in checks):
        return False
    return None if any(item.met is None for item in checks) else True
