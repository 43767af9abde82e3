"""One Parquet file, opened once: its form is looked at first, then its rows come batch by batch.

Nothing that the file claims of itself is believed: rows are counted as they come, and what repeats
stays one value with codes (`graph_api.exchange.folder.columns`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np

from graph_api.errors import Problem, ScenarioError
from graph_api.exchange.folder.columns import Batch, Codes, Sort, TableForm, batch_of, sort_of
from graph_api.exchange.folder.faults import TableFaults, Told
from graph_api.scenarios.problems import Both

ROWS = 2**17
"""Rows of a batch."""

_PANDAS_INDEX = "__index_level_"
"""pandas writes its row numbers into columns of this name, which say nothing."""

_SORTS: dict[Sort, Both] = {
    "text": ("texts", "文字"),
    "number": ("numbers", "数字"),
    "texts": ("lists of texts", "文字列表"),
}

_AGAIN: Both = ("Write the file again.", "请重新写出该文件。")


class TableFile:
    """A Parquet file of a folder; ``faults`` takes what is wrong with it.

    ``rows`` is how many rows it says to have, None where it cannot be read at all.
    """

    def __init__(self, path: Path, form: TableForm, faults: TableFaults) -> None:
        self.form = form
        self.faults = faults
        self.rows: int | None = None
        self._columns: list[str] = []
        self._file: IO[bytes] | None = None
        self._parquet: Any = None
        try:
            self._file = path.open("rb")
        except FileNotFoundError:
            self._missing()
            return
        except OSError as error:
            self._bad(str(error.strerror))
            return
        self._state = self._stat()
        self._look()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def has_columns(self) -> bool:
        """Tell whether the file can be read and its columns are of the right types."""
        return self.rows is not None

    def _stat(self) -> tuple[int, int]:
        assert self._file is not None  # noqa: S101  # only asked of an open file
        state = os.fstat(self._file.fileno())
        return state.st_size, state.st_mtime_ns

    def _look(self) -> None:
        """Look at what the file says of itself: types, names of columns, number of rows."""
        import pyarrow as pa  # noqa: PLC0415  # slow to load
        import pyarrow.parquet as pq  # noqa: PLC0415

        try:
            first = pq.ParquetFile(self._file, pre_buffer=False)
            schema, rows = first.schema_arrow, first.metadata.num_rows
            groups = [first.metadata.row_group(n) for n in range(first.num_row_groups)]
        except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
            self._bad(_first_line(error))
            return
        if sum(group.num_rows for group in groups) != rows:
            self._bad(f"it says {rows:,} rows, and its parts have others")
            return
        fine = self._names(schema.names)
        for column in self.form.columns:
            if schema.names.count(column.name) == 1:
                fine &= self._sort(column.name, column.sort, schema.field(column.name).type)
        if rows > self.form.most:
            self._too_large(rows)
        elif fine:
            self.rows = rows
            texts = [field.name for field in schema if sort_of(field.type) == "text"]
            self._parquet = pq.ParquetFile(
                self._file, metadata=first.metadata, read_dictionary=texts, pre_buffer=False
            )

    def _names(self, names: list[str]) -> bool:
        """Tell of columns that are missing, unknown or there twice; give whether none is."""
        known = [column.name for column in self.form.columns]
        fine = True
        for name, count in Counter(names).items():
            if name in known:
                self._columns.append(name)
            elif name.startswith(_PANDAS_INDEX):
                continue
            else:
                text = (f"There is no column {name[:80]!r} here.", f"此处没有列“{name[:80]}”。")
                hint = self.faults.near(name, known)
                self.faults.table("unknown-field", (text, hint, name), name[:80])
            if count > 1:
                text = (f"The column {name[:80]!r} is there twice.", f"列“{name[:80]}”重复。")
                self.faults.table("repeated-key", (text, ("Keep one.", "请只留一列。"), name), name)
                fine = False
        for column in self.form.columns:
            if column.required and column.name not in names:
                text = (f"The column {column.name!r} is missing.", f"缺少列“{column.name}”。")
                hint = (f"Columns: {', '.join(known)}.", f"各列为：{'、'.join(known)}。")
                self.faults.table("missing-field", (text, hint, column.name), column.name)
                fine = False
        return fine

    def _sort(self, name: str, wanted: Sort, kind: Any) -> bool:  # noqa: ANN401  # pyarrow's own
        if sort_of(kind) in {wanted, "nothing"}:
            return True
        en, zh = _SORTS[wanted]
        said = str(kind)[:60]
        text = (f"This column needs {en}, not {said}.", f"此列应为{zh}，而非 {said}。")
        self.faults.table("wrong-type", (text, None, name), name)
        return False

    def batches(self, progress: Callable[[int], None]) -> Iterator[Batch]:
        """Give the rows, batch by batch; ``progress`` is told how many have come.

        A file that ends early or is damaged inside is a fault; what came before it was given.
        """
        import pyarrow as pa  # noqa: PLC0415  # slow to load

        done = 0
        try:
            for rows in self._parquet.iter_batches(ROWS, columns=self._columns):
                if done + rows.num_rows > (self.rows or 0):
                    break
                if rows.num_rows:
                    yield batch_of(rows, done + 1, self.form)
                done += rows.num_rows
                progress(done)
        except (pa.ArrowException, OSError, MemoryError) as error:
            self._bad(f"row {done + 1:,} on: {_first_line(error)}")
            return
        if done != self.rows:
            self._bad(f"it says {self.rows:,} rows and has others")

    def texts_at(self, column: str, rows: Codes) -> dict[int, str]:
        """Give the texts of some rows of one column; rows are numbered from 0 and ascend."""
        found: dict[int, str] = {}
        first = 0
        for part in self._parquet.iter_batches(ROWS, columns=[column]):
            texts = batch_of(part, first + 1, self.form).texts[column]
            low, high = np.searchsorted(rows, (first, first + part.num_rows))
            for row in rows[low:high].tolist():
                found[row] = texts.at(row - first) or ""
            first += part.num_rows
        return found

    def require_unchanged(self) -> None:
        """Refuse a file that somebody writes into while it is read.

        Raises
        ------
        ScenarioError
            If it is not as it was when it was opened.

        """
        if self._stat() != self._state:
            text = ("The file changed while it was read.", "读取期间文件发生了变化。")
            problem = Problem(
                "bad-table", *text, self.form.file, hint_en="Try again.", hint_zh="请重试。"
            )
            raise ScenarioError([problem], self.form.file)

    def _missing(self) -> None:
        text = (f"There is no {self.form.file}.", f"没有 {self.form.file}。")
        hint = (
            "A folder of tables holds actors.parquet, relations.parquet and scenario.yaml.",
            "表格目录含 actors.parquet、relations.parquet 与 scenario.yaml。",
        )
        self.faults.table("missing-table", (text, hint, None))

    def _bad(self, why: str) -> None:
        text = (
            f"This is no whole Parquet file: {why}.",
            f"这不是完整的 Parquet 文件：{why}。",
        )
        told: Told = (text, _AGAIN, None)
        self.faults.table("bad-table", told)

    def _too_large(self, rows: int) -> None:
        text = (
            f"The file says to have {rows:,} rows; at most {self.form.most:,} are read.",
            f"文件称有 {rows:,} 行；最多读取 {self.form.most:,} 行。",
        )
        self.faults.table("too-large", (text, _AGAIN, None))


def _first_line(error: BaseException) -> str:
    """Give what pyarrow says, short, without its trace."""
    said = str(error).strip().partition("\n")[0]
    return (said[:200] or type(error).__name__).rstrip(".")
