from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from graph_api.domain import (
    ActorId,
    Band,
    Basis,
    Direction,
    Evidence,
    GraphSnapshot,
    Label,
    Level,
    RelationId,
    ViewSpec,
    build_view,
)
from graph_api.domain import snapshot as build
from graph_api.scenarios import read_scenario
from graph_api.scoring import (
    PRODUCT,
    Reading,
    Scoring,
    Step,
    best_paths,
    derivation,
    explain_pair,
    explain_path,
    score_pair,
)
from tests.builders import snapshot

SEEDS = Path(__file__).parents[3] / "seeds"

NAMES: dict[str, dict[str, Any]] = {
    "office": {"name": Label("Street office", "街道办")},
    "committee": {"name": Label("Committee", "居委会")},
    "residents": {"name": Label("Residents", "居民"), "level": Level.INDIVIDUAL},
}


def view(text: str, **capability: float) -> GraphSnapshot:
    """Draw a view whose relations cite essay-9 at their own lines."""
    actors = {
        k: v | ({"capability": capability[k]} if k in capability else {}) for k, v in NAMES.items()
    }
    drawn = snapshot("\n".join([text, *NAMES]), actors=actors)
    cited = [
        replace(relation, evidence=(Evidence("essay-9", (str(n), f"{n + 10}-{n + 12}")),))
        for n, relation in enumerate(drawn.relations, 1)
    ]
    return build(drawn.key, drawn.actors, cited, support=drawn.support)


def said(text: str, a: str, b: str, scoring: Scoring = PRODUCT, **capability: float) -> list[str]:
    """Give the explanation of a pair in English and Chinese."""
    drawn = view(text, **capability)
    score = score_pair(drawn, a, b, scoring)
    return [explain_pair(drawn, score, "en"), explain_pair(drawn, score, "zh")]


BOTH = """
    office -> committee 0.5
    committee -> residents 0.4
    residents -> committee 0.25
    committee -> office 0.5
"""


def test_both_directions() -> None:
    assert said(BOTH, "office", "residents") == [
        "Street office and Residents empower each other: from Street office to Residents 0.20"
        " (weak), and from Residents to Street office 0.125 (weak); the mutual score is 0.158"
        " (weak)."
        " From Street office to Residents the way leads through Committee: 0.50 (medium) to"
        " Committee [r1; proposed; essay-9 L1, L11-13], then 0.40 (medium) to Residents"
        " [r2; proposed; essay-9 L2, L12-14]. Multiplied: 0.20 (weak)."
        " From Residents to Street office the way leads through Committee: 0.25 (weak) to Committee"
        " [r3; proposed; essay-9 L3, L13-15], then 0.50 (medium) to Street office"
        " [r4; proposed; essay-9 L4, L14-16]. Multiplied: 0.125 (weak)."
        " What holds it down most: Residents → Committee [r3] with 0.25 (weak)."
        " Both directions pass through Committee.",
        "街道办与居民相互充权：从街道办到居民为 0.20（弱），从居民到街道办为 0.125（弱），"
        "相互得分 0.158（弱）。"
        "从街道办到居民，要经过居委会：先由街道办对居委会充权 0.50（中）"
        "［r1；建议值；essay-9 L1, L11-13］，再由居委会对居民充权 0.40（中）"
        "［r2；建议值；essay-9 L2, L12-14］。各步相乘，得 0.20（弱）。"
        "从居民到街道办，要经过居委会：先由居民对居委会充权 0.25（弱）"
        "［r3；建议值；essay-9 L3, L13-15］，再由居委会对街道办充权 0.50（中）"
        "［r4；建议值；essay-9 L4, L14-16］。各步相乘，得 0.125（弱）。"
        "最受制约之处：居民→居委会［r3］0.25（弱）。"
        "两个方向都要经过居委会。",
    ]


def test_one_direction_is_missing() -> None:
    assert said("office -> residents 0.6 [0.4..0.8]", "office", "residents") == [
        "Street office and Residents do not empower each other: from Street office to Residents"
        " 0.60 (strong), and no path leads from Residents to Street office."
        " From Street office to Residents one relation leads straight: 0.60 (strong)"
        " [r1; proposed; essay-9 L1, L11-13].",
        "街道办与居民没有相互充权：从街道办到居民为 0.60（强），从居民到街道办没有路径。"
        "街道办直接对居民充权：0.60（强）［r1；建议值；essay-9 L1, L11-13］。",
    ]


def test_both_directions_are_missing() -> None:
    assert said("office -> committee 0.5", "committee", "residents") == [
        "Committee and Residents do not empower each other: no path leads from Committee to"
        " Residents, and no path leads from Residents to Committee.",
        "居委会与居民没有相互充权：从居委会到居民没有路径，从居民到居委会没有路径。",
    ]


