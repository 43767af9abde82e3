"""Everything that can be set from outside, in one table: variable, default, meaning.

``Settings.from_env`` reads the environment once; nothing else in the package looks at it. The same
table makes the help, ``empower check-config`` and the reference page.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from graph_api.errors import BadParameterError, Language, nearest

PREFIX = "EMPOWER_"
"""Variables with this beginning are ours; one that is not in the table is probably misspelled."""


class Text(NamedTuple):
    """A text in both languages, for faces that may not wait for ``domain`` to load."""

    en: str
    zh: str

    def say(self, language: Language) -> str:
        """Give it in one language."""
        return self.zh if language == "zh" else self.en


def language_of_locale(environ: Mapping[str, str]) -> Language:
    """Give the language that the locale asks for: Chinese where it says so, else English."""
    said = next(
        (environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), ""
    )
    return "zh" if said.lower().startswith("zh") else "en"


def _text(value: str) -> str:
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser()


def _port(value: str) -> int:
    return _whole(value, 0, 65_535)


def _megabytes(value: str) -> int:
    return _whole(value, 1, 1_000_000)


def _milliseconds(value: str) -> int:
    return _whole(value, 1, 86_400_000)


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _whole(value: str, low: int, high: int) -> int:
    number = int(value) if value.isascii() and value.strip().isdigit() else -1
    if not low <= number <= high:
        msg = f"a whole number from {low} to {high}"
        raise _UnusableError(msg, f"{low} 到 {high} 的整数")
    return number


def _yes(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if value.lower() not in words:
        raise _UnusableError("1 (yes) or 0 (no)", "1（是）或 0（否）")
    return words[value.lower()]


def _language(value: str) -> Language:
    if value in {"en", "zh"}:
        return "zh" if value == "zh" else "en"
    raise _UnusableError("en or zh", "en 或 zh")


def _log_level(value: str) -> str:
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    if value.upper() not in levels:
        raise _UnusableError(", ".join(levels[:-1]) + " or ERROR", "、".join(levels))
    return value.upper()


def _bolt(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme.partition("+")[0] in {"bolt", "neo4j"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise _UnusableError(
            "bolt://host:7687 or neo4j://host:7687", "bolt://主机:7687 或 neo4j://主机:7687"
        )
    return value


class _UnusableError(Exception):
    """A value that a setting cannot take; says which ones it can, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    ``default`` is shown to people; ``None`` stands for what `Settings` gives when nothing is said.
    """

    name: str
    variable: str
    default: str | None
    meaning: Text
    read: Callable[[str], Any] = _text
    is_secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "host",
        "EMPOWER_HOST",
        "127.0.0.1",
        Text(
            "The address to listen on; other than loopback needs EMPOWER_ALLOW_OPEN.",
            "服务监听的地址；非本机地址需设置 EMPOWER_ALLOW_OPEN。",
        ),
    ),
    Setting(
        "port",
        "EMPOWER_PORT",
        "8000",
        Text(
            "The port that the service listens on; 0 takes any free one.",
            "服务监听的端口；0 表示任选空闲端口。",
        ),
        _port,
    ),
    Setting(
        "allow_open",
        "EMPOWER_ALLOW_OPEN",
        "0",
        Text(
            "1: listen elsewhere than on loopback although nobody signs in, for a container or"
            " machine that only a reverse proxy with authentication reaches.",
            "1：允许在无登录的情况下监听非本机地址，仅用于只有带认证的反向代理才能访问的容器或主机。",
        ),
        _yes,
    ),
    Setting(
        "hosts",
        "EMPOWER_HOSTS",
        "",
        Text(
            "Names, parted by commas, under which a reverse proxy asks this service; on loopback"
            " only localhost and its addresses are answered otherwise.",
            "反向代理访问本服务时使用的主机名，以逗号分隔；监听本机时，未列出的主机名一律拒绝"
            "（localhost 及本机地址除外）。",
        ),
        _names,
    ),
    Setting(
        "deadline_ms",
        "EMPOWER_DEADLINE_MS",
        "30000",
        Text("Milliseconds after which a query is given up.", "查询的时限（毫秒），超时则放弃。"),
        _milliseconds,
    ),
    Setting(
        "data",
        "EMPOWER_DATA",
        "./data",
        Text("The folder of the embedded store.", "嵌入式存储所在的目录。"),
        _path,
    ),
    Setting(
        "language",
        "EMPOWER_LANG",
        None,
        Text(
            "The language of the command line: en or zh; otherwise that of the locale (LANG).",
            "命令行的语言：en 或 zh；未设置时取自系统区域（LANG）。",
        ),
        _language,
    ),
    Setting(
        "neo4j_uri",
        "NEO4J_URI",
        None,
        Text(
            "The address of a Neo4j (bolt://host:7687), to use in place of the embedded store.",
            "Neo4j 的地址（bolt://主机:7687）；设置后代替嵌入式存储。",
        ),
        _bolt,
    ),
    Setting(
        "neo4j_user",
        "NEO4J_USER",
        "",
        Text(
            "The user of the Neo4j; empty signs in without one.", "Neo4j 的用户名；空表示免登录。"
        ),
    ),
    Setting(
        "neo4j_password",
        "NEO4J_PASSWORD",
        "",
        Text("The password of the Neo4j; never shown.", "Neo4j 的密码；从不显示。"),
        is_secret=True,
    ),
    Setting(
        "neo4j_database",
        "NEO4J_DATABASE",
        "neo4j",
        Text("The database of the Neo4j.", "Neo4j 的数据库名。"),
    ),
    Setting(
        "seeds",
        "EMPOWER_SEEDS",
        None,
        Text(
            "The folder of scenarios that an empty store starts with; otherwise the ones that come"
            " with the program.",
            "空存储首次启动时载入的情景目录；未设置时用程序自带的情景。",
        ),
        _path,
    ),
    Setting(
        "cache",
        "EMPOWER_CACHE",
        None,
        Text(
            "Where `empower neo4j` keeps what it downloads; otherwise the user's cache folder.",
            "`empower neo4j` 存放下载内容的目录；未设置时用用户缓存目录。",
        ),
        _path,
    ),
    Setting(
        "font",
        "EMPOWER_FONT",
        None,
        Text(
            "A font file for figures (.ttf, .otf, .ttc); otherwise a Chinese one of the machine.",
            "绘图所用的字体文件（.ttf、.otf、.ttc）；未设置时在本机查找中文字体。",
        ),
        _path,
    ),
    Setting(
        "memory_mb",
        "EMPOWER_MEMORY_MB",
        "256",
        Text(
            "About how many megabytes the views in memory may take.",
            "内存中视图大约可占用的兆字节数。",
        ),
        _megabytes,
    ),
    Setting(
        "log_level",
        "EMPOWER_LOG_LEVEL",
        None,
        Text(
            "DEBUG, INFO, WARNING or ERROR; otherwise INFO for serve, WARNING for the rest.",
            "DEBUG、INFO、WARNING 或 ERROR；未设置时 serve 为 INFO，其他命令为 WARNING。",
        ),
        _log_level,
    ),
)
"""Every setting, in the order in which people read about them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, read once and passed to whoever needs it.

    Attributes
    ----------
    origins
        For each name: ``default``, ``environment`` or ``command line``.
    unknown
        Variables that begin like ours and are not; each with the nearest ones.

    Examples
    --------
    >>> Settings.from_env({"EMPOWER_PORT": "8080"}).port
    8080

    """

    host: str = "127.0.0.1"
    port: int = 8000
    allow_open: bool = False
    hosts: tuple[str, ...] = ()
    deadline_ms: int = 30_000
    data: Path = Path("data")
    language: Language = "en"
    neo4j_uri: str | None = None
    neo4j_user: str = ""
    neo4j_password: str = field(default="", repr=False)
    neo4j_database: str = "neo4j"
    seeds: Path | None = None
    cache: Path | None = None
    font: Path | None = None
    memory_mb: int = 256
    log_level: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, repr=False)
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str], said: Mapping[str, str | None] | None = None
    ) -> Settings:
        """Read the settings from the environment, and over it what the command line said.

        An empty variable counts as not set.

        Parameters
        ----------
        environ
            The environment.
        said
            Values by name of setting, from options; None is not said.

        Raises
        ------
        BadParameterError
            Naming every variable whose value cannot be used, never a secret one's value.

        """
        values: dict[str, Any] = {"language": language_of_locale(environ)}
        origins: dict[str, str] = {}
        wrong: list[tuple[Text, str]] = []
        for setting in SETTINGS:
            text, origin = (said or {}).get(setting.name), "command line"
            if text is None:
                text, origin = environ.get(setting.variable) or None, "environment"
            if text is None:
                origins[setting.name] = "default"
                continue
            origins[setting.name] = origin
            try:
                values[setting.name] = setting.read(text)
            except _UnusableError as error:
                wrong.append((_complaint(setting, text, error), setting.variable))
        if wrong:
            raise BadParameterError(
                "; ".join(text.en for text, _ in wrong) + ". Correct it and start again.",
                "；".join(text.zh for text, _ in wrong) + "。请改正后重新启动。",
                settings=[variable for _, variable in wrong],
            )
        known = [setting.variable for setting in SETTINGS]
        unknown = {
            name: nearest(name, known)
            for name in sorted(environ)
            if name.startswith(PREFIX) and name not in known
        }
        return cls(**values, origins=origins, unknown=unknown)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what must never be shown or logged."""
        inside = urlsplit(self.neo4j_uri).password if self.neo4j_uri else None
        return tuple(secret for secret in (self.neo4j_password, inside) if secret)

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the service."""
        return is_loopback(self.host)

    def shown(self, setting: Setting) -> str:
        """Give the value of a setting for people; of a secret only whether it is set."""
        value = getattr(self, setting.name)
        if setting.is_secret:
            return "***" if value else ""
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, tuple):
            return ",".join(value)
        text = "" if value is None else str(value)
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own.

    Examples
    --------
    >>> is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)

    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _complaint(setting: Setting, value: str, error: _UnusableError) -> Text:
    shown = "***" if setting.is_secret or "@" in value else value[:100]
    return Text(
        f"{setting.variable} must be {error}, not {shown!r}",
        f"{setting.variable} 必须是 {error.zh}，不能是“{shown}”",
    )
