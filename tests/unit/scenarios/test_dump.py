"""What is written reads back, and what an author wrote by hand stays as it was."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    About,
    ActorId,
    AddActor,
    AddRelation,
    Change,
    Draft,
    Label,
    Parameter,
    Relation,
    RelationId,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    Scenario,
    SetActor,
    SetParameter,
    SetRelation,
    Status,
    Strength,
)
from graph_api.scenarios import format_text, read_scenario, write_scenario
from graph_api.scenarios.document import resolve
from graph_api.scenarios.scalars import scalar
from tests.contract.rich import actor, rich_scenario
from tests.strategies import NASTY_TEXTS, change_lists, nasty_texts, scenarios

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.yaml"))
slow = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(text: str) -> Scenario:
    checked = read_scenario(text)
    assert checked.scenario is not None, checked.errors
    return checked.scenario


def changed(scenario: Scenario, *changes: Change) -> Scenario:
    draft = Draft(scenario)
    assert draft.apply(changes) == []
    return draft.scenario()


def changed_lines(before: str, after: str) -> list[str]:
    return [
        line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"
    ]


@given(scenarios())
@slow
def test_whatever_is_written_reads_back_the_same(scenario: Scenario) -> None:
    written = write_scenario(scenario)
    assert read(written.text) == scenario
    assert written.lost == ()
    assert write_scenario(read(written.text)).text == written.text
    assert format_text(written.text) == written.text


@given(st.data())
@slow
def test_changes_reach_the_text_of_any_scenario(data: st.DataObject) -> None:
    scenario = data.draw(scenarios())
    text = write_scenario(scenario).text
    draft = Draft(scenario)
    data.draw(change_lists(draft))
    after = draft.scenario()
    if read_scenario(write_scenario(after).text).scenario is None:
        return  # a variant no longer applies; the service refuses such a change
    written = write_scenario(after, text)
    assert read(written.text) == after
    assert written.lost == ()


def rich() -> Scenario:
    """Every field of every entry, in texts that a file may hold."""
    scenario = rich_scenario()
    person = scenario.actors[ActorId("居民")]
    clean = replace(person, group=str(person.group).replace("\0", ""))
    return replace(scenario, actors={**scenario.actors, person.id: clean})


def test_everything_at_once_reads_back() -> None:
    scenario = rich()
    assert read(write_scenario(scenario).text) == scenario


@given(nasty_texts | st.text(max_size=20))
def test_no_reader_of_either_yaml_takes_a_text_for_something_else(text: str) -> None:
    token = scalar(text)
    assert yaml.safe_load(f"{{a: {token}}}") == {"a": text}
    if token[0] != '"':
        assert resolve(token) == text


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_nasty_texts_are_quoted_or_harmless(text: str) -> None:
    assert yaml.safe_load(f"[{scalar(text)}]") == [text]


@pytest.mark.parametrize(
    ("value", "token"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.000001, "0.000001"),
        (1e-20, "1.0e-20"),
        (1.5e22, "1.5e+22"),
        (-3, "-3"),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ("y", '"y"'),
        ("居民", "居民"),
        ("\x85\u2028😀\U000e0001", '"\\x85\\u2028😀\\U000e0001"'),
    ],
)
def test_scalars_are_written_the_way_people_would(value: object, token: str) -> None:
    assert scalar(value) == token


def test_only_what_differs_from_the_defaults_is_written() -> None:
    people = {key: actor(key, name=Label(key, key)) for key in ("a", "b")}
    ties = [
        Relation(RelationId("r1"), ActorId("a"), ActorId("b"), strength=Strength.exactly(0.5)),
        Relation(RelationId("r2"), ActorId("b"), ActorId("a"), strength=Strength(0, 0.1, 0.12)),
        Relation(RelationId("r3"), ActorId("b"), ActorId("a")),
    ]
    scenario = Scenario(
        "small",
        actors={item.id: item for item in people.values()},
        relations={r.id: r for r in ties},
    )
    assert (
        write_scenario(scenario).text
        == """\
# yaml-language-server: $schema=../schema/scenario.schema.json
format: 1
scenario: small

actors:
  a: {name: {en: a, zh: a}, kind: resident}
  b: {name: {en: b, zh: b}, kind: resident}

relations:
  - {id: r1, from: a, to: b, strength: 0.50}
  - {id: r2, from: b, to: a, strength: {low: 0, best: 0.10, high: 0.12}}
  - {id: r3, from: b, to: a, strength: null}
