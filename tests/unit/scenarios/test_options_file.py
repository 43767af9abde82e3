"""Files of options: what is read, and every problem with its line in both languages."""

from __future__ import annotations

import pytest

from graph_api.domain import Element
from graph_api.errors import ScenarioError
from graph_api.scenarios.options_file import (
    read_options_file,
    read_options_said,
    require_options_of,
)
from graph_api.scoring.plans import Add, Option, Raise
from graph_api.scoring.plans.options import read_options
from tests.builders import snapshot

GOOD = """\
format: 1
scenario: street
between: residents
and: office
budget: 10
options:
  - {key: write, cost: 2, actor: office, element: resources,
     measure: {raise: {relation: r1, by: 0.2}}}
  - key: 会议
    cost: 1.5
    measure:
      add: {from: a, to: b, strength: {low: 0.1, best: 0.2, high: 0.3}, conveys: [opinion]}
"""
BAD = """\
format: 1
budget: -1
options:
  - {key: x, cost: .inf, measure: {raise: {relation: r1, by: 0}}}
  - {key: x, cost: 1, measure: {raise: {relation: r1, by: 0.1}, add: {from: a, to: b}}}
  - {key: y, cost: 1, measure: {lower: {relation: r1, by: 0.1}}}
  - {key: z, measure: 3, element: resourcs}
  - nonsense
"""


def test_a_file_is_read_with_what_it_is_for() -> None:
    read = read_options_file(GOOD)
    assert (read.scenario, read.between, read.other, read.budget) == (
        "street",
        "residents",
        "office",
        10,
    )
    first, second = read.options
    assert first == Option("write", Raise("r1", 0.2), 2.0, "office", Element.RESOURCES)  # type: ignore[arg-type]  # ids
    assert isinstance(second.measure, Add)
    relation = second.measure.relation
    assert (relation.id, relation.from_id, relation.conveys) == ("", "a", ("opinion",))
    assert second.key == "会议"
    assert read.places == ((7, 5), (9, 5))


def test_every_problem_is_named_at_its_line_in_both_languages() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_options_file(BAD, name="bad.yaml")
    found = {(problem.line, problem.code) for problem in caught.value.problems}
    assert {
        (2, "out-of-range"),
        (4, "not-finite"),
        (4, "out-of-range"),
        (5, "repeated-key"),
        (5, "one-change"),
        (6, "unknown-field"),
        (7, "missing-field"),
        (7, "wrong-type"),
        (7, "bad-word"),
        (8, "wrong-type"),
    } <= found
    for problem in caught.value.problems:
        assert problem.en
        assert problem.zh
    assert "bad.yaml:2" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[", "- 1", "format: 2\noptions: []", "options: []", b"\xff\xfe\x00", "a: &a [*a]"]
)
def test_nonsense_is_refused_and_never_crashes(text: str | bytes) -> None:
    with pytest.raises(ScenarioError):
        read_options_file(text)


def test_what_a_view_does_not_have_is_named_at_the_line_of_its_option() -> None:
    text = "format: 1\noptions:\n" + "".join(
        f"  - {{key: k{n}, cost: 1, measure: {{raise: {{relation: {relation}, by: 0.1}}}}}}\n"
        for n, relation in enumerate(("r1", "r9", "r2"))
    )
    view = snapshot("a -> b 0.5\nb -> a ?")
    file = read_options_file(text, name="o.yaml")
    with pytest.raises(ScenarioError) as caught:
        require_options_of(view, file, lambda graph, option: read_options(graph, [option]))
    problems = caught.value.problems
    assert [(item.line, item.code, item.path) for item in problems] == [
        (4, "unknown-relation", "options[1]"),
        (5, "bad-value", "options[2].measure.raise.relation"),
    ]
    assert problems[1].en.startswith("the strength of 'r2' is unknown")
    assert problems[1].zh.startswith("关系“r2”的强度未知")


def test_options_said_in_python_are_read_alike() -> None:
    said = {"key": "x", "cost": 1, "measure": {"raise": {"relation": "r1", "by": 0.1}}}
    (read,) = read_options_said([said])
    assert read_options_said([read, said]) == (read, read)
    with pytest.raises(ScenarioError) as caught:
        read_options_said([{**said, "cost": -1}, object()])  # type: ignore[list-item]  # nonsense
    assert [item.path for item in caught.value.problems] == ["options[0].cost", "options[1]"]
