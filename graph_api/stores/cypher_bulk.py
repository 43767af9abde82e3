"""The Cypher statements for many rows at once; the others are in `graph_api.stores.cypher`.

Rows are read by ranges of their position, each range by its index: nothing is sorted in the server,
and neither side ever holds more than a range. The hints keep the planner to that. A range comes as
one list: the driver takes twice as long over as many records.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph_api.domain import Section
from graph_api.stores.cypher import EMPTY_SCENARIO, LABELS, TYPES

# The marker of a load or removal that is under way

CLAIM = """
MERGE (l:Load {scenario: $scenario})
ON CREATE SET l.id = $id, l.at = timestamp()
SET l.lock = true
RETURN l.id AS id, timestamp() - l.at AS silent
"""
"""Marks a key, or tells whose mark is there and for how many milliseconds it has been silent.

It is a lock too: whoever else asks for the mark waits until this transaction ends.
"""
TAKE_OVER = """
MATCH (l:Load {scenario: $scenario})
SET l.id = $id, l.at = timestamp()
"""
BEAT = """
MATCH (l:Load {scenario: $scenario})
SET l.lock = true
WITH l WHERE l.id = $id
SET l.at = timestamp()
RETURN count(l) AS count
"""
"""Says that the load lives, if the mark is still its own; read under the lock, not before."""
RELEASE = "MATCH (l:Load {scenario: $scenario}) WHERE l.id = $id DELETE l"
SILENT = """
MATCH (l:Load) WHERE l.at < timestamp() - $silent
RETURN l.scenario AS key
"""

# Writing and removing

COUNT = """
MATCH (s:Scenario {key: $scenario})
SET s.actors = $actors, s.relations = $relations, s.first = $first
"""
"""``first`` is where the positions of this scenario begin; those of a deleted one lie below."""

EMPTY_ALL_ELSE: tuple[str, ...] = tuple(
    statement for statement in EMPTY_SCENARIO if f"(e:{LABELS[Section.ACTOR]})" not in statement
)
"""Takes a scenario away but for its actors and relations."""

REMOVE_ACTORS = """
MATCH (e:Actor) WHERE e.scenario = $scenario AND e.id IS NOT NULL
WITH e LIMIT $count
DETACH DELETE e
RETURN count(*) AS count
"""

# Reading

EXTENT = """
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
RETURN s.revision AS revision, coalesce(s.first, 0) AS first, j.position AS end
"""
READ_ACTORS = """
MATCH (e:Actor)
USING INDEX SEEK e:Actor(scenario, position)
WHERE e.scenario = $scenario AND e.position >= $low AND e.position < $high
RETURN collect([
    e.position, e.id, e.name_en, e.name_zh, e.kind, e.level, e.sphere, e.stateness, e.group, e.data
]) AS rows
"""
READ_RELATIONS: Mapping[str, str] = {
    kind: f"""
MATCH (a)-[r:{kind}]->(b)
USING INDEX SEEK r:{kind}(scenario, position)
WHERE r.scenario = $scenario AND r.position >= $low AND r.position < $high
RETURN collect([
    r.position, r.id, a.id, b.id, r.low, r.strength, r.high, r.conveys, r.data
]) AS rows
"""
    for kind in TYPES.values()
}
