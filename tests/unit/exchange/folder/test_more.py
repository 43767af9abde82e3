"""The column ``more``: JSON of strangers, in the words of the YAML."""

from __future__ import annotations

import pytest

from graph_api.domain import Actor, ActorId, Label, Level, Section, Sphere
from graph_api.exchange.folder.more import MoreReader, more_of
from graph_api.scenarios.shapes import BAD

ACTOR = Actor(ActorId("a"), Label("A"), "resident", Level.INDIVIDUAL, Sphere.SOCIETY, 0)


def test_what_columns_say_is_not_said_again() -> None:
    assert more_of(Section.ACTOR, ACTOR) is None


def test_empty_and_null_fields_are_the_same_as_left_out() -> None:
    reader = MoreReader("actors", {})
    assert reader.read('{"population": null, "member_of": null}').fields == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "12",
        "{",
        "{}{}",
        "[" * 100_000,
        '{"population": NaN}',
        '{"population": Infinity}',
        '{"population": 1e400}',
        '{"population": ' + "9" * 5_000 + "}",
        '{"evidence": [{"source": "s", "note": {"en": "\\ud800"}}]}',
        '{"\\ud83d": 1}',
        '{"a": {"b": 1, "b": 2}}',
        '{"capability": ' + '{"resources": ' * 500 + "1" + "}" * 501,
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_mapping_of_fields_is_one_problem_or_more(text: str) -> None:
    more = MoreReader("actors", {}).read(text)
    assert more.problems
    assert not more.fields
    for problem in more.problems:
        (problem.en + problem.zh + problem.path).encode()  # could be printed
        assert len(problem.en) < 500


def test_equal_texts_are_read_once_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_api.exchange.folder.more._MOST_KEPT", 1_000)
    reader = MoreReader("relations", {})
    first = reader.read('{"basis": "survey"}')
    assert reader.read('{"basis": "survey"}') is first
    for number in range(10):
        reader.read(f'{{"basis": "survey", "valid_from": "20{number:02}-01-01"}}')
    assert reader.read('{"basis": "survey"}') is not first


def test_sources_that_are_not_known_are_not_asked_for() -> None:
    text = '{"evidence": [{"source": "diary"}]}'
    assert MoreReader("relations", {}).read(text).problems[0].code == "unknown-source"
    assert not MoreReader("relations", BAD).read(text).problems
