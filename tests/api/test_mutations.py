"""What changes a scenario: unions for what may be expected to fail, nothing half done."""

from __future__ import annotations

from typing import Any

import pytest

from graph_api.service import Service
from tests.api.client import SMALL, Client

IMPORT = """mutation($i: ImportScenarioInput!) { importScenario(input: $i) { __typename
  ... on ImportedScenario { created warnings { code } scenario { id key revision title yaml
    history { totalCount } view { relation(id: "r3") { id strength } } } }
  ... on InvalidScenario { problems { code message zh: message(language: ZH) path line column
    hint hintZh: hint(language: ZH) } }
  ... on ScenarioExists { key revision }
  ... on RevisionConflict { expected actual } } }"""
CHANGED = """{ __typename
  ... on ChangesApplied { revision scenario { revision view(variant: $v) {
    relation(id: "r3") { strength low high basis validFrom evidence { lines note source { key } } }
    actors { edges { node { key name population memberOf { key }
      capability { elements { element level } } } } } } } }
  ... on RevisionConflict { expected actual }
  ... on InvalidChanges { problems { code path hint } } }"""
APPLY = f"mutation($i: ApplyChangesInput!, $v: String) {{ applyChanges(input: $i) {CHANGED} }}"
UNDO = f"mutation($i: UndoInput!, $v: String) {{ undo(input: $i) {CHANGED} }}"
CREATE = f"mutation($i: CreateVariantInput!, $v: String) {{ createVariant(input: $i) {CHANGED} }}"
DELETE = """mutation($i: DeleteScenarioInput!) { deleteScenario(input: $i) { __typename
  ... on DeletedScenario { key } ... on RevisionConflict { expected actual } } }"""


def imported(client: Client, **given: Any) -> Any:
    return client.data(IMPORT, i=given)["importScenario"]


def apply(client: Client, *changes: Any, revision: int = 1, **given: Any) -> Any:
    asked = {"scenario": "small", "expectedRevision": revision, "changes": [*changes], **given}
    return client.data(APPLY, i=asked, v=given.get("variant"))["applyChanges"]


def test_an_import_tells_what_it_did(client: Client) -> None:
    fresh = SMALL.replace("scenario: small", "scenario: other")
    done = imported(client, yaml=fresh, reason="first")
    assert (done["__typename"], done["created"]) == ("ImportedScenario", True)
    assert (done["scenario"]["key"], done["scenario"]["revision"]) == ("other", 1)
    # Five strengths are proposals of one number, with no range around them.
    assert [item["code"] for item in done["warnings"]] == ["proposal-without-band"] * 5
    assert done["scenario"]["yaml"] == fresh
    again = imported(client, yaml=fresh)
    assert (again["created"], again["scenario"]["revision"]) == (False, 1)


def test_replacing_needs_to_be_said_and_the_revision_too(client: Client) -> None:
    text = SMALL.replace("strength: 0.4}", "strength: 0.45}")
    assert imported(client, yaml=text) == {
        "__typename": "ScenarioExists",
        "key": "small",
        "revision": 1,
    }
    error = client.error(IMPORT, i={"yaml": text, "replace": True})
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["parameter"] == "expectedRevision"
    assert imported(client, yaml=text, replace=True, expectedRevision=7) == {
        "__typename": "RevisionConflict",
        "expected": 7,
        "actual": 1,
    }
    done = imported(client, yaml=text, replace=True, expectedRevision=1)
    assert (done["created"], done["scenario"]["revision"]) == (False, 2)
    assert done["scenario"]["view"]["relation"]["strength"] == 0.45


def test_a_bad_file_names_every_problem_and_stores_nothing(client: Client) -> None:
    text = SMALL.replace("to: committee, strength: 0.8", "to: comittee, strength: 1.8")
    refused = imported(client, yaml=text.replace("scenario: small", "scenario: bad"))
    assert refused["__typename"] == "InvalidScenario"
    assert len(refused["problems"]) >= 2
    unknown = next(item for item in refused["problems"] if item["code"] == "unknown-actor")
    assert unknown["line"] == 12
    assert unknown["path"].startswith("relations[0]")
    assert "committee" in unknown["hint"]
    assert unknown["zh"] != unknown["message"]
    assert client.error('{ scenario(key: "bad") { key } }')["extensions"]["code"] == (
        "UNKNOWN_SCENARIO"
    )


