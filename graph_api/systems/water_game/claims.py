"""What essay 2 states, each statement checked by running the mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import ActorId, ClaimRule, Finding, Label
from graph_api.systems.water_game import candidates
from graph_api.systems.water_game.association_claims import ASSOCIATION_CLAIMS
from graph_api.systems.water_game.equilibria import Equilibria, find_equilibria
from graph_api.systems.water_game.payoffs import under
from graph_api.systems.water_game.resource import lasting_stock, run_stock
from graph_api.systems.water_game.third_party import Standing
from graph_api.systems.water_game.thresholds import (
    Repeated,
    cooperates_until_known_end,
    one_shot_margin,
)

if TYPE_CHECKING:
    from graph_api.systems.water_game.system import WaterGame


def named(found: Equilibria) -> Label:
    """Give the pure equilibria in words: how many of the households keep the rules in each."""
    if not found.pure_counts:
        return Label("no pure equilibrium", "没有纯策略均衡")
    pure = [str(count) for count in found.pure_counts]
    edge = found.degenerate
    return Label(
        f"pure equilibria with {', '.join(pure)} of {found.players} keeping the rules"
        + (" (at the edge: a continuum beside them)" if edge else ""),
        f"纯策略均衡中守规者为 {'、'.join(pure)} 户（共 {found.players} 户）"
        + ("（处于边界：另有连续的均衡）" if edge else ""),
    )


def _only_defection(system: WaterGame) -> Finding:
    found = find_equilibria(system.table(), int(system.parameters.value("players")))
    return Finding(found.defection_is_the_only_one, named(found))


def _fine_makes_cooperation_one(system: WaterGame) -> Finding:
    ruled = under(system.table(), system.association())
    found = find_equilibria(ruled, int(system.parameters.value("players")))
    deterrence = system.association().deterrence
    needed = system.table().temptation - system.table().reward
    words = named(found)
    return Finding(
        found.cooperation_is_one,
        Label(
            f"expected fine {deterrence:.3g}, a breach wins {needed:.3g}: {words.en}",
            f"期望罚金 {deterrence:.3g}，违规所得 {needed:.3g}：{words.zh}",
        ),
    )


def _cost_below_gain(system: WaterGame) -> Finding:
    value = system.parameters.value
    count, cost = int(value("households")), value("institution_cost")
    verdict = system.verdict(system.association())
    gain = verdict.gain * value("horizon_seasons")
    return Finding(
        verdict.worth_having,
        Label(
            f"{count} households gain {gain:.3g}, the arrangement costs {cost:.3g}",
            f"{count} 户增益 {gain:.3g}，制度成本 {cost:.3g}",
        ),
    )


def _patience(system: WaterGame, strategy: Repeated) -> Finding:
    needed = system.critical_discount(strategy)
    discount = system.parameters.value("discount")
    en = "no discount factor below 1" if needed is None else f"discount {needed:.3g} or more"
    zh = "1 以下的贴现因子都不够" if needed is None else f"需要贴现因子至少 {needed:.3g}"
    return Finding(
        needed is not None and discount >= needed - 1e-9,
        Label(
            f"{strategy.label.en} needs {en}; it is {discount:.3g}",
            f"{strategy.label.zh}：{zh}，现为 {discount:.3g}",
        ),
    )


def _known_end(system: WaterGame) -> Finding:
    rounds = int(system.parameters.value("rounds"))
    survives = cooperates_until_known_end(system.table(), rounds)
    en = {True: "cooperation can last to the end", False: "defect in every round"}
    zh = {True: "合作可以维持到最后一轮", False: "每轮都不合作"}
    if survives is None:
        text = Label(
            "one round has several equilibria: induction does not tell",
            "单轮有多个均衡，倒推法无法判定",
        )
        return Finding(None, text)
    return Finding(
        not survives,
        Label(
            f"{rounds} rounds with a known end: {en[survives]}",
            f"共 {rounds} 轮且终点已知：{zh[survives]}",
        ),
    )


def _reputation(system: WaterGame) -> Finding:
    margin = system.reputation_margin()
    table = system.table()
    won = table.temptation - table.reward
    return Finding(
        margin > 0,
        Label(
            f"a free-rider wins {won:.3g} once and must expect to lose {won + margin:.3g} later",
            f"“搭便车”一次得利 {won:.3g}，此后预期损失 {won + margin:.3g}",
        ),
    )


def _standing(system: WaterGame, candidate: str, expected: Standing) -> Finding:
    found = system.credible(candidate)
    missed = [item.condition.label for item in found.conditions if item.met is False]
    score = "?" if found.score is None else f"{found.score:.3g}"
    needed = system.parameters.value("credibility_threshold")
    en = f"weakest of the three conditions {score}, needed {needed:.3g}: {found.standing.label.en}"
    zh = f"三个条件中最弱者为 {score}，需要 {needed:.3g}：{found.standing.label.zh}"
    if missed:
        en += "; missed: " + ", ".join(item.en or "" for item in missed)
        zh += "；未满足：" + "、".join(item.zh or "" for item in missed)
    known = found.standing is not Standing.UNKNOWN
    return Finding(found.standing is expected if known else None, Label(en, zh))


def _government_fails(system: WaterGame) -> Finding:
    institution = system.government()
    margin = one_shot_margin(under(system.table(), institution))
    return Finding(
        not margin.sustained,
        Label(
            f"of each breach {institution.detection:.3g} is seen and {institution.error:.3g} of"
            f" those who keep the rules are fined: a breach wins {-margin.value:.3g}",
            f"违规被发现的概率为 {institution.detection:.3g}，守规被误罚的概率为"
            f" {institution.error:.3g}：违规得利 {-margin.value:.3g}",
        ),
    )


def _relay_loses(system: WaterGame) -> Finding:
    kept = system.information_kept()
    relays = int(system.parameters.value("government_relays"))
    return Finding(
        kept < 1,
        Label(
            f"{kept:.3g} of what is known arrives over {relays} relay(s)",
            f"经过 {relays} 个中转环节，信息只剩 {kept:.3g}",
        ),
    )


def _moral_hazard(system: WaterGame) -> Finding:
    margin = system.cadre().margin
    en, zh = ("none is made", "不作为") if margin < 0 else ("it is made", "有所作为")
    return Finding(
        margin < 0,
        Label(
            f"effort is worth {margin:.3g} to a delegate: {en}",
            f"努力对官员和村干部的净得益为 {margin:.3g}：{zh}",
        ),
    )


def _government_is_ignorant(system: WaterGame) -> Finding:
    links = candidates.government_links(system)
    start, end, strength = links[0]
    if any(link[2] is None for link in links) and strength != 0:
        unknown = Label("one of the links is unknown", "其中有一环强度未知")
        return Finding(None, unknown)
    names = {actor.id: actor.name for actor in system.view.actors}
    one, other = names[ActorId(start)], names[ActorId(end)]
    said = "?" if strength is None else f"{strength:.3g}"
    return Finding(
        (start, end) == (candidates.FARMERS, candidates.GOVERNMENT),
        Label(
            f"the weakest link is {one.text('en')} to {other.text('en')}: {said}",
            f"最弱的一环是“{one.text('zh')}”到“{other.text('zh')}”：{said}",
        ),
    )


def _ruin(system: WaterGame) -> Finding:
    without = run_stock(system.resource(), 0, 200)
    rest = lasting_stock(system.resource(), 1)
    season = without.ruined_in
    en = "is never ruined" if season is None else f"is ruined in season {season}"
    zh = "不会毁坏" if season is None else f"在第 {season} 季毁坏"
    return Finding(
        season is not None and rest > 0,
        Label(
            f"if nobody keeps the rules the water {en}; if all do, {rest:.3g} of it lasts",
            f"无人守规时水源{zh}；人人守规时可长期保有 {rest:.3g}",
        ),
    )


def _engineering(system: WaterGame) -> Finding:
    better = run_stock(system.resource(engineered=True), 0, 200)
    plain = run_stock(system.resource(), 0, 200)
    en = "saved" if better.ruined_in is None else f"ruined in season {better.ruined_in}"
    zh = "得以保全" if better.ruined_in is None else f"第 {better.ruined_in} 季毁坏"
    before = "never" if plain.ruined_in is None else f"in season {plain.ruined_in}"
    before_zh = "不毁坏" if plain.ruined_in is None else f"第 {plain.ruined_in} 季毁坏"
    return Finding(
        better.ruined_in is not None,
        Label(
            f"with better works and nobody keeping the rules the water is {en}; without: {before}",
            f"改善工程而无人守规时，水源{zh}；不改善时：{before_zh}",
        ),
    )


CLAIMS: tuple[ClaimRule[WaterGame], ...] = (
    ClaimRule(
        "one_shot_only_defection",
        Label(
            "Played once, mutual non-cooperation is the only equilibrium.",
            "一次性博弈中，双方不合作是唯一的均衡。",
        ),
        ("85", "89"),
        _only_defection,
        ("A-29", "A-55"),
    ),
    ClaimRule(
        "third_party_makes_cooperation_an_equilibrium",
        Label(
            "A third party that changes the payoffs makes mutual cooperation an equilibrium.",
            "第三方改变得益结构后，双方合作可以成为均衡。",
        ),
        ("85", "89"),
        _fine_makes_cooperation_one,
        ("A-29", "A-55", "A-56"),
    ),
    ClaimRule(
        "cost_below_gain",
        Label(
            "The new arrangement costs less than the extra gain of cooperation.",
            "建立新制度的成本小于合作带来的新增收益。",
        ),
        ("85",),
        _cost_below_gain,
        ("A-29", "A-34", "A-56", "A-60"),
    ),
    ClaimRule(
        "endless_repetition_sustains_cooperation",
        Label(
            "If the game does not end in the foreseeable future, cooperation can be sustained.",
            "若博弈在可预见的时期内不会终止，合作可以维持。",
        ),
        ("91",),
        lambda system: _patience(system, Repeated.GRIM),
        ("A-29", "A-58"),
    ),
    ClaimRule(
        "mild_answers_sustain_cooperation_too",
        Label(
            "Cooperation can grow by trial and error into a habit (read so: answering in kind).",
            "通过反复试错，合作可以成为习惯（读作：以牙还牙）。",
        ),
        ("91",),
        lambda system: _patience(system, Repeated.TIT_FOR_TAT),
        ("A-29", "A-58"),
    ),
    ClaimRule(
        "known_end_destroys_cooperation",
        Label(
            "Without the belief that the game goes on, cooperation is not sustained.",
            "若双方不认为博弈会继续下去，合作便无法维持。",
        ),
        ("91",),
        _known_end,
        ("A-29", "A-58"),
    ),
    ClaimRule(
        "reputation_deters",
        Label(
            "Where people know each other, the free-rider later loses more than he won.",
            "在彼此熟悉的社区，“搭便车”者以后的损失大于当时所得。",
        ),
        ("91",),
        _reputation,
        ("A-29", "A-59"),
    ),
    ClaimRule(
        "custom_counts_in_part",
        Label(
            "Custom and reputation are a third party to a certain degree.",
            "习俗和声誉在某种程度上充当第三方。",
        ),
        ("91",),
        lambda system: _standing(system, "custom", Standing.PARTIAL),
        ("A-01", "A-57", "A-59"),
    ),
    ClaimRule(
        "government_is_not_credible",
        Label(
            "Government usually fails as the credible third party at the tail end of the water.",
            "在用水末端，政府通常难以充当可置信的第三方。",
        ),
        ("95",),
        lambda system: _standing(system, "government", Standing.NOT_CREDIBLE),
        ("A-01", "A-57"),
    ),
    ClaimRule(
        "government_fines_do_not_deter",
        Label(
            "Government can hardly watch opportunists effectively, so its threat does not bind.",
            "政府难以有效监督投机行为，其惩罚威胁不起作用。",
        ),
        ("95",),
        _government_fails,
        ("A-01", "A-29", "A-61"),
    ),
    ClaimRule(
        "relay_loses_information",
        Label(
            "Communication through village cadres loses information once more.",
            "经村干部中转的沟通使信息再次损失。",
        ),
        ("95",),
        _relay_loses,
        ("A-01", "A-61"),
    ),
    ClaimRule(
        "delegates_stay_inactive",
        Label(
            "Without supervision and incentive, inaction is rational for the delegates.",
            "缺乏监督和激励时，不作为是代办者的理性选择。",
        ),
        ("95",),
        _moral_hazard,
        ("A-01", "A-62"),
    ),
    ClaimRule(
        "government_knows_too_little",
        Label(
            "Government knows too little of members and village life (read so: its weakest link).",
            "政府对成员和村内生活缺乏足够的了解（读作：最弱的一环）。",
        ),
        ("95",),
        _government_is_ignorant,
        ("A-01", "A-61"),
    ),
    ClaimRule(
        "free_riding_ruins_the_water",
        Label(
            "Free-riding may ruin the whole system; keeping the rules preserves it.",
            "“搭便车”可能破坏整个系统，守规则则能保全。",
        ),
        ("81",),
        _ruin,
        ("A-63",),
    ),
    ClaimRule(
        "engineering_alone_is_not_enough",
        Label(
            "Engineering and technology help only to a degree; institutions are the root.",
            "工程技术只能起一定作用，根本在于制度安排。",
        ),
        ("81",),
        _engineering,
        ("A-63", "A-64"),
    ),
    *ASSOCIATION_CLAIMS,
)
