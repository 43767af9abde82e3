"""The named checks: what one entry alone cannot show, from unknown actors to cycles.

They read the plain values of a document, whether or not all of it could be read, so that one faulty
entry never hides the faults of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph_api.domain.changes import Section
from graph_api.domain.draft import Draft
from graph_api.domain.evidence import Source
from graph_api.domain.plain import plain_entry
from graph_api.domain.relations import Judgement, pool
from graph_api.domain.scenario import BASELINE, Scenario
from graph_api.errors import Problem
from graph_api.scenarios.document import Node
from graph_api.scenarios.naming import (
    Names,
    Plain,
    Report,
    changes,
    entries,
    relations,
    words,
)
from graph_api.scenarios.problems import Basket, Both, Path, shown


def check_scenario(scenario: Scenario) -> tuple[Problem, ...]:
    """Give what the named checks find in a scenario, errors and warnings, each with its path.

    Whether the changes of its variants apply is not looked at here:
    `graph_api.domain.draft.variant_problems` tells.
    """
    document = plain_document(scenario)
    basket = Basket()
    run_checks(document, basket, None)
    return basket.in_order()


def plain_document(scenario: Scenario) -> dict[str, Any]:
    """Give a scenario as one plain value, in the form of its file."""
    parts: Mapping[str, tuple[Section, Mapping[Any, Any]]] = {
        "sources": (Section.SOURCE, scenario.sources),
        "actors": (Section.ACTOR, scenario.actors),
        "variants": (Section.VARIANT, scenario.variants),
        "parameters": (Section.PARAMETER, scenario.parameters),
        "figures": (Section.FIGURE, scenario.figures),
        "cases": (Section.CASE, scenario.cases),
    }
    return {
        "scenario": scenario.key,
        **plain_entry(Section.ABOUT, scenario.about),
        **{
            name: {key: plain_entry(kind, entry) for key, entry in kept.items()}
            for name, (kind, kept) in parts.items()
        },
        "relations": [plain_entry(Section.RELATION, r) for r in scenario.relations.values()],
    }


def run_checks(document: Plain, basket: Basket, root: Node | None) -> None:
    """Run every check on the plain values of a document, whose text has the tree ``root``."""
    report = Report(basket, Names.of(document), root)
    for check in (*_CHANGE_CHECKS, *_CHECKS):
        check(document, report)


def check_changes(read: list[Any], draft: Draft, basket: Basket) -> None:
    """Run the checks that changes alone can fail, on changes that follow those of a draft."""
    sources = {key: plain_entry(Section.SOURCE, value) for key, value in draft.sources.items()}
    document = {"sources": sources, "variants": {"": {"changes": read}}}
    report = Report(basket, Names.of_changes(document, draft), None, skip=2)
    for check in _CHANGE_CHECKS:
        check(document, report)


def relations_said(document: Plain) -> Iterator[tuple[Path, Plain]]:
    """Give every relation, of the baseline or added by a change."""
    for number, relation in relations(document):
        yield ("relations", number), relation
    for path, word, said in changes(document):
        if word == "add_relation":
            yield path, said


def _actors_said(document: Plain) -> Iterator[tuple[Path, Plain]]:
    for key, actor in entries(document, "actors"):
        yield ("actors", key), actor
    for path, word, said in changes(document):
        if word in {"add_actor", "set_actor"}:
            yield path, said


def _relation_patches(document: Plain) -> Iterator[tuple[Path, Plain]]:
    for path, word, said in changes(document):
        if word == "set_relation":
            yield path, said


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


def _ends(document: Plain, report: Report) -> None:
    for path, relation in relations_said(document):
        for name in ("from", "to"):
            report.require("actor", relation.get(name), (*path, name))


def _members(document: Plain, report: Report) -> None:
    for path, actor in _actors_said(document):
        report.require("actor", actor.get("member_of"), (*path, "member_of"))
    above = {key: actor.get("member_of") for key, actor in entries(document, "actors")}
    for key in cycles(above):
        report.say(
            "member-cycle",
            ("actors", key, "member_of"),
            (
                f"Actor {shown(key)} is a member of itself, through {shown(str(above[key]))}.",
                f"行动者“{key}”经“{above[key]}”隶属于自身。",
            ),
            ("Leave member_of out of one of them.", "请去掉其中一个 member_of。"),
            key,
        )


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


def cycles(above: Mapping[str, Any]) -> Iterator[str]:
    """Give, for each cycle, the one of it that stands first."""
    order = {key: number for number, key in enumerate(above)}
    done: set[str] = set()
    for start in above:
        line: dict[str, None] = {}
        key: Any = start
        while isinstance(key, str) and key in above and key not in done and key not in line:
            line[key] = None
            key = above[key]
        if key in line:
            steps = [*line]
            yield min(steps[steps.index(key) :], key=order.__getitem__)
        done.update(line)


def _kinds_and_words(document: Plain, report: Report) -> None:
    for path, actor in _actors_said(document):
        report.require("kind", actor.get("kind"), (*path, "kind"))
    for said in (relations_said(document), _relation_patches(document)):
        for path, relation in said:
            for number, word in words(relation.get("conveys")):
                report.require("conveys", word, (*path, "conveys", number))


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


_ADD_EVIDENCE: Both = (
    "Add evidence: [{source: ..., lines: [...]}].",
    "请补充 evidence: [{source: ..., lines: [...]}]。",
)


def _evidence(document: Plain, report: Report) -> None:
    own: dict[str, Source] = {}
    for key, source in entries(document, "sources"):
        lines = source.get("lines", [])
        if isinstance(lines, list) and all(isinstance(item, str) for item in lines):
            own[key] = Source(key, lines=tuple(lines))
    for path, said in _with_evidence(document):
        items = said.get("evidence")
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, Mapping):
                _evidence_item(item, (*path, "evidence", number), own, report)


def _with_evidence(document: Plain) -> Iterator[tuple[Path, Plain]]:
    yield from _actors_said(document)
    yield from relations_said(document)
    yield from _relation_patches(document)
    for name in ("parameters", "figures"):
        for key, entry in entries(document, name):
            yield (name, key), entry


def _evidence_item(item: Plain, path: Path, own: Mapping[str, Source], report: Report) -> None:
    key = item.get("source")
    report.require("source", key, (*path, "source"))
    source = own.get(key) if isinstance(key, str) else None
    if source is None:
        return
    for number, lines in words(item.get("lines")):
        if not source.holds((lines,)):
            there = ", ".join(source.lines[:8])
            report.say(
                "lines-outside-source",
                (*path, "lines", number),
                (
                    f"Line {lines} lies outside source {shown(source.key)} ({there}).",
                    f"第 {lines} 行不在来源“{source.key}”（{there}）之内。",
                ),
                (
                    "Mend the line, or the lines of the source.",
                    "请改正行号，或改正来源的行范围。",
                ),
                lines,
            )


def _dates(document: Plain, report: Report) -> None:
    for said in (relations_said(document), _relation_patches(document)):
        for path, relation in said:
            start, end = relation.get("valid_from"), relation.get("valid_to")
            if isinstance(start, str) and isinstance(end, str) and start > end:
                report.say(
                    "dates-reversed",
                    (*path, "valid_from"),
                    (
                        f"valid_from {start} lies after valid_to {end}.",
                        f"valid_from {start} 晚于 valid_to {end}。",
                    ),
                    ("Exchange the two.", "请对调二者。"),
                )


def _pools(document: Plain, report: Report) -> None:
    for said in (relations_said(document), _relation_patches(document)):
        for path, relation in said:
            strength, pooled = relation.get("strength"), pooled_strength(relation)
            if pooled is None or not isinstance(strength, Mapping):
                continue
            if any(abs(pooled[name] - (strength[name] or 0)) > 1e-6 for name in pooled):
                report.say(
                    "strength-not-pool",
                    (*path, "strength"),
                    (
                        "The strength differs from the pool of the judgements: low"
                        f" {pooled['low']:g}, best {pooled['best']:g}, high {pooled['high']:g}.",
                        f"强度与专家判断的合并值不一致：low {pooled['low']:g}、"
                        f"best {pooled['best']:g}、high {pooled['high']:g}。",
                    ),
                    ("Leave strength out; it follows.", "请去掉 strength；它由判断得出。"),
                )


def pooled_strength(relation: Plain) -> dict[str, float] | None:
    """Give the pool of a relation's judgements, None without any or where one could not be read."""
    judgements = relation.get("judgements")
    if not isinstance(judgements, list) or not judgements:
        return None
    if not all(isinstance(item, Mapping) for item in judgements):
        return None
    pooled = pool([Judgement(**dict(item)) for item in judgements])
    return {"low": pooled.low, "best": pooled.point, "high": pooled.high}


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
    for path, patch in _relation_patches(document):
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


_LANGUAGES: Mapping[str, Both] = {"en": ("English", "英文"), "zh": ("Chinese", "中文")}

_Check = Callable[[Plain, Report], None]
_CHANGE_CHECKS: tuple[_Check, ...] = (
    _ends,
    _members,
    _kinds_and_words,
    _evidence,
    _dates,
    _pools,
)
_CHECKS: tuple[_Check, ...] = (
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
