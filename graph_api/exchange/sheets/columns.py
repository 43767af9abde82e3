"""Which sheets and columns there are, and every header that names one, in English and Chinese.

This is the one table of synonyms: what people write at the head of a column stands here and
nowhere else. Case, blanks, ``_`` and ``-`` make no difference (`folded`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import Element, Label

_GAPS = re.compile(r"[\s_\-*]+")


def folded(text: str) -> str:
    """Give a word as it is compared: full-width signs as plain ones, no case, no gaps.

    Examples
    --------
    >>> folded(" Valid_From "), folded("ＩＤ")
    ('validfrom', 'id')

    """
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its name, the header of a template in both languages, and other headers for it.

    ``required`` says that the column must be there and hold something in every row.
    """

    name: str
    label: Label
    also: tuple[str, ...] = ()
    required: bool = False

    def words(self) -> frozenset[str]:
        """Give every header that names this column, folded."""
        own = (self.name, self.label.en or "", self.label.zh or "", *self.also)
        return frozenset(map(folded, own))


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet: its name, the names it may have, and its columns."""

    name: str
    label: Label
    also: tuple[str, ...]
    columns: tuple[SheetColumn, ...]

    def words(self) -> frozenset[str]:
        """Give every name of this sheet, folded."""
        own = (self.name, self.label.en or "", self.label.zh or "", *self.also)
        return frozenset(map(folded, own))

    def column(self, name: str) -> SheetColumn:
        """Give a column by its name."""
        return next(item for item in self.columns if item.name == name)

    def headers(self) -> Mapping[str, str]:
        """Give for each folded header the name of its column."""
        return {word: item.name for item in self.columns for word in item.words()}


def _column(name: str, zh: str, *also: str, required: bool = False) -> SheetColumn:
    return SheetColumn(name, Label(name, zh), also, required)


_EVIDENCE = _column("evidence", "依据来源", "来源", "证据", "sources", "出处")
_MORE = _column("more", "其他")

ELEMENT = "capability_"
"""Begins the name of the column of each of the eight elements."""

CAPITAL_COLUMNS: Mapping[str, str] = {
    "capital_political": "political",
    "capital_economic": "economic",
    "capital_social": "social",
}
"""Columns of the three capitals, and the words of the YAML."""

ACTORS = SheetForm(
    "actors",
    Label("actors", "行动者"),
    ("actor", "nodes", "主体", "行动者表", "节点"),
    (
        _column("id", "编号", "key", "code", "actor", "actor_id", "标识", "代码", "行动者编号"),
        _column("name", "名称", "label", "名字", "行动者", "行动者名称"),
        _column("name_zh", "中文名称", "中文名", "chinese name", "label_zh", "名称（中文）"),
        _column("name_en", "英文名称", "英文名", "english name", "label_en", "名称（英文）"),
        _column("kind", "类型", "type", "种类", "行动者类型", required=True),
        _column("level", "层级", "级别"),
        _column("sphere", "领域", "范畴"),
        _column("stateness", "国家性"),
        _column("group", "分组", "组别", "组", "归组"),
        _column("member_of", "隶属", "隶属于", "上级", "所属"),
        _column("population", "人口", "人数"),
        *(
            SheetColumn(
                f"{ELEMENT}{element.value}",
                element.label,
                (element.value, f"capability.{element.value}"),
            )
            for element in Element
        ),
        _column("capital_political", "政治资本", "political capital"),
        _column("capital_economic", "经济资本", "economic capital"),
        _column("capital_social", "社会资本", "social capital"),
        _EVIDENCE,
        _MORE,
    ),
)
RELATIONS = SheetForm(
    "relations",
    Label("relations", "关系"),
    ("relation", "edges", "ties", "关系表", "边"),
    (
        _column("id", "编号", "key", "relation", "relation_id", "标识", "关系编号"),
        _column("from", "起点", "source", "from_id", "从", "来自", "出发", required=True),
        _column("to", "终点", "target", "to_id", "到", "至", "去向", required=True),
        _column("class", "类别", "type", "relation_class", "关系类别", "类型"),
        _column("low", "最低", "min", "lowest", "下限", "低", "strength_low"),
        _column("best", "最佳", "strength", "weight", "强度", "最可能", "strength_best"),
        _column("high", "最高", "max", "highest", "上限", "高", "strength_high"),
        _column("conveys", "传递", "传递内容", "内容"),
        _column("direction", "方向"),
        _column("elements", "要素"),
        _column("status", "状态"),
        _column("basis", "依据", "依据类型"),
        _column("valid_from", "起始", "起始日期", "开始", "生效", "生效日期"),
        _column("valid_to", "截止", "截止日期", "结束", "失效", "失效日期"),
        _EVIDENCE,
        _MORE,
    ),
)
EXPERTS = SheetForm(
    "experts",
    Label("experts", "专家"),
    ("expert", "judgements", "judgments", "专家判断", "判断"),
    (
        _column("relation", "关系", "relation_id", "关系编号", "id", required=True),
        _column("expert", "专家", "name", "姓名", "评估人", required=True),
        _column("low", "最低", "min", "lowest", "下限", "低"),
        _column("best", "最佳", "strength", "强度", "最可能", required=True),
        _column("high", "最高", "max", "highest", "上限", "高"),
        _column("confidence", "把握", "weight", "权重", "信心", "置信度"),
        _MORE,
    ),
)
SOURCES = SheetForm(
    "sources",
    Label("sources", "来源"),
    ("source", "来源表", "文献"),
    (
        _column("key", "编号", "id", "source", "标识", "键", required=True),
        _column("title", "标题", "题名", "名称"),
        _column("title_zh", "中文标题", "标题（中文）"),
        _column("title_en", "英文标题", "标题（英文）"),
        _column("file", "文件"),
        _column("lines", "行号", "行"),
        _MORE,
    ),
)
DERIVED: Mapping[str, frozenset[str]] = {
    "actors": frozenset(map(folded, ("capability_index",))),
    "relations": frozenset(
        map(folded, ("band", "effective_direction", "kind", "strength", "weight"))
    ),
}
"""Headers of what an export shows beside the rest (docs/reference/exchange.md); nobody reads them.

``strength`` and ``weight`` are read as ``best`` where there is no column ``best``.
"""

NOT_READ = frozenset(map(folded, ("scenario", "readme", "说明", "情景")))
"""Sheets that are no table; ``scenario`` holds what stands beside the tables."""

SHEETS: tuple[SheetForm, ...] = (ACTORS, RELATIONS, EXPERTS, SOURCES)
"""In the order in which they are read."""


def form_of(name: str) -> SheetForm | None:
    """Give the sheet of a name, such as that of a file without its ending; None if it is none.

    Examples
    --------
    >>> form_of("行动者表").name, form_of("Judgements").name, form_of("notes")
    ('actors', 'experts', None)

    """
    word = folded(name)
    return next((form for form in SHEETS if word in form.words()), None)
