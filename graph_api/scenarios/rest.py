"""The file beside tables: a scenario whose actors and relations stand elsewhere.

A file names entries of the tables only in the changes of its variants. Those entries are put into
the tree as if they stood in the file, so that every check of a whole file is made, and no other
entry of the tables is ever an object.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from graph_api.domain.changes import Section
from graph_api.domain.plain import plain_entry
from graph_api.domain.scenario import Scenario
from graph_api.errors import Problem
from graph_api.scenarios.check import run_checks
from graph_api.scenarios.document import Node, node_of, read_document
from graph_api.scenarios.naming import Plain
from graph_api.scenarios.parse import Checked, read_root
from graph_api.scenarios.problems import Basket, Path, Place
from graph_api.scenarios.shapes import BAD

TABLES: Mapping[str, str] = {"actors": "actors.parquet", "relations": "relations.parquet"}
"""Where the sections stand that the file leaves out."""


class Rest:
    """The file beside the tables, read as far as it can be without them.

    ``base`` is the scenario without variants, None where the file has errors.
    """

    def __init__(self, text: bytes, name: str = "scenario.yaml") -> None:
        root, problems = read_document(text)
        self.name = name
        self.base: Scenario | None = None
        self._problems = [*problems]
        self._root = root
        if root is None:
            return
        self._problems += _sections(root)
        self._root = _without(root, TABLES)
        if not problems:
            self.base = read_root(_without(self._root, ("variants",)), Basket())

    @classmethod
    def unreadable(cls, problem: Problem, name: str) -> Rest:
        """Give the reading of a file of which there is nothing but a problem."""
        rest = cls(b"", name)
        rest._problems = [problem]
        return rest

    def mentioned(self) -> frozenset[str]:
        """Give every word of the variants: among them are the ids of all entries they change."""
        variants = None if self._root is None else self._root.get("variants")
        return frozenset(() if variants is None else _words(variants))

    def whole(
        self, actors: Mapping[str, Plain], relations: Sequence[Plain], lost: Collection[str]
    ) -> Checked:
        """Read the whole file, with the entries of the tables that it mentions.

        Parameters
        ----------
        actors, relations
            These entries as plain values, without errors of their own.
        lost
            Ids that stand in the tables, but in rows with errors; that they are missing is no news.

        Returns
        -------
        Checked
            The scenario without actors and relations; no problem is about an entry of a table.

        """
        if self._root is None:
            return Checked(None, tuple(self._problems), self.name)
        grafts = (("actors", node_of(actors)), ("relations", node_of(relations)))
        pairs = tuple((Node("scalar", name, name), node) for name, node in grafts)
        root = dataclasses.replace(self._root, pairs=(*self._root.pairs, *pairs))
        basket = Basket()
        scenario = read_root(root, basket)
        told = (
            problem
            for path, problem in zip(basket.paths, basket.problems, strict=True)
            if not _is_elsewhere(path, problem, lost)
        )
        problems = (*self._problems, *told)
        if scenario is not None:
            scenario = dataclasses.replace(scenario, actors={}, relations={})
        if any(problem.severity == "error" for problem in problems):
            scenario = None
        ordered = sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))
        return Checked(scenario, tuple(ordered), self.name)


def plain_sources(scenario: Scenario | None) -> Any:  # noqa: ANN401  # JSON, or BAD
    """Give the sources that evidence may name, as plain values; `BAD` where they are not known."""
    if scenario is None:
        return BAD
    return {key: plain_entry(Section.SOURCE, source) for key, source in scenario.sources.items()}


def check_entries(document: Plain, sources: object) -> tuple[tuple[Path, Problem], ...]:
    """Give the errors that the named checks find in entries of a table, each with its path.

    Parameters
    ----------
    document
        Plain values under ``actors`` or ``relations``; a relation without its ends is not asked
        for them.
    sources
        The sources that evidence may name, as plain values; `BAD` where they are not known.

    """
    basket = Basket()
    run_checks({**document, "sources": sources}, basket, None)
    return tuple(
        (path, problem)
        for path, problem in zip(basket.paths, basket.problems, strict=True)
        if problem.severity == "error"
    )


def _sections(root: Node) -> Iterator[Problem]:
    """Tell of actors and relations that stand in the file though they have tables."""
    for key, _ in root.pairs:
        table = TABLES.get(key.raw)
        if table is None:
            continue
        basket = Basket()
        basket.say(
            "unknown-field",
            Place((key.raw,), key),
            (
                f"A file beside tables has no field {key.raw!r}.",
                f"与表格同在的文件没有字段“{key.raw}”。",
            ),
            (f"Put its entries into {table}.", f"请把其中的条目写入 {table}。"),
            key.raw,
        )
        yield from basket.problems


def _without(root: Node, names: Collection[str]) -> Node:
    pairs = tuple(pair for pair in root.pairs if pair[0].raw not in names)
    return dataclasses.replace(root, pairs=pairs)


def _words(node: Node) -> Iterator[str]:
    todo = [node]
    while todo:
        found = todo.pop()
        if found.kind == "scalar":
            yield found.raw
        todo.extend(found.elements)
        for key, value in found.pairs:
            todo += [key, value]


def _is_elsewhere(path: Path, problem: Problem, lost: Collection[str]) -> bool:
    if path and path[0] in TABLES:
        return True
    return problem.code in {"unknown-actor", "unknown-relation"} and problem.subject in lost
