"""Logging set up in one place: lines for people on a terminal, JSON lines for machines.

A line is one line, whatever a caller put into a name: control characters and line ends are written
as escapes, so nobody can forge a record or speak to a terminal.

Modules write ``logger.info("graphql", extra={"operation": ..., "milliseconds": ...})``; what stands
in ``extra`` becomes fields here. Called by the entry points only; importing the package sets up
nothing.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TextIO

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What may end a line, move a cursor, turn the direction of writing, or cannot be encoded."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
"""What every record has; all else was said with ``extra``."""


def set_up(
    stream: TextIO, level: str = "INFO", *, json_lines: bool, secrets: Iterable[str] = ()
) -> None:
    """Send the records of all loggers to ``stream``, from ``level`` on.

    Parameters
    ----------
    stream
        Where to; standard error, as standard output is for answers.
    level
        The name of the least level that is written.
    json_lines
        One JSON object per line; otherwise a line for people.
    secrets
        Texts that are replaced by ``***`` wherever they appear.

    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Formatter(tuple(secrets), json_lines=json_lines))
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old.formatter, _Formatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("graph_api").setLevel(level)
    for noisy in ("uvicorn", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def wants_json(chosen: str, stream: TextIO) -> bool:
    """Tell whether lines are JSON: as was chosen, and with ``auto`` where no person looks on."""
    return chosen == "json" or (chosen == "auto" and not stream.isatty())


class _Formatter(logging.Formatter):
    """Writes a record with its fields, never with a secret."""

    def __init__(self, secrets: tuple[str, ...], *, json_lines: bool) -> None:
        super().__init__()
        self._secrets = secrets
        self._json_lines = json_lines

    def format(self, record: logging.LogRecord) -> str:
        fields = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        trace = self.formatException(record.exc_info) if record.exc_info else None
        line = (self._as_json if self._json_lines else self._as_text)(record, fields, trace)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line

    def _as_json(self, record: logging.LogRecord, fields: dict[str, Any], trace: str | None) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "worker": record.process,
        }
        line |= {name: value for name, value in fields.items() if name not in line}
        if trace:
            line["trace"] = trace
        return escaped(json.dumps(line, ensure_ascii=False, default=str))

    def _as_text(self, record: logging.LogRecord, fields: dict[str, Any], trace: str | None) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        said = " ".join(
            f"{name}={_quoted(value)}" for name, value in fields.items() if value is not None
        )
        message = record.getMessage()
        line = escaped(f"{at:%H:%M:%S} {record.levelname:<7} {message}{' ' if said else ''}{said}")
        indented = [f"    {escaped(item)}" for item in (trace or "").splitlines()]
        return "\n".join([line, *indented])


def _quoted(value: object) -> str:
    """Write a value so that none can look like another field."""
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r'[\s="]', text) else text


def escaped(text: str) -> str:
    r"""Write characters that are no text as escapes.

    Examples
    --------
    >>> escaped("one\nline")
    'one\\u000aline'

    """
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
