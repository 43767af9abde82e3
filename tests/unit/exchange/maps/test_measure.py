"""The width kept for a label is at least the width that fonts give it."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font, LoadFlags

from graph_api.exchange.maps.measure import break_lines, plain_line, text_width

DEJAVU = FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"))


def drawn_width(text: str, size: float) -> float:
    DEJAVU.set_size(1000, 72)
    wide = (DEJAVU.load_char(ord(c), flags=LoadFlags.NO_HINTING) for c in text)
    return sum(glyph.linearHoriAdvance / 65536 for glyph in wide) * size / 1000


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F)))
def test_no_text_of_latin_letters_is_wider_than_measured(text: str) -> None:
    text = plain_line(text)
    assert drawn_width(text, 12) <= text_width(text, 12) * 1.001 + 0.05 * len(text)


def test_no_latin_letter_is_wider_than_measured() -> None:
    letters = [sign for sign in map(chr, range(32, 0x250)) if plain_line(sign)]
    assert "Ǆ" in letters
    assert not [
        sign for sign in letters if drawn_width(sign, 12) > 1.001 * text_width(sign, 12) + 0.05
    ]


@given(st.text(max_size=60), st.floats(40, 200), st.integers(1, 4))
def test_lines_fit_and_hold_the_text(text: str, room: float, most: int) -> None:
    lines = break_lines(text, room, 12, most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, 12) <= room + 1e-9 for line in lines)
    whole = "".join(plain_line(text).split())
    said = "".join("".join(lines).split())
    assert said == whole or (said.endswith("…") and whole.startswith(said[:-1]))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ("",)),
        ("Owners", ("Owners",)),
        ("a\nb\x00\u202ec", ("a bc",)),
        ("Incomprehensibilities", ("Incomprehen", "sibilities")),
        ("新居民：外来人员、原“单位人”与村民", ("新居民：外来", "人员、原", "“单位人”与", "村民")),
    ],
)
def test_breaking(text: str, lines: tuple[str, ...]) -> None:
    found = break_lines(text, 80, 12, 4)
    assert "".join(found).replace(" ", "") == "".join(lines).replace(" ", "")
    assert not any(line[:1] in "，。：、”" and line for line in found)
    assert not any(line.endswith("“") for line in found)
