"""The rows of relations and of judgements, in the words of the YAML."""

from __future__ import annotations

import itertools
from typing import Any

from graph_api.domain.relations import STRENGTH_DECIMALS
from graph_api.exchange.sheets import cells
from graph_api.exchange.sheets.cells import CellError
from graph_api.exchange.sheets.entries import Entries, Evidence, check_id
from graph_api.exchange.sheets.names import Names
from graph_api.exchange.sheets.rows import Row, Table
from graph_api.exchange.sheets.words import Words
from graph_api.scenarios.change_checks import pooled_strength
from graph_api.scenarios.problems import shown

_STRENGTH = ("low", "best", "high")
_POOL_TOLERANCE = 1e-6


def name_relations(table: Table, names: Names) -> list[tuple[str, Row]]:
    """Give the id of every row of relations, the next free r1, r2, ... where it has none."""
    rows = list(table)
    said = {key for row in rows if (key := row.text("id"))}
    found, number = [], 0
    for row in rows:
        key = row.text("id")
        if key:
            check_id(row, "id", key)
            if key in names:
                text = (
                    f"There is a relation {shown(key)} already, in row {names.rows[key]}.",
                    f"第 {names.rows[key]} 行已有关系“{key[:80]}”。",
                )
                hint = (
                    "Give it an id of its own, or leave the cell empty.",
                    "请换一个编号，或将单元格留空。",
                )
                row.fault("id", CellError("duplicate-relation", text, hint, key))
                key = ""
        if not key:
            number += 1
            while f"r{number}" in said:
                number += 1
            key = f"r{number}"
        names.add(key, row.number)
        found.append((key, row))
    return found


def read_relations(
    named: list[tuple[str, Row]],
    actors: Names,
    words: Words,
    evidence: Evidence,
    judged: dict[str, list[dict[str, Any]]],
) -> Entries:
    """Read the rows of relations; ``judged`` holds what experts say of them."""
    found = Entries()
    seen: dict[tuple[str, ...], int] = {}
    for key, row in named:
        fields: dict[str, Any] = {"id": key}
        for end in ("from", "to"):
            row.required(end, actors)
            fields[end] = row.take(end, actors.resolve)
        for column in ("class", "direction", "status", "basis"):
            fields[column] = row.take(column, words.reader(column))
        for column in ("conveys", "elements"):
            fields[column] = row.take(column, words.some(column))
        for column in ("valid_from", "valid_to"):
            fields[column] = row.take(column, cells.day)
        fields["evidence"] = row.take("evidence", evidence.read)
        more = row.take("more", cells.more) or {}
        judgements = more.get("judgements", judged.get(key))
        strength = _strength(row, is_judged=bool(judgements))
        plain = {word: value for word, value in fields.items() if value not in (None, [])}
        if judgements:
            plain = {"basis": "expert", **plain, "judgements": judgements}
            _tell_pool(row, plain, strength)
        else:
            plain["strength"] = strength
        found.plain[key], found.rows[key] = {**plain, **more}, row
        found.more[key] = frozenset(more)
        _tell_oddities(row, fields, seen)
    return found


def _tell_oddities(row: Row, fields: dict[str, Any], seen: dict[tuple[str, ...], int]) -> None:
    """Tell loops, dates out of order, and rows that repeat another one."""
    start, end = fields["valid_from"], fields["valid_to"]
    if start and end and start > end:
        text = (
            f"It begins on {start} and ends on {end}, before it begins.",
            f"起始 {start} 晚于截止 {end}。",
        )
        hint = ("Exchange the dates, or mend one.", "请对调或改正日期。")
        row.fault("valid_to", CellError("dates-reversed", text, hint))
    signature = row.signature
    first = seen.setdefault(signature, row.number)
    if first != row.number and not row.text("id") and not row.spoiled:
        text = (
            f"This row repeats row {first}, so it would count twice.",
            f"此行重复第 {first} 行，会被计入两次。",
        )
        hint = (
            "Take one of them out; two relations that are alike need ids.",
            "请删去其一；确为两个相同的关系时请各写编号。",
        )
        row.fault("from", CellError("duplicate-row", text, hint))
        return
    same = fields["from"] is not None and fields["from"] == fields["to"]
    if same and fields["direction"] != "self":
        name = fields["from"]
        text = (
            f"The relation leads from {shown(name)} to itself and is read as self-empowerment.",
            f"关系的起点与终点都是“{name[:80]}”，按自我充权读取。",
        )
        hint = (
            "If that is meant, write self under direction; else name another actor.",
            "若确有此意，请在“方向”列写“自我”；否则请改写起点或终点。",
        )
        row.fault("to", CellError("self-relation", text, hint, name))


