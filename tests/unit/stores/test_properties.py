"""What analysts find beside ``data``: flat values of one kind each."""

from __future__ import annotations

from graph_api.domain import (
    ActorId,
    AddRelation,
    Figure,
    Label,
    Parameter,
    Relation,
    RelationId,
    Section,
    Strength,
    Variant,
)
from graph_api.domain.edits import entries_of
from graph_api.stores.properties import changes_of, properties_of
from tests.contract.rich import rich_scenario

RICH = {(section, key): entry for section, key, entry in entries_of(rich_scenario(), "text")}


def said(section: Section, key: str) -> dict[str, object]:
    """Give the properties that a node or relationship will have: what is null is left out."""
    found = properties_of(RICH[section, key])
    return {name: value for name, value in found.items() if value is not None}


def test_every_property_is_something_that_neo4j_can_keep() -> None:
    for entry in RICH.values():
        for value in properties_of(entry).values():
            items = value if isinstance(value, list) else [value]
            assert all(item is None or type(item) in (str, int, float) for item in items)
            assert len({type(item) for item in items}) <= 1


def test_a_relation_shows_numbers_words_and_evidence_in_parallel() -> None:
    assert said(Section.RELATION, "r1") == {
        "direction": "reverse",
        "conveys": ["opinion", "craft"],
        "elements": ["resources", "self_esteem"],
        "strength": 0.1,
        "low": 0.0,
        "high": 0.12,
        "band": "near_absent",
        "experts": [],
        "status": "law",
        "basis": "survey",
        "valid_from": "1999-01-01",
        "valid_to": "2030-12-31",
        "evidence_source": ["essay-4", "survey"],
        "evidence_lines": ["177, 187-191", ""],
    }
    assert said(Section.RELATION, "r4")["experts"] == ["王", "Li"]


def test_an_unknown_strength_is_left_out_and_a_range_shows_its_middle() -> None:
    assert "strength" not in said(Section.RELATION, "r3")
    assert said(Section.RELATION, "r3")["band"] == "unknown"
    tie = Relation(RelationId("r"), ActorId("a"), ActorId("b"), strength=Strength(0, None, 1))
    assert properties_of(tie)["strength"] == 0.5


def test_an_actor_shows_both_names_and_what_is_known_of_it() -> None:
    office = said(Section.ACTOR, "zz_office")
    assert (office["name_en"], office["name_zh"]) == ("Street office", "街道办事处")
    assert (office["capital_political"], office["capital_economic"]) == (1.0, 0.0)
    assert "capital_social" not in office
    people = said(Section.ACTOR, "居民")
    assert people["capability_resources"] == 0.25
    assert "capability_self_esteem" not in people  # stated as unknown
    assert (people["member_of"], people["population"]) == ("委员会", 1234.5)


def test_other_entries_show_what_they_say() -> None:
    assert said(Section.SOURCE, "essay-4") == {
        "title_zh": "范文4",
        "file": "000.txt",
        "lines": ["167-231", "300"],
    }
    assert said(Section.ABOUT, "")["system"] == "mutual_empowerment"
    assert said(Section.VARIANT, "a_further") == {"extends": "b_after"}
    assert said(Section.CASE, "户-1") == {"state": "assisted", "events": 2, "observations": 2}
    assert said(Section.FIGURE, "tasks")["year"] == 2016
    assert said(Section.PARAMETER, "theta")["value"] == 0.35
    assert "value" not in said(Section.PARAMETER, "alpha")
    assert said(Section.TEXT, "") == {}


def test_numbers_that_neo4j_cannot_keep_are_floats_or_left_out() -> None:
    crowd = Parameter("p", 2**70, "count")
    assert properties_of(crowd)["value"] == 2.0**70
    assert properties_of(Figure("f", 1, "count", 2**70))["year"] is None
    assert properties_of(Figure("f", 1, "count"))["year"] is None


def test_the_changes_of_a_variant_say_their_word_and_whom_they_are_about() -> None:
    (variant,) = (entry for entry in RICH.values() if isinstance(entry, Variant) and entry.changes)
    found = [(item["position"], item["word"], item["target"]) for item in changes_of(variant)]
    assert found == [
        (0, "set_relation", "r1"),
        (1, "set_relation", "r9"),
        (2, "set_actor", "居民"),
        (3, "add_relation", "r50"),
        (4, "remove_relation", "r8"),
        (5, "add_actor", "new"),
        (6, "remove_actor", "a-1.b_2"),
        (7, "set_parameter", "theta"),
        (8, "add_source", "later"),
        (9, "rename_actor", "new"),
        (10, "rename_relation", "r50"),
    ]
    assert {item["variant"] for item in changes_of(variant)} == {"b_after"}


def test_an_added_relation_without_an_id_is_about_nobody_yet() -> None:
    nameless = AddRelation(Relation(RelationId(""), ActorId("a"), ActorId("b")))
    (shown,) = changes_of(Variant("v", Label(), None, (nameless,)))
    assert shown["target"] is None
