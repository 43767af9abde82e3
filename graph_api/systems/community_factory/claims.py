"""What essay 6 states, with the check of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import ClaimRule, Label
from graph_api.systems.community_factory import checks

if TYPE_CHECKING:
    from graph_api.systems.community_factory.system import CommunityFactory

CLAIMS: tuple[ClaimRule[CommunityFactory], ...] = (
    ClaimRule(
        "resettlement_before_security",
        Label(
            "Relocation has come to much resettlement and little security.",
            "移民搬迁处于重安置、轻保障的阶段。",
        ),
        ("279",),
        checks.little_security,
        ("A-01", "A-02", "A-125"),
    ),
    ClaimRule(
        "employment_is_narrow",
        Label("The industry is weak and employment narrow.", "产业基础薄弱，就业面窄。"),
        ("279", "297"),
        checks.jobs_are_few,
        ("A-126",),
    ),
    ClaimRule(
        "factories_lifted_households",
        Label(
            "The community factories helped more than 2,500 households out of poverty.",
            "社区工厂帮助2500余户贫困户脱贫。",
        ),
        ("281",),
        checks.factories_lift,
        ("A-127",),
    ),
    ClaimRule(
        "all_three_gain",
        Label(
            "Government, firms and the poor build together and share the gain.",
            "政府、企业与贫困群众实现共建共享、互惠双赢。",
        ),
        ("281", "297"),
        checks.all_win_already,
        ("A-01", "A-02", "A-128"),
    ),
    ClaimRule(
        "material_criteria_miss_spirit",
        Label(
            "Identification by material conditions may leave out people in spiritual poverty.",
            "以物质条件为依据的识别可能遗漏精神贫困对象。",
        ),
        ("303", "337"),
        checks.spirit_is_missed,
        ("A-33", "A-129", "A-130"),
    ),
    ClaimRule(
        "spiritual_poor_left_out",
        Label("People in spiritual poverty are left out.", "精神贫困群体被排除在外。"),
        ("303",),
        checks.left_out,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "help_is_material",
        Label(
            "Help is mostly material; culture, education and company life lag behind.",
            "帮扶更多体现在物质层面，文化、教育与企业文化滞后。",
        ),
        ("315",),
        checks.material_help,
        ("A-01",),
    ),
    ClaimRule(
        "poor_lack_own_drive",
        Label(
            "The poor's own ability to leave poverty still has to grow.",
            "受助者的自主脱贫能力有待增强。",
        ),
        ("315", "355"),
        checks.not_self_driven,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "shorter_flow_of_funds",
        Label(
            "A shorter flow of funds makes their use more efficient.",
            "简化资金发放流程提高了资金利用效率。",
        ),
        ("319",),
        checks.shorter_flow,
        ("A-131",),
    ),
    ClaimRule(
        "office_shares_information",
        Label(
            "The factory office lets factories and government share information.",
            "社区工厂办公室推动工厂与政府共享信息。",
        ),
        ("321",),
        checks.office_links,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "assessment_is_weakest",
        Label(
            "Assessment lags behind: duties are unclear and indicators unfinished.",
            "考核滞后：责任主体不明，指标不完善。",
        ),
        ("329",),
        checks.assessment_weakest,
        ("A-01", "A-02", "A-132"),
    ),
    ClaimRule(
        "poor_lack_voice",
        Label("The poor take no part in assessment.", "贫困群众在考核中缺乏参与。"),
        ("329",),
        checks.no_voice,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "exit_standard_prevents_false_exit",
        Label(
            "An exit standard and monitoring keep households from being declared out while poor.",
            "退出标准与动态监测可避免“被脱贫”。",
        ),
        ("347",),
        checks.exit_standard_holds,
        ("A-133", "A-134"),
    ),
    ClaimRule(
        "win_for_all_is_still_a_goal",
        Label(
            "A win for government, the poor and firms is still to be reached.",
            "政府、贫困群众、企业三方共赢仍是目标。",
        ),
        ("347",),
        checks.win_is_a_goal,
        ("A-01", "A-02", "A-128"),
    ),
)