def test_one_direction_leads_only_over_an_unknown_strength() -> None:
    assert said("office -> residents 0.64\nresidents -> office ?", "office", "residents") == [
        "Whether Street office and Residents empower each other is not known: from Street office"
        " to Residents 0.64 (strong), and from Residents to Street office every path leads over an"
        " unknown strength."
        " From Street office to Residents one relation leads straight: 0.64 (strong)"
        " [r1; proposed; essay-9 L1, L11-13]."
        " Nobody has said how strong relation r2 is; knowing it could change the result."
        " With everything uncertain taken together, the mutual score lies between 0.00 and 0.80.",
        "街道办与居民能否相互充权，尚不清楚：从街道办到居民为 0.64（强），"
        "从居民到街道办的路径都要经过未知的强度。"
        "街道办直接对居民充权：0.64（强）［r1；建议值；essay-9 L1, L11-13］。"
        "关系 r2 的强度尚属未知，一旦查明，结果可能改变。"
        "把所有不确定之处都算进去，相互得分在 0.00 与 0.80 之间。",
    ]


def test_a_missing_direction_beside_an_unknown_one_is_missing() -> None:
    english, chinese = said("office -> residents ?", "office", "residents")
    assert english.startswith(
        "Street office and Residents do not empower each other: from Street office to Residents"
        " every path leads over an unknown strength, and no path leads from Residents to Street"
        " office."
    )
    assert chinese.startswith("街道办与居民没有相互充权：")


GATED = "office -> residents 0.5\nresidents -> office 0.4\nresidents -> committee 0.3"


def test_a_closed_gate_is_named() -> None:
    english, chinese = said(GATED, "office", "residents", Scoring(maturity=0.35), residents=0.25)
    assert english.endswith(
        " The maturity gate at 0.35 keeps relations r2 and r3 closed: those who would empower"
        " upward are not capable enough yet."
    )
    assert chinese.endswith(
        "按 0.35 的成熟度门槛，关系 r2、r3 尚不通行：向上充权的一方能力还不够。"
    )


def test_a_half_open_gate_shows_what_it_takes() -> None:
    # (0.6 - 0.2) / (1 - 0.2) lets half of 0.4 pass.
    english, chinese = said(GATED, "residents", "office", Scoring(maturity=0.2), residents=0.6)
    assert (
        "From Residents to Street office one relation leads straight: 0.20 (weak)"
        " [r2; proposed; essay-9 L2, L12-14; 0.40 before the maturity gate]." in english
    )
    assert "0.20（弱）［r2；建议值；essay-9 L2, L12-14；过成熟度门槛前为 0.40］。" in chinese


def test_a_gate_that_cannot_be_applied_is_told_from_an_unknown_strength() -> None:
    english, chinese = said(GATED, "office", "residents", Scoring(maturity=0.35))
    assert (
        " Behind the maturity gate relation r2 counts as unknown, since nobody has said how capable"
        " Residents would be." in english
    )
    assert "Nobody has said how strong" not in english
    assert "在成熟度门槛之下，关系 r2 也算未知，因为居民的能力尚无人说明。" in chinese


def test_weakest_and_decay_are_read_out() -> None:
    weakest = said(BOTH, "office", "residents", Scoring(reading=Reading.WEAKEST))
    assert " It is as strong as its weakest relation: 0.40 (medium)." in weakest[0]
    assert "。整条路径只有最弱一环那么强：0.40（中）。" in weakest[1]
    damped = said(BOTH, "office", "residents", Scoring(decay=0.9))
    assert " Multiplied, and by 0.90 again for each step after the first: 0.18 (weak)." in damped[0]
    assert "。各步相乘，第二步起每步再乘以 0.90，得 0.18（弱）。" in damped[1]


def test_all_walks_have_a_scale_of_their_own() -> None:
    walks = Scoring(reading=Reading.ALL_WALKS, damping=0.5)
    # 0.25 there and 0.2 back, over rounds worth 0.05: 0.25 / 0.95 and 0.2 / 0.95.
    assert said(
        "office -> residents 0.5\nresidents -> office 0.4", "office", "residents", walks
    ) == [
        "Street office and Residents empower each other: from Street office to Residents 0.263, and"
        " from Residents to Street office 0.211; the mutual score is 0.235."
        " All walks between them are counted, longer ones damped by 0.5 per relation: compare this"
        " only with scores of the same damping, not with best paths.",
        "街道办与居民相互充权：从街道办到居民为 0.263，从居民到街道办为 0.211，相互得分 0.235。"
        "这里把两者之间的所有通路都算在内，每多一步乘以阻尼 0.5："
        "只宜与阻尼相同的得分比较，不宜与最佳路径的得分比较。",
    ]