def test_a_dry_run_shows_the_scenario_and_keeps_nothing(client: Client) -> None:
    text = SMALL.replace("strength: 0.4}", "strength: 0.45}")
    shown = imported(client, yaml=text, replace=True, expectedRevision=1, dryRun=True)
    assert shown["scenario"]["view"]["relation"]["strength"] == 0.45
    assert shown["scenario"]["yaml"] == text
    assert shown["scenario"]["history"]["totalCount"] == 0
    stored = client.data(
        '{ scenario(key: "small") { id view { relation(id: "r3") { id strength } } } }'
    )
    assert stored["scenario"]["view"]["relation"]["strength"] == 0.4
    # Neither the scenario nor its parts may overwrite the stored ones in a client's cache.
    assert stored["scenario"]["id"] != shown["scenario"]["id"]
    assert (
        stored["scenario"]["view"]["relation"]["id"] != shown["scenario"]["view"]["relation"]["id"]
    )
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert client.data(query, id=shown["scenario"]["id"]) == {"node": None}
    new = imported(client, yaml=text.replace("scenario: small", "scenario: new"), dryRun=True)
    assert (new["created"], new["scenario"]["revision"]) == (True, 0)


def test_changes_keep_what_is_left_out_and_tell_null_from_it(client: Client) -> None:
    done = apply(
        client,
        {"setRelation": {"id": "r3", "strength": {"best": 0.55, "low": 0.5, "high": 0.6},
                         "basis": "SURVEY", "validFrom": "2024-01-01",
                         "evidence": [{"source": "essay", "lines": ["7-9"], "note": "问卷"}]}},
        {"addActor": {"id": "night_school", "kind": "leisure_group", "name": {"en": "Night school"},
                      "memberOf": "residents", "population": 30,
                      "capability": [{"element": "RESOURCES", "level": 0.2}]}},
        {"setActor": {"id": "residents", "memberOf": None, "capitals": {"social": 0.4},
                      "capability": [{"element": "SELF_ESTEEM", "level": 0.3},
                                     {"element": "RESOURCES"}]}},
        {"addSource": {"key": "survey", "title": {"zh": "问卷"}}},
        reason="survey",
    )  # fmt: skip
    assert (done["__typename"], done["revision"]) == ("ChangesApplied", 2)
    view = done["scenario"]["view"]
    relation = view["relation"]
    assert (relation["low"], relation["strength"], relation["high"]) == (0.5, 0.55, 0.6)
    assert (relation["basis"], relation["validFrom"]) == ("SURVEY", "2024-01-01")
    assert relation["evidence"] == [{"lines": ["7-9"], "note": "问卷", "source": {"key": "essay"}}]
    actors = {edge["node"]["key"]: edge["node"] for edge in view["actors"]["edges"]}
    assert actors["night_school"]["memberOf"] == {"key": "residents"}
    assert actors["night_school"]["population"] == 30
    assert actors["residents"]["memberOf"] is None
    assert actors["residents"]["name"] == "Residents"
    levels = actors["residents"]["capability"]["elements"]
    assert {item["element"]: item["level"] for item in levels}["SELF_ESTEEM"] == 0.3
    unknown = apply(client, {"setRelation": {"id": "r3", "strength": None}}, revision=2)
    after = unknown["scenario"]["view"]["relation"]
    assert (after["strength"], after["basis"]) == (None, "SURVEY")


def test_a_rename_follows_every_reference(client: Client) -> None:
    node = client.data('{ scenario(key: "small") { view { actor(id: "office") { id } } } }')
    done = apply(
        client,
        {"renameActor": {"id": node["scenario"]["view"]["actor"]["id"], "to": "street"}},
        {"renameRelation": {"id": "r1", "to": "down"}},
        {"addRelation": {"id": "r9", "from": "street", "to": "street", "strength": {"best": 1}}},
    )
    assert done["__typename"] == "ChangesApplied"
    view = client.data(
        """{ scenario(key: "small") { view { relation(id: "down") { from { key } }
        loop: relation(id: "r9") { direction counterparts { key } } } } }"""
    )["scenario"]["view"]
    assert view["relation"]["from"] == {"key": "street"}
    assert view["loop"] == {"direction": "SELF", "counterparts": []}


def test_changes_of_a_variant_leave_the_baseline_alone(client: Client) -> None:
    done = apply(client, {"setRelation": {"id": "r3", "strength": {"best": 1}}}, variant="better")
    assert done["scenario"]["view"]["relation"]["strength"] == 1
    stored = client.data('{ scenario(key: "small") { view { relation(id: "r3") { strength } } } }')
    assert stored["scenario"]["view"]["relation"]["strength"] == 0.4


