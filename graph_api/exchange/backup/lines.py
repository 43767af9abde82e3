"""Lines of JSON in one compressed file: each part checksummed, each line of bounded length.

A line is an object of one word and its value: ``{"scenario": ...}``, ``{"actors": [...]}``.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, BinaryIO, NoReturn

from graph_api.errors import BadParameterError

FORMAT = 1
"""The version of the file; a newer one is refused."""

LEVEL = 6
"""How hard gzip tries."""

MOST_BYTES = 16 * 2**20
"""The longest line; the text of a file of 5 MB fits, escaped."""

MOST_JOURNAL_BYTES = 128 * 2**20
"""The longest line of a journal: the creation of a scenario of 10,000 relations is one."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class LineWriter:
    """Writes lines, and keeps the checksum of a part and of the whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = gzip.GzipFile(
            filename="", mode="wb", compresslevel=LEVEL, fileobj=file, mtime=0
        )
        self._whole = sha256()
        self._part = sha256()
        self.lines = 0

    def header(self, value: dict[str, Any]) -> None:
        """Write the first line, which carries its own checksum and counts for no other."""
        self._zip.write(_line("backup", {**value, "sha256": _checksum(value)}))

    def begin_part(self) -> None:
        """Begin a part that has a checksum of its own."""
        self._part = sha256()
        self.lines = 0

    def write(self, word: str, value: object) -> None:
        """Write a line.

        Raises
        ------
        BadParameterError
            If it is longer than a reader would accept.

        """
        data = _line(word, value)
        if len(data) > (MOST_JOURNAL_BYTES if word == "commit" else MOST_BYTES):
            raise BadParameterError(
                f"One entry ({word}) takes {len(data):,} bytes, more than a backup can hold. Make"
                " the entry smaller.",
                f"有一个条目（{word}）占 {len(data):,} 字节，超过备份所能容纳。请缩小该条目。",
                parameter="scenario",
            )
        self._zip.write(data)
        self._part.update(data)
        self._whole.update(data)
        self.lines += 1

    def end_part(self) -> str:
        """End a part with its checksum, and give that."""
        digest = self._part.hexdigest()
        self.write("end", {"lines": self.lines, "sha256": digest})
        return digest

    def end(self, parts: list[Any]) -> None:
        """Write the last line: all parts, and the checksum of all lines after the first."""
        value = {"parts": parts, "sha256": self._whole.hexdigest()}
        self._zip.write(_line("file", value))
        self._zip.close()


def _line(word: str, value: object) -> bytes:
    return _encode({word: value}).encode() + b"\n"


def _checksum(value: object) -> str:
    return sha256(_encode(value).encode()).hexdigest()


class LineReader:
    """Reads the lines of one file; whatever is wrong is named with the file and the line.

    Memory is bounded by the longest line that is accepted, whatever the file unpacks to.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        file.seek(0)
        self._zip = gzip.GzipFile(mode="rb", fileobj=file)
        self._name = name
        self._ahead: tuple[str, Any, bytes] | None = None
        self._whole = sha256()
        self._part = sha256()
        self._lines = 0
        self.place = 0
        self.header = self._header()

    def _header(self) -> dict[str, Any]:
        word, value, _ = self._read()
        if word != "backup" or not isinstance(value, dict):
            self.broken("this is no backup of this program", "这不是本程序的备份文件")
        header = dict(value)
        said = header.pop("sha256", None)
        if header.get("format") != FORMAT:
            self.broken(
                f"the format is {header.get('format')!r}, and this program reads {FORMAT}; use the"
                " version that wrote it, or a newer one",
                f"格式为 {header.get('format')!r}，本程序读取 {FORMAT}；"
                "请使用写出它的版本或更新版本",
            )
        if said != _checksum(header):
            self.broken("the first line was altered", "首行已被改动")
        return header

    def peek(self) -> str:
        """Give the word of the next line."""
        return self._next()[0]

    def _next(self) -> tuple[str, Any, bytes]:
        if self._ahead is None:
            self._ahead = self._read()
        return self._ahead

    def take(self, word: str) -> Any:  # noqa: ANN401  # JSON
        """Give the value of the next line, which must have this word."""
        found, value, data = self._next()
        if found != word:
            self.broken(
                f"{word!r} should stand here, and {found!r} does",
                f"此处应为“{word}”，实为“{found}”",
            )
        self._ahead = None
        self._part.update(data)
        self._whole.update(data)
        self._lines += 1
        return value

    def begin_part(self) -> None:
        """Begin a part."""
        self._part = sha256()
        self._lines = 0

    def end_part(self) -> str:
        """Make sure that the part which ends here is whole; give its checksum."""
        expected = {"lines": self._lines, "sha256": self._part.hexdigest()}
        if self.take("end") != expected:
            self.broken("the part that ends here was altered", "在此结束的部分已被改动")
        return str(expected["sha256"])

    def end(self, parts: list[Any]) -> None:
        """Make sure that the file is whole and ends here."""
        expected = {"parts": parts, "sha256": self._whole.hexdigest()}
        if self.take("file") != expected:
            self.broken("the file was altered", "文件已被改动")
        with self.unpacking():
            if self._zip.read(1):
                self.broken("something stands after the end", "结尾之后还有内容")

    def _read(self) -> tuple[str, Any, bytes]:
        with self.unpacking():
            data = self._zip.readline(MOST_BYTES + 1)
            if len(data) > MOST_BYTES and data.startswith(b'{"commit":'):
                data += self._zip.readline(MOST_JOURNAL_BYTES + 1 - len(data))
        self.place += 1
        if not data:
            self.broken("the file ends before its time", "文件提前结束")
        if not data.endswith(b"\n"):
            if len(data) > MOST_BYTES:
                self.broken("the line is too long", "此行过长")
            self.broken("the file ends before its time", "文件提前结束")
        try:
            plain = json.loads(data, object_pairs_hook=_without_repeats, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            self.broken(f"this is no line of a backup ({error})", "此行不是备份的内容")
        if not isinstance(plain, dict) or len(plain) != 1:
            self.broken("this is no line of a backup", "此行不是备份的内容")
        ((word, value),) = plain.items()
        return word, value, data

    @contextmanager
    def unpacking(self) -> Iterator[None]:
        """Turn what the unpacker says into our error."""
        try:
            yield
        except EOFError:
            self.broken("the file ends before its time", "文件提前结束")
        except (zlib.error, gzip.BadGzipFile) as error:
            self.broken(f"the file is damaged ({error})", "文件已损坏")

    def broken(self, en: str, zh: str) -> NoReturn:
        """Refuse the file at the line that was read last."""
        raise BadParameterError(
            f"{self._name}:{self.place}: {en}. Nothing of this part was restored; take another"
            " backup.",
            f"{self._name}:{self.place}：{zh}。此部分未恢复任何内容；请使用另一个备份。",
            path=self._name,
            line=self.place,
        )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
