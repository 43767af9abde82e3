"""Neo4j Community's Java archives, fetched once into a cache folder.

Two ways lead there: Maven where it is installed, which is quicker, else the Python package jgo. A
marker is written last, so that a download that was cut off is never taken for a whole one.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from graph_api.errors import StoreError, StoreUnavailableError

VERSION = "2026.09.0"
COORDINATES = (f"org.neo4j.app:neo4j-server:{VERSION}", f"org.neo4j:neo4j:{VERSION}")
MARKER = "complete"
"""The file that lists the archives of a whole download; written last."""

FETCH_SECONDS = 1_800.0
"""After this a download is given up, and so is waiting for somebody else's."""

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

Say = Callable[[str], None]
Fetch = Callable[[Path, Say], None]
"""Fetches all archives into the folder ``lib`` of a folder; an `OSError`, `RuntimeError` or
`ValueError` says that it could not."""


def default_cache(environ: Mapping[str, str], home: Path) -> Path:
    """Give the folder for downloads: ``EMPOWER_CACHE``, else where this system keeps caches.

    Examples
    --------
    >>> default_cache({"XDG_CACHE_HOME": "/tmp/c"}, Path("/home/li")).as_posix()
    '/tmp/c/empower'

    """
    if own := environ.get("EMPOWER_CACHE"):
        return Path(own)
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "empower"


def fetch_jars(cache: Path, say: Say, fetchers: Sequence[Fetch] | None = None) -> Path:
    """Give the folder that holds Neo4j's archives, fetching them where they are not there yet.

    Parameters
    ----------
    cache
        The folder for downloads; several processes may use it at once, and one of them fetches.
    say
        Is told what takes time.
    fetchers
        The ways to try, in order; Maven where it is installed, then jgo, unless given.

    Raises
    ------
    StoreError
        If no way leads there; the message says what to install or to mend.

    """
    folder = cache / f"neo4j-{VERSION}"
    if _is_whole(folder):
        return folder / "lib"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache / f"neo4j-{VERSION}.lock", say):
            if not _is_whole(folder):  # somebody else may have fetched them meanwhile
                _fetch(folder, say, fetchers or _ways())
    except OSError as error:
        raise StoreError(
            f"Neo4j cannot be kept in {cache} ({error}). Give this user the right to write there,"
            " or name another folder (EMPOWER_CACHE).",
            f"无法将 Neo4j 存入 {cache}（{error}）。请授予当前用户写权限，"
            "或指定另一个目录（EMPOWER_CACHE）。",
            cache=str(cache),
        ) from error
    return folder / "lib"


def _ways() -> list[Fetch]:
    maven = shutil.which("mvn")
    ways: list[Fetch] = [by_jgo]
    if maven is not None:
        ways.insert(0, lambda folder, say: by_maven(folder, say, maven))
    return ways


def _is_whole(folder: Path) -> bool:
    marker = folder / MARKER
    if not marker.is_file():
        return False
    names = marker.read_text(encoding="utf-8").split("\n")
    return all((folder / "lib" / name).is_file() for name in names)


def _fetch(folder: Path, say: Say, fetchers: Sequence[Fetch]) -> None:
    failures = []
    for fetch in fetchers:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "lib").mkdir(parents=True)
        try:
            fetch(folder, say)
            names = sorted(path.name for path in (folder / "lib").glob("*.jar"))
            if not names:
                failures.append("nothing came")
                continue
        except StoreError as error:  # a package is missing
            if not failures:
                raise
            failures.append(error.en)
            continue
        except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
            failures.append(str(error).strip()[-2_000:])
            continue
        (folder / MARKER).write_text("\n".join(names), encoding="utf-8")
        return
    reasons = "; ".join(failures)
    raise StoreUnavailableError(
        f"Neo4j {VERSION} could not be fetched: {reasons}. It comes from Maven Central, once, about"
        " 180 MB. Check the network and try again, or name a server that runs already (NEO4J_URI).",
        f"无法获取 Neo4j {VERSION}：{reasons}。首次使用需从 Maven Central 下载约 180 MB。"
        "请检查网络后重试，或指定已在运行的服务器（NEO4J_URI）。",
        version=VERSION,
    )


