"""The catalogue of metrics that give one number of the whole graph."""

from __future__ import annotations

from graph_api.domain.words import Label
from graph_api.scoring.metrics.info import MetricInfo, MetricParameter
from graph_api.scoring.metrics.of_actors import PRESENCE, SHARE, WEIGHTS
from graph_api.scoring.metrics.whole import (
    flow_hierarchy,
    gtd_connectedness,
    gtd_efficiency,
    gtd_hierarchy,
    gtd_lub,
    reciprocity,
    weighted_reciprocity,
)

MOST_REACHED = 2_000
"""Actors of a graph where it is worked out who reaches whom."""

KRACKHARDT = "Krackhardt 1994"

GRAPH_METRICS: tuple[MetricInfo, ...] = (
    MetricInfo(
        "reciprocity",
        Label("Reciprocity", "互惠性"),
        Label(
            "The share of ties that are answered by one the other way.",
            "有反向关系与之对应的关系所占比例。",
        ),
        "ties that are answered / ties",
        SHARE,
        "[0, 1]; null without a tie",
        PRESENCE,
        Label(
            "Not mutual empowerment: a strong tie and its faint answer count as fully answered; and"
            " not comparable between graphs of different density.",
            "不是相互充权：强关系与微弱的回应也算完全互惠；密度不同的图之间不可比较。",
        ),
        "numpy; agrees with networkx",
        "Garlaschelli and Loffredo 2004",
        reciprocity,
        is_of_graph=True,
    ),
    MetricInfo(
        "weighted_reciprocity",
        Label("Weighted reciprocity", "加权互惠性"),
        Label(
            "The share of all strength that is answered by as much the other way.",
            "总强度中得到同等反向回应的比例。",
        ),
        "sum of min(w_ij, w_ji) / sum of w_ij",
        SHARE,
        "[0, 1]; null without a tie",
        WEIGHTS,
        Label(
            "Not the mutual score M: only direct answers count, none over other actors.",
            "不是相互得分 M：只计直接的回应，不计经由他人的回应。",
        ),
        "numpy: no Python library has it",
        "Squartini and others 2013",
        weighted_reciprocity,
        is_of_graph=True,
    ),
    MetricInfo(
        "gtd_connectedness",
        Label("Connectedness (Krackhardt)", "连通度（克拉克哈特）"),
        Label(
            "The share of pairs that some chain of ties joins, whichever way the ties point.",
            "由某条关系链（不论方向）相连的行动者对所占比例。",
        ),
        "1 - pairs in different parts / all pairs",
        SHARE,
        "[0, 1]; null for fewer than two actors",
        PRESENCE,
        Label(
            "Not that one can reach the other: directions are left out.",
            "不表示一方能到达另一方：不看方向。",
        ),
        "scipy for the parts",
        KRACKHARDT,
        gtd_connectedness,
        is_of_graph=True,
    ),
    MetricInfo(
        "gtd_hierarchy",
        Label("Hierarchy (Krackhardt)", "等级度（克拉克哈特）"),
        Label(
            "Of the pairs where one reaches the other, the share where it is only one way.",
            "在一方能到达另一方的行动者对中，只能单向到达者所占比例。",
        ),
        "1 - pairs that reach one another / pairs where one reaches the other",
        SHARE,
        "[0, 1]; null where nobody reaches anybody",
        PRESENCE,
        Label(
            "Not the number of levels, and not how unequal strengths are; mutual empowerment wants"
            " it low.",
            "不是层级数，也不是强度的不平等；相互充权要求其较低。",
        ),
        "our own: no Python library has it",
        KRACKHARDT,
        gtd_hierarchy,
        is_of_graph=True,
        most_actors=MOST_REACHED,
    ),
    MetricInfo(
        "gtd_efficiency",
        Label("Efficiency (Krackhardt)", "效率（克拉克哈特）"),
        Label(
            "1 less the share of ties beyond those that joining the parts takes.",
            "1 减去超出连接各部分所需的关系所占比例。",
        ),
        "1 - (ties - sum of (s - 1)) / sum of (s - 1)^2, s: sizes of the parts",
        SHARE,
        "[0, 1]; null where no tie could be too many",
        PRESENCE,
        Label(
            "Not a virtue: a second channel, which mends a bottleneck, lowers it.",
            "不是优点：能修补瓶颈的第二条通道会使它降低。",
        ),
        "scipy for the parts",
        f"{KRACKHARDT}, ties counted one by one as R's sna does",
        gtd_efficiency,
        is_of_graph=True,
    ),
    MetricInfo(
        "gtd_lub",
        Label("Least upper bound (Krackhardt)", "最小上界（克拉克哈特）"),
        Label(
            "1 less the share of pairs, within the parts, without a nearest actor above both.",
            "1 减去各部分内没有最近共同上级的行动者对所占比例。",
        ),
        "1 - pairs without a least upper bound / sum of (s - 1)(s - 2) / 2",
        SHARE,
        "at most 1; null without a part of three actors",
        PRESENCE,
        Label(
            "Not that the one above settles anything between the two.",
            "不表示共同上级真能裁决两者之间的事。",
        ),
        "our own: no Python library has it",
        f"{KRACKHARDT}; definition as in R's sna",
        gtd_lub,
        is_of_graph=True,
        most_actors=MOST_REACHED,
    ),
    MetricInfo(
        "flow_hierarchy",
        Label("Flow hierarchy", "流向等级度"),
        Label(
            "The share of ties (weighted = 1: of strength) that lies on no circle.",
            "不在任何循环上的关系（weighted = 1：强度）所占比例。",
        ),
        "ties between different strongly connected parts / ties",
        SHARE,
        "[0, 1]; null without a tie",
        Label(
            "Only whether a relation is there; strengths with weighted = 1.",
            "只看关系是否存在；weighted = 1 时读取强度。",
        ),
        Label(
            "Not order or obedience: without feedback it is 1, with one loop back to the top it may"
            " fall to 0.",
            "不是秩序或服从：没有反馈时为 1，只要有一条回到顶端的关系就可能降到 0。",
        ),
        "scipy for the parts; agrees with networkx",
        "Luo and Magee 2011",
        flow_hierarchy,
        (
            MetricParameter(
                "weighted",
                Label("1: shares of strength; 0: of ties.", "1：按强度；0：按关系数。"),
                0,
                1,
                default=0,
                is_whole=True,
            ),
        ),
        is_of_graph=True,
    ),
)