def test_a_limit_on_hops_is_not_the_same_as_no_path() -> None:
    english, chinese = said(BOTH, "office", "residents", Scoring(max_hops=1))
    assert "no path of up to 1 relation leads from Street office to Residents" in english
    assert english.endswith(
        " Only paths of up to 1 relation were followed; a longer one would do better."
    )
    assert "从街道办到居民没有不超过 1 步的路径" in chinese
    assert chinese.endswith("只考察了不超过 1 步的路径；更长的路径会更好。")
    unknown = "office -> committee ?\ncommittee -> residents 0.4"
    english, chinese = said(unknown, "office", "residents", Scoring(max_hops=2))
    assert "every path of up to 2 relations leads over an unknown strength" in english
    assert "从街道办到居民的不超过 2 步的路径都要经过未知的强度" in chinese


def test_many_relations_are_counted_not_listed() -> None:
    lines = [f"office -> x{i} ?\nx{i} -> residents 0.5" for i in range(8)]
    english, chinese = said("\n".join(lines), "office", "residents")
    assert (
        "Nobody has said how strong relations r1, r11, r13, r15, r3, r5 and 2 more are; knowing"
        " them could change the result." in english
    )
    assert "关系 r1、r11、r13、r15、r3、r5 等 8 条的强度尚属未知" in chinese


def test_a_path_alone_ends_with_its_weakest_relation() -> None:
    drawn = view("office -> committee 0.5\ncommittee -> residents 0.5\noffice -> residents 0.2")
    first, second = best_paths(drawn, "office", "residents", 2).paths
    assert explain_path(drawn, first, PRODUCT).endswith(
        " Multiplied: 0.25 (weak). Weakest on the way: Street office → Committee [r1] with 0.50"
        " (medium) and Committee → Residents [r2] with 0.50 (medium)."
    )
    assert explain_path(drawn, first, PRODUCT, "zh").endswith(
        "其中最弱的一环：街道办→居委会［r1］0.50（中）、居委会→居民［r2］0.50（中）。"
    )
    assert explain_path(drawn, second, PRODUCT, "zh") == (
        "街道办直接对居民充权：0.20（弱）［r3；建议值；essay-9 L3, L13-15］。"
    )


def test_what_a_number_rests_on_is_said() -> None:
    drawn = view("office -> residents 0.6")
    measured = [replace(r, basis=Basis.SURVEY, evidence=()) for r in drawn.relations]
    drawn = build(drawn.key, drawn.actors, measured)
    path = best_paths(drawn, "office", "residents").paths[0]
    assert explain_path(drawn, path, PRODUCT).endswith("0.60 (strong) [r1; survey].")
    assert explain_path(drawn, path, PRODUCT, "zh").endswith("0.60（强）［r1；调查］。")


def test_names_fall_back_to_the_other_language_then_to_the_id() -> None:
    drawn = snapshot("a -> b 0.5", actors={"a": {"name": Label(zh="甲")}, "b": {"name": Label()}})
    path = best_paths(drawn, "a", "b").paths[0]
    assert explain_path(drawn, path, PRODUCT).startswith("From 甲 to b one relation leads straight")


def test_the_derivation_gives_each_relation_as_the_view_has_it() -> None:
    drawn = view(GATED, residents=0.6)
    score = score_pair(drawn, "residents", "office", Scoring(maturity=0.2))
    assert score.forward_path is not None
    assert derivation(drawn, score.forward_path) == (
        Step(
            relation=RelationId("r2"),
            from_id=ActorId("residents"),
            to_id=ActorId("office"),
            direction=Direction.REVERSE,
            strength=0.4,
            band=Band.MEDIUM,
            evidence=("essay-9 L2, L12-14",),
        ),
    )


def test_the_seed_reads_as_the_essay_says() -> None:
    text = (SEEDS / "mutual-empowerment.yaml").read_text(encoding="utf-8")
    scenario = read_scenario(text).scenario
    assert scenario is not None
    today = build_view(scenario)
    score = score_pair(today, "residents", "street_office")
    english, chinese = explain_pair(today, score), explain_pair(today, score, "zh")
    assert (
        "From Residents to Street office one relation leads straight: 0.10 (near absent)"
        " [r28; proposed; essay-4 L191]." in english
    )
    assert "社区居民直接对街道办事处充权：0.10（近乎无）［r28；建议值；essay-4 L191］。" in chinese
    assert "最受制约之处：社区居民→街道办事处［r28］0.10（近乎无）。" in chinese
    after = build_view(scenario, ViewSpec(variant="after_remedies"))
    score = score_pair(after, "residents", "street_office")
    assert "[r28; proposed; essay-4 L221]" in explain_pair(after, score)
    told = explain_pair(after, score) + explain_pair(after, score, "zh")
    assert not any(word in told for word in ("transfer", "转移", "让渡"))
