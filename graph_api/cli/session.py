"""What commands need around them: the store, a scenario by its names, an answer, a bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from graph_api import bootstrap
from graph_api.cli.frame import Run
from graph_api.cli.output import note
from graph_api.errors import BadParameterError, UnknownScenarioError

if TYPE_CHECKING:
    from graph_api.service import Service
    from graph_api.workbench import Workbench

PATIENCE = 0.5
"""After so many seconds a bar appears."""


def open_service(run: Run) -> Service:
    """Open the store, which is made where it is missing; it is closed when the command ends."""
    service = bootstrap.build_service(run.settings)
    click.get_current_context().call_on_close(service.store.close)
    run.facts["store"] = service.store.kind
    return service


def open_existing(run: Run) -> Service | None:
    """Open the store if there is one; a command that only reads makes none."""
    return open_service(run) if bootstrap.has_store(run.settings) else None


def find(run: Run, name: str, service: Service | None = None) -> Workbench:
    """Give the scenario that a name means: a file, a key of the store, or a seed."""
    from graph_api.workbench import Workbench  # noqa: PLC0415  # loads the scoring

    if service is None and not bootstrap.is_path(name):
        service = open_existing(run)
    found = bootstrap.find_scenario(run.settings, name, service)
    scenario = found.scenario
    run.facts["scenario"] = scenario.key
    run.facts["actors"] = len(scenario.actors)
    run.facts["relations"] = len(scenario.relations)
    if found.origin == "seed":
        note(
            run,
            f"{name!r} is not in the store ({run.settings.data}); this is the seed that comes with"
            " the program. `empower import` keeps a scenario.",
            f"存储（{run.settings.data}）中没有“{name}”；以下为程序自带的情景。"
            "可用 `empower import` 存入。",
        )
    return Workbench(scenario)


def kept_revision(run: Run, service: Service, key: str) -> int:
    """Give the revision of a scenario that is to be written to, which the store must have.

    Raises
    ------
    UnknownScenarioError
        If nothing has this key.
    BadParameterError
        If only a seed has it: it says how to keep one.

    """
    try:
        return service.store.revision(key)
    except UnknownScenarioError:
        if not any(path.stem == key for path in bootstrap.seed_files(run.settings)):
            raise
        raise BadParameterError(
            f"{key!r} comes with the program and is not in the store ({run.settings.data}). To keep"
            f" it there: empower export {key} | empower import -",
            f"“{key}”是程序自带的情景，不在存储（{run.settings.data}）中。"
            f"如要存入：empower export {key} | empower import -",
            parameter="scenario",
        ) from None


def confirm(run: Run, en: str, zh: str) -> bool:
    """Ask a person for a yes; anything else is a no, and so is an input that has ended."""
    sys.stderr.write(run.say(f"{en} [y/N] ", f"{zh} [y/N] "))
    sys.stderr.flush()
    said = sys.stdin.buffer.readline().decode("utf-8", "replace")
    if not said.endswith("\n"):
        sys.stderr.write("\n")
    return said.strip().lower() in {"y", "yes", "是"}


@contextmanager
def progress(run: Run, en: str, zh: str) -> Iterator[Callable[[float], None]]:
    """Lend a function that shows how far something is, in [0, 1]; quick things show nothing."""
    from rich.console import Console  # noqa: PLC0415  # slow to load
    from rich.progress import Progress, TaskID  # noqa: PLC0415

    bar = Progress(console=Console(stderr=True), transient=True)
    began = time.monotonic()
    task: int | None = None
    shows = sys.stderr.isatty()

    def tell(share: float) -> None:
        nonlocal task
        if task is None and shows and time.monotonic() - began > PATIENCE:
            bar.start()
            task = bar.add_task(run.say(en, zh), total=1.0)
        if task is not None:
            bar.update(TaskID(task), completed=share)

    try:
        yield tell
    finally:
        if task is not None:
            bar.stop()
