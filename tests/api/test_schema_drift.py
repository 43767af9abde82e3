"""The schema that is published is the one that is served."""

from __future__ import annotations

from graphql import build_schema, validate_schema

from graph_api.api.schema import sdl
from tests.api.client import ROOT


def test_the_published_schema_is_the_one_that_is_served() -> None:
    published = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
    assert published == sdl(), "run: empower export-schema > schema/schema.graphql"


def test_the_text_of_the_schema_is_a_schema_and_always_the_same() -> None:
    assert validate_schema(build_schema(sdl())) == []
    assert sdl() == sdl()
