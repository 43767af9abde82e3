"""Every Cypher statement of the Neo4j store, by name; values travel only as parameters.

The graph, for those who query it themselves::

    (:Scenario {key, revision, title_en, title_zh, system, actors, relations})
    (:Actor {scenario, id, name_en, name_zh, kind, level, sphere, stateness, ...})
        -[:EMPOWERS|BURDENS|CONTROLS|EXCLUDES|OPPOSES {scenario, id, strength, low, high, ...}]->
        (:Actor)
    (:Variant {scenario, key, ...})-[:HAS]->(:Change {position, word, data})
    (:Source|Parameter|Figure|Case|Text {scenario, key, ...})
    (:Journal {scenario, revision})-[:COMMITTED]->(:Commit {revision, at, by, ...})
    (:Load {scenario, id, at})  while actors of that key, without a (:Scenario), come or go

``data`` is the JSON of an entry and the truth that the store reads; all else is written beside it
for analysts (`graph_api.stores.properties`). An actor or relation that came as a row of a table has
an empty ``data``: its properties say all, and are what is read. The statements for tables are in
`graph_api.stores.cypher_bulk`. A journal outlives its scenario.
Labels and types stand in the text because Cypher takes no parameters there; they come from the
fixed tables below, never from a caller. The hints (``USING INDEX SEEK``) are needed: as long as its
statistics lag behind, the planner would walk over all actors for each row.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph_api.domain import RelationClass, Section

TYPES: Mapping[RelationClass, str] = {
    RelationClass.EMPOWERMENT: "EMPOWERS",
    RelationClass.BURDEN: "BURDENS",
    RelationClass.CONTROL: "CONTROLS",
    RelationClass.EXCLUSION: "EXCLUDES",
    RelationClass.TENSION: "OPPOSES",
}
"""The type of relationship of each class of relation."""

TYPES_BY_WORD: Mapping[str, str] = {item.value: kind for item, kind in TYPES.items()}
CLASSES: Mapping[str, str] = {kind: word for word, kind in TYPES_BY_WORD.items()}
"""The word of the format for each type."""

LABELS: Mapping[Section, str] = {
    Section.SOURCE: "Source",
    Section.ACTOR: "Actor",
    Section.VARIANT: "Variant",
    Section.PARAMETER: "Parameter",
    Section.FIGURE: "Figure",
    Section.CASE: "Case",
    Section.TEXT: "Text",
}
"""The label of each section whose entries are nodes of their own."""

OWN_LABELS = (*LABELS.values(), "Scenario", "Change", "Journal", "Commit", "Load", "StoreSchema")
"""Every label that this store writes."""

ANY_TYPE = "|".join(TYPES.values())


def identity(section: Section) -> str:
    """Give the property that names an entry: ``id`` of actors and relations, else ``key``."""
    return "id" if section in (Section.ACTOR, Section.RELATION) else "key"


# Schema: uniqueness and indexes only, which Community edition has.


def _unique(name: str, pattern: str, *properties: str) -> str:
    variable = "r" if "[" in pattern else "n"
    unique = ", ".join(f"{variable}.{item}" for item in properties)
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR {pattern} REQUIRE ({unique}) IS UNIQUE"


SCHEMA: Mapping[str, str] = {
    "store_schema_name": _unique("store_schema_name", "(n:StoreSchema)", "name"),
    "scenario_key": _unique("scenario_key", "(n:Scenario)", "key"),
    "journal_scenario": _unique("journal_scenario", "(n:Journal)", "scenario"),
    "commit_revision": _unique("commit_revision", "(n:Commit)", "scenario", "revision"),
    "change_position": _unique("change_position", "(n:Change)", "scenario", "variant", "position"),
    **{
        f"{label.lower()}_{identity(section)}": _unique(
            f"{label.lower()}_{identity(section)}",
            f"(n:{label})",
            "scenario",
            identity(section),
        )
        for section, label in LABELS.items()
    },
    **{
        f"{kind.lower()}_id": _unique(f"{kind.lower()}_id", f"()-[r:{kind}]-()", "scenario", "id")
        for kind in TYPES.values()
    },
    "load_scenario": _unique("load_scenario", "(n:Load)", "scenario"),
    "actor_position": (
        "CREATE INDEX actor_position IF NOT EXISTS FOR (n:Actor) ON (n.scenario, n.position)"
    ),
    **{
        f"{kind.lower()}_position": (
            f"CREATE INDEX {kind.lower()}_position IF NOT EXISTS FOR ()-[r:{kind}]-()"
            " ON (r.scenario, r.position)"
        )
        for kind in TYPES.values()
    },
    "actor_scenario": "CREATE INDEX actor_scenario IF NOT EXISTS FOR (n:Actor) ON (n.scenario)",
    "actor_kind": "CREATE INDEX actor_kind IF NOT EXISTS FOR (n:Actor) ON (n.scenario, n.kind)",
}
"""Constraints and indexes by name; ``schema/neo4j.cypher`` holds the same statements."""


def schema_script() -> str:
    """Give the text of ``schema/neo4j.cypher``."""
    head = (
        "// Constraints and indexes of the Neo4j store, which makes them itself when it opens.\n"
        "// Written from graph_api/stores/cypher.py; a test compares the two.\n"
    )
    return head + "".join(f"{statement};\n" for statement in SCHEMA.values())


INDEX_NAMES = "SHOW INDEXES YIELD name RETURN collect(name) AS names"
AWAIT_INDEXES = "CALL db.awaitIndexes(60)"
SCHEMA_VERSION = "MATCH (s:StoreSchema {name: 'empower'}) RETURN s.version AS version"
SET_SCHEMA_VERSION = """
MERGE (s:StoreSchema {name: 'empower'})
SET s.version = $version, s.at = $at
"""

PING = "RETURN 1 AS one"

# Scenario and journal

SCENARIOS = """
MATCH (s:Scenario)
RETURN s.key AS key, s.revision AS revision, s.title_en AS en, s.title_zh AS zh,
       s.actors AS actors, s.relations AS relations
