"""How the text of a variable becomes a value; what cannot is refused with what could."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from graph_api.errors import Language


class UnusableError(Exception):
    """A value that a setting cannot take; says which ones it can, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


def read_text(value: str) -> str:
    """Give it as it is."""
    return value


def read_path(value: str) -> Path:
    """Give a path; ``~`` is the user's own folder."""
    return Path(value).expanduser()


def read_port(value: str) -> int:
    """Give a port, 0 for any free one."""
    return _whole(value, 0, 65_535)


def read_megabytes(value: str) -> int:
    """Give a number of megabytes."""
    return _whole(value, 1, 1_000_000)


def read_milliseconds(value: str) -> int:
    """Give a number of milliseconds, up to a day."""
    return _whole(value, 1, 86_400_000)


def read_names(value: str) -> tuple[str, ...]:
    """Give names that commas part."""
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _whole(value: str, low: int, high: int) -> int:
    number = int(value) if value.isascii() and value.strip().isdigit() else -1
    if not low <= number <= high:
        msg = f"a whole number from {low} to {high}"
        raise UnusableError(msg, f"{low} 到 {high} 的整数")
    return number


def read_yes(value: str) -> bool:
    """Give whether a word says yes."""
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if value.lower() not in words:
        raise UnusableError("1 (yes) or 0 (no)", "1（是）或 0（否）")
    return words[value.lower()]


def read_language(value: str) -> Language:
    """Give a language."""
    if value in {"en", "zh"}:
        return "zh" if value == "zh" else "en"
    raise UnusableError("en or zh", "en 或 zh")


def read_log_level(value: str) -> str:
    """Give a level of the log, in capitals."""
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    if value.upper() not in levels:
        raise UnusableError(", ".join(levels[:-1]) + " or ERROR", "、".join(levels))
    return value.upper()


def read_bolt(value: str) -> str:
    """Give the address of a Neo4j."""
    try:
        parts = urlsplit(value)
        good = parts.scheme.partition("+")[0] in {"bolt", "neo4j"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise UnusableError(
            "bolt://host:7687 or neo4j://host:7687", "bolt://主机:7687 或 neo4j://主机:7687"
        )
    return value
