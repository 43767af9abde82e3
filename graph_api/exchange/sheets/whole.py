"""Sheets that were opened, as a scenario: every row checked, then the whole as a YAML file is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph_api.errors import Problem
from graph_api.exchange.sheets.beside import Beside
from graph_api.exchange.sheets.columns import (
    ACTORS,
    EXPERTS,
    RELATIONS,
    SHEETS,
    SOURCES,
    SheetForm,
    form_of,
)
from graph_api.exchange.sheets.entries import (
    Entries,
    Evidence,
    name_actors,
    read_actors,
    read_sources,
)
from graph_api.exchange.sheets.faults import SheetFaults
from graph_api.exchange.sheets.grid import Grid
from graph_api.exchange.sheets.names import Names, is_chinese
from graph_api.exchange.sheets.rows import Row, Table
from graph_api.exchange.sheets.ties import name_relations, read_judgements, read_relations
from graph_api.exchange.sheets.words import Words
from graph_api.scenarios.document import Node, node_of
from graph_api.scenarios.parse import Checked, read_root
from graph_api.scenarios.problems import Basket, path_text
from graph_api.scenarios.problems import Path as Steps


def tables_of(grids: Sequence[Grid], faults: SheetFaults) -> dict[str, Table]:
    """Give the sheets by their names, with their headers read."""
    by_form: dict[str, Grid] = {}
    for grid in grids:
        form = form_of(grid.title.removesuffix(".csv").removesuffix(".CSV"))
        if form is None:
            continue
        if form.name in by_form:
            first = by_form[form.name].title
            faults.say(
                "repeated-sheet",
                grid.title,
                None,
                None,
                (
                    f"{grid.title} and {first} are the same sheet.",
                    f"“{grid.title}”与“{first}”是同一张表。",
                ),
                ("Put their rows together.", "请将其合并。"),
            )
            continue
        by_form[form.name] = grid
    if not faults.has_errors or by_form:
        for form in (ACTORS, RELATIONS):
            if form.name not in by_form:
                _tell_missing(form, faults)
    faults.order(by_form[form.name].title for form in SHEETS if form.name in by_form)
    return {
        form.name: Table(form, by_form[form.name], faults)
        for form in SHEETS
        if form.name in by_form
    }


def _tell_missing(form: SheetForm, faults: SheetFaults) -> None:
    faults.say(
        "missing-sheet",
        form.name,
        None,
        None,
        (
            f"There is no sheet {form.name!r} ({form.label.zh}).",
            f"缺少“{form.label.zh}”表（{form.name}）。",
        ),
        ("empower new --sheets DIR writes empty ones.", "empower new --sheets 目录 可生成空表。"),
    )


@dataclass
class Whole:
    """One reading of sheets, from their rows to the scenario.

    ``beside`` is the rest of the scenario, ``name`` what to call the whole in messages.
    """

    faults: SheetFaults
    tables: Mapping[str, Table]
    beside: Beside
    key: str
    title: str | None
    name: str
    entries: dict[str, Entries] = field(default_factory=dict)

    def checked(self) -> Checked:
        """Give the scenario, or all that is wrong."""
        if all(table.can_be_read for table in self.tables.values()):
            self._read_rows()
        problems = (*self.beside.problems, *self.faults.told())
        if any(problem.severity == "error" for problem in problems) or not self.entries:
            return Checked(None, problems, self.name)
        basket = Basket()
        scenario = read_root(self._root(), basket)
        found = [
            self._placed(steps, problem)
            for steps, problem in zip(basket.paths, basket.problems, strict=True)
        ]
        if any(problem.severity == "error" for problem in found):
            scenario = None
        if any(table.grid.labels is not None for table in self.tables.values()):
            found = _gathered(found)
        return Checked(scenario, (*problems, *found), self.name)

    def _read_rows(self) -> None:
        faults, tables = self.faults, self.tables
        if ACTORS.name not in tables or RELATIONS.name not in tables:
            return
        own = self.beside.vocabulary
        words = Words(faults, own.get("kinds", {}), own.get("conveys", {}))
        sources = Names("source", faults)
        for source, label in self.beside.sources.items():
            sources.add(source, None, label.en, label.zh)
        if SOURCES.name in tables:
            self.entries["sources"] = read_sources(tables[SOURCES.name], sources)
        evidence = Evidence(sources)
        actors = Names("actor", faults)
        people = name_actors(tables[ACTORS.name], actors)
        relations = Names("relation", faults)
        ties = name_relations(tables[RELATIONS.name], relations)
        judged = read_judgements(tables[EXPERTS.name], relations) if EXPERTS.name in tables else {}
        self.entries["actors"] = read_actors(people, actors, words, evidence)
        self.entries["relations"] = read_relations(ties, actors, words, evidence, judged)
        if evidence.made:
            made = self.entries.setdefault("sources", Entries())
            made.plain.update(evidence.made)

    def _root(self) -> Node:
        """Give the whole document: what stands beside the sheets, and their entries."""
        own: dict[str, Any] = {"format": 1, "scenario": self.key}
        if self.title:
            own["title"] = {"zh" if is_chinese(self.title) else "en": self.title}
        for name in ("actors", "relations"):
            plain = self.entries[name].plain
            own[name] = list(plain.values()) if name == "relations" else plain
        sources = self.entries.get("sources", Entries()).plain
        kept = tuple(
            pair
            for pair in self.beside.pairs
            if pair[0].raw not in own and (pair[0].raw != "sources" or not sources)
        )
        pairs = node_of(own).pairs
        if sources:
            before = self.beside.section("sources")
            others = tuple(pair for pair in before if pair[0].raw not in sources)
            merged = Node("map", pairs=(*others, *node_of(sources).pairs))
            pairs = (*pairs, (node_of("sources"), merged))
        return Node("map", pairs=(*pairs, *kept))

    def _placed(self, steps: Steps, problem: Problem) -> Problem:
        """Give a problem of an entry the row and column where it stands."""
        found = self._row_of(steps)
        if found is None:
            where = self.beside.name if problem.line else ""
            return replace(problem, path=": ".join(p for p in (where, problem.path) if p))
        row, column = found
        grid = row.table.grid
        line, at = (row.number, column) if grid.labels is None else (None, None)
        rest = path_text(steps[2:])
        en, zh = (
            (f"{rest}: {problem.en}", f"{rest}：{problem.zh}") if rest else (problem.en, problem.zh)
        )
        return replace(
            problem, path=grid.place(row.number, column), line=line, column=at, en=en, zh=zh
        )

    def _row_of(self, steps: Steps) -> tuple[Row, int | None] | None:
        entries = self.entries.get(str(steps[0])) if len(steps) > 1 else None
        if entries is None:
            return None
        step = steps[1]
        if isinstance(step, int):
            keys = list(entries.plain)
            step = keys[step] if step < len(keys) else ""
        row = entries.rows.get(step)
        if row is None:
            return None
        word = str(steps[2]) if len(steps) > 2 else ""
        columns = row.table.columns
        if word in entries.more.get(step, ()):
            return row, columns.get("more")
        for name in (word, *_COLUMNS_OF.get(word, ())):
            if name in columns:
                return row, columns[name]
        return row, None


_COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "": ("id", "name", "name_en", "name_zh"),
    "name": ("name", "name_en", "name_zh"),
    "title": ("title", "title_en", "title_zh"),
    "strength": ("best", "low", "high"),
}
"""Where a field of the YAML stands in a sheet, if not in a column of its own name."""


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Tell a warning that every node or edge of a graph would get once, with how many there are."""
    counts = Counter(problem.code for problem in problems if problem.severity == "warning")
    found, told = [], set()
    for problem in problems:
        count = counts[problem.code] if problem.severity == "warning" else 1
        if problem.code in told:
            continue
        if count == 1:
            found.append(problem)
            continue
        told.add(problem.code)
        en = f"{problem.en} And {count - 1:,} more of this kind."
        found.append(replace(problem, en=en, zh=f"{problem.zh}另有同类 {count - 1:,} 处。"))
    return found
