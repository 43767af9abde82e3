"""The compose file and the image name what there is; no Docker engine is needed to see that."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

from graph_api.cli.exposing import require_closed
from graph_api.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_service_of_the_compose_file_has_settings_that_we_read() -> None:
    environment = dict(COMPOSE["services"]["service"]["environment"])
    environment["NEO4J_PASSWORD"] = "secret-password"  # noqa: S105  # what ${...} becomes
    image = dict(re.findall(r"(EMPOWER_\w+)=(\S+)", DOCKERFILE))
    settings = Settings.from_env({**image, **environment})
    assert settings.host == "0.0.0.0"  # noqa: S104  # inside the container
    assert settings.port == 8000
    assert str(settings.data) == "/data"
    assert settings.neo4j_uri == "bolt://neo4j:7687"
    assert settings.needs_sign_in  # other users and containers of the host reach it too
    assert settings.hosts == ("localhost", "127.0.0.1")


def test_the_image_alone_is_for_a_proxy_with_authentication() -> None:
    settings = Settings.from_env(dict(re.findall(r"(EMPOWER_\w+)=(\S+)", DOCKERFILE)))
    assert settings.allow_open
    assert not settings.needs_sign_in
    require_closed(settings)


def test_ports_are_open_on_loopback_alone() -> None:
    for service in COMPOSE["services"].values():
        for port in service.get("ports", ()):
            assert str(port).startswith("127.0.0.1:")


def test_the_image_copies_what_there_is_and_runs_without_rights() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
    assert re.search(r"^USER empower$", DOCKERFILE, flags=re.MULTILINE)
    assert "HEALTHCHECK" in DOCKERFILE
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for source in " ".join(copied).split():
        assert f"!{source}" in ignored


def test_lock_files_hold_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        for requirement in re.split(r"\n(?=\S)", text):
            if "==" in requirement:
                assert "--hash=sha256:" in requirement


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in project["project"]["dependencies"]:
        name = re.match(r"[\w-]+", requirement)
        assert name is not None
        assert re.search(rf"^{name[0]}(\[[\w,]+\])?==", locked, flags=re.MULTILINE), requirement
