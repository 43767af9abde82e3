"""A graph of networkx as two sheets: a row for each node and for each edge, defaults filled in."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph_api.domain.relations import STRENGTH_DECIMALS
from graph_api.exchange.sheets.columns import ACTORS, RELATIONS, SheetForm, folded
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import MOST_ROWS, Grid
from graph_api.exchange.sheets.names import slug
from graph_api.scenarios.problems import Both, shown
from graph_api.scenarios.shapes import is_id

if TYPE_CHECKING:
    import networkx as nx

DEFAULT_KIND = "unspecified"
"""The kind of a node that says none; its meaning goes into the vocabulary of the scenario."""

_VOCABULARY = {
    "kinds": {
        DEFAULT_KIND: {
            "en": "unspecified",
            "zh": "未说明",
            "level": "group",
            "sphere": "society",
            "stateness": 0,
        }
    }
}
_DRAWN = frozenset(
    map(
        folded,
        (
            *("viz", "x", "y", "z", "r", "g", "b", "size", "color", "shape_type", "node_type"),
            *("start", "end", "spells", "slices", "parents", "pid", "networkx_key"),
        ),
    )
)
"""Attributes of pictures and of other programs, left out without a word."""


class GraphRows:
    """The sheets of a graph, and what had to be taken for granted.

    ``is_own`` says that the graph was written by this program; then labels of nodes repeat their
    names, and nothing is taken for granted.
    """

    def __init__(
        self, graph: nx.Graph[Any], faults: SheetFaults, *, is_own: bool, scales: bool
    ) -> None:
        self._graph = graph
        self._faults = faults
        self._is_own = is_own
        self._scales = scales
        self._takes_kind = False
        self._keys: dict[Any, str] = {}

    def beside(self) -> Mapping[str, Any]:
        """Give what stands beside the sheets of a foreign graph."""
        return {"vocabulary": _VOCABULARY} if self._takes_kind else {}

    def grids(self) -> list[Grid]:
        """Give the sheets of actors and of relations."""
        nodes, edges = list(self._nodes()), list(self._edges())
        self._scale(edges)
        labels = (
            {number: f"node {row['id']}" for number, row in enumerate(nodes, 2)},
            {
                number: f"edge {row['id'] or row['from'] + ' -> ' + row['to']}"
                for number, row in enumerate(edges, 2)
            },
        )
        return [
            _grid(ACTORS, nodes, labels[0]),
            _grid(RELATIONS, edges, labels[1]),
        ]

    def _tell(self, code: str, text: Both, hint: Both, subject: str | None = None) -> None:
        self._faults.say(code, "graph", None, None, text, hint, subject)

    def _nodes(self) -> Iterator[dict[str, str]]:
        default = self._graph.graph.get("node_default") or {}
        renamed = []
        taken = {str(node) for node in self._graph}
        without = 0
        for node, data in self._graph.nodes(data=True):
            said = _said(ACTORS, {**default, **data}, is_own=self._is_own)
            key = str(node)
            if not is_id(key) and not self._is_own:
                key = self._renamed(key, said, taken)
                renamed.append(str(node))
            self._keys[node] = key
            said["id"] = key
            if not self._is_own and not said.get("kind"):
                said["kind"] = DEFAULT_KIND
                without += 1
            if not self._is_own and not any(said.get(f"name{end}") for end in ("", "_en", "_zh")):
                said["name"] = str(node)
            yield said
        if without:
            self._takes_kind = True
            self._tell(
                "kind-assumed",
                (
                    f"{without:,} nodes say no kind: each is taken for a group of society whose"
                    f" kind is {DEFAULT_KIND!r}. Regime, directions and roles mean nothing yet.",
                    f"{without:,} 个节点未说明类型：均视为社会领域的群体，类型为 {DEFAULT_KIND}。"
                    "国家与社会的强弱、方向和中介角色尚无意义。",
                ),
                ("Give nodes an attribute kind.", "请为节点加上属性 kind。"),
            )
        if renamed:
            self._tell(
                "id-made",
                (
                    f"{len(renamed):,} nodes have ids that none may have here, such as"
                    f" {shown(renamed[0])}; ids were made of them.",
                    f"{len(renamed):,} 个节点的标识在此不可用（如“{renamed[0][:80]}”），"
                    "已另行生成。",
                ),
                ("The names stay as they are.", "名称保持不变。"),
            )

    def _renamed(self, key: str, said: dict[str, str], taken: set[str]) -> str:
        wanted = slug(said.get("name", "")) or slug(key) or "node"
        found, number = wanted, 1
        while found in taken:
            number += 1
            found = f"{wanted[:70]}_{number}"
        taken.add(found)
        return found

    def _edges(self) -> Iterator[dict[str, str]]:
        graph: Any = self._graph
        default = graph.graph.get("edge_default") or {}
        is_directed = graph.is_directed()
        if not is_directed and graph.number_of_edges():
            self._tell(
                "edges-doubled",
                (
                    "The graph is undirected: each edge is read as two relations, one each way.",
                    "图是无向的：每条边按方向相反的两个关系读取。",
                ),
                (
                    "Who empowers whom is a direction; give a directed graph.",
                    "谁为谁充权是有方向的；请给出有向图。",
                ),
            )
        edges = (
            graph.edges(keys=True, data=True)
            if graph.is_multigraph()
            else ((start, end, None, data) for start, end, data in graph.edges(data=True))
        )
        seen: set[str] = set()
        unknown = 0
        for start, end, key, data in edges:
            said = _said(RELATIONS, {**default, **data}, is_own=self._is_own)
            name = said.get("id") or (key if isinstance(key, str) else "")
            if not self._is_own and (not is_id(name) or name in seen):
                name = ""
            seen.add(name)
            said |= {"id": name, "from": self._keys[start], "to": self._keys[end]}
            unknown += not any(said.get(word) for word in ("low", "best", "high"))
            yield said
            if not is_directed and start != end:
                back = f"{name}.back" if name else ""
                yield {**said, "id": back, "from": said["to"], "to": said["from"]}
        if unknown and not self._is_own:
            self._tell(
                "strength-unknown",
                (
                    f"{unknown:,} edges have no weight, so their strength is unknown.",
                    f"{unknown:,} 条边没有权重，强度为未知。",
                ),
                (
                    "Give them a weight in [0, 1]; unknown strengths do not count in scores.",
                    "请给出 0 到 1 的权重；未知的强度不计入得分。",
                ),
            )

    def _scale(self, edges: Sequence[dict[str, str]]) -> None:
        """Divide weights by the largest if that was asked for, else refuse those above 1."""
        if self._is_own:
            return
        weights = [(row, _number(row.get("best", ""))) for row in edges]
        known = [(row, weight) for row, weight in weights if weight is not None]
        most = max((weight for _, weight in known), default=0.0)
        if most <= 1:
            return
        if not self._scales:
            above = sum(weight > 1 for _, weight in known)
            for row in edges:
                row["best"] = ""  # told once, not for each edge
            self._tell(
                "weights-above-one",
                (
                    f"Of {len(known):,} weights {above:,} lie above 1, the largest is {most:g}; a"
                    " strength lies in [0, 1], and what 1 means is for you to say.",
                    f"{len(known):,} 个权重中有 {above:,} 个大于 1，最大为 {most:g}；"
                    "强度是 0 到 1 之间的数，1 的含义须由您决定。",
                ),
                (
                    "Divide them by what the strongest possible relation would have, or say --scale"
                    " max (scale='max'): the largest weight becomes 1.",
                    "请除以最强关系应有的数值，或使用 --scale max（scale='max'）：最大权重记为 1。",
                ),
            )
            return
        for row, weight in known:
            row["best"] = repr(round(weight / most, STRENGTH_DECIMALS))
        self._tell(
            "weights-scaled",
            (
                f"All weights were divided by the largest, {most:g}.",
                f"所有权重均已除以最大值 {most:g}。",
            ),
            (
                "Strengths are then relative to this graph; do not compare them with others.",
                "强度因此只在本图内可比，请勿与其他图比较。",
            ),
        )


def _said(form: SheetForm, data: Mapping[Any, Any], *, is_own: bool) -> dict[str, str]:
    """Give the attributes that say something, by the names of columns, others as they are."""
    known = form.headers()
    found: dict[str, str] = {}
    weights: dict[str, str] = {}
    repeated = {"label"} if is_own and form is ACTORS else set()
    if form is RELATIONS:
        repeated = {"source", "target", "label"}
    for word, value in data.items():
        plain = folded(str(word))
        text = _text(value)
        if plain in _DRAWN or not text or isinstance(value, Mapping):
            continue
        if form is RELATIONS and plain in {"weight", "strength"}:
            weights[plain] = text
        elif plain not in repeated:
            found.setdefault(known.get(plain, str(word)), text)
    if weights and not is_own and not any(word in found for word in ("low", "best", "high")):
        found["best"] = weights.get("strength") or weights["weight"]
    return found


def _text(value: object) -> str:
    """Give the text of an attribute; empty where it says nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return str(value)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _grid(form: SheetForm, rows: Sequence[dict[str, str]], labels: Mapping[int, str]) -> Grid:
    """Put rows under the header of all columns that any of them has."""
    header = list(dict.fromkeys(name for row in rows[: MOST_ROWS + 1] for name in row))
    required = [item.name for item in form.columns if item.required]
    header += [name for name in required if name not in header]
    texts = [(number, [row.get(name, "") for name in header]) for number, row in enumerate(rows, 2)]
    return Grid(form.name, header, texts, labels=labels)