ORDER BY key
"""
SIZE = """
MATCH (s:Scenario {key: $scenario}) RETURN s.actors AS actors, s.relations AS relations
"""
KEYS = "MATCH (s:Scenario) RETURN s.key AS key"
REVISION = "MATCH (s:Scenario {key: $scenario}) RETURN s.revision AS revision"
REVISIONS = """
MATCH (j:Journal) WHERE j.scenario IN $keys AND j.revision > 0
RETURN j.scenario AS key, j.revision AS revision
"""

LOCK = "MATCH (j:Journal {scenario: $scenario}) SET j.lock = true"
"""Waits for whoever else holds the journal, and keeps everybody out until the transaction ends.

Neo4j reads what is committed at the moment of reading, row by row; under this lock a scenario
stands still. Setting a property to what it is takes the lock and writes nothing.
"""
OPEN_JOURNAL = """
MERGE (j:Journal {scenario: $scenario})
ON CREATE SET j.revision = 0, j.position = 0
SET j.lock = true
"""
STATE = """
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about
"""
ADD_SCENARIO = "CREATE (s:Scenario {key: $scenario, actors: 0, relations: 0, data: ''})"
SAY_ABOUT = """
UNWIND $rows AS row
MATCH (s:Scenario {key: $scenario})
SET s += row
"""
ADVANCE = """
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
SET j.revision = $revision, j.position = $position, s.revision = $revision,
    s.actors = s.actors + $actors, s.relations = s.relations + $relations
"""
CLOSE_JOURNAL = "MATCH (j:Journal {scenario: $scenario}) SET j.revision = $revision"
COMMIT = """
MATCH (j:Journal {scenario: $scenario})
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = $properties
"""
JOURNAL = """
MATCH (c:Commit) WHERE c.scenario = $scenario AND c.revision > $revision
RETURN c.revision AS revision, c.at AS at, c.by AS by, c.reason AS reason, c.variant AS variant,
       c.words AS words, c.edits AS edits, c.deleted AS deleted
ORDER BY revision
"""
JOURNAL_PAGE = """
MATCH (c:Commit) WHERE c.scenario = $scenario AND c.revision > $revision
               AND c.revision <= $revision + $most
RETURN c.revision AS revision, c.at AS at, c.by AS by, c.reason AS reason, c.variant AS variant,
       c.words AS words, c.deleted AS deleted
ORDER BY revision
"""
"""Without a lock: entries come one after the other, so what follows a gap is left for later."""

COUNTERS = """
MATCH (j:Journal)
OPTIONAL MATCH (s:Scenario {key: j.scenario})
RETURN j.scenario AS key, j.revision AS revision, s IS NULL AS deleted
"""
JOURNAL_PART = """
MATCH (c:Commit)
WHERE c.scenario = $scenario AND c.revision > $revision AND c.revision <= $until
RETURN c.revision AS revision, c.at AS at, c.by AS by, c.reason AS reason, c.variant AS variant,
       c.words AS words, c.edits AS edits, c.deleted AS deleted
ORDER BY revision
"""
COMMITS = """
MATCH (j:Journal {scenario: $scenario})
UNWIND $rows AS row
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = row
"""

# Entries

READ: Mapping[Section, str] = {
    section: f"""
MATCH (e:{label}) WHERE e.scenario = $scenario AND e.{identity(section)} IS NOT NULL
RETURN e.{identity(section)} AS key, e.data AS data,
       CASE WHEN e.data = '' THEN properties(e) END AS row
ORDER BY e.position
"""
    for section, label in LABELS.items()
}
READ_RELATIONS = f"""
MATCH (a:Actor)-[r:{ANY_TYPE}]->(b:Actor) WHERE a.scenario = $scenario AND a.id IS NOT NULL
RETURN r.id AS key, r.data AS data,
       CASE WHEN r.data = '' THEN r {{.*, from: a.id, to: b.id, type: type(r)}} END AS row
