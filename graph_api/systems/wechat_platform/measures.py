"""The numbers that the platform gives, each with the assumptions that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Label, MeasureRule
from graph_api.systems.wechat_platform import actors as who
from graph_api.systems.wechat_platform.derived import (
    believed_less,
    k_with_operators,
    k_with_operators_and_input,
    meets,
    non_user_share,
    open_problems,
    outer_layer,
    reached_actors,
)
from graph_api.systems.wechat_platform.problems import RemedyFit

if TYPE_CHECKING:
    from graph_api.systems.wechat_platform.system import WechatPlatform

    Rule = MeasureRule[WechatPlatform]

FLOW = ("A-01", "A-22", "A-42")
RACE = ("A-01", "A-45", "A-48")

MEASURES: tuple[Rule, ...] = (
    MeasureRule(
        "information_down",
        Label(
            "information from the office to residents, over the platform",
            "经平台到达居民的街道信息",
        ),
        "index",
        lambda system: system.flow().down,
        FLOW,
    ),
    MeasureRule(
        "opinion_up",
        Label(
            "residents' opinion that reaches the office, over the platform",
            "经平台到达街道的居民意见",
        ),
        "index",
        lambda system: system.flow().up,
        FLOW,
    ),
    MeasureRule(
        "balance",
        Label(
            "balance of both directions (B): 0 one-way, 1 even", "双向平衡度（B）：0为单向，1为均衡"
        ),
        "index",
        lambda system: system.flow().balance,
        FLOW,
    ),
    MeasureRule(
        "is_two_way",
        Label("the link is two-way", "属于双向沟通"),
        "yes/no",
        meets,
        (*FLOW, "A-28"),
    ),
    MeasureRule(
        "two_way_share",
        Label(
            "returned share of the platform's relations (weighted reciprocity)",
            "平台各关系的双向份额（加权互惠率）",
        ),
        "share",
        lambda system: system.two_way_share(),
        ("A-01", "A-42"),
    ),
    MeasureRule(
        "two_way_share_communication",
        Label(
            "weighted reciprocity of the platform's communication alone", "平台沟通关系的加权互惠率"
        ),
        "share",
        lambda system: system.two_way_share(who.COMMUNICATION),
        ("A-01", "A-41", "A-42"),
    ),
    MeasureRule(
        "response_loop",
        Label(
            "what is left of a message to residents and their answer", "信息到居民再回到街道的余量"
        ),
        "index",
        lambda system: system.response_loop(),
        ("A-01", "A-22", "A-42"),
    ),
    MeasureRule(
        "platform_loop",
        Label(
            "what is left of a message there and back, over the platform alone",
            "只经平台往返一次后信息的余量",
        ),
        "index",
        lambda system: system.flow().loop,
        FLOW,
    ),
    MeasureRule(
        "automatic_reply_limit",
        Label(
            "share of automatic replies up to which the link is two-way",
            "仍为双向时自动回复的最高比例",
        ),
        "share",
        lambda system: system.automatic_limit(),
        (*FLOW, "A-28", "A-52"),
    ),
    MeasureRule(
        "balance_of_people",
        Label("balance without automatic replies", "剔除自动回复后的平衡度"),
        "index",
        lambda system: system.human_flow().balance,
        (*FLOW, "A-52"),
    ),
    MeasureRule(
        "outer_layer",
        Label("outermost layer of reach, counted from the office", "最外触达层（从街道算起）"),
        "count",
        outer_layer,
        ("A-41",),
    ),
    MeasureRule(
        "reached_actors",
        Label("share of actors that communication gets to", "沟通可到达的行动者比例"),
        "share",
        reached_actors,
        ("A-41",),
    ),
    MeasureRule(
        "groups_voice",
        Label("an interest group's opinion that reaches the office", "到达街道的利益群体意见"),
        "index",
        lambda system: system.voice_of(who.GROUPS),
        ("A-01", "A-22"),
    ),
    MeasureRule(
        "units_voice",
        Label("local units' opinion that reaches the office", "到达街道的辖区单位意见"),
        "index",
        lambda system: system.voice_of(who.UNITS),
        ("A-01", "A-22"),
    ),
    MeasureRule(
        "reach",
        Label("share of residents whom one message reaches", "一条信息触达的居民比例"),
        "share",
        lambda system: system.reach(),
        ("A-34", "A-45"),
    ),
    MeasureRule(
        "reach_at_most",
        Label("share of residents whom one message reaches, at most", "一条信息触达的居民比例上限"),
        "share",
        lambda system: system.reach_bounds().high,
        ("A-34", "A-45"),
    ),
    MeasureRule(
        "push_within_deadline",
        Label(
            "share of those covered whom pushes reach by the deadline",
            "时限内推送到达的已覆盖者比例",
        ),
        "share",
        lambda system: system.push().of_covered,
        ("A-45", "A-46"),
    ),
    MeasureRule(
        "mean_wait",
        Label("mean wait for a person's answer", "等待人工答复的平均时间"),
        "hour",
        lambda system: system.waiting().mean,
        ("A-34", "A-46"),
    ),
    MeasureRule(
        "non_users",
        Label("share of residents without the medium", "不使用该媒介的居民比例"),
        "share",
        non_user_share,
        ("A-34", "A-51"),
    ),
    MeasureRule(
        "gate_minimum",
        Label("scarcest known limiting factor (k)", "已知限制因素中最稀缺者（k）"),
        "index",
        lambda system: system.gates().minimum,
        ("A-01", "A-43"),
    ),
    MeasureRule(
        "gate_geometric",
        Label("geometric mean of the known limiting factors", "已知限制因素的几何平均"),
        "index",
        lambda system: system.gates().geometric,
        ("A-01", "A-43"),
    ),
    MeasureRule(
        "weak_gates",
        Label("known limiting factors that are weak", "偏弱的已知限制因素数"),
        "count",
        lambda system: float(len(system.gates().weak)),
        ("A-01", "A-02", "A-43"),
    ),
    MeasureRule(
        "gate_with_operators",
        Label("k if operators were trained", "培训运营人员后的 k"),
        "index",
        k_with_operators,
        ("A-01", "A-35", "A-43"),
    ),
    MeasureRule(
        "gate_with_operators_and_input",
        Label("k if operators were trained and input raised", "培训运营人员并增加投入后的 k"),
        "index",
        k_with_operators_and_input,
        ("A-01", "A-35", "A-43"),
    ),
    MeasureRule(
        "effective_down",
        Label("information down, each platform relation times k", "乘以 k 之后向下的信息"),
        "index",
        lambda system: system.effective_flow().down,
        (*FLOW, "A-43", "A-44"),
    ),
    MeasureRule(
        "effective_up",
        Label("opinion up, each platform relation times k", "乘以 k 之后向上的意见"),
        "index",
        lambda system: system.effective_flow().up,
        (*FLOW, "A-43", "A-44"),
    ),
    MeasureRule(
        "rumour_reproduction",
        Label("residents whom one spreader convinces", "每名传播者说服的居民数"),
        "person",
        lambda system: system.race().reproduction,
        RACE,
    ),
    MeasureRule(
        "rumour_peak",
        Label(
            "largest share misinformed at one time, within the horizon",
            "期限内同一时刻误信者的最高比例",
        ),
        "share",
        lambda system: system.course.peak,
        RACE,
    ),
    MeasureRule(
        "rumour_believed",
        Label("share that has believed the rumour by the horizon", "到期时曾相信谣言的居民比例"),
        "share",
        lambda system: system.course.believed[-1],
        RACE,
    ),
    MeasureRule(
        "rumour_believed_without_platform",
        Label(
            "share that has believed the rumour by the horizon, without clarification",
            "没有澄清时到期曾相信谣言的居民比例",
        ),
        "share",
        lambda system: system.course_without_platform.believed[-1],
        RACE,
    ),
    MeasureRule(
        "rumour_believed_less",
        Label("fewer believers thanks to the clarification", "澄清减少的相信者比例"),
        "share",
        believed_less,
        RACE,
    ),
    MeasureRule(
        "rumour_clarified",
        Label("share clarified by the horizon", "到期时已获澄清的比例"),
        "share",
        lambda system: system.course.clarified[-1],
        RACE,
    ),
    MeasureRule(
        "consensus_reached",
        Label("parties reach a consensus", "各方达成共识"),
        "yes/no",
        lambda system: system.consult().reached,
        ("A-01", "A-47"),
    ),
    MeasureRule(
        "consensus_spread_left",
        Label("largest distance between parties at the end", "结束时各方的最大差距"),
        "index",
        lambda system: system.consult().spread,
        ("A-01", "A-47"),
    ),
    MeasureRule(
        "voice_evenness",
        Label("weakest voice over the strongest", "最弱与最强声音之比"),
        "index",
        lambda system: system.consult().evenness,
        ("A-01", "A-47"),
    ),
    MeasureRule(
        "open_supervisors",
        Label("share of stakeholders with an open way to the office", "渠道畅通的利益相关者比例"),
        "share",
        lambda system: system.supervision().open_share,
        ("A-01", "A-22", "A-49"),
    ),
    MeasureRule(
        "supervision",
        Label("supervision: open share x hours x amplification", "监督：开放比例×时间×放大"),
        "index",
        lambda system: system.supervision().index,
        ("A-01", "A-22", "A-49"),
    ),
    MeasureRule(
        "supervisors_without_platform",
        Label("share with an open way if the platform closes", "平台关闭后渠道仍畅通的比例"),
        "share",
        lambda system: system.supervision().without_platform,
        ("A-01", "A-49"),
    ),
    MeasureRule(
        "opinion_heard_when_named",
        Label(
            "opinion that reaches the office once reading chills it",
            "因实名读取而受抑后到达街道的意见",
        ),
        "index",
        lambda system: system.read_opinion().heard,
        ("A-01", "A-34", "A-50"),
    ),
    MeasureRule(
        "tension",
        Label("tension between groups and office", "群体与街道之间的张力"),
        "index",
        lambda system: system.tension(),
        ("A-01",),
    ),
    MeasureRule(
        "is_buffered",
        Label("groups and office also meet on the platform", "群体与街道也在平台上交往"),
        "yes/no",
        lambda system: system.is_buffered(),
        ("A-01", "A-22", "A-53"),
    ),
    MeasureRule(
        "open_problems",
        Label("problems that are known to be open", "已知仍存在的问题数"),
        "count",
        open_problems,
        ("A-01", "A-54"),
    ),
    MeasureRule(
        "open_problems_without_remedy",
        Label("open problems that no counter-measure reaches", "没有对策的现存问题数"),
        "count",
        lambda system: open_problems(system, RemedyFit.NONE),
        ("A-01", "A-03", "A-54"),
    ),
)
"""In the order of the reference page."""
