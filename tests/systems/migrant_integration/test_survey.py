"""What the survey of 2011 prints, what follows from it, and where the essay contradicts itself."""

from __future__ import annotations

import pytest

from graph_api.systems.migrant_integration.generations import Generation
from tests.systems.migrant_integration.worlds import system


def figure(key: str) -> float:
    return system().view.figures[key].value


def test_the_figures_are_those_of_the_text() -> None:
    # L261: mean age 44.76 and 25.58, mean schooling 6.97 and 10.17, third survey, July to November.
    assert (figure("mean_age_old"), figure("mean_age_new")) == (44.76, 25.58)
    assert (figure("mean_schooling_old"), figure("mean_schooling_new")) == (6.97, 10.17)
    assert (figure("css_year"), figure("css_wave")) == (2011, 3)
    assert (figure("css_first_month"), figure("css_last_month")) == (7, 11)


def test_derived_figures_and_the_mechanism_agree() -> None:
    found = system()
    assert figure("age_gap") == pytest.approx(-found.gap("age").difference)
    assert figure("schooling_gap") == pytest.approx(found.gap("schooling").difference)
    for one in Generation:
        earliest, latest = found.birth_years(one)
        assert earliest <= figure(f"mean_birth_year_{one.value}") <= latest
    assert figure("birth_year_threshold") == found.first_new_year


def test_contradicting_figures_name_each_other() -> None:
    # L249 against L255: 2012 or 2011; L249 against L263 and L267: four dimensions, or three.
    figures = system().view.figures
    conflicts = {key: set(item.conflicts_with) for key, item in figures.items()}
    for key, others in conflicts.items():
        for other in others:
            assert key in conflicts[other], (key, other)
            assert figures[key].value != figures[other].value
    said = {key for key, others in conflicts.items() if others}
    assert said == {
        "li_tian_year_in_review",
        "li_tian_year_in_method",
        "dimensions_cited",
        "dimensions_used",
        "kinds_of_community_integration",
    }


def test_every_figure_has_a_unit_a_label_in_both_languages_and_a_place() -> None:
    for key, item in system().view.figures.items():
        assert item.unit, key
        assert item.label.en, key
        assert item.label.zh, key
        assert item.evidence[0].lines, key


def test_the_counts_of_the_mechanism_are_the_counts_of_the_text() -> None:
    found = system()
    assert len(found.supports().levels) == figure("supports") == 4
    psychological = [item for item in found.indicators if item.dimension == "psychological"]
    assert len(psychological) == figure("acceptance_items") == 4
    assert len(found.comparison()) == figure("dimensions_used") == 3


def test_the_essays_own_caveat_stands_beside_the_result_of_daily_life() -> None:
    claims = {claim.key: claim.observed for claim in system().claims()}
    assert "region they live and move in" in claims["old_ahead_daily_life"].text()
    assert "区域环境" in claims["old_ahead_daily_life"].text("zh")
    assert "region they live" not in claims["new_ahead_economic"].text()
