"""The only place where settings become objects: the store, the service, the web application.

Whatever is slow to load (the scoring, the driver of Neo4j, the GraphQL schema) is loaded when it is
needed, so that a short command stays short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.domain import Scenario
from graph_api.errors import BadParameterError, ScenarioError, StoreError, UnknownScenarioError
from graph_api.scenarios import read_scenario
from graph_api.scenarios.limits import MAX_BYTES
from graph_api.settings import Settings
from graph_api.snapshots import Snapshots
from graph_api.stores import FILE_NAME, SqliteStore, Store
from graph_api.stores.observed import observed

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from graph_api.api.operating.draining import Draining
    from graph_api.api.transport.proxies import Proxies
    from graph_api.auth import Authenticator
    from graph_api.service import Service
    from graph_api.stores.service_db import ServiceDb

SUFFIXES = (".yaml", ".yml")
_PACKAGE = Path(__file__).parent


def store_file(settings: Settings) -> Path:
    """Give the path of the embedded store."""
    return settings.data / FILE_NAME


def has_store(settings: Settings) -> bool:
    """Tell whether there is a store to ask: a Neo4j that is named, or a file that was made."""
    return settings.neo4j_uri is not None or store_file(settings).exists()


def open_store(settings: Settings) -> Store:
    """Open the Neo4j that is named, else the embedded store, which is made where it is missing.

    Raises
    ------
    StoreError
        If it cannot be opened; the message says why and what to do.

    """
    if settings.neo4j_uri is not None:
        from graph_api.stores.neo4j_store import Neo4jStore  # noqa: PLC0415  # slow to load

        return Neo4jStore(
            settings.neo4j_uri,
            settings.neo4j_user,
            settings.neo4j_password,
            settings.neo4j_database,
        )
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder {settings.data} cannot be made ({error.strerror}). Name another one"
            " (--data or EMPOWER_DATA).",
            f"无法创建数据目录 {settings.data}（{error.strerror}）。"
            "请指定另一个目录（--data 或 EMPOWER_DATA）。",
            path=str(settings.data),
        ) from error
    return SqliteStore(store_file(settings))


def migrate_store(settings: Settings) -> tuple[int, int]:
    """Bring the store to the version of this program; give the version before and after."""
    if settings.neo4j_uri is not None:
        from graph_api.stores import neo4j_store  # noqa: PLC0415  # slow to load

        return neo4j_store.migrate(
            settings.neo4j_uri,
            settings.neo4j_user,
            settings.neo4j_password,
            settings.neo4j_database,
        )
    from graph_api.stores import sqlite  # noqa: PLC0415  # beside its twin

    return sqlite.migrate(store_file(settings))


def build_service(settings: Settings, store: Store | None = None) -> Service:
    """Give the use cases over a store (default: the one of the settings)."""
    from graph_api.scoring.engine import compiling  # noqa: PLC0415  # loads the scoring
    from graph_api.scoring.graphs.carriers import search_arrays  # noqa: PLC0415  # as above
    from graph_api.service import Service  # noqa: PLC0415  # as above

    store = observed(store or open_store(settings))
    compiling.suggest_folder(settings.data / "kernels")
    snapshots = Snapshots(
        store, settings.memory_mb * 2**20, settings.data / "columns", extra=search_arrays
    )
    return Service(store, snapshots)


def build_app(
    settings: Settings,
    service: Service,
    draining: Draining | None = None,
    metrics_folder: Path | None = None,
) -> Starlette:
    """Give the web application: ``/graphql``, ``/healthz``, ``/readyz``, ``/metrics``.

    ``draining`` tells it when the server stops; ``metrics_folder`` is where several processes keep
    their numbers.

    On loopback it answers only to its own names and those of the settings, so that a page from
    elsewhere cannot ask it; so it does where nobody signs in although others could reach it
    (`EMPOWER_ALLOW_OPEN`). Where everybody signs in, any name will do unless some are named.
    """
    from graph_api.api import app  # noqa: PLC0415  # slow to load
    from graph_api.api.operating import watching  # noqa: PLC0415  # slow to load
    from graph_api.api.operating.draining import Draining  # noqa: PLC0415  # as above
    from graph_api.api.operating.readiness import enough_room  # noqa: PLC0415  # as above
    from graph_api.api.pricing.limits import DEFAULT_LIMITS  # noqa: PLC0415  # as above
    from graph_api.api.rights import Rights  # noqa: PLC0415  # as above
    from graph_api.api.trusted import open_trusted  # noqa: PLC0415  # as above
    from graph_api.auth.callers import role_called  # noqa: PLC0415  # as above
    from graph_api.jobs import JobLimits  # noqa: PLC0415  # as above

    db = open_service_db(settings)
    limits = replace(
        DEFAULT_LIMITS,
        deadline_ms=settings.deadline_ms,
        max_cost=settings.max_cost,
        max_concurrent=settings.max_concurrent,
    )
    watching.switch_on(service.store.kind)
    return app.build_app(
        service,
        app.Options(
            hosts=_hosts(settings, app.LOOPBACK_HOSTS),
            authenticator=_authenticator(settings, db),
            origins=settings.cors,
            proxies=_proxies(settings),
            rights=Rights(role_called(settings.introspection)),
            service_db=db,
            at_end=(db.close,),
            job_limits=JobLimits(
                seconds=60.0 * settings.job_minutes,
                keep_seconds=3_600.0 * settings.job_keep_hours,
                workers=settings.job_workers,
            ),
            limits=limits,
            trusted=open_trusted(settings.trusted, only=settings.only_trusted),
            background=(partial(watching.traced, settings.otlp_endpoint),),
            draining=draining or Draining(),
            checks={"disk": enough_room(settings.data)},
            metrics=settings.metrics,
            metrics_folder=metrics_folder,
        ),
    )


def open_service_db(settings: Settings) -> ServiceDb:
    """Open ``service.sqlite`` in the data folder, which is made where it is missing.

    Raises
    ------
    StoreError
        If it cannot be opened; the message says why and what to do.

    """
    from graph_api.stores.service_db import (  # noqa: PLC0415  # short commands do without
        SERVICE_FILE_NAME,
        ServiceDb,
    )

    return ServiceDb(settings.data / SERVICE_FILE_NAME)


def _hosts(settings: Settings, loopback: Sequence[str]) -> tuple[str, ...] | None:
    """Give the names under which the service may be asked; None: any."""
    if settings.is_loopback:
        return (*loopback, settings.host, *settings.hosts)
    if not settings.needs_sign_in:
        return (*loopback, *settings.hosts)
    return settings.hosts or None


def _proxies(settings: Settings) -> Proxies:
    from graph_api.api.transport.proxies import Proxies, read_network  # noqa: PLC0415  # slow to load

    return Proxies(
        tuple(map(read_network, settings.proxy)),
        alone=not (settings.is_loopback or settings.allow_open or settings.tls_cert is not None),
    )


def _authenticator(settings: Settings, db: ServiceDb) -> Authenticator:
    from graph_api.auth import OPEN, opening  # noqa: PLC0415  # slow to load
    from graph_api.auth.callers import role_called  # noqa: PLC0415  # as above
    from graph_api.auth.keys import KeySet  # noqa: PLC0415  # as above
    from graph_api.auth.oidc import Claims  # noqa: PLC0415  # as above
    from graph_api.stores.service_tokens import Tokens  # noqa: PLC0415  # as above

    if not settings.needs_sign_in:
        return OPEN
    if settings.oidc_issuer is None:
        return opening.signing_in(Tokens(db))
    default = settings.oidc_default_role
    claims = Claims(
        settings.oidc_issuer,
        settings.oidc_audience or "",
        settings.oidc_role_claim,
        opening.roles_of(settings.oidc_roles),
        None if default is None else role_called(default),
        float(settings.oidc_skew),
    )
    keys = KeySet(
        settings.oidc_issuer, settings.oidc_jwks, refetch_after=float(settings.oidc_refetch)
    )
    return opening.signing_in(Tokens(db), claims, keys)


def seeds_folder(settings: Settings) -> Path:
    """Give the folder of the scenarios that an empty store starts with.

    Raises
    ------
    BadParameterError
        If the folder that was named is not there.

    """
    if settings.seeds is not None:
        if not settings.seeds.is_dir():
            raise BadParameterError(
                f"EMPOWER_SEEDS names {settings.seeds}, which is not a folder. Name one that holds"
                " YAML files, or leave it out.",
                f"EMPOWER_SEEDS 指定的 {settings.seeds} 不是目录。"
                "请指定包含 YAML 文件的目录，或不设置该变量。",
                path=str(settings.seeds),
            )
        return settings.seeds
    packaged = _PACKAGE / "seeds"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "seeds"


def seed_files(settings: Settings) -> tuple[Path, ...]:
    """Give the files of the seeds, sorted by name; a seed's key is the name of its file."""
    return tuple(
        sorted(path for path in seeds_folder(settings).iterdir() if path.suffix in SUFFIXES)
    )


