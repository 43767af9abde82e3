"""What the audits found, as a table that is put together of the rows of several runs."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from tests.audit.steps import HERE, STEPS, Outcome, Step, said_of

OURS = ("graphql-core", "strawberry-graphql", "starlette", "uvicorn", "gql", "schemathesis")
HEAD = "| audit | about | with | passed | seconds | date | revision |"


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was run, and how long it took."""

    step: Step
    outcome: Outcome
    seconds: float


def row(done: Done, revision: str) -> str:
    """Give the row of one step, with the day and the revision of the code."""
    step, outcome = done.step, done.outcome
    packages = [f"{name} {_locked(name)}" for name in step.packages]
    if step.name in OURS:  # a library of Python, as the step is called
        packages = [f"{step.name} {version(step.name)}"]
    about = step.about + (f" ({outcome.note})" if outcome.note else "")
    mark = "" if outcome.is_good else " **failed**"
    day = datetime.now(UTC).date().isoformat()
    cells = (
        step.name,
        about,
        ", ".join(packages) or "ours",
        f"{outcome.passed}/{outcome.of}{mark}",
        f"{done.seconds:.1f}",
        day,
        revision,
    )
    return f"| {' | '.join(cells)} |"


def _locked(name: str) -> str:
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    found: str = lock["node_modules/" + name]["version"]
    return found


def rows_of(text: str) -> dict[str, str]:
    """Give the rows of a result file by the names of their steps; none of a file of another form.

    Examples
    --------
    >>> rows_of(f"{HEAD}\\n|---|\\n| ws | w | ours | 1/1 | 2.0 | 2026-11-27 | abc |\\nend")
    {'ws': '| ws | w | ours | 1/1 | 2.0 | 2026-11-27 | abc |'}

    """
    _, head, below = text.partition(HEAD)
    lines = below.splitlines()[2:] if head else []
    found = {}
    for line in lines:
        if not line.startswith("| "):
            break
        found[line.split("|")[1].strip()] = line
    return found


def merged(kept: Mapping[str, str], new: Mapping[str, str]) -> Sequence[str]:
    """Give the rows of the steps there are, in their order; a new one replaces the one kept."""
    every = {**kept, **new}
    return [every[step.name] for step in STEPS if step.name in every]


def report(rows: Sequence[str]) -> str:
    """Give the result file that has these rows."""
    has_node = shutil.which("node") is not None
    node = said_of(["node", "--version"])[1].strip().removeprefix("v") if has_node else "none"
    ours = ", ".join(f"{name} {version(name)}" for name in OURS)
    return f"""\
# What other people's tools say of the service

Written by `scripts/audit` with Python {platform.python_version()}, Node {node}; {ours}.
One server over the embedded store and the seven seeds, on loopback. Each row has the day it was
measured and the revision; a + after it says that the code differed from what was committed.

{HEAD}
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

**中文摘要**：以上为第三方工具对运行中服务的检验结果；“passed”列为通过数/总数，
每行末尾为检验日期与代码修订号（带 + 表示代码与提交时不同）。
"""