def _strength(row: Row, *, is_judged: bool = False) -> dict[str, float] | float | None:
    """Give the strength that three cells say; None where nobody knows, or they are faulty."""
    decimals = None if is_judged else STRENGTH_DECIMALS
    low, best, high = (
        row.take(name, lambda text: cells.unit(text, decimals=decimals)) for name in _STRENGTH
    )
    if row.spoiled.intersection(_STRENGTH):
        return None
    if best is None and (low is None) != (high is None):
        there = "low" if high is None else "high"
        text = (
            f"There is only {there}; a strength needs best, or both low and high.",
            "强度需要“最佳”（best），或同时有“最低”和“最高”（low、high）。",
        )
        hint = ("Leave all three empty where nobody knows.", "无人知道时三者都请留空。")
        column = "best" if "best" in row.table.columns else there
        row.fault(column, CellError("missing-field", text, hint))
        return None
    if not _in_order(row, low, best, high):
        return None
    if best is None:
        return None if low is None or high is None else {"low": low, "high": high}
    low, high = best if low is None else low, best if high is None else high
    return best if low == best == high else {"low": low, "best": best, "high": high}


def _in_order(row: Row, low: float | None, best: float | None, high: float | None) -> bool:
    """Tell whether low <= best <= high holds; where not, note it at the first that is too large."""
    said = [
        (name, value)
        for name, value in zip(_STRENGTH, (low, best, high), strict=True)
        if value is not None
    ]
    for (name, value), (_, after) in itertools.pairwise(said):
        if value > after:
            numbers = [f"{word} {number:g}" for word, number in said]
            text = (
                f"low <= best <= high does not hold: {', '.join(numbers)}.",
                f"不满足 low <= best <= high：{'、'.join(numbers)}。",
            )
            hint = ("Put them into ascending order.", "请按从小到大的顺序填写。")
            row.fault(name, CellError("strength-order", text, hint))
            return False
    return True


def _tell_pool(row: Row, fields: dict[str, Any], strength: dict[str, float] | float | None) -> None:
    """Tell a strength that is not what the judgements beside it give."""
    if strength is None:
        return
    try:
        pooled = pooled_strength(fields)
    except (TypeError, ValueError):
        return  # judgements of a cell of ``more`` that the file's own checks will tell
    if pooled is None:
        return
    said = strength if isinstance(strength, dict) else dict.fromkeys(_STRENGTH, strength)
    if all(abs(pooled[name] - value) <= _POOL_TOLERANCE for name, value in said.items()):
        return
    numbers = [f"{name} {pooled[name]:g}" for name in _STRENGTH]
    text = (
        f"The strength differs from the pool of the judgements: {', '.join(numbers)}.",
        f"强度与专家判断的合并值不一致：{'、'.join(numbers)}。",
    )
    hint = ("Leave it empty; it follows from the judgements.", "请留空；它由判断得出。")
    row.fault("best", CellError("strength-not-pool", text, hint))


def read_judgements(table: Table, relations: Names) -> dict[str, list[dict[str, Any]]]:
    """Read the rows of judgements, by the relation that they judge."""
    found: dict[str, list[dict[str, Any]]] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in table:
        row.required("relation", relations)
        relation = row.take("relation", relations.resolve)
        more = row.take("more", cells.more) or {}
        named = more.get("expert")
        expert = named if isinstance(named, str) else row.required("expert", None)
        row.required("best")
        judgement = _judgement(row, expert)
        if relation is None or not expert:
            continue
        first = seen.setdefault((relation, expert), row.number)
        if first != row.number:
            text = (
                f"{shown(expert)} judges relation {shown(relation)} in row {first} already.",
                f"“{expert[:80]}”在第 {first} 行已判断过关系“{relation}”。",
            )
            hint = ("Keep one of the two judgements.", "请只保留其一。")
            row.fault("expert", CellError("duplicate-judgement", text, hint, expert))
        elif judgement is not None:
            found.setdefault(relation, []).append({**judgement, **more})
    return found


def _judgement(row: Row, expert: str) -> dict[str, Any] | None:
    low, best, high = (row.take(name, cells.unit) for name in _STRENGTH)
    weight = row.take("confidence", lambda text: cells.amount(text, above_zero=True))
    if row.spoiled.intersection((*_STRENGTH, "confidence")) or best is None:
        return None
    if not _in_order(row, low, best, high):
        return None
    low, high = best if low is None else low, best if high is None else high
    said = {"expert": expert, "low": low, "best": best, "high": high}
    return said if weight is None else {**said, "confidence": weight}