def test_refused_changes_name_every_problem_and_nothing_is_stored(client: Client) -> None:
    refused = apply(
        client,
        {"removeActor": "nobody"},
        {"setRelation": {"id": "r33", "strength": {"best": 0.5}}},
    )
    assert refused["__typename"] == "InvalidChanges"
    paths = [problem["path"] for problem in refused["problems"]]
    assert any(path.startswith("changes[0].remove_actor") for path in paths)
    assert any(path.startswith("changes[1].set_relation") for path in paths)
    assert apply(client, {"removeActor": "office"}, revision=4) == {
        "__typename": "RevisionConflict",
        "expected": 4,
        "actual": 1,
    }
    assert client.data('{ scenario(key: "small") { revision } }')["scenario"]["revision"] == 1


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
def test_a_number_without_end_is_a_problem_and_no_number(client: Client, number: str) -> None:
    query = 'mutation { applyChanges(input: {scenario: "small", expectedRevision: 1, changes: ['
    query += f'{{setRelation: {{id: "r3", strength: {{best: {number}}}}}}}]}})'
    answer = client.data(f"{query} {{ __typename }} }}")
    assert answer["applyChanges"]["__typename"] == "InvalidChanges"


def test_exactly_one_word_makes_a_change(client: Client) -> None:
    for change in ({}, {"removeActor": "office", "removeRelation": "r1"}, {"removeActor": None}):
        asked = {"scenario": "small", "expectedRevision": 1, "changes": [change]}
        response = client.send("POST", "/graphql", json={"query": APPLY, "variables": {"i": asked}})
        assert "data" not in response.json(), change


def test_undo_takes_one_commit_back(client: Client) -> None:
    apply(client, {"setRelation": {"id": "r3", "strength": {"best": 0.9}}})
    asked = {"scenario": "small", "revision": 2, "expectedRevision": 2}
    done = client.data(UNDO, i=asked)["undo"]
    assert (done["revision"], done["scenario"]["view"]["relation"]["strength"]) == (3, 0.4)
    conflict = client.data(UNDO, i=asked)["undo"]
    assert conflict == {"__typename": "RevisionConflict", "expected": 2, "actual": 3}
    apply(client, {"setRelation": {"id": "r3", "strength": {"best": 0.7}}}, revision=3)
    refused = client.data(UNDO, i={**asked, "expectedRevision": 4})["undo"]
    assert refused["__typename"] == "InvalidChanges"


def test_a_variant_is_created_once(client: Client) -> None:
    asked = {
        "scenario": "small",
        "key": "best",
        "title": {"zh": "最好"},
        "extends": "better",
        "expectedRevision": 1,
        "changes": [{"setRelation": {"id": "r2", "strength": {"best": 0.6}}}],
    }
    done = client.data(CREATE, i=asked, v="best")["createVariant"]
    assert (done["revision"], done["scenario"]["view"]["relation"]["strength"]) == (2, 0.9)
    again = client.error(CREATE, i={**asked, "expectedRevision": 2})
    assert again["extensions"]["code"] == "BAD_PARAMETER"
    late = client.data(CREATE, i={**asked, "key": "later"})["createVariant"]
    assert late["__typename"] == "RevisionConflict"
    unknown = client.error(
        CREATE, i={**asked, "key": "x", "extends": "bett", "expectedRevision": 2}
    )
    assert unknown["extensions"]["code"] == "UNKNOWN_VARIANT"


def test_a_deletion_can_be_undone(client: Client) -> None:
    late = client.data(DELETE, i={"key": "small", "expectedRevision": 3})["deleteScenario"]
    assert late == {"__typename": "RevisionConflict", "expected": 3, "actual": 1}
    gone = client.data(DELETE, i={"key": "small", "expectedRevision": 1})["deleteScenario"]
    assert gone == {"__typename": "DeletedScenario", "key": "small"}
    assert client.ask('{ scenario(key: "small") { key } }')["data"]["scenario"] is None
    back = client.data(UNDO, i={"scenario": "small", "revision": 2, "expectedRevision": 2})["undo"]
    assert back["revision"] == 3


def test_a_document_of_several_mutations_sees_each_one(client: Client, service: Service) -> None:
    change = 'changes: [{setRelation: {id: "r3", strength: {best: %s}}}]'
    query = "mutation {"
    for number, best in ((1, "0.5"), (2, "0.6")):
        query += f' m{number}: applyChanges(input: {{scenario: "small", expectedRevision: {number},'
        query += f" {change % best}}}) {{ ... on ChangesApplied {{ revision scenario {{ revision"
        query += ' view { relation(id: "r3") { strength } } } } }'
    answer = client.data(query + "}")
    assert [answer[name]["scenario"]["revision"] for name in ("m1", "m2")] == [2, 3]
    assert answer["m2"]["scenario"]["view"]["relation"]["strength"] == 0.6
    assert service.scenario("small").revision == 3
