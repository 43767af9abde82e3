"""A scene as SVG: text stays text, shapes say what they are, nothing is fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from graph_api.exchange.figures.drawing import CHINESE_FONTS
from graph_api.exchange.maps.scene import Scene, Shape, Words

LATIN = ("DejaVu Sans", "Verdana", "Segoe UI", "Helvetica", "Arial")
CHINESE = CHINESE_FONTS[:8]


def to_svg(scene: Scene) -> str:
    """Give a scene as the text of an SVG file; the same scene gives the same text."""
    return "\n".join(_lines(scene)) + "\n"


def _lines(scene: Scene) -> Iterator[str]:
    families = (*LATIN, *CHINESE) if scene.language == "en" else (*CHINESE, *LATIN)
    fonts = ", ".join(f"'{name}'" for name in families)
    size = f"{_n(scene.width)} {_n(scene.height)}"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"'
        f' width="{_n(scene.width)}" height="{_n(scene.height)}" role="img"'
        f' xml:lang="{"zh-CN" if scene.language == "zh" else "en"}"'
        f" font-family={quoteattr(fonts + ', sans-serif')}>"
    )
    yield f"<title>{escape(scene.title)}</title>"
    yield f"<desc>{escape(scene.about)}</desc>"
    yield f'<rect width="{_n(scene.width)}" height="{_n(scene.height)}" fill="#ffffff"/>'
    for item in scene.items:
        yield _shape(item) if isinstance(item, Shape) else _words(item)
    yield "</svg>"


def _shape(item: Shape) -> str:
    d = "".join(letter + " ".join(map(_n, numbers)) for letter, numbers in item.steps)
    said = [f'<path d="{d}" fill={quoteattr(item.fill or "none")}']
    if item.stroke:
        said.append(f' stroke={quoteattr(item.stroke)} stroke-width="{_n(item.width)}"')
        said.append(' stroke-linejoin="round"')
    if item.dash:
        said.append(f' stroke-dasharray="{" ".join(map(_n, item.dash))}"')
    if item.opacity < 1:
        said.append(f' opacity="{_n(item.opacity)}"')
    if not item.about:
        return "".join((*said, "/>"))
    return "".join((*said, f"><title>{escape(item.about)}</title></path>"))


def _words(item: Words) -> str:
    anchor = "" if item.anchor == "start" else f' text-anchor="{item.anchor}"'
    weight = ' font-weight="bold"' if item.is_bold else ""
    return (
        f'<text x="{_n(item.x)}" y="{_n(item.y)}" font-size="{_n(item.size)}"'
        f' fill="{item.color}"{anchor}{weight}>{escape(item.text)}</text>'
    )


def _n(value: float) -> str:
    """Give a number with at most two decimals, and no trailing zeros."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said
