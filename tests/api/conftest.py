"""Applications over real stores: all seeds to read, or a small scenario to change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.api.app import build_app
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import PATIENT, SEEDS, SMALL, Client


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """All seven scenarios; nobody writes here."""
    store = SqliteStore(tmp_path_factory.mktemp("seeded") / FILE_NAME)
    service = Service(store)
    for path in SEEDS:
        service.import_scenario(path.read_bytes(), name=path.name)
    yield Client(build_app(service, PATIENT))
    store.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    store = SqliteStore(tmp_path / FILE_NAME)
    own = Service(store)
    own.import_scenario(SMALL, name="small.yaml")
    yield own
    store.close()


@pytest.fixture
def client(service: Service) -> Client:
    return Client(build_app(service, PATIENT))
