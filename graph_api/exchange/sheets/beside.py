"""What stands beside the sheets: the rest of a scenario, as YAML, or as JSON in a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph_api.domain.words import Label
from graph_api.errors import Problem
from graph_api.exchange.sheets.cells import CellError, more
from graph_api.exchange.sheets.columns import folded
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import Grid
from graph_api.scenarios.document import Node, node_of, read_document
from graph_api.scenarios.limits import MAX_BYTES

REST_FILE = "scenario.yaml"


@dataclass(frozen=True)
class Beside:
    """The rest of a scenario as nodes, where it stands, and what is wrong with it as a text."""

    name: str = ""
    root: Node | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """Give its sections, without those that the sheets hold."""
        pairs = self.root.pairs if self.root is not None else ()
        return tuple(pair for pair in pairs if pair[0].raw not in {"actors", "relations"})

    def section(self, *names: str) -> tuple[tuple[Node, Node], ...]:
        """Give the entries of a section; none where it is not there."""
        node = self.root
        for name in names:
            node = node.get(name) if node is not None else None
        return node.pairs if node is not None else ()

    @property
    def key(self) -> str | None:
        """Give the key of the scenario that it names."""
        node = self.root.get("scenario") if self.root is not None else None
        return node.value if node is not None and isinstance(node.value, str) else None

    @property
    def vocabulary(self) -> Mapping[str, Mapping[str, Label]]:
        """Give the own words for kinds and flows, with their labels."""
        return {
            name: {key.raw: _label(value) for key, value in self.section("vocabulary", name)}
            for name in ("kinds", "conveys")
        }

    @property
    def sources(self) -> Mapping[str, Label]:
        """Give the sources, with their titles."""
        return {key.raw: _label(value.get("title")) for key, value in self.section("sources")}


def _label(node: Node | None) -> Label:
    texts = {}
    for code in ("en", "zh"):
        found = node.get(code) if node is not None else None
        texts[code] = found.value if found is not None and isinstance(found.value, str) else None
    return Label(texts["en"], texts["zh"])


def beside_of_csv(folder: Path) -> Beside:
    """Read ``scenario.yaml`` of a folder, if there is one."""
    path = folder / REST_FILE
    if not path.is_file():
        return Beside()
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return _as_beside(REST_FILE, *read_document(data))


def beside_of_xlsx(grids: Sequence[Grid], faults: SheetFaults) -> Beside:
    """Read the sheet ``scenario`` with columns key and value: ``rest`` is JSON in pieces."""
    for grid in grids:
        pieces: list[str] = []
        key = None
        for _, cells in grid.rows:
            name, value = (*cells, "", "")[:2]
            if folded(name) == "rest":
                pieces.append(value)
            elif folded(name) == "scenario":
                key = value
        if not pieces:
            if key:
                return Beside(grid.title, node_of({"scenario": key}))
            continue
        try:
            rest = more("".join(pieces))
        except CellError as error:
            faults.say(error.code, grid.title, None, None, error.text, error.hint)
            return Beside()
        return beside_of_plain(grid.title, {**({"scenario": key} if key else {}), **rest}, faults)
    return Beside()


def beside_of_plain(name: str, rest: Mapping[str, object], faults: SheetFaults) -> Beside:
    """Take the rest of a scenario that was read from JSON."""
    try:
        return Beside(name, node_of(dict(rest)))
    except ValueError as error:
        faults.say("too-deep", name, None, None, (f"{error}.", "嵌套过深。"))
        return Beside()


def _as_beside(name: str, root: Node | None, problems: Sequence[Problem]) -> Beside:
    told = tuple(
        Problem(
            problem.code,
            problem.en,
            problem.zh,
            f"{name}: {problem.path}" if problem.path else name,
            problem.line,
            problem.column,
            problem.hint_en,
            problem.hint_zh,
            problem.subject,
            problem.severity,
        )
        for problem in problems
    )
    if root is not None and root.kind != "map":
        wrong = Problem("wrong-type", "This is no mapping.", "这不是映射。", name)
        return Beside(name, None, (*told, wrong))
    return Beside(name, root, told)
