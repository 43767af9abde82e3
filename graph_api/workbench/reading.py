"""From sheets, files of graphs and graphs of networkx to a workbench."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph_api.exchange.graph_files.reading import (
    is_graph_file,
    read_graph_file,
    read_networkx,
    scenario_of,
)
from graph_api.exchange.sheets.reading import read_sheets as read_sheet_files
from graph_api.workbench.bench import Workbench


def read_sheets(
    path: str | Path,
    *,
    key: str | None = None,
    title: str | None = None,
    scale: str | None = None,
) -> Workbench:
    """Read the sheets of a survey, or a GraphML or GEXF file, without keeping them in a store.

    Parameters
    ----------
    path
        A folder of CSV files, an XLSX file (docs/reference/sheets.md), or a file of a graph.
    key, title
        Those of the scenario; default: what the files say.
    scale
        ``max`` divides the weights of a graph by the largest; strengths lie in [0, 1].

    Returns
    -------
    Workbench
        Ready to be asked; its ``problems`` are the warnings.

    Raises
    ------
    ScenarioError
        If there are errors; its ``problems`` name every faulty cell.
    BadParameterError
        If there is no such path, or an argument has no meaning.

    Examples
    --------
    >>> bench = read_sheets("docs/examples/sheets/english")
    >>> bench.view().pair("residents", "office").forward
    0.06

    """
    path = Path(path)
    if scale is not None or is_graph_file(path):
        checked = read_graph_file(path, key=key, title=title, scale=scale)
    else:
        checked = read_sheet_files(path, key=key, title=title)
    return Workbench(scenario_of(checked), checked.problems)


def from_networkx(
    graph: Any,  # noqa: ANN401  # anything may be given; what is no graph is told
    *,
    key: str = "graph",
    title: str | None = None,
    scale: str | None = None,
) -> Workbench:
    """Read a graph of networkx; attributes are those of docs/reference/exchange.md.

    Parameters
    ----------
    graph
        Directed or not, with parallels or not. The ``weight`` of an edge is its strength in
        [0, 1]; an edge without one has a strength that nobody knows. A node without ``kind`` is a
        group of society of kind ``unspecified``.
    key, title
        Those of the scenario.
    scale
        ``max`` divides all weights by the largest.

    Raises
    ------
    ScenarioError
        If a node or edge has errors, such as a weight above 1; all are named.
    BadParameterError
        If it is no graph of networkx, or an argument has no meaning.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("office", "residents", weight=0.5)
    >>> graph.add_edge("residents", "office", weight=0.2)
    >>> from_networkx(graph).view().pair("office", "residents").reverse
    0.2

    """
    checked = read_networkx(graph, key=key, title=title, scale=scale)
    return Workbench(scenario_of(checked), checked.problems)
