"""A small scenario, and the use cases over a real embedded store."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore

YAML = """\
format: 1
scenario: lane  # kept comment
title: {en: A lane, zh: 一条巷子}
sources:
  notes: {title: {en: Notes, zh: 笔记}}
actors:
  office: {name: {en: Office, zh: 办事处}, kind: street_office, evidence: [{source: notes}]}
  committee: {name: {en: Committee, zh: 居委会}, kind: residents_committee,
    evidence: [{source: notes}]}
  people: {name: {en: People, zh: 居民}, kind: resident, evidence: [{source: notes}]}
relations:
  - {id: down, from: office, to: committee, strength: 0.8, basis: text, evidence: [{source: notes}]}
  - {id: on, from: committee, to: people, strength: 0.5, basis: text, evidence: [{source: notes}]}
  # the way back
  - {id: up, from: people, to: office, strength: 0.4, basis: text, evidence: [{source: notes}]}
variants:
  after:
    title: {en: After, zh: 之后}
    changes:
      - set_relation: {id: up, strength: 0.9}
"""


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(SqliteStore(tmp_path / FILE_NAME))


@pytest.fixture
def lane(service: Service) -> Service:
    service.import_scenario(YAML)
    return service
