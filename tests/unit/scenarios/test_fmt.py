"""The house layout: the same meaning, every comment kept, and nothing to do the second time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.errors import ScenarioError
from graph_api.scenarios import format_text, read_scenario, template
from graph_api.scenarios.document import Node, read_document

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.yaml"))

MESSY = """\
%YAML 1.2
---  # begins here
# A file by hand.

# With two heads.


format:   1   # the first
scenario: 'by-hand'
title:
    en: By hand,   # no quotes needed here
    zh: "手写"
description: {en: >-x, zh: '单引号'}
sources:
    book:
        title: {en: Book}   # the only one


    # none of these is needed
    other: {}

# Who is there
"actors": # all of them

    # The office
    office: {kind: street_office,   name: {en: Office, zh: 办事处}}   # in the middle

    # Those who
    #live there
    residents: { # a brace
      name: {en: Residents,
             zh: 居民}, kind: resident, # comma
      # nobody counted them
      population: 100  # about
      # the end of residents
    }
    empty:
        # what it is
        kind:
            # a resident
            resident
        name: {}
        capability: # of one
          {self_esteem: 0.30}
        member_of: ~

    # no more actors

relations:
# The first
-   {id: up, from: residents, to: office, strength: 0.30, conveys: [opinion]} # upwards
- # a block
  id: down
  from: office # of the street
  to: residents
  conveys:
  - opinion   # what they say
  # and
  - "money"
  # nothing else
  strength:
  evidence: [{source: book, note: {en: 'It''s a long note', zh: "第一行
      第二行"}},
    {source: other, # why
     lines: [1, 2-3]}]
- {id: more, from: office, to: residents, elements: [], # none
  }
# after the relations
variants: {after: {title: {en: After},
  changes: [ # two
    {set_relation: {id: up, strength: 0.5}}, # raise it
    # and
    {remove_relation: more}]}, # no more
  later: {extends: after}}
parameters:
  theta: &theta {value: 0.3, unit: index}
  other: *theta # the same
  third: {value: 1, unit: &unit "a: b", description:
     {en: |  # a block
        line one
          line two
      , zh: x}} # never read
# the end
"""
MESSY = MESSY.replace(
    """  third: {value: 1, unit: &unit "a: b", description:
     {en: |  # a block
        line one
          line two
      , zh: x}} # never read
""",
    """  third:
    value: 1
    unit: &unit "a: b"
    description:
      en: |-  # a block
        line one
        line two
      zh: >
        short
  fourth: {value: 1, unit: *unit}
""",
).replace("description: {en: >-x,", "description: {en: '>-x',")

NEAT = """\
# begins here
# A file by hand.

# With two heads.

format: 1  # the first
scenario: 'by-hand'
title:
  en: "By hand,"  # no quotes needed here
  zh: "手写"
description: {en: '>-x', zh: '单引号'}

sources:
  book:
    title: {en: Book}  # the only one

  # none of these is needed
  other: {}

# Who is there
actors:  # all of them
  # The office
  office: {kind: street_office, name: {en: Office, zh: 办事处}}  # in the middle

  # Those who
  #live there
  residents:  # a brace
    name: {en: Residents, zh: 居民}
    kind: resident  # comma
    # nobody counted them
    population: 100  # about
    # the end of residents
  empty:
    # what it is
    # a resident
    kind: resident
    name: {}
    capability:  # of one
      self_esteem: 0.30
    member_of: ~

  # no more actors

relations:
  # The first
  - {id: up, from: residents, to: office, strength: 0.30, conveys: [opinion]}  # upwards
  # a block
  - id: down
    from: office  # of the street
    to: residents
    conveys:
      - opinion  # what they say
      # and
      - "money"
    # nothing else
    strength: null
    evidence:
      - {source: book, note: {en: 'It''s a long note', zh: 第一行 第二行}}
      - source: other  # why
        lines: [1, 2-3]
  - id: more
    from: office
    to: residents
    elements: []  # none

# after the relations
variants:
  after:  # no more
    title: {en: After}
    changes:  # two
      - set_relation: {id: up, strength: 0.5}  # raise it
      # and
      - remove_relation: more
  later:
    extends: after

parameters:
  theta: &theta {value: 0.3, unit: index}
  other: *theta  # the same
  third:
    value: 1
    unit: &unit "a: b"
    description:
      # a block
      en: |-
        line one
        line two
      zh: "short\\n"
  fourth: {value: 1, unit: *unit}
# the end
"""


def meaning(node: Node | None) -> object:
    """Keys and values, without places and layout."""
    assert node is not None
    if node.kind == "map":
        return {key.raw: meaning(value) for key, value in node.pairs}
    return [meaning(item) for item in node.elements] if node.kind == "list" else node.value


def comments(text: str) -> list[str]:
    """All comments of a text without '#' in any scalar."""
    return sorted(found.rstrip() for found in re.findall(r"#[^\r\n]*", text))


def check(text: str) -> str:
    formatted = format_text(text)
    assert meaning(read_document(formatted)[0]) == meaning(read_document(text)[0])
    assert read_scenario(formatted).scenario == read_scenario(text).scenario
    assert comments(formatted) == comments(text)
    assert format_text(formatted) == formatted
    return formatted


def test_a_messy_file_becomes_neat_and_keeps_every_comment() -> None:
    assert check(MESSY) == NEAT


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds_keep_their_meaning_and_comments(path: Path) -> None:
    formatted = check(path.read_text("utf-8"))
    long = [line for line in formatted.splitlines() if len(line) > 120]
    assert not [line for line in long if "en: " in line and "zh: " in line]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_is_in_the_house_layout(language: str) -> None:
    text = template("a", language)  # type: ignore[arg-type]  # one of the two
    assert format_text(text) == text


def test_line_ends_and_mark_of_the_file() -> None:
    text = "\ufeff" + MESSY.replace("\n", "\r\n")
    assert format_text(text) == NEAT.replace("\n", "\r\n")
    assert format_text(MESSY.replace("\n", "\r")) == NEAT


def test_a_file_in_one_line_is_opened() -> None:
    text = '{"format": 1, "scenario": "s", "actors": {"a": {"kind": "resident"}}} # end'
    assert check(text) == ('format: 1\nscenario: "s"\n\nactors:  # end\n  a: {kind: "resident"}\n')


def test_texts_that_braces_would_change_get_quotes() -> None:
    text = """\
format: 1
scenario: s
title:
  en: one, two [three] {four}
  zh: 12:30
description:
  en: what? is it
    over two lines
  zh: a:b
"""
    assert (
        check(text)
        == """\
format: 1
scenario: s
title: {en: "one, two [three] {four}", zh: "12:30"}
description: {en: what? is it over two lines, zh: "a:b"}
"""
    )


def test_a_file_with_errors_is_refused_with_all_of_them() -> None:
    with pytest.raises(ScenarioError) as caught:
        format_text("format: 1\nscenario: s\nactors: {a: {kind: residnt}, b: {kind: 3.5}}\n")
    assert len(caught.value.problems) >= 2
    with pytest.raises(ScenarioError):
        format_text("[")


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A file with comments and blank lines wherever YAML allows them."""
    number = 0

    def some(indent: int, *, own: bool = True) -> str:
        nonlocal number
        kind = draw(
            st.sampled_from(("", "", "", "behind", "own", "blank") if own else ("", "behind"))
        )
        number += 1
        match kind:
            case "behind":
                return f" # c{number}\n"
            case "own":
                deeper = draw(st.integers(0, 2)) * 2
                return f"\n{' ' * (indent + deeper)}# c{number}\n"
            case "blank":
                return f"\n\n{' ' * indent}# c{number}\n\n"
        return "\n"

    def flow(fields: list[str], indent: int) -> str:
        body = ",".join(f"{some(indent)}{' ' * indent}{field}" for field in fields)
        return "{" + body + some(indent) + " " * indent + "}"

    lines = ["format: 1", some(0), "scenario: s", some(0), "actors:", some(2)]
    for key in "abc":
        if draw(st.booleans()):
            lines += [f"  {key}: ", flow(["kind: resident", "group: g"], 6), some(2)]
        else:
            lines += [f"  {key}:", some(4), "    kind: resident", some(4), "    group: g", some(4)]
    lines += ["relations:", some(2)]
    for key in ("r1", "r2"):
        if draw(st.booleans()):
            fields = [f"id: {key}", "from: a", "to: b", "conveys: [opinion]"]
            lines += ["  - ", flow(fields, 5), some(2)]
        else:
            lines += [f"  - id: {key}", some(4), "    from: a", some(4), "    to: b", some(4)]
            lines += ["    conveys:", some(4), "    - opinion", some(4), "    - money", some(2)]
    lines += ["variants:", some(2), "  v:", some(4), "    changes:", some(6)]
    lines += ["      - remove_relation: r1", some(6), "      - set_relation:", some(10)]
    lines += ["          id: r2", some(10), "          strength: 0.5", some(10)]
    return "".join(lines)


@given(commented())
@settings(max_examples=100, deadline=None)
def test_comments_anywhere_stay(text: str) -> None:
    check(text)
