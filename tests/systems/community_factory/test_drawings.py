"""Every drawing in both languages, with a table of households and without, says what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_api.domain import Change, RelationId, SetRelation
from graph_api.errors import Language
from graph_api.exchange.figures import DRAWINGS, Drawing, save_drawing
from graph_api.systems.community_factory import CommunityFactory
from tests.systems.community_factory.factory import factory

OWN = DRAWINGS["community_factory"]
KEYS = ("income", "housing", "family", "health", "education", "culture", "spirit")
ROWS = [
    {"household": "Zhang", **dict.fromkeys(KEYS, "0.2")},
    {"household": "Li", **dict.fromkeys(KEYS, "0.9")},
    {"household": "Wang", "education": "0.2"},
]


def written(drawing: Drawing, system: CommunityFactory, folder: Path, language: Language) -> str:
    """Draw with text kept as text, and give it."""
    path = folder / "drawn.svg"
    save_drawing(drawing, system, path, language=language)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("drawing", OWN, ids=lambda item: item.key)
@pytest.mark.parametrize("rows", [[], ROWS], ids=["profiles", "households"])
def test_every_drawing_is_drawn_in_both_languages(
    drawing: Drawing, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    system = factory().with_rows(rows) if rows else factory()
    english, chinese = (written(drawing, system, tmp_path, language) for language in ("en", "zh"))
    assert english.startswith("<?xml")
    assert drawing.title.text("en") in english
    assert drawing.title.text("zh") in chinese
    assert english != chinese


def test_the_grid_names_the_households_and_counts_them(tmp_path: Path) -> None:
    text = written(OWN[0], factory().with_rows(ROWS), tmp_path, "en")
    if re.search(r"<text", text):  # without a Chinese font text stays text
        assert "1 poor, 1 not poor, 1 open" in text
        assert "Wang" in text


def test_more_households_than_fit_are_left_out_and_odd_names_are_text(tmp_path: Path) -> None:
    many = [{**ROWS[0], "household": f"$h_{{{number} $ \n of the valley $"} for number in range(40)]
    assert written(OWN[0], factory().with_rows(many), tmp_path, "en")


def test_nobody_poor_and_unknown_levels_are_drawn_too(tmp_path: Path) -> None:
    unknown: list[Change] = [SetRelation(RelationId("r20"), {"strength": None})]
    system = factory(changes=unknown).with_rows(ROWS[1:2])
    for drawing in OWN[:2]:
        assert written(drawing, system, tmp_path, "zh")
    assert written(OWN[3], system, tmp_path, "zh")
