"""The download of Neo4j: once, whole or not at all, by whichever way is there."""

from __future__ import annotations

import functools
import hashlib
import http.server
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_api.errors import StoreError, StoreUnavailableError
from graph_api.stores import neo4j_jars
from graph_api.stores.neo4j_jars import (
    COORDINATES,
    MARKER,
    VERSION,
    Say,
    by_jgo,
    by_maven,
    default_cache,
    fetch_jars,
)

HOME = Path("home")


def test_the_cache_is_where_the_user_or_the_system_says() -> None:
    assert default_cache({"EMPOWER_CACHE": "mine", "XDG_CACHE_HOME": "x"}, HOME) == Path("mine")
    assert default_cache({"XDG_CACHE_HOME": "x"}, HOME) == Path("x/empower")
    assert (
        default_cache({"EMPOWER_CACHE": "", "XDG_CACHE_HOME": ""}, HOME) == HOME / ".cache/empower"
    )


class Way:
    """A way that brings two small files, or fails; it counts how often it was taken."""

    def __init__(self, error: Exception | None = None, names: tuple[str, ...] = ("a", "b")) -> None:
        self.error = error
        self.names = names
        self.taken = 0

    def __call__(self, folder: Path, say: Say) -> None:
        self.taken += 1
        say("fetching")
        for name in self.names:
            (folder / "lib" / f"{name}.jar").write_text("jar")
            if self.error is not None:
                raise self.error


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_fetched_once(tmp_path: Path) -> None:
    way, said = Way(), list[str]()
    cache = tmp_path / "deep" / "cache"
    jars = fetch_jars(cache, said.append, [way])
    assert names_in(jars) == ["a.jar", "b.jar"]
    assert jars == cache / f"neo4j-{VERSION}" / "lib"
    assert fetch_jars(cache, said.append, [way]) == jars
    assert (way.taken, said) == (1, ["fetching"])


def test_a_download_that_was_cut_off_is_not_trusted(tmp_path: Path) -> None:
    cut_off = Way(KeyboardInterrupt())  # type: ignore[arg-type]  # as Ctrl-C would
    with pytest.raises(KeyboardInterrupt):
        fetch_jars(tmp_path, print, [cut_off])
    lib = tmp_path / f"neo4j-{VERSION}" / "lib"
    assert names_in(lib) == ["a.jar"]
    way = Way(names=("b", "c"))
    assert names_in(fetch_jars(tmp_path, print, [way])) == ["b.jar", "c.jar"]


def test_a_download_that_lost_a_file_is_fetched_again(tmp_path: Path) -> None:
    way = Way()
    jars = fetch_jars(tmp_path, print, [way])
    (jars / "b.jar").unlink()
    fetch_jars(tmp_path, print, [way])
    assert (way.taken, names_in(jars)) == (2, ["a.jar", "b.jar"])


def test_where_one_way_fails_the_next_is_taken(tmp_path: Path) -> None:
    first, second = Way(RuntimeError("no route")), Way(names=("z",))
    assert names_in(fetch_jars(tmp_path, print, [first, second])) == ["z.jar"]


def test_where_all_ways_fail_each_says_why(tmp_path: Path) -> None:
    ways = [
        Way(RuntimeError("Maven: no route")),
        Way(OSError("no name")),
        Way(names=()),
        Way(StoreError("no package", "缺少包")),
    ]
    with pytest.raises(StoreUnavailableError) as caught:
        fetch_jars(tmp_path, print, ways)
    assert "Maven: no route; no name; nothing came; no package" in caught.value.en
    assert "NEO4J_URI" in caught.value.zh
    assert not (tmp_path / f"neo4j-{VERSION}" / MARKER).exists()


def test_a_package_that_is_missing_is_said_alone_where_it_is_the_only_way(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^no package$"):
        fetch_jars(tmp_path, print, [Way(StoreError("no package", "缺少包"))])


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    taken = tmp_path / "cache"
    taken.write_text("a file")
    with pytest.raises(StoreError, match=r"cannot be kept in .*EMPOWER_CACHE"):
        fetch_jars(taken, print, [Way()])


def test_of_two_at_once_one_fetches_and_the_other_waits(tmp_path: Path) -> None:
    inside, go = threading.Event(), threading.Event()
    said: list[str] = []

    def slow(folder: Path, say: Say) -> None:
        inside.set()
        go.wait(20)
        Way()(folder, say)

    def say_and_let_go(text: str) -> None:
        said.append(text)
        go.set()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(fetch_jars, tmp_path, lambda _: None, [slow])
        inside.wait(20)
        never = Way()
        second = pool.submit(fetch_jars, tmp_path, say_and_let_go, [never])
        assert first.result() == second.result()
    assert said == ["waiting for another process that is fetching Neo4j"]
    assert never.taken == 0


def test_waiting_for_another_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_jars, "FETCH_SECONDS", 0.1)
    with (
        neo4j_jars._alone(tmp_path / f"neo4j-{VERSION}.lock", print),
        pytest.raises(StoreUnavailableError, match="another process has been fetching"),
    ):
        fetch_jars(tmp_path, lambda _: None, [Way()])


