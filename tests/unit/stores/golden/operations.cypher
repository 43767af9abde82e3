// What the store sends for each operation; tests/unit/stores/test_cypher_budgets.py

// scenarios
MATCH (s:Scenario)
RETURN s.key AS key, s.revision AS revision, s.title_en AS en, s.title_zh AS zh,
       s.actors AS actors, s.relations AS relations
ORDER BY key;

// counters
MATCH (j:Journal)
OPTIONAL MATCH (s:Scenario {key: j.scenario})
RETURN j.scenario AS key, j.revision AS revision, s IS NULL AS deleted;

// size
MATCH (s:Scenario {key: $scenario}) RETURN s.actors AS actors, s.relations AS relations;

// revision
MATCH (s:Scenario {key: $scenario}) RETURN s.revision AS revision;

// revisions
MATCH (j:Journal) WHERE j.scenario IN $keys AND j.revision > 0
RETURN j.scenario AS key, j.revision AS revision;

// text
MATCH (s:Scenario {key: $scenario}) RETURN s.revision AS revision;
MATCH (e:Text {scenario: $scenario, key: $key}) RETURN e.data AS data;

// changes_since the last
MATCH (j:Journal {scenario: $scenario}) SET j.lock = true;
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about;
MATCH (c:Commit) WHERE c.scenario = $scenario AND c.revision > $revision
RETURN c.revision AS revision, c.at AS at, c.by AS by, c.reason AS reason, c.variant AS variant,
       c.words AS words, c.edits AS edits, c.deleted AS deleted
ORDER BY revision;

// apply: an actor changed
MATCH (j:Journal {scenario: $scenario}) SET j.lock = true;
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about;
UNWIND $rows AS key
MATCH (e:Actor {scenario: $scenario, id: key})
USING INDEX SEEK e:Actor(scenario, id)
RETURN key, e.data AS data, e.position AS position,
       CASE WHEN e.data = '' THEN properties(e) END AS row;
UNWIND $rows AS row
MATCH (e:Actor {scenario: row.scenario, id: row.id})
USING INDEX SEEK e:Actor(scenario, id)
SET e = row
RETURN count(e) AS count;
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
SET j.revision = $revision, j.position = $position, s.revision = $revision,
    s.actors = s.actors + $actors, s.relations = s.relations + $relations;
MATCH (j:Journal {scenario: $scenario})
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = $properties;

// apply: an actor added
MATCH (j:Journal {scenario: $scenario}) SET j.lock = true;
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about;
UNWIND $rows AS key
MATCH (e:Actor {scenario: $scenario, id: key})
USING INDEX SEEK e:Actor(scenario, id)
RETURN key, e.data AS data, e.position AS position,
       CASE WHEN e.data = '' THEN properties(e) END AS row;
UNWIND $rows AS row
CREATE (e:Actor)
SET e = row
RETURN count(e) AS count;
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
SET j.revision = $revision, j.position = $position, s.revision = $revision,
    s.actors = s.actors + $actors, s.relations = s.relations + $relations;
MATCH (j:Journal {scenario: $scenario})
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = $properties;

// apply: a relation changed
MATCH (j:Journal {scenario: $scenario}) SET j.lock = true;
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about;
UNWIND $rows AS key
CALL (key) { MATCH (a)-[r:EMPOWERS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:EMPOWERS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:BURDENS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:BURDENS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:CONTROLS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:CONTROLS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:EXCLUDES {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:EXCLUDES(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:OPPOSES {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:OPPOSES(scenario, id) RETURN a, r, b }
RETURN key, r.data AS data, r.position AS position,
       CASE WHEN r.data = '' THEN r {.*, from: a.id, to: b.id, type: type(r)} END AS row;
UNWIND $rows AS row
MATCH ()-[r:EMPOWERS {scenario: row.scenario, id: row.id}]->()
USING INDEX SEEK r:EMPOWERS(scenario, id)
SET r = row
RETURN count(r) AS count;
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
SET j.revision = $revision, j.position = $position, s.revision = $revision,
    s.actors = s.actors + $actors, s.relations = s.relations + $relations;
MATCH (j:Journal {scenario: $scenario})
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = $properties;

// apply: a relation added
MATCH (j:Journal {scenario: $scenario}) SET j.lock = true;
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about;
UNWIND $rows AS key
CALL (key) { MATCH (a)-[r:EMPOWERS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:EMPOWERS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:BURDENS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:BURDENS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:CONTROLS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:CONTROLS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:EXCLUDES {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:EXCLUDES(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:OPPOSES {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:OPPOSES(scenario, id) RETURN a, r, b }
RETURN key, r.data AS data, r.position AS position,
       CASE WHEN r.data = '' THEN r {.*, from: a.id, to: b.id, type: type(r)} END AS row;
UNWIND $rows AS row
MATCH (a:Actor {scenario: row.properties.scenario, id: row.from})
USING INDEX SEEK a:Actor(scenario, id)
MATCH (b:Actor {scenario: row.properties.scenario, id: row.to})
USING INDEX SEEK b:Actor(scenario, id)
CREATE (a)-[r:EMPOWERS]->(b)
SET r = row.properties
RETURN count(r) AS count;
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
SET j.revision = $revision, j.position = $position, s.revision = $revision,
    s.actors = s.actors + $actors, s.relations = s.relations + $relations;
MATCH (j:Journal {scenario: $scenario})
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = $properties;

// apply: a relation taken away
MATCH (j:Journal {scenario: $scenario}) SET j.lock = true;
MATCH (j:Journal {scenario: $scenario})
OPTIONAL MATCH (s:Scenario {key: $scenario})
RETURN j.revision AS revision, j.position AS position, s.data AS about;
UNWIND $rows AS key
CALL (key) { MATCH (a)-[r:EMPOWERS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:EMPOWERS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:BURDENS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:BURDENS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:CONTROLS {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:CONTROLS(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:EXCLUDES {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:EXCLUDES(scenario, id) RETURN a, r, b UNION ALL MATCH (a)-[r:OPPOSES {scenario: $scenario, id: key}]->(b) USING INDEX SEEK r:OPPOSES(scenario, id) RETURN a, r, b }
RETURN key, r.data AS data, r.position AS position,
       CASE WHEN r.data = '' THEN r {.*, from: a.id, to: b.id, type: type(r)} END AS row;
UNWIND $rows AS key
MATCH ()-[r:EMPOWERS {scenario: $scenario, id: key}]->()
USING INDEX SEEK r:EMPOWERS(scenario, id)
DELETE r
RETURN count(*) AS count;
MATCH (j:Journal {scenario: $scenario})
MATCH (s:Scenario {key: $scenario})
SET j.revision = $revision, j.position = $position, s.revision = $revision,
    s.actors = s.actors + $actors, s.relations = s.relations + $relations;
MATCH (j:Journal {scenario: $scenario})
CREATE (j)-[:COMMITTED]->(c:Commit)
SET c = $properties;
