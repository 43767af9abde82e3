"""A view in the tools of analysts: pandas, polars, igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.exchange import frames
from graph_api.workbench.questions import Questions

if TYPE_CHECKING:
    import igraph

    from graph_api.exchange.frames import PandasFrames, PolarsFrames


class FrameQuestions(Questions):
    """A view for other libraries; they come with ``pip install 'empower[analysis]'``."""

    def to_pandas(self) -> PandasFrames:
        """Give the actors and the relations as tables of pandas.

        Words that are one of few are categories, dates are ``datetime64[s]``, what is unknown is
        NaN and never 0. ``attrs`` of each table holds the provenance (docs/reference/exchange.md).

        Raises
        ------
        BadParameterError
            If pandas is not installed.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> actors, relations = load("seeds/district.yaml").view().to_pandas()
        >>> len(actors), len(relations), str(relations["strength"].dtype)
        (60, 260, 'float64')

        """
        return frames.to_pandas(self.graph, self.provenance())

    def to_polars(self) -> PolarsFrames:
        """Give the actors and the relations as tables of polars; what is unknown is null.

        Raises
        ------
        BadParameterError
            If polars is not installed.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> load("seeds/district.yaml").view().to_polars().relations.height
        260

        """
        return frames.to_polars(self.graph)

    def to_igraph(self) -> igraph.Graph:
        """Give the view as a directed graph of igraph, with strengths and lengths on its edges.

        ``length`` is -ln(strength) of a relation that carries a path, else infinite, so a shortest
        path by ``length`` is a best path by product.

        Raises
        ------
        BadParameterError
            If igraph is not installed.

        Examples
        --------
        >>> import math
        >>> from graph_api.workbench import view_from_arrays
        >>> graph = view_from_arrays(["a", "b", "c"], [0, 1], [1, 2], [0.5, 0.5]).to_igraph()
        >>> round(math.exp(-graph.distances("a", "c", weights="length")[0][0]), 12)
        0.25

        """
        return frames.to_igraph(self.graph, self.provenance())
