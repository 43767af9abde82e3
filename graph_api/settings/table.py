"""Every setting there is: variable, default, meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph_api.settings.texts import Text
from graph_api.settings.values import (
    read_bolt,
    read_language,
    read_log_level,
    read_megabytes,
    read_milliseconds,
    read_names,
    read_path,
    read_port,
    read_text,
    read_yes,
)

PREFIX = "EMPOWER_"
"""Variables with this beginning are ours; one that is not in the table is probably misspelled."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    ``default`` is shown to people; ``None`` stands for what `Settings` gives when nothing is said.
    """

    name: str
    variable: str
    default: str | None
    meaning: Text
    read: Callable[[str], Any] = read_text
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
        read_port,
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
        read_yes,
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
        read_names,
    ),
    Setting(
        "deadline_ms",
        "EMPOWER_DEADLINE_MS",
        "30000",
        Text("Milliseconds after which a query is given up.", "查询的时限（毫秒），超时则放弃。"),
        read_milliseconds,
    ),
    Setting(
        "data",
        "EMPOWER_DATA",
        "./data",
        Text("The folder of the embedded store.", "嵌入式存储所在的目录。"),
        read_path,
    ),
    Setting(
        "language",
        "EMPOWER_LANG",
        None,
        Text(
            "The language of the command line: en or zh; otherwise that of the locale (LANG).",
            "命令行的语言：en 或 zh；未设置时取自系统区域（LANG）。",
        ),
        read_language,
    ),
    Setting(
        "neo4j_uri",
        "NEO4J_URI",
        None,
        Text(
            "The address of a Neo4j (bolt://host:7687), to use in place of the embedded store.",
            "Neo4j 的地址（bolt://主机:7687）；设置后代替嵌入式存储。",
        ),
        read_bolt,
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
        read_path,
    ),
    Setting(
        "cache",
        "EMPOWER_CACHE",
        None,
        Text(
            "Where `empower neo4j` keeps what it downloads; otherwise the user's cache folder.",
            "`empower neo4j` 存放下载内容的目录；未设置时用用户缓存目录。",
        ),
        read_path,
    ),
    Setting(
        "font",
        "EMPOWER_FONT",
        None,
        Text(
            "A font file for figures (.ttf, .otf, .ttc); otherwise a Chinese one of the machine.",
            "绘图所用的字体文件（.ttf、.otf、.ttc）；未设置时在本机查找中文字体。",
        ),
        read_path,
    ),
    Setting(
        "memory_mb",
        "EMPOWER_MEMORY_MB",
        "256",
        Text(
            "About how many megabytes the views in memory may take.",
            "内存中视图大约可占用的兆字节数。",
        ),
        read_megabytes,
    ),
    Setting(
        "log_level",
        "EMPOWER_LOG_LEVEL",
        None,
        Text(
            "DEBUG, INFO, WARNING or ERROR; otherwise INFO for serve, WARNING for the rest.",
            "DEBUG、INFO、WARNING 或 ERROR；未设置时 serve 为 INFO，其他命令为 WARNING。",
        ),
        read_log_level,
    ),
)
"""Every setting, in the order in which people read about them."""
