"""GraphML, GEXF and graphs of networkx as scenarios: our own ones whole, foreign ones by defaults.

The attributes are those of docs/reference/exchange.md; a node is a row of actors, an edge a row of
relations, and both are checked as sheets are (`graph_api.exchange.sheets`).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from graph_api.errors import BadParameterError, ScenarioError
from graph_api.exchange.graph_files.rows import GraphRows
from graph_api.exchange.sheets.beside import Beside, beside_of_plain
from graph_api.exchange.sheets.cells import CellError, more
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import MOST_BYTES
from graph_api.exchange.sheets.reading import bytes_of, key_of
from graph_api.exchange.sheets.whole import Whole, tables_of
from graph_api.scenarios.parse import Checked

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

    AnyGraph: TypeAlias = nx.Graph[Any]

ENDINGS = frozenset((".graphml", ".gexf"))
"""How the names of files of graphs end."""

Scale = Literal["max"]
"""How weights above 1 become strengths: each divided by the largest."""

_PROVENANCE = ("scenario", "variant", "revision", "version")


def is_graph_file(path: Path) -> bool:
    """Tell whether a name is that of a file of a graph."""
    return path.suffix.casefold() in ENDINGS


def read_graph_file(
    path: Path | str,
    *,
    key: str | None = None,
    title: str | None = None,
    scale: Scale | str | None = None,
) -> Checked:
    """Read a GraphML or GEXF file as a scenario.

    Parameters
    ----------
    path
        The file; its ending says which of the two it is.
    key, title
        Those of the scenario; default: what the file says, else the name of the file as key.
    scale
        ``max`` divides the weights of a foreign file by the largest. None refuses weights above 1.

    Returns
    -------
    Checked
        The scenario where there is no error, and every problem with its node or edge. Files from
        other programs know neither kinds nor evidence: what is taken for granted is told as
        warnings.

    Raises
    ------
    BadParameterError
        If there is no such file, or an argument has no meaning.

    """
    path = Path(path)
    if not path.is_file():
        raise BadParameterError(
            f"There is no file {path}. Name a GraphML or GEXF file.",
            f"没有文件 {path}。请给出一个 GraphML 或 GEXF 文件。",
            parameter="path",
        )
    faults = SheetFaults()
    opened = _opened(bytes_of(path), path.name, path.suffix.casefold() == ".gexf", faults)
    if opened is None:
        return Checked(None, faults.told(), path.name)
    graph, said = opened
    return _checked(graph, said, path, (key, title, scale), faults)


def read_networkx(
    graph: Any,  # noqa: ANN401  # anything may be given; what is no graph is told
    *,
    key: str = "graph",
    title: str | None = None,
    scale: Scale | str | None = None,
) -> Checked:
    """Read a graph of networkx as a scenario; see `read_graph_file`.

    Attributes of nodes and edges are those of docs/reference/exchange.md. Without them a node is
    named by itself, and the ``weight`` of an edge is its strength; an edge without weight is one
    whose strength nobody knows. An edge of an undirected graph is two relations.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_edge("office", "residents", weight=0.4)
    >>> [relation.strength.best for relation in read_networkx(graph).scenario.relations.values()]
    [0.4]

    """
    import networkx as nx  # noqa: PLC0415  # slow to load

    if not isinstance(graph, nx.Graph):
        name = type(graph).__name__
        raise BadParameterError(
            f"A graph of networkx is needed, not a {name}.",
            f"需要 networkx 的图，而非 {name}。",
            parameter="graph",
        )
    said = {str(word): value for word, value in graph.graph.items()}
    return _checked(graph, said, Path(key), (key, title, scale), SheetFaults())


def scenario_of(checked: Checked) -> Any:  # noqa: ANN401  # a Scenario, which callers know
    """Give the scenario of a reading.

    Raises
    ------
    ScenarioError
        If it has errors; all are named.

    """
    if checked.scenario is None:
        raise ScenarioError(checked.problems, checked.name)
    return checked.scenario


def _checked(
    graph: AnyGraph,
    said: Mapping[str, Any],
    path: Path,
    asked: tuple[str | None, str | None, Scale | str | None],
    faults: SheetFaults,
) -> Checked:
    key, title, scale = asked
    if scale not in {None, "max"}:
        raise BadParameterError(
            f"There is no scale {str(scale)[:80]!r}; there is: max.",
            f"没有比例方式“{str(scale)[:80]}”；可用：max。",
            parameter="scale",
        )
    beside = _beside(said, path.name, faults)
    rows = GraphRows(graph, faults, is_own=beside.root is not None, scales=scale == "max")
    grids = rows.grids()
    if beside.root is None:
        beside = beside_of_plain(path.name, rows.beside(), faults)
    wanted = key_of(path, key, beside.key)
    return Whole(faults, tables_of(grids, faults), beside, wanted, title, path.name).checked()


def _beside(said: Mapping[str, Any], name: str, faults: SheetFaults) -> Beside:
    """Give what a graph of ours says of its scenario; nothing of a foreign one."""
    if "rest" not in said and not all(word in said for word in _PROVENANCE):
        return Beside()
    rest = said.get("rest") or {}
    if isinstance(rest, str):
        try:
            rest = more(rest)
        except CellError as error:
            faults.say(error.code, name, None, None, error.text, error.hint, "rest")
            return Beside()
    key = said.get("scenario")
    own = {"scenario": key} if isinstance(key, str) and key else {}
    return beside_of_plain(name, {**own, **dict(rest)}, faults)


def _opened(
    data: bytes, name: str, is_gexf: bool, faults: SheetFaults
) -> tuple[AnyGraph, Mapping[str, Any]] | None:
    """Give the graph of a file and what is said of it as a whole; None where it is damaged."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415  # slow to load
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    if len(data) > MOST_BYTES:
        faults.say(
            "too-large",
            name,
            None,
            None,
            (
                f"The file has more than {MOST_BYTES:,} bytes, which is all that is read.",
                f"文件超过 {MOST_BYTES:,} 字节的读取上限。",
            ),
            ("Write Parquet tables instead.", "请改用 Parquet 表格。"),
        )
        return None
    try:
        root = fromstring(data, forbid_dtd=True)
        graph = _parsed(data, is_gexf)
        _require_all(root, graph)
    except DefusedXmlException:
        _tell_damaged(
            faults,
            name,
            (
                "The file declares entities or a document type, which are not read.",
                "文件含有实体或文档类型声明，不予读取。",
            ),
        )
    except _damaged() as error:
        said = " ".join(str(error).split())[:120] or type(error).__name__
        word = "GEXF" if is_gexf else "GraphML"
        _tell_damaged(
            faults,
            name,
            (f"The file is no {word} that can be read: {said}.", f"不是可读取的 {word}：{said}。"),
        )
    else:
        return graph, _described(root, graph)
    return None


