"""Empty sheets to fill in: headers in the language that was asked for, and a page that explains."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from graph_api.domain.words import KINDS, Direction, Label, RelationClass, Status, Word
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.sheets.columns import SHEETS, SheetForm
from graph_api.exchange.tables import write_rows

_LEFT_OUT = frozenset(("name", "title", "more", "elements", "basis", "file", "lines"))
"""Columns that are read and that nobody needs at first; a template is short."""

_BOM = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""

_ABOUT: dict[str, Label] = {
    "actors": Label(
        "Who takes part: a body, a group, a person. kind decides level, sphere and stateness where"
        " those are empty. member_of: the actor that it is part of. The eight elements and three"
        " capitals lie in [0, 1].",
        "谁参与其中：机构、群体或个人。层级、领域与国家性留空时随类型。隶属：所属的行动者。"
        "八个要素与三种资本为 0 到 1。",
    ),
    "relations": Label(
        "Who empowers whom: from and to are ids or names. low <= best <= high lie in [0, 1]: 0 is"
        " known to be nothing, empty is unknown; 0.6 and 60% are the same. evidence: a source and"
        " lines, survey:3,7-9.",
        "谁为谁充权：起点与终点可写编号或名称。最低 ≤ 最佳 ≤ 最高，均为 0 到 1：0 为已知没有，"
        "留空为未知；0.6 与 60% 相同。依据来源：来源与行号，如 survey:3,7-9。",
    ),
    "experts": Label(
        "What each expert says of a relation; its strength is then their pool, and its own cells"
        " stay empty. confidence is the weight of the judgement, 1 where empty.",
        "每位专家对一个关系的判断；该关系的强度取其合并值，关系表中留空。把握是该判断的权重，"
        "留空为 1。",
    ),
    "sources": Label(
        "Where it is known from. Without this sheet every text under evidence is a source.",
        "依据从何而来。没有此表时，“依据来源”中的每段文字各为一个来源。",
    ),
}


def write_sheet_template(folder: Path, language: Language = "en") -> tuple[Path, ...]:
    """Write empty sheets and a page that explains them into a new folder, whole or not at all.

    Parameters
    ----------
    folder
        A folder to make.
    language
        Of the names of files, the headers and the page.

    Returns
    -------
    tuple of Path
        What was written.

    Raises
    ------
    BadParameterError
        If the folder is there already, or cannot be made.

    """
    if folder.exists():
        raise BadParameterError(
            f"{folder} is there already and was left alone. Name a new folder.",
            f"{folder} 已存在，未作改动。请指定一个新目录。",
            parameter="--sheets",
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".sheets-", dir=folder.parent))
        try:
            made.chmod(0o755)
            for name, text in template_texts(language).items():
                (made / name).write_text(text, encoding="utf-8", newline="")
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise BadParameterError(
            f"{folder} cannot be written: {error.strerror}.",
            f"无法写入 {folder}：{error.strerror}。",
            parameter="--sheets",
        ) from error
    return tuple(sorted(folder.iterdir()))


def template_texts(language: Language) -> dict[str, str]:
    """Give the files of a template by their names."""
    texts = {
        f"{form.label.text(language)}.csv": _BOM + write_rows(_headers(form, language), ())
        for form in SHEETS
    }
    texts[{"en": "readme.txt", "zh": "说明.txt"}[language]] = _readme(language)
    return texts


def _headers(form: SheetForm, language: Language) -> list[str]:
    return [item.label.text(language) for item in form.columns if item.name not in _LEFT_OUT]


def _readme(language: Language) -> str:
    parts = [
        {
            "en": "Fill in the sheets; columns may stand in any order, and those that you do not"
            " need may be taken out. Then:\n\n  empower import THIS_FOLDER --key our-survey"
            " --dry-run\n\nnames every cell that needs mending, and keeps nothing.",
            "zh": "填写各表；列的次序不限，不需要的列可以删去。然后运行：\n\n"
            "  empower import 本目录 --key our-survey --dry-run\n\n"
            "即可列出每个需要改正的单元格，不写入任何内容。",
        }[language]
    ]
    parts.extend(
        f"{form.label.text(language)}.csv\n{_ABOUT[form.name].text(language)}" for form in SHEETS
    )
    colon = {"en": ": ", "zh": "："}[language]
    for form, name, words in (
        (SHEETS[0], "kind", _labels(((key, kind.label) for key, kind in KINDS.items()), language)),
        (SHEETS[1], "class", _words(RelationClass, language)),
        (SHEETS[1], "direction", _words(Direction, language)),
        (SHEETS[1], "status", _words(Status, language)),
    ):
        parts.append(f"{form.column(name).label.text(language)}{colon}{words}")
    return "\n\n".join(parts) + "\n"


def _words(kind: type[Word], language: Language) -> str:
    return _labels(((word.value, word.label) for word in kind), language)


def _labels(words: Iterable[tuple[str, Label]], language: Language) -> str:
    if language == "zh":
        return "、".join(label.text("zh") for _, label in words)
    return ", ".join(key for key, _ in words)
