"""How the text of a variable becomes a value; what cannot is refused with what could."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from graph_api.errors import Language

ROLES = ("reader", "analyst", "editor", "admin")
"""The words of `graph_api.auth.Role`, which the command line does not load for its help."""


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


def read_count(value: str) -> int:
    """Give a number of things, at least one."""
    return _whole(value, 1, 1_000_000_000)


def read_minutes(value: str) -> int:
    """Give a number of minutes, up to a week."""
    return _whole(value, 1, 10_080)


def read_hours(value: str) -> int:
    """Give a number of hours, up to a year."""
    return _whole(value, 1, 8_784)


def read_workers(value: str) -> int:
    """Give a number of processes."""
    return _whole(value, 1, 64)


def read_seconds(value: str) -> int:
    """Give a number of seconds, up to an hour."""
    return _whole(value, 0, 3_600)


def read_short_milliseconds(value: str) -> int:
    """Give a number of milliseconds, up to a minute."""
    return _whole(value, 0, 60_000)


def read_metrics(value: str) -> str:
    """Give who may read the metrics."""
    return _one_of(value, "loopback", "reader", "admin", "off")


def read_log_format(value: str) -> str:
    """Give how lines of the log are written."""
    return _one_of(value, "auto", "json", "text")


def _one_of(value: str, *words: str) -> str:
    if value.lower() not in words:
        raise UnusableError(", ".join(words[:-1]) + f" or {words[-1]}", "、".join(words))
    return value.lower()


def read_http(value: str) -> str:
    """Give an address of HTTP."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise UnusableError("http://host:4318 or https://host", "http://主机:4318 或 https://主机")
    return value


def read_role(value: str) -> str:
    """Give a role."""
    return _one_of(value, *ROLES)


def read_roles(value: str) -> tuple[str, ...]:
    """Give which word of a token is which role: ``staff=reader``, parted by commas."""
    pairs = read_names(value)
    for pair in pairs:
        word, _, role = pair.rpartition("=")
        if not word.strip() or role.strip() not in ROLES:
            raise UnusableError(
                "pairs such as street-editors=editor, parted by commas; the roles are"
                f" {', '.join(ROLES)}",
                f"street-editors=editor 形式的对应关系，以逗号分隔；角色有 {'、'.join(ROLES)}",
            )
    return pairs


def read_safe_address(value: str) -> str:
    """Give an address that nobody on the way can change: https, or one of this machine."""
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    own = host in {"localhost", "::1"} or host.startswith("127.")
    if not host or parts.scheme not in ({"http", "https"} if own else {"https"}):
        raise UnusableError(
            "an https address (http only on this machine)", "https 地址（仅本机可用 http）"
        )
    return value


def read_origins(value: str) -> tuple[str, ...]:
    """Give origins of pages: scheme, name and port, nothing behind them, never ``*``."""
    origins = read_names(value)
    for origin in origins:
        try:
            parts = urlsplit(origin)
            rest = parts.path or parts.query or parts.fragment or parts.username
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not rest
            _ = parts.port
        except ValueError:
            good = False
        if not good or "*" in origin:
            raise UnusableError(
                "origins such as https://a.example, parted by commas; `*` is not one",
                "https://a.example 形式的来源，以逗号分隔；不接受“*”",
            )
    return origins


def read_networks(value: str) -> tuple[str, ...]:
    """Give addresses and networks of addresses."""
    names = read_names(value)
    for name in names:
        try:
            ipaddress.ip_network(name, strict=False)
        except ValueError:
            raise UnusableError(
                "addresses or networks such as 10.0.0.0/8, parted by commas",
                "IP 地址或网段（如 10.0.0.0/8），以逗号分隔",
            ) from None
    return names


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
