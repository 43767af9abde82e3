"""What `empower new` writes: whole, without faults, explained in the author's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph_api.domain import Scenario
from graph_api.errors import BadParameterError, Language
from graph_api.scenarios import read_scenario, template, write_scenario

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def read(text: str) -> Scenario:
    scenario = read_scenario(text).scenario
    assert scenario is not None
    return scenario


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["our-street", "我们的街道", "no", "12", "KEY", "a" * 80])
def test_it_reads_without_errors_and_warnings(key: str, language: Language) -> None:
    checked = read_scenario(template(key, language))
    assert checked.problems == ()
    assert checked.scenario is not None
    assert checked.scenario.key == key


def test_it_shows_three_actors_both_directions_a_variant_and_a_source() -> None:
    scenario = read(template("a"))
    assert len(scenario.actors) == 3
    ends = [(tie.from_id, tie.to_id) for tie in scenario.relations.values()]
    assert len(ends) == 4
    assert sorted(ends) == sorted((end, start) for start, end in ends)
    assert len(scenario.variants) == len(scenario.sources) == 1


def test_the_two_languages_say_the_same() -> None:
    assert read(template("a", "en")) == read(template("a", "zh"))
    assert read(template("a")) == replace(read(template("b")), key="a")


def test_every_part_is_explained_in_the_language_asked_for() -> None:
    for language in LANGUAGES:
        lines = template("a", language).splitlines()[1:]
        said = [line.strip() for line in lines if line.strip().startswith("#")]
        assert len(said) >= 15
        sections = [number for number, line in enumerate(lines) if line and line[0].isalpha()]
        assert all(lines[number - 1].startswith("#") for number in sections)
        chinese = [line for line in said if any("\u4e00" <= sign <= "\u9fff" for sign in line)]
        if language == "en":
            assert chinese == []
        else:
            assert len(chinese) >= len(said) - 3


def test_it_can_be_written_again_with_its_comments() -> None:
    text = template("a")
    after = replace(read(text), key="b")
    assert write_scenario(after, text).text == template("b")


@pytest.mark.parametrize("key", ["", "two words", "-x", "a/b", "a" * 81, "a\nb: c"])
def test_a_key_that_cannot_be_one_is_refused(key: str) -> None:
    with pytest.raises(BadParameterError, match="cannot be the key") as caught:
        template(key)
    assert "不能用作情景的标识" in caught.value.zh
