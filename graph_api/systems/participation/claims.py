"""The statements of the essay, each checked by running the mechanism over the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import ClaimRule, Label
from graph_api.systems.participation import checks
from graph_api.systems.participation.measures import LADDER, VOICE

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation

    Rule = ClaimRule[Participation]

CLAIMS: tuple[Rule, ...] = (
    ClaimRule(
        "entertainment_over_public",
        Label(
            "Residents take part in entertainment more than in public affairs.",
            "居民参与娱乐活动的多，参与公共事务的少。",
        ),
        ("131", "157"),
        checks.check_entertainment,
        ("A-75",),
    ),
    ClaimRule(
        "passive_over_active",
        Label(
            "Residents take part passively more than actively.", "居民被动参与的多，主动参与的少。"
        ),
        ("135", "157"),
        checks.check_passive,
        ("A-75",),
    ),
    ClaimRule(
        "leisure_stronger_than_voice",
        Label(
            "Leisure is the most widespread kind of participation: stronger than any voice.",
            "娱乐是分布最广的参与：强于任何意见表达。",
        ),
        ("131",),
        checks.check_leisure_and_voice,
        (*VOICE, "A-02"),
    ),
    ClaimRule(
        "leisure_groups_have_no_voice",
        Label(
            "Leisure groups have nothing to do with public affairs.", "娱乐型组织与公共事务无关。"
        ),
        ("131",),
        checks.check_leisure_groups,
        ("A-01",),
    ),
    ClaimRule(
        "chat_group_has_little_effect",
        Label(
            "What owners say in their QQ group has little effect.", "业主在QQ群里的意见效果不理想。"
        ),
        ("131",),
        checks.check_chat_group,
        (*VOICE, "A-02"),
    ),
    ClaimRule(
        "working_age_stay_away",
        Label(
            "Working-age residents stay away from activities for the record; the retired come.",
            "青壮年不参加为业绩而办的活动，来的是退休居民。",
        ),
        ("135",),
        checks.check_working_age,
        ("A-76",),
    ),
    ClaimRule(
        "own_interest_moves_the_working_age",
        Label(
            "Where their own interest is at stake, working-age residents are willing too.",
            "事关切身利益时，青壮年也愿意参与。",
        ),
        ("139", "149"),
        checks.check_own_interest,
        ("A-76",),
    ),
    ClaimRule(
        "residents_resist",
        Label(
            "Free to stay away, residents resist activities against their interest.",
            "有了不参与的权利，居民抵制违背自身利益的活动。",
        ),
        ("135",),
        checks.check_resistance,
        ("A-01", "A-02", "A-76", "A-87"),
    ),
    ClaimRule(
        "the_same_people_turn_up",
        Label(
            "Those who turn up are mostly retired people and homemakers.",
            "参加活动的多为退休老人和全职太太。",
        ),
        ("135",),
        checks.check_same_people,
        ("A-01", "A-02", "A-85"),
    ),
    ClaimRule(
        "interests_lack_a_path",
        Label(
            "Residents are willing, and none of their real interests has a channel.",
            "居民愿意参与，但切身利益事项都缺乏渠道。",
        ),
        ("139", "141", "157"),
        checks.check_no_path,
        (*VOICE, "A-02"),
    ),
    ClaimRule(
        "doubt_is_borne_out",
        Label(
            "Residents think that they hardly have a say, and they are right.",
            "居民认为自己很难说了算，事实也确实如此。",
        ),
        ("131", "141"),
        checks.check_doubt,
        (*VOICE, "A-77", "A-89"),
    ),
    ClaimRule(
        "firm_rarely_lets_residents_decide",
        Label("The property firm rarely lets residents decide.", "物业公司很少让居民参与决策。"),
        ("141",),
        checks.check_share_in_decisions,
        ("A-01", "A-02"),
    ),
    ClaimRule(
        "committee_is_burdened",
        Label(
            "Day-to-day administration surrounds the residents' committee.",
            "居委会被日常行政事务包围。",
        ),
        ("141",),
        checks.check_burden,
        ("A-01", "A-02", "A-89"),
    ),
    ClaimRule(
        "residents_stand_alone",
        Label("Residents are atomised and weak, one by one.", "居民原子化明显，个体势单力薄。"),
        ("141", "153"),
        checks.check_alone,
        ("A-01", "A-02", "A-84"),
    ),
    ClaimRule(
        "conflict_is_prominent",
        Label(
            "The conflict between firm and residents is prominent.", "物业公司与居民之间矛盾突出。"
        ),
        ("157",),
        checks.check_conflict,
        ("A-01", "A-02", "A-89"),
    ),
    ClaimRule(
        "participation_is_surface",
        Label(
            "Participation stays on the surface: its form is there, its substance is not.",
            "社区参与流于表面，缺乏实质性参与。",
        ),
        ("157",),
        checks.check_surface,
        (*LADDER, "A-02"),
    ),
    ClaimRule(
        "opinion_day_gives_a_voice",
        Label(
            "A weekly opinion day opens a way to firm and committee.",
            "每周一次的居民意见日打开通向物业和居委会的渠道。",
        ),
        ("149",),
        checks.check_opinion_day,
        VOICE,
    ),
    ClaimRule(
        "regularity_is_the_remedy",
        Label(
            "The opinion day is to be weekly (read so: held monthly it would be a form).",
            "居民意见日每周一次（读作：改为每月一次便流于形式）。",
        ),
        ("149",),
        checks.check_regular,
        (*VOICE, "A-02"),
    ),
    ClaimRule(
        "channel_meets_its_requirements",
        Label(
            "The channel is institutional, face to face, two-way, visible, weekly, attended by firm"
            " and committee, and open to the matters of all.",
            "渠道做到制度化、面对面、双向、显性化、每周一次、物业和居委会到场、涵盖全体居民的事项。",
        ),
        ("149",),
        checks.check_all_requirements,
        ("A-01", "A-78", "A-81"),
    ),
    ClaimRule(
        "only_own_groups_reach_the_government",
        Label(
            "Residents' own groups are their bridge to the government (read so: no other way gets"
            " there).",
            "居民自组织是居民与政府之间的桥梁（读作：其他渠道都到不了政府）。",
        ),
        ("149", "153"),
        checks.check_to_government,
        VOICE,
    ),
    ClaimRule(
        "cooperation_brings_belonging",
        Label(
            "Cooperation in residents' own groups brings belonging and reciprocity.",
            "居民在自组织中的合作带来归属感和互惠。",
        ),
        ("153",),
        checks.check_belonging,
        ("A-01", "A-22"),
    ),
    ClaimRule(
        "guided_groups_stay_residents_own",
        Label(
            "Guided by the government, the groups still carry residents' interests.",
            "自组织虽由政府引导，仍以居民为主体。",
        ),
        ("153",),
        checks.check_own_groups,
        ("A-01", "A-02", "A-86"),
    ),
)
"""In the order of the essay."""