ORDER BY r.position
"""
TEXT = "MATCH (e:Text {scenario: $scenario, key: $key}) RETURN e.data AS data"

LOOK_UP: Mapping[Section, str] = {
    section: f"""
UNWIND $rows AS key
MATCH (e:{label} {{scenario: $scenario, {identity(section)}: key}})
USING INDEX SEEK e:{label}(scenario, {identity(section)})
RETURN key, e.data AS data, e.position AS position,
       CASE WHEN e.data = '' THEN properties(e) END AS row
"""
    for section, label in LABELS.items()
}
_FIND_RELATION = " UNION ALL ".join(
    f"MATCH (a)-[r:{kind} {{scenario: $scenario, id: key}}]->(b)"
    f" USING INDEX SEEK r:{kind}(scenario, id) RETURN a, r, b"
    for kind in TYPES.values()
)
LOOK_UP_RELATIONS = f"""
UNWIND $rows AS key
CALL (key) {{ {_FIND_RELATION} }}
RETURN key, r.data AS data, r.position AS position,
       CASE WHEN r.data = '' THEN r {{.*, from: a.id, to: b.id, type: type(r)}} END AS row
"""

ADD: Mapping[Section, str] = {
    section: f"""
UNWIND $rows AS row
CREATE (e:{label})
SET e = row
RETURN count(e) AS count
"""
    for section, label in LABELS.items()
}
CHANGE: Mapping[Section, str] = {
    section: f"""
UNWIND $rows AS row
MATCH (e:{label} {{scenario: row.scenario, {identity(section)}: row.{identity(section)}}})
USING INDEX SEEK e:{label}(scenario, {identity(section)})
SET e = row
RETURN count(e) AS count
"""
    for section, label in LABELS.items()
}
REMOVE: Mapping[Section, str] = {
    section: f"""
UNWIND $rows AS key
MATCH (e:{label} {{scenario: $scenario, {identity(section)}: key}})
USING INDEX SEEK e:{label}(scenario, {identity(section)})
WHERE NOT EXISTS {{ (e)-[:{ANY_TYPE}]-() }}
DETACH DELETE e
RETURN count(*) AS count
"""
    for section, label in LABELS.items()
}
ADD_RELATIONS: Mapping[str, str] = {
    kind: f"""
UNWIND $rows AS row
MATCH (a:Actor {{scenario: row.properties.scenario, id: row.from}})
USING INDEX SEEK a:Actor(scenario, id)
MATCH (b:Actor {{scenario: row.properties.scenario, id: row.to}})
USING INDEX SEEK b:Actor(scenario, id)
CREATE (a)-[r:{kind}]->(b)
SET r = row.properties
RETURN count(r) AS count
"""
    for kind in TYPES.values()
}
CHANGE_RELATIONS: Mapping[str, str] = {
    kind: f"""
UNWIND $rows AS row
MATCH ()-[r:{kind} {{scenario: row.scenario, id: row.id}}]->()
USING INDEX SEEK r:{kind}(scenario, id)
SET r = row
RETURN count(r) AS count
"""
    for kind in TYPES.values()
}
REMOVE_RELATIONS: Mapping[str, str] = {
    kind: f"""
UNWIND $rows AS key
MATCH ()-[r:{kind} {{scenario: $scenario, id: key}}]->()
USING INDEX SEEK r:{kind}(scenario, id)
DELETE r
RETURN count(*) AS count
"""
    for kind in TYPES.values()
}
ADD_CHANGES = """
UNWIND $rows AS row
MATCH (v:Variant {scenario: row.scenario, key: row.variant})
CREATE (v)-[:HAS]->(c:Change)
SET c = row
RETURN count(c) AS count
"""
REMOVE_CHANGES = """
UNWIND $rows AS key
MATCH (:Variant {scenario: $scenario, key: key})-[:HAS]->(c:Change)
DETACH DELETE c
"""

EMPTY_SCENARIO: tuple[str, ...] = (
    """
MATCH (v:Variant)-[:HAS]->(c:Change) WHERE v.scenario = $scenario AND v.key IS NOT NULL
DETACH DELETE c
""",
    *(
        f"""
MATCH (e:{label}) WHERE e.scenario = $scenario AND e.{identity(section)} IS NOT NULL
DETACH DELETE e
"""
        for section, label in LABELS.items()
    ),
    "MATCH (s:Scenario {key: $scenario}) DETACH DELETE s",
)
"""Takes a scenario away; its journal stays."""

# For tests and for taking leftovers away by hand

FOREIGN_NODES = """
MATCH (n) WHERE NOT any(label IN labels(n) WHERE label IN $own)
RETURN count(n) AS count
"""
FORGET_JOURNAL = """
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (j)-[:COMMITTED]->(c:Commit)
DETACH DELETE c, j
"""
