"""The checks that only a whole scenario can fail: keys, figures, parameters, names, lone actors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_api.domain.scenario import BASELINE
from graph_api.scenarios.change_checks import Check, cycles
from graph_api.scenarios.naming import (
    Plain,
    Report,
    changes,
    entries,
    relation_patches,
    relations,
    relations_said,
    words,
)
from graph_api.scenarios.problems import Both, Path, shown

_LANGUAGES: Mapping[str, Both] = {"en": ("English", "英文"), "zh": ("Chinese", "中文")}

_ADD_EVIDENCE: Both = (
    "Add evidence: [{source: ..., lines: [...]}].",
    "请补充 evidence: [{source: ..., lines: [...]}]。",
)


def _system(document: Plain, report: Report) -> None:
    report.require("system", document.get("system"), ("system",))


def _duplicate_relations(document: Plain, report: Report) -> None:
    first: dict[str, int] = {}
    for number, relation in relations(document):
        key = relation.get("id")
        if not isinstance(key, str):
            continue
        if key in first:
            report.say(
                "duplicate-relation",
                ("relations", number, "id"),
                (
                    f"There is a relation {shown(key)} already: relations[{first[key]}].",
                    f"已有关系“{key}”：relations[{first[key]}]。",
                ),
                ("Give it an id of its own.", "请换一个标识。"),
                key,
            )
        first.setdefault(key, number)


def _extends(document: Plain, report: Report) -> None:
    below = {key: variant.get("extends") for key, variant in entries(document, "variants")}
    for key, extended in below.items():
        report.require("variant", extended, ("variants", key, "extends"))
    for key in cycles(below):
        report.say(
            "extends-cycle",
            ("variants", key, "extends"),
            (
                f"Variant {shown(key)} extends itself, through {shown(str(below[key]))}.",
                f"变体“{key}”经“{below[key]}”扩展了自身。",
            ),
            (
                f"Let one of them extend {BASELINE!r}, or leave extends out.",
                f"请让其中一个扩展 {BASELINE}，或去掉 extends。",
            ),
            key,
        )


def _figures(document: Plain, report: Report) -> None:
    for key, figure in entries(document, "figures"):
        for number, other in words(figure.get("conflicts_with")):
            report.require("figure", other, ("figures", key, "conflicts_with", number))
        if figure.get("evidence") in (None, []):
            report.say(
                "figure-without-source",
                ("figures", key),
                (f"Figure {shown(key)} names no source.", f"数字“{key}”没有指明来源。"),
                _ADD_EVIDENCE,
                key,
            )


def _parameters(document: Plain, report: Report) -> None:
    for key, parameter in entries(document, "parameters"):
        low, value, high = (parameter.get(name) for name in ("low", "value", "high"))
        name = "low" if value is None else "value"
        known = [number for number in (low, value, high) if isinstance(number, int | float)]
        if known != sorted(known):
            report.say(
                "parameter-range",
                ("parameters", key, name),
                (
                    f"Parameter {shown(key)}: low <= value <= high does not hold:"
                    f" {', '.join(f'{number:g}' for number in known)}.",
                    f"参数“{key}”不满足 low <= value <= high："
                    f"{'、'.join(f'{number:g}' for number in known)}。",
                ),
                ("Mend the value or the range.", "请改正取值或范围。"),
                key,
            )


def _isolated(document: Plain, report: Report) -> None:
    if report.names.known["actor"] is None or not isinstance(document.get("relations", []), list):
        return
    met = {
        relation.get(name) for _, relation in relations_said(document) for name in ("from", "to")
    }
    for key, _ in entries(document, "actors"):
        if key not in met:
            report.say(
                "isolated-actor",
                ("actors", key),
                (
                    f"No relation leaves or reaches actor {shown(key)}, in any variant.",
                    f"任何变体中都没有关系起于或止于行动者“{key}”。",
                ),
                ("Add a relation, or take the actor out.", "请补充关系，或删除该行动者。"),
                key,
            )


def _bands(document: Plain, report: Report) -> None:
    basis: dict[Any, Any] = {}
    for path, relation in relations_said(document):
        basis.setdefault(relation.get("id"), relation.get("basis"))
        _band(relation, relation.get("basis"), path, report)
    for path, patch in relation_patches(document):
        _band(patch, patch.get("basis") or basis.get(patch.get("id")), path, report)


def _band(relation: Plain, basis: str | None, path: Path, report: Report) -> None:
    strength = relation.get("strength")
    if basis not in {None, "proposal"} or relation.get("judgements"):
        return
    if not isinstance(strength, Mapping):
        return
    if strength["low"] == strength["high"] != 0:
        report.say(
            "proposal-without-band",
            (*path, "strength"),
            (
                f"A proposed strength of exactly {strength['high']:g} has no low and high.",
                f"建议的强度恰为 {strength['high']:g}，没有 low 和 high。",
            ),
            (
                "Write the ends of its band: 0-0.12, 0.12-0.40, 0.40-0.60 or 0.60-1.",
                "请写所在档的两端：0–0.12、0.12–0.40、0.40–0.60 或 0.60–1。",
            ),
        )


def _text_without_source(document: Plain, report: Report) -> None:
    said: list[tuple[Path, Plain]] = [*relations_said(document)]
    said.extend((("parameters", key), entry) for key, entry in entries(document, "parameters"))
    for path, entry in said:
        if entry.get("basis") == "text" and entry.get("evidence") in (None, []):
            report.say(
                "text-without-source",
                path,
                (
                    "The basis is a text, and no source is named.",
                    "依据为 text，却没有指明来源。",
                ),
                _ADD_EVIDENCE,
            )


def _names(document: Plain, report: Report) -> None:
    labels: list[tuple[Path, Any]] = [(("title",), document.get("title"))]
    labels.extend(
        (("actors", key), actor.get("name")) for key, actor in entries(document, "actors")
    )
    labels.extend(
        (path, said.get("name")) for path, word, said in changes(document) if word == "add_actor"
    )
    labels.extend(
        (("variants", key), variant.get("title")) for key, variant in entries(document, "variants")
    )
    for path, label in labels:
        texts = label if isinstance(label, Mapping) else {}
        missing = [both for code, both in _LANGUAGES.items() if not texts.get(code)]
        if missing:
            subject = str(path[-1])
            report.say(
                "missing-name",
                path,
                (
                    f"{shown(subject)} has no {' and no '.join(en for en, _ in missing)} name.",
                    f"“{subject}”缺少{'和'.join(zh for _, zh in missing)}名称。",
                ),
                ("Write {en: ..., zh: ...}.", "请写 {en: ..., zh: ...}。"),
                subject,
            )


WHOLE_CHECKS: tuple[Check, ...] = (
    _system,
    _duplicate_relations,
    _extends,
    _figures,
    _parameters,
    _isolated,
    _bands,
    _text_without_source,
    _names,
)
"""In the order in which they run."""
