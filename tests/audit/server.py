"""A real server for the audits: its own process, a store of its own, the seeds, a free port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

KEY = "mutual-empowerment"
TRUSTED = 'query Trusted { scenario(key: "mutual-empowerment") { id key revision } }'
"""The document that the server knows by its hash."""

CHANGE = """mutation($input: ApplyChangesInput!) {
  applyChanges(input: $input) { __typename ... on ChangesApplied { revision } } }"""

REVISIONS = 4
"""So many commits are made, for the audits that follow a scenario."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and what was committed there."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    def ask(self, query: str, **variables: Any) -> Any:
        """Give the data of an answer without errors."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(  # noqa: S310  # loopback
            self.url, body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  # as above
            answer = json.load(response)
        if "errors" in answer:
            raise RuntimeError(answer["errors"])
        return answer["data"]


def ending_subscription(revision: int) -> str:
    """Give the payload of a subscription that tells what is there already, and ends."""
    query = (
        f'subscription {{ scenarioChanged(key: "{KEY}", after: 0, until: {revision})'
        " { committed { revision } } }"
    )
    return json.dumps({"query": query})


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Lend a server over the seeds, which is stopped at the end.

    Raises
    ------
    RuntimeError
        If it does not start; with what it said.

    """
    trusted = folder / "trusted"
    trusted.mkdir()
    (trusted / "trusted.graphql").write_text(TRUSTED, "utf-8")
    log = folder / "server.log"
    environment = {word: value for word, value in os.environ.items() if "EMPOWER_" not in word}
    environment |= {"EMPOWER_TRUSTED": str(trusted), "EMPOWER_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "graph_api", "serve", "--port", "0", "--json"]
    with (
        log.open("w") as errors,
        subprocess.Popen(  # noqa: S603  # our own
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said.startswith("{"):
                raise RuntimeError(log.read_text("utf-8"))
            yield Server(json.loads(said)["graphql"], process, log)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def commit(server: Server) -> int:
    """Commit some changes; give the revision that they led to."""
    revision: int = server.ask(f'{{ scenario(key: "{KEY}") {{ revision }} }}')["scenario"][
        "revision"
    ]
    for number in range(REVISIONS):
        changes = [{"addActor": {"id": f"audit_{number}", "kind": "resident"}}]
        given = {
            "scenario": KEY,
            "expectedRevision": revision,
            "changes": changes,
            "reason": "audit",
        }
        done = server.ask(CHANGE, input=given)["applyChanges"]
        revision = done["revision"]
    return revision
