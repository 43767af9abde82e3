"""The checks that a change alone can fail: whom it names, its evidence, dates and strengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graph_api.domain.evidence import Source
from graph_api.domain.relations import Judgement, pool
from graph_api.scenarios.naming import (
    Plain,
    Report,
    actors_said,
    entries,
    relation_patches,
    relations_said,
    words,
)
from graph_api.scenarios.problems import Path, shown

Check = Callable[[Plain, Report], None]
"""Looks at the plain values of a document, and reports what is wrong."""


def _ends(document: Plain, report: Report) -> None:
    for path, relation in relations_said(document):
        for name in ("from", "to"):
            report.require("actor", relation.get(name), (*path, name))


def _members(document: Plain, report: Report) -> None:
    for path, actor in actors_said(document):
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
    for path, actor in actors_said(document):
        report.require("kind", actor.get("kind"), (*path, "kind"))
    for said in (relations_said(document), relation_patches(document)):
        for path, relation in said:
            for number, word in words(relation.get("conveys")):
                report.require("conveys", word, (*path, "conveys", number))


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
    yield from actors_said(document)
    yield from relations_said(document)
    yield from relation_patches(document)
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
    for said in (relations_said(document), relation_patches(document)):
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
    for said in (relations_said(document), relation_patches(document)):
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


CHANGE_CHECKS: tuple[Check, ...] = (
    _ends,
    _members,
    _kinds_and_words,
    _evidence,
    _dates,
    _pools,
)
"""In the order in which they run."""
