"""What a text may be at most, and how bytes become text: checked before any YAML is read.

The limits keep memory and time bounded whatever the bytes are; they are counted on the text and on
the events of the YAML parser, before any node is built.
"""

from __future__ import annotations

import re

from graph_api.errors import Problem

MAX_BYTES = 5_000_000
"""Size of a file. Above about 10,000 relations tables serve better than YAML."""

MAX_DEPTH = 64
"""How deep lists and mappings may lie in one another; no scenario needs more than 10."""

MAX_ALIAS_NODES = 1_000
"""How many nodes one alias may stand for, everything in it expanded."""

MAX_ALL_ALIAS_NODES = 100_000
"""How many nodes all aliases together may stand for."""

MAX_NODES = 600_000
"""How many nodes a file may hold; 10,000 relations with evidence and notes are about 400,000."""

BOM = "\ufeff"

_NOT_TEXT = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(text: str | bytes) -> str | Problem:
    """Give the text of a file, a byte order mark kept, or the problem that makes it unreadable."""
    if isinstance(text, str):
        size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    else:
        size = len(text)
    if size > MAX_BYTES:
        return Problem(
            "too-large",
            f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.",
            f"文件有 {size:,} 字节；最多读取 {MAX_BYTES:,} 字节。",
            line=1,
            column=1,
            hint_en="Above about 10,000 relations use tables (actors, relations) instead of YAML.",
            hint_zh="超过约一万条关系时，请改用表格（行动者表与关系表），不用 YAML。",
        )
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            return _not_utf8(error)
    return _unprintable(text) or text


def _not_utf8(error: UnicodeDecodeError) -> Problem:
    data = error.object
    before = data[: error.start]
    last_break = before.rfind(b"\n")
    column = len(before[last_break + 1 :].decode("utf-8", "replace")) + 1
    byte = data[error.start]
    return Problem(
        "not-utf-8",
        f"The file is not UTF-8: byte {error.start} (0x{byte:02x}) cannot be read.",
        f"文件不是 UTF-8 编码：第 {error.start} 字节（0x{byte:02x}）无法读取。",
        line=before.count(b"\n") + 1,
        column=column,
        hint_en="Save it again as UTF-8 (in many editors: 'Save with encoding').",
        hint_zh="请以 UTF-8 编码重新保存（多数编辑器：“以编码保存”）。",
    )


def _unprintable(text: str) -> Problem | None:
    found = _NOT_TEXT.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    number = ord(found[0])
    return Problem(
        "bad-character",
        f"Character U+{number:04X} cannot stand in a scenario.",
        f"情景文件中不能出现字符 U+{number:04X}。",
        line=before.count("\n") + 1,
        column=len(before) - before.rfind("\n"),
        hint_en="Take it out; it is invisible and often comes with pasted text.",
        hint_zh="请删除它；它不可见，常随粘贴的文字混入。",
    )
