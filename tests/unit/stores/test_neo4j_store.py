"""What is Neo4j's own: servers that are away, accounts, databases, versions, the graph to query."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import neo4j
import pytest

from graph_api.domain import ChangeSet, Edit, Scenario, Section
from graph_api.errors import StoreError, StoreUnavailableError, UnknownScenarioError
from graph_api.stores import cypher
from graph_api.stores.graph_schema import Neo4jSchema
from graph_api.stores.neo4j_local import LocalNeo4j
from graph_api.stores.neo4j_store import Neo4jStore, migrate
from tests.conftest import Neo4jAddress, _empty
from tests.contract.rich import rich_scenario

pytestmark = pytest.mark.neo4j

NOBODY = "bolt://127.0.0.1:1"
"""An address where nothing listens."""


@pytest.fixture
def address(neo4j_server: Neo4jAddress) -> Iterator[Neo4jAddress]:
    yield neo4j_server
    _empty(neo4j_server)


@pytest.fixture
def store(address: Neo4jAddress) -> Iterator[Neo4jStore]:
    opened = open_at(address)
    yield opened
    opened.close()


def open_at(address: Neo4jAddress, **keywords: object) -> Neo4jStore:
    return Neo4jStore(
        address.uri,
        address.user,
        address.password,
        address.database,
        **keywords,  # type: ignore[arg-type]  # keywords of Neo4jStore
    )


# Away, refused, unknown


def test_a_server_that_is_away_is_said_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError, match=r"does not answer.*NEO4J_URI") as caught:
        Neo4jStore(NOBODY, "", "")
    assert time.monotonic() - began < 10
    assert "没有应答" in caught.value.zh


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:1",
        "nonsense",
        "",
        "bolt://",
        "bolt://h:port",
        "bolt://h:70000",
        "bolt://[",
    ],
)
def test_an_address_that_is_none_is_said_and_not_shown(uri: str) -> None:
    with pytest.raises(StoreError, match=r"Check NEO4J_URI \(bolt://host:7687") as caught:
        Neo4jStore(uri, "", "")
    assert "请检查 NEO4J_URI" in caught.value.zh


def test_a_password_in_the_address_never_stands_in_a_message() -> None:
    with pytest.raises(StoreError) as caught:
        Neo4jStore("bolt://me:s3cret@127.0.0.1:1", "me", "s3cret2")
    said = caught.value.en + caught.value.zh + repr(caught.value.details)
    assert "s3cret" not in said
    assert "127.0.0.1:1" in said


def test_an_unknown_database_is_said(address: Neo4jAddress) -> None:
    with pytest.raises(StoreError, match=r"has no such database\. Check NEO4J_DATABASE"):
        open_at(replace(address, database="nowhere"))


def test_it_tells_what_and_where_it_is(store: Neo4jStore, address: Neo4jAddress) -> None:
    assert store.kind == "neo4j"
    assert store.location == f"{address.uri}/{address.database}"
    store.ping()


def test_the_clock_is_passed_in(address: Neo4jAddress) -> None:
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    store = open_at(address, clock=lambda: noon)
    store.create(Scenario("s"))
    assert store.changes_since("s", 0)[0].at == noon
    store.close()


# A server of its own: accounts, and a restart in the middle


def patiently(ask: Callable[[], object]) -> object:
    """Ask again while the server is away, as the service does."""
    until = time.monotonic() + 60
    while True:
        try:
            return ask()
        except StoreUnavailableError:
            assert time.monotonic() < until
            time.sleep(0.2)


def test_accounts_are_heeded_and_a_store_comes_back_after_a_restart(tmp_path: Path) -> None:
    server = LocalNeo4j(home=tmp_path, settings={"dbms.security.auth_enabled": "true"})
    with server:
        uri = server.uri
        with neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO 'right-s3cret'",
                database_="system",
            )
        with pytest.raises(StoreError, match="refused the account") as caught:
            Neo4jStore(uri, "neo4j", "wrong-s3cret")
        assert "s3cret" not in caught.value.en + caught.value.zh + repr(caught.value.details)
        with pytest.raises(StoreError, match="refused the account"):
            migrate(uri, "", "")
        store = Neo4jStore(uri, "neo4j", "right-s3cret")
        store.create(rich_scenario())
    began = time.monotonic()
    for ask in (
        store.ping,
        store.scenarios,
        lambda: store.load("rich"),
        lambda: store.create(Scenario("s")),
    ):
        with pytest.raises(StoreUnavailableError):
            ask()
    assert time.monotonic() - began < 60
    with server:
        assert server.uri == uri
        assert patiently(lambda: store.load("rich")) == rich_scenario()
        store.ping()
        assert store.create(Scenario("s")) == 1
    store.close()


# Versions


@pytest.fixture
def version_1(address: Neo4jAddress) -> Iterator[Neo4jAddress]:
    """The shared database, which goes back to version 1 whatever a test does to it."""
    open_at(address).close()
    yield address
    address.ask("MATCH (s:StoreSchema) SET s.version = 1")


STEPS = {
    1: ("MATCH (s:Scenario) SET s.colour = 'red'",),
    2: ("MATCH (s:Scenario) SET s.shade = s.colour + 'dish'",),
}


def test_a_migration_takes_every_step(version_1: Neo4jAddress) -> None:
    store = open_at(version_1)
    store.create(rich_scenario())
    store.close()
    third = Neo4jSchema(3, STEPS)
    with pytest.raises(StoreError, match="schema version 1; this program needs 3"):
        open_at(version_1, schema=third)
    place = (version_1.uri, version_1.user, version_1.password, version_1.database)
    assert migrate(*place, schema=third) == (1, 3)
    assert migrate(*place, schema=third) == (3, 3)
    shades = version_1.ask("MATCH (s:Scenario) RETURN s.colour AS colour, s.shade AS shade")
    assert shades == [{"colour": "red", "shade": "reddish"}]
    newer = open_at(version_1, schema=third)
    assert newer.load("rich") == rich_scenario()
    newer.close()
    with pytest.raises(StoreError, match="newer program"):  # and version 1 leaves it alone
        open_at(version_1)
    with pytest.raises(StoreError, match="newer program"):
        migrate(*place)


def test_a_step_that_fails_leaves_the_graph_as_it_was(version_1: Neo4jAddress) -> None:
    store = open_at(version_1)
    store.create(rich_scenario())
    broken = Neo4jSchema(3, {**STEPS, 2: ("NONSENSE",)})
    with pytest.raises(StoreError, match="not foreseen"):
        migrate(
            version_1.uri,
            version_1.user,
            version_1.password,
            version_1.database,
            schema=broken,
        )
    assert version_1.ask("MATCH (s:Scenario) RETURN s.colour AS colour") == [{"colour": None}]
    assert store.load("rich") == rich_scenario()
    store.close()


def test_nothing_to_migrate_where_there_is_no_graph_of_ours(version_1: Neo4jAddress) -> None:
    version_1.ask("MATCH (s:StoreSchema) SET s.name = 'away'")
    try:
        with pytest.raises(StoreError, match="nothing to migrate"):
            migrate(version_1.uri, version_1.user, version_1.password, version_1.database)
    finally:
        version_1.ask("MATCH (s:StoreSchema) SET s.name = 'empower'")


def test_opening_makes_what_is_missing_of_the_schema(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    address.ask("DROP INDEX actor_kind")
    open_at(address).close()
    found = address.ask("SHOW INDEXES YIELD name RETURN collect(name) AS names")
    names = found[0]["names"]
    assert isinstance(names, list)
    assert set(cypher.SCHEMA) <= set(names)


# The graph, as an analyst queries it


def test_empowerment_can_be_read_with_ids_and_strengths(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    store.create(rich_scenario())
    found = address.ask(
        "MATCH (a:Actor {scenario: 'rich'})-[r:EMPOWERS]->(b:Actor)"
        " RETURN r.id AS id, a.id AS start, b.id AS end, r.strength AS strength ORDER BY id"
    )
    assert [(*row.values(),) for row in found] == [
        ("r1", "居民", "zz_office", 0.1),
        ("r1b", "居民", "zz_office", pytest.approx(0.3)),
        ("r2", "居民", "居民", 0.123457),
        ("r3", "委员会", "居民", None),
        ("r4", "委员会", "zz_office", pytest.approx(0.5)),
        ("r9", "zz_office", "居民", 0.0),
    ]


def test_classes_are_types_and_names_and_evidence_are_parallel(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    store.create(rich_scenario())
    types = address.ask(
        "MATCH ({scenario: 'rich'})-[r]->(:Actor) WHERE r.id IS NOT NULL"
        " RETURN type(r) AS type, count(*) AS count ORDER BY type"
    )
    assert {row["type"]: row["count"] for row in types} == {
        "BURDENS": 1,
        "CONTROLS": 1,
        "EMPOWERS": 6,
        "EXCLUDES": 1,
        "OPPOSES": 1,
    }
    (row,) = address.ask(
        "MATCH (a:Actor {scenario: 'rich', id: 'zz_office'}) RETURN a.name_en AS en,"
        " a.name_zh AS zh, a.evidence_source AS source, a.evidence_lines AS lines"
    )
    assert row == {
        "en": "Street office",
        "zh": "街道办事处",
        "source": ["essay-4", "survey"],
        "lines": ["177, 187-191", ""],
    }


def test_the_changes_of_a_variant_hang_on_it_in_order(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    count = (
        "MATCH (:Variant {scenario: 'rich', key: 'b_after'})-[:HAS]->(c:Change)"
        " WITH c ORDER BY c.position RETURN collect(c.word) AS words"
    )
    (row,) = address.ask(count)
    words = row["words"]
    assert isinstance(words, list)
    assert (len(words), words[0], words[-1]) == (11, "set_relation", "rename_relation")
    before = scenario.variants["b_after"]
    edit = Edit(Section.VARIANT, "b_after", before, replace(before, changes=before.changes[4:5]))
    store.apply("rich", ChangeSet((edit,)), expected_revision=1)
    assert address.ask(count) == [{"words": ["remove_relation"]}]


def test_a_changed_relation_shows_what_it_is_now(store: Neo4jStore, address: Neo4jAddress) -> None:
    scenario = rich_scenario()
    store.create(scenario)
    before = next(tie for tie in scenario.relations.values() if tie.id == "r1")
    edit = Edit(Section.RELATION, "r1", before, replace(before, strength=None, direction=None))
    store.apply("rich", ChangeSet((edit,)), expected_revision=1)
    (row,) = address.ask("MATCH ()-[r {scenario: 'rich', id: 'r1'}]->() RETURN properties(r) AS p")
    shown = row["p"]
    assert isinstance(shown, dict)
    assert "strength" not in shown  # nothing old stays behind
    assert "direction" not in shown
    assert shown["band"] == "unknown"


def test_a_deleted_scenario_leaves_its_journal_alone(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    store.create(rich_scenario(), text="text")
    store.delete("rich", expected_revision=1)
    left = address.ask(
        "MATCH (n {scenario: 'rich'}) RETURN DISTINCT labels(n)[0] AS label ORDER BY label"
    )
    assert [row["label"] for row in left] == ["Commit", "Journal"]
    assert address.ask("MATCH (s:Scenario {key: 'rich'}) RETURN s") == []


def test_nodes_of_others_are_left_alone(store: Neo4jStore, address: Neo4jAddress) -> None:
    """An analyst's own node that hangs on an actor keeps the actor; nothing of it is read."""
    address.ask("CREATE (:Actor {note: 'mine'}), (:Note {scenario: 'rich'})")
    try:
        store.create(rich_scenario())
        assert store.load("rich") == rich_scenario()
        store.delete("rich", expected_revision=1)
        with pytest.raises(UnknownScenarioError):
            store.load("rich")
        left = address.ask("MATCH (n) WHERE n.note = 'mine' OR n:Note RETURN count(n) AS count")
        assert left == [{"count": 2}]
    finally:
        address.ask("MATCH (n) WHERE n.note = 'mine' OR n:Note DELETE n")


def test_a_row_that_somebody_else_wrote_is_named(store: Neo4jStore, address: Neo4jAddress) -> None:
    store.create(rich_scenario())
    address.ask("MATCH (a:Actor {scenario: 'rich', id: 'zz_office'}) SET a.data = '{}'")
    with pytest.raises(StoreError, match="actor 'zz_office' cannot be read"):
        store.load("rich")
