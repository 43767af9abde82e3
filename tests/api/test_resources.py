"""HTTP resources: exports, map and arrays of a view at addresses that stay, each with its tag."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.transport import files
from graph_api.api.transport.files import COLUMNS, WHOLE
from graph_api.auth import Caller
from graph_api.domain import ViewSpec
from graph_api.errors import UnauthenticatedError
from graph_api.exchange import columns
from graph_api.service import Service
from tests.api.client import Client

BASE = "/scenarios/small/today"
ADDRESSES = [
    *(f"{BASE}.{ending}" for ending in WHOLE),
    f"{BASE}/layout.json",
    f"{BASE}/columns",
    *(f"{BASE}/columns.{ending}" for ending in COLUMNS),
]


def code_of(response: Any) -> Any:
    (error,) = response.json()["errors"]
    assert error["extensions"]["messageZh"]
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    return error["extensions"]["code"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_is_answered_tagged_and_told_again_without_a_body(
    client: Client, service: Service, address: str
) -> None:
    first = client.send("GET", address)
    assert first.status_code == 200, first.text
    assert int(first.headers["content-length"]) == len(first.content) > 100
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["x-empower-revision"] == "1"
    assert first.headers["x-content-type-options"] == "nosniff"
    head = client.send("HEAD", address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == first.headers[name]
    assert client.send("GET", address).content == first.content
    tag = first.headers["etag"]
    known = client.send("GET", address, headers={"if-none-match": tag})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    service.apply_changes("small", [{"remove_relation": "r5"}], expected_revision=1)
    changed = client.send("GET", address, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.content != first.content


def test_what_is_in_them_is_what_other_faces_give(client: Client, service: Service) -> None:
    assert client.send("GET", f"{BASE}.yaml").text == service.export("small").text
    whole = client.send("GET", f"{BASE}.json").json()
    assert "residents" in json.dumps(whole)
    asked = client.data('{ scenario(key: "small") { view { layout } } }')
    layout = client.send("GET", f"{BASE}/layout.json").json()
    assert layout.pop("provenance")["revision"] == 1
    assert layout == asked["scenario"]["view"]["layout"]
    with zipfile.ZipFile(io.BytesIO(client.send("GET", f"{BASE}.csv.zip").content)) as archive:
        assert archive.testzip() is None
        assert "residents" in archive.read("actors.csv").decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(client.send("GET", f"{BASE}.parquet.zip").content)) as archive:
        assert "relations.parquet" in archive.namelist()
    picture = client.send("GET", f"{BASE}.svg?lang=zh")
    assert "街道办事处" in picture.text
    assert "sandbox" in picture.headers["content-security-policy"]
    better = client.send("GET", "/scenarios/small/better.yaml").text
    assert "0.9" in better


def test_the_arrays_are_those_of_the_view_in_every_form(client: Client, service: Service) -> None:
    view = service.view("small", ViewSpec())
    said = client.send("GET", f"{BASE}/columns").json()
    assert said["provenance"]["scenario"] == "small"
    names, rows = said["actors"]["id"], said["relations"]
    assert names == [actor.id for actor in view.actors]
    assert [names[place] for place in rows["from"]] == [item.from_id for item in view.relations]
    assert rows["strength"][:2] == [0.8, 0.5]
    assert (rows["low"][1], rows["high"][1]) == (0.4, 0.6)
    assert rows["strength"][5] is None
    stream = client.send("GET", f"{BASE}/columns.arrow").content
    file = client.send("GET", f"{BASE}/columns.parquet").content
    for table in (pa.ipc.open_stream(stream).read_all(), pq.read_table(io.BytesIO(file))):
        assert table.column("from").to_pylist() == [item.from_id for item in view.relations]
        for name in ("id", "strength", "low", "high", "carries", "direction"):
            assert table.column(name).to_pylist() == rows[name], name
        assert table.schema.metadata[b"revision"] == b"1"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream"),
        ("application/json;q=0.5, application/*;q=0.9", "application/vnd.apache.arrow.stream"),
        ("application/vnd.apache.parquet, */*;q=0.1", "application/vnd.apache.parquet"),
    ],
)
def test_the_form_is_what_the_client_likes_best(
    client: Client, accept: str, media_type: str
) -> None:
    response = client.send("GET", f"{BASE}/columns", headers={"accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("address", "accept", "status", "code"),
    [
        (f"{BASE}.yaml", "image/png", 406, "NOT_ACCEPTABLE"),
        (f"{BASE}/columns", "image/png", 406, "NOT_ACCEPTABLE"),
        (f"{BASE}.graphmll", "*/*", 404, "NOT_FOUND"),
        (f"{BASE}/columns.csv", "*/*", 404, "NOT_FOUND"),
        (f"{BASE}/layout.svg", "*/*", 404, "NOT_FOUND"),
        (f"{BASE}/nothing", "*/*", 404, "NOT_FOUND"),
        ("/scenarios/small/today", "*/*", 404, "NOT_FOUND"),
        ("/scenarios", "*/*", 404, "NOT_FOUND"),
        ("/scenarios/smal/today.yaml", "*/*", 404, "UNKNOWN_SCENARIO"),
        ("/scenarios/small/bettr.gexf", "*/*", 404, "UNKNOWN_VARIANT"),
        ("/scenarios/small/..%2F..%2Fetc.yaml", "*/*", 404, "NOT_FOUND"),
        ("/scenarios/%FF/today.yaml", "*/*", 404, "UNKNOWN_SCENARIO"),
        (f"{BASE}.svg?lang=de", "*/*", 400, "BAD_PARAMETER"),
    ],
)
def test_what_is_not_there_says_what_is(
    client: Client, address: str, accept: str, status: int, code: str
) -> None:
    response = client.send("GET", address, headers={"accept": accept})
    assert (response.status_code, code_of(response)) == (status, code)
    head = client.send("HEAD", address, headers={"accept": accept})
    assert (head.status_code, head.content) == (status, b"")


def test_a_file_has_its_name_whatever_the_script(client: Client, service: Service) -> None:
    text = """{format: 1, scenario: 小街, actors: {a: {kind: resident}},
      variants: {更好: {title: {en: Better, zh: 更好}, changes: []}}}"""
    service.import_scenario(text, name="street.yaml")
    for form in ("gexf", "csv.zip"):
        response = client.send("GET", f"/scenarios/小街/更好.{form}")
        assert response.status_code == 200
        said = response.headers["content-disposition"]
        assert said == f"attachment; filename*=UTF-8''{quote(f'小街-更好.{form}')}"
    plain = client.send("GET", "/scenarios/small/today.gexf").headers["content-disposition"]
    assert plain == 'attachment; filename="small-today.gexf"'


def test_a_variant_with_a_dot_in_its_key_has_its_addresses(
    client: Client, service: Service
) -> None:
    service.import_scenario(
        "{format: 1, scenario: dots, actors: {a: {kind: resident}},"
        " variants: {v1.json: {title: {en: One, zh: 一}, changes: []}}}",
        name="dots.yaml",
    )
    for ending in WHOLE:
        assert client.send("GET", f"/scenarios/dots/v1.json.{ending}").status_code == 200
    gone = client.send("GET", "/scenarios/dots/v1.json")
    assert (gone.status_code, code_of(gone)) == (404, "UNKNOWN_VARIANT")


def test_what_is_not_there_holds_for_nobody(client: Client) -> None:
    for address in ("/scenarios/small/none.json", "/scenarios/small/none/columns"):
        response = client.send("GET", address, headers={"if-none-match": "*"})
        assert (response.status_code, code_of(response)) == (404, "UNKNOWN_VARIANT")
    there = client.send("GET", "/scenarios/small/today.json", headers={"if-none-match": "*"})
    assert there.status_code == 304


def test_they_can_only_be_read(client: Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        response = client.send(method, f"{BASE}.yaml")
        assert (response.status_code, code_of(response)) == (405, "METHOD_NOT_ALLOWED")
        assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.send("OPTIONS", f"{BASE}.yaml").headers["allow"] == "GET, HEAD, OPTIONS"


class Closed:
    """Nobody is let in."""

    def caller(self, authorization: str | None) -> Caller:
        _ = authorization
        raise UnauthenticatedError("Sign in first.", "请先登录。")


def test_whoever_has_not_signed_in_gets_nothing(service: Service) -> None:
    client = Client(build_app(service, Options(authenticator=Closed())))
    for address in ADDRESSES:
        response = client.send("GET", address)
        assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_one_that_takes_too_long_is_given_up_and_one_too_large_refused(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(DEFAULT_LIMITS, deadline_ms=1)
    client = Client(build_app(service, Options(limits=limits)))
    late = client.send("GET", f"{BASE}.xlsx")
    assert (late.status_code, code_of(late)) == (503, "DEADLINE_EXCEEDED")
    client = Client(build_app(service))
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    large = client.send("GET", f"{BASE}.json")
    assert (large.status_code, code_of(large)) == (400, "BAD_PARAMETER")
    monkeypatch.setattr(columns, "MOST_RELATIONS", {"json": 5})
    many = client.send("GET", f"{BASE}/columns")
    assert (many.status_code, code_of(many)) == (400, "BAD_PARAMETER")
