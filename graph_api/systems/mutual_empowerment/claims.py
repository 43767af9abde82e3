"""What essay 4 states, with its lines, and which check of `checks` tells whether it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph_api.domain import ClaimRule, Finding, Label
from graph_api.systems.mutual_empowerment import checks

if TYPE_CHECKING:
    from graph_api.systems.mutual_empowerment.system import MutualEmpowerment


def _claim(
    key: str,
    statement: Label,
    lines: tuple[str, ...],
    check: Callable[[MutualEmpowerment], Finding],
    *assumptions: str,
) -> ClaimRule[MutualEmpowerment]:
    return ClaimRule(key, statement, lines, check, assumptions)


DYNAMICS = ("A-30", "A-90", "A-91", "A-92")

CLAIMS: tuple[ClaimRule[Any], ...] = (
    _claim(
        "weak_weak_today",
        Label("Weak government and weak community go together.", "普遍存在“弱政府—弱社区”的格局。"),
        ("193",),
        checks.weak_weak,
        "A-01",
        "A-15",
        "A-26",
    ),
    _claim(
        "weakness_keeps_itself",
        Label(
            "The weak state keeps itself, although a strong one is possible.",
            "弱态会自我维持，尽管强态是可能的。",
        ),
        ("193", "207"),
        checks.trap,
        *DYNAMICS,
    ),
    _claim(
        "residents_first",
        Label(
            "Residents are the start of all empowerment, the easiest to empower.",
            "居民个体充权是所有充权的出发点，居民最容易充权。",
        ),
        ("213",),
        checks.residents_first,
        *DYNAMICS,
        "A-93",
    ),
    _claim(
        "strong_residents_make_strong_government",
        Label(
            "Strong residents and a strong community make a strong government.",
            "强居民、强社区造就强政府。",
        ),
        ("219", "221", "223"),
        checks.strong_government,
        *DYNAMICS,
        "A-94",
        "A-26",
    ),
    _claim(
        "society_checks_and_builds_the_state",
        Label(
            "Civil society checks despotic power and so forces infrastructural power up.",
            "公民社会的发展制约专制权力，从而倒逼基础权力增强。",
        ),
        ("207",),
        checks.checks_and_builds,
        *DYNAMICS,
    ),
    _claim(
        "not_zero_sum",
        Label(
            "Power is not zero-sum: residents, organisations and the state can all gain.",
            "权力不是零和：居民、组织与国家可以同时增强。",
        ),
        ("207",),
        checks.not_zero_sum,
        *DYNAMICS,
        "A-27",
    ),
    _claim(
        "reverse_needs_maturity",
        Label(
            "Only residents who are mature enough empower others in reverse; today's are not.",
            "居民足够成熟才能反向充权；目前尚未成熟。",
        ),
        ("213", "221"),
        checks.gate,
        "A-20",
        "A-21",
        "A-25",
    ),
    _claim(
        "duty_without_power",
        Label(
            "The street's power does not match what it answers for.",
            "街道的职、责、权、利不统一，权力与责任不相符。",
        ),
        ("177",),
        checks.mismatch,
        "A-95",
    ),
    _claim(
        "tasks_exceed_the_statute",
        Label(
            "The street's tasks go far beyond the three of the statute.",
            "街道的任务远远超过条例规定的三项。",
        ),
        ("177",),
        checks.inflation,
        "A-37",
    ),
    _claim(
        "burden_is_passed_on",
        Label(
            "An overloaded street passes great amounts of administrative work on to the committee.",
            "不堪重负的街道把大量行政事务下派到居委会。",
        ),
        ("177",),
        checks.passed_on,
        "A-01",
        "A-02",
        "A-96",
    ),
    _claim(
        "committee_is_a_leg",
        Label(
            "The residents' committee has become the leg of the street, not the head of residents.",
            "居委会成了街道的“腿”，而不是居民的“头”。",
        ),
        ("177",),
        checks.leg,
        "A-01",
        "A-02",
        "A-97",
    ),
    _claim(
        "organisations_lack_all_capital",
        Label(
            "Community organisations are short of political, economic and social capital alike.",
            "社区组织的政治资本、经济能力和社会资源都严重不足。",
        ),
        ("183", "185"),
        checks.capitals,
        "A-02",
        "A-20",
    ),
    _claim(
        "organisations_lose_the_game",
        Label(
            "In the game of administration and autonomy the organisations are the weaker side.",
            "在行政与自治的博弈中，社区组织往往处于弱势。",
        ),
        ("187",),
        checks.game,
        "A-01",
        "A-20",
        "A-99",
    ),
    _claim(
        "developer_appoints_in_fact",
        Label(
            "The owners' committee hires the property firm in theory; in some communities that"
            " owners govern it is the developer in fact.",
            "理论上业委会聘用物业公司；在一些业主自治型社区，实际上由开发商聘用。",
        ),
        ("183", "187"),
        checks.appointment,
        "A-01",
        "A-02",
        "A-103",
    ),
    _claim(
        "residents_feel_powerless",
        Label(
            "Residents are powerless in all eight elements.",
            "居民在八个要素上都有无权感。",
        ),
        ("191", "213"),
        checks.powerless,
        "A-02",
        "A-20",
    ),
    _claim(
        "participation_is_weak",
        Label(
            "Participation is weak: it hangs on the relation to the community and on its value.",
            "居民属于弱参与：取决于个体与社区的关系和参与本身的价值。",
        ),
        ("191",),
        checks.participation,
        "A-02",
        "A-100",
    ),
)
