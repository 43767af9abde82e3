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
        Label("ties that are answered / ties", "有反向关系的关系数 / 关系数"),
        SHARE,
        Label("[0, 1]; null without a tie", "[0, 1]；没有关系时为空"),
        PRESENCE,
        Label(
            "Not mutual empowerment: a strong tie and its faint answer count as fully answered; and"
            " not comparable between graphs of different density.",
            "不是相互充权：强关系与微弱的回应也算完全互惠；密度不同的图之间不可比较。",
        ),
        Label("numpy; agrees with networkx", "numpy；与 networkx 一致"),
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
        Label("sum of min(w_ij, w_ji) / sum of w_ij", "min(w_ij, w_ji) 之和 / w_ij 之和"),
        SHARE,
        Label("[0, 1]; null without a tie", "[0, 1]；没有关系时为空"),
        WEIGHTS,
        Label(
            "Not the mutual score M: only direct answers count, none over other actors.",
            "不是相互得分 M：只计直接的回应，不计经由他人的回应。",
        ),
        Label("numpy: no Python library has it", "numpy：没有 Python 库提供"),
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
        Label("1 - pairs in different parts / all pairs", "1 - 分属不同部分的对数 / 全部对数"),
        SHARE,
        Label("[0, 1]; null for fewer than two actors", "[0, 1]；少于两个行动者时为空"),
        PRESENCE,
        Label(
            "Not that one can reach the other: directions are left out.",
            "不表示一方能到达另一方：不看方向。",
        ),
        Label("scipy for the parts", "各部分用 scipy 求得"),
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
        Label(
            "1 - pairs that reach one another / pairs where one reaches the other",
            "1 - 互相到达的对数 / 至少一方到达另一方的对数",
        ),
        SHARE,
        Label("[0, 1]; null where nobody reaches anybody", "[0, 1]；无人能到达他人时为空"),
        PRESENCE,
        Label(
            "Not the number of levels, and not how unequal strengths are; mutual empowerment wants"
            " it low.",
            "不是层级数，也不是强度的不平等；相互充权要求其较低。",
        ),
        Label("our own: no Python library has it", "自有实现：没有 Python 库提供"),
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
        Label(
            "1 - (ties - sum of (s - 1)) / sum of (s - 1)^2, s: sizes of the parts",
            "1 - (关系数 - (s - 1) 之和) / (s - 1)^2 之和，s 为各部分的行动者数",
        ),
        SHARE,
        Label("[0, 1]; null where no tie could be too many", "[0, 1]；不可能有多余关系时为空"),
        PRESENCE,
        Label(
            "Not a virtue: a second channel, which mends a bottleneck, lowers it.",
            "不是优点：能修补瓶颈的第二条通道会使它降低。",
        ),
        Label("scipy for the parts", "各部分用 scipy 求得"),
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
        Label(
            "1 - pairs without a least upper bound / sum of (s - 1)(s - 2) / 2",
            "1 - 没有最小上界的对数 / (s - 1)(s - 2) / 2 之和，s 为各部分的行动者数",
        ),
        SHARE,
        Label(
            "at most 1; null without a part of three actors",
            "不超过 1；没有三个行动者以上的部分时为空",
        ),
        PRESENCE,
        Label(
            "Not that the one above settles anything between the two.",
            "不表示共同上级真能裁决两者之间的事。",
        ),
        Label("our own: no Python library has it", "自有实现：没有 Python 库提供"),
        f"{KRACKHARDT}; definition as in R's sna",
        gtd_lub,
        is_of_graph=True,
        most_actors=MOST_REACHED,
    ),
    MetricInfo(
        "flow_hierarchy",
        Label("Flow hierarchy", "流向等级度"),
        Label(
            "The share of ties (weighted = 1: of strength) that lies on no cycle.",
            "不在任何回路上的关系（weighted = 1：强度）所占比例。",
        ),
        Label(
            "ties between different strongly connected parts / ties",
            "分属不同强连通部分的关系数 / 关系数",
        ),
        SHARE,
        Label("[0, 1]; null without a tie", "[0, 1]；没有关系时为空"),
        Label(
            "Only whether a relation is there; strengths with weighted = 1.",
            "只看关系是否存在；weighted = 1 时读取强度。",
        ),
        Label(
            "Not order or obedience: without feedback it is 1, with one loop back to the top it may"
            " fall to 0.",
            "不是秩序或服从：没有反馈时为 1，只要有一条回到顶端的关系就可能降到 0。",
        ),
        Label(
            "scipy for the parts; agrees with networkx",
            "各部分用 scipy 求得；与 networkx 一致",
        ),
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
