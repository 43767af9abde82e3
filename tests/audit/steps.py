"""The audits: each is one command, and how many of its checks passed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.audit.server import ROOT, TRUSTED, Server, ending_subscription

HERE = Path(__file__).parent
SCHEMA = ROOT / "schema" / "schema.graphql"
TOOLS = HERE / "node_modules" / ".bin"
MOST_SECONDS = 3_600

CLIENTS_ON_PYTHON = "tests.audit.gql_client"


@dataclass(frozen=True, slots=True)
class Place:
    """What an audit may use: the server, the revision it is at, a folder to write into."""

    server: Server
    revision: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many checks passed of how many, what was said, and what the table should add."""

    passed: int
    of: int
    said: str
    note: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether all passed."""
        return self.passed == self.of > 0


@dataclass(frozen=True, slots=True)
class Step:
    """One audit: what it is called, what it is about, the packages it is done with."""

    name: str
    about: str
    packages: tuple[str, ...]
    run: Callable[[Place], Outcome]


def said_of(
    command: Sequence[str], folder: Path = HERE, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a command; give its exit code and what it printed."""
    done = subprocess.run(  # noqa: S603  # ours, and the tools that package-lock.json pins
        command,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


def _counted(command: Sequence[str]) -> Outcome:
    """Run a probe that counts its checks itself, in its last line."""
    _, said = said_of(command)
    last = said.rstrip().rpartition("\n")[2]
    try:
        counts = json.loads(last)
        return Outcome(counts["passed"], counts["of"], said)
    except (ValueError, KeyError, TypeError):
        return Outcome(0, 1, said)


def _probe(file: str, *given: Callable[[Place], str]) -> Callable[[Place], Outcome]:
    def run(place: Place) -> Outcome:
        words = [one(place) for one in given]
        return _counted(["node", str(HERE / file), place.server.url, *words])

    return run


def _ending(place: Place) -> str:
    return ending_subscription(place.revision)


def _trusted(_: Place) -> str:
    return TRUSTED


def _gql(place: Place) -> Outcome:
    words = [place.server.url, str(place.revision)]
    return _counted([sys.executable, "-W", "ignore", str(HERE / "gql_client.py"), *words])


def _eslint(_: Place) -> Outcome:
    command = [str(TOOLS / "eslint"), "-c", "eslint.config.mjs", "--format", "json"]
    code, said = said_of([*command, "--no-ignore", "schema.copy.graphql"], environment=_copied())
    (HERE / "schema.copy.graphql").unlink()
    start = said.find("[{")
    if start < 0:
        return Outcome(0, 1, said)
    config = [str(TOOLS / "eslint"), "--print-config", "schema.graphql"]
    rules = len(re.findall(r'"@graphql-eslint/[a-z-]+": \[', said_of(config)[1]))
    found = json.JSONDecoder().raw_decode(said[start:])[0]
    messages = [item for file in found for item in file["messages"]]
    lines = [f"{item['line']}: {item['message']} ({item['ruleId']})" for item in messages]
    broken = len({item["ruleId"] for item in messages})
    good = max(0, rules - broken) if code == 0 or messages else 0
    return Outcome(good, max(1, rules), "\n".join(lines))


def _copied() -> dict[str, str]:
    """Put the schema where ESLint looks for files: within its own folder."""
    shutil.copyfile(SCHEMA, HERE / "schema.copy.graphql")
    return {"SCHEMA": "schema.copy.graphql"}


def _schema_linter(_: Place) -> Outcome:
    rules = len([*(HERE / "node_modules/graphql-schema-linter/lib/rules").glob("*.js")])
    code, said = said_of([str(TOOLS / "graphql-schema-linter"), "--format", "json", str(SCHEMA)])
    try:
        errors = json.loads(said[said.index("{") :])["errors"]
    except ValueError:
        return Outcome(0, rules, said)
    broken = len({item["rule"] for item in errors})
    lines = [f"{item['location']['line']}: {item['message']} ({item['rule']})" for item in errors]
    return Outcome(rules - broken if code == 0 or errors else 0, rules, "\n".join(lines))


def _relay(place: Place) -> Outcome:
    """Compile documents with connections and refetchable fragments, and serve what came out."""
    work = place.folder / "relay"
    shutil.copytree(HERE / "relay", work)
    shutil.copyfile(SCHEMA, work / "schema.graphql")
    (work / "__generated__").mkdir()
    (work / "persisted.json").write_text("{}", "utf-8")
    code, said = said_of([str(TOOLS / "relay-compiler"), "relay.config.json"], work)
    wanted = len(re.findall(r"graphql`", "".join(p.read_text("utf-8") for p in work.glob("src/*"))))
    made = [*(work / "__generated__").glob("*.graphql.js")]
    if code or len(made) < wanted:
        return Outcome(0, 2, said)
    from graph_api.api.schema import schema  # noqa: PLC0415  # slow to load
    from graph_api.api.trusted import read_trusted  # noqa: PLC0415  # as above
    from graph_api.errors import ScenarioError  # noqa: PLC0415  # as above

    try:
        trusted = read_trusted(work / "persisted.json", schema.graphql_schema)
    except ScenarioError as error:
        return Outcome(1, 2, "\n".join(problem.en for problem in error.problems))
    said += f"\n{len(made)} artifacts; its manifest: {len(trusted.texts)} trusted documents"
    return Outcome(2, 2, said)


def _inspector(place: Place) -> Outcome:
    """Compare the schema with that of the last revision: nothing may break without notice."""
    git = ["git", "-C", str(ROOT)]
    code, revisions = said_of([*git, "log", "-2", "--format=%h", "--", "schema/schema.graphql"])
    if code or not revisions.split():
        return Outcome(0, 1, "There is no earlier revision of schema/schema.graphql.")
    newest, *older = revisions.split()
    _, kept = said_of([*git, "show", f"{newest}:schema/schema.graphql"])
    if kept == SCHEMA.read_text("utf-8") and older:
        newest = older[0]
        _, kept = said_of([*git, "show", f"{newest}:schema/schema.graphql"])
    old = place.folder / "old.graphql"
    old.write_text(kept, "utf-8")
    code, said = said_of([str(TOOLS / "graphql-inspector"), "diff", str(old), str(SCHEMA)])
    broken = len(re.findall(r"^.*✖", said, re.MULTILINE)) if code else 0
    changes = len(re.findall(r"^\S*\s*[✔✖⚠]", said, re.MULTILINE))
    good = 1 if code == 0 else 0
    return Outcome(good, 1, f"Against {newest}: {changes} changes, {broken} breaking.\n{said}")


def run_pytest(*words: str, **environment: str) -> Outcome:
    """Run tests; what was skipped did not pass, and neither did a run that says no numbers."""
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"]
    command += ["-o", f"timeout={MOST_SECONDS}", *words]
    code, said = said_of(command, ROOT, {"EMPOWER_AUDIT": "1", **environment})
    return counted_tests(code, said)


def counted_tests(code: int, said: str) -> Outcome:
    """Read the last line of pytest, which counts what became of the tests.

    Examples
    --------
    >>> counted_tests(1, "F..\\n1 failed, 2 passed, 1 skipped in 0.12s")
    Outcome(passed=2, of=4, said='F..\\n1 failed, 2 passed, 1 skipped in 0.12s', note='')

    """
    last = said.rstrip().rpartition("\n")[2]
    found = _COUNT.findall(last) if _TOOK.search(last) else []
    passed = sum(int(number) for number, word in found if word == "passed")
    of = sum(int(number) for number, _ in found)
    if code != 0 and passed == of:  # it ended in another way, or nothing was there to run
        of += 1
    return Outcome(passed, max(1, of), said)


_COUNT = re.compile(r"(\d+) (?:subtests? )?(passed|failed|skipped|xfailed|xpassed|errors?)(?=[, ])")
_TOOK = re.compile(r" in \d+\.\d+s")


def _pytest(*words: str, **environment: str) -> Callable[[Place], Outcome]:
    return lambda _: run_pytest(*words, **environment)


def _faults(_: Place) -> Outcome:
    """Kill and starve the service; the disk can be full only where this user may mount one."""
    long, note = ["tests/faults/long_neo4j.py"], ""
    if _may_mount():
        long.append("tests/faults/long_disk.py")
    else:
        note = "without long_disk.py: no user may mount a file system here"
    quick = run_pytest("tests/faults", FAULT_ROUNDS="20")
    slow = run_pytest(*long, FAULT_ROUNDS="3")
    said = f"{quick.said}\n{slow.said}"
    return Outcome(quick.passed + slow.passed, quick.of + slow.of, said, note)


def _may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    mount = "mount -t tmpfs -o size=1m tmpfs /tmp"
    return said_of(["unshare", "-rm", "sh", "-c", mount])[0] == 0


STEPS = (
    Step("http", "GraphQL over HTTP", ("graphql-http",), _probe("http.mjs")),
    Step("ws", "graphql-transport-ws", ("graphql-ws", "ws"), _probe("ws.mjs", _ending)),
    Step("sse", "GraphQL over SSE", ("graphql-sse",), _probe("sse.mjs", _ending)),
    Step(
        "clients",
        "urql, Apollo, graphql-request",
        ("@urql/core", "@apollo/client", "graphql-request"),
        _probe("clients.mjs", _trusted),
    ),
    Step("gql", "gql from Python: HTTP, websocket, schema", (), _gql),
    Step("relay", "Relay compiler: artifacts, manifest", ("relay-compiler",), _relay),
    Step(
        "eslint",
        "rules of graphql-eslint, recommended and Relay",
        ("@graphql-eslint/eslint-plugin", "eslint"),
        _eslint,
    ),
    Step("linter", "rules of graphql-schema-linter", ("graphql-schema-linter",), _schema_linter),
    Step("inspector", "no breaking change unannounced", ("@graphql-inspector/cli",), _inspector),
    Step("hostile", "requests that mean harm", (), _pytest("tests/hostile")),
    Step(
        "long",
        "faults, stops, kills, load: the long proofs",
        (),
        _pytest(
            *("tests/faults", "tests/faults/long_hung.py", "tests/faults/long_neo4j.py"),
            *("tests/faults/long_disk.py", "tests/contract/test_backup_contract.py"),
            *("tests/api/test_statements.py", "tests/e2e/test_alive.py", "tests/e2e/test_drain.py"),
            *("tests/e2e/test_beyond_loopback.py", "tests/e2e/test_jobs_survive.py"),
        ),
    ),
    Step(
        "schemathesis",
        "2,000 documents drawn out of the schema",
        (),
        _pytest("tests/api/test_schemathesis.py"),
    ),
    Step("faults", "kill -9, Neo4j away, full disk, two writers", (), _faults),
    Step(
        "executors",
        "our executor against graphql-core, the dear queries too",
        (),
        _pytest("tests/api/executor", BOTH_EXECUTORS="all"),
    ),
)
"""Every audit, in the order in which they run."""