"""
    )


def test_long_texts_are_folded_and_no_line_is_longer_than_it_must_be() -> None:
    words = "governance of the community " * 30
    about = About(description=Label(words.strip(), "第一段。\n\n第二段。" * 10))
    text = write_scenario(Scenario("long", about)).text
    assert read(text).about == about
    assert "  en: >-\n    governance" in text
    assert "  zh: |-\n    第一段。\n" in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
class TestSeeds:
    def seed(self, path: Path, newline: str) -> tuple[str, Scenario]:
        text = path.read_text("utf-8").replace("\n", newline)
        return text, read(text)

    def test_nothing_changed_gives_the_text_byte_for_byte(self, path: Path, newline: str) -> None:
        text, scenario = self.seed(path, newline)
        assert write_scenario(scenario, text).text == text
        assert read(write_scenario(scenario).text) == scenario

    def test_one_strength_changes_one_line(self, path: Path, newline: str) -> None:
        text, scenario = self.seed(path, newline)
        tie = next(
            r for r in scenario.relations.values() if r.strength and r.strength.point != 0.77
        )
        after = changed(scenario, SetRelation(tie.id, {"strength": Strength(0.6, 0.77, 1)}))
        written = write_scenario(after, text)
        assert read(written.text) == after
        assert written.lost == ()
        lines = [line for line in changed_lines(text, written.text) if line[0] == "+"]
        assert len(lines) == 1
        assert "best: 0.77" in lines[0]
        assert written.text.count("\r") == text.count("\r")

    def test_a_renamed_actor_changes_only_its_name(self, path: Path, newline: str) -> None:
        text, scenario = self.seed(path, newline)
        tie = next(iter(scenario.relations.values()))
        after = changed(scenario, RenameActor(tie.from_id, ActorId("renamed_actor")))
        written = write_scenario(after, text)
        assert read(written.text) == after
        assert written.lost == ()
        assert re.sub(r"\brenamed_actor\b", tie.from_id, written.text) == text

    def test_a_renamed_relation_changes_only_its_name(self, path: Path, newline: str) -> None:
        text, scenario = self.seed(path, newline)
        tie = next(iter(scenario.relations.values()))
        after = changed(scenario, RenameRelation(tie.id, RelationId("renamed_tie")))
        written = write_scenario(after, text)
        assert written.lost == ()
        assert re.sub(r"\brenamed_tie\b", tie.id, written.text) == text

    def test_new_and_removed_entries_leave_the_others_alone(self, path: Path, newline: str) -> None:
        text, scenario = self.seed(path, newline)
        first, *_, last = scenario.relations
        ends = scenario.relations[first].from_id, scenario.relations[first].to_id
        after = replace(
            scenario,
            relations={k: v for k, v in scenario.relations.items() if k != last},
            variants={},
        )
        added = AddRelation(Relation(RelationId("added"), *ends, strength=Strength.exactly(0.5)))
        after = changed(after, added)
        written = write_scenario(after, text)
        assert read(written.text) == after
        assert "\n  - {id: added, " in written.text
        kept = text[: text.index("variants:")].splitlines()
        gone = [line for line in changed_lines("\n".join(kept), written.text) if line[0] == "-"]
        gone = [line for line in gone if not line[2:].lstrip().startswith("#")]
        assert last in gone[0]
        assert all(line[2:].startswith("     ") for line in gone[1:])


COMMENTED = """\
# A file by hand.
format: 1
scenario: by-hand      # its key
title: {en: By hand, zh: 手写}

sources: {book: {title: {en: Book}}}
# Who is there
actors:
  # The office
  office: {kind: street_office,   name: {en: Office, zh: 办事处}}   # in the middle
  # Those who
  # live there
  residents: {name: {en: Residents, zh: 居民},
    # nobody counted them
    kind: resident, population: 100}
  empty: {kind: resident}

relations:
- {id: up, from: residents, to: office, strength: 0.30, conveys: [opinion]} # upwards

# Group of two
- id: down
  from: office
  to: residents
  status: practice # what else
  strength:
    low: 0.1
    best: 0.2 # a guess
    high: 0.3
- {id: more, from: office, to: residents}
variants:
  after:
    title: {en: After}
    changes:
    # raise it
    - set_relation: {id: up, strength: 0.5}
    - remove_relation: more # not needed
