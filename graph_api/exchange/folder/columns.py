"""Which columns the two tables have, and how a batch of them becomes values that can be checked.

Texts are taken as distinct values and codes: a column that repeats one long text a billion times
then costs no more than the text and the codes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Sort = Literal["text", "number", "texts"]

MOST_SIGNS = 100_000
"""How many characters a cell may hold; ids are shorter (`graph_api.domain.words.ID_PATTERN`)."""

REST_FILE = "scenario.yaml"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, what its cells are, and whether each must hold something."""

    name: str
    sort: Sort
    required: bool = False


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table: its file, its columns, and how many rows are read at most."""

    file: str
    columns: tuple[Column, ...]
    most: int

    def order(self, column: str) -> int:
        """Give the place of a column; what is no column stands last."""
        names = [item.name for item in self.columns]
        return names.index(column) if column in names else len(names)


ACTORS = TableForm(
    "actors.parquet",
    (
        Column("id", "text", required=True),
        Column("name_en", "text"),
        Column("name_zh", "text"),
        Column("kind", "text", required=True),
        Column("level", "text"),
        Column("sphere", "text"),
        Column("stateness", "number"),
        Column("group", "text"),
        Column("more", "text"),
    ),
    20_000_000,
)
RELATIONS = TableForm(
    "relations.parquet",
    (
        Column("id", "text", required=True),
        Column("from", "text", required=True),
        Column("to", "text", required=True),
        Column("class", "text"),
        Column("best", "number"),
        Column("low", "number"),
        Column("high", "number"),
        Column("conveys", "texts"),
        Column("more", "text"),
    ),
    200_000_000,
)


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: distinct ``values``, and for each row the place of its own, -1 for none.

    Values that cannot be read are empty here; ``unreadable`` says which bytes are not UTF-8, and
    ``too_long`` which have more than `MOST_SIGNS` characters.
    """

    values: list[str]
    codes: Codes
    unreadable: frozenset[int] = frozenset()
    too_long: frozenset[int] = frozenset()

    @property
    def there(self) -> Flags:
        """Tell which rows hold a text, shape (rows,)."""
        return self.codes >= 0

    def rows_of(self, wrong: Flags) -> Codes:
        """Give the rows whose value is one of those marked in ``wrong``, shape (values,)."""
        if not wrong.any():
            return np.empty(0, np.int64)
        return np.flatnonzero(np.append(wrong, False)[self.codes])

    def at(self, row: int) -> str | None:
        """Give the text of one row."""
        code = int(self.codes[row])
        return None if code < 0 else self.values[code]

    def only(self, places: slice | int) -> Texts:
        """Give a few of the rows, with no more values than they have; they must be readable."""
        few = np.atleast_1d(self.codes[places])
        values = [self.values[code] for code in few.tolist() if code >= 0]
        codes = np.where(few >= 0, np.cumsum(few >= 0) - 1, -1)
        return Texts(values, codes)

    def listed(self) -> list[str | None]:
        """Give the text of every row; equal ones share memory."""
        values: list[str | None] = [*self.values, None]
        return [values[code] for code in self.codes.tolist()]


@dataclass(frozen=True, slots=True)
class TextLists:
    """A column of lists of texts: the ``items`` of all rows, and the row of each item."""

    items: Texts
    rows: Codes
    sizes: Codes


@dataclass(slots=True)
class Batch:
    """Some rows of a table, column by column; ``first`` is the number of the first row, from 1."""

    first: int
    size: int
    texts: dict[str, Texts] = field(default_factory=dict)
    numbers: dict[str, Floats] = field(default_factory=dict)
    lists: dict[str, TextLists] = field(default_factory=dict)

    def only(self, row: int) -> Batch:
        """Give one row as a batch of its own."""
        found = Batch(self.first + row, 1)
        found.texts = {name: texts.only(row) for name, texts in self.texts.items()}
        found.numbers = {name: column[row : row + 1] for name, column in self.numbers.items()}
        for name, lists in self.lists.items():
            start = int(np.searchsorted(lists.rows, row))
            size = int(lists.sizes[row])
            items = lists.items.only(slice(start, start + size))
            found.lists[name] = TextLists(
                items, np.zeros(size, np.int64), lists.sizes[row : row + 1]
            )
        return found


