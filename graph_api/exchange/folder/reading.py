"""A folder of tables is checked whole; then its rows come in batches, or as one scenario.

Every fault of all three files is told at once, with file, row and column: a problem's path is
``relations.parquet:17:from`` or ``scenario.yaml:8:variants.after.changes[0]``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph_api.domain import ActorId, ActorKind, RelationId, Scenario
from graph_api.errors import Problem, ScenarioError
from graph_api.exchange.folder.checks import ActorCheck, RelationCheck, kinds_known
from graph_api.exchange.folder.columns import ACTORS, RELATIONS, REST_FILE, Batch, TableForm
from graph_api.exchange.folder.faults import gathered
from graph_api.exchange.folder.files import TableFile
from graph_api.exchange.folder.more import More, MoreReader
from graph_api.exchange.folder.rows import (
    actor_of,
    actor_row,
    actor_rows,
    plain_actor,
    plain_relation,
    relation_of,
    relation_row,
    relation_rows,
)
from graph_api.scenarios import check_scenario
from graph_api.scenarios.limits import MAX_BYTES
from graph_api.scenarios.parse import Checked
from graph_api.scenarios.rest import Rest, plain_sources
from graph_api.stores.base import ActorBatch, RelationBatch

Progress = Callable[[float], None]


def read_folder(folder: Path, progress: Progress | None = None) -> FolderTables:
    """Check a folder of tables and make it ready to be read.

    Parameters
    ----------
    folder
        Holds ``actors.parquet``, ``relations.parquet`` and ``scenario.yaml``.
    progress
        Called with the share that is checked, in [0, 1].

    Returns
    -------
    FolderTables
        A context: its files stay open until it ends.

    Raises
    ------
    ScenarioError
        With every fault of the three files, at most 1,000 and how many more there are.

    Notes
    -----
    Memory: the ids of all actors, 8 bytes for each relation, and a batch of rows.

    """
    with ExitStack() as stack:
        reading = _Reading(folder, progress or (lambda _: None), stack)
        problems = reading.check()
        if problems:
            raise ScenarioError(problems, str(folder))
        return reading.tables(stack.pop_all())


@dataclass(frozen=True)
class FolderTables:
    """A folder without faults: the rest of the scenario, and its rows in batches.

    ``scenario`` has no actors and no relations; ``actors`` and ``relations`` count them. Use it in
    a ``with`` statement.
    """

    scenario: Scenario
    actors: int
    relations: int
    warnings: tuple[Problem, ...]
    _files: tuple[TableFile, TableFile]
    _stack: ExitStack

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def actor_batches(self, progress: Callable[[int], None] | None = None) -> Iterator[ActorBatch]:
        """Give the actors in the order of the table; ``progress`` is told how many have come.

        Raises
        ------
        ScenarioError
            If somebody wrote into the file since it was checked; what was given is no longer good.

        """
        kinds = self.scenario.about.vocabulary.all_kinds()
        reader = MoreReader("actors", plain_sources(self.scenario))
        for batch in self._batches(0, progress):
            with _as_checked(batch, ACTORS):
                rows, more = actor_rows(batch, kinds), {}
                for place, said in _said(batch, reader):
                    more[place] = actor_of(rows[place], said)
                    rows[place] = actor_row(more[place])
            yield ActorBatch(rows, more)

    def relation_batches(
        self, progress: Callable[[int], None] | None = None
    ) -> Iterator[RelationBatch]:
        """Give the relations in the order of the table; see `actor_batches`."""
        reader = MoreReader("relations", plain_sources(self.scenario))
        for batch in self._batches(1, progress):
            with _as_checked(batch, RELATIONS):
                rows, more = relation_rows(batch), {}
                for place, said in _said(batch, reader):
                    more[place] = relation_of(rows[place], said)
                    rows[place] = relation_row(more[place])
            yield RelationBatch(rows, more)

    def whole(self, progress: Callable[[int], None] | None = None) -> Scenario:
        """Give the scenario with all its entries as objects; for small ones."""
        actors, relations = {}, {}
        for batch in self.actor_batches(progress):
            for place, row in enumerate(batch.rows):
                actors[ActorId(row[0])] = batch.more.get(place) or actor_of(row)
        for several in self.relation_batches(progress):
            for place, line in enumerate(several.rows):
                relations[RelationId(line[0])] = several.more.get(place) or relation_of(line)
        return dataclasses.replace(self.scenario, actors=actors, relations=relations)

    def _batches(self, place: int, progress: Callable[[int], None] | None) -> Iterator[Batch]:
        file = self._files[place]
        before = file.faults.count
        yield from file.batches(progress or (lambda _: None))
        file.require_unchanged()
        if file.faults.count > before:
            raise ScenarioError(file.faults.told(), file.form.file)


@contextmanager
def _as_checked(batch: Batch, form: TableForm) -> Iterator[None]:
    """Refuse rows that are not as they were when they were checked.

    Where the bytes of a page are damaged in ways that its reader does not see, it may read them
    one way today and another way the next time.
    """
    needed = [batch.texts[column.name] for column in form.columns if column.required]
    try:
        if not all(texts.there.all() for texts in needed):
            raise _other_rows(form)
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise _other_rows(form) from error


def _other_rows(form: TableForm) -> ScenarioError:
    text = (
        "The file is damaged: it gives other rows than when it was checked.",
        "文件已损坏：两次读取所得的行不同。",
    )
    hint = ("Write the file again.", "请重新写出该文件。")
    problem = Problem("bad-table", *text, form.file, hint_en=hint[0], hint_zh=hint[1])
    return ScenarioError([problem], form.file)


def warnings_of(scenario: Scenario) -> tuple[Problem, ...]:
    """Give what is doubtful in a scenario that was read from tables, as of a YAML file."""
    return tuple(item for item in check_scenario(scenario) if item.severity == "warning")


def key_of(folder: Path) -> str | None:
    """Give the key of the scenario in a folder; None where its file has errors."""
    base = _rest_of(folder / REST_FILE).base
    return None if base is None else base.key


class _Reading:
    """One check of a folder."""

    def __init__(self, folder: Path, progress: Progress, stack: ExitStack) -> None:
        self._progress = progress
        self._rest = _rest_of(folder / REST_FILE)
        base = self._rest.base
        self._kinds = kinds_known(base) or {}
        sources = plain_sources(base)
        self._actors = ActorCheck(base, sources)
        self._relations = RelationCheck(base, sources, self._actors.places)
        self._files = (
            stack.enter_context(TableFile(folder / ACTORS.file, ACTORS, self._actors.faults)),
            stack.enter_context(
                TableFile(folder / RELATIONS.file, RELATIONS, self._relations.faults)
            ),
        )
        self._all = max(1, sum(file.rows or 0 for file in self._files))
        self._mentioned = _Mentioned(self._rest.mentioned(), self._actors.places)
        self._read: Checked | None = None

    def check(self) -> tuple[Problem, ...]:
        """Check everything; give all problems that are errors."""
        actors, relations = self._files
        self._relations.actors_known = actors.rows is not None
        if actors.rows is not None:
            for batch in actors.batches(lambda rows: self._progress(rows / self._all)):
                more = self._actors.check(batch)
                self._mentioned.take_actors(batch, more, self._kinds)
            self._actors.finish()
        if relations.rows is not None:
            self._check_relations(relations, actors.rows or 0)
        read = self._mentioned.read(self._rest)
        self._read = read
        rest = [_in_file(problem) for problem in read.errors]
        return gathered(rest, (self._actors.faults, self._relations.faults))

    def _check_relations(self, file: TableFile, before: int) -> None:
        for batch in file.batches(lambda rows: self._progress((before + rows) / self._all)):
            more = self._relations.check(batch)
            self._mentioned.take_relations(batch, more)
        suspects = self._relations.suspects()
        if suspects.size:
            self._relations.repeated(file.texts_at("id", suspects))

    def tables(self, stack: ExitStack) -> FolderTables:
        """Give the folder, which has no faults."""
        if self._read is None or self._read.scenario is None:
            raise AssertionError  # there would be a problem
        actors, relations = self._files
        warnings = tuple(_in_file(problem) for problem in self._read.warnings)
        return FolderTables(
            self._read.scenario,
            actors.rows or 0,
            relations.rows or 0,
            warnings,
            self._files,
            stack,
        )


class _Mentioned:
    """The entries of the tables that the variants mention: their checks need no others."""

    def __init__(self, words: frozenset[str], actors: Mapping[str, int]) -> None:
        self._words = words
        self._places = actors
        self._actors: dict[str, Any] = {}
        self._relations: dict[str, Any] = {}
        self._lost: set[str] = set()

    def take_actors(
        self, batch: Batch, more: Mapping[int, More], kinds: Mapping[str, ActorKind]
    ) -> None:
        """Take what is mentioned in a batch of actors."""
        for place, key in self._in(batch):
            try:
                (row,) = actor_rows(batch.only(place), kinds)
                said = plain_actor(row, more.get(place))
            except (KeyError, TypeError):  # a fault of the row, which is told
                self._lost.add(key)
                continue
            said.pop("member_of", None)  # whom it names need not be among those that are taken
            self._actors.setdefault(key, said)

    def take_relations(self, batch: Batch, more: Mapping[int, More]) -> None:
        """Take what is mentioned in a batch of relations, with the ends of each."""
        for place, key in self._in(batch):
            (row,) = relation_rows(batch.only(place))
            if row[1] in self._places and row[2] in self._places:
                self._relations.setdefault(key, plain_relation(row, more.get(place)))
                for end in row[1:3]:
                    self._actors.setdefault(end, {"kind": ANY_KIND})
            else:  # a fault of the row, which is told
                self._lost.add(key)

    def read(self, rest: Rest) -> Checked:
        """Read the whole file beside the tables."""
        return rest.whole(self._actors, [*self._relations.values()], self._lost)

    def _in(self, batch: Batch) -> Iterator[tuple[int, str]]:
        ids = batch.texts["id"]
        if not self._words or self._words.isdisjoint(ids.values):
            return
        for place, key in enumerate(ids.listed()):
            if key in self._words:
                yield place, key


ANY_KIND = "resident"
"""The kind of an end that no variant mentions: it only has to be there."""


def _rest_of(path: Path) -> Rest:
    """Read the file beside the tables; one that cannot be opened is a problem of its own."""
    try:
        with path.open("rb") as file:
            return Rest(file.read(MAX_BYTES + 1), REST_FILE)
    except FileNotFoundError:
        why = (f"There is no {REST_FILE}.", f"没有 {REST_FILE}。")
    except OSError as error:
        why = (f"It cannot be read: {error.strerror}.", f"无法读取：{error.strerror}。")
    hint = (
        "It holds what the tables do not: format: 1, scenario: KEY, title, sources, variants.",
        "它含表格之外的内容：format: 1、scenario: 键、title、sources、variants。",
    )
    return Rest.unreadable(
        Problem("missing-table", *why, hint_en=hint[0], hint_zh=hint[1]), REST_FILE
    )


def _in_file(problem: Problem) -> Problem:
    """Say in a problem of the file in which file it is; the other two have their own."""
    parts = (REST_FILE, problem.line, problem.path)
    place = ":".join(str(part) for part in parts if part)
    return dataclasses.replace(problem, path=place, line=None, column=None)


def _said(batch: Batch, reader: MoreReader) -> Iterator[tuple[int, More]]:
    """Give what the cells of ``more`` say, by row; cells that say nothing are left out."""
    texts = batch.texts["more"]
    if texts.values:
        for place, text in enumerate(texts.listed()):
            if text and (said := reader.read(text)).fields:
                yield place, said
