"""One drawing, and how it becomes a file whose text can be read in both languages.

Chinese needs a font. One of the machine is looked for, or the setting names a file. Where one is
found its outlines stand in the file, so that it reads the same everywhere; an SVG without one keeps
its text as text and names the fonts to look for, and a PNG without one is refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api.domain import Label, System
from graph_api.errors import BadParameterError, Language

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
    "SimHei",
    "Heiti SC",
    "Noto Serif CJK SC",
    "SimSun",
    "AR PL UMing CN",
)
"""Fonts with Chinese signs that machines are known to have, the most readable first."""

SUFFIXES = (".svg", ".png", ".pdf")
"""What a drawing can be written as."""


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

    Parameters
    ----------
    drawing, system
        What is drawn, and of which system.
    path
        Ends in .svg, .png or .pdf; overwritten only when the drawing is whole.
    language
        Of all its texts.
    font
        A font file with the signs of the language; None: one of the machine.

    Returns
    -------
    str or None
        The name of the font with Chinese signs that was used; None: none was found, so that the
        file names fonts instead of holding their outlines.

    Raises
    ------
    BadParameterError
        If the ending is none of these, the font cannot be read, or a Chinese text is to become a
        PNG or PDF and there is no font.

    """
    import matplotlib as mpl  # noqa: PLC0415  # slow to load
    from matplotlib.figure import Figure as EmptyFigure  # noqa: PLC0415

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadParameterError(
            f"{path.name} does not say what to draw: end it in {', '.join(SUFFIXES)}.",
            f"无法从“{path.name}”得知图的格式：请以 {'、'.join(SUFFIXES)} 结尾。",
            parameter="figure",
        )
    family = chinese_font(font)
    if language == "zh" and family is None and suffix != ".svg":
        raise BadParameterError(
            f"No font with Chinese signs was found on this machine, so {path.name} could not be"
            " read. Install one (Noto Sans CJK SC, for instance), name a font file (EMPOWER_FONT),"
            " or write an SVG.",
            f"本机没有找到中文字体，{path.name} 将无法阅读。请安装一种（如 Noto Sans CJK SC），"
            "或用 EMPOWER_FONT 指定字体文件，或改写为 SVG。",
            parameter="figure",
        )
    families = [name for name in (family, "DejaVu Sans") if name]
    named = [*CHINESE_FONTS, "sans-serif"] if family is None else []
    settings: dict[Any, Any] = {
        "font.family": families,
        "svg.fonttype": "none" if family is None else "path",
        "svg.hashsalt": drawing.key,
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "pdf.fonttype": 42,
    }
    part = path.with_name(f".{path.name}.part")
    with mpl.rc_context(settings), _quiet_about_missing_signs():
        figure = EmptyFigure(figsize=(8, 5), dpi=150, layout="constrained")
        drawing.draw(figure, system, language)
        metadata = {"Date": None} if suffix == ".svg" else None
        try:
            figure.savefig(part, format=suffix[1:], metadata=metadata)
            if named and suffix == ".svg":
                text = part.read_text(encoding="utf-8")
                part.write_text(_naming(text, named), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise BadParameterError(
                f"{path} cannot be written ({error.strerror}).",
                f"无法写入 {path}（{error.strerror}）。",
                parameter="figure",
            ) from error
    return family


def chinese_font(file: Path | None = None) -> str | None:
    """Give the name of a font with Chinese signs: that of a file, or one of the machine, or None.

    Raises
    ------
    BadParameterError
        If the file is no font.

    """
    from matplotlib import font_manager  # noqa: PLC0415  # slow to load

    if file is not None:
        try:
            font_manager.fontManager.addfont(file)
            return font_manager.FontProperties(fname=file).get_name()
        except (OSError, RuntimeError) as error:
            raise BadParameterError(
                f"{file} is no font that can be read ({error}).",
                f"{file} 不是可读取的字体（{error}）。",
                parameter="font",
            ) from error
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in known), None)


def _naming(svg: str, families: list[str]) -> str:
    """Let the text of an SVG ask for fonts with Chinese signs before all others."""
    names = ", ".join(f"'{name}'" for name in families)
    return svg.replace("'DejaVu Sans'", f"{names}, 'DejaVu Sans'")


@contextmanager
def _quiet_about_missing_signs() -> Iterator[None]:
    """Let an SVG without a font be measured with signs that are not in it; the reader has them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        yield
