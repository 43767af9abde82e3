"""Scenarios with something of everything, for the store contract; also a program that writes.

Run as a program (``python -m tests.contract.rich START KIND ARGUMENT...``) it imports and changes
one scenario after another and says what was acknowledged, until it is killed.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from graph_api.domain import (
    About,
    Actor,
    ActorId,
    ActorKind,
    AddActor,
    AddRelation,
    AddSource,
    Basis,
    Capability,
    Capitals,
    Case,
    CaseEvent,
    CaseState,
    ChangeSet,
    Direction,
    Edit,
    Element,
    Evidence,
    Figure,
    Judgement,
    Label,
    Level,
    Observation,
    Parameter,
    Relation,
    RelationClass,
    RelationId,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    Scenario,
    Section,
    SetActor,
    SetParameter,
    SetRelation,
    Source,
    Sphere,
    Status,
    Strength,
    Variant,
    Vocabulary,
    pool,
)
from graph_api.stores import SqliteStore, Store

LINES = (Evidence("essay-4", ("177", "187-191"), Label("a note", "备注")), Evidence("survey"))


def actor(identity: str, **fields: object) -> Actor:
    plain = Actor(
        id=ActorId(identity),
        name=Label(identity.title()),
        kind="resident",
        level=Level.INDIVIDUAL,
        sphere=Sphere.SOCIETY,
        stateness=0.0,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of Actor


def relation(identity: str, start: str, end: str, **fields: object) -> Relation:
    plain = Relation(RelationId(identity), ActorId(start), ActorId(end))
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of Relation


def rich_scenario(key: str = "rich") -> Scenario:
    """Every field of every entry, loops, parallels, unknown, zero, ids in Chinese, cases."""
    judgements = (
        Judgement("王", 0.1, 0.2, 0.3),
        Judgement("Li", 0.2, 0.6, 0.7, confidence=3),
    )
    actors = (
        actor(
            "zz_office",  # not in the order of the alphabet: the author's order counts
            name=Label("Street office", "街道办事处"),
            kind="street_office",
            level=Level.ORGANISATION,
            sphere=Sphere.STATE,
            stateness=1.0,
            capitals=Capitals(political=1.0, economic=0.0),
            evidence=LINES,
        ),
        actor(
            "居民",
            name=Label(zh="社区居民"),
            capability=Capability(
                {Element.RESOURCES: 0.25, Element.SELF_ESTEEM: None, Element.SELF_EFFICACY: 0.0}
            ),
            member_of=ActorId("委员会"),
            group="residents 'of' \"all\" kinds; $x {y} \\ \n\t\u0000 end",
            population=1234.5,
        ),
        actor("委员会", kind="night_school", stateness=0.5, population=0.0),
        actor("a-1.b_2", name=Label()),
    )
    relations = (
        relation("r9", "zz_office", "居民", strength=Strength.exactly(0.0)),
        relation(
            "r1",
            "居民",
            "zz_office",
            direction=Direction.REVERSE,
            conveys=("opinion", "craft"),
            elements=(Element.RESOURCES, Element.SELF_ESTEEM),
            strength=Strength(0.0, 0.1, 0.12),
            status=Status.LAW,
            basis=Basis.SURVEY,
            valid_from=date(1999, 1, 1),
            valid_to=date(2030, 12, 31),
            evidence=LINES,
        ),
        relation("r1b", "居民", "zz_office", strength=Strength(0.2, None, 0.4)),  # parallel
        relation("r2", "居民", "居民", strength=Strength.exactly(0.123457)),  # a loop
        relation("r3", "委员会", "居民"),  # unknown
        relation("r4", "委员会", "zz_office", judgements=judgements, strength=pool(judgements)),
        relation("关系5", "zz_office", "委员会", relation_class=RelationClass.BURDEN),
        relation("r6", "zz_office", "a-1.b_2", relation_class=RelationClass.CONTROL),
        relation("r7", "a-1.b_2", "居民", relation_class=RelationClass.EXCLUSION),
        relation("r8", "a-1.b_2", "委员会", relation_class=RelationClass.TENSION),
    )
    variants = (
        Variant(
            "b_after",
            Label("After", "之后"),
            changes=(
                SetRelation(
                    RelationId("r1"),
                    {"strength": Strength(0.6, 0.6, 1.0), "evidence": LINES[:1]},
                ),
                SetRelation(RelationId("r9"), {"strength": None, "valid_to": None}),
                SetActor(
                    ActorId("居民"),
                    {"capability": {Element.SELF_ESTEEM: 0.7}, "population": 3.0},
                ),
                AddRelation(relation("r50", "居民", "委员会", strength=Strength.exactly(0.4))),
                RemoveRelation(RelationId("r8")),
                AddActor(actor("new", member_of=ActorId("委员会"))),
                RemoveActor(ActorId("a-1.b_2")),
                SetParameter("theta", 0.5),
                AddSource(Source("later", Label("Later"))),
                RenameActor(ActorId("new"), ActorId("newer")),
                RenameRelation(RelationId("r50"), RelationId("r51")),
            ),
        ),
        Variant("a_further", extends="b_after"),
    )
    figures = (
        Figure("tasks", 100.0, "count", 2016, Label("Tasks", "任务"), ("tasks_too",), LINES),
        Figure("tasks_too", 3.0, "count"),
    )
    parameters = (
        Parameter("theta", 0.35, "index", 0.0, 1.0, Basis.TEXT, Label("Maturity", "成熟度"), LINES),
        Parameter("alpha", None, "index"),
    )
    cases = (
        Case(
            "户-1",
            CaseState.ASSISTED,
            (
                CaseEvent(
                    datetime(2016, 3, 1, 8, 30, 0, 5, tzinfo=UTC), None, CaseState.IDENTIFIED
                ),
                CaseEvent(
                    datetime(2016, 4, 1, tzinfo=UTC),
                    CaseState.IDENTIFIED,
                    CaseState.ASSISTED,
                    "a note",
                    "wang",
                ),
            ),
            (
                Observation("income", 2800.0, date(2016, 3, 1), "per year", "wang"),
                Observation("housing", None, date(2016, 3, 2)),
            ),
        ),
        Case("户-0", CaseState.EXITED),
    )
    return Scenario(
        key=key,
        about=About(
            Label("Everything", "一切"),
            Label("A test", "测试"),
            "mutual_empowerment",
            Vocabulary(
                kinds={
                    "night_school": ActorKind(
                        Label("Night school", "夜校"), Level.ORGANISATION, Sphere.SOCIETY, 0.1
                    )
                },
                conveys={"craft": Label("craft", "手艺")},
            ),
        ),
        sources={
            "survey": Source("survey"),
            "essay-4": Source("essay-4", Label(zh="范文4"), "000.txt", ("167-231", "300")),
        },
        actors={item.id: item for item in actors},
        relations={item.id: item for item in relations},
        variants={item.key: item for item in variants},
        parameters={item.key: item for item in parameters},
        figures={item.key: item for item in figures},
        cases={item.id: item for item in cases},
    )


def large_scenario(number: int, actors: int = 60, relations: int = 600) -> Scenario:
    """A scenario that takes a while to write; the same number, the same scenario."""
    people = [actor(f"a{index}", group=str(number)) for index in range(actors)]
    ties = [
        relation(
            f"r{index}",
            f"a{index % actors}",
            f"a{(index * 7 + number) % actors}",
            strength=Strength.exactly(round((index + number) % 1000 / 1000, 3)),
        )
        for index in range(relations)
    ]
    return Scenario(
        key=f"large-{number}",
        about=About(Label(f"Large {number}")),
        actors={item.id: item for item in people},
        relations={item.id: item for item in ties},
    )


def strengthen(scenario: Scenario, step: int) -> ChangeSet:
    """A change set over 50 relations, each set to a strength that tells the step."""
    edits = []
    for tie in itertools.islice(scenario.relations.values(), 50):
        after = replace(tie, strength=Strength.exactly(step / 1000))
        edits.append(Edit(Section.RELATION, tie.id, tie, after))
    return ChangeSet(tuple(edits), by="writer", reason=f"step {step}")


def changed(scenario: Scenario, step: int) -> Scenario:
    """What ``strengthen(scenario, step)`` makes of a scenario."""
    after = {edit.key: edit.after for edit in strengthen(scenario, step).edits}
    return replace(scenario, relations={**scenario.relations, **after})  # type: ignore[dict-item]  # relations all


def open_at(kind: str, arguments: tuple[str, ...]) -> Store:
    if kind == "embedded":
        return SqliteStore(Path(arguments[0]))
    from graph_api.stores.neo4j_store import Neo4jStore  # noqa: PLC0415  # only where it is asked

    return Neo4jStore(*arguments)


def write_for_ever(start: str, kind: str, *arguments: str) -> None:
    """Import a scenario, change it five times, and so on; say each revision once it is safe."""
    store = open_at(kind, arguments)
    print("ready", flush=True)  # noqa: T201  # the test reads it
    for number in itertools.count(int(start)):
        scenario = large_scenario(number)
        revision = store.create(scenario, text=f"text {number}\n" * 1000)
        print(number, revision, ".", flush=True)  # noqa: T201
        for step in range(1, 6):
            revision = store.apply(
                scenario.key, strengthen(scenario, step), expected_revision=revision
            )
            scenario = changed(scenario, step)
            print(number, revision, ".", flush=True)  # noqa: T201


if __name__ == "__main__":
    write_for_ever(*sys.argv[1:])
