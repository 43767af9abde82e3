"""Hostile and broken backups: the place is named, memory bounded, nothing half restored."""

from __future__ import annotations

import gzip
import json
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from graph_api.domain import Scenario
from graph_api.errors import BadParameterError, GraphApiError, StoreError
from graph_api.exchange import backup
from graph_api.stores import SqliteStore
from tests.contract.rich import rich_scenario

NOW = datetime(2026, 11, 27, tzinfo=UTC)
Lines = list[dict[str, Any]]


@pytest.fixture
def target(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "target.sqlite")) as store:
        yield store


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A backup of two scenarios, `a` and `rich`."""
    path = tmp_path / "kept.backup"
    with closing(SqliteStore(tmp_path / "source.sqlite")) as store:
        store.create(Scenario("a"), text="format: 1")
        store.create(rich_scenario(), text="text")
        backup.write_backup(store, path, now=NOW, version="1")
    return path


def encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def lines_of(path: Path) -> Lines:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def sealed(path: Path, lines: Lines) -> Path:
    """Write lines as a forger would, with every checksum right."""
    header = {key: value for key, value in lines[0]["backup"].items() if key != "sha256"}
    out = [encoded({"backup": {**header, "sha256": sha256(encoded(header)).hexdigest()}})]
    part: list[bytes] = []
    parts = []
    key: list[Any] = []
    for line in lines[1:]:
        ((word, value),) = line.items()
        if word == "scenario":
            part, key = [], [*value.values()] if isinstance(value, dict) else [value]
        if word == "end":
            digest = sha256(b"".join(item + b"\n" for item in part)).hexdigest()
            line = {"end": {"lines": len(part), "sha256": digest}}  # noqa: PLW2901
            parts.append([*key, digest])
        if word == "file":
            digest = sha256(b"".join(item + b"\n" for item in out[1:])).hexdigest()
            line = {"file": {"parts": parts, "sha256": digest}}  # noqa: PLW2901
        part.append(encoded(line))
        out.append(encoded(line))
    path.write_bytes(gzip.compress(b"".join(item + b"\n" for item in out)))
    return path


def refused(target: SqliteStore, path: Path) -> GraphApiError:
    """Both ways refuse it, and nothing is there afterwards."""
    with pytest.raises(GraphApiError) as told:
        backup.restore(target, path)
    assert target.counters() == ()
    assert told.value.en
    assert told.value.zh
    return told.value


def test_a_forger_with_right_checksums_can_write_what_we_write(
    kept: Path, target: SqliteStore
) -> None:
    again = sealed(kept.with_name("again"), lines_of(kept))
    assert gzip.decompress(again.read_bytes()) == gzip.decompress(kept.read_bytes())
    assert len(backup.restore(target, again)) == 2


def test_a_file_that_was_cut_anywhere_is_refused(kept: Path, target: SqliteStore) -> None:
    data = kept.read_bytes()
    for length in [*range(0, len(data), 173), len(data) - 1]:
        kept.write_bytes(data[:length])
        error = refused(target, kept)
        assert isinstance(error, BadParameterError)
        assert error.details["line"] >= 0


def test_a_file_with_any_byte_altered_is_refused(kept: Path, target: SqliteStore) -> None:
    data = kept.read_bytes()
    for place in range(12, len(data), 211):  # before that stand time and system, which say nothing
        kept.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        refused(target, kept)


def test_a_letter_altered_inside_is_named_with_its_part(kept: Path, target: SqliteStore) -> None:
    text = gzip.decompress(kept.read_bytes()).replace(b"essay-4", b"essay-5")
    kept.write_bytes(gzip.compress(text))
    assert "altered" in refused(target, kept).en
    header = gzip.decompress(kept.read_bytes()).replace(b'"store":"sqlite"', b'"store":"squite"', 1)
    kept.write_bytes(gzip.compress(header))
    assert refused(target, kept).details["line"] == 1


def test_what_stands_before_the_break_can_still_be_restored(
    kept: Path, target: SqliteStore
) -> None:
    lines = gzip.decompress(kept.read_bytes()).splitlines(keepends=True)
    kept.write_bytes(gzip.compress(b"".join(lines[:-3])))
    refused(target, kept)
    (done,) = backup.restore(target, kept, keys=["a"])
    assert (done.key, done.how) == ("a", "restored")
    assert target.text("a") == "format: 1"
    with pytest.raises(BadParameterError):
        backup.restore(target, kept, keys=["rich"])


def test_an_altered_part_is_not_restored_even_if_nothing_else_is_asked_for(
    kept: Path, target: SqliteStore
) -> None:
    lines = gzip.decompress(kept.read_bytes()).splitlines(keepends=True)
    altered = b"".join(lines[:-3]).replace(b"format: 1", b"format: 2")
    kept.write_bytes(gzip.compress(altered))
    with pytest.raises(BadParameterError):
        backup.restore(target, kept, keys=["a"])
    assert target.counters() == ()


def test_what_stands_after_the_end_is_refused(kept: Path, target: SqliteStore) -> None:
    kept.write_bytes(kept.read_bytes() + gzip.compress(b"more\n"))
    assert "after the end" in refused(target, kept).en


@pytest.mark.parametrize(
    "data", [b"", b"no backup", b"PK\x03\x04", gzip.compress(b"", mtime=0), b"\x1f\x8b"]
)
def test_what_is_no_backup_is_refused(data: bytes, tmp_path: Path, target: SqliteStore) -> None:
    path = tmp_path / "no"
    path.write_bytes(data)
    refused(target, path)


def test_a_newer_format_is_refused(kept: Path, target: SqliteStore) -> None:
    lines = lines_of(kept)
    lines[0]["backup"]["format"] = 2
    assert "format is 2" in refused(target, sealed(kept, lines)).en


def first(lines: Lines, word: str) -> Any:
    """Give the value of the last line of a word: that of the rich scenario."""
    return [line[word] for line in lines if word in line][-1]


def _repeat(lines: Lines) -> None:
    lines[1:1] = lines[1 : 1 + next(n for n, line in enumerate(lines[1:], 1) if "end" in line)]


BROKEN: dict[str, Callable[[Lines], object]] = {
    "a scenario twice": _repeat,
    "an entry twice": lambda lines: lines.insert(3, lines[2]),
    "an unknown level": lambda lines: first(lines, "actors").append(
        ["new", None, None, "resident", "planet", "society", 0.0, None]
    ),
    "a row that is too short": lambda lines: first(lines, "actors").append(["new", None, None]),
    "a number where a name should be": lambda lines: first(lines, "actors").append(
        ["new", 1, None, "resident", "group", "society", 0.0, None]
    ),
    "an infinite number": lambda lines: first(lines, "actors").append(
        ["new", None, None, "resident", "group", "society", float("inf"), None]
    ),
    "not a number": lambda lines: first(lines, "actors").append(
        ["new", None, None, "resident", "group", "society", float("nan"), None]
    ),
    "low above high": lambda lines: first(lines, "relations").append(
        ["new", "a", "b", "empowerment", 0.9, 0.5, 0.1, []]
    ),
    "a relation without its actor": lambda lines: first(lines, "relations").append(
        ["new", "nobody", "no one", "empowerment", 0.1, 0.5, 0.9, []]
    ),
    "an actor twice": lambda lines: first(lines, "actors").extend(first(lines, "actors")),
    "half a character": lambda lines: first(lines, "actors").append(
        ["\ud800", None, None, "resident", "group", "society", 0.0, None]
    ),
    "an entry of an unknown section": lambda lines: lines.insert(2, {"entry": ["x", "y", {}]}),
    "an entry of another shape": lambda lines: lines.insert(2, {"entry": ["source", "y", [1]]}),
    "a journal with a gap": lambda lines: first(lines, "commit").__setitem__(0, 2),
    "a journal that is too short": lambda lines: first(lines, "scenario").update(revision=2),
    "a journal line that cannot be read": lambda lines: first(lines, "commit").__setitem__(
        6, "[1]"
    ),
    "a deletion that was none": lambda lines: first(lines, "commit").__setitem__(7, True),
    "an unknown word": lambda lines: lines.insert(2, {"surprise": 1}),
    "a revision that is no number": lambda lines: first(lines, "scenario").update(revision="1"),
    "too many words": lambda lines: lines.insert(2, {"entry": [], "other": []}),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_forged_file_is_refused(how: str, kept: Path, target: SqliteStore) -> None:
    lines = lines_of(kept)
    BROKEN[how](lines)
    try:
        path = sealed(kept, lines)
    except (ValueError, UnicodeEncodeError):
        text = json.dumps(lines[-1])  # what our encoder refuses is written with escapes
        assert text
        path = kept
        path.write_bytes(gzip.compress(b"\n".join(json.dumps(line).encode() for line in lines)))
    with pytest.raises(GraphApiError):
        backup.restore(target, path)
    assert "rich" not in {item.key for item in target.counters()}
    assert "rich" not in {info.key for info in target.scenarios()}


def test_a_key_that_occurs_twice_is_refused(kept: Path, target: SqliteStore) -> None:
    text = gzip.decompress(kept.read_bytes()).replace(b'{"key":"a"', b'{"key":"a","key":"a"', 1)
    kept.write_bytes(gzip.compress(text))
    assert "twice" in refused(target, kept).en


BOMB = """
import gzip, resource, sys
from pathlib import Path
from graph_api.errors import BadParameterError
from graph_api.exchange import backup
path = Path(sys.argv[1])
head = gzip.decompress(Path(sys.argv[2]).read_bytes()).split(b"\\n")[0] + b"\\n"
with gzip.open(path, "wb", 1) as out:
    out.write(head)
    out.write(sys.argv[3].encode())
    for _ in range(200):
        out.write(sys.argv[4].encode() * (2**20 // len(sys.argv[4])))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    backup.verify(path)
except BadParameterError as error:
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(error.details["line"], (after - before) // 1024)
"""


@pytest.mark.parametrize("start", ['{"actors":[', '{"commit":["'])
def test_a_bomb_takes_no_more_memory_than_its_longest_line(
    start: str, kept: Path, tmp_path: Path
) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", BOMB, str(tmp_path / "bomb"), str(kept), start, "0,"],
        capture_output=True,
        timeout=60,
        check=True,
        text=True,
    )
    line, mebibytes = map(int, done.stdout.split())
    assert line == 2
    assert mebibytes < 400


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"entry":' + b"[" * 100_000])
def test_deep_nesting_is_refused(text: bytes, kept: Path, target: SqliteStore) -> None:
    head = gzip.decompress(kept.read_bytes()).split(b"\n")[0]
    kept.write_bytes(gzip.compress(head + b"\n" + text + b"\n"))
    assert refused(target, kept).details["line"] == 2


def interrupted(_share: float) -> None:
    raise KeyboardInterrupt


def test_a_backup_appears_whole_or_not_at_all(kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    with closing(SqliteStore(tmp_path / "source.sqlite")) as store:
        with pytest.raises(BadParameterError):
            backup.write_backup(store, kept, now=NOW, version="2")
        with pytest.raises(KeyboardInterrupt):
            backup.write_backup(store, kept, now=NOW, version="2", force=True, progress=interrupted)
        assert kept.read_bytes() == before
        assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_tokens_are_for_the_owner_of_the_file_while_it_is_written_too(
    kept: Path, tmp_path: Path
) -> None:
    modes: set[int] = set()

    def look(_: float) -> None:
        modes.update(stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob(".*.part"))

    with closing(SqliteStore(tmp_path / "source.sqlite")) as store:
        backup.write_backup(store, kept, now=NOW, version="2", tokens=[], force=True, progress=look)
    assert modes == {0o600}


def test_a_store_without_room_says_so_and_keeps_nothing(
    kept: Path, target: SqliteStore, tmp_path: Path
) -> None:
    size = (tmp_path / "target.sqlite").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(size, 8192), hard))
    try:
        with pytest.raises(StoreError):
            backup.restore(target, kept, keys=["rich"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.scenarios() == ()
    assert len(backup.restore(target, kept)) == 2
