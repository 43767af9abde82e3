"""A backup as a store would give it: every line is checked before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from graph_api.domain import Actor, Entry, Relation, Scenario
from graph_api.domain import Section as Of
from graph_api.domain.reading import read_entry
from graph_api.errors import BadParameterError, GraphApiError, UnknownScenarioError
from graph_api.exchange.backup.lines import LineReader
from graph_api.stores.base import (
    ActorBatch,
    ActorRow,
    RelationBatch,
    RelationRow,
    StoredRows,
    StoredWhole,
)
from graph_api.stores.bulk import check_actor, check_relation
from graph_api.stores.rows import JournalLine, committed, scenario_of

ACTOR = ((str,), (str, None), (str, None), (str,), (str,), (str,), (float,), (str, None))
RELATION = ((str,), (str,), (str,), (str,), (float, None), (float, None), (float, None), (list,))
COMMIT = ((int,), (str,), (str,), (str, None), (str, None), (str,), (str,), (bool,))
"""What may stand in each place of a row."""


@dataclass(frozen=True, slots=True)
class Section:
    """One scenario in a backup: its key, the revision of its state, its size, its checksum.

    Of one that was deleted only the journal is there.
    """

    key: str
    revision: int
    is_deleted: bool
    sha256: str
    actors: int = 0
    relations: int = 0

    @property
    def plain(self) -> list[object]:
        """Give it as the last line of a file says it."""
        return [self.key, self.revision, self.is_deleted, self.sha256]


class FileWhole(StoredWhole, StoredRows):
    """One scenario of a backup, which is read once, in the order of the file."""

    def __init__(self, reader: LineReader) -> None:
        self._reader = reader
        reader.begin_part()
        said = reader.take("scenario")
        kinds = {"key": str, "revision": int, "deleted": bool}
        if not isinstance(said, dict) or {name: type(said[name]) for name in said} != kinds:
            reader.broken("this does not begin a scenario", "此处并非情景的开头")
        self.key: str = said["key"]
        self._revision: int = said["revision"]
        self.is_deleted: bool = said["deleted"]
        self._text: str | None = None
        self._scenario = self._read_entries()
        self.digest = ""
        self.counts = {"actors": 0, "relations": 0}
        self._last = 0
        self._ends_deleted = False

    def _read_entries(self) -> Scenario:
        def entries() -> Iterator[tuple[Of, str, Entry]]:
            seen = set()
            while self._reader.peek() == "entry":
                section, name, plain = _fields(self._reader, self._reader.take("entry"), 3)
                with self._understood():
                    of = Of(section)
                    entry = read_entry(of, name, plain)
                if (of, name) in seen or of in (Of.ACTOR, Of.RELATION):
                    self._reader.broken(f"{name!r} occurs twice", f"“{name}”重复出现")
                seen.add((of, name))
                if of is Of.TEXT:
                    self._text = cast("str", entry)
                yield of, name, entry

        return scenario_of(self.key, self._revision, entries())

    @property
    def revision(self) -> int:
        """Give the revision of the state."""
        return self._revision

    @property
    def rows(self) -> FileWhole | None:
        """Give the scenario; None where it was deleted."""
        return None if self.is_deleted else self

    @property
    def scenario(self) -> Scenario:
        """Give everything but actors and relations."""
        return self._scenario

    @property
    def text(self) -> str | None:
        """Give the text of the file last imported."""
        return self._text

    def actors(self) -> Iterator[ActorBatch]:
        """Give all actors, line by line."""
        for rows, more in self._batches("actors", ACTOR, Of.ACTOR, self._actor):
            yield ActorBatch(rows, cast("dict[int, Actor]", more))

    def relations(self) -> Iterator[RelationBatch]:
        """Give all relations, line by line."""
        for rows, more in self._batches("relations", RELATION, Of.RELATION, self._relation):
            yield RelationBatch(rows, cast("dict[int, Relation]", more))

    def _actor(self, item: list[Any]) -> ActorRow:
        row = cast("ActorRow", tuple(item))
        check_actor(row)
        return row

    def _relation(self, item: list[Any]) -> RelationRow:
        row = cast("RelationRow", (*item[:7], tuple(item[7])))
        check_relation(row)
        return row

    def _batches(
        self,
        word: str,
        shape: tuple[Any, ...],
        section: Of,
        read: Callable[[list[Any]], Any],
    ) -> Iterator[tuple[list[Any], dict[int, Entry]]]:
        while self._reader.peek() == word:
            rows: list[Any] = []
            more: dict[int, Entry] = {}
            for place, item in enumerate(_list(self._reader, self._reader.take(word))):
                with self._understood():
                    if isinstance(item, list) and len(item) == 2:  # id, entry
                        more[place] = entry = read_entry(section, item[0], item[1])
                        # the store looks at the entry alone; the row only names it
                        rows.append((cast("Any", entry).id,))
                    else:
                        rows.append(read(_shaped(item, shape)))
            self.counts[word] += len(rows)
            yield rows, more

    def journal(self) -> Iterator[tuple[int, JournalLine]]:
        """Give the journal, then make sure that all of this scenario was as it was written."""
        while self._reader.peek() == "commit":
            with self._understood():
                revision, *rest = _shaped(self._reader.take("commit"), COMMIT)
                line = JournalLine(*rest)
                committed(revision, line)
            self._last += 1
            if revision != self._last:
                self._reader.broken(
                    f"revision {revision} stands where {self._last} should",
                    f"应为修订 {self._last} 处是 {revision}",
                )
            self._ends_deleted = line.deleted
            yield revision, line
        if (self._last, self._ends_deleted) != (self._revision, self.is_deleted):
            self._reader.broken(
                f"the journal ends at revision {self._last}, and the scenario is at"
                f" {self._revision}",
                f"日志止于修订 {self._last}，而情景为修订 {self._revision}",
            )
        self.digest = self._reader.end_part()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Turn what a reader of entries says into our error, with the place."""
        try:
            yield
        except GraphApiError as error:
            if "line" in error.details:
                raise
            self._reader.broken(error.en.rstrip("."), error.zh.rstrip("。"))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self._reader.broken(
                f"this cannot be read ({type(error).__name__}: {str(error)[:200]})",
                f"无法读取（{type(error).__name__}）",
            )


