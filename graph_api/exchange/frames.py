"""A view as tables of pandas or polars, and as a graph of igraph (docs/reference/exchange.md).

These libraries come with ``pip install 'empower[analysis]'``; nothing else needs them.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from graph_api.domain import (
    Actor,
    Band,
    Basis,
    Direction,
    Element,
    GraphSnapshot,
    Level,
    Relation,
    RelationClass,
    Sphere,
    Status,
)
from graph_api.domain.snapshot import DIRECTIONS
from graph_api.domain.words import Word
from graph_api.errors import BadParameterError
from graph_api.exchange.writing.flat import CAPITALS
from graph_api.scoring import stopping

if TYPE_CHECKING:
    import igraph
    import pandas as pd
    import polars as pl

Sort = Literal["text", "number", "count", "day"]
Columns = Mapping[str, tuple[Sort | type[Word], Sequence[Any]]]
"""For each column what its cells are, and the cells; None is not said or not known."""


class PandasFrames(NamedTuple):
    """The actors and the relations of a view, one row each."""

    actors: pd.DataFrame
    relations: pd.DataFrame


class PolarsFrames(NamedTuple):
    """The actors and the relations of a view, one row each."""

    actors: pl.DataFrame
    relations: pl.DataFrame


def to_pandas(view: GraphSnapshot, provenance: Mapping[str, Any]) -> PandasFrames:
    """Give a view as two tables of pandas, with the provenance as their ``attrs``.

    Words that are one of few are categories, dates are of type ``datetime64[s]``, and an unknown
    number is NaN, never 0.

    Raises
    ------
    BadParameterError
        If pandas is not installed.

    """
    pandas = _library("pandas")
    actors, relations = _actor_columns(view), _relation_columns(view)
    frames = PandasFrames(_pandas(pandas, actors), _pandas(pandas, relations))
    for frame in frames:
        frame.attrs.update(provenance)
    return frames


def to_polars(view: GraphSnapshot) -> PolarsFrames:
    """Give a view as two tables of polars: an unknown number is null, never 0.

    Raises
    ------
    BadParameterError
        If polars is not installed.

    """
    polars = _library("polars")
    return PolarsFrames(
        _polars(polars, _actor_columns(view)), _polars(polars, _relation_columns(view))
    )


def to_igraph(view: GraphSnapshot, provenance: Mapping[str, Any]) -> igraph.Graph:
    """Give a view as a directed graph of igraph; parallels, opposites and loops are kept.

    The vertex attribute ``name`` is the id. ``strength`` of an edge is None where it is unknown.
    ``length`` is -ln(strength) where the relation carries a path, and infinite elsewhere, which
    igraph takes for no edge: ``distances(weights="length")`` gives -ln of the best product.

    Raises
    ------
    BadParameterError
        If igraph is not installed.

    """
    library = _library("igraph")
    actors, relations = _actor_columns(view), _relation_columns(view)
    ends = np.column_stack((view.from_index, view.to_index))
    graph = library.Graph(n=len(view.actors), edges=ends, directed=True)
    for name, value in provenance.items():
        graph[name] = value
    for name, (_, cells) in actors.items():
        graph.vs["name" if name == "id" else name] = list(cells)
    for name, (sort, cells) in relations.items():
        if name in {"from", "to"}:
            continue
        days = sort == "day"
        graph.es[name] = [day and day.isoformat() for day in cells] if days else list(cells)
    graph.es["length"] = [math.inf if cell is None else cell for cell in relations["length"][1]]
    return graph


def _library(name: str) -> Any:  # noqa: ANN401  # a module
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise BadParameterError(
            f"{name} is not installed. Install it: pip install 'empower[analysis]'.",
            f"未安装 {name}。请安装：pip install 'empower[analysis]'。",
            parameter=name,
        ) from error


def _actor_columns(view: GraphSnapshot) -> Columns:
    actors: list[Actor] = []
    for actor in view.actors:
        stopping.check()
        actors.append(actor)
    capability = {
        f"capability_{element.value}": (
            "number",
            [actor.capability.elements.get(element) for actor in actors],
        )
        for element in Element
    }
    capitals = {
        f"capital_{name}": ("number", [getattr(actor.capitals, name) for actor in actors])
        for name in CAPITALS
    }
    columns: dict[str, tuple[Any, Sequence[Any]]] = {
        "id": ("text", [actor.id for actor in actors]),
        "name_en": ("text", [actor.name.en for actor in actors]),
        "name_zh": ("text", [actor.name.zh for actor in actors]),
        "kind": ("text", [actor.kind for actor in actors]),
        "level": (Level, [actor.level.value for actor in actors]),
        "sphere": (Sphere, [actor.sphere.value for actor in actors]),
        "stateness": ("number", [actor.stateness for actor in actors]),
        "group": ("text", [actor.group for actor in actors]),
        "member_of": ("text", [actor.member_of for actor in actors]),
        "population": ("number", [actor.population for actor in actors]),
        **capability,
        **capitals,
        "capability_index": ("number", [actor.capability.index() for actor in actors]),
        "evidence": ("text", [_evidence(actor) for actor in actors]),
    }
    return columns


def _relation_columns(view: GraphSnapshot) -> Columns:
    relations: list[Relation] = []
    for relation in view.relations:
        stopping.check()
        relations.append(relation)
    strengths = [relation.strength for relation in relations]
    directions = [DIRECTIONS[place].value for place in view.direction.tolist()]
    columns: dict[str, tuple[Any, Sequence[Any]]] = {
        "id": ("text", [relation.id for relation in relations]),
        "from": ("text", [relation.from_id for relation in relations]),
        "to": ("text", [relation.to_id for relation in relations]),
        "class": (RelationClass, [relation.relation_class.value for relation in relations]),
        "direction": (Direction, directions),
        "conveys": ("text", [", ".join(relation.conveys) or None for relation in relations]),
        "elements": (
            "text",
            [", ".join(word.value for word in item.elements) or None for item in relations],
        ),
        "low": ("number", [None if item is None else item.low for item in strengths]),
        "strength": ("number", [None if item is None else item.point for item in strengths]),
        "high": ("number", [None if item is None else item.high for item in strengths]),
        "band": (Band, [relation.band.value for relation in relations]),
        "length": ("number", [_length(relation) for relation in relations]),
        "judgements": ("count", [len(relation.judgements) for relation in relations]),
        "status": (Status, [relation.status.value for relation in relations]),
        "basis": (Basis, [relation.basis.value for relation in relations]),
        "valid_from": ("day", [relation.valid_from for relation in relations]),
        "valid_to": ("day", [relation.valid_to for relation in relations]),
        "evidence": ("text", [_evidence(relation) for relation in relations]),
    }
    return columns


def _length(relation: Relation) -> float | None:
    """Give -ln(strength) of a relation that carries a path, None of any other."""
    strength = relation.strength
    if (
        relation.relation_class is not RelationClass.EMPOWERMENT
        or relation.from_id == relation.to_id
        or strength is None
        or strength.point == 0
    ):
        return None
    return abs(math.log(strength.point))  # never -0.0


def _evidence(entry: Actor | Relation) -> str | None:
    said = (f"{item.source} {', '.join(item.lines)}".strip() for item in entry.evidence)
    return "; ".join(said) or None


def _pandas(pandas: Any, columns: Columns) -> pd.DataFrame:  # noqa: ANN401  # a module
    series = {}
    for name, (sort, cells) in columns.items():
        match sort:
            case "text":
                series[name] = pandas.array(cells, dtype="string")
            case "number":
                series[name] = np.array([_nan(cell) for cell in cells], np.float64)
            case "count":
                series[name] = np.array(cells, np.int64)
            case "day":
                series[name] = np.array(cells, "datetime64[s]")
            case _:
                series[name] = pandas.Categorical(
                    cells, [word.value for word in sort], ordered=sort is Level or sort is Band
                )
    frame: pd.DataFrame = pandas.DataFrame(series)
    return frame


def _nan(cell: float | None) -> float:
    return math.nan if cell is None else cell


def _polars(polars: Any, columns: Columns) -> pl.DataFrame:  # noqa: ANN401  # a module
    sorts = {
        "text": polars.String,
        "number": polars.Float64,
        "count": polars.Int64,
        "day": polars.Date,
    }
    series = []
    for name, (sort, cells) in columns.items():
        kind = sorts[sort] if isinstance(sort, str) else polars.Enum([item.value for item in sort])
        plain = [*map(_float, cells)] if sort == "number" else cells
        series.append(polars.Series(name, plain, dtype=kind))
    frame: pl.DataFrame = polars.DataFrame(series)
    return frame


def _float(cell: float | None) -> float | None:
    """Give a number as a float: one that an author wrote as 1 is no integer to polars."""
    return None if cell is None else float(cell)