# Maven


def program(path: Path, text: str) -> str:
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(0o755)
    return str(path)


MAVEN = """
import pathlib, sys
pom = pathlib.Path(sys.argv[sys.argv.index("-f") + 1]).read_text()
(target,) = [item.split("=")[1] for item in sys.argv if item.startswith("-DoutputDirectory=")]
pathlib.Path(target, "from-maven.jar").write_text(pom)
"""


def test_maven_is_asked_for_both_artifacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a small program in the place of Maven."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder / "mvn", MAVEN)
    monkeypatch.setenv("PATH", str(folder))
    said: list[str] = []
    jars = fetch_jars(tmp_path / "cache", said.append)
    pom = (jars / "from-maven.jar").read_text()
    for coordinates in COORDINATES:
        group, artifact, version = coordinates.split(":")
        assert f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId>" in pom
        assert f"<version>{version}</version>" in pom
    assert len(said) == 1
    assert "with Maven" in said[0]


def test_what_maven_says_is_told_in_short(tmp_path: Path) -> None:
    failing = program(tmp_path / "mvn", "print('no route\\nto host\\nx\\ny'); raise SystemExit(1)")
    with pytest.raises(RuntimeError, match=r"^Maven: no route / to host / x$"):
        by_maven(tmp_path, print, failing)


# jgo


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[str]:
    """A Maven repository of two small artifacts on this machine, one needing the other."""
    root = tmp_path / "repository"
    for name, needs in (("first", "second"), ("second", None)):
        folder = root / "org" / "example" / name / "1.0"
        folder.mkdir(parents=True)
        needed = (
            f"<dependencies><dependency><groupId>org.example</groupId><artifactId>{needs}"
            "</artifactId><version>1.0</version></dependency></dependencies>"
            if needs
            else ""
        )
        (folder / f"{name}-1.0.pom").write_text(
            '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
            f"<groupId>org.example</groupId><artifactId>{name}</artifactId><version>1.0</version>"
            f"{needed}</project>"
        )
        with zipfile.ZipFile(folder / f"{name}-1.0.jar", "w") as jar:
            jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
        for path in [*folder.iterdir()]:
            digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
            path.with_name(path.name + ".sha1").write_text(digest)
    handler = functools.partial(Quiet, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        pass


def test_jgo_brings_an_artifact_and_what_it_needs(repository: str, tmp_path: Path) -> None:
    said: list[str] = []
    way = functools.partial(by_jgo, repository=repository, coordinates=["org.example:first:1.0"])
    jars = fetch_jars(tmp_path / "cache", said.append, [way])
    assert names_in(jars) == ["first-1.0.jar", "second-1.0.jar"]
    assert zipfile.ZipFile(jars / "first-1.0.jar").namelist() == ["META-INF/MANIFEST.MF"]
    assert names_in(jars.parent) == [MARKER, "lib"]  # what jgo needed meanwhile is gone
    assert "with jgo" in said[0]


def test_jgo_says_where_it_got_stuck(repository: str, tmp_path: Path) -> None:
    way = functools.partial(by_jgo, repository=repository, coordinates=["org.example:no:1.0"])
    with pytest.raises(StoreUnavailableError, match=r"could not be fetched.*Check the network"):
        fetch_jars(tmp_path / "cache", print, [way])


def test_a_repository_that_is_away_is_said(tmp_path: Path) -> None:
    way = functools.partial(
        by_jgo, repository="http://127.0.0.1:1", coordinates=["org.example:first:1.0"]
    )
    with pytest.raises(StoreUnavailableError, match="Check the network"):
        fetch_jars(tmp_path / "cache", print, [way])


def test_without_jgo_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jgo.env", None)  # as if it were not installed
    monkeypatch.setenv("PATH", str(tmp_path))  # no Maven either
    with pytest.raises(
        StoreError, match=r"package jgo: run `pip install 'empower\[local-neo4j\]'`"
    ):
        fetch_jars(tmp_path / "cache", print)
