"""One drawing, and how it becomes a file whose text can be read in both languages.

Chinese needs a font. One of the machine is looked for, or the setting names a file. Where one is
found its outlines stand in the file, so that it reads the same everywhere. Without one an SVG keeps
its text as text and names the fonts to look for, and a PNG or PDF in Chinese is refused.
"""

from __future__ import annotations

import io
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api.domain import Label, System
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.figures.palette import GREY
from graph_api.version import __version__

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "DengXian",
    "SimHei",
    "Heiti SC",
    "Heiti TC",
    "STHeiti",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
)
"""Fonts with Chinese signs that machines are known to have, the most readable first.

A collection of fonts in one file goes by the name of its first: the Noto of Debian by that of JP.
"""

LATIN_FONT = "DejaVu Sans"
"""It comes with matplotlib, so it is always there."""

SUFFIXES = (".svg", ".png", ".pdf")
"""What a drawing can be written as."""

FOOT = 0.18
"""The height of the line at the foot of a figure, in inches."""

OPEN = 1.5
"""How far the lines of a Chinese text are apart, in heights of a line."""

MOST_NAMED = 4
"""So many parameters that were set are named there."""

SIGN = "充"
"""A font that lacks it has no Chinese."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure of a system: ``draw`` puts it on an empty figure of matplotlib.

    It writes every text in the language it is given, and reads everything from the system.
    """

    key: str
    title: Label
    draw: Callable[[Figure, Any, Language], None]


def save_drawing(
    drawing: Drawing,
    system: System,
    path: Path,
    *,
    language: Language = "en",
    font: Path | None = None,
) -> str | None:
    """Draw a figure into a file, whose ending says what it becomes.

    The same drawing of the same view gives the same bytes. Its foot says what it shows: scenario,
    variant, revision, version, and what was set otherwise; the file holds the title beside it.

    Parameters
    ----------
    drawing, system
        What is drawn, and of which system.
    path
        Ends in .svg, .png or .pdf; it is written whole or left as it was.
    language
        Of all its texts.
    font
        A font file with the signs of the language; None: one of the machine.

    Returns
    -------
    str or None
        The name of the font that was given, or of the font with Chinese signs that was found; None:
        there is none, so an SVG names fonts instead of holding their outlines.

    Raises
    ------
    BadParameterError
        If the ending is none of these, the file cannot be written, the font cannot be read or lacks
        the signs, or a Chinese text is to become a PNG or PDF and there is no font.

    """
    from matplotlib.figure import Figure as EmptyFigure  # noqa: PLC0415  # slow to load

    require_target(path, language, font)
    suffix = path.suffix.lower()
    with text_settings(language, font, salt=drawing.key) as family:
        figure = EmptyFigure(figsize=(8, 5), dpi=150, layout="constrained")
        drawing.draw(figure, system, language)
        if language == "zh":
            _open_lines(figure)
        write_foot(figure, system, language)
        drawn = io.BytesIO()
        figure.savefig(drawn, format=suffix[1:], metadata=_said(drawing, system, language, suffix))
    write_whole(path, drawn.getvalue())
    return family


@contextmanager
def text_settings(language: Language, font: Path | None, *, salt: str) -> Iterator[str | None]:
    """Set matplotlib to our fonts for a while, and give the name of the one with Chinese signs.

    ``salt`` makes the ids within an SVG the same each time.
    """
    from matplotlib import rc_context, style  # noqa: PLC0415  # slow to load

    with (
        _font_for(language, font) as family,
        # From the defaults, so that nobody's own style changes what we draw.
        style.context("default", after_reset=True),
        rc_context(_settings(salt, language, family)),
        _quiet(keeps_missing=family is not None),
    ):
        yield family


