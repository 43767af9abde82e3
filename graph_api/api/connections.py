"""Connections: pages of a list with cursors, after the Relay convention."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Generic, TypeVar, overload

import strawberry

from graph_api.api.cursors import Question, Row, anchors, read_cursor, start_after, write_cursor
from graph_api.api.fields import resolver
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.errors import BadParameterError

PAGE = 20
"""Items of a page where `first` is null."""

T = TypeVar("T")
N = TypeVar("N")

First = Annotated[
    int | None,
    strawberry.argument(description="How many items at most, 0 to 100; null: 20 (每页数量)."),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="`endCursor` or `cursor` of an earlier answer to the same question (游标)."
    ),
]


@strawberry.type(description="Where a page stands in its list (分页信息).")
class PageInfo:
    """Whether there is more, and where the page begins and ends."""

    has_next_page: bool = strawberry.field(description="There are items after this page.")
    has_previous_page: bool = strawberry.field(description="There are items before this page.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first item; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last item, to be passed as `after`; null on an empty page."
    )


@strawberry.type(description="One item of a page with its cursor (条目).")
class Edge(Generic[N]):
    """An item and its cursor, which is made when somebody asks for it."""

    place: strawberry.Private[Callable[[], str]]
    node: N = strawberry.field(description="The item itself.")

    @resolver(description="Pass it as `after` to go on behind this item.")
    def cursor(self) -> str:
        """Give the cursor."""
        return self.place()


@strawberry.type(description="One page of a list (分页列表).")
class Connection(Generic[N]):
    """A page: edges, page info, how many there are, and whether the list has moved."""

    edges: list[Edge[N]] = strawberry.field(description="The items of this page, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    counted: strawberry.Private[Callable[[], int | None]]
    stale: bool = strawberry.field(
        description="The cursor was made at another revision: the page goes on in the new order"
        " (数据已更新)."
    )

    @resolver(
        description="How many items the whole list has, counted when asked for; null where the"
        " list was not followed to its end (总数)."
    )
    def total_count(self) -> int | None:
        """Count the items."""
        return self.counted()


@dataclass(frozen=True)
class Page(Generic[T]):
    """The items of one page with their cursors."""

    items: Sequence[T]
    cursors: Sequence[Callable[[], str]]
    info: PageInfo
    stale: bool


class _Rows(Sequence[Row], Generic[T]):
    """What items are ordered by; each is made when somebody looks at it."""

    def __init__(self, items: Sequence[T], row: Callable[[int, T], Row]) -> None:
        self._items = items
        self._row = row

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, number: int) -> Row: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, number: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        return self._row(number, self._items[number])


def require_first(first: int | None) -> int:
    """Give the size of a page, refusing one outside the limits by their name."""
    most = DEFAULT_LIMITS.max_first
    if first is None:
        return PAGE
    if not 0 <= first <= most:
        raise BadParameterError(
            f"first must lie in 0..{most}, not {first}; ask for the rest page by page (after).",
            f"first 必须在 0 到 {most} 之间，不能是 {first}；其余请用 after 逐页获取。",
            parameter="first",
            limit=most,
        )
    return first


def cut_page(
    items: Sequence[T],
    row: Callable[[int, T], Row],
    asked: Question,
    first: int | None,
    after: str | None,
) -> Page[T]:
    """Cut the page behind ``after`` out of a whole list.

    Raises
    ------
    BadParameterError, BadCursorError
        If ``first`` is out of its limits, or ``after`` not a cursor of this list.

    """
    size = require_first(first)
    start = 0
    stale = False
    if after is not None:
        place = read_cursor(after, asked)
        stale = place.revision != asked.revision
        start = start_after(place, _Rows(items, row), asked)
    chosen = items[start : start + size]

    def cursor(number: int) -> str:
        here = row(number, items[number])
        if asked.ranked:
            return write_cursor(asked, here, number)
        before = [row(place, items[place]).ids[0] for place in anchors(number)]
        return write_cursor(asked, here, number, before)

    cursors = [partial(cursor, start + n) for n in range(len(chosen))]
    info = PageInfo(
        has_next_page=start + len(chosen) < len(items),
        has_previous_page=start > 0,
        start_cursor=cursors[0]() if cursors else None,
        end_cursor=cursors[-1]() if cursors else None,
    )
    return Page(chosen, cursors, info, stale)
