"""Trusted documents: named by their hash, answered with a tag, and told again without a body."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.execution import Execution
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.schema import schema
from graph_api.api.transport.reading import Asked
from graph_api.api.trusted import TrustedDocumentsError, digest, open_trusted, read_trusted
from graph_api.auth import LOCAL, Authenticator, Caller, Role
from graph_api.errors import BadParameterError
from graph_api.service import Service
from tests.api.client import Client

ONE = "query One($k: String!) { scenario(key: $k) { key revision } }"
LIST = "{ scenarios { edges { node { key revision } } } }"
JOBS = "{ viewer { role } jobs { totalCount } }"
CHANGE = 'mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) { __typename } }'
SPREAD = "query { ...root } fragment root on Query { scenarios { totalCount } }"
LIMITS = "{ limits { maxCost } }"
SHARES = """{ scenario(key: "dense") { view {
  attribution(a: "a0", b: "a1", permutations: 18000) { truncatedBy } } } }"""
SMALL = '{"k": "small"}'


class As:
    """Everybody is this caller."""

    def __init__(self, role: Role) -> None:
        self._caller = Caller("anna", role, "anna")

    def caller(self, authorization: str | None) -> Caller:
        _ = authorization
        return self._caller


def serving(
    service: Service, folder: Path, *, only: bool = False, who: Authenticator | None = None
) -> Client:
    for number, text in enumerate((ONE, LIST, JOBS, CHANGE, SPREAD)):
        (folder / f"{number}.graphql").write_text(text, "utf-8")
    trusted = open_trusted(folder, only=only)
    options = (
        Options(trusted=trusted) if who is None else Options(trusted=trusted, authenticator=who)
    )
    return Client(build_app(service, options))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "trusted"
    place.mkdir()
    return place


@pytest.fixture
def trusting(service: Service, folder: Path) -> Client:
    return serving(service, folder)


def get(client: Client, text: str, variables: str = "{}", **headers: str) -> httpx.Response:
    asked = {"documentId": f"sha256:{digest(text)}", "variables": variables}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.send("GET", "/graphql", params=asked, headers=named)


def code_of(response: httpx.Response) -> str:
    code: str = response.json()["errors"][0]["extensions"]["code"]
    return code


def test_every_way_to_name_a_document_gives_its_answer(trusting: Client) -> None:
    name = digest(ONE)
    given: list[dict[str, Any]] = [
        {"documentId": f"sha256:{name}"},
        {"documentId": name.upper()},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": name}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": name}}, "query": ONE},
    ]
    for asked in given:
        body = {**asked, "variables": {"k": "small"}}
        answer = trusting.send("POST", "/graphql", json=body).json()
        assert answer["data"] == {"scenario": {"key": "small", "revision": 1}}, asked
        url = {
            word: value if isinstance(value, str) else json.dumps(value)
            for word, value in body.items()
        }
        assert trusting.send("GET", "/graphql", params=url).json()["data"] == answer["data"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"documentId": "sha256:" + "0" * 64}, 404, "UNKNOWN_DOCUMENT"),
        ({"documentId": "md5:x"}, 400, "BAD_REQUEST"),
        ({"documentId": ""}, 400, "BAD_REQUEST"),
        ({"documentId": 7}, 400, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": 7}}, 400, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": {"sha256Hash": None}}}, 400, "BAD_REQUEST"),
        ({"documentId": "0" * 64, "query": ONE}, 400, "BAD_REQUEST"),
    ],
)
def test_a_name_that_means_nothing_says_so(
    trusting: Client, asked: dict[str, Any], status: int, code: str
) -> None:
    response = trusting.send("POST", "/graphql", json=asked)
    assert (response.status_code, code_of(response)) == (status, code)
    assert response.json()["errors"][0]["extensions"]["messageZh"]


def test_a_get_by_hash_has_a_tag_that_a_commit_changes(trusting: Client, service: Service) -> None:
    first = get(trusting, ONE, SMALL)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Authorization, Accept"
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = get(trusting, ONE, SMALL, if_none_match=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    service.apply_changes("small", [{"remove_relation": "r5"}], expected_revision=1)
    changed = get(trusting, ONE, SMALL, if_none_match=tag)
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.json()["data"]["scenario"]["revision"] == 2


def test_what_still_holds_is_told_without_asking_again(
    trusting: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = get(trusting, ONE, SMALL).headers["etag"]
    executed: list[str] = []
    answer = Execution.answer

    async def spy(self: Execution, asked: Asked, *given: Any, **more: Any) -> Any:
        executed.append(asked.query)
        return await answer(self, asked, *given, **more)

    monkeypatch.setattr(Execution, "answer", spy)
    assert get(trusting, ONE, SMALL, if_none_match=tag).status_code == 304
    assert executed == []
    assert get(trusting, ONE, SMALL, if_none_match='"other"').status_code == 200
    assert executed == [ONE]


def test_another_server_over_the_same_store_gives_the_same_tag(
    trusting: Client, service: Service, folder: Path
) -> None:
    tag = get(trusting, ONE, SMALL).headers["etag"]
    assert get(serving(service, folder), ONE, SMALL, if_none_match=tag).status_code == 304


def test_a_list_of_scenarios_is_another_one_when_any_comes_or_goes(
    trusting: Client, service: Service
) -> None:
    for text in (LIST, SPREAD):
        tag = get(trusting, text).headers["etag"]
        assert get(trusting, text, if_none_match=tag).status_code == 304
        name = f"other-{text[:2].strip()}".replace("{", "a").replace("q", "b")
        new = f"format: 1\nscenario: {name[:9].strip()}\nactors: {{a: {{kind: resident}}}}\n"
        service.import_scenario(new, name="new.yaml")
        assert get(trusting, text, if_none_match=tag).status_code == 200


def test_a_deleted_scenario_no_longer_holds(trusting: Client, service: Service) -> None:
    tag = get(trusting, ONE, SMALL).headers["etag"]
    service.delete("small", expected_revision=1)
    gone = get(trusting, ONE, SMALL, if_none_match=tag)
    assert (gone.status_code, code_of(gone)) == (200, "UNKNOWN_SCENARIO")
    assert "etag" not in gone.headers


@pytest.mark.parametrize(
    ("text", "variables"), [(JOBS, "{}"), (ONE, '{"k": "smal"}'), (ONE, '{"k": null}')]
)
def test_what_may_change_without_a_commit_has_no_tag(
    trusting: Client, text: str, variables: str
) -> None:
    response = get(trusting, text, variables)
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_variables_form_and_caller_make_other_tags(service: Service, folder: Path) -> None:
    client = serving(service, folder)
    tags = [
        get(client, ONE, SMALL).headers["etag"],
        get(client, ONE, '{"k": "small", "x": 1}').headers["etag"],
        get(client, ONE, SMALL, accept="application/graphql-response+json").headers["etag"],
        get(serving(service, folder, who=As(Role.READER)), ONE, SMALL).headers["etag"],
        get(serving(service, folder, who=As(Role.ADMIN)), ONE, SMALL).headers["etag"],
    ]
    assert len(set(tags)) == len(tags)


def test_limits_that_changed_make_another_tag(service: Service, folder: Path) -> None:
    (folder / "limits.graphql").write_text(LIMITS, "utf-8")
    trusted = open_trusted(folder)
    before = Client(build_app(service, Options(trusted=trusted)))
    fewer = replace(DEFAULT_LIMITS, max_cost=5_000)
    after = Client(build_app(service, Options(trusted=trusted, limits=fewer)))
    tag = get(before, LIMITS).headers["etag"]
    assert get(before, LIMITS, if_none_match=tag).status_code == 304
    again = get(after, LIMITS, if_none_match=tag)
    assert (again.status_code, again.json()["data"]) == (200, get(after, LIMITS).json()["data"])
    assert again.headers["etag"] != tag


def test_what_the_deadline_may_have_cut_short_has_no_tag(service: Service, folder: Path) -> None:
    names = [f"a{number}" for number in range(12)]
    actors = "".join(f"  {name}: {{kind: resident}}\n" for name in names)
    relations = "".join(
        f"  - {{id: {one}-{other}, from: {one}, to: {other}, strength: 0.5}}\n"
        for one, other in permutations(names, 2)
    )
    text = f"format: 1\nscenario: dense\nactors:\n{actors}relations:\n{relations}"
    service.import_scenario(text, name="dense.yaml")
    (folder / "shares.graphql").write_text(SHARES, "utf-8")
    client = serving(service, folder)
    asked = {"documentId": digest(SHARES), "extensions": '{"deadlineMs": 1200}'}
    response = client.send("GET", "/graphql", params=asked)
    (view,) = response.json()["data"]["scenario"].values()
    assert view["attribution"]["truncatedBy"] == "TIME"
    assert "etag" not in response.headers


def test_a_mutation_by_hash_goes_by_post_alone(trusting: Client) -> None:
    refused = get(trusting, CHANGE)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert code_of(refused) == "METHOD_NOT_ALLOWED"
    assert get(trusting, ONE, SMALL).json()["data"]["scenario"]["revision"] == 1


@pytest.mark.parametrize(
    ("role", "is_answered"), [(Role.READER, False), (Role.EDITOR, False), (Role.ADMIN, True)]
)
def test_only_trusted_leaves_the_rest_to_admins_who_signed_in(
    service: Service, folder: Path, role: Role, *, is_answered: bool
) -> None:
    client = serving(service, folder, only=True, who=As(role))
    assert get(client, ONE, SMALL).status_code == 200
    sent = client.send("POST", "/graphql", json={"query": ONE, "variables": {"k": "small"}})
    assert sent.status_code == 200
    other = client.send("POST", "/graphql", json={"query": "{ viewer { role } }"})
    assert other.status_code == (200 if is_answered else 403)
    if not is_answered:
        assert code_of(other) == "UNTRUSTED_DOCUMENT"


def test_only_trusted_holds_where_nobody_signs_in(service: Service, folder: Path) -> None:
    assert LOCAL.role is Role.ADMIN
    response = serving(service, folder, only=True).send(
        "POST", "/graphql", json={"query": "{ viewer { role } }"}
    )
    assert (response.status_code, code_of(response)) == (403, "UNTRUSTED_DOCUMENT")


def test_manifests_of_relay_and_apollo_are_read(folder: Path) -> None:
    relay = {digest(ONE): ONE}
    apollo = {
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": [{"id": digest(LIST), "name": "List", "type": "query", "body": LIST}],
    }
    (folder / "relay.json").write_text(json.dumps(relay), "utf-8")
    (folder / "in").mkdir()
    (folder / "in" / "apollo.json").write_text(json.dumps(apollo), "utf-8")
    found = read_trusted(folder, schema.graphql_schema)
    assert {*found.texts} == {digest(ONE), digest(LIST)}
    assert read_trusted(folder / "relay.json", schema.graphql_schema).texts == relay


def test_every_fault_is_named_with_file_and_line(folder: Path) -> None:
    (folder / "syntax.graphql").write_text("{\n  viewer {\n", "utf-8")
    (folder / "field.graphql").write_text("{\n  viewer { role rank }\n}", "utf-8")
    (folder / "bytes.graphql").write_bytes(b"\xff\xfe{")
    (folder / "hash.json").write_text(json.dumps({"0" * 64: ONE}), "utf-8")
    (folder / "broken.json").write_text('{\n"a": }', "utf-8")
    (folder / "list.json").write_text("[]", "utf-8")
    (folder / "number.json").write_text('{"operations": [7]}', "utf-8")
    (folder / "readme.txt").write_text("not looked at", "utf-8")
    with pytest.raises(TrustedDocumentsError) as caught:
        read_trusted(folder, schema.graphql_schema)
    said = {(problem.path, problem.line) for problem in caught.value.problems}
    assert said >= {
        ("syntax.graphql", 3),
        ("field.graphql", 2),
        ("bytes.graphql", None),
        ("hash.json[0]", None),
        ("broken.json", 2),
        ("list.json[0]", None),
        ("number.json[0]", None),
    }
    assert all(problem.en and problem.zh for problem in caught.value.problems)
    assert "rank" in str([problem.en for problem in caught.value.problems])


def test_a_place_without_documents_is_refused_at_the_start(folder: Path) -> None:
    with pytest.raises(TrustedDocumentsError):
        open_trusted(folder)
    with pytest.raises(BadParameterError, match="not there"):
        open_trusted(folder / "nowhere")
    with pytest.raises(BadParameterError, match="no trusted documents"):
        open_trusted(None, only=True)
    assert open_trusted(None).texts == {}