def by_maven(folder: Path, say: Say, maven: str) -> None:
    """Fetch the archives with the command ``mvn``, which keeps its own settings and repository."""
    say(f"fetching Neo4j {VERSION} with Maven (about 180 MB, once)")
    pom = folder / "pom.xml"
    pom.write_text(_pom(COORDINATES), encoding="utf-8")
    target = f"-DoutputDirectory={folder / 'lib'}"
    ended = subprocess.run(  # noqa: S603  # Maven, as found on the path
        [maven, "-B", "-q", "-f", str(pom), _COPY, target, "-DincludeScope=runtime"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=FETCH_SECONDS,
        check=False,
    )
    if ended.returncode:
        said = " / ".join(ended.stdout.strip().splitlines()[:3])
        raise RuntimeError(f"Maven: {said}")


def by_jgo(
    folder: Path,
    say: Say,
    repository: str | None = None,
    coordinates: Sequence[str] = COORDINATES,
) -> None:
    """Fetch the archives with the Python package jgo, which needs no Java.

    ``repository`` is the address of the only Maven repository to ask; None is jgo's own choice.
    What it fetches is kept in a folder of this download alone: in a shared one, an archive that was
    cut off would be taken for a whole one.
    """
    try:
        from jgo.env import EnvironmentBuilder, LinkStrategy  # noqa: PLC0415  # an extra
        from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415
    except ImportError as error:
        raise missing_extra("jgo") from error
    say(f"fetching Neo4j {VERSION} with jgo (about 180 MB, once)")
    repository_cache = folder / "repository"
    environments = folder / "environments"
    context = MavenContext(
        repo_cache=repository_cache,
        remote_repos={"only": repository} if repository else None,  # None: what jgo knows
        resolver=PythonResolver(lenient=True),  # some of Neo4j's poms name what nobody needs
    )
    builder = EnvironmentBuilder(
        context=context, cache_dir=environments, link_strategy=LinkStrategy.AUTO
    )
    environment = builder.from_endpoint("+".join(coordinates))
    for source in (environment.jars_dir, environment.modules_dir):  # jgo parts them in two
        for jar in source.glob("*.jar"):
            jar.replace(folder / "lib" / jar.name)
    shutil.rmtree(environments)
    shutil.rmtree(repository_cache)


def missing_extra(package: str) -> StoreError:
    """Give the error for a Python package that only a local Neo4j needs."""
    return StoreError(
        f"A local Neo4j needs the Python package {package}: run"
        " `pip install 'empower[local-neo4j]'`, or name a server that runs already (NEO4J_URI).",
        f"本地 Neo4j 需要 Python 包 {package}：请运行 `pip install 'empower[local-neo4j]'`，"
        "或指定已在运行的服务器（NEO4J_URI）。",
        package=package,
    )


def _pom(coordinates: Sequence[str]) -> str:
    parts = (item.split(":") for item in coordinates)
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>\n"
        for group, artifact, version in parts
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0">\n'
        "<modelVersion>4.0.0</modelVersion>\n"
        "<groupId>empower</groupId><artifactId>local-neo4j</artifactId><version>1</version>\n"
        f"<packaging>pom</packaging>\n<dependencies>\n{dependencies}</dependencies>\n</project>\n"
    )


@contextmanager
def _alone(lock: Path, say: Say) -> Iterator[None]:
    """Let one process at a time in.

    SQLite's lock is the same on every system, and goes when the process that holds it does.
    """
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            say("waiting for another process that is fetching Neo4j")
            connection.execute(f"PRAGMA busy_timeout = {int(FETCH_SECONDS * 1000)}")
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise StoreUnavailableError(
                    f"Neo4j {VERSION} could not be fetched: another process has been fetching it"
                    f" for {FETCH_SECONDS:g} seconds. End that process and try again.",
                    f"无法获取 Neo4j {VERSION}：另一个进程已下载了 {FETCH_SECONDS:g} 秒。"
                    "请结束该进程后重试。",
                    version=VERSION,
                ) from error
        yield
