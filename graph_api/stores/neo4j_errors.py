"""What Neo4j and its driver say when something is wrong, in our words; never with a password.

Errors are known by the names of their classes, so that only the store imports the driver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from graph_api.errors import StoreError, StoreUnavailableError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

Reason = tuple[type[StoreError], str, str]

_AWAY: Reason = (
    StoreUnavailableError,
    "does not answer. Make sure that it runs and that NEO4J_URI is right (`empower neo4j` starts"
    " a local one).",
    "没有应答。请确认服务器在运行且 NEO4J_URI 正确（`empower neo4j` 可启动本地服务器）。",
)
_BUSY: Reason = (
    StoreUnavailableError,
    "is too busy, and trying again did not help. Nothing was written; try again later.",
    "过于繁忙，重试无效。未写入任何内容，请稍后重试。",
)
_SET_UP: Reason = (
    StoreError,
    "cannot be reached as it is set up. Check NEO4J_URI (bolt://host:7687 or neo4j://host:7687).",
    "的设置有误，无法连接。请检查 NEO4J_URI（bolt://主机:7687 或 neo4j://主机:7687）。",
)
_UNFORESEEN: Reason = (
    StoreError,
    "failed in a way that was not foreseen. Please report this.",
    "发生未预料的错误，请报告此问题。",
)

_BY_CLASS: Mapping[str, Reason] = {
    "AuthError": (
        StoreError,
        "refused the account. Check NEO4J_USER and NEO4J_PASSWORD.",
        "拒绝了该账户。请检查 NEO4J_USER 与 NEO4J_PASSWORD。",
    ),
    "IncompleteCommit": (
        StoreUnavailableError,
        "went away during a commit; whether it was written is not known. Load the scenario and"
        " look at its revision before you repeat the change.",
        "在提交过程中断开，无法确定是否已写入。请重新载入情景并查看修订号，再决定是否重做。",
    ),
    "ServiceUnavailable": _AWAY,
    "SessionExpired": _AWAY,
    "OSError": _AWAY,
    "TransientError": _BUSY,
    "ConnectionAcquisitionTimeoutError": _BUSY,
    "ConstraintError": (
        StoreError,
        "refused the change set: it contradicts what is stored. Nothing was written.",
        "拒绝了该变更集：其内容与存储相矛盾。未写入任何内容。",
    ),
    "ConfigurationError": _SET_UP,
}
"""The reason for each class of error; of a class that is not here, its nearest parent counts."""

_BY_CODE: Mapping[str, Reason] = {
    "Neo.ClientError.Database.DatabaseNotFound": (
        StoreError,
        "has no such database. Check NEO4J_DATABASE.",
        "没有该数据库。请检查 NEO4J_DATABASE。",
    ),
    "Neo.TransientError.Database.DatabaseUnavailable": _AWAY,
}


def neo4j_error(error: Exception, location: str, secrets: Iterable[str]) -> StoreError:
    """Give our error for one of the driver's; the caller keeps the cause."""
    code = getattr(error, "code", None) or type(error).__name__
    names = (kind.__name__ for kind in type(error).__mro__)
    by_class = next((_BY_CLASS[name] for name in names if name in _BY_CLASS), _UNFORESEEN)
    kind, en, zh = _BY_CODE.get(code, by_class)
    said = str(getattr(error, "message", None) or error)
    for secret in secrets:
        said = said.replace(secret, "***")
    return kind(
        f"Neo4j at {location} {en} ({code}: {said})",
        f"位于 {location} 的 Neo4j {zh}（{code}：{said}）",
        location=location,
        reason=code,
    )


def without_account(uri: str) -> str:
    """Give an address without user, password and query."""
    parts = urlsplit(uri)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def require_address(uri: str) -> None:
    """Refuse what is no address of Bolt; it is not shown, for it may hold a password.

    Raises
    ------
    StoreError
        If the scheme is not one of Bolt's, or host or port are none.

    """
    try:
        parts = urlsplit(uri)
        fits = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket left open, a port that is no number
        fits = False
    if not fits:
        _, en, zh = _SET_UP
        raise StoreError(f"Neo4j {en}", f"Neo4j {zh}")


def wrong_version(location: str, version: int, ours: int) -> StoreError:
    """Give the error for a graph of another version than this program's."""
    if version > ours:
        return StoreError(
            f"The graph at {location} was written by a newer program (schema version {version};"
            f" this one knows {ours}). Update this program; the graph was left alone.",
            f"{location} 中的图由更新版本的程序写入（结构版本 {version}，本程序支持到 {ours}）。"
            "请升级本程序；图未被改动。",
            location=location,
            version=version,
        )
    return StoreError(
        f"The graph at {location} has schema version {version}; this program needs {ours}. Run"
        " `empower migrate` after a backup.",
        f"{location} 中的图的结构版本为 {version}，本程序需要 {ours}。请先备份，再运行"
        " `empower migrate`。",
        location=location,
        version=version,
    )