def batch_of(rows: pa.RecordBatch, first: int, form: TableForm) -> Batch:
    """Take the columns of some rows; a column that is missing holds nothing in every row."""
    batch = Batch(first, rows.num_rows)
    names = rows.schema.names
    for column in form.columns:
        array = rows.column(names.index(column.name)) if column.name in names else None
        if array is not None and array.null_count == len(array):
            array = None
        if column.sort == "text":
            batch.texts[column.name] = _texts(array, batch.size)
        elif column.sort == "number":
            batch.numbers[column.name] = _numbers(array, batch.size)
        else:
            batch.lists[column.name] = _lists(array, batch.size)
    return batch


def sort_of(kind: pa.DataType) -> Sort | Literal["nothing"] | None:
    """Tell what the cells of a type of Arrow are for us; None for what no column may hold."""
    from pyarrow import types  # noqa: PLC0415  # slow to load

    if types.is_null(kind):
        return "nothing"
    if _is_text(kind):
        return "text"
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return "number"
    if _is_list(kind) and (_is_text(kind.value_type) or types.is_null(kind.value_type)):
        return "texts"
    return None


def _is_text(kind: pa.DataType) -> bool:
    from pyarrow import types  # noqa: PLC0415  # slow to load

    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_list(kind: pa.DataType) -> bool:
    from pyarrow import types  # noqa: PLC0415  # slow to load

    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def _texts(array: pa.Array | None, size: int) -> Texts:
    import pyarrow as pa  # noqa: PLC0415  # slow to load

    if array is None:
        return Texts([], np.full(size, -1, np.int64))
    if not isinstance(array, pa.DictionaryArray):
        array = array.dictionary_encode()
    codes = array.indices.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
    values, unreadable, too_long = _values(array.dictionary)
    if size and not -1 <= codes.min() <= codes.max() < len(values):
        msg = "it names texts that are not there"
        raise pa.ArrowInvalid(msg)
    return Texts(values, codes, unreadable, too_long)


def _values(array: pa.Array) -> tuple[list[str], frozenset[int], frozenset[int]]:
    """Give distinct texts; those that are not UTF-8 or too long are left empty and named."""
    import pyarrow as pa  # noqa: PLC0415  # slow to load
    import pyarrow.compute as pc  # noqa: PLC0415

    array = array.cast(pa.large_binary())
    if array.null_count:
        array = array.fill_null(b"")
    longest = pc.max(pc.binary_length(array)).as_py() or 0
    if longest <= MOST_SIGNS:
        try:
            return array.cast(pa.large_string()).to_pylist(), frozenset(), frozenset()
        except pa.ArrowInvalid:
            pass  # not UTF-8: one by one
    values: list[str] = []
    unreadable, too_long = set(), set()
    for place, value in enumerate(array):
        raw = value.as_buffer()
        text = ""
        if raw is not None and raw.size > 4 * MOST_SIGNS:
            too_long.add(place)
        elif raw is not None:
            try:
                text = raw.to_pybytes().decode()
            except UnicodeDecodeError:
                unreadable.add(place)
            if len(text) > MOST_SIGNS:
                too_long.add(place)
                text = ""
        values.append(text)
    return values, frozenset(unreadable), frozenset(too_long)


def _numbers(array: pa.Array | None, size: int) -> Floats:
    """Give numbers as float64, NaN for none; those of lesser precision by their six decimals."""
    import pyarrow as pa  # noqa: PLC0415  # slow to load
    from pyarrow import types  # noqa: PLC0415

    if array is None:
        return np.full(size, np.nan)
    found: Any = array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    numbers: Floats = np.array(found, np.float64)
    if types.is_float32(array.type) or types.is_float16(array.type):
        numbers = np.rint(numbers * 1e6) / 1e6
    if not types.is_integer(array.type):
        said_nan = np.isnan(numbers) & ~array.is_null().to_numpy(zero_copy_only=False)
        numbers[said_nan] = np.inf  # NaN in a file is no "unknown"; told as not finite
    return numbers + 0.0  # no -0.0


def _lists(array: pa.Array | None, size: int) -> TextLists:
    import pyarrow.compute as pc  # noqa: PLC0415  # slow to load

    nothing = np.empty(0, np.int64)
    if array is None:
        return TextLists(Texts([], nothing), nothing, np.zeros(size, np.int64))
    rows = pc.list_parent_indices(array).to_numpy(zero_copy_only=False).astype(np.int64)
    items = pc.list_flatten(array)
    texts = _texts(None if items.null_count == len(items) else items, len(items))
    return TextLists(texts, rows, np.bincount(rows, minlength=size))
