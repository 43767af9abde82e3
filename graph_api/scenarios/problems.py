"""The names of all checks, with their meaning, and the basket in which problems are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from graph_api.errors import Problem, nearest
from graph_api.scenarios.document import Mark, Node

Both: TypeAlias = tuple[str, str]
"""A text in English and in Chinese."""

Path: TypeAlias = tuple[str | int, ...]
"""The way to an item: keys of mappings, numbers in lists."""

MAX_PROBLEMS = 1_000
"""How many errors, and how many warnings, one reading tells; whoever has more mends these first."""

_MAX_COMPARISONS = 300_000
"""How many words are compared for hints in one reading, so that hints never cost the answer."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a problem's code means, and whether it keeps the file from being read."""

    en: str
    zh: str
    severity: Literal["error", "warning"] = "error"


CHECKS: Mapping[str, Check] = {
    # The text
    "too-large": Check("The file is larger than may be read.", "文件超过可读取的大小。"),
    "not-utf-8": Check("The file is not UTF-8.", "文件不是 UTF-8 编码。"),
    "bad-character": Check("A character that no text may hold.", "含有不允许的字符。"),
    "bad-yaml": Check("The text breaks a rule of YAML.", "文本不符合 YAML 规则。"),
    "empty-file": Check("There is nothing in the file.", "文件是空的。"),
    "more-documents": Check("The file holds a second document.", "文件含有第二个文档。"),
    "yaml-tag": Check("A tag such as !!str stands before a value.", "值前有 !!str 之类的标签。"),
    "too-deep": Check("Lists and mappings lie too deep in one another.", "嵌套层数过多。"),
    "too-many-nodes": Check("The file holds too many keys and values.", "键和值的数量过多。"),
    "bad-alias": Check("An alias has no anchor before it.", "别名之前没有对应的锚点。"),
    "alias-bomb": Check("Aliases expand to too much.", "别名展开后过大。"),
    "repeated-key": Check("A key stands twice in one mapping.", "同一映射中键重复。"),
    "too-many-problems": Check("There are more errors than are told.", "错误过多，未全部列出。"),
    # The form of the entries
    "newer-format": Check("The format is newer than this program.", "格式版本比本程序新。"),
    "unknown-field": Check("A field that does not exist here.", "此处没有这个字段。"),
    "missing-field": Check("A field that must be there is missing.", "缺少必填字段。"),
    "wrong-type": Check("A value of another type is needed.", "值的类型不对。"),
    "bad-id": Check("An id or key has characters that it may not have.", "标识含有不允许的字符。"),
    "reserved-key": Check("A key that means something already.", "该键已有固定含义。"),
    "bad-word": Check("A word that is not one of the fixed ones.", "不是规定的词之一。"),
    "not-finite": Check("A number is infinite or not a number.", "数值为无穷或非数。"),
    "out-of-range": Check("A number lies outside its range.", "数值超出范围。"),
    "too-many-decimals": Check("A strength has more than six decimals.", "强度的小数超过六位。"),
    "strength-order": Check("low <= best <= high does not hold.", "不满足 low <= best <= high。"),
    "strength-not-pool": Check(
        "A strength differs from the pool of its judgements.", "强度与专家判断的合并值不一致。"
    ),
    "bad-date": Check("A date is not a day of the calendar.", "日期无效。"),
    "dates-reversed": Check("valid_from lies after valid_to.", "valid_from 晚于 valid_to。"),
    "bad-lines": Check("Lines are neither a number nor a range.", "行号不是数字或区间。"),
    "too-many-items": Check("A list holds more than it may.", "列表的项数过多。"),
    "one-change": Check("A change names none or several of the words.", "一项变更须恰有一个词。"),
    "bad-value": Check("Values of a change contradict each other.", "变更的数值相互矛盾。"),
    "parameter-range": Check("A parameter lies outside low to high.", "参数超出 low 到 high。"),
    "too-many-changes": Check("The variants together change too much.", "变体的变更总量过大。"),
    # What names what
    "unknown-actor": Check("There is no such actor.", "没有这个行动者。"),
    "unknown-relation": Check("There is no such relation.", "没有这个关系。"),
    "unknown-source": Check("There is no such source.", "没有这个来源。"),
    "unknown-variant": Check("There is no such variant.", "没有这个变体。"),
    "unknown-parameter": Check("There is no such parameter.", "没有这个参数。"),
    "unknown-figure": Check("There is no such figure.", "没有这个数字。"),
    "unknown-kind": Check("There is no such kind of actor.", "没有这种行动者类型。"),
    "unknown-conveys": Check("There is no such word for what flows.", "没有这个传递内容的词。"),
    "unknown-system": Check("There is no such mechanism.", "没有这种机制。"),
    "duplicate-relation": Check("A relation's id is taken.", "关系标识重复。"),
    "duplicate-actor": Check("An actor's id is taken.", "行动者标识重复。"),
    "duplicate-source": Check("A source's key is taken.", "来源的键重复。"),
    "evidence-without-source": Check("Evidence names no source.", "证据没有指明来源。"),
    "lines-outside-source": Check("Lines lie outside their source.", "行号超出来源范围。"),
    "member-cycle": Check("An actor is a member of itself.", "行动者隶属于自身。"),
    "extends-cycle": Check("A variant extends itself.", "变体扩展自身。"),
    # Tables instead of YAML
    "missing-table": Check("A file of the folder is missing.", "目录中缺少文件。"),
    "bad-table": Check("A file is not Parquet, or is damaged.", "文件不是 Parquet，或已损坏。"),
    "too-long": Check("A text has more characters than it may.", "文字过长。"),
    # Usable, but doubtful
    "too-many-warnings": Check(
        "There are more warnings than are told.", "警告过多，未全部列出。", "warning"
    ),
    "isolated-actor": Check("No relation reaches or leaves an actor.", "孤立的行动者。", "warning"),
    "proposal-without-band": Check(
        "A proposed strength is one number without low and high.",
        "建议的强度只有一个数，没有 low 和 high。",
        "warning",
    ),
    "missing-name": Check(
        "A name lacks its English or Chinese text.", "名称缺少英文或中文。", "warning"
    ),
    "figure-without-source": Check("A figure names no source.", "数字没有来源。", "warning"),
    "text-without-source": Check(
        "A number of basis text names no source.", "依据为 text 的数值没有来源。", "warning"
    ),
}
"""Every code that a problem of a scenario can have. The codes are stable."""


