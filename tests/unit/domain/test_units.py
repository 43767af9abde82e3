"""Units have names in both languages; those of a scenario's own stay as they are written."""

from __future__ import annotations

import re

from graph_api.domain import UNITS, unit_name


def test_every_unit_has_two_names_and_the_english_one_is_what_files_say() -> None:
    for unit, label in UNITS.items():
        assert label.en == unit
        assert re.search("[\u4e00-\u9fff]", label.text("zh"))


def test_a_unit_is_named_in_the_language_that_is_asked() -> None:
    assert [unit_name("household", language) for language in ("en", "zh")] == ["household", "户"]
    assert unit_name("mu", "zh") == "mu"
