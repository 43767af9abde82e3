"""Text in lines that fit: Chinese signs count two columns, and a line begins with no full stop.

Nothing here loads the rest of the package: help is written with it.
"""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

_PIECES = re.compile(
    r"(\s*)([（“‘《【]*(?:[\u2e80-\u2fff\u3003-\u9fff\uf900-\ufaff]|"
    r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’]+|.)[，。、；：！？）”’》】]*)"
)
"""A blank, and what stands together on a line after it: a Latin word, or one Chinese sign."""


def folded(text: str, width: int) -> str:
    """Give text in lines of at most ``width`` columns; a line that is indented goes on indented.

    Latin words stay whole, Chinese breaks anywhere but before what closes and after what opens.

    Examples
    --------
    >>> print(folded("  街道办事处，居民 see A-01", 12))
      街道办事
      处，居民
      see A-01

    """
    return "\n".join(_folded_line(line, width) for line in text.split("\n"))


def _folded_line(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    lines = [indent]
    for blank, piece in _PIECES.findall(line[len(indent) :]):
        gap = blank if lines[-1] != indent else ""
        if lines[-1] != indent and _columns(lines[-1] + gap + piece) > width:
            lines.append(indent)
            gap = ""
        lines[-1] += gap + piece
    return "\n".join(lines)


def _columns(text: str) -> int:
    return sum(
        0 if combining(sign) else 2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in text
    )
