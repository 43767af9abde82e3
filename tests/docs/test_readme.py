"""Every block of the README runs, and says what it says there."""

from __future__ import annotations

import doctest
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.scenarios import read_scenario
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
RUN_ELSEWHERE = {
    "scripts/serve": "test_the_first_command_serves_the_query",
    "scripts/test": "this very run",
    "EMPOWER_SIGN_IN=1 empower serve": "tests/e2e/test_beyond_loopback.py",
    "docker compose up": "no Docker engine is needed for the tests; test_compose.py reads the file",
}


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


def commands() -> list[tuple[str, str]]:
    """Give each ``$`` line of the console blocks with the output shown below it.

    Those of the analyst's part follow one another: `test_analyst_part` runs them.
    """
    found = []
    before, _, rest = README.partition("## From a sheet to a plan\n")
    alone = before + rest.partition("\n## ")[2]
    for text in re.findall(r"^```console\n(.*?)^```$", alone, flags=re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command.strip(), output))
    return found


def test_each_kind_of_block_is_looked_at() -> None:
    assert {kind for kind, _ in BLOCKS} <= {
        "console",
        "graphql",
        "json",
        "pycon",
        "yaml",
        "mermaid",
    }
    assert all(blocks(kind) for kind in ("console", "graphql", "json", "pycon", "yaml", "mermaid"))


@pytest.mark.e2e
@pytest.mark.parametrize(("command", "output"), commands())
def test_commands(command: str, output: str, tmp_path: Path) -> None:
    for start in RUN_ELSEWHERE:
        if command.startswith(start) or start in command:
            return
    assert command.startswith("empower "), command
    if command.startswith("empower neo4j"):  # started and stopped in tests/unit/stores
        return
    environment = {
        **os.environ,
        "EMPOWER_DATA": str(tmp_path / "data"),
        "EMPOWER_LANG": "en",
        "COLUMNS": "110",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(  # noqa: S602  # our own README
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    if output.strip():
        said = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
        assert said == [line.rstrip() for line in output.strip("\n").splitlines()]


def test_python_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for text in blocks("pycon"):
        test = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        runner.run(test)
        assert runner.summarize(verbose=False).failed == 0


def test_yaml_blocks() -> None:
    for text in blocks("yaml"):
        assert read_scenario(text, name="README.md").problems == ()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first command of the README, run for real on a free port."""
    port = free_port()
    data = tmp_path_factory.mktemp("served") / "data"
    with subprocess.Popen(  # noqa: S603  # our own script
        [ROOT / "scripts" / "serve", "--port", str(port), "--data", str(data)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "EMPOWER_LANG": "en"},
    ) as server:
        assert server.stdout is not None
        said = ""
        for line in server.stdout:
            said += line
            if f"http://127.0.0.1:{port}/graphql" in line:
                break
        else:
            pytest.fail(f"it ended without an address: {said}")
        yield f"http://127.0.0.1:{port}"
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0


def ask(address: str, query: str) -> dict[str, object]:
    request = urllib.request.Request(  # noqa: S310  # loopback
        f"{address}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        found: dict[str, object] = json.load(answer)
        return found


@pytest.mark.e2e
def test_the_first_command_serves_the_query(address: str) -> None:
    for query, expected in zip(blocks("graphql"), blocks("json"), strict=True):
        assert ask(address, query)["data"] == json.loads(expected)["data"]
    for path in ("healthz", "readyz"):
        with urllib.request.urlopen(f"{address}/{path}", timeout=10) as answer:  # noqa: S310
            assert answer.status == 200


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / target).exists(), target
