"""The program as a process: signals, pipes, terminals that know no Chinese, a quick start."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph_api.cli.serving import QUERY

PROGRAM = (sys.executable, "-m", "graph_api")
PATIENCE = 120
ROOT = Path(__file__).parents[3]


def environment(**own: str) -> dict[str, str]:
    """Give an environment without settings from outside."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EMPOWER_", "NEO4J_", "LC_", "LANG"))
    }
    if "EMPOWER_CACHE" in os.environ:  # what Neo4j was downloaded to
        kept["EMPOWER_CACHE"] = os.environ["EMPOWER_CACHE"]
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **own}


def finished(*words: str, stdin: bytes = b"", **own: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603
        [*PROGRAM, *words],
        input=stdin,
        capture_output=True,
        timeout=PATIENCE,
        env=environment(**own),
        check=False,
    )


@contextmanager
def started(*words: str, **own: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command; it is gone at the end, whatever happens."""
    process = subprocess.Popen(  # noqa: S603
        [*PROGRAM, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**own),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def first_line(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def ask(address: str, query: str) -> Any:
    request = urllib.request.Request(  # noqa: S310  # our own address
        f"{address}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
        return json.load(response)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with one seed, so that the first start is quick."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    shutil.copy(ROOT / "seeds" / "mutual-empowerment.yaml", folder)
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_loads_the_seeds_answers_the_query_it_prints_and_stops_cleanly(
    tmp_path: Path, seeds: Path, number: signal.Signals
) -> None:
    data = str(tmp_path / "data")
    with started(
        "serve", "--port", "0", "--json", "--data", data, EMPOWER_SEEDS=str(seeds)
    ) as server:
        address = first_line(server)["address"]
        with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE) as response:  # noqa: S310
            assert response.status == 200
        with urllib.request.urlopen(f"{address}/readyz", timeout=PATIENCE) as response:  # noqa: S310
            assert json.load(response)["status"] == "ready"
        pair = ask(address, QUERY)["data"]["scenario"]["view"]["pair"]
        shown = finished(
            "pair", "mutual-empowerment", "residents", "street_office", "--json", "--data", data
        )
        assert pair["mutual"] == json.loads(shown.stdout)["mutual"]
        server.send_signal(number)
        assert server.wait(PATIENCE) == 0
        assert server.stderr is not None
        log = server.stderr.read().decode()
    assert "Loaded 1 scenarios." in log
    assert "Traceback" not in log


def test_serve_leaves_a_store_empty_when_told_to_and_says_in_chinese_where_it_is(
    tmp_path: Path,
) -> None:
    data = str(tmp_path / "data")
    with started("serve", "--port", "0", "--no-seeds", "--lang", "zh", "--data", data) as server:
        assert server.stdout is not None
        said = server.stdout.readline().decode()
        assert said.startswith("服务地址 http://127.0.0.1:")
        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE) == 0
    assert json.loads(finished("check-config", "--json", "--data", data).stdout)["store"]["opens"]


def test_two_commands_in_a_pipe(tmp_path: Path) -> None:
    first = finished("export", "water-game", EMPOWER_DATA=str(tmp_path / "data"))
    second = finished("check", "-", stdin=first.stdout)
    assert second.returncode == 0
    assert b"-: good" in second.stdout


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    street = ROOT / "seeds" / "mutual-empowerment.yaml"
    with started("pair", str(street), "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"residents street_office\n")
        process.stdin.flush()
        assert first_line(process)["line"] == 1
        process.stdout.close()
        process.stdin.write(b"street_office residents\n" * 3)
        process.stdin.close()
        assert process.wait(PATIENCE) == 141
        assert process.stderr.read() == b""


def test_a_terminal_that_knows_no_chinese_shows_something_and_json_loses_nothing(
    tmp_path: Path,
) -> None:
    own = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "EMPOWER_DATA": str(tmp_path)}
    shown = finished("show", "water-game", "--lang", "zh", stdin=b"", **own)
    assert shown.returncode == 0
    assert b"?" in shown.stdout
    said = finished("show", "water-game", "--lang", "zh", "--json", stdin=b"", **own)
    plain = json.loads(said.stdout)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in plain["title"])


def test_help_comes_without_loading_what_is_slow() -> None:
    program = (
        "import sys; from graph_api.cli.main import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'scipy', 'networkx', 'yaml', 'rich', 'strawberry', 'neo4j'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        capture_output=True,
        timeout=PATIENCE,
        env=environment(),
        check=True,
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


@pytest.mark.neo4j
def test_a_neo4j_runs_until_ctrl_c_and_keeps_what_is_imported(tmp_path: Path) -> None:
    home = tmp_path / "neo4j"
    street = str(ROOT / "seeds" / "mutual-empowerment.yaml")
    with started("neo4j", "--home", str(home), "--port", "0", "--lang", "zh") as server:
        assert server.stdout is not None
        said = [server.stdout.readline().decode() for _ in range(3)]
        assert said[0].startswith("Neo4j 已在 bolt://127.0.0.1:")
        uri = said[2].strip().removeprefix("export NEO4J_URI=")
        imported = finished("import", street, NEO4J_URI=uri)
        assert imported.returncode == 0, imported.stderr
        listed = json.loads(finished("list", "--json", NEO4J_URI=uri).stdout)
        assert [item["key"] for item in listed["scenarios"]] == ["mutual-empowerment"]
        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE) == 0
