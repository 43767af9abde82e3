"""Every number that this service keeps of itself; docs/reference/observing.md explains them.

Any module may count: ``metrics.REFUSED.add(reason="too_costly")``. Nothing is kept until the
service switches it on.
"""

from __future__ import annotations

from graph_api.observing.instruments import counter, gauge, histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LAGS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
COSTS = (1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)

OPERATIONS = 30
"""So many names of operations are told apart; callers choose them."""

# Requests

REQUEST_SECONDS = histogram(
    "empower_request_seconds",
    "Seconds from the beginning of an operation to its result.",
    "操作从开始到得出结果的秒数。",
    "operation",
    "kind",
    "outcome",
    buckets=SECONDS,
    operation=OPERATIONS,
)
REQUESTS = counter(
    "empower_requests_total",
    "Operations that were executed, by kind and by the first error code (ok: none).",
    "已执行的操作，按种类与首个错误代码（ok 表示没有错误）。",
    "kind",
    "code",
    code=60,
)
REQUESTS_RUNNING = gauge(
    "empower_requests_running", "HTTP requests that are being answered.", "正在处理的 HTTP 请求数。"
)
RESPONSES = counter(
    "empower_http_responses_total",
    "HTTP answers by route and status.",
    "HTTP 响应，按路由与状态码。",
    "route",
    "status",
)
COST = histogram(
    "empower_request_cost",
    "Cost of an operation: requested (reckoned before) and actual (counted).",
    "操作的代价：requested（事先估算）与 actual（实际计数）。",
    "which",
    buckets=COSTS,
)
REFUSED = counter(
    "empower_refused_total",
    "Requests that were turned away before any work, by reason.",
    "未做任何工作即被拒绝的请求，按原因。",
    "reason",
    reason=60,
)
WRITES_RUNNING = gauge(
    "empower_writes_running", "Writes that are being done.", "正在进行的写入数。"
)

ANSWERS = counter(
    "empower_answers_total",
    "Queries that an answer in memory may be given to again: hit (it was) or miss.",
    "可复用内存中答案的查询：hit（命中）或 miss（未命中）。",
    "result",
)

# Views in memory

VIEWS = counter(
    "empower_views_total",
    "Views that were asked for: hit (in memory) or miss (built).",
    "所请求的视图：hit（内存命中）或 miss（新建）。",
    "result",
)
VIEW_SECONDS = histogram(
    "empower_view_build_seconds", "Seconds to build a view.", "构建视图的秒数。", buckets=SECONDS
)
VIEW_BYTES = gauge(
    "empower_view_bytes", "Bytes of the views in memory, about.", "内存中视图的约略字节数。"
)
SCENARIO_LOADS = counter(
    "empower_scenario_loads_total",
    "Scenarios brought into memory or up to date: store (all of it read), tables (a large one).",
    "载入或更新的情景：store（全部读取）、tables（大型情景）。",
    "source",
)
JOURNAL_LAG = gauge(
    "empower_journal_lag_revisions",
    "How many revisions the store is ahead of what is in memory, at the last look of /readyz.",
    "上次 /readyz 检查时，存储领先内存的修订数。",
    several="livemax",
)

# Stores

STORE_SECONDS = histogram(
    "empower_store_seconds",
    "Seconds of one call to the store, by store and what was asked of it.",
    "每次存储调用的秒数，按存储与调用种类。",
    "store",
    "call",
    buckets=SECONDS,
)
STORE_ERRORS = counter(
    "empower_store_errors_total",
    "Calls to the store that failed, by store and code of the error.",
    "失败的存储调用，按存储与错误代码。",
    "store",
    "code",
)

# Jobs

JOBS = gauge(
    "empower_jobs", "Jobs by state.", "后台作业数，按状态。", "state", several="livemostrecent"
)
JOB_SECONDS = histogram(
    "empower_job_seconds",
    "Seconds that a job ran, by what it does and how it ended.",
    "作业运行的秒数，按种类与结果。",
    "kind",
    "outcome",
    buckets=(*SECONDS, 60, 300, 1_800, 7_200),
    kind=40,
)

# Subscriptions

SUBSCRIPTIONS = gauge(
    "empower_subscriptions_open",
    "Subscriptions that are open, by transport (ws, sse).",
    "打开的订阅数，按传输方式（ws、sse）。",
    "transport",
)
SUBSCRIPTION_EVENTS = counter(
    "empower_subscription_events_total",
    "Events sent to subscribers, by transport.",
    "发送给订阅者的事件数，按传输方式。",
    "transport",
)
SUBSCRIPTIONS_DROPPED = counter(
    "empower_subscriptions_dropped_total",
    "Subscriptions ended by us, by reason (slow, limit, draining).",
    "由服务终止的订阅，按原因（slow、limit、draining）。",
    "reason",
    reason=20,
)

# The process

LOOP_LAG = histogram(
    "empower_loop_lag_seconds",
    "Seconds that the event loop was late when a watchdog wanted its turn.",
    "看门狗唤醒时事件循环迟到的秒数。",
    buckets=LAGS,
)
LOOP_LAG_MAX = gauge(
    "empower_loop_lag_max_seconds",
    "The greatest lag of the event loop within the last minute.",
    "最近一分钟内事件循环的最大延迟秒数。",
    several="livemax",
)
MEMORY = gauge(
    "empower_process_memory_bytes",
    "Memory of the process: resident (with shared pages), private (its own alone).",
    "进程内存：resident（含共享页）、private（仅自有）。",
    "part",
    several="liveall",
)
CPU_SECONDS = gauge(
    "empower_process_cpu_seconds",
    "Processor seconds that the process has used.",
    "进程已用的处理器秒数。",
    several="liveall",
)
THREADS = gauge(
    "empower_process_threads", "Threads of the process.", "进程的线程数。", several="liveall"
)
BUILD = gauge(
    "empower_build_info",
    "1; its labels say which version serves which store.",
    "恒为 1；标签给出版本与存储。",
    "version",
    "store",
    several="livemax",
)
DRAINING = gauge(
    "empower_draining",
    "1 while the service finishes what it has and takes nothing new.",
    "服务正在收尾、不再接受新请求时为 1。",
    several="livemax",
)
WORKERS_ENDED = counter(
    "empower_workers_ended_total",
    "Worker processes that ended by themselves and were started anew.",
    "自行退出并被重新启动的工作进程数。",
)