def load_seeds(
    service: Service,
    files: Iterable[Path],
    progress: Callable[[float, str], None] | None = None,
) -> tuple[str, ...]:
    """Keep the seeds in a store that is empty, and give their keys; leave any other alone.

    Parameters
    ----------
    service
        The use cases over the store.
    files
        The files of the seeds.
    progress
        Called before each file with the share that is done, in [0, 1], and the file's name, and at
        the end with 1.

    Raises
    ------
    ScenarioError
        If a seed has errors; the ones before it are kept.

    """
    if service.scenarios():
        return ()
    paths = tuple(files)
    keys: list[str] = []
    for number, path in enumerate(paths):
        if progress:
            progress(number / len(paths), path.name)
        imported = service.import_scenario(read_file(path), name=path.name, reason="seed")
        keys.append(imported.scenario.key)
    if progress:
        progress(1.0, "")
    return tuple(keys)


@dataclass(frozen=True, slots=True)
class Found:
    """A scenario that somebody named, and where it came from: ``file``, ``store`` or ``seed``."""

    scenario: Scenario
    origin: str
    path: Path | None = None


def find_scenario(settings: Settings, name: str, service: Service | None = None) -> Found:
    """Give the scenario that ``name`` means: a YAML file, a key of the store, or a seed.

    A name that ends like a YAML file, or has a folder in it, is a path. A key is looked for in the
    store first (which is not made for it), then among the seeds.

    Raises
    ------
    ScenarioError
        If the file has errors.
    UnknownScenarioError
        If nothing has this key.
    BadParameterError
        If the file cannot be read.

    """
    if is_path(name):
        path = Path(name)
        return Found(read_file_as_scenario(path), "file", path)
    known: list[str] = []
    if service is not None:
        try:
            return Found(service.scenario(name), "store")
        except UnknownScenarioError:
            known = [info.key for info in service.scenarios()]
    seeds = {path.stem: path for path in seed_files(settings)}
    if name in seeds:
        return Found(read_file_as_scenario(seeds[name]), "seed", seeds[name])
    raise UnknownScenarioError(name, dict.fromkeys([*known, *seeds]))


def is_path(name: str) -> bool:
    """Tell whether a name of a scenario is meant as the path of a file."""
    return name.endswith(SUFFIXES) or "/" in name or "\\" in name


def read_file(path: Path, most: int = -1) -> bytes:
    """Give the bytes of a file, the first ``most`` of them if any, or say in our words why not."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise BadParameterError(
            f"{path} cannot be read ({error.strerror}). Check the path and the rights.",
            f"无法读取 {path}（{error.strerror}）。请检查路径与权限。",
            path=str(path),
        ) from error
    except ValueError as error:  # a zero byte in the name
        raise BadParameterError(
            f"{str(path)!r} is not a path.", f"{str(path)!r} 不是路径。"
        ) from error


def read_file_as_scenario(path: Path) -> Scenario:
    """Read a YAML file, or raise `ScenarioError` with every problem."""
    checked = read_scenario(read_file(path, MAX_BYTES + 1), name=path.name)
    if checked.scenario is None:
        raise ScenarioError(checked.problems, str(path))
    return checked.scenario
