"""What essay 2 states of the association (L103-L109), checked by running the mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import ClaimRule, Finding, Label
from graph_api.systems.water_game import candidates
from graph_api.systems.water_game.checklists import Checked, all_met
from graph_api.systems.water_game.equilibria import find_equilibria
from graph_api.systems.water_game.governance import sustainable
from graph_api.systems.water_game.payoffs import under
from graph_api.systems.water_game.third_party import Standing
from graph_api.systems.water_game.village import Arrangement

if TYPE_CHECKING:
    from graph_api.systems.water_game.system import WaterGame

ABSENT = Finding(
    None,
    Label(
        "the association is only proposed in this view: ask one in which it works (after_remedies)",
        "此视图中协会仅为建议：请查看协会已建立的变体（after_remedies）",
    ),
)
"""What can be said of an association that is not there."""


def said(value: float | None) -> str:
    """Write a number that may be unknown."""
    return "?" if value is None else f"{value:.3g}"


def _only_cooperation(system: WaterGame) -> Finding:
    ruled = under(system.table(), system.association())
    found = find_equilibria(ruled, int(system.parameters.value("players")))
    count = len(found.found)
    return Finding(
        found.cooperation_is_the_only_one,
        Label(
            f"{count} equilibrium(s) of which cooperation of all is"
            f" {'one' if found.cooperation_is_one else 'none'}",
            f"共 {count} 个均衡，{'其中包括' if found.cooperation_is_one else '不包括'}全体合作",
        ),
    )


def _credible(system: WaterGame) -> Finding:
    found = system.credible("association")
    if found.standing is Standing.ABSENT:
        return ABSENT
    needed = system.parameters.value("credibility_threshold")
    score = said(found.score)
    holds = None if found.standing is Standing.UNKNOWN else found.standing is Standing.CREDIBLE
    return Finding(
        holds,
        Label(
            f"weakest of the three conditions {score}, needed {needed:.3g}",
            f"三个条件中最弱者为 {score}，需要 {needed:.3g}",
        ),
    )


def _sustainable(system: WaterGame) -> Finding:
    association = system.credible("association")
    if association.standing is Standing.ABSENT:
        return ABSENT
    checks = sustainable(system, association, system.parameters.value("credibility_threshold"))
    return Finding(all_met(checks), _listed(checks))


def _listed(checks: tuple[Checked, ...]) -> Label:
    marks = {True: ("met", "满足"), False: ("missed", "未满足"), None: ("unknown", "未知")}
    return Label(
        "; ".join(f"{item.condition.label.en}: {marks[item.met][0]}" for item in checks),
        "；".join(f"{item.condition.label.zh}：{marks[item.met][1]}" for item in checks),
    )


def _everyone_sees(system: WaterGame) -> Finding:
    if not candidates.association_is_there(system):
        return ABSENT
    watched = system.strength_between(candidates.FARMERS, candidates.FARMERS, conveys="supervision")
    needed = system.parameters.value("credibility_threshold")
    return Finding(
        None if watched is None else watched >= needed,
        Label(
            f"mutual watching {said(watched)}, needed {needed:.3g}",
            f"相互监督 {said(watched)}，需要 {needed:.3g}",
        ),
    )


def _free_riding_costs_more(system: WaterGame) -> Finding:
    own, other = system.association().deterrence, system.government().deterrence
    return Finding(
        own > max(other, 0),
        Label(
            f"a breach costs {own:.3g} more than keeping the rules, under government {other:.3g}",
            f"违规比守规多付 {own:.3g}，在政府之下为 {other:.3g}",
        ),
    )


def _paying_pays(system: WaterGame) -> Finding:
    found = system.second_order()
    return Finding(
        found.pays,
        Label(
            f"not paying saves {found.gain:.3g} and costs {found.loss:.3g} by exclusion",
            f"不缴费省下 {found.gain:.3g}，因被排除损失 {found.loss:.3g}",
        ),
    )


def _joining_pays(system: WaterGame) -> Finding:
    margin = system.entry_margin()
    return Finding(
        margin > 0,
        Label(
            f"a member is {margin:.3g} better off per season, dues paid",
            f"缴费投劳之后，成员每季净得 {margin:.3g}",
        ),
    )


def _mediator(system: WaterGame) -> Finding:
    if not candidates.association_is_there(system):
        return ABSENT
    place = system.mediator(users=(candidates.FARMERS, candidates.ASSOCIATION))
    needed = system.parameters.value("credibility_threshold")
    trusted = None if place.trust is None else place.trust >= needed
    both = (place.reaches_everyone, trusted)
    holds = False if False in both else None if None in both else True
    reached = sum(1 for score in place.reach if score)
    return Finding(
        holds,
        Label(
            f"staff reach {reached} of {len(place.users)} users; trust of farmers"
            f" {said(place.trust)}, needed {needed:.3g}",
            f"管理人员可达 {len(place.users)} 个用水方中的 {reached} 个；农户的信任"
            f" {said(place.trust)}，需要 {needed:.3g}",
        ),
    )


def _fits(system: WaterGame) -> Finding:
    found = system.village_fit()
    holds = None if found.advice is Arrangement.UNKNOWN else all_met(found.association)
    return Finding(holds, _listed(found.association))


ASSOCIATION_CLAIMS: tuple[ClaimRule[WaterGame], ...] = (
    ClaimRule(
        "association_leaves_only_cooperation",
        Label(
            "Under the association farmers choose cooperation.",
            "在协会之下，农户会选择合作。",
        ),
        ("105",),
        _only_cooperation,
        ("A-29", "A-55", "A-56"),
    ),
    ClaimRule(
        "association_is_a_credible_third_party",
        Label(
            "The association comes near to the credible third party.",
            "协会在某种程度上相当于可置信的第三方。",
        ),
        ("105",),
        _credible,
        ("A-01", "A-57"),
    ),
    ClaimRule(
        "association_meets_the_three_conditions",
        Label(
            "The association meets the three conditions of a sustainable arrangement.",
            "协会满足可持续制度安排的三个条件。",
        ),
        ("97", "101", "105"),
        _sustainable,
        ("A-01", "A-57"),
    ),
    ClaimRule(
        "everyone_sees_who_shirks",
        Label(
            "In the association everyone knows who missed work or shirked.",
            "在协会中，谁缺工、谁偷懒，人人清楚。",
        ),
        ("103", "105"),
        _everyone_sees,
        ("A-01", "A-57"),
    ),
    ClaimRule(
        "free_riding_becomes_costly",
        Label(
            "The association makes free-riding dearer (read so: the wording at L105 says cheaper).",
            "协会提高“搭便车”的成本（第105行的措辞相反，按论证理解）。",
        ),
        ("105",),
        _free_riding_costs_more,
        ("A-01", "A-56", "A-61"),
    ),
    ClaimRule(
        "non_payers_are_kept_out",
        Label(
            "Who does not pay is easily kept out, so paying for the association pays.",
            "不缴费者容易被排除，因此缴费是划算的。",
        ),
        ("105",),
        _paying_pays,
        ("A-29", "A-66"),
    ),
    ClaimRule(
        "voluntary_entry_pays",
        Label(
            "Farmers join of their own will: membership is worth its share and labour.",
            "农户自愿加入：成员所得超过所缴份额和投劳。",
        ),
        ("103",),
        _joining_pays,
        ("A-29", "A-56", "A-65"),
    ),
    ClaimRule(
        "staff_can_mediate",
        Label(
            "Respected insiders on the staff can settle conflicts by their reputation.",
            "有威望的管理人员能凭声誉化解冲突。",
        ),
        ("107",),
        _mediator,
        ("A-01", "A-69"),
    ),
    ClaimRule(
        "association_suits_the_village",
        Label(
            "The association suits a compact, stable village of acquainted households.",
            "协会适合居住集中稳定、彼此熟悉的村庄。",
        ),
        ("109",),
        _fits,
        ("A-70",),
    ),
)
