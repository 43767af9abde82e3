"""The map of a view as SVG text, or as a file whose ending says what it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph_api.domain import Actor, GraphSnapshot
from graph_api.errors import Language
from graph_api.exchange.figures.drawing import require_target, text_settings, write_whole
from graph_api.exchange.maps.layout import lay_out
from graph_api.exchange.maps.picture import map_scene
from graph_api.exchange.maps.raster import to_raster
from graph_api.exchange.maps.svg import to_svg


def map_svg(
    graph: GraphSnapshot,
    *,
    cast: Sequence[Actor] = (),
    among: Sequence[str] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> str:
    """Give the map of a view as the text of an SVG; see `lay_out` and `map_scene`.

    Raises
    ------
    UnknownActorError, BadParameterError
        As `lay_out` does.

    """
    return to_svg(map_scene(graph, lay_out(graph, cast, among), language, title))


def save_map(  # noqa: PLR0913  # what a picture is asked for with
    graph: GraphSnapshot,
    path: Path,
    *,
    cast: Sequence[Actor] = (),
    among: Sequence[str] | None = None,
    language: Language = "en",
    title: str | None = None,
    font: Path | None = None,
) -> str | None:
    """Draw the map of a view into a file; the same view gives the same bytes.

    Parameters
    ----------
    graph, cast, among, language, title
        As `lay_out` and `map_scene` take them.
    path
        Ends in .svg, .png or .pdf; it is written whole or left as it was.
    font
        A font file with the signs of the language, for PNG and PDF; None: one of the machine.

    Returns
    -------
    str or None
        The name of the font whose outlines are in the file; None: it is an SVG, which names fonts.

    Raises
    ------
    UnknownActorError, BadParameterError
        As `lay_out` does; or if the ending is none of these, the file cannot be written, the font
        cannot be read or lacks the signs, or a Chinese PNG or PDF is wanted and there is no font.

    """
    suffix = path.suffix.lower()
    require_target(path, language, None if suffix == ".svg" else font)
    scene = map_scene(graph, lay_out(graph, cast, among), language, title)
    if suffix == ".svg":
        write_whole(path, to_svg(scene).encode())
        return None
    with text_settings(language, font, salt="map") as family:
        data = to_raster(scene, suffix)
    write_whole(path, data)
    return family
