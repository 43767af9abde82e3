"""A second reader of what exports write, made from docs/reference/exchange.md alone."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph_api.domain import Element, Scenario
from graph_api.scenarios import read_scenario

Said = Mapping[str, Any]


def said_of(attributes: Said) -> dict[str, Any]:
    """Leave out what says nothing: igraph fills a column with NaN and empty texts."""
    return {
        name: value
        for name, value in attributes.items()
        if value is not None and value != "" and not _is_nan(value)
    }


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def whole(rest: Said | str, actors: Iterable[Said], relations: Iterable[Said]) -> Scenario:
    """Put a file together again; the one parser of the package reads it.

    ``rest`` is the rest of the scenario as a mapping or as the text of its YAML.
    """
    text = rest if isinstance(rest, str) else "".join(map(section, rest.items()))
    text += section(("actors", {said["id"]: _actor(said_of(said)) for said in actors}))
    text += section(("relations", [_relation(said_of(said)) for said in relations]))
    checked = read_scenario(text)
    assert checked.scenario is not None, checked.problems
    return checked.scenario


def section(section: tuple[str, Any]) -> str:
    """Give a section as JSON, which is YAML but for signs that YAML wants escaped."""
    text = f"{section[0]}: {json.dumps(section[1], ensure_ascii=False)}\n"
    return re.sub("[\x7f-\x9f\ufffe\uffff]", lambda found: f"\\u{ord(found.group()):04x}", text)


def without_apostrophe(cell: str) -> str:
    """Take the apostrophe off that keeps a spreadsheet from running a cell."""
    return cell[1:] if re.match("'+[=+@＝＋－＠-]", cell) else cell


def _actor(said: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        name: said[name]
        for name in ("kind", "level", "sphere", "group", "member_of")
        if name in said
    }
    plain |= {n: float(said[n]) for n in ("stateness", "population") if n in said}
    plain["name"] = _texts(said, "name")
    plain["capability"] = {
        element.value: float(said[f"capability_{element.value}"])
        for element in Element
        if f"capability_{element.value}" in said
    }
    plain["capitals"] = {
        name: float(said[f"capital_{name}"])
        for name in ("political", "economic", "social")
        if f"capital_{name}" in said
    }
    plain["evidence"] = _evidence(said)
    plain |= json.loads(said.get("more", "{}"))
    return plain


def _relation(said: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        name: said[name]
        for name in (
            *("id", "from", "to", "class", "direction", "status", "basis"),
            *("valid_from", "valid_to"),
        )
        if name in said
    }
    for name in ("conveys", "elements"):
        if name in said:
            plain[name] = said[name].split(", ")
    numbers = {name: float(said[name]) for name in ("low", "best", "high") if name in said}
    plain["strength"] = numbers or None
    plain["evidence"] = _evidence(said)
    plain |= {"judgements": said["judgements"]} if "judgements" in said else {}
    plain |= json.loads(said.get("more", "{}"))
    if "judgements" in plain:
        del plain["strength"]
    return plain


def judgement(said: dict[str, Any]) -> dict[str, Any]:
    """Give a row of experts as the YAML says it."""
    numbers = {name: float(said[name]) for name in ("low", "best", "high", "confidence")}
    more: dict[str, Any] = json.loads(said.get("more", "{}"))
    return {"expert": said.get("expert"), **numbers, **more}


def _texts(said: Said, column: str) -> dict[str, str]:
    return {
        language: said[f"{column}_{language}"]
        for language in ("en", "zh")
        if f"{column}_{language}" in said
    }


def _evidence(said: Said) -> list[dict[str, Any]]:
    items = []
    for item in said.get("evidence", "").split("; "):
        source, _, lines = item.partition(" ")
        if source:
            items.append({"source": source, "lines": lines.split(", ") if lines else []})
    return items