def _list(reader: LineReader, value: object) -> list[Any]:
    if not isinstance(value, list):
        reader.broken("a list should stand here", "此处应为列表")
    return value


def _fields(reader: LineReader, value: object, count: int) -> list[Any]:
    found = _list(reader, value)
    if len(found) != count or not all(isinstance(item, str) for item in found[: count - 1]):
        reader.broken("this is no entry", "此处不是条目")
    return found


def _shaped(item: object, shape: tuple[tuple[type | None, ...], ...]) -> list[Any]:
    """Make sure that a list holds what each place may hold."""
    if not isinstance(item, list) or len(item) != len(shape):
        raise ValueError("the row has another number of values")
    for value, kinds in zip(item, shape, strict=True):
        fits = (
            None in kinds
            if value is None
            else _kind(value) in kinds or (type(value) is int and float in kinds)
        )
        if not fits:
            raise ValueError("the row holds a value of another kind")
    return item


def _kind(value: object) -> type:
    return type(value)


class Reader:
    """Goes through a backup, scenario by scenario."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._lines = LineReader(file, name)
        self.header = self._lines.header
        self.tokens: list[dict[str, Any]] | None = None
        self.found: list[Section] = []

    def parts(self) -> Iterator[FileWhole]:
        """Give each scenario; what was not read of it is read before the next one."""
        while self._lines.peek() == "scenario":
            whole = FileWhole(self._lines)
            if any(part.key == whole.key for part in self.found):
                self._lines.broken(f"{whole.key!r} occurs twice", f"“{whole.key}”重复出现")
            yield whole
            drain(whole)
            self.found.append(
                Section(whole.key, whole.revision, whole.is_deleted, whole.digest, **whole.counts)
            )
        if self._lines.peek() == "tokens":
            self.tokens = [
                self._token(item) for item in _list(self._lines, self._lines.take("tokens"))
            ]
        self._lines.end([part.plain for part in self.found])

    def _token(self, item: object) -> dict[str, Any]:
        kinds = {
            "id": (str,),
            "digest": (str,),
            "name": (str,),
            "role": (str,),
            "created": (float,),
            "expires": (float, None),
            "revoked": (float, None),
        }
        if not isinstance(item, dict) or item.keys() != kinds.keys():
            self._lines.broken("this is no token", "此处不是令牌")
        try:
            _shaped([item[name] for name in kinds], tuple(kinds.values()))
            ("reader", "analyst", "editor", "admin").index(item["role"])
            bytes.fromhex(item["digest"])
        except ValueError as error:
            self._lines.broken(f"this is no token ({error})", "此处不是令牌")
        return item


def tokens_of(path: Path) -> tuple[dict[str, Any], ...]:
    """Give the tokens of a backup: their hashes and rights, never the tokens themselves."""
    with opened(path) as file:
        reader = Reader(file, str(path))
        for whole in reader.parts():
            drain(whole)
        return tuple(reader.tokens or ())


def drain(whole: FileWhole, tell: Callable[[], object] = lambda: None) -> None:
    """Read what is left of a scenario; ``tell`` is called now and then."""
    if not whole.digest:
        for part in (whole.actors, whole.relations, whole.journal):
            for _ in part():
                tell()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a backup to read."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BadParameterError(
            f"{path} cannot be read ({error.strerror}). Check the name and the rights.",
            f"无法读取 {path}（{error.strerror}）。请检查名称与权限。",
            path=str(path),
        ) from error


def verify(
    path: Path,
    keys: Iterable[str] | None = None,
    *,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Section, ...]:
    """Read a backup as a whole, believing nothing, and give what stands in it.

    Parameters
    ----------
    path
        The file.
    keys
        Only these must be whole: a file that is cut after them is good enough for them. None
        means the whole file.
    progress
        Is told how far it is, in [0, 1].

    Raises
    ------
    BadParameterError
        If it is cut, altered or none; the message names the line.
    UnknownScenarioError
        If it does not hold a key that was named.

    """
    with opened(path) as file:
        return verify_file(file, str(path), keys, progress)


def verify_file(
    file: BinaryIO,
    name: str,
    keys: Iterable[str] | None,
    progress: Callable[[float], None],
) -> tuple[Section, ...]:
    """Do what `verify` does with a file that is open."""
    wanted = None if keys is None else set(keys)
    size = max(1, file.seek(0, 2))
    reader = Reader(file, name)
    try:
        for whole in reader.parts():
            drain(whole, lambda: progress(min(1.0, file.tell() / size)))
    except BadParameterError:
        if wanted is None or not wanted <= {part.key for part in reader.found}:
            raise
    if wanted is None:
        return tuple(reader.found)
    known = [part.key for part in reader.found]
    for key in sorted(wanted):
        if key not in known:
            raise UnknownScenarioError(key, known)
    return tuple(part for part in reader.found if part.key in wanted)
