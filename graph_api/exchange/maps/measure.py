"""How wide a text is, and how a name is broken into the lines of a label.

A layout has to be the same on every machine, so it asks no font of the machine. Widths are those
of DejaVu Sans for ASCII, which is wider than what most readers have, and a full square for a
Chinese sign; so a label takes at most the room that was kept for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ASCII_WIDTHS = (
    *(318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337),
    *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531),
    *(1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787),
    *(603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500),
    *(500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612),
    *(635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838),
)
"""Of the signs from space to ``~`` in DejaVu Sans, in thousandths of the size of the font."""

WIDEST = 1150
"""What any other sign is taken for: few letters of other scripts are wider."""

ELLIPSIS = "…"
NO_LINE_BEGINS = "，。、；：！？）》”’」』】·％%,.;:!?)]}"
NO_LINE_ENDS = "（《“‘「『【([{"


def text_width(text: str, size: float) -> float:
    """Give the most that a text of one line takes, in the unit of ``size``.

    Examples
    --------
    >>> text_width("居委会", 12), round(text_width("Owners", 10), 1)
    (36.0, 37.9)

    """
    return sum(map(_width, text)) * size / 1000


def plain_line(text: str) -> str:
    """Give a text on one line, without signs that would steer a terminal or break an SVG."""
    kept = (
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return " ".join("".join(kept).split())


def break_lines(text: str, most_width: float, size: float, most_lines: int) -> tuple[str, ...]:
    """Break a name into lines no wider than ``most_width``; what does not fit ends in ``…``.

    Words of letters stay whole where they fit, Chinese breaks between signs, and the lines are made
    about equally long.

    Examples
    --------
    >>> break_lines("Street office of the district", 90, 12, 3)
    ('Street office', 'of the district')
    >>> break_lines("社区居民委员会办公室", 80, 12, 3)
    ('社区居民委', '员会办公室')

    """
    text = plain_line(text)
    lines = _greedy(text, most_width, size)
    if len(lines) <= most_lines:
        return _balanced(text, lines, most_width, size)
    kept, last = lines[: most_lines - 1], lines[most_lines - 1]
    while last and text_width(last + ELLIPSIS, size) > most_width:
        last = last[:-1]
    return (*kept, last.rstrip() + ELLIPSIS)


def _balanced(text: str, lines: tuple[str, ...], most_width: float, size: float) -> tuple[str, ...]:
    """Give the narrowest lines of the same number."""
    narrow, wide = 0.0, most_width
    best = lines
    for _ in range(8):
        middle = (narrow + wide) / 2
        tried = _greedy(text, middle, size)
        if len(tried) <= len(lines) and all(text_width(t, size) <= middle for t in tried):
            best, wide = tried, middle
        else:
            narrow = middle
    return best


def _greedy(text: str, most_width: float, size: float) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if not line or text_width((line + piece).rstrip(), size) <= most_width:
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
        while text_width(line.rstrip(), size) > most_width and len(line) > 1:
            fits = max(1, _fitting(line, most_width, size))
            lines.append(line[:fits])
            line = line[fits:]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return tuple(lines)


def _fitting(text: str, most_width: float, size: float) -> int:
    """Count the signs at the front of a text that fit."""
    total = 0.0
    for place, sign in enumerate(text):
        total += _width(sign) * size / 1000
        if total > most_width:
            return place
    return len(text)


def _pieces(text: str) -> Iterator[str]:
    """Give what may not be broken: words with the space after them, signs of Chinese one by one."""
    piece = ""
    for sign in text:
        breaks = bool(piece) and (piece[-1] in " -/" or _is_wide(sign) or _is_wide(piece[-1]))
        if breaks and sign not in NO_LINE_BEGINS + " " and piece[-1] not in NO_LINE_ENDS:
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in {"W", "F"}


def _width(sign: str) -> int:
    code = ord(sign)
    if 32 <= code < 127:
        return ASCII_WIDTHS[code - 32]
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Mn":
        return 0
    if _is_wide(sign):
        return 1000
    parts = unicodedata.normalize("NFKD", sign)
    # A sign made of several letters (Ǆ) takes what they take.
    return WIDEST if parts == sign else max(WIDEST, sum(map(_width, parts)))