def require_target(path: Path, language: Language = "en", font: Path | None = None) -> None:
    """Refuse what `save_drawing` would refuse, before anything long is computed for it.

    Raises
    ------
    BadParameterError
        As `save_drawing` does; whether the file can be written is seen as far as its folder goes.

    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadParameterError(
            f"{path.name} does not say what to draw: end it in {', '.join(SUFFIXES)}.",
            f"无法从“{path.name}”得知图的格式：请以 {'、'.join(SUFFIXES)} 结尾。",
            parameter="figure",
        )
    if not path.parent.is_dir():
        raise BadParameterError(
            f"{path} cannot be written: there is no folder {path.parent}. Make it first.",
            f"无法写入 {path}：没有目录 {path.parent}。请先创建。",
            parameter="figure",
        )
    family = _family(language, font)
    if language == "zh" and family is None and suffix != ".svg":
        raise BadParameterError(
            f"No font with Chinese signs was found on this machine, so {path.name} could not be"
            " read. Install one (Noto Sans CJK SC, for instance), name a font file (EMPOWER_FONT),"
            " or write an SVG.",
            f"本机没有找到中文字体，{path.name} 将无法阅读。请安装一种（如 Noto Sans CJK SC），"
            "或用 EMPOWER_FONT 指定字体文件，或改写为 SVG。",
            parameter="figure",
        )


def chinese_font(file: Path | None = None) -> str | None:
    """Give the name of a font with Chinese signs: that of a file, or one of the machine, or None.

    Raises
    ------
    BadParameterError
        If the file is no font, or has no Chinese signs.

    """
    from matplotlib import font_manager  # noqa: PLC0415  # slow to load

    if file is not None:
        name, has_chinese = _look_into(file)
        if not has_chinese:
            raise BadParameterError(
                f"The font {name!r} of {file} has no Chinese signs; name another one"
                " (EMPOWER_FONT), Noto Sans CJK SC for instance.",
                f"{file} 中的字体“{name}”不含汉字；请用 EMPOWER_FONT 指定另一种，"
                "如 Noto Sans CJK SC。",
                parameter="font",
            )
        return name
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in known), None)


def _family(language: Language, file: Path | None) -> str | None:
    """Give the name of the font of a file, which for Chinese needs its signs, or of one found."""
    if file is not None and language == "en":
        return _look_into(file)[0]
    return chinese_font(file)


def _look_into(file: Path) -> tuple[str, bool]:
    """Give the name of the font in a file, and whether it has Chinese signs."""
    from matplotlib import font_manager, ft2font  # noqa: PLC0415  # slow to load

    try:
        face = ft2font.FT2Font(str(file))
        name = font_manager.FontProperties(fname=file).get_name()
    except (OSError, RuntimeError) as error:
        raise BadParameterError(
            f"{file} is no font that can be read ({error}). Name a font file (.ttf, .otf, .ttc).",
            f"{file} 不是可读取的字体（{error}）。请指定字体文件（.ttf、.otf、.ttc）。",
            parameter="font",
        ) from error
    return name, face.get_char_index(ord(SIGN)) != 0


@contextmanager
def _font_for(language: Language, file: Path | None) -> Iterator[str | None]:
    """Lend matplotlib the font of a file, or find one; afterwards it is as it was."""
    from matplotlib import font_manager  # noqa: PLC0415  # slow to load

    family = _family(language, file)
    if file is None:
        yield family
        return
    before = [*font_manager.fontManager.ttflist]
    font_manager.fontManager.addfont(file)
    try:
        yield family
    finally:
        font_manager.fontManager.ttflist[:] = before


def _settings(salt: str, language: Language, family: str | None) -> dict[Any, Any]:
    """Give what a drawing sets over the defaults of matplotlib.

    English letters come from the Latin font first, so that a figure in English looks the same with
    and without a Chinese one.
    """
    chinese = CHINESE_FONTS if family is None else (family,)
    latin = (LATIN_FONT, "sans-serif")
    families = (*latin, *chinese) if language == "en" else (*chinese, *latin)
    return {
        "font.family": [*dict.fromkeys(families)],
        "font.sans-serif": [LATIN_FONT],
        "svg.fonttype": "none" if family is None else "path",
        "svg.hashsalt": salt,
        "axes.unicode_minus": False,  # that of Chinese fonts is as wide as a sign
        "axes.spines.top": False,
        "axes.spines.right": False,
        "pdf.fonttype": 42,
    }


def write_foot(figure: Figure, system: System, language: Language) -> None:
    """Write at the foot what a figure was drawn from, for whoever meets it without its page."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415  # slow to load

    share = FOOT / float(figure.get_size_inches()[1])
    layout = figure.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        layout.set(rect=(0, share, 1, 1 - share))
    for text in figure.texts:  # such as a label of the whole figure, which the layout leaves
        across, up = text.get_position()
        if up < share:
            text.set_position((across, up + share))
    figure.text(
        0.995,
        share / 4,
        " · ".join(_origin(system, language)),
        ha="right",
        va="bottom",
        fontsize=6,
        color=GREY,
    )


def _open_lines(figure: Figure) -> None:
    """Move the lines of a text apart: Chinese signs fill theirs and would touch."""
    from matplotlib.text import Text  # noqa: PLC0415  # slow to load

    for text in figure.findobj(Text):
        if "\n" in text.get_text():
            text.set_linespacing(OPEN)


def _origin(system: System, language: Language) -> Iterator[str]:
    """Give what a figure rests on: the view, the version, the parameters that were set."""
    key, is_chinese = system.view.key, language == "zh"
    yield key.scenario
    yield key.variant
    yield f"修订 {key.revision}" if is_chinese else f"revision {key.revision}"
    if key.digest:
        yield "另有假设更改或筛选" if is_chinese else "what-if changes or a filter on top"
    yield f"版本 {__version__}" if is_chinese else f"version {__version__}"
    overrides = [f"{name} = {value:g}" for name, value in system.parameters.overrides.items()]
    yield from overrides[:MOST_NAMED]
    if len(overrides) > MOST_NAMED:
        more = len(overrides) - MOST_NAMED
        yield f"另设 {more} 个参数" if is_chinese else f"{more} more set"


def _said(
    drawing: Drawing, system: System, language: Language, suffix: str
) -> dict[str, str | None]:
    """Give what the file tells beside the picture; no day, so that equal drawings are equal."""
    key = system.view.key
    title = drawing.title.text(language)
    about = f"{key.scenario}@{key.variant}, revision {key.revision}"
    if suffix == ".svg":
        return {"Date": None, "Title": title, "Description": about}
    if suffix == ".pdf":
        return {"CreationDate": None, "Title": title, "Subject": about}
    return {"Title": title, "Description": about}


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or leave it as it was, or raise `BadParameterError`."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise BadParameterError(
            f"{path} cannot be written ({error.strerror}). Check the folder and the rights.",
            f"无法写入 {path}（{error.strerror}）。请检查目录与权限。",
            parameter="figure",
        ) from error


@contextmanager
def _quiet(*, keeps_missing: bool) -> Iterator[None]:
    """Let matplotlib look for fonts and weights that are not there without a word.

    An SVG without a Chinese font is measured with signs that are not in it; whoever reads it has
    them. Where the font is in the file (``keeps_missing``), a missing sign is worth a warning.
    """
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            if not keeps_missing:
                warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
            yield
    finally:
        log.setLevel(before)
