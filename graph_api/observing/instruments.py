"""Instruments that cost next to nothing until somebody reads them.

What a module counts is declared once, with its meaning; until `switch_on` is called nothing is kept
and Prometheus is not even loaded, so that a short command stays short.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

OTHER = "other"
"""What a label says of whatever came after the names that it has room for."""

Kind = Literal["counter", "gauge", "histogram"]

_LOCK = threading.Lock()
_ALL: dict[str, Instrument] = {}
_REGISTRY: list[Any] = []


@dataclass(eq=False)
class Instrument:
    """Something that is counted, by labels.

    Attributes
    ----------
    name
        As Prometheus shows it; the unit stands last (``_seconds``, ``_bytes``, ``_total``).
    en, zh
        What it means.
    labels
        By what it is told apart.
    room
        How many values a label may take; later ones count as `OTHER`, so that no caller can make
        the page of metrics grow without end.
    buckets
        Upper ends of a histogram.
    several
        How the numbers of several processes become one (a gauge of Prometheus' multiprocess mode).

    """

    kind: Kind
    name: str
    en: str
    zh: str
    labels: tuple[str, ...] = ()
    room: Mapping[str, int] = field(default_factory=dict)
    buckets: tuple[float, ...] = ()
    several: str = "livesum"
    _made: Any = field(default=None, repr=False)
    _children: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    _known: dict[str, set[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        _ALL[self.name] = self

    def add(self, amount: float = 1, **labels: str) -> None:
        """Count ``amount`` more; a gauge may go down."""
        child = self._child(labels)
        if child is not None:
            child.inc(amount)

    def set(self, value: float, **labels: str) -> None:
        """Let a gauge stand at ``value``."""
        child = self._child(labels)
        if child is not None:
            child.set(value)

    def observe(self, value: float, **labels: str) -> None:
        """Put one value into a histogram."""
        child = self._child(labels)
        if child is not None:
            child.observe(value)

    def _child(self, labels: Mapping[str, str]) -> Any:  # noqa: ANN401  # Prometheus' own
        if self._made is None:
            return None
        values = tuple(self._bounded(name, labels[name]) for name in self.labels)
        found = self._children.get(values)
        if found is None:
            with _LOCK:
                found = self._made.labels(*values) if values else self._made
                self._children[values] = found
        return found

    def _bounded(self, label: str, value: str) -> str:
        room = self.room.get(label)
        if room is None:
            return value
        known = self._known.setdefault(label, set())
        if value in known:
            return value
        with _LOCK:
            if len(known) >= room:
                return OTHER
            known.add(value)
        return value

    def make(self, registry: Any) -> None:  # noqa: ANN401  # Prometheus is loaded only here
        """Have Prometheus keep it from now on."""
        import prometheus_client as prometheus  # noqa: PLC0415  # slow to load

        if self.kind == "histogram":
            self._made = prometheus.Histogram(
                self.name, self.en, self.labels, registry=registry, buckets=self.buckets
            )
        elif self.kind == "gauge":
            self._made = prometheus.Gauge(
                self.name,
                self.en,
                self.labels,
                registry=registry,
                multiprocess_mode=self.several,  # type: ignore[arg-type]  # one of its words
            )
        else:
            self._made = prometheus.Counter(self.name, self.en, self.labels, registry=registry)


def counter(name: str, en: str, zh: str, *labels: str, **room: int) -> Instrument:
    """Declare something that only grows."""
    return Instrument("counter", name, en, zh, labels, room)


def gauge(name: str, en: str, zh: str, *labels: str, several: str = "livesum") -> Instrument:
    """Declare something that goes up and down."""
    return Instrument("gauge", name, en, zh, labels, several=several)


def histogram(
    name: str, en: str, zh: str, *labels: str, buckets: tuple[float, ...], **room: int
) -> Instrument:
    """Declare something of which the spread matters."""
    return Instrument("histogram", name, en, zh, labels, room, buckets)


def every() -> tuple[Instrument, ...]:
    """Give all that were declared, by name."""
    return tuple(_ALL[name] for name in sorted(_ALL))


def switch_on(*only: Instrument) -> None:
    """Keep numbers from now on, in this process; a second time changes nothing.

    ``only``: no others than these.

    Where ``PROMETHEUS_MULTIPROC_DIR`` was set before this process began, they are kept in files
    there, and each of the processes shows those of all.
    """
    import prometheus_client as prometheus  # noqa: PLC0415  # slow to load

    with _LOCK:
        if _REGISTRY:
            return
        registry = prometheus.CollectorRegistry()
        for instrument in only or _ALL.values():
            instrument.make(registry)
        _REGISTRY.append(registry)


def page(accept: str, folder: Path | None = None) -> tuple[bytes, str]:
    """Give the numbers as text, and the media type of it.

    Parameters
    ----------
    accept
        What the reader accepts: OpenMetrics or Prometheus' own text.
    folder
        Where several processes keep theirs; None: this process alone.

    """
    from prometheus_client import CollectorRegistry, exposition, multiprocess  # noqa: PLC0415

    switch_on()
    registry = _REGISTRY[0]
    if folder is not None:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    write, media_type = exposition.choose_encoder(accept)
    return write(registry), media_type


def value_of(name: str, **labels: str) -> float | None:
    """Give what a sample of this process stands at; for tests and checks."""
    found: float | None = _REGISTRY[0].get_sample_value(name, labels) if _REGISTRY else None
    return found


Observer = Callable[[], None]
