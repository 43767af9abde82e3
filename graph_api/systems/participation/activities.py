"""Records of activities, sorted into the four types of participation (L131, L135; A-75).

A street office that keeps a list of what was held can put it in place of our shares: what about,
on whose initiative, how many came. What nobody has said of a record stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph_api.domain.words import Label, Word
from graph_api.errors import BadParameterError, nearest
from graph_api.systems.participation.typology import Axes, Initiative, Kind, Tally

NEEDED = ("activity", "kind", "initiative")
COLUMNS = (*NEEDED, "participants")
MOST_RECORDS = 10_000
MOST_HEADS = 1_000_000
MOST_SHOWN = 20
MOST_NAMED = 5

TABLE = Label(
    "records of activities: columns activity, kind (entertainment or public), initiative (passive"
    " or active), and participants; empty cells are unknown",
    "活动记录：列 activity、kind（娱乐活动或公共事务）、initiative（被动或主动）、"
    "participants（人数）；空单元格表示未知",
)
"""What a table holds."""

W = TypeVar("W", bound=Word)


@dataclass(frozen=True, slots=True)
class Record:
    """One activity that was held; None: nobody has said.

    Raises
    ------
    BadParameterError
        If the number of participants is negative or above a million.

    """

    activity: str
    kind: Kind | None
    initiative: Initiative | None
    participants: int | None = None

    def __post_init__(self) -> None:
        if self.participants is not None and not 0 <= self.participants <= MOST_HEADS:
            raise BadParameterError(
                f"participants must be a whole number from 0 to {MOST_HEADS:,}, not"
                f" {self.participants}.",
                f"participants 必须是 0 至 {MOST_HEADS:,} 的整数，不能是 {self.participants}。",
                parameter="participants",
            )


def tally_of(records: Sequence[Record]) -> Tally:
    """Count activities by type: by who came where every record says it, else each as one.

    Raises
    ------
    BadParameterError
        If there are no records, too many, or nobody came to any.

    Examples
    --------
    >>> found = tally_of([Record("dance", Kind.ENTERTAINMENT, Initiative.ACTIVE, 30),
    ...                   Record("fee meeting", Kind.PUBLIC, None, 10)])
    >>> found.share(Kind.PUBLIC), found.share(Initiative.ACTIVE), found.bounds(Initiative.ACTIVE)
    (0.25, 1.0, (0.75, 1.0))

    """
    if not 0 < len(records) <= MOST_RECORDS:
        raise BadParameterError(
            f"A typology needs at least 1 activity and takes at most {MOST_RECORDS:,}, not"
            f" {len(records):,}; split a longer list.",
            f"活动至少 1 项，至多 {MOST_RECORDS:,} 项，现为 {len(records):,} 项；过长请分批。",
            parameter="activities",
        )
    counts_heads = all(record.participants is not None for record in records)
    weights: dict[tuple[Kind | None, Initiative | None], float] = {}
    for record in records:
        place = record.kind, record.initiative
        heads = float(record.participants or 0) if counts_heads else 1.0
        weights[place] = weights.get(place, 0.0) + heads
    if sum(weights.values()) == 0:
        raise BadParameterError(
            "Nobody came to any of the activities, so there are no shares.",
            "所有活动都无人参加，因此没有比例。",
            parameter="participants",
        )
    return Tally(weights, by_heads=counts_heads)


def named_in(cell: Axes, records: Sequence[Record]) -> tuple[Label, ...]:
    """Name the activities of a type, each once, at most five."""
    names = dict.fromkeys(
        record.activity
        for record in records
        if (record.kind, record.initiative) == cell and record.activity
    )
    return tuple(Label(name, name) for name in list(names)[:MOST_NAMED])


def word_of(kind: type[W], text: str | None, name: str) -> W | None:
    """Read a word by its key or its label in either language; None or empty: nobody has said.

    Raises
    ------
    BadParameterError
        If it is none of the words.

    """
    said = (text or "").strip()
    if not said:
        return None
    for word in kind:
        if said.casefold() == word.value or said in {word.label.text("en"), word.label.text("zh")}:
            return word
    keys = [word.value for word in kind]
    near = nearest(said, keys)
    raise BadParameterError(
        f"{name} must be {' or '.join(keys)}, not {said[:80]!r}; leave it empty if it is not"
        " known.",
        f"{name} 须为 {'或'.join(word.label.text('zh') for word in kind)}，不能是“{said[:80]}”；"
        "未知请留空。",
        parameter=name,
        nearest=list(near),
    )


def read_records(rows: Sequence[Mapping[str, str]], name: str = "table") -> tuple[Record, ...]:
    """Read activities from the rows of a table; line 1 of it holds the names of the columns.

    All problems are gathered, each with its line, before anything is said.

    Raises
    ------
    BadParameterError
        If a column is missing or unknown, or a cell cannot be read; ``problems`` lists all.

    """
    problems = [(1, text) for text in _column_problems(rows)]
    records = []
    for line, row in enumerate([] if problems else rows, start=2):
        try:
            records.append(_record(row))
        except BadParameterError as error:
            problems.append((line, Label(error.en, error.zh)))
    if not problems:
        return tuple(records)
    shown = problems[:MOST_SHOWN]
    more = len(problems) - len(shown)
    raise BadParameterError(
        f"{name} cannot be read. "
        + " ".join(f"Line {line}: {text.en}" for line, text in shown)
        + (f" And {more} more." if more else ""),
        f"无法读取 {name}。"
        + "".join(f"第 {line} 行：{text.zh}" for line, text in shown)
        + (f"另有 {more} 处。" if more else ""),
        parameter="table",
        problems=[{"line": line, "en": text.en, "zh": text.zh} for line, text in shown],
        count=len(problems),
    )


def _record(row: Mapping[str, str]) -> Record:
    heads = (row.get("participants") or "").strip()
    if heads and not (heads.isascii() and heads.isdigit() and len(heads) <= 7):
        raise BadParameterError(
            f"participants {heads[:40]!r} is not a whole number from 0 to {MOST_HEADS:,}; leave it"
            " empty if it is not known.",
            f"participants 的值“{heads[:40]}”不是 0 至 {MOST_HEADS:,} 的整数；未知请留空。",
            parameter="participants",
        )
    return Record(
        (row.get("activity") or "").strip(),
        word_of(Kind, row.get("kind"), "kind"),
        word_of(Initiative, row.get("initiative"), "initiative"),
        int(heads) if heads else None,
    )


def _column_problems(rows: Sequence[Mapping[str, str]]) -> Iterator[Label]:
    if not rows:
        yield Label("There is no activity.", "没有任何活动。")
        return
    for column in NEEDED:
        if column not in rows[0]:
            yield Label(f"Column {column!r} is missing.", f"缺少列“{column}”。")
    for column in rows[0]:
        if column not in COLUMNS:
            yield Label(
                f"Column {str(column)[:80]!r} is unknown; there are: {', '.join(COLUMNS)}.",
                f"未知的列“{str(column)[:80]}”；可用：{'、'.join(COLUMNS)}。",
            )
