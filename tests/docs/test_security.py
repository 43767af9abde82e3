"""SECURITY.md names tests that exist, and the page on sign-in says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from graph_api.api.rights import RIGHTS
from graph_api.auth import Role
from graph_api.auth.attempts import EVERY, MOST_FAILURES
from graph_api.auth.keys import ALGORITHMS
from graph_api.settings import SETTINGS

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "reference" / "sign-in.md").read_text(encoding="utf-8")


def test_every_test_that_a_promise_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.-]+)`", SECURITY)
    assert len(named) > 20
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_promise_names_a_test() -> None:
    promises = SECURITY.split("## What is promised", 1)[1].split("\n## ", 1)[0]
    rows = [row for row in promises.splitlines() if row.startswith("| ") and "tested by" not in row]
    assert len(rows) > 12
    for row in rows:
        assert "`tests/" in row, row


def test_every_section_has_its_summary_in_chinese() -> None:
    for text in (SECURITY, PAGE):
        for section in text.split("\n## ")[1:]:
            assert "中文小结：" in section, section[:40]


def test_each_field_stands_beside_its_role() -> None:
    table = {
        row.split("|")[1].strip(): row
        for row in PAGE.split("## Roles", 1)[1].split("\n## ", 1)[0].splitlines()
        if row.startswith("| ")
    }
    for role in Role:
        assert role.label.text("zh") in table[role.value]
    for name, role in RIGHTS.items():
        field = name.partition(".")[2]
        assert not field or f"`{field}`" in table[role.value], name


def test_the_page_names_settings_and_numbers_that_are_so() -> None:
    known = {setting.variable for setting in SETTINGS}
    for text in (SECURITY, PAGE):
        assert set(re.findall(r"EMPOWER_[A-Z_]+", text)) <= known
    assert f"After {MOST_FAILURES} tokens" in PAGE
    assert f"every {EVERY:g} seconds" in PAGE
    assert all(name in PAGE for name in ALGORITHMS)
