"""The statements of the essay, each checked by running the mechanism over the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import ClaimRule, Label
from graph_api.systems.wechat_platform import checks

if TYPE_CHECKING:
    from graph_api.systems.wechat_platform.system import WechatPlatform

    Rule = ClaimRule[WechatPlatform]

CLAIMS: tuple[Rule, ...] = (
    ClaimRule(
        "open_government_works_fully",
        Label(
            "The platform fully performs open government: residents learn what they should.",
            "平台充分发挥政务公开职能，保障公众知情。",
        ),
        ("17",),
        checks.check_open_government,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "supervision_is_effective",
        Label("The public supervises effectively.", "确保公众有效监督。"),
        ("17",),
        checks.check_effective_supervision,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "opinion_is_pooled",
        Label("The platform pools residents' opinion.", "平台汇聚居民民意。"),
        ("19",),
        checks.check_pooled_opinion,
        ("A-01", "A-02", "A-22"),
    ),
    ClaimRule(
        "telling_became_two_way",
        Label(
            "One-way telling has turned into two-way communication.",
            "“单向灌输”变为“双向沟通”。",
        ),
        ("19",),
        checks.check_two_way,
        ("A-01", "A-02", "A-22", "A-28", "A-42"),
    ),
    ClaimRule(
        "people_answer",
        Label(
            "Enquiries are answered in time, and by people: the link is two-way without automatic"
            " replies.",
            "及时回复居民：剔除自动回复后仍是双向沟通。",
        ),
        ("19",),
        checks.check_people_answer,
        ("A-01", "A-22", "A-28", "A-52"),
    ),
    ClaimRule(
        "clarification_curbs_rumours",
        Label(
            "Clarification curbs rumours to some extent.", "澄清谣言在一定程度上遏制了谣言扩散。"
        ),
        ("21",),
        checks.check_rumours_curbed,
        ("A-01", "A-45", "A-48"),
    ),
    ClaimRule(
        "clarification_is_timely",
        Label("It does so because it is timely.", "及时澄清，防患于未然。"),
        ("21",),
        checks.check_timely,
        ("A-01", "A-02", "A-45", "A-48"),
    ),
    ClaimRule(
        "new_media_use_is_weak",
        Label("The use of new media in community governance is weak.", "新媒体应用还薄弱。"),
        ("27",),
        checks.check_use_is_weak,
        ("A-01", "A-02", "A-43"),
    ),
    ClaimRule(
        "old_ways_persist",
        Label("The inertia of the old ways of governing persists.", "传统治理方式的思维惯性。"),
        ("27",),
        checks.check_inertia,
        ("A-01", "A-02", "A-54"),
    ),
    ClaimRule(
        "cadres_are_no_supporters",
        Label(
            "Grassroots cadres neither master nor promote new media.",
            "基层干部不能完全掌握运用新媒体，不是支持者和推动者。",
        ),
        ("29",),
        checks.check_cadres,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "operators_are_the_key_constraint",
        Label("The lack of operators is the key constraint.", "运营人才缺乏是制约的关键。"),
        ("31",),
        checks.check_key_constraint,
        ("A-01", "A-02", "A-43"),
    ),
    ClaimRule(
        "coverage_is_small",
        Label("New media cover few residents.", "新媒体的覆盖小。"),
        ("35",),
        checks.check_coverage,
        ("A-02", "A-34"),
    ),
    ClaimRule(
        "identification_is_weak",
        Label("Residents identify little with it.", "社区居民的认同感问题重重。"),
        ("35",),
        checks.check_identification,
        ("A-02", "A-34"),
    ),
    ClaimRule(
        "input_is_lacking",
        Label("People, money and material are lacking.", "缺乏人、财、物等投入。"),
        ("37",),
        checks.check_input,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "counter_measures_solve_the_problems",
        Label(
            "The counter-measures solve the problems that were found.",
            "对策建议解决了所指出的问题。",
        ),
        ("27", "29", "31", "35", "37", "41", "43", "45", "47", "51"),
        checks.check_remedies,
        ("A-01", "A-03", "A-54"),
    ),
    ClaimRule(
        "groups_can_speak",
        Label(
            "Strata and interest groups find a platform on which they are heard.",
            "不同阶层和利益主体有表达诉求的平台。",
        ),
        ("41", "45"),
        checks.check_groups_speak,
        ("A-01", "A-02", "A-22"),
    ),
    ClaimRule(
        "parties_are_equals",
        Label("The parties consult as equals.", "各方平等协商。"),
        ("41",),
        checks.check_equal,
        ("A-01", "A-02", "A-47"),
    ),
    ClaimRule(
        "consensus_is_reached",
        Label(
            "Consultation leads to a consensus on the public interest.", "协商达成公共利益共识。"
        ),
        ("41", "47"),
        checks.check_consensus,
        ("A-01", "A-47"),
    ),
    ClaimRule(
        "supervision_is_open_to_all",
        Label(
            "Supervision is open to all stakeholders without obstacle.",
            "监督对所有利益相关者开放，不受阻碍。",
        ),
        ("43",),
        checks.check_open_to_all,
        ("A-01", "A-22", "A-49"),
    ),
    ClaimRule(
        "supervision_is_all_weather",
        Label("Supervision works around the clock.", "全天候实现监督。"),
        ("43",),
        checks.check_all_weather,
        ("A-49",),
    ),
    ClaimRule(
        "constraint_is_mutual",
        Label(
            "Office and residents constrain each other (read so: supervision is a match for"
            " telling).",
            "形成互相制约（读作：监督足以抗衡单向灌输）。",
        ),
        ("43",),
        checks.check_mutual_constraint,
        ("A-01", "A-49"),
    ),
    ClaimRule(
        "state_and_society_are_tense",
        Label(
            "There is great tension between state and society.", "国家和社会之间存在极大的张力。"
        ),
        ("45",),
        checks.check_tension,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "platform_buffers_conflict",
        Label("The public sphere is a buffer for that tension.", "公共领域充当张力的缓冲地带。"),
        ("45",),
        checks.check_buffer,
        ("A-01", "A-22", "A-53"),
    ),
    ClaimRule(
        "service_is_around_the_clock",
        Label("Residents are served 24 hours without a break.", "群众获得无间断24小时服务。"),
        ("47",),
        checks.check_around_the_clock,
        ("A-34", "A-46"),
    ),
    ClaimRule(
        "services_meet_the_needs",
        Label(
            "Segmented services meet the needs of all user groups.",
            "细分服务满足各类群体的个性化需求。",
        ),
        ("47",),
        checks.check_services,
        ("A-01", "A-02"),
    ),
)
"""In the order of the essay."""
