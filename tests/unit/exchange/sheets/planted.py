"""Draws a survey of 500 rows, and plants 40 faults in it, each with its row, column and reason.

``python -m tests.unit.exchange.sheets.planted`` writes both into tests/data/sheets. The drawing
knows nothing of the program that reads the sheets: headers, words and places are written out here.
"""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass
from pathlib import Path

SEED = 20261127
FOLDER = Path(__file__).parents[3] / "data" / "sheets"

ACTORS, RELATIONS, JUDGEMENTS = 100, 320, 80


def _words(text: str) -> list[str]:
    return text.split()


HEADERS = {
    "actors": _words("编号 名称 英文名称 类型 层级 领域 国家性 分组 隶属 人口"),
    "relations": _words("编号 起点 终点 类别 最低 最佳 最高 传递 方向 状态 起始 截止 依据来源"),
    "experts": _words("关系 专家 最低 最佳 最高 把握"),
    "sources": _words("编号 标题 英文标题"),
}
"""Chinese headers; the English of each stands in ``ENGLISH``."""

ENGLISH = {
    "actors": _words("id name_zh name_en kind level sphere stateness group member_of population"),
    "relations": _words(
        "id from to class low best high conveys direction status valid_from valid_to evidence"
    ),
    "experts": _words("relation expert low best high confidence"),
    "sources": _words("id title_zh title_en"),
}

KINDS = [
    ("resident", "居民"),
    ("owners_committee", "业主委员会"),
    ("self_organisation", "自组织"),
    ("department", "职能部门"),
    ("association", "协会"),
]
CLASSES = ["充权", "empowerment", "", "负担", "control"]
UNKNOWN = ["", "未知", "?", "unknown", "？", "不详"]
FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")

Sheets = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Fault:
    """A planted fault: where it stands, counted as a spreadsheet does, and what is wrong."""

    sheet: str
    row: int
    column: str
    code: str
    says: str


