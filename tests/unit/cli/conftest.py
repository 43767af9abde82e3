"""What the tests of the command line share: a small scenario and a way to run a command."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from graph_api.cli.main import cli

STREET = """\
format: 1
scenario: street
title: {en: One street, zh: 一条街}
sources:
  survey: {title: {en: Survey of May, zh: 五月调查}, lines: [1-20]}
actors:
  office: {name: {en: Office, zh: 街道办}, kind: street_office,
    evidence: [{source: survey, lines: [3]}]}
  committee: {name: {en: Committee, zh: 居委会}, kind: residents_committee}
  residents: {name: {en: Residents, zh: 居民}, kind: resident,
    capability: {self_esteem: 0.5, self_efficacy: 0.5, resources: 0.5, political_awareness: 0.5}}
relations:
  - {id: r1, from: office, to: committee, strength: 0.8, conveys: [money]}
  - {id: r2, from: committee, to: residents, strength: 0.5, conveys: [service]}
  - {id: r3, from: residents, to: office, strength: 0.4, conveys: [opinion],
     evidence: [{source: survey, lines: [7], note: {en: Few write, zh: 很少有人写信}}]}
  - {id: r4, from: office, to: residents, class: control, strength: null, valid_from: 2020-01-01}
variants:
  better:
    title: {en: Better, zh: 更好}
    changes:
      - set_relation: {id: r3, strength: 0.9}
"""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def plain(self) -> Any:
        """The one JSON object that was printed."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error on standard error, as JSON."""
        return json.loads(self.err.splitlines()[-1])["error"]


Runs = Callable[..., Done]


@pytest.fixture
def street(tmp_path: Path) -> Path:
    """A small scenario in a file; M of residents and office is 0.4 today, 0.6 in `better`."""
    path = tmp_path / "street.yaml"
    path.write_text(STREET, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Runs]:
    """Run a command in this process, with a data folder of its own and no settings from outside."""
    root = logging.getLogger()
    before = root.handlers[:]

    def call(*words: str, stdin: str | bytes = "", **environ: str) -> Done:
        own: dict[str, str | None] = {
            "LANG": "C",
            "LC_ALL": None,
            "LC_MESSAGES": None,
            "EMPOWER_DATA": str(tmp_path / "data"),
            "USER": "tester",
            **environ,
        }
        result = CliRunner().invoke(cli, list(words), input=stdin, env=own)
        return Done(result.exit_code, result.stdout, result.stderr)

    yield call
    root.handlers[:] = before
    logging.getLogger("graph_api").setLevel(logging.NOTSET)
