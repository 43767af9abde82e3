"""The pictures of the pages show what the program draws today.

Their shapes depend on the version of matplotlib, their words do not: an SVG holds each of its texts
as a comment beside the outlines.
"""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
import pytest

import graph_api as ea
from graph_api.domain import SYSTEM_KEYS
from graph_api.errors import Language
from graph_api.exchange.figures import DRAWINGS, save_drawing

ROOT = Path(__file__).parents[2]
PICTURES = sorted((ROOT / "docs" / "images").glob("*.svg"))
FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def words(svg: Path) -> list[str]:
    return re.findall(r"<!-- (.*?) -->", svg.read_text(encoding="utf-8"))


def test_there_are_pictures() -> None:
    assert PICTURES


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_a_picture_is_what_the_program_draws(picture: Path, tmp_path: Path) -> None:
    """Its name is SYSTEM-DRAWING; `empower run SYSTEM --draw DRAWING --figure FILE` makes it."""
    system, _, key = picture.stem.partition("-")
    assert system in SYSTEM_KEYS
    (drawing,) = (item for item in DRAWINGS[system] if item.key == key)
    view = ea.load(ROOT / "seeds" / f"{system.replace('_', '-')}.yaml").view()
    save_drawing(drawing, view.system(), tmp_path / "now.svg", font=FONT)
    assert words(picture) == words(tmp_path / "now.svg")
    assert len(words(picture)) > 5


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_map_is_what_the_program_draws(language: Language) -> None:
    """It hangs on no font and no library, so every sign of it is the same everywhere."""
    name = "mutual-empowerment.svg" if language == "en" else "mutual-empowerment.zh.svg"
    view = ea.load(ROOT / "seeds" / "mutual-empowerment.yaml").view()
    shown = (ROOT / "docs" / "images" / "maps" / name).read_text(encoding="utf-8")
    assert view.svg(language=language) == shown