def _damaged() -> tuple[type[Exception], ...]:
    """Give what reading a damaged file raises; networkx refuses in many ways."""
    import networkx as nx  # noqa: PLC0415  # slow to load

    return (
        *(nx.NetworkXException, ArithmeticError, AttributeError, LookupError, RuntimeError),
        *(StopIteration, SyntaxError, TypeError, ValueError),
    )


def _tell_damaged(faults: SheetFaults, name: str, text: tuple[str, str]) -> None:
    hint = (
        "Export it again as GraphML or GEXF, every edge with an id of its own.",
        "请重新导出为 GraphML 或 GEXF，每条边有自己的 id。",
    )
    faults.say("bad-sheet", name, None, None, text, hint)


def _parsed(data: bytes, is_gexf: bool) -> AnyGraph:
    """Read with networkx what was found to be harmless."""
    import networkx as nx  # noqa: PLC0415  # slow to load

    stream = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of ports and types that nobody reads here
        if is_gexf:
            found: AnyGraph = nx.read_gexf(stream)
        else:
            found = nx.read_graphml(stream, edge_key_type=str, force_multigraph=True)
    return found


def _require_all(root: Element, graph: AnyGraph) -> None:
    """Refuse what networkx would lose without a word: edges of one id, edges of no node."""
    count = {"node": 0, "edge": 0}
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in count:
            count[tag] += 2 if tag == "edge" and element.get("type") == "mutual" else 1
    if graph.number_of_edges() != count["edge"]:
        msg = "edges would be lost: two between the same nodes have one id, or graphs are nested"
        raise ValueError(msg)
    if graph.number_of_nodes() != count["node"]:
        msg = "an edge names a node that is not there, or two nodes have one id"
        raise ValueError(msg)


def _described(root: Element, graph: AnyGraph) -> Mapping[str, Any]:
    """Give what a file says of the whole graph: GraphML as data, GEXF in its description."""
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] == "description" and element.text:
            try:
                return more(element.text)
            except CellError:
                return {}  # the words of people, not ours
    return {str(word): value for word, value in graph.graph.items()}
