"""What a document costs is known before it runs: in one look at each node, and never too little."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml
from graphql import (
    DocumentNode,
    FieldNode,
    Node,
    OperationDefinitionNode,
    Visitor,
    get_introspection_query,
    parse,
    visit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.api.app import build_app
from graph_api.api.pricing.cost import price
from graph_api.api.pricing.limits import DEFAULT_LIMITS, ServiceLimits
from graph_api.api.pricing.priced import Priced
from graph_api.api.pricing.weights import LENGTHS
from graph_api.api.schema import schema
from graph_api.errors import BadParameterError, TooCostlyError
from graph_api.service import Service
from tests.api.asking import Asker
from tests.api.client import ROOT, SEEDS, Client

ANY = ServiceLimits(max_repeats=10**9, max_tokens=10**9)


def priced(text: str, limits: ServiceLimits = ANY, **variables: Any) -> tuple[Priced, DocumentNode]:
    document = parse(text)
    operation = next(
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    )
    return price(schema.graphql_schema, document, operation, variables, limits), document


class _Count(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.nodes = 0

    def enter(self, node: Node, *_: Any) -> None:
        self.nodes += 1


def nodes(document: DocumentNode) -> int:
    counter = _Count()
    visit(document, counter)
    return counter.nodes


def doubled(levels: int, kind: str, field: str = "", last: str = "key") -> str:
    """Spread each fragment twice in the one before: two to the levels in all."""
    inside = f"{field} {{ ...f%d }} o: {field} {{ ...f%d }}" if field else "...f%d ...f%d"
    return (
        "".join(f"fragment f{n} on {kind} {{ {inside % (n + 1, n + 1)} }} " for n in range(levels))
        + f"fragment f{levels} on {kind} {{ {last} }}"
    )


ACTOR = '{ scenario(key: "x") { view { actor(id: "a") { ...f0 } } } } '
SHAPES: dict[str, Callable[[int], str]] = {
    "doubled spreads": lambda n: ACTOR + doubled(n, "Actor"),
    "doubled fields": lambda n: ACTOR + doubled(n // 2, "Actor", "memberOf"),
    "doubled in introspection": lambda n: (
        "{ __schema { ...f0 } } " + doubled(n, "__Schema", last="types { name }")
    ),
    "wide": lambda n: (
        ACTOR
        + "fragment f0 on Actor { "
        + " ".join(f"...w{i}" for i in range(20 * n))
        + " } "
        + " ".join(f"fragment w{i} on Actor {{ a{i}: key }}" for i in range(20 * n))
    ),
    "each spreads all that follow": lambda n: (
        ACTOR
        + " ".join(
            f"fragment f{i} on Actor {{ key {' '.join(f'...f{j}' for j in range(i + 1, n))} }}"
            for i in range(n)
        )
    ),
    "deep inline": lambda n: "{" + "... on Query {" * n + "viewer { role }" + "}" * (n + 1),
    "aliases": lambda n: "{" + " ".join(f"a{i}: viewer {{ role }}" for i in range(30 * n)) + "}",
}


@pytest.mark.parametrize("shape", SHAPES)
@given(size=st.integers(2, 40))
@settings(max_examples=6, deadline=None)
def test_each_node_is_looked_at_once(shape: str, size: int) -> None:
    found, document = priced(SHAPES[shape](size))
    assert 0 < found.visited <= nodes(document)


def test_what_fragments_multiply_is_counted_although_it_is_looked_at_once() -> None:
    found, _ = priced(ACTOR + doubled(25, "Actor"))
    assert found.cost > 2**25
    assert found.visited < 100
    within, _ = priced("{ __schema { ...f0 } } " + doubled(25, "__Schema", last="types { name }"))
    assert within.cost > 2**25


@pytest.mark.parametrize(
    "text",
    [
        "{ ...a } fragment a on Query { ...a }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { viewer { role } ...a }",
        "{ viewer { role } } fragment a on Query { ...b } fragment b on Query { ...a }",
        "{ viewer { role } } query Q { ...a } fragment a on Query { ... on Query { ...a } }",
        "{ ...f0 } "
        + " ".join(
            f"fragment f{i} on Query {{ {' '.join(f'...f{j}' for j in range(60))} }}"
            for i in range(60)
        ),
    ],
)
def test_a_fragment_that_spreads_itself_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(BadParameterError, match="spreads itself") as caught:
        priced(text)
    assert "引用了自身" in caught.value.zh


def test_nesting_that_only_many_fragments_together_make_is_seen() -> None:
    """Each is shallow, and the deepest is looked at first: together they are a thousand deep."""
    parts = [
        f"fragment f{n} on Query {{ {'... on Query { ' * 50} ...f{n + 1} {'} ' * 50} }}"
        for n in range(20)
    ]
    spreads = " ".join(f"...f{n}" for n in range(20, -1, -1))
    text = f"{{ {spreads} }} {' '.join(parts)} fragment f20 on Query {{ viewer {{ role }} }}"
    with pytest.raises(TooCostlyError, match="nesting"):
        priced(text)


def test_the_dearest_field_is_named_with_its_share(client: Client) -> None:
    query = """{ viewer { role } scenario(key: "small") { title view { actors(first: 100) { edges {
      node { empowers(first: 100) { edges { node { to { all: empowers(first: 100) {
      edges { node { key } } } } } } } } } } } } }"""
    (error,) = client.ask(query)["errors"]
    extensions = error["extensions"]
    assert extensions["code"] == "TOO_COSTLY"
    assert extensions["cost"] > extensions["limit"] == 200_000
    dearest = extensions["dearest"]
    path = "scenario.view.actors.edges.node.empowers.edges.node.to.all"
    assert dearest["path"] == f"{path}.edges.node"
    assert 0.5 <= dearest["share"] <= 1
    for said in (error["message"], extensions["messageZh"]):
        assert dearest["path"] in said
        assert str(extensions["cost"]) in said
        assert "200000" in said


def test_a_field_that_computes_is_the_dearest_beside_many_that_do_not() -> None:
    found, _ = priced('{ scenario(key: "x") { figures { key } view { layout actorCount } } }')
    assert found.dearest is not None
    assert found.dearest.path == "scenario.view.layout"
    assert found.dearest.cost == 20_001
    assert 0.95 < found.dearest.share < 1


@pytest.mark.parametrize(
    ("text", "variables", "what", "limits"),
    [
        ("{ viewer { role @include(if: true) @skip(if: false) } }", {}, "directives", 1),
        ("query Q @a @b { viewer { role } }", {}, "directives", 1),
        ("query Q($x: Int @a @b) { viewer { role } }", {}, "directives", 1),
        ("{ viewer { role } } fragment f on Query @a @b { viewer { role } }", {}, "directives", 1),
        ("{ viewer { role name } }", {}, "tokens", 5),
    ],
)
def test_all_that_is_counted_has_a_limit(
    text: str, variables: dict[str, Any], what: str, limits: int
) -> None:
    tight = replace(DEFAULT_LIMITS, **{f"max_{what}": limits})
    found, _ = priced(text, tight, **variables)
    with pytest.raises(TooCostlyError) as caught:
        found.require_within(tight)
    assert caught.value.details[what] > caught.value.details["limit"] == limits


def test_draws_have_a_limit_of_their_own() -> None:
    asked = """query($n: Int!) { scenario(key: "x") { view {
      uncertainty(a: "a", b: "b", draws: $n) { median } } } }"""
    assert priced(asked, DEFAULT_LIMITS, n=20_000)[0].cost > 80_000
    with pytest.raises(TooCostlyError, match="draws"):
        priced(asked, DEFAULT_LIMITS, n=20_001)


def test_lists_within_lists_multiply_in_every_shape() -> None:
    inner = {
        "connection": "empowers(first: 20) { edges { node { to { %s } } } }",
        "other way": "empoweredBy(first: 20) { edges { node { from { %s } } } }",
        "members": "members(first: 20) { edges { node { %s } } }",
        "counterparts": "empowers(first: 20) { edges { node { counterparts { from { %s } } } } }",
    }
    for shape in inner.values():
        text = "key"
        costs = []
        for _ in range(3):
            text = shape % text
            found, _ = priced(f'{{ nodes(ids: ["x"]) {{ ... on Actor {{ {text} }} }} }}')
            costs.append(found.cost)
        assert costs[1] > 18 * costs[0]
        assert costs[2] > 18 * costs[1] > 324 * 100


def test_huge_variables_are_counted_once_for_all_fields_that_read_them() -> None:
    text = (
        "query($i: [ID!]!) {" + " ".join(f"n{n}: nodes(ids: $i) {{ id }}" for n in range(30)) + "}"
    )
    found, document = priced(text, i=["~"] * 40_000)
    assert found.visited <= nodes(document)
    assert found.cost > 30 * 40_000 / 5
    with pytest.raises(TooCostlyError, match="items"):
        priced(text, i=["~"] * 60_000)


def test_the_whole_introspection_is_affordable_and_priced_as_what_it_answers() -> None:
    found, _ = priced(get_introspection_query(input_value_deprecation=True))
    assert 2_000 < found.cost < 20_000
    some, _ = priced("{ __schema { types { name kind } } }")
    assert some.cost * 5 > 2 * len(schema.graphql_schema.type_map)


def texts() -> list[str]:
    """Give every query that the documentation shows and that needs no variables."""
    found = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for query in re.findall(
            r"```graphql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
        ):
            head = query.lstrip()
            if head.startswith("{") or re.match(r"query\s*\w*\s*\{", head):
                found.append(query)
    return found


def within(answer: dict[str, Any], text: str) -> bool:
    cost = answer.get("extensions", {}).get("cost")
    if cost is None:
        return False
    assert cost["actual"] <= cost["requested"] <= cost["limit"], text
    return bool(answer.get("data"))


def test_no_documented_query_answers_more_than_it_was_priced(seeded: Client) -> None:
    asked = [text for text in texts() if priced(text)[0].cost < 300]
    answered = [
        within(seeded.send("POST", "/graphql", json={"query": text}).json(), text)
        for text in dict.fromkeys(asked)
    ]
    assert sum(answered) > 5


@pytest.fixture(scope="module")
def actors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    found = {}
    for path in SEEDS:
        scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
        if len(scenario["actors"]) < 100:
            found[scenario["scenario"]] = sorted(scenario["actors"])[:30]
    return found


def test_no_drawn_query_answers_more_than_it_was_priced(
    seeded: Client, actors: dict[str, list[str]]
) -> None:
    asker = Asker(schema.graphql_schema, random.Random(5), actors)  # noqa: S311
    answered = 0
    for number in range(24):
        text = asker.document(3 + number % 6)
        answered += within(seeded.send("POST", "/graphql", json={"query": text}).json(), text)
    assert answered > 15


def test_every_list_that_is_taken_to_be_long_is_a_list_without_first() -> None:
    for name in LENGTHS:
        kind, field = name.split(".")
        definition = schema.graphql_schema.type_map[kind].fields[field]  # type: ignore[attr-defined]
        assert "[" in str(definition.type)
        assert "first" not in definition.args


def test_a_caller_reads_every_limit_that_there_is(service: Service) -> None:
    client = Client(build_app(service))
    names = [
        re.sub("_(.)", lambda found: found[1].upper(), name)
        for name in ServiceLimits.__dataclass_fields__
    ]
    limits = client.data("{ limits { " + " ".join(names) + " } }")["limits"]
    assert limits["maxCost"] == 2 * DEFAULT_LIMITS.max_cost  # nobody signed in: an admin
    assert limits["deadlineMs"] == DEFAULT_LIMITS.deadline_ms
    assert limits["maxJobs"] > 0
    assert all(isinstance(value, int) for value in limits.values())


def test_the_walk_of_a_selection_of_unknown_names_costs_too() -> None:
    found, document = priced("{ nope { nope { nope } } }")
    assert found.cost == 3
    assert isinstance(document.definitions[0].selection_set.selections[0], FieldNode)  # type: ignore[attr-defined]
