"""Every page of docs/questions holds a question to a system, its query, and its real answer.

With ``WRITE_EXAMPLES=1`` in the environment the answers are written anew; read the difference
before you keep it. Numbers may differ in the last bits from machine to machine.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.api.client import ROOT, Client

PAGES = sorted((ROOT / "docs" / "questions").glob("*/*.md"))
QUERY = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
ANSWER = re.compile(r"```json\n(.*?)```", re.DOTALL)

QUESTIONS = {
    "wechat_platform": 7,
    "water_game": 8,
    "participation": 8,
    "mutual_empowerment": 8,
    "migrant_integration": 8,
    "community_factory": 8,
}
"""How many questions the essays raise, by system."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_the_query_of_the_page_has_the_answer_of_the_page(seeded: Client, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    (query,) = QUERY.findall(text)
    (expected,) = ANSWER.findall(text)
    data = seeded.data(query)
    if os.environ.get("WRITE_EXAMPLES"):
        answer = json.dumps(data, ensure_ascii=False, indent=2)
        page.write_text(text.replace(expected, f"{answer}\n"), encoding="utf-8")
        return
    differences = [*differing(json.loads(expected), data, "data")]
    assert not differences


def differing(expected: object, found: object, place: str) -> list[str]:
    """Name the places where two answers differ; floats may differ by one part in a million."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        return [
            item
            for key in expected
            for item in differing(expected[key], found[key], f"{place}.{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            item
            for number, pair in enumerate(zip(expected, found, strict=True))
            for item in differing(*pair, f"{place}[{number}]")
        ]
    if isinstance(expected, float) and isinstance(found, float):
        return [] if found == pytest.approx(expected, rel=1e-6, abs=1e-9) else [f"{place}: {found}"]
    return [] if expected == found else [f"{place}: {found!r}, not {expected!r}"]


def test_differing_finds_differences() -> None:
    assert not differing({"a": [1.0, "x"]}, {"a": [1.0 + 1e-12, "x"]}, "data")
    assert differing({"a": [1.0]}, {"a": [1.1]}, "data") == ["data.a[0]: 1.1"]
    assert differing({"a": 1}, {"b": 1}, "data")


@pytest.mark.parametrize("system", QUESTIONS)
def test_each_question_of_the_essay_has_a_page_in_both_languages(system: str) -> None:
    pages = [page for page in PAGES if page.parent.name == system]
    numbered = [page for page in pages if re.match(r"q\d-", page.name)]
    assert len(numbered) == QUESTIONS[system]
    for page in pages:
        prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.search("[\u4e00-\u9fff]{10}", prose), page
        assert re.search(r"[a-z]+ [a-z]+ [a-z]+", prose), page
