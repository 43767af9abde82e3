"""A view as GraphML, for networkx, igraph, yEd and Gephi (docs/reference/exchange.md).

GraphML: Brandes, Eiglsperger, Herman, Himsolt, Marshall (2002), "GraphML progress report".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from graph_api.domain import Label
from graph_api.errors import Language
from graph_api.exchange.writing.carried import Carried, require_few
from graph_api.exchange.writing.flat import ACTOR_COLUMNS, RELATION_COLUMNS, Cells, as_json
from graph_api.exchange.writing.xml_writing import XmlFile, sort_of, used, written

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

OF_EDGES = (
    "relation",
    *(name for name in RELATION_COLUMNS if name not in {"id", "from", "to"}),
    "weight",
)
"""The attributes of edges; their ends are part of GraphML itself.

The id is too, but igraph 1.0 loses the ids of all edges after as many as there are nodes, so
``relation`` says it again.
"""

Progress = Callable[[float], None]


def write_graphml(
    carried: Carried,
    file: BinaryIO,
    language: Language = "en",
    progress: Progress | None = None,
) -> None:
    """Write a view as GraphML, entry by entry; the same view gives the same bytes.

    Parameters
    ----------
    carried
        What to write.
    file
        Where to; it stays open.
    language
        Of the attribute ``label``.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If there are more relations than GraphML is written for.

    """
    require_few(carried, "graphml")
    tell = progress or (lambda _: None)
    count = max(1, len(carried.view.actors) + len(carried.view.relations))
    of_nodes = used(ACTOR_COLUMNS[1:], carried.actors())
    out = XmlFile(file)
    with out.inside("graphml", {"xmlns": NAMESPACE}):
        provenance = carried.provenance
        for name in (*provenance, "rest"):
            sort = "int" if name == "revision" else "string"
            _declare(out, "graph", name, sort)
        for name in ("label", *of_nodes):
            _declare(out, "node", name, sort_of(name))
        for name in OF_EDGES:
            _declare(out, "edge", name, "double" if name == "weight" else sort_of(name))
        with out.inside("graph", {"id": provenance["scenario"], "edgedefault": "directed"}):
            for name, value in provenance.items():
                out.leaf("data", {"key": f"graph_{name}"}, str(value))
            out.leaf("data", {"key": "graph_rest"}, as_json(carried.rest))
            for place, cells in enumerate(carried.actors()):
                _node(out, cells, of_nodes, label_of(cells, language))
                tell(place / count)
            begun = len(carried.view.actors)
            for place, cells in enumerate(carried.relations(judged=True)):
                _edge(out, cells)
                tell((begun + place) / count)
    out.done()


def label_of(cells: Cells, language: Language) -> str:
    """Give the name of an actor in a language, else in the other one, else its id."""
    en, zh = (str(cells[name] or "") for name in ("name_en", "name_zh"))
    return Label(en, zh).text(language, str(cells["id"]))


def _declare(out: XmlFile, of: str, name: str, sort: str) -> None:
    out.leaf("key", {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": sort})


def _node(out: XmlFile, cells: Cells, names: tuple[str, ...], label: str) -> None:
    with out.inside("node", {"id": str(cells["id"])}):
        out.leaf("data", {"key": "node_label"}, label)
        for name in names:
            value = cells[name]
            if value is not None:
                out.leaf("data", {"key": f"node_{name}"}, written(value))


def _edge(out: XmlFile, cells: Cells) -> None:
    ends = {"source": str(cells["from"]), "target": str(cells["to"])}
    cells["relation"] = cells["id"]
    cells["weight"] = cells["strength"]
    with out.inside("edge", {"id": str(cells["id"]), **ends}):
        for name in OF_EDGES:
            value = cells[name]
            if value is not None:
                out.leaf("data", {"key": f"edge_{name}"}, written(value))
