"""What the essay says of migrant workers, each statement checked by running the mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import ClaimRule, Label
from graph_api.systems.migrant_integration.checks import (
    check_ahead,
    check_all_three_kinds,
    check_better_schooled,
    check_carrier,
    check_change_over_time,
    check_fit_the_cut,
    check_institutions,
    check_insufficient,
    check_involution,
    check_no_voice,
    check_one_sided,
    check_risk_grows,
    check_similar,
    check_willing,
)

if TYPE_CHECKING:
    from graph_api.systems.migrant_integration.system import MigrantIntegration

CLAIMS: tuple[ClaimRule[MigrantIntegration], ...] = (
    ClaimRule(
        "involution",
        Label(
            "The community pushes the new generation more than it pulls, and fellow migrants pull"
            " more than they push: it stays locked among its own kind.",
            "社区推力大于拉力，同质群体拉力大于推力，新生代农民工被限制在同质群体中不断内卷。",
        ),
        ("249",),
        check_involution,
        ("A-01", "A-02", "A-32", "A-121"),
    ),
    ClaimRule(
        "new_ahead_economic",
        Label(
            "The new generation earns and spends more than the older one.",
            "新生代农民工的月收入和年消费均高于老一代。",
        ),
        ("263",),
        check_ahead("economic", 1),
        ("A-113",),
    ),
    ClaimRule(
        "old_ahead_daily_life",
        Label(
            "The older generation is in contact with others more often.",
            "老一代农民工的互动频率高于新生代。",
        ),
        ("263",),
        check_ahead("daily_life", -1),
        ("A-113",),
    ),
    ClaimRule(
        "new_ahead_psychological",
        Label(
            "The new generation accepts urban residents more readily.",
            "新生代农民工对城里人的接纳程度好于老一代。",
        ),
        ("263",),
        check_ahead("psychological", 1),
        ("A-113",),
    ),
    ClaimRule(
        "new_better_schooled",
        Label(
            "The new generation is younger and better schooled.",
            "新生代农民工更年轻，受教育年限更长。",
        ),
        ("261",),
        check_better_schooled,
        ("A-113",),
    ),
    ClaimRule(
        "generations_fit_the_cut",
        Label(
            "Both generations lie on their side of the birth year that parts them.",
            "两代人的平均出生年份各在分界年份的一侧。",
        ),
        ("255", "261"),
        check_fit_the_cut,
    ),
    ClaimRule(
        "generations_show_change",
        Label(
            "Dividing migrants by generation shows how integration develops and changes.",
            "按代际划分能更有效地凸显社会融入问题上的发展变化。",
        ),
        ("255",),
        check_change_over_time,
        ("A-113",),
    ),
    ClaimRule(
        "similar_predicament",
        Label(
            "For all their differences, both generations meet a similar predicament.",
            "两代农民工虽有很大差别，但面临的融入困境是相似的。",
        ),
        ("267",),
        check_similar,
        ("A-01", "A-02", "A-110", "A-114"),
    ),
    ClaimRule(
        "institutions_bar_most",
        Label(
            "Above all the dual system with its registration and social security keeps migrants"
            " from living in the city as its own (one of several views that the essay reports).",
            "农民工难以融入城市，主要在于城乡二元体制以及户籍、社会保障等制度"
            "（原文转述的观点之一）。",
        ),
        ("247",),
        check_institutions,
        ("A-01", "A-02", "A-110"),
    ),
    ClaimRule(
        "no_path_to_government",
        Label(
            "The essay names no way by which migrants reach the government.",
            "原文没有提到农民工影响政府的任何途径。",
        ),
        ("241-269",),
        check_no_voice,
        ("A-01", "A-22"),
    ),
    ClaimRule(
        "acceptance_one_sided",
        Label(
            "Migrants accept urban residents, who keep barriers up against them.",
            "农民工愿意接纳城里人，城里人却存有人为隔阂。",
        ),
        ("241", "263"),
        check_one_sided,
        ("A-01",),
    ),
    ClaimRule(
        "willing_yet_shut_out",
        Label(
            "The new generation longs to integrate and is shut out nevertheless.",
            "新生代农民工渴望融入，却面临诸多困难，难以融入城市主流社会。",
        ),
        ("235", "241"),
        check_willing,
        ("A-01", "A-02", "A-110"),
    ),
    ClaimRule(
        "community_carries",
        Label(
            "Becoming citizens cannot do without the urban community as its carrier.",
            "农民工融入城市离不开城市社区这个组织载体。",
        ),
        ("243",),
        check_carrier,
        ("A-01", "A-115"),
    ),
    ClaimRule(
        "community_helps_all_kinds",
        Label(
            "Better community building clearly helps all three kinds of integration.",
            "完善社区建设对三种类别的社区融入都有明显帮助。",
        ),
        ("267", "269"),
        check_all_three_kinds,
        ("A-01", "A-02", "A-116"),
    ),
    ClaimRule(
        "supports_insufficient",
        Label(
            "Support by the community is insufficient: only all four supports together would do (a"
            " study that the essay reports).",
            "社区支持不足：只有管理、服务、保障、参与等多方面支持才能促进融入（原文转述的研究）。",
        ),
        ("247",),
        check_insufficient,
        ("A-02", "A-111"),
    ),
    ClaimRule(
        "exclusion_adds_risk",
        Label(
            "The longer migrants stay outside the mainstream, the greater the risk of drift and"
            " deviance.",
            "长期游离于主流文化之外，容易造成亚文化、游民化与社会失范。",
        ),
        ("241",),
        check_risk_grows,
        ("A-01", "A-32", "A-112"),
    ),
)
