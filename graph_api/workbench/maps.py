"""The map of a view: as a file, as a picture in a notebook, as places for one's own drawing."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

from graph_api.domain.selection import Selection, choose
from graph_api.errors import BadParameterError, Language
from graph_api.settings import Settings
from graph_api.workbench.questions import Questions

MOST_SHOWN = 100
"""A view of more actors is not drawn unasked: it would take seconds; `MapQuestions.draw` does."""


class MapQuestions(Questions):
    """Where everything stands, and how it looks."""

    def layout(self, actors: Selection | None = None) -> dict[str, Any]:
        """Give where actors stand and how relations bend, in pixels (docs/reference/map.md).

        Parameters
        ----------
        actors
            Only these, laid out by themselves; None: all.

        Raises
        ------
        BadParameterError
            If there are more than 300 actors, or ``actors`` means nobody.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> places = load("seeds/water-game.yaml").view().layout()
        >>> len(places["actors"]), places["levels"][0]["level"]
        (9, 'STATE')

        """
        from graph_api.exchange.maps import lay_out  # noqa: PLC0415  # slow to load

        return lay_out(self.graph, self._cast(), self._among(actors)).plain()

    def draw(  # the words of a picture
        self,
        path: str | Path,
        *,
        language: Language = "en",
        actors: Selection | None = None,
        title: str | None = None,
        font: str | Path | None = None,
    ) -> Path:
        """Draw the map into a file; the same view gives the same bytes.

        Parameters
        ----------
        path
            Ends in .svg, .png or .pdf.
        language
            Of all texts.
        actors
            Only these, laid out by themselves; None: all.
        title
            What stands over it; None: the title of the scenario and of the variant.
        font
            A font file with the signs of the language, for PNG and PDF; None: what EMPOWER_FONT
            says, else one of the machine.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        BadParameterError
            If there are more than 300 actors, ``actors`` means nobody, the ending is none of
            these, the file cannot be written, or a Chinese PNG has no font.

        Examples
        --------
        >>> import tempfile
        >>> from graph_api.workbench import load
        >>> folder = Path(tempfile.mkdtemp())
        >>> load("seeds/water-game.yaml").view().draw(folder / "water.svg").name
        'water.svg'

        """
        from graph_api.exchange.maps import save_map  # noqa: PLC0415  # slow to load

        if language not in {"en", "zh"}:
            raise BadParameterError(
                f"language is 'en' or 'zh', not {language!r}.",
                f"language 须为 'en' 或 'zh'，不能是 {language!r}。",
                parameter="language",
            )
        said = font if font is not None else Settings.from_env(os.environ).font
        save_map(
            self.graph,
            Path(path),
            cast=self._cast(),
            among=self._among(actors),
            language=language,
            title=title or self._heading.over_map(self.graph.key.variant, language),
            font=Path(said) if said else None,
        )
        return Path(path)

    def svg(self, *, language: Language = "en", actors: Selection | None = None) -> str:
        """Give the map as the text of an SVG.

        Raises
        ------
        BadParameterError
            If there are more than 300 actors, or ``actors`` means nobody.

        """
        from graph_api.exchange.maps import map_svg  # noqa: PLC0415  # slow to load

        return map_svg(
            self.graph,
            cast=self._cast(),
            among=self._among(actors),
            language=language,
            title=self._heading.over_map(self.graph.key.variant, language),
        )

    def _repr_svg_(self) -> str | None:
        """Show the map in a notebook; None where it is too large to be drawn at once."""
        if len(self.graph.actors) > MOST_SHOWN:
            return None
        try:
            return self.svg()
        except BadParameterError:
            return None

    def _repr_html_(self) -> str:
        """Show the map in a notebook, as wide as there is room, under what the view is."""
        head = f"<code>{escape(repr(self))}</code>"
        picture = self._repr_svg_()
        if picture is None:
            return head
        return f'<div>{head}<div style="max-width:100%;overflow-x:auto">{picture}</div></div>'

    def _among(self, actors: Selection | None) -> tuple[str, ...] | None:
        return None if actors is None else self.graph.chosen(choose(self.graph, actors))
