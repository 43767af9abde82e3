"""Modes of governance: government, privatised works, association; what each meets (L95-L109)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_api.domain import Evidence, Label, RelationClass
from graph_api.systems.water_game import candidates
from graph_api.systems.water_game.checklists import Checked, check
from graph_api.systems.water_game.third_party import Credibility, Standing, weakest

if TYPE_CHECKING:
    from graph_api.systems.water_game.system import WaterGame


@dataclass(frozen=True, slots=True)
class GovernanceMode:
    """One mode, and each of its conditions, met, missed or unknown."""

    key: str
    name: Label
    conditions: tuple[Checked, ...]
    evidence: tuple[Evidence, ...]

    def keys(self, *, met: bool | None) -> tuple[str, ...]:
        """Give the keys of the conditions that are met, missed (False) or unknown (None)."""
        return tuple(item.condition.key for item in self.conditions if item.met is met)


def governance(system: WaterGame) -> tuple[GovernanceMode, ...]:
    """Give the modes of governance of a view, each with the conditions of its own lists."""
    threshold = system.parameters.value("credibility_threshold")
    named = {item.candidate: item for item in system.credibility()}
    fit = system.village_fit()
    government, association = named["government"], named["association"]
    return (
        GovernanceMode(
            "government",
            Label("government", "政府集权"),
            (
                *government.conditions,
                check(
                    "L95.clean",
                    government.conditions[1].value,
                    threshold,
                    government.conditions[1].why,
                ),
                _third_party("L95.third_party", government, threshold),
                check("L95.cheap", None, threshold, Label("its cost is not known", "成本未知")),
            ),
            (_at("95"),),
        ),
        GovernanceMode(
            "privatised",
            Label("privatised small works", "小型设施民营化"),
            fit.private,
            (_at("97"),),
        ),
        GovernanceMode(
            "association",
            Label("water users' association", "农民用水者协会"),
            (
                *association.conditions,
                *sustainable(system, association, threshold),
                *fit.association,
            ),
            (_at("89", "97", "103", "105", "109"),),
        ),
    )


def sustainable(
    system: WaterGame, third_party: Credibility, threshold: float
) -> tuple[Checked, ...]:
    """Check the three conditions of L97 for the association of a view."""
    watched = weakest(
        system.strength_between(candidates.FARMERS, candidates.FARMERS, conveys="supervision"),
        system.strength_between(candidates.ASSOCIATION, candidates.FARMERS, conveys="information"),
    )
    obeyed = weakest(
        system.strength_between(candidates.FARMERS, candidates.ASSOCIATION, conveys="labour"),
        system.strength_between(candidates.FARMERS, candidates.ASSOCIATION, conveys="money"),
    )
    return (
        _third_party("L97.third_party", third_party, threshold),
        check(
            "L97.monitoring",
            watched,
            threshold,
            Label("the weaker of mutual watching and the forum", "相互监督与会议中较弱者"),
        ),
        check(
            "L97.compliance",
            obeyed,
            threshold,
            Label("the weaker of labour and share paid", "投劳与缴费中较弱者"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Checklist:
    """One of the essay's three lists of conditions, checked for the association of a view."""

    line: str
    title: Label
    conditions: tuple[Checked, ...]


def checklists(system: WaterGame) -> tuple[Checklist, ...]:
    """Give the lists of L75, L89 and L97 apart: they are not the same three conditions."""
    threshold = system.parameters.value("credibility_threshold")
    association = system.credible("association")
    return (
        Checklist(
            "75",
            Label("what the third party guarantees", "第三方所保证的"),
            abstract(system, threshold),
        ),
        Checklist(
            "89",
            Label("what makes its threat credible", "威胁可置信的条件"),
            association.conditions,
        ),
        Checklist(
            "97",
            Label("what a lasting arrangement needs", "可持续制度安排的条件"),
            sustainable(system, association, threshold),
        ),
    )


def abstract(system: WaterGame, threshold: float) -> tuple[Checked, ...]:
    """Check what the opening asks of the third party (L75), for the association of a view."""
    between = system.strength_between
    say = between(candidates.FARMERS, candidates.ASSOCIATION, conveys="opinion")
    forum = between(candidates.ASSOCIATION, candidates.FARMERS, conveys="information")
    punish = between(
        candidates.ASSOCIATION,
        candidates.FARMERS,
        conveys="sanction",
        relation_class=RelationClass.CONTROL,
    )
    return (
        check("L75.communication", say, threshold, Label("the farmers' say", "农户的意见")),
        check("L75.transparency", forum, threshold, Label("its forum", "会议")),
        check("L75.punishment", punish, threshold, Label("its sanctions", "惩罚")),
    )


def _third_party(key: str, found: Credibility, threshold: float) -> Checked:
    why = Label(
        f"weakest of its three conditions; {found.standing.label.en}",
        f"三个条件中最弱者；{found.standing.label.zh}",
    )
    score = 0.0 if found.standing is Standing.ABSENT else found.score
    return check(key, score, threshold, why)


def _at(*lines: str) -> Evidence:
    return Evidence("essay-2", lines)
