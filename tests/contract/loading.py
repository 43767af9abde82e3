"""Tables of a scenario for the store contract; also a program that loads them until it is killed.

Run as a program (``python -m tests.contract.loading KIND ARGUMENT...``) it loads relations for
ever under the key ``killed``, and says how many batches it has handed over.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph_api.domain import (
    Actor,
    ActorId,
    Label,
    Level,
    Relation,
    RelationClass,
    RelationId,
    Scenario,
    Sphere,
    Strength,
)
from graph_api.stores.base import ActorBatch, ActorRow, RelationBatch, RelationRow, StoredRows
from tests.contract.rich import open_at

KILLED = "killed"
PEOPLE = 50
LEVELS = {item.value: item for item in Level}
SPHERES = {item.value: item for item in Sphere}
CLASSES = {item.value: item for item in RelationClass}


def actor_row(actor: Actor) -> ActorRow:
    name = actor.name
    words = (actor.kind, actor.level.value, actor.sphere.value)
    return (actor.id, name.en, name.zh, *words, actor.stateness, actor.group)


def relation_row(relation: Relation) -> RelationRow:
    strength = relation.strength
    numbers = (strength.low, strength.best, strength.high) if strength else (None, None, None)
    ends = (relation.from_id, relation.to_id)
    return (relation.id, *ends, relation.relation_class.value, *numbers, relation.conveys)


def actor_of(row: ActorRow) -> Actor:
    identity, en, zh, kind, level, sphere, stateness, group = row
    plain = Actor(ActorId(identity), Label(en, zh), kind, LEVELS[level], SPHERES[sphere], stateness)
    return replace(plain, group=group)


def relation_of(row: RelationRow) -> Relation:
    identity, start, end, word, low, best, high, conveys = row
    plain = Relation(RelationId(identity), ActorId(start), ActorId(end), CLASSES[word])
    strength = None if low is None or high is None else Strength(low, best, high)
    return replace(plain, conveys=conveys, strength=strength)


def bare(scenario: Scenario) -> Scenario:
    """The scenario without what its tables hold."""
    return replace(scenario, actors={}, relations={})


def actor_batches(actors: Iterable[Actor], size: int) -> Iterator[ActorBatch]:
    rest = iter(actors)
    while batch := list(itertools.islice(rest, size)):
        rows = [actor_row(item) for item in batch]
        more = {place: item for place, item in enumerate(batch) if actor_of(rows[place]) != item}
        yield ActorBatch(rows, more)


def relation_batches(relations: Iterable[Relation], size: int) -> Iterator[RelationBatch]:
    rest = iter(relations)
    while batch := list(itertools.islice(rest, size)):
        rows = [relation_row(item) for item in batch]
        more = {place: item for place, item in enumerate(batch) if relation_of(rows[place]) != item}
        yield RelationBatch(rows, more)


def tables(
    scenario: Scenario, size: int = 3
) -> tuple[Scenario, Iterator[ActorBatch], Iterator[RelationBatch]]:
    """A scenario as `Store.create_from_rows` takes it."""
    return (
        bare(scenario),
        actor_batches(scenario.actors.values(), size),
        relation_batches(scenario.relations.values(), size),
    )


def whole(stored: StoredRows) -> Scenario:
    """The scenario that stored rows tell of."""
    actors = [
        batch.more.get(place) or actor_of(row)
        for batch in stored.actors()
        for place, row in enumerate(batch.rows)
    ]
    relations = [
        batch.more.get(place) or relation_of(row)
        for batch in stored.relations()
        for place, row in enumerate(batch.rows)
    ]
    return replace(
        stored.scenario,
        actors={item.id: item for item in actors},
        relations={item.id: item for item in relations},
    )


def person(number: int) -> ActorRow:
    return (f"a{number}", None, None, "resident", "individual", "society", 0.0, None)


def tie(number: int) -> RelationRow:
    ends = (f"a{number % PEOPLE}", f"a{(number * 7 + 1) % PEOPLE}")
    return (f"r{number}", *ends, "empowerment", 0.5, 0.5, 0.5, ())


def crowd(ties: int) -> tuple[Iterator[ActorBatch], Iterator[RelationBatch]]:
    """Fifty people and as many plain relations among them as wanted."""
    people = ActorBatch([person(number) for number in range(PEOPLE)])
    rows = (
        RelationBatch([tie(number) for number in range(low, min(low + 1000, ties))])
        for low in range(0, ties, 1000)
    )
    return iter([people]), rows


def load_for_ever(kind: str, *arguments: str) -> None:
    """Load relations until killed; say after each batch how many came before it."""

    def ties() -> Iterator[RelationBatch]:
        for low in itertools.count(0, 1000):
            yield RelationBatch([tie(number) for number in range(low, low + 1000)])
            print(low, flush=True)  # noqa: T201  # the test reads it

    people, _ = crowd(0)
    open_at(kind, arguments).create_from_rows(Scenario(KILLED), people, ties())


if __name__ == "__main__":
    load_for_ever(*sys.argv[1:])
