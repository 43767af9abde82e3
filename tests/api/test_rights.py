"""What each role may do, the same over every way in; and what it is shown of the schema."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationType, get_introspection_query, parse
from graphql.language import OperationDefinitionNode

from graph_api.api.app import Options, build_app
from graph_api.api.rights import INTROSPECTION, RIGHTS, Rights, root_fields
from graph_api.api.schema import schema
from graph_api.auth import Caller, Role
from graph_api.errors import UnauthenticatedError
from graph_api.service import Service
from tests.api.client import SMALL, Client
from tests.api.streaming import events, served, socket

MODERN = {"accept": "application/graphql-response+json"}
KEY = '{ scenario(key: "small") { key } }'
APPLY = """mutation($reason: String) { applyChanges(input: {scenario: "small", expectedRevision: 1,
  changes: [{setRelation: {id: "r1", strength: {best: 0.7}}}], reason: $reason})
  { __typename ... on ChangesApplied { revision } } }"""
DELETE = (
    """mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) { __typename } }"""
)


class ByName:
    """Takes the name of a role for its token."""

    def caller(self, authorization: str | None) -> Caller:
        word = (authorization or "").removeprefix("Bearer ")
        for role in Role:
            if role.value == word:
                return Caller("Li Wei", role, f"token:{word}")
        raise UnauthenticatedError("Nobody.", "无人。")


def client(service: Service, **options: Any) -> Client:
    return Client(build_app(service, Options(authenticator=ByName(), **options)))


def ask(
    service: Service, role: Role, query: str, status: int = 200, **variables: Any
) -> dict[str, Any]:
    response = client(service).send(
        "POST",
        "/graphql",
        json={"query": query, "variables": variables},
        headers={**MODERN, "authorization": f"Bearer {role.value}"},
    )
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_every_root_field_stands_in_the_table_and_nothing_else_does() -> None:
    whole = schema.graphql_schema
    fields = {"query"}
    for kind in (OperationType.MUTATION, OperationType.SUBSCRIPTION):
        root = whole.get_root_type(kind)
        fields |= {f"{kind.value}.{name}" for name in (root.fields if root else ())}
    assert set(RIGHTS) == fields
    assert RIGHTS["mutation.deleteScenario"] is Role.ADMIN
    assert all(
        role.includes(Role.ANALYST) for name, role in RIGHTS.items() if name.startswith("mutation")
    )


@pytest.mark.parametrize("role", Role)
def test_each_mutation_is_refused_to_every_lesser_role(service: Service, role: Role) -> None:
    for document, needed in ((APPLY, Role.EDITOR), (DELETE, Role.ADMIN)):
        if role.includes(needed):
            continue
        answer = ask(service, role, document, 403)
        (error,) = answer["errors"]
        assert "data" not in answer
        extensions = error["extensions"]
        assert (extensions["code"], extensions["needed"]) == ("FORBIDDEN", needed.value)
        assert extensions["role"] == role.value
        assert needed.value in error["message"]
        assert needed.label.zh in extensions["messageZh"]
    assert service.scenario("small").revision == 1
    assert ask(service, role, KEY)["data"]["scenario"] == {"key": "small"}


def test_a_role_that_is_enough_may(service: Service) -> None:
    assert ask(service, Role.EDITOR, APPLY)["data"]["applyChanges"]["revision"] == 2
    gone = DELETE.replace("expectedRevision: 1", "expectedRevision: 2")
    assert ask(service, Role.ADMIN, gone)["data"] == {
        "deleteScenario": {"__typename": "DeletedScenario"}
    }


@pytest.mark.parametrize(
    "document",
    [
        DELETE.replace("deleteScenario", "x: deleteScenario"),
        DELETE.replace("{ deleteScenario", "{ ... { deleteScenario").replace("} }", "} } }"),
        DELETE.replace("mutation {", "mutation { ...f } fragment f on Mutation {"),
        "mutation { ...f } fragment f on Mutation { ...g } fragment g on Mutation { ...f"
        + DELETE.removeprefix("mutation {"),
        DELETE.replace(") {", ") @skip(if: true) {"),
        "mutation($x: Boolean = false) {"
        + DELETE.removeprefix("mutation {").replace(") {", ") @include(if: $x) {"),
        "mutation { __typename " + DELETE.removeprefix("mutation {"),
    ],
)
def test_no_disguise_helps(service: Service, document: str) -> None:
    answer = ask(service, Role.EDITOR, document, 403)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert service.scenario("small").revision == 1


def test_what_a_get_may_not_change_the_role_is_not_asked_for(service: Service) -> None:
    response = client(service).send(
        "GET", "/graphql", params={"query": DELETE}, headers={"authorization": "Bearer reader"}
    )
    assert response.status_code == 405


def test_old_clients_get_the_refusal_as_an_answer(service: Service) -> None:
    response = client(service).send(
        "POST",
        "/graphql",
        json={"query": DELETE},
        headers={"authorization": "Bearer reader"},
    )
    assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_fragments_are_looked_at_once() -> None:
    spreads = " ".join(f"...f{n}" for n in range(50))
    fragments = " ".join(f"fragment f{n} on Query {{ {spreads} a{n} }}" for n in range(50))
    document = parse(f"{{ {spreads} }} {fragments}")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    assert len([*root_fields(document, operation)]) == 50


@pytest.mark.parametrize("query", [get_introspection_query(), '{ __type(name: "Query") { name } }'])
def test_the_schema_is_shown_by_role(service: Service, query: str) -> None:
    assert ask(service, Role.READER, query, 403)["errors"][0]["extensions"]["needed"] == "analyst"
    assert ask(service, Role.ANALYST, query)["data"]
    assert ask(service, Role.READER, "{ __typename }")["data"] == {"__typename": "Query"}
    strict = client(service, rights=Rights(Role.ADMIN))
    headers = {**MODERN, "authorization": "Bearer editor"}
    response = strict.send("POST", "/graphql", json={"query": query}, headers=headers)
    assert response.status_code == 403


def test_who_is_not_shown_the_schema_gets_no_suggestions(service: Service) -> None:
    wrong = "{ scenarioo { key } }"
    hidden = ask(service, Role.READER, wrong, 400)["errors"][0]
    assert "Did you mean" not in str(hidden)
    assert "scenarioo" in hidden["message"]
    assert "Did you mean" in ask(service, Role.ANALYST, wrong, 400)["errors"][0]["message"]
    ours = ask(service, Role.READER, '{ scenario(key: "smal") { key } }')["errors"][0]
    assert ours["extensions"]["nearest"] == ["small"]  # what a reader may list anyway


@pytest.mark.parametrize("length", [355, 360, 365, 370, 375])
def test_a_message_that_is_cut_short_has_no_half_of_a_suggestion(
    service: Service, length: int
) -> None:
    name = "v" * length
    query = f"""query(${name}: ScoringInput) {{ scenario(key: "small") {{ view {{
      pair(a: "office", b: "residents", scoring: ${name}) {{ mutual }} }} }} }}"""
    (hidden,) = ask(service, Role.READER, query, 400, **{name: {"maxHop": 1}})["errors"]
    assert "maxHops" not in str(hidden)
    assert "Did you mean" not in str(hidden)


def test_the_page_is_shown_by_role(service: Service) -> None:
    page = client(service)
    for role, status in ((None, 401), ("reader", 403), ("analyst", 200)):
        headers = {"accept": "text/html"}
        if role:
            headers["authorization"] = f"Bearer {role}"
        response = page.send("GET", "/graphql", headers=headers)
        assert response.status_code == status
        assert ("<form" in response.text) is (status == 200)


def test_nobody_is_401_and_told_how(service: Service) -> None:
    for headers in ({}, {"authorization": "Bearer x"}, {"authorization": "Basic x"}):
        response = client(service).send(
            "POST", "/graphql", json={"query": KEY}, headers={**MODERN, **headers}
        )
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert "data" not in response.json()
    assert client(service).send("GET", "/healthz").status_code == 200


def test_the_journal_says_who_how_and_why(service: Service) -> None:
    ask(service, Role.EDITOR, APPLY, reason="survey of May\n五月调查")
    entry = service.store.changes_since("small", 1)[0].change_set
    assert (entry.by, entry.reason) == ("Li Wei <token:editor>", "survey of May\n五月调查")


CHANGES = {
    "importScenario": "yaml: $yaml, replace: true, expectedRevision: 1",
    "undo": 'scenario: "small", revision: 2, expectedRevision: 2',
    "createVariant": 'scenario: "small", key: "v", expectedRevision: 1, changes: []',
    "deleteScenario": 'key: "small", expectedRevision: 1',
    "moveCase": 'scenario: "small", case: "h1", to: IDENTIFIED, note: "n", expectedRevision: 1',
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_has_its_reason_in_the_journal(service: Service, name: str) -> None:
    if name == "undo":
        ask(service, Role.EDITOR, APPLY)
    yaml = SMALL.replace("0.8", "0.7") if name == "importScenario" else ""
    variables: dict[str, Any] = {"yaml": yaml} if yaml else {}
    head = "mutation($yaml: String!)" if yaml else "mutation"
    document = f'{head} {{ {name}(input: {{{CHANGES[name]}, reason: "why"}}) {{ __typename }} }}'
    answer = ask(service, Role.ADMIN, document, **variables)
    assert "errors" not in answer, answer
    entry = service.store.changes_since("small", 1)[-1].change_set
    assert (entry.by, entry.reason) == ("Li Wei <token:admin>", "why")


@pytest.mark.parametrize("reason", ["a\x1b[2Jb", "a\x00", "a\u202eb", "a\x7f", "x" * 1_001])
def test_a_reason_that_a_terminal_would_obey_is_refused(service: Service, reason: str) -> None:
    answer = ask(service, Role.EDITOR, APPLY, reason=reason)
    assert answer["errors"][0]["extensions"]["parameter"] == "reason"
    assert service.scenario("small").revision == 1


JOB = 'subscription { job(id: "x") { state } }'


def test_the_table_holds_for_every_way_in(service: Service) -> None:
    reader = {"authorization": "Bearer reader"}
    with served(build_app(service, Options(authenticator=ByName()))) as address:
        for document in (DELETE, JOB, get_introspection_query()):
            with events(address, document, headers=reader) as answer:
                assert "FORBIDDEN" in "".join(answer.iter_text())
            with socket(address, begins=False) as client:
                client.begin(authorization="Bearer reader")
                client.subscribe("1", document)
                said = client.hear()
            assert said["type"] == "error"
            assert said["payload"][0]["extensions"]["code"] == "FORBIDDEN"
        with events(address, KEY, headers={"authorization": "Bearer x"}) as answer:
            assert answer.status_code == 401
    assert service.scenario("small").revision == 1


def test_typename_is_everybodys() -> None:
    assert "__typename" not in INTROSPECTION
