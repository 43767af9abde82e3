"""What can be wrong with a text as YAML, said in both languages."""

from __future__ import annotations

from typing import NamedTuple

from graph_api.errors import Problem
from graph_api.scenarios.limits import (
    MAX_ALIAS_NODES,
    MAX_ALL_ALIAS_NODES,
    MAX_DEPTH,
    MAX_NODES,
)


class At(NamedTuple):
    """A line and a column, from 1."""

    line: int
    column: int


TOP = At(1, 1)


def yaml_problem(
    code: str, at: At, text: tuple[str, str], hint: tuple[str, str] | None = None
) -> Problem:
    """Give a problem at a place."""
    return Problem(code, *text, "", at.line, at.column, *(hint or (None, None)))


def syntax(at: At, said: str) -> Problem:
    """Say that the text breaks a rule of YAML; libyaml has limits of its own for nesting."""
    if "nesting" in said:
        return too_deep(at)
    return yaml_problem(
        "bad-yaml",
        at,
        (f"This is not YAML: {said}.", f"不是合法的 YAML：{said}。"),
        (
            "Look at the quotes, brackets and indentation of this line and the one above;"
            " a text with ': ', ', ' or '#' needs quotes.",
            "请检查本行与上一行的引号、括号和缩进；含“: ”“, ”或“#”的文字需要加引号。",
        ),
    )


def repeated(key: str, at: At, first: At, path: str) -> Problem:
    """Say that a key stands twice in one mapping."""
    shown = key[:100]
    return Problem(
        "repeated-key",
        f"The key {shown!r} stands here for the second time; the first is in line {first.line}.",
        f"键“{shown}”在此重复出现；第一次在第 {first.line} 行。",
        path,
        at.line,
        at.column,
        "Keep one of them, or give this one another name.",
        "请只保留一个，或改用别的名称。",
        subject=shown,
    )


def more_documents(at: At) -> Problem:
    """Say that a file holds one document."""
    return yaml_problem(
        "more-documents",
        at,
        (
            "A second YAML document begins here; a file holds one scenario.",
            "此处开始第二个 YAML 文档；一个文件只能有一个情景。",
        ),
        ("Put it into a file of its own.", "请放入单独的文件。"),
    )


def empty_file() -> Problem:
    """Say that there is nothing to read."""
    return yaml_problem(
        "empty-file",
        TOP,
        ("The file holds nothing.", "文件是空的。"),
        (
            "Begin with 'format: 1' and 'scenario: my-key', or let `empower new` write one.",
            "请以 format: 1 和 scenario: my-key 开头，或用 empower new 生成。",
        ),
    )


def too_many_nodes(at: At) -> Problem:
    """Say that there are too many keys and values."""
    return yaml_problem(
        "too-many-nodes",
        at,
        (
            f"The file holds more than {MAX_NODES:,} keys and values.",
            f"文件中的键和值超过 {MAX_NODES:,} 个。",
        ),
        (
            "Above about 10,000 relations use tables (actors, relations) instead of YAML.",
            "超过约一万条关系时，请改用表格（行动者表与关系表），不用 YAML。",
        ),
    )


def tag_used(tag: str, at: At) -> Problem:
    """Say that tags are not used."""
    return yaml_problem(
        "yaml-tag",
        at,
        (
            f"The tag {tag[:100]!r} is not used in scenarios.",
            f"情景文件不使用标签“{tag[:100]}”。",
        ),
        (
            "Take it out; a text that looks like a number goes into quotes.",
            "请删除；看起来像数字的文字请加引号。",
        ),
    )


def too_deep(at: At) -> Problem:
    """Say that lists and mappings lie too deep in one another."""
    return yaml_problem(
        "too-deep",
        at,
        (
            f"Lists and mappings lie more than {MAX_DEPTH} deep in one another here.",
            f"此处列表和映射的嵌套超过 {MAX_DEPTH} 层。",
        ),
        ("Look for brackets that are never closed.", "请检查是否有未闭合的括号。"),
    )


def bad_alias(name: str, at: At, *, inside: bool) -> Problem:
    """Say that an alias has no anchor before it, or stands inside its own."""
    shown = name[:100]
    text = (f"There is no anchor &{shown} above.", f"上文没有锚点 &{shown}。")
    if inside:
        text = (
            f"The alias *{shown} stands inside its own anchor.",
            f"别名 *{shown} 位于它自己的锚点之内。",
        )
    hint = (
        "Write the value out; a text that begins with * goes into quotes.",
        "请直接写出值；以 * 开头的文字请加引号。",
    )
    return yaml_problem("bad-alias", at, text, hint)


def alias_bomb(name: str, at: At) -> Problem:
    """Say that aliases expand to too much."""
    return yaml_problem(
        "alias-bomb",
        at,
        (
            f"The alias *{name[:100]} expands to more than {MAX_ALIAS_NODES:,} nodes, or all"
            f" aliases together to more than {MAX_ALL_ALIAS_NODES:,}.",
            f"别名 *{name[:100]} 展开后超过 {MAX_ALIAS_NODES:,} 个节点，"
            f"或全部别名合计超过 {MAX_ALL_ALIAS_NODES:,} 个。",
        ),
        ("Write out what is needed.", "请直接写出所需内容。"),
    )
