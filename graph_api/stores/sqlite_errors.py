"""What SQLite says when something is wrong, in our words: which file, why, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from graph_api.errors import StoreError, StoreUnavailableError

_REASONS: Mapping[str, tuple[type[StoreError], str, str]] = {
    "BUSY": (
        StoreUnavailableError,
        "is locked by another process that is writing; try again in a moment.",
        "正被另一个写入中的进程锁定，请稍后重试。",
    ),
    "FULL": (
        StoreUnavailableError,
        "cannot grow: the disk is full. Nothing was written. Free some space and try again.",
        "无法增长：磁盘已满。未写入任何内容。请释放空间后重试。",
    ),
    "IOERR": (
        StoreUnavailableError,
        "cannot be read or written: the disk reports an error. Check the disk and try again.",
        "无法读写：磁盘报告错误。请检查磁盘后重试。",
    ),
    "CORRUPT": (
        StoreError,
        "is damaged. Stop the service and restore the file from a backup.",
        "已损坏。请停止服务，并从备份恢复该文件。",
    ),
    "NOTADB": (
        StoreError,
        "is not a SQLite database. Name another data folder (--data), or move this file away.",
        "不是 SQLite 数据库。请指定另一个数据目录（--data），或移走该文件。",
    ),
    "READONLY": (
        StoreError,
        "may not be written. Give this user the right to write the file and its folder.",
        "不可写。请授予当前用户对该文件及其目录的写权限。",
    ),
    "CANTOPEN": (
        StoreError,
        "cannot be opened: the folder is missing, or this user may not use it. Make the folder, or"
        " name another one (--data).",
        "无法打开：目录不存在，或当前用户无权使用。请创建该目录，或指定另一个目录（--data）。",
    ),
    "CONSTRAINT": (
        StoreError,
        "refused the change set: it contradicts itself, as a relation without its actor does."
        " Nothing was written.",
        "拒绝了该变更集：其内容自相矛盾（例如关系缺少行动者）。未写入任何内容。",
    ),
}
_SAME = {"LOCKED": "BUSY", "PROTOCOL": "BUSY", "PERM": "CANTOPEN", "AUTH": "CANTOPEN"}


def sqlite_error(error: sqlite3.Error, path: Path) -> StoreError:
    """Give our error for one of SQLite's; the caller keeps the cause."""
    name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    word = name.removeprefix("SQLITE_").split("_")[0]
    kind, en, zh = _REASONS.get(
        _SAME.get(word, word),
        (
            StoreError,
            "failed in a way that was not foreseen. Please report this.",
            "发生未预料的错误，请报告此问题。",
        ),
    )
    return kind(
        f"The store {path} {en} (SQLite: {name}: {error})",
        f"存储 {path} {zh}（SQLite：{name}：{error}）",
        path=str(path),
        reason=name,
    )
