"""The catalogue of metrics that give one number an actor, in the order in which they are listed."""

from __future__ import annotations

from graph_api.domain.words import Label
from graph_api.scoring.metrics.brokers import brokerage, key_players
from graph_api.scoring.metrics.exchange import graph_theoretic_power
from graph_api.scoring.metrics.holes import constraint, effective_size
from graph_api.scoring.metrics.info import MetricInfo, MetricParameter
from graph_api.scoring.metrics.paths import betweenness, closeness
from graph_api.scoring.metrics.walks import bonacich_power, katz, pagerank

STRENGTHS = Label(
    "Strengths; length = -ln(strength) with weighted = 1, hops alone with 0.",
    "读取强度；weighted = 1 时长度 = -ln(强度)，为 0 时只数跳数。",
)
WEIGHTS = Label("Strengths, as weights.", "读取强度，作为权重。")
PRESENCE = Label("Only whether a relation is there.", "只看关系是否存在。")
SHARE = Label("share, no unit", "占比，无单位")
PURE = Label("number, no unit", "数，无单位")
MOST_WORK = 100_000_000
"""Actors times ties, for metrics that search from every actor."""

ROLES = {
    "coordinator": Label("coordinator", "协调者"),
    "representative": Label("representative", "代表"),
    "gatekeeper": Label("gatekeeper", "守门人"),
    "consultant": Label("consultant", "顾问"),
    "liaison": Label("liaison", "联络人"),
}

WEIGHTED = MetricParameter(
    "weighted",
    Label(
        "1: best paths by the product of strengths; 0: fewest hops.",
        "1：按强度之积取最佳路径；0：按最少跳数。",
    ),
    0,
    1,
    default=1,
    is_whole=True,
)

