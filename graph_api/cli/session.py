"""What a command asks: the store, a scenario by any of its names, and a bar while it takes long."""

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
