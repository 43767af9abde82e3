// Constraints and indexes of the Neo4j store, which makes them itself when it opens.
// Written from graph_api/stores/cypher.py; a test compares the two.
CREATE CONSTRAINT store_schema_name IF NOT EXISTS FOR (n:StoreSchema) REQUIRE (n.name) IS UNIQUE;
CREATE CONSTRAINT scenario_key IF NOT EXISTS FOR (n:Scenario) REQUIRE (n.key) IS UNIQUE;
CREATE CONSTRAINT journal_scenario IF NOT EXISTS FOR (n:Journal) REQUIRE (n.scenario) IS UNIQUE;
CREATE CONSTRAINT commit_revision IF NOT EXISTS FOR (n:Commit) REQUIRE (n.scenario, n.revision) IS UNIQUE;
CREATE CONSTRAINT change_position IF NOT EXISTS FOR (n:Change) REQUIRE (n.scenario, n.variant, n.position) IS UNIQUE;
CREATE CONSTRAINT source_key IF NOT EXISTS FOR (n:Source) REQUIRE (n.scenario, n.key) IS UNIQUE;
CREATE CONSTRAINT actor_id IF NOT EXISTS FOR (n:Actor) REQUIRE (n.scenario, n.id) IS UNIQUE;
CREATE CONSTRAINT variant_key IF NOT EXISTS FOR (n:Variant) REQUIRE (n.scenario, n.key) IS UNIQUE;
CREATE CONSTRAINT parameter_key IF NOT EXISTS FOR (n:Parameter) REQUIRE (n.scenario, n.key) IS UNIQUE;
CREATE CONSTRAINT figure_key IF NOT EXISTS FOR (n:Figure) REQUIRE (n.scenario, n.key) IS UNIQUE;
CREATE CONSTRAINT case_key IF NOT EXISTS FOR (n:Case) REQUIRE (n.scenario, n.key) IS UNIQUE;
CREATE CONSTRAINT text_key IF NOT EXISTS FOR (n:Text) REQUIRE (n.scenario, n.key) IS UNIQUE;
CREATE CONSTRAINT empowers_id IF NOT EXISTS FOR ()-[r:EMPOWERS]-() REQUIRE (r.scenario, r.id) IS UNIQUE;
CREATE CONSTRAINT burdens_id IF NOT EXISTS FOR ()-[r:BURDENS]-() REQUIRE (r.scenario, r.id) IS UNIQUE;
CREATE CONSTRAINT controls_id IF NOT EXISTS FOR ()-[r:CONTROLS]-() REQUIRE (r.scenario, r.id) IS UNIQUE;
CREATE CONSTRAINT excludes_id IF NOT EXISTS FOR ()-[r:EXCLUDES]-() REQUIRE (r.scenario, r.id) IS UNIQUE;
CREATE CONSTRAINT opposes_id IF NOT EXISTS FOR ()-[r:OPPOSES]-() REQUIRE (r.scenario, r.id) IS UNIQUE;
CREATE CONSTRAINT load_scenario IF NOT EXISTS FOR (n:Load) REQUIRE (n.scenario) IS UNIQUE;
CREATE INDEX actor_position IF NOT EXISTS FOR (n:Actor) ON (n.scenario, n.position);
CREATE INDEX empowers_position IF NOT EXISTS FOR ()-[r:EMPOWERS]-() ON (r.scenario, r.position);
CREATE INDEX burdens_position IF NOT EXISTS FOR ()-[r:BURDENS]-() ON (r.scenario, r.position);
CREATE INDEX controls_position IF NOT EXISTS FOR ()-[r:CONTROLS]-() ON (r.scenario, r.position);
CREATE INDEX excludes_position IF NOT EXISTS FOR ()-[r:EXCLUDES]-() ON (r.scenario, r.position);
CREATE INDEX opposes_position IF NOT EXISTS FOR ()-[r:OPPOSES]-() ON (r.scenario, r.position);
CREATE INDEX actor_scenario IF NOT EXISTS FOR (n:Actor) ON (n.scenario);
CREATE INDEX actor_kind IF NOT EXISTS FOR (n:Actor) ON (n.scenario, n.kind);
