"""The JSON schema: editors are told the same form that the reader reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from graph_api.domain import KINDS, Element, RelationClass, Status
from graph_api.scenarios import json_schema, read_scenario
from graph_api.scenarios.document import Node, read_document
from graph_api.scenarios.shapes import SCHEMA_ID, is_id

ROOT = Path(__file__).parents[3]
BROKEN = ROOT / "tests" / "data" / "broken"
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
OF_FORM = {
    "bad-date",
    "bad-id",
    "bad-word",
    "evidence-without-source",
    "missing-field",
    "newer-format",
    "one-change",
    "out-of-range",
    "reserved-key",
    "unknown-field",
    "wrong-type",
}
"""Checks whose faults an editor can show by the schema alone."""


def plain_of(node: Node) -> Any:
    if node.kind == "map":
        return {key.raw: plain_of(value) for key, value in node.pairs}
    return [plain_of(item) for item in node.elements] if node.kind == "list" else node.value


def plain_file(path: Path) -> Any:
    root, _ = read_document(path.read_bytes())
    assert root is not None
    return plain_of(root)


def faults(plain: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(plain)]


def test_it_is_a_schema_of_its_dialect() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_published_file_is_this_schema() -> None:
    text = (ROOT / "schema" / "scenario.schema.json").read_text(encoding="utf-8")
    assert text == json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_seeds_are_of_this_form(path: Path) -> None:
    assert faults(plain_file(path)) == []


def form_faults() -> Iterator[str]:
    expected = yaml.safe_load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))
    for name, items in expected.items():
        if OF_FORM & {item["code"] for item in items}:
            yield name


@pytest.mark.parametrize("name", sorted(form_faults()))
def test_faults_of_form_are_seen_by_the_schema_too(name: str) -> None:
    assert faults(plain_file(BROKEN / name))


def test_what_the_schema_refuses_the_reader_refuses() -> None:
    for path in sorted(BROKEN.glob("*.yaml")):
        root, _ = read_document(path.read_bytes())
        if path.name != "expected.yaml" and root is not None and faults(plain_of(root)):
            assert read_scenario(path.read_bytes()).scenario is None


def described(schema: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    if isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            yield f"{path}.{name}", field.get("description")
        for key, inner in schema.items():
            yield from described(inner, f"{path}.{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from described(inner, f"{path}[{number}]")


def test_every_field_is_described_in_english_and_chinese() -> None:
    found = dict(described(SCHEMA))
    assert len(found) > 100
    for path, text in found.items():
        assert text is not None, path
        english, chinese = text.split("\n")
        assert english.isascii(), path
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), path


def test_words_defaults_and_kinds_are_offered() -> None:
    relation = SCHEMA["$defs"]["relation"]["properties"]
    assert relation["class"]["enum"] == [word.value for word in RelationClass]
    assert relation["class"]["default"] == "empowerment"
    assert relation["status"]["default"] == Status.PRACTICE.value
    assert relation["elements"]["items"]["enum"] == [word.value for word in Element]
    assert SCHEMA["$defs"]["actor"]["properties"]["kind"]["examples"] == list(KINDS)
    assert len(SCHEMA["$defs"]["change"]["properties"]) == 10


@pytest.mark.parametrize(
    "text", ["a", "7", "street_office", "r-1.b", "居民", "é", "二号楼_3", "a" * 80, "٣x"]
)
def test_what_is_an_id_for_the_reader_is_one_for_editors(text: str) -> None:
    assert is_id(text)
    assert jsonschema.Draft202012Validator({"pattern": SCHEMA_ID}).is_valid(text)


@pytest.mark.parametrize("text", ["", "-a", "_a", ".a", "a b", "a/b", "~a", "a" * 81, "a\n"])
def test_what_is_no_id_in_ascii_is_none_for_editors(text: str) -> None:
    assert not is_id(text)
    assert text == "a\n" or not jsonschema.Draft202012Validator({"pattern": SCHEMA_ID}).is_valid(
        text
    )


@pytest.mark.parametrize(
    ("strength", "fits"),
    [
        (0.5, True),
        (1, True),
        (None, True),
        ({"best": 0.5}, True),
        ({"low": 0, "high": 1}, True),
        ({"low": 0}, False),
        (1.5, False),
        ("strong", False),
        ({"low": 0, "best": 2}, False),
    ],
)
def test_strengths_have_two_forms(strength: object, fits: bool) -> None:
    relation = {"id": "r", "from": "a", "to": "b", "strength": strength}
    plain = {"format": 1, "scenario": "x", "relations": [relation]}
    assert (faults(plain) == []) is fits
