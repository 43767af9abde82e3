"""A view as GEXF 1.3, for Gephi and networkx (docs/reference/exchange.md).

GEXF: the format of Gephi, https://gexf.net; version 1.3 has ``kind`` for parallel edges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

from graph_api.errors import Language
from graph_api.exchange.writing.carried import Carried, require_few
from graph_api.exchange.writing.flat import ACTOR_COLUMNS, RELATION_COLUMNS, Cells, as_json
from graph_api.exchange.writing.graphml import label_of
from graph_api.exchange.writing.xml_writing import XmlFile, sort_of, used, written
from graph_api.version import __version__

NAMESPACE = "http://gexf.net/1.3"

OF_EDGES = tuple(name for name in RELATION_COLUMNS if name not in {"id", "from", "to"})
"""The attributes of edges; their id, ends and weight are part of GEXF itself."""

Progress = Callable[[float], None]


def write_gexf(
    carried: Carried,
    file: BinaryIO,
    language: Language = "en",
    progress: Progress | None = None,
) -> None:
    """Write a view as GEXF, entry by entry; the same view gives the same bytes.

    Gephi takes edges of one source, target and kind for the same edge and adds their weights up,
    so each parallel after the first has a kind of its own; the class is an attribute.

    Parameters
    ----------
    carried
        What to write.
    file
        Where to; it stays open.
    language
        Of the labels.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If there are more relations than GEXF is written for.

    """
    require_few(carried, "gexf")
    tell = progress or (lambda _: None)
    count = max(1, len(carried.view.actors) + len(carried.view.relations))
    of_nodes = used(ACTOR_COLUMNS[1:], carried.actors())
    out = XmlFile(file)
    with out.inside("gexf", {"xmlns": NAMESPACE, "version": "1.3"}):
        with out.inside("meta"):
            out.leaf("creator", text=f"empower {__version__}")
            said = {**carried.provenance, "rest": carried.rest}
            out.leaf("description", text=as_json(said))
        with out.inside("graph", {"mode": "static", "defaultedgetype": "directed"}):
            _declare(out, "node", of_nodes)
            _declare(out, "edge", OF_EDGES)
            with out.inside("nodes"):
                for place, cells in enumerate(carried.actors()):
                    _node(out, cells, of_nodes, label_of(cells, language))
                    tell(place / count)
            begun = len(carried.view.actors)
            seen: Counter[tuple[object, ...]] = Counter()
            with out.inside("edges"):
                for place, cells in enumerate(carried.relations(judged=True)):
                    _edge(out, cells, seen)
                    tell((begun + place) / count)
    out.done()


def _declare(out: XmlFile, of: str, names: tuple[str, ...]) -> None:
    with out.inside("attributes", {"class": of, "mode": "static"}):
        for name in names:
            out.leaf("attribute", {"id": name, "title": name, "type": sort_of(name)})


def _node(out: XmlFile, cells: Cells, names: tuple[str, ...], label: str) -> None:
    with out.inside("node", {"id": str(cells["id"]), "label": label}):
        _values(out, cells, names)


def _edge(out: XmlFile, cells: Cells, seen: Counter[tuple[object, ...]]) -> None:
    group = (cells["from"], cells["to"], cells["class"])
    seen[group] += 1
    nth = seen[group]
    said = {
        "id": str(cells["id"]),
        "source": str(cells["from"]),
        "target": str(cells["to"]),
        "kind": str(cells["class"]) if nth == 1 else f"{cells['class']} {nth}",
    }
    if cells["strength"] is not None:
        said["weight"] = written(cells["strength"])
    with out.inside("edge", said):
        _values(out, cells, OF_EDGES)


def _values(out: XmlFile, cells: Cells, names: tuple[str, ...]) -> None:
    with out.inside("attvalues"):
        for name in names:
            value = cells[name]
            if value is not None:
                out.leaf("attvalue", {"for": name, "value": written(value)})