parameters: {theta: {value: 0.3, unit: index}}
# the end
"""


def hand_written(*changes: Change) -> tuple[str, tuple[str, ...]]:
    """Change the file by hand, check that it says what it should, and give what changed in it."""
    after = changed(read(COMMENTED), *changes)
    written = write_scenario(after, COMMENTED)
    assert read(written.text) == after
    assert read(write_scenario(after, COMMENTED.replace("\n", "\r\n")).text) == after
    assert len(written.lost) == len(written.lost_zh)
    return "\n".join(changed_lines(COMMENTED, written.text)), written.lost


def test_a_changed_number_keeps_the_comment_behind_it() -> None:
    down = SetRelation(RelationId("down"), {"strength": Strength(0.1, 0.25, 0.3)})
    assert hand_written(down) == (
        "-     best: 0.2 # a guess\n+     best: 0.25 # a guess",
        (),
    )


def test_a_default_that_was_written_out_is_replaced_where_it_stands() -> None:
    scenario = read(COMMENTED)
    tie = scenario.relations[RelationId("down")]
    assert hand_written(SetRelation(tie.id, {"status": Status.LAW})) == (
        "-   status: practice # what else\n+   status: law # what else",
        (),
    )


def test_a_comment_inside_what_is_written_anew_is_named() -> None:
    lines, lost = hand_written(
        SetRelation(RelationId("down"), {"strength": None}),
    )
    assert "+   strength: null" in lines.splitlines()
    assert lost == (
        "The comment '# a guess' inside relations.down.strength could not be kept:"
        " that part changed.",
    )


def test_losses_are_told_in_both_languages() -> None:
    after = changed(read(COMMENTED), SetRelation(RelationId("down"), {"strength": None}))
    written = write_scenario(after, COMMENTED)
    assert written.losses("zh") == (
        "“relations.down.strength”中的注释“# a guess”未能保留：该处已改变。",
    )
    assert written.losses() == written.lost


def test_fields_come_and_go_within_braces() -> None:
    lines, lost = hand_written(
        SetActor(ActorId("office"), {"group": "east, west"}),
        SetActor(ActorId("residents"), {"population": None}),
        SetRelation(RelationId("up"), {"conveys": ()}),
    )
    assert lost == ()
    assert "+     kind: resident}" in lines.splitlines()
    assert "+ - {id: up, from: residents, to: office, strength: 0.30} # upwards" in lines
    assert (
        "+   office: {kind: street_office,   name: {en: Office, zh: 办事处}, "
        'group: "east, west"}   # in the middle' in lines
    )


def test_fields_come_and_go_in_a_block() -> None:
    lines, lost = hand_written(
        SetRelation(RelationId("down"), {"conveys": ("money",), "strength": None}),
        SetRelation(RelationId("down"), {"strength": Strength.exactly(0.5)}),
    )
    assert "+   strength: 0.50" in lines
    assert "+   conveys: [money]" in lines
    assert len(lost) == 1


def test_a_removed_entry_takes_the_comments_that_speak_of_it() -> None:
    lines, lost = hand_written(RemoveActor(ActorId("empty")))
    assert lines == "-   empty: {kind: resident}"
    scenario = read(COMMENTED)
    alone = replace(scenario, relations={}, variants={})
    after = changed(alone, RemoveActor(ActorId("residents")))
    text = write_scenario(after, COMMENTED).text
    assert "live there" not in text
    assert "# The office\n" in text
    assert "relations" not in text
    assert text.endswith("parameters: {theta: {value: 0.3, unit: index}}\n# the end\n")
    assert lost == ()


def test_a_heading_over_several_entries_stays_when_the_first_goes() -> None:
    alone = replace(read(COMMENTED), variants={})
    after = changed(alone, RemoveRelation(RelationId("down")))
    text = write_scenario(after, COMMENTED).text
    assert "# Group of two\n- {id: more, " in text
    assert read(text) == after


def test_new_entries_stand_at_the_end_of_their_section() -> None:
    lines, lost = hand_written(
        AddActor(actor("新人", name=Label("New", "新"))),
        AddRelation(Relation(RelationId("new"), ActorId("office"), ActorId("empty"))),
    )
    assert lines.splitlines() == [
        "+   新人: {name: {en: New, zh: 新}, kind: resident}",
        "+ - {id: new, from: office, to: empty, strength: null}",
    ]
    assert lost == ()


def test_changes_of_a_variant_are_carried_over_one_by_one() -> None:
    scenario = read(COMMENTED)
    variant = scenario.variants["after"]
    more = SetRelation(RelationId("down"), {"strength": None})
    raised = SetRelation(RelationId("up"), {"strength": Strength.exactly(0.7)})
    for changes, expected in (
        ((raised, variant.changes[1]), ["strength: 0.70}", "- remove_relation: more # not needed"]),
        ((*variant.changes, more), ["- set_relation: {id: down, strength: null}\nparameters"]),
        ((more, *variant.changes), ["    - set_relation: {id: down, strength: null}\n"]),
        (variant.changes[1:], ["    # raise it\n    - remove_relation: more # not needed"]),
        ((), ["    title: {en: After}\nparameters"]),
        (
            (RemoveRelation(RelationId("up")), variant.changes[1]),
            ["    # raise it\n    - remove_relation: up\n"],
        ),
    ):
        after = replace(scenario, variants={"after": replace(variant, changes=changes)})
        text = write_scenario(after, COMMENTED).text
        assert read(text) == after
        for part in expected:
            assert part in text, text


def test_sections_within_braces_grow_and_shrink() -> None:
    scenario = read(COMMENTED)
    theta = scenario.parameters["theta"]
    long = Parameter("a_rather_long_key", 0.25, "index", description=Label("x" * 80, "y"))
    after = replace(scenario, parameters={"theta": theta, "long": replace(long, key="long")})
    text = write_scenario(after, COMMENTED).text
    assert "parameters: {theta: {value: 0.3, unit: index},\n  long: {value: 0.25, " in text
    assert read(text) == after
    after = replace(scenario, parameters={"theta": replace(theta, value=None)})
    text = write_scenario(after, COMMENTED).text
    assert "parameters: {theta: {value: null, unit: index}}" in text
    after = changed(scenario, SetParameter("theta", 0.4))
    assert "{value: 0.4, unit" in write_scenario(after, COMMENTED).text


def test_new_sections_stand_at_the_end() -> None:
    scenario = read(COMMENTED)
    after = replace(scenario, figures=rich().figures, sources=rich().sources)
    written = write_scenario(after, COMMENTED)
    assert read(written.text) == after
    assert "\n\nfigures:\n  tasks: {" in written.text
    assert written.lost == ()


def test_titles_and_keys_change_in_place() -> None:
    scenario = read(COMMENTED)
    after = replace(scenario, key="other", about=replace(scenario.about, title=Label("Other")))
    text = write_scenario(after, COMMENTED).text
    assert "scenario: other      # its key\ntitle: {en: Other}\n" in text


def test_text_with_aliases_is_written_anew_when_it_must_be() -> None:
    text = COMMENTED.replace("{en: After}", "&t {en: After, zh: 之后}").replace(
        "{en: Book}", "{en: Book}"
    )
    text = text.replace("parameters:", "  late: {title: *t}\nparameters:", 1)
    scenario = read(text)
    assert scenario.variants["late"].title == Label("After", "之后")
    late = replace(scenario.variants["late"], title=Label("Late"))
    after = replace(scenario, variants={**scenario.variants, "late": late})
    written = write_scenario(after, text)
    assert read(written.text) == after
    assert "late: {title: {en: Late}}" in written.text
    first = replace(scenario.variants["after"], title=Label("First"))
    after = replace(scenario, variants={**scenario.variants, "after": first})
    written = write_scenario(after, text)
    assert read(written.text) == after
    assert written.lost == (
        "All comments and the layout of the author were lost:"
        " the changes could not be fitted into the text of the file.",
    )
    assert written.lost_zh[0].startswith("作者的注释与排版全部丢失")


def test_without_comments_a_new_layout_is_no_loss() -> None:
    text = "format: 1\nscenario: s\nvariants:\n  a: &a {title: {en: A}}\n  b: *a\n"
    scenario = read(text)
    changed_a = replace(scenario.variants["a"], title=Label("Other"))
    after = replace(scenario, variants={**scenario.variants, "a": changed_a})
    written = write_scenario(after, text)
    assert read(written.text) == after
    assert written.lost == ()


@pytest.mark.parametrize("text", ["", "format: 1\nscenario: s\nactors: 3\n", "[", "\x00"])
def test_a_text_that_cannot_be_read_is_written_anew_and_said(text: str) -> None:
    written = write_scenario(Scenario("s"), text)
    assert written.text == write_scenario(Scenario("s")).text
    assert written.lost == (
        "All comments and the layout of the author were lost:"
        " the kept text of the file can no longer be read.",
    )


def test_a_file_in_one_line_can_be_changed() -> None:
    text = '{"format": 1, "scenario": "s", "actors": {"a": {"kind": "resident"}}}'
    scenario = read(text)
    after = changed(scenario, AddActor(actor("b", name=Label())))
    after = changed(after, SetActor(ActorId("a"), {"group": "g"}))
    written = write_scenario(after, text)
    assert read(written.text) == after
    assert "\n" not in written.text
    assert read(write_scenario(replace(after, actors={}), text).text) == replace(after, actors={})


def test_a_byte_order_mark_and_a_missing_last_newline_do_no_harm() -> None:
    text = "\ufeff" + COMMENTED.removesuffix("# the end\n").rstrip()
    after = changed(read(text), AddActor(actor("b")), RenameActor(ActorId("office"), ActorId("no")))
    written = write_scenario(after, text)
    assert read(written.text) == after
    assert written.text.startswith("\ufeff# A file by hand.\n")
    assert '  "no": {kind: street_office,' in written.text
