"""Hears the statements that a store sends, for tests and for who wants to know why it is slow.

Nothing is passed on while nobody listens, and then it costs nothing.

Examples
--------
>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from graph_api.stores import FILE_NAME, SqliteStore
>>> with TemporaryDirectory() as folder:
...     store = SqliteStore(Path(folder) / FILE_NAME)
...     with listening() as heard:
...         store.ping()
...     store.close()
>>> heard
['BEGIN', 'SELECT count(*) FROM migrations', 'COMMIT']

"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], object]] = []


@contextmanager
def listening() -> Iterator[list[str]]:
    """Gather the statements that all stores of this process send, from any thread."""
    heard: list[str] = []
    _listeners.append(heard.append)
    try:
        yield heard
    finally:
        _listeners.remove(heard.append)


def said(statement: str) -> None:
    """Tell those who listen that a statement was sent."""
    for listener in _listeners:
        listener(statement)


def hearer() -> Callable[[str], None] | None:
    """Give what a connection is to tell its statements to; None while nobody listens."""
    return said if _listeners else None