ACTOR_METRICS: tuple[MetricInfo, ...] = (
    MetricInfo(
        "betweenness",
        Label("Betweenness", "中介中心度"),
        Label(
            "The share of best paths between two others that lead over the actor, averaged over all"
            " ordered pairs.",
            "其他两者之间的最佳路径中经过该行动者的比例，对所有有序对取平均。",
        ),
        Label(
            "sum over s, t of paths(s, t over v) / paths(s, t), over (n - 1)(n - 2)",
            "对 s、t 求和：经过 v 的最佳路径数 / 最佳路径数，再除以 (n - 1)(n - 2)",
        ),
        SHARE,
        Label("[0, 1]", "[0, 1]"),
        STRENGTHS,
        Label(
            "Not power: whoever lies on many paths need not get anything out of it (Cook and"
            " others 1983); not the loss without the actor: see bottlenecks.",
            "不是权力：处在许多路径上者未必由此获益（Cook 等 1983）；也不是失去该行动者的损失："
            "那要看瓶颈。",
        ),
        Label(
            "scipy for distances; counting our own, as libraries miscount ties of strength 1"
            " (length 0)",
            "距离用 scipy；计数为自有实现，因各库对强度为 1（长度为 0）的关系计数有误",
        ),
        "Freeman 1977; Brandes 2001",
        betweenness,
        (WEIGHTED,),
        most_work=MOST_WORK,
    ),
    MetricInfo(
        "closeness",
        Label("Closeness", "接近中心度"),
        Label(
            "How near the actor is to those it reaches, less where it reaches few.",
            "该行动者与其可到达者有多近；可到达者少则相应降低。",
        ),
        Label(
            "(r / (n - 1)) (r / sum of distances), r = how many the actor reaches",
            "(r / (n - 1)) (r / 距离之和)，r 为可到达的行动者数",
        ),
        Label("1 / length, or 1 / hop with weighted = 0", "1／长度；weighted = 0 时为 1／跳"),
        Label("(0, inf), or (0, 1] with weighted = 0", "(0, inf)；weighted = 0 时为 (0, 1]"),
        STRENGTHS,
        Label(
            "Not influence, and not comparable between graphs whose strengths were judged"
            " differently.",
            "不是影响力；强度标准不同的图之间不可比较。",
        ),
        Label(
            "scipy for distances; networkx measures towards the actor, which is incoming = 1 here",
            "距离用 scipy；networkx 计算的是朝向该行动者的，即此处 incoming = 1",
        ),
        "Freeman 1979; Wasserman and Faust 1994, p. 201 (reach factor)",
        closeness,
        (
            WEIGHTED,
            MetricParameter(
                "incoming",
                Label(
                    "0: from the actor to others; 1: from others to the actor.",
                    "0：由该行动者到他人；1：由他人到该行动者。",
                ),
                0,
                1,
                default=0,
                is_whole=True,
            ),
        ),
        most_work=MOST_WORK,
    ),
    MetricInfo(
        "pagerank",
        Label("PageRank", "PageRank"),
        Label(
            "How often a walk that follows ties by their strength, and with 1 - alpha starts anew"
            " anywhere, is found at the actor.",
            "按强度沿关系行走、并以 1 - alpha 的概率从任意处重新开始的游走，停在该行动者处的频率。",
        ),
        Label(
            "x = alpha S'x + (1 - alpha) / n, sum x = 1; S: shares of each actor's outgoing"
            " strength",
            "x = alpha S'x + (1 - alpha) / n，x 之和为 1；S 为各行动者所给出强度的份额",
        ),
        SHARE,
        Label("(0, 1], summing to 1", "(0, 1]，总和为 1"),
        WEIGHTS,
        Label(
            "Not what an actor can do: it says who receives, and only in shares of what each gives;"
            " an actor who gives a little to one counts as giving all.",
            "不是行动者的能力：它只说明谁是接受者，且按各给予者的份额计算；只向一人给予少许者也"
            "被视为全部给予。",
        ),
        Label(
            "numpy and scipy, solved as a system: networkx stops at an error of 1e-6 an actor",
            "numpy 与 scipy，按方程组求解：networkx 在每个行动者误差 1e-6 时即停止",
        ),
        "Page, Brin and others 1999; Langville and Meyer 2005",
        pagerank,
        (
            MetricParameter(
                "alpha",
                Label("Chance to follow a tie.", "沿关系前行的概率。"),
                0,
                1,
                default=0.85,
                is_open=True,
            ),
        ),
    ),
    MetricInfo(
        "katz",
        Label("Katz status", "卡茨地位"),
        Label(
            "What reaches the actor over walks of every length, each further step damped by alpha.",
            "经由任意长度的通路到达该行动者的总量，每多一步乘以 alpha。",
        ),
        Label(
            "t = (I - alpha W')^-1 1 - 1; default alpha: the smaller of 0.1 and 0.85 / (largest"
            " eigenvalue)",
            "t = (I - alpha W')^-1 1 - 1；alpha 默认取 0.1 与 0.85 / 最大特征值 中较小者",
        ),
        PURE,
        Label("[0, inf)", "[0, inf)"),
        WEIGHTS,
        Label(
            "Not a share and not a probability: one walk is counted again in every longer one.",
            "不是占比，也不是概率：同一通路会在更长的通路中重复计入。",
        ),
        Label(
            "numpy and scipy: networkx scales to length 1 and so hides how much there is",
            "numpy 与 scipy：networkx 缩放为长度 1，看不出总量",
        ),
        "Katz 1953",
        katz,
        (
            MetricParameter(
                "alpha",
                Label(
                    "Damping of each step, below 1 / (largest eigenvalue).",
                    "每一步的衰减，须小于 1／最大特征值。",
                ),
                0,
                1e6,
                is_open=True,
            ),
        ),
    ),
    MetricInfo(
        "bonacich_power",
        Label("Bonacich power", "博纳西奇权力"),
        Label(
            "beta > 0: power from being tied to those who are well tied; beta < 0: from being tied"
            " to those who have nobody else.",
            "beta > 0：权力来自与联系广泛者相连；beta < 0：权力来自与别无选择者相连。",
        ),
        Label(
            "c = a (I - beta W)^-1 W 1, a so that sum c^2 = n",
            "c = a (I - beta W)^-1 W 1，a 使 c^2 之和为 n",
        ),
        PURE,
        Label("(-inf, inf), root mean square 1", "(-inf, inf)，均方根为 1"),
        WEIGHTS,
        Label(
            "Not one measure but two: with beta < 0 the centre of a line is not its powerful actor."
            " Say which you mean; never average them.",
            "不是一个而是两个测度：beta < 0 时，一条线的中心并不是有权力者。须说明所指的是哪一种，"
            "切勿取平均。",
        ),
        Label("numpy and scipy: networkx has none", "numpy 与 scipy：networkx 没有此测度"),
        "Bonacich 1987",
        bonacich_power,
        (
            MetricParameter(
                "beta",
                Label(
                    "Above 0: ties to the central make powerful; below 0: ties to the dependent do;"
                    " in size below 1 / (largest eigenvalue).",
                    "大于 0：与中心者相连带来权力；小于 0：与依赖者相连带来权力；绝对值须小于 1／"
                    "最大特征值。",
                ),
                -1e6,
                1e6,
                is_open=True,
                is_required=True,
            ),
        ),
    ),
    MetricInfo(
        "graph_theoretic_power",
        Label("Graph-theoretic power (GPI)", "图论权力指数（GPI）"),
        Label(
            "Alternatives that the actor has in exchange, less those that its partners have: paths"
            " of odd length count for it, of even length against it.",
            "行动者在交换中的替代选择，减去其伙伴的替代选择：奇数长度的路径计为有利，偶数为不利。",
        ),
        Label(
            "sum over k of (-1)^(k - 1) m_k, m_k: most paths of length k that share only the actor",
            "对 k 求和：(-1)^(k - 1) m_k，m_k 为长度 k、仅共有该行动者的路径的最大条数",
        ),
        Label("paths", "条路径"),
        Label("whole numbers", "整数"),
        Label("Only whether two actors are tied both ways.", "只看两者是否双向相连。"),
        Label(
            "Not a prediction where actors may make several deals at once or give without return.",
            "若行动者可同时达成多笔交换或无偿给予，则不能据此预测。",
        ),
        Label(
            "our own exact search: no Python library has it",
            "自有的精确搜索：没有 Python 库提供",
        ),
        "Markovsky, Willer and Patton 1988",
        graph_theoretic_power,
        is_count=True,
        most_actors=60,
    ),
    MetricInfo(
        "constraint",
        Label("Constraint", "约束度"),
        Label(
            "How far the actor's ties lead back to one and the same contact: high where there are"
            " no structural holes.",
            "行动者的联系在多大程度上集中于同一联系人：越高，结构洞越少。",
        ),
        Label(
            "sum over j of (p_ij + sum over q of p_iq p_qj)^2, p_ij = (w_ij + w_ji) / sum over k",
            "对 j 求和：(p_ij + 对 q 求和 p_iq p_qj)^2，p_ij = (w_ij + w_ji) / 对 k 求和",
        ),
        PURE,
        Label("above 0, may exceed 1; null without a tie", "大于 0，可超过 1；没有关系者为空"),
        WEIGHTS,
        Label(
            "Not dependence on one relation, and not always below 1.",
            "不是对某一关系的依赖，也不总是小于 1。",
        ),
        Label(
            "scipy, a few lines of our own; agrees with networkx and igraph",
            "基于 scipy 的少量自有代码；与 networkx、igraph 一致",
        ),
        "Burt 1992, ch. 2",
        constraint,
    ),
    MetricInfo(
        "effective_size",
        Label("Effective size", "有效规模"),
        Label(
            "How many contacts the actor has, less what they have in common.",
            "行动者的联系人数，减去其中的重复部分。",
        ),
        Label(
            "sum over j of (1 - sum over q of p_iq m_jq), m_jq = (w_jq + w_qj) / max over k",
            "对 j 求和：1 - 对 q 求和 p_iq m_jq，m_jq = (w_jq + w_qj) / 对 k 取最大",
        ),
        Label("contacts", "个联系人"),
        Label("(0, contacts]; null without a tie", "(0, 联系人数]；没有关系者为空"),
        WEIGHTS,
        Label(
            "Not the number of contacts, and not their value.", "不是联系人的数量，也不是其价值。"
        ),
        Label(
            "scipy, a few lines of our own: networkx's answer for all actors of a digraph differs"
            " from its own for a list of them",
            "基于 scipy 的少量自有代码：networkx 对有向图一次算全部行动者与按名单计算的结果不同",
        ),
        "Burt 1992, ch. 2; Borgatti 1997",
        effective_size,
    ),
    MetricInfo(
        "brokerage",
        Label("Brokerage", "居间中介"),
        Label(
            "Open triads that the actor stands in the middle of; by sphere: coordinator,"
            " representative, gatekeeper, consultant, liaison.",
            "以该行动者居中的开放三元组数；按领域分为协调者、代表、守门人、顾问、联络人。",
        ),
        Label(
            "triads a -> v -> b without a -> b; by the spheres of a, v, b: AAA, AAB, ABB, ABA, ABC",
            "a -> v -> b 而无 a -> b 的三元组数；按 a、v、b 的领域：AAA、AAB、ABB、ABA、ABC",
        ),
        Label("triads", "个三元组"),
        Label("whole numbers from 0", "从 0 起的整数"),
        PRESENCE,
        Label(
            "Not merit or profit of the broker: it counts occasions, not what is made of them.",
            "不是中介者的功劳或收益：只计机会，不计如何利用。",
        ),
        Label(
            "our own: no Python library counts open triads by group",
            "自有实现：没有 Python 库按分组统计开放三元组",
        ),
        "Gould and Fernandez 1989",
        brokerage,
        is_count=True,
        parts=ROLES,
        most_actors=5_000,
    ),
    MetricInfo(
        "key_players",
        Label("Key players", "关键角色"),
        Label(
            "The set of actors without which the rest is most cut up (reach = 0), or from which"
            " the others are nearest (reach = 1); a row tells what the actor does alone.",
            "失去后其余部分最为分裂的一组行动者（reach = 0），或离他人最近的一组（reach = 1）；"
            "每行给出该行动者单独的结果。",
        ),
        Label(
            "F = 1 - ordered pairs that are joined / n (n - 1), of those left; or DR = sum of 1 /"
            " hops / n",
            "F = 1 - 剩余者中相连的有序对数 / n (n - 1)；或 DR = (1 / 跳数) 之和 / n",
        ),
        SHARE,
        Label("[0, 1]", "[0, 1]"),
        PRESENCE,
        Label(
            "Not the top of a ranking: the best two are not the two best, and who would break the"
            " graph is not who would spread best.",
            "不是排名的前几位：最佳的两者并非两个单独最佳者；最能使图分裂者也不是最能传播者。",
        ),
        Label(
            "our own exact search: no Python library has it",
            "自有的精确搜索：没有 Python 库提供",
        ),
        "Borgatti 2006",
        key_players,
        (
            MetricParameter(
                "size",
                Label("How many actors together.", "共取几个行动者。"),
                1,
                10,
                default=1,
                is_whole=True,
            ),
            MetricParameter(
                "reach",
                Label(
                    "0: whose absence cuts up the rest; 1: from whom most are near.",
                    "0：其缺席使其余分裂；1：由其出发离众人最近。",
                ),
                0,
                1,
                default=0,
                is_whole=True,
            ),
        ),
        most_actors=2_000,
    ),
)