@dataclass(frozen=True, slots=True)
class Place:
    """An item and the way to it; ``key`` is the key under which it stands in a mapping."""

    path: Path
    node: Node
    key: Node | None = None

    def at(self, step: str | int, node: Node, key: Node | None = None) -> Place:
        """Give the place of something inside."""
        return Place((*self.path, step), node, key)

    @property
    def start(self) -> Mark | None:
        """Give where the item begins: a block begins at its key, anything else where it stands."""
        return self.key.start if self.key and self.node.style == "block" else self.node.start


def path_text(path: Path) -> str:
    """Write a path for people.

    Examples
    --------
    >>> path_text(("relations", 3, "strength", "best"))
    'relations[3].strength.best'

    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step[:100]}" for step in path)
    return "".join(steps).removeprefix(".")


_MORE: Mapping[str, str] = {"error": "too-many-problems", "warning": "too-many-warnings"}


class Basket:
    """The problems of one reading: `MAX_PROBLEMS` errors, as many warnings, and no more.

    One more of each says so. Warnings never keep an error from being told.

    ``paths`` are the ways to where the problems are, in the same order. ``rounds`` says that
    strengths with more decimals are rounded, as GraphQL's are, and not refused.
    """

    def __init__(self, *, rounds: bool = False) -> None:
        self.rounds = rounds
        self.problems: list[Problem] = []
        self.paths: list[Path] = []
        self._told = {"error": 0, "warning": 0}
        self._comparisons = 0

    def say(
        self,
        code: str,
        place: Place,
        text: Both,
        hint: Both | None = None,
        subject: str | None = None,
    ) -> None:
        """Note a problem at a place."""
        severity = CHECKS[code].severity
        if self.tells_no_more(code):
            return
        self._told[severity] += 1
        if self.tells_no_more(code):
            code, hint, subject = _MORE[severity], None, None
            text = (
                f"There are more than these {MAX_PROBLEMS:,}; mend them and check again.",
                f"不止这 {MAX_PROBLEMS:,} 处；请先改正再检查。",
            )
        mark = place.start
        self.paths.append(place.path)
        self.problems.append(
            Problem(
                code,
                text[0],
                text[1],
                path_text(place.path),
                mark.line if mark else None,
                mark.column if mark else None,
                hint[0] if hint else None,
                hint[1] if hint else None,
                None if subject is None else subject[:200],
                severity,
            )
        )

    def tells_no_more(self, code: str) -> bool:
        """Tell whether problems of this code are not told any more."""
        return self._told[CHECKS[code].severity] > MAX_PROBLEMS

    @property
    def is_full(self) -> bool:
        """Tell whether there are more errors than are told."""
        return self._told["error"] > MAX_PROBLEMS

    def near(self, word: str, known: Iterable[str]) -> Both | None:
        """Give a hint at the known words nearest to ``word``, or at some of the words there are."""
        if self.is_full or self._comparisons > _MAX_COMPARISONS:
            return None  # before the words are even listed: there may be very many
        words = list(known)
        self._comparisons += len(words)
        if not words or self._comparisons > _MAX_COMPARISONS:
            return None
        found = nearest(word, words)
        if found:
            return (
                f"Did you mean {' or '.join(map(repr, found))}?",
                f"是否指“{'”或“'.join(found)}”？",
            )
        few, more = words[:12], len(words) > 12
        return (
            f"There are: {', '.join(few)}{', ...' if more else ''}.",
            f"可用的有：{'、'.join(few)}{'……' if more else ''}。",
        )

    def in_order(self) -> tuple[Problem, ...]:
        """Give the problems in the order of the text; those without a line stay as they came."""
        return tuple(sorted(self.problems, key=lambda p: (p.line or 0, p.column or 0)))


def shown(word: str, length: int = 80) -> str:
    """Quote a word of the author's, cut to a length that a message can bear."""
    return repr(word if len(word) <= length else word[:length] + "…")
