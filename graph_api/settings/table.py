"""Every setting there is: variable, default, meaning."""

from __future__ import annotations

from graph_api.settings.access import ACCESS
from graph_api.settings.setting import Setting
from graph_api.settings.texts import Text
from graph_api.settings.values import (
    read_bolt,
    read_count,
    read_hours,
    read_http,
    read_language,
    read_log_format,
    read_log_level,
    read_megabytes,
    read_metrics,
    read_milliseconds,
    read_minutes,
    read_names,
    read_path,
    read_port,
    read_seconds,
    read_short_milliseconds,
    read_workers,
    read_yes,
)

PREFIX = "EMPOWER_"
"""Variables with this beginning are ours; one that is not in the table is probably misspelled."""


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "host",
        "EMPOWER_HOST",
        "127.0.0.1",
        Text(
            "The address to listen on; other than loopback needs sign-in, and TLS or a stated"
            " proxy (docs/reference/sign-in.md).",
            "服务监听的地址；非本机地址必须登录，并使用 TLS 或指定代理"
            "（见 docs/reference/sign-in.md）。",
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
            "1: listen elsewhere than on loopback with neither sign-in nor TLS, for a container"
            " that only its own host or a reverse proxy with authentication reaches;"
            " EMPOWER_SIGN_IN=1 then still asks for tokens.",
            "1：监听非本机地址时不要求登录与 TLS，仅用于只有宿主机或带认证的反向代理"
            "才能访问的容器；此时设置 EMPOWER_SIGN_IN=1 仍要求令牌。",
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
    *ACCESS,
    Setting(
        "deadline_ms",
        "EMPOWER_DEADLINE_MS",
        "10000",
        Text("Milliseconds after which a query is given up.", "查询的时限（毫秒），超时则放弃。"),
        read_milliseconds,
    ),
    Setting(
        "max_cost",
        "EMPOWER_MAX_COST",
        "100000",
        Text(
            "The largest cost of a query (docs/reference/graphql.md); readers may ask for half of"
            " it, admins for twice as much.",
            "查询的成本上限（见 docs/reference/graphql.md）；读者减半，管理员加倍。",
        ),
        read_count,
    ),
    Setting(
        "max_concurrent",
        "EMPOWER_MAX_CONCURRENT",
        "8",
        Text(
            "How many queries of one caller are answered at a time; readers have half of it, admins"
            " twice as much.",
            "同一调用者可同时执行的查询数；读者减半，管理员加倍。",
        ),
        read_count,
    ),
    Setting(
        "job_minutes",
        "EMPOWER_JOB_MINUTES",
        "60",
        Text(
            "Minutes that a job may run (docs/reference/jobs.md).",
            "作业最长可运行的分钟数（见 docs/reference/jobs.md）。",
        ),
        read_minutes,
    ),
    Setting(
        "job_keep_hours",
        "EMPOWER_JOB_KEEP_HOURS",
        "24",
        Text(
            "Hours that a job which has ended is kept, with its answer.",
            "作业结束后连同结果保留的小时数。",
        ),
        read_hours,
    ),
    Setting(
        "job_workers",
        "EMPOWER_JOB_WORKERS",
        "1",
        Text(
            "How many jobs each process of the service works on at a time.",
            "每个服务进程同时运行的作业数。",
        ),
        read_workers,
    ),
    Setting(
        "trusted",
        "EMPOWER_TRUSTED",
        None,
        Text(
            "A folder of .graphql files and manifests (JSON), or one of them: the documents that"
            " clients may name by their hash (docs/reference/graphql.md).",
            "可信文档：含 .graphql 文件与清单（JSON）的目录，或其中一个文件；客户端可用哈希引用"
            "（见 docs/reference/graphql.md）。",
        ),
        read_path,
    ),
    Setting(
        "only_trusted",
        "EMPOWER_ONLY_TRUSTED",
        "0",
        Text(
            "1: only trusted documents are executed, except for admins who have signed in.",
            "1：只执行可信文档；已登录的管理员除外。",
        ),
        read_yes,
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
    Setting(
        "log_format",
        "EMPOWER_LOG_FORMAT",
        "auto",
        Text(
            "json: one object per line; text: lines for people; auto: text on a terminal, else"
            " json.",
            "json：每行一个对象；text：供人阅读；auto：终端上用 text，否则用 json。",
        ),
        read_log_format,
    ),
    Setting(
        "workers",
        "EMPOWER_WORKERS",
        "1",
        Text(
            "How many processes of `empower serve` answer side by side.",
            "`empower serve` 并行应答的进程数。",
        ),
        read_workers,
    ),
    Setting(
        "drain_seconds",
        "EMPOWER_DRAIN_SECONDS",
        "10",
        Text(
            "Seconds that running requests have to finish when the service is stopped; writes"
            " always finish.",
            "停止服务时，正在执行的请求可用的收尾秒数；写入总会完成。",
        ),
        read_seconds,
    ),
    Setting(
        "drain_delay_ms",
        "EMPOWER_DRAIN_DELAY_MS",
        "300",
        Text(
            "Milliseconds between saying at /readyz that the service stops and refusing connections"
            " (SIGTERM only); longer than a load balancer's interval.",
            "自 /readyz 宣告停止到拒绝新连接之间的毫秒数（仅 SIGTERM）；"
            "应长于负载均衡器的探测间隔。",
        ),
        read_short_milliseconds,
    ),
    Setting(
        "metrics",
        "EMPOWER_METRICS",
        "loopback",
        Text(
            "Who may read /metrics: loopback (this machine, not through a proxy), reader or admin"
            " (callers with that role), off.",
            "谁可读取 /metrics：loopback（仅本机，不经代理）、reader 或 admin（具该角色者）、off。",
        ),
        read_metrics,
    ),
    Setting(
        "otlp_endpoint",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        None,
        Text(
            "The OpenTelemetry collector that traces are sent to (http://host:4318); needs the"
            " extra `telemetry`.",
            "接收追踪数据的 OpenTelemetry 收集器（http://主机:4318）；需安装 telemetry 附加组件。",
        ),
        read_http,
    ),
)
"""Every setting, in the order in which people read about them."""
