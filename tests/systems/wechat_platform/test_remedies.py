"""What each counter-measure adds, and which problem keeps none: by other ways than the code's."""

from __future__ import annotations

import itertools
import statistics

import pytest

from graph_api.errors import BadParameterError
from graph_api.systems.wechat_platform import WechatPlatform
from graph_api.systems.wechat_platform.problems import CounterMeasure, RemedyFit
from graph_api.systems.wechat_platform.remedies import changed, mixed
from tests.systems.wechat_platform.views import (
    AFTER,
    BOTH,
    TODAY,
    system,
    view,
)

REMEDIES = ("open_platform_only", "two_way_power_only", "buffer_only", "push_services_only")


def measure(of: WechatPlatform, key: str) -> float | bool | None:
    (found,) = of.measures([key])
    return found.value


# 7: remedies and problems ------------------------------------------------------------------------


def test_question_7_three_problems_keep_no_remedy() -> None:
    for variant in (TODAY, AFTER):
        gaps = [p.key for p in system(variant).problems() if p.answer is RemedyFit.NONE]
        assert gaps == ["cadres", "operators", "input"]
        assert measure(system(variant), "open_problems_without_remedy") == 3
    # Another way: the relations that stand for them are untouched by the package.
    moved = changed(view(TODAY), view(AFTER))
    assert set(view().relation_places) - set(moved) == {"r10", "r11", "r12"}
    assert measure(system(BOTH), "open_problems_without_remedy") == 1
    assert [p.key for p in system(AFTER).problems() if p.is_open] == gaps
    assert [p.key for p in system(AFTER).problems() if p.is_open is None] == ["coverage"]


def test_coverage_is_a_problem_as_long_as_few_use_it() -> None:
    # 0.8 x 0.4 = 0.32 is weak although 0.8 are covered.
    of = system(AFTER, coverage=0.8, identification=0.4)
    (found,) = (item for item in of.problems() if item.key == "coverage")
    assert found.level == pytest.approx(0.32)
    assert found.is_open


def test_every_counter_measure_answers_a_problem_that_the_essay_only_implies() -> None:
    direct = {p.remedies for p in system().problems() if p.answer is RemedyFit.DIRECT}
    assert direct == {(remedy,) for remedy in CounterMeasure if remedy is not CounterMeasure.OTHER}
    assert not any(p.named for p in system().problems() if p.answer is RemedyFit.DIRECT)


@pytest.mark.parametrize("key", ["balance", "response_loop", "supervision", "rumour_believed"])
def test_the_share_of_a_remedy_is_its_mean_over_every_order(key: str) -> None:
    before, after = view(TODAY), view(AFTER)
    found = system().remedies(after, key)
    gains: dict[CounterMeasure, list[float]] = {item.remedy: [] for item in found.effects}

    def worth(taken: tuple[CounterMeasure, ...]) -> float:
        value = measure(WechatPlatform(mixed(before, after, taken)), key)
        assert value is not None
        return float(value)

    for order in itertools.permutations(gains):
        for place, remedy in enumerate(order):
            gains[remedy].append(worth(order[: place + 1]) - worth(order[:place]))
    for item in found.effects:
        assert item.share == pytest.approx(statistics.fmean(gains[item.remedy]))
    assert found.after is not None
    assert found.before is not None
    total = sum(item.share or 0 for item in found.effects)
    assert total == pytest.approx(found.after - found.before)


@pytest.mark.parametrize("variant", REMEDIES)
def test_a_remedy_alone_is_its_own_variant(variant: str) -> None:
    (remedy,) = (item for item in CounterMeasure if f"{item}_only" == variant)
    alone = WechatPlatform(mixed(view(TODAY), view(AFTER), [remedy]))
    assert [m.value for m in alone.measures()] == [m.value for m in system(variant).measures()]
    (effect,) = (
        item for item in system().remedies(view(AFTER), "balance").effects if item.remedy is remedy
    )
    gain = (system(variant).flow().balance or 0) - (system(TODAY).flow().balance or 0)
    assert effect.alone == pytest.approx(gain)


def test_what_the_essay_does_not_propose_is_kept_apart() -> None:
    found = system().remedies(view(BOTH), "gate_minimum")
    assert [(item.remedy, item.relations) for item in found.effects] == [
        (CounterMeasure.OTHER, ("r11", "r12"))
    ]
    assert found.effects[0].share == pytest.approx(0.05)
    unsaid = system().remedies(view(AFTER), "mean_wait")
    assert [item.share for item in unsaid.effects] == [None] * 4
    with pytest.raises(BadParameterError):
        system().remedies(view(AFTER), "balanc")


def test_all_remedies_together_are_the_package_and_none_are_today() -> None:
    whole = mixed(view(TODAY), view(AFTER), tuple(CounterMeasure))
    none = mixed(view(TODAY), view(AFTER), ())
    assert whole.relations == view(AFTER).relations
    assert none.relations == view(TODAY).relations
