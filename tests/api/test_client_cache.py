"""A client with a normalising cache, as front-ends use it, mixes no two variants."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    print_ast,
)

from tests.api.client import Client

DOCUMENT = """
query Both($k: String!) {
  scenario(key: $k) {
    __typename id title
    today: view { ...graph }
    after: view(variant: "after_remedies") { ...graph }
    whatIf: view(changes: [{setRelation: {id: "r28", strength: {best: 0.99}}}]) { ...graph }
    filtered: view(filter: {minStrength: 0.5}) { ...graph }
  }
}
fragment graph on GraphView {
  __typename
  variant { __typename key }
  actors(first: 40) { __typename edges { __typename node { ...actor } } }
  relations(first: 100) { __typename edges { __typename node { ...relation } } }
  pair(a: "residents", b: "street_office") {
    __typename mutual forward reverse
    a { ...actor } b { ...actor }
    forwardPath { __typename score relations { ...relation } }
  }
  bottlenecks(between: {ids: ["residents"]}, and: {ids: ["street_office"]}, first: 3) {
    __typename edges { __typename node { __typename loss subject { __typename
      ... on Actor { ...actor } ... on Relation { ...relation } } } }
  }
}
fragment actor on Actor {
  __typename id key
  capability { __typename index elements { __typename element level } }
  empowers(first: 5) { __typename totalCount edges { __typename node { ...relation } } }
}
fragment relation on Relation {
  __typename id key strength low high band
  counterparts { __typename id strength }
}
"""


class Cache:
    """Keeps every object that has an id once, under type and id; others under their parent."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        (self.operation,) = (
            node for node in document.definitions if isinstance(node, OperationDefinitionNode)
        )
        self.entities: dict[str, dict[str, Any]] = {}

    def write(self, data: Any) -> None:
        self._write(data, self.operation.selection_set, "Query")

    def read(self) -> Any:
        return self._read("Query", self.operation.selection_set)

    def _fields(self, selection: SelectionSetNode, typename: str) -> list[FieldNode]:
        found: list[FieldNode] = []
        for node in selection.selections:
            if isinstance(node, FieldNode):
                found.append(node)
            elif isinstance(node, FragmentSpreadNode):
                found += self._fields(self.fragments[node.name.value].selection_set, typename)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                if on is None or on.name.value == typename:
                    found += self._fields(node.selection_set, typename)
        return found

    def _write(self, value: dict[str, Any], selection: SelectionSetNode, key: str) -> None:
        record = self.entities.setdefault(key, {})
        for node in self._fields(selection, value.get("__typename", "Query")):
            answered = value[(node.alias or node.name).value]
            stored = self._store(answered, node, f"{key}.{_stored_name(node)}")
            record[_stored_name(node)] = stored

    def _store(self, value: Any, node: FieldNode, path: str) -> Any:
        if isinstance(value, list):
            return [self._store(item, node, f"{path}.{n}") for n, item in enumerate(value)]
        if not isinstance(value, dict) or node.selection_set is None:
            return value
        key = f"{value['__typename']}:{value['id']}" if "id" in value else path
        self._write(value, node.selection_set, key)
        return {"ref": key}

    def _read(self, key: str, selection: SelectionSetNode) -> dict[str, Any]:
        record = self.entities[key]
        return {
            (node.alias or node.name).value: self._load(record[_stored_name(node)], node)
            for node in self._fields(selection, record.get("__typename", "Query"))
        }

    def _load(self, value: Any, node: FieldNode) -> Any:
        if isinstance(value, list):
            return [self._load(item, node) for item in value]
        if isinstance(value, dict) and node.selection_set is not None:
            return self._read(value["ref"], node.selection_set)
        return value


def _stored_name(node: FieldNode) -> str:
    """Give the name of a field with its arguments, as a cache keeps it: aliases do not matter."""
    return node.name.value + ",".join(print_ast(item) for item in node.arguments or ())


def test_a_normalising_client_reads_back_what_it_was_told(seeded: Client) -> None:
    data = seeded.data(DOCUMENT, k="mutual-empowerment")
    cache = Cache(parse(DOCUMENT))
    cache.write(data)
    assert cache.read() == data
    # It did normalise: each actor and relation stands there once per view.
    views = [data["scenario"][name] for name in ("today", "after", "whatIf", "filtered")]
    for kind in ("actors", "relations"):
        ids = [edge["node"]["id"] for view in views for edge in view[kind]["edges"]]
        assert len(ids) == len(set(ids))
    # And it would have told: the same relation differs between the views.
    strengths = [
        {edge["node"]["key"]: edge["node"]["strength"] for edge in view["relations"]["edges"]}
        for view in views
    ]
    assert len({strength["r28"] for strength in strengths[:3]}) == 3


def test_a_cache_that_knew_only_the_keys_would_mix_the_variants(seeded: Client) -> None:
    data = seeded.data(DOCUMENT.replace("id key", "id: key"), k="mutual-empowerment")
    cache = Cache(parse(DOCUMENT.replace("id key", "id: key")))
    cache.write(data)
    assert cache.read() != data


def test_an_update_meets_the_old_value_in_the_cache(client: Client) -> None:
    query = '{ scenario(key: "small") { id view { relation(id: "r3") { id strength } } } }'
    before = client.data(query)["scenario"]
    after = client.data(
        """mutation { applyChanges(input: {scenario: "small", expectedRevision: 1,
        changes: [{setRelation: {id: "r3", strength: {best: 0.7}}}]}) { ... on ChangesApplied {
        scenario { id view { relation(id: "r3") { id strength } } } } } }"""
    )["applyChanges"]["scenario"]
    assert after["id"] == before["id"]
    assert after["view"]["relation"] == {"id": before["view"]["relation"]["id"], "strength": 0.7}
