"""Every page of docs/examples holds a query and its real answer.

With ``WRITE_EXAMPLES=1`` in the environment the answers are written anew; read the difference
before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.api.client import ROOT, Client

PAGES = sorted((ROOT / "docs" / "examples").glob("*.md"))
QUERY = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
ANSWER = re.compile(r"```json\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_query_of_the_page_has_the_answer_of_the_page(seeded: Client, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    (query,) = QUERY.findall(text)
    (expected,) = ANSWER.findall(text)
    data = seeded.data(query)
    if os.environ.get("WRITE_EXAMPLES"):
        answer = json.dumps(data, ensure_ascii=False, indent=2)
        page.write_text(text.replace(expected, f"{answer}\n"), encoding="utf-8")
        return
    assert data == json.loads(expected)


def test_there_are_examples_in_both_languages() -> None:
    assert len(PAGES) >= 5
    for page in PAGES:
        prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.search("[\u4e00-\u9fff]{10}", prose), page
        assert re.search(r"[a-z]+ [a-z]+ [a-z]+", prose), page
