"""The service as a process that things happen to, and a client that never waits for ever."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.unit.cli.test_processes import environment

PATIENCE = 60
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "2"))
"""How often the service is killed; ``scripts/audit`` asks for 20."""

CHANGE = """
mutation ($key: String!, $expected: Int!, $changes: [ChangeInput!]!, $reason: String) {
  applyChanges(input: {scenario: $key, expectedRevision: $expected, changes: $changes,
                       reason: $reason}) {
    __typename
    ... on ChangesApplied { revision }
    ... on RevisionConflict { expected actual }
  }
}"""
READ = "query ($key: String!) { scenario(key: $key) { revision } }"
LARGE = "{ scenarios(first: 100) { edges { node { key } } } }"


@dataclass
class Service:
    """One `empower serve`; ``stop`` takes it away, however it goes."""

    process: subprocess.Popen[bytes]
    port: int

    def send(self, query: str, seconds: float = PATIENCE, **variables: Any) -> Any:
        """Give the answer to a question; OSError where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            body = json.dumps({"query": query, "variables": variables})
            connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def becomes(self, status: int) -> bool:
        """Wait until /readyz answers so; what it found out may be a moment old."""
        until = time.monotonic() + 10
        while self.get("/readyz")[0] != status:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def code(self, query: str, **variables: Any) -> tuple[str | None, float]:
        """Give the code of the first error of an answer, None without one, and the seconds."""
        began = time.monotonic()
        answer = self.send(query, **variables)
        errors = answer.get("errors") or [{}]
        return errors[0].get("extensions", {}).get("code"), time.monotonic() - began

    def change(self, key: str, step: int, expected: int, ties: int = 20) -> Any:
        """Set some strengths to a number that tells the step, all in one change set."""
        sets = [
            {"setRelation": {"id": f"r{n}", "strength": {"best": step % 1000 / 1000}}}
            for n in range(ties)
        ]
        return self.send(CHANGE, key=key, expected=expected, changes=sets, reason=f"step {step}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)


@contextmanager
def serving(data: Path, *words: str, inside: Sequence[str] = (), **own: str) -> Iterator[Service]:
    """Start the service on a free port, and wait until it says where it is.

    ``inside`` is a command that ends by running the words that follow it.
    """
    log = (data.parent / f"{data.name}.log").open("ab")
    process = subprocess.Popen(  # noqa: S603
        [
            *inside,
            *(sys.executable, "-m", "graph_api", "serve", "--port", "0", "--json", "--no-seeds"),
            *("--data", str(data), *words),
        ],
        stdout=subprocess.PIPE,
        stderr=log,
        env=environment(**own),
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said, (data.parent / f"{data.name}.log").read_text()
        yield Service(process, int(json.loads(said)["address"].rpartition(":")[2]))
    finally:
        process.kill()
        process.wait()
        log.close()
        assert process.stdout is not None
        process.stdout.close()


@dataclass
class Writer:
    """Changes one scenario again and again over GraphQL, and remembers what was acknowledged.

    Writers of different numbers never write the same: what changes nothing makes no revision.
    """

    key: str
    number: int = 0
    steps: Iterator[int] = field(init=False)
    acknowledged: dict[int, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __post_init__(self) -> None:
        self.steps = itertools.count(1 + self.number, 3)

    def once(self, service: Service) -> bool:
        """Write one change set; False where nobody answered."""
        step = next(self.steps)
        began = time.monotonic()
        try:
            read = service.send(READ, key=self.key)
            if "errors" in read:
                self.refused.append(read["errors"][0]["extensions"]["code"])
                return True
            answer = service.change(self.key, step, read["data"]["scenario"]["revision"])
        except OSError:
            return False
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)
        if "errors" in answer:
            self.refused.append(answer["errors"][0]["extensions"]["code"])
        elif answer["data"]["applyChanges"]["__typename"] == "ChangesApplied":
            self.acknowledged[answer["data"]["applyChanges"]["revision"]] = step
        else:
            self.refused.append(answer["data"]["applyChanges"]["__typename"])
        return True

    @contextmanager
    def beside(self, service: Service) -> Iterator[None]:
        """Write in a thread as long as the block runs, or until the service is gone."""
        over = threading.Event()

        def work() -> None:
            while not over.is_set() and self.once(service):
                pass

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def assert_kept(self, store: Any) -> None:  # a Store
        """Every acknowledged change is in the journal at its revision, whole."""
        journal = {item.revision: item for item in store.changes_since(self.key, 0)}
        for revision, step in self.acknowledged.items():
            assert journal[revision].change_set.reason == f"step {step}"
        ties = [*store.load(self.key).relations.values()][:20]
        assert len({tie.strength for tie in ties}) == 1, "half of a change set"
