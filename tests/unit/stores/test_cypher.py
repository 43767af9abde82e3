"""The schema for Neo4j: one text in the tree, labels and types for everything that is kept."""

from __future__ import annotations

import re
from pathlib import Path

from graph_api.domain import RelationClass, Section
from graph_api.stores import cypher, cypher_bulk

SCRIPT = Path(__file__).parents[3] / "schema" / "neo4j.cypher"


def test_the_published_schema_is_the_one_that_the_store_makes() -> None:
    """Written anew by ``scripts/export-schema``."""
    assert SCRIPT.read_text(encoding="utf-8") == cypher.schema_script()


def test_every_class_of_relation_and_every_section_has_its_place() -> None:
    assert set(cypher.TYPES) == set(RelationClass)
    assert len(set(cypher.TYPES.values())) == len(RelationClass)
    assert set(cypher.LABELS) == set(Section) - {Section.ABOUT, Section.RELATION}


def test_actors_and_relations_have_an_id_and_all_else_a_key() -> None:
    named = {section: cypher.identity(section) for section in Section}
    assert {section for section, name in named.items() if name == "id"} == {
        Section.ACTOR,
        Section.RELATION,
    }
    assert set(named.values()) == {"id", "key"}


def test_each_name_is_said_once_and_is_the_one_in_the_statement() -> None:
    for name, statement in cypher.SCHEMA.items():
        assert f" {name} IF NOT EXISTS " in statement


def test_statements_carry_values_only_as_parameters() -> None:
    """No quoted text but the name of this store, no format left open."""
    texts = [
        text
        for name, item in (*vars(cypher).items(), *vars(cypher_bulk).items())
        if name.isupper()
        for text in (item.values() if isinstance(item, dict) else [item])
        if isinstance(text, str) and re.search(r"\b(MATCH|MERGE|CREATE) \(", text)
    ]
    assert len(texts) > 40
    for text in texts:
        assert set(re.findall(r"'([^']*)'", text)) <= {"empower", ""}