def clean(seed: int = SEED) -> Sheets:
    """Draw the rows below the headers: 100 actors, 320 relations, 80 judgements, 2 sources."""
    rng = random.Random(seed)  # noqa: S311  # chance for tests, not for secrets
    actors = []
    for number in range(1, ACTORS + 1):
        kind = rng.choice(rng.choice(KINDS))
        above = f"a{rng.randint(1, number - 1):03}" if number > 40 and rng.random() < 0.3 else ""
        actors.append(
            [
                f"a{number:03}",
                f"第{number}组",
                f"Group {number}",
                kind,
                rng.choice(["", "组织", "group"]),
                rng.choice(["", "社会", "society"]),
                rng.choice(["", "0.5", "５０％", "0"]),
                rng.choice(["", "北区", "south"]),
                above,
                rng.choice(["", "120", "1,200"]),
            ]
        )
    pairs = [(a, b) for a in range(1, ACTORS + 1) for b in range(1, ACTORS + 1) if a != b]
    rng.shuffle(pairs)
    relations = []
    judged = set(rng.sample(range(RELATIONS), JUDGEMENTS // 2))
    for place in range(RELATIONS):
        start, end = pairs[place]
        strength = ["", "", ""] if place in judged else _strength(rng)
        relations.append(
            [
                f"r{place + 1:03}",
                _named(rng, start),
                _named(rng, end),
                rng.choice(CLASSES),
                *strength,
                rng.choice(["", "资金", "service; 信息", "opinion、信任"]),
                "",
                rng.choice(["", "实践", "law"]),
                rng.choice(["", "2024-03-01", "2024年3月1日", "2024/3/1"]),
                rng.choice(["", "2025-12-31"]),
                rng.choice(["", "survey", "visit:3,7-9", "survey:12; visit"]),
            ]
        )
    experts = []
    for place in sorted(judged):
        for expert in ("E1", "E2"):
            low, best, high = sorted(rng.sample(range(101), 3))
            weight = rng.choice(["", "1", "2.5", "0.5"])
            experts.append(
                [f"r{place + 1:03}", expert, f"{low}%", f"{best / 100}", f"{high / 100}", weight]
            )
    sources = [["survey", "五月调查", "Survey of May"], ["visit", "走访记录", "Notes of a visit"]]
    return {"actors": actors, "relations": relations, "experts": experts, "sources": sources}


def _named(rng: random.Random, number: int) -> str:
    return rng.choice([f"a{number:03}", f"第{number}组", f"Group {number}", f" a{number:03} "])


def _strength(rng: random.Random) -> list[str]:
    if rng.random() < 0.1:
        return ["", rng.choice(UNKNOWN), ""]
    low, best, high = (number / 100 for number in sorted(rng.sample(range(101), 3)))
    if rng.random() < 0.2:
        return [f"{low}", f"{round(best * 100)}%", f"{high}".translate(FULL_WIDTH)]
    return [f"{low}", rng.choice([f"{best}", ""]), f"{high}"]


_PLANS: tuple[tuple[str, str, str, str, str], ...] = (
    # sheet, column, what is written there, the code of the check, what the message names
    ("actors", "id", "第 9", "bad-id", "第 9"),
    ("actors", "kind", "自组识", "unknown-kind", "自组识"),
    ("actors", "kind", "", "missing-field", "empty"),
    ("actors", "level", "大", "bad-word", "大"),
    ("actors", "sphere", "civil", "bad-word", "civil"),
    ("actors", "stateness", "1.5", "out-of-range", "1.5"),
    ("actors", "stateness", "很高", "wrong-type", "很高"),
    ("actors", "member_of", "a1o1", "unknown-actor", "a1o1"),
    ("actors", "population", "-3", "out-of-range", "-3"),
    ("actors", "name_en", "=HYPERLINK(A1)", "formula-cell", "formula"),
    ("relations", "from", "a999", "unknown-actor", "a999"),
    ("relations", "to", "第一百零一组", "unknown-actor", "第一百零一组"),
    ("relations", "from", "", "missing-field", "empty"),
    ("relations", "to", "?", "missing-field", "?"),
    ("relations", "class", "赋能", "bad-word", "赋能"),
    ("relations", "best", "1.3", "out-of-range", "1.3"),
    ("relations", "low", "-0.1", "out-of-range", "-0.1"),
    ("relations", "high", "１３０％", "out-of-range", "130%"),
    ("relations", "best", "0,5", "wrong-type", "0,5"),
    ("relations", "best", "较强", "wrong-type", "较强"),
    ("relations", "best", "0.12345678", "too-many-decimals", "0.12345678"),
    ("relations", "high", "=D5*2", "formula-cell", "formula"),
    ("relations", "conveys", "资金; 金条", "unknown-conveys", "金条"),
    ("relations", "direction", "往上", "bad-word", "往上"),
    ("relations", "status", "maybe", "bad-word", "maybe"),
    ("relations", "valid_from", "2023-02-30", "bad-date", "2023-02-30"),
    ("relations", "valid_to", "去年", "bad-date", "去年"),
    ("relations", "evidence", "suvrey:3", "unknown-source", "suvrey"),
    ("relations", "evidence", "visit:9-3", "bad-lines", "9-3"),
    ("relations", "id", "r001", "duplicate-relation", "r001"),
    ("experts", "relation", "r999", "unknown-relation", "r999"),
    ("experts", "expert", "", "missing-field", "empty"),
    ("experts", "best", "", "missing-field", "empty"),
    ("experts", "confidence", "0", "out-of-range", "0"),
)


def faulty(seed: int = SEED) -> tuple[Sheets, list[Fault]]:
    """Plant 40 faults in the clean sheets, one in a row; give the sheets and the faults."""
    sheets = clean(seed)
    rng = random.Random(seed + 1)  # noqa: S311  # chance for tests, not for secrets
    # Row 2 keeps r001, and a row with judgements has no strength of its own to spoil.
    free = {
        "actors": rng.sample(range(60, ACTORS), 30),
        "relations": [
            place
            for place in rng.sample(range(1, RELATIONS), RELATIONS - 1)
            if all(sheets["relations"][place][4:7])
        ],
        "experts": rng.sample(range(0, JUDGEMENTS, 2), 20),
    }
    faults = []

    def plant(sheet: str, column: str, code: str, says: str, **cells: str) -> None:
        place = free[sheet].pop()
        if sheet == "actors" and (column == "id" or column.startswith("name")):
            _point_elsewhere(sheets, place + 1, by_name=column == "id")
        for name, text in cells.items():
            sheets[sheet][place][ENGLISH[sheet].index(name)] = text
        faults.append(Fault(sheet, place + 2, column, code, says))

    for sheet, column, text, code, says in _PLANS:
        plant(sheet, column, code, says, **{column: text})
    plant("relations", "low", "strength-order", "0.9", low="0.9", best="", high="0.2")
    plant("relations", "best", "missing-field", "best", low="0.4", best="", high="")
    reversed_dates = {"valid_from": "2025-02-01", "valid_to": "2024-02-01"}
    plant("relations", "valid_to", "dates-reversed", "2025-02-01", **reversed_dates)
    plant("relations", "to", "self-relation", "a007", **{"from": "a007", "to": "第7组"})
    # The last row of each sheet is followed by one that repeats another.
    sheets["relations"].append(["", *sheets["relations"][0][1:]])
    faults.append(Fault("relations", RELATIONS + 2, "from", "duplicate-row", "row 2"))
    sheets["experts"].append([*sheets["experts"][1][:2], "0.1", "0.2", "0.3", "1"])
    faults.append(Fault("experts", JUDGEMENTS + 2, "expert", "duplicate-judgement", "E2"))
    return sheets, sorted(faults, key=lambda f: (list(HEADERS).index(f.sheet), f.row))


def _point_elsewhere(sheets: Sheets, number: int, *, by_name: bool) -> None:
    """Let others name an actor by what stays of it, so that one fault stays one."""
    words = {f"a{number:03}", f"第{number}组", f"Group {number}"}
    kept = f"第{number}组" if by_name else f"a{number:03}"
    for sheet, columns in (("actors", (8,)), ("relations", (1, 2))):
        for row in sheets[sheet]:
            for column in columns:
                if row[column].strip() in words:
                    row[column] = kept


def as_csv(header: list[str], rows: list[list[str]]) -> str:
    """Write one sheet as the text of a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def files() -> dict[str, str]:
    """Give all files by their names below tests/data/sheets."""
    spoiled, faults = faulty()
    found = {
        f"{folder}/{sheet}.csv": as_csv(header[sheet], rows)
        for folder, sheets, header in (("clean", clean(), ENGLISH), ("faulty", spoiled, HEADERS))
        for sheet, rows in sheets.items()
    }
    listed = [json.dumps(fault.__dict__, ensure_ascii=False) for fault in faults]
    found["faulty/faults.json"] = "[\n" + ",\n".join(listed) + "\n]\n"
    return found


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
