"""The numbers that the water game gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Label, MeasureRule
from graph_api.systems.water_game.equilibria import find_equilibria
from graph_api.systems.water_game.payoffs import under
from graph_api.systems.water_game.resource import lasting_stock, needed_share, run_stock
from graph_api.systems.water_game.thresholds import (
    Repeated,
    dominance_margin,
    needed_detection,
    needed_deterrence,
    needed_fine,
    one_shot_margin,
)
from graph_api.systems.water_game.verdict import smallest_above

if TYPE_CHECKING:
    from graph_api.systems.water_game.system import WaterGame

GAME = ("A-29", "A-55", "A-56")
CREDIBLE = ("A-01", "A-57")


def _ruled(system: WaterGame) -> tuple[float, ...]:
    table = under(system.table(), system.association())
    return table.temptation, table.reward, table.punishment, table.sucker


def _ruin_season(system: WaterGame) -> float | None:
    return run_stock(system.resource(), 0, 200).ruined_in


def _fine(system: WaterGame) -> float | None:
    value = system.parameters.value
    return needed_fine(system.table(), value("detection"), value("error"))


def _detection(system: WaterGame) -> float | None:
    value = system.parameters.value
    return needed_detection(system.table(), value("error"), value("fine"))


def _break_even(system: WaterGame) -> float | None:
    """Give the smallest number of households whose gain is above the cost."""
    cost = system.parameters.value("institution_cost")
    each = _ruled(system)[1] - system.table().punishment
    return smallest_above(cost, each * system.parameters.value("horizon_seasons"), 2)


MEASURES: tuple[MeasureRule[WaterGame], ...] = (
    MeasureRule(
        "margin_without_institution",
        Label("What a breach loses, without a third party", "无第三方时违规的损失"),
        "payoff",
        lambda system: one_shot_margin(system.table()).value,
        ("A-29",),
    ),
    MeasureRule(
        "margin_with_association",
        Label("What a breach loses under the association", "协会之下违规的损失"),
        "payoff",
        lambda system: one_shot_margin(under(system.table(), system.association())).value,
        GAME,
    ),
    MeasureRule(
        "margin_with_government",
        Label("What a breach loses under government", "政府之下违规的损失"),
        "payoff",
        lambda system: one_shot_margin(under(system.table(), system.government())).value,
        ("A-01", "A-29", "A-61", "A-62"),
    ),
    MeasureRule(
        "dominance_margin_with_association",
        Label(
            "What a breach loses at least under the association, whatever others do",
            "协会之下无论他人如何，违规至少的损失",
        ),
        "payoff",
        lambda system: dominance_margin(under(system.table(), system.association())).value,
        GAME,
    ),
    MeasureRule(
        "needed_deterrence",
        Label("f (y - x) from which cooperation is an equilibrium", "合作成为均衡所需的 f(y-x)"),
        "payoff",
        lambda system: needed_deterrence(system.table())[0],
        ("A-29", "A-56"),
    ),
    MeasureRule(
        "needed_deterrence_for_the_only_one",
        Label("f (y - x) above which it is the only one", "合作成为唯一均衡所需超过的 f(y-x)"),
        "payoff",
        lambda system: needed_deterrence(system.table())[1],
        ("A-29", "A-56"),
    ),
    MeasureRule(
        "needed_fine",
        Label(
            "Smallest fine that does, with this detection and error", "在此发现率和误罚率下所需罚金"
        ),
        "payoff",
        _fine,
        GAME,
    ),
    MeasureRule(
        "needed_detection",
        Label(
            "Smallest detection that does, with this fine and error", "在此罚金和误罚率下所需发现率"
        ),
        "share",
        _detection,
        GAME,
    ),
    MeasureRule(
        "cooperation_is_an_equilibrium",
        Label(
            "Cooperation of all is an equilibrium under the association", "协会之下全体合作是均衡"
        ),
        "yes/no",
        lambda system: (
            find_equilibria(
                under(system.table(), system.association()), int(system.parameters.value("players"))
            ).cooperation_is_one
        ),
        GAME,
    ),
    MeasureRule(
        "equilibria_with_association",
        Label("Equilibria under the association, up to names", "协会之下的均衡数（不计户名）"),
        "count",
        lambda system: len(
            find_equilibria(
                under(system.table(), system.association()),
                int(system.parameters.value("players")),
            ).found
        ),
        GAME,
    ),
    MeasureRule(
        "critical_discount_grim",
        Label("Patience that grim trigger needs", "冷酷触发策略所需的耐心"),
        "index",
        lambda system: system.critical_discount(Repeated.GRIM),
        ("A-29", "A-58"),
    ),
    MeasureRule(
        "critical_discount_tit_for_tat",
        Label("Patience that tit for tat needs", "以牙还牙所需的耐心"),
        "index",
        lambda system: system.critical_discount(Repeated.TIT_FOR_TAT),
        ("A-29", "A-58"),
    ),
    MeasureRule(
        "reputation_margin",
        Label("What a noticed free-rider loses later, less his gain", "声誉损失减去违规所得"),
        "payoff",
        lambda system: system.reputation_margin(),
        ("A-29", "A-59"),
    ),
    MeasureRule(
        "credibility_government",
        Label("Government as third party: weakest condition", "政府作为第三方：最弱条件"),
        "index",
        lambda system: system.credible("government").score,
        CREDIBLE,
    ),
    MeasureRule(
        "credibility_custom",
        Label("Custom as third party: weakest condition", "习俗作为第三方：最弱条件"),
        "index",
        lambda system: system.credible("custom").score,
        CREDIBLE,
    ),
    MeasureRule(
        "credibility_association",
        Label("Association as third party: weakest condition", "协会作为第三方：最弱条件"),
        "index",
        lambda system: system.credible("association").score,
        CREDIBLE,
    ),
    MeasureRule(
        "information_kept",
        Label("Share of what is known that reaches government", "到达政府的信息比例"),
        "share",
        lambda system: system.information_kept(),
        ("A-01", "A-61", "A-62"),
    ),
    MeasureRule(
        "delegate_margin",
        Label("What effort is worth to a delegate", "努力对代办者的净得益"),
        "payoff",
        lambda system: system.cadre().margin,
        ("A-01", "A-62"),
    ),
    MeasureRule(
        "gain_per_season",
        Label("What all gain by cooperating under the association", "协会之下全体合作的每季增益"),
        "payoff",
        lambda system: (
            system.parameters.value("households") * (_ruled(system)[1] - system.table().punishment)
        ),
        ("A-29", "A-34", "A-56", "A-60"),
    ),
    MeasureRule(
        "break_even_households",
        Label("Households from which it is worth its cost", "值得建立所需的最少户数"),
        "household",
        _break_even,
        ("A-29", "A-34", "A-56", "A-60"),
    ),
    MeasureRule(
        "membership_margin",
        Label("What a member gains by joining, dues paid", "缴费投劳之后成员的净得益"),
        "payoff",
        lambda system: system.entry_margin(),
        ("A-29", "A-56", "A-65"),
    ),
    MeasureRule(
        "exclusion_needed",
        Label("Chance of exclusion from which paying pays", "使缴费划算所需的排除概率"),
        "share",
        lambda system: system.second_order().exclusion_needed,
        ("A-29", "A-66"),
    ),
    MeasureRule(
        "accounts_balance",
        Label("Shares of members less pay of staff", "成员份额减去人员报酬"),
        "payoff",
        lambda system: system.accounts().balance,
        ("A-34", "A-65"),
    ),
    MeasureRule(
        "capture_breaks_from",
        Label("Share spared by the head at which cooperation ends", "负责人庇护到何比例时合作瓦解"),
        "share",
        lambda system: system.capture().breaks_from,
        ("A-29", "A-56", "A-67"),
    ),
    MeasureRule(
        "head_margin",
        Label("What a breach loses at the head of the canal", "渠首违规的损失"),
        "payoff",
        lambda system: system.positions()[0].margin,
        ("A-29", "A-56", "A-68"),
    ),
    MeasureRule(
        "tail_membership_margin",
        Label("What joining is worth at the tail of the canal", "渠尾入会的净得益"),
        "payoff",
        lambda system: system.positions()[1].worth_joining,
        ("A-29", "A-56", "A-68"),
    ),
    MeasureRule(
        "lasting_stock_without_rules",
        Label("Water that lasts if nobody keeps the rules", "无人守规时长期保有的水"),
        "share",
        lambda system: lasting_stock(system.resource(), 0),
        ("A-63",),
    ),
    MeasureRule(
        "lasting_stock_with_rules",
        Label("Water that lasts if all keep the rules", "人人守规时长期保有的水"),
        "share",
        lambda system: lasting_stock(system.resource(), 1),
        ("A-63",),
    ),
    MeasureRule(
        "ruin_season",
        Label("Season in which it is ruined if nobody keeps them", "无人守规时毁坏的季次"),
        "round",
        _ruin_season,
        ("A-63",),
    ),
    MeasureRule(
        "needed_keepers",
        Label("Share of households that must keep the rules", "水源不毁所需的守规比例"),
        "share",
        lambda system: needed_share(system.resource()),
        ("A-63",),
    ),
)
