"""The page on the GraphQL service names every code, address and limit that there is."""

from __future__ import annotations

import json
import re

import pytest

from graph_api.api.app import build_app
from graph_api.api.deprecation import read_deprecation
from graph_api.api.errors import ErrorCode
from graph_api.api.transport.answering import STATUSES
from graph_api.api.transport.files import COLUMNS, WHOLE
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import ROOT, SMALL, Client

PAGE = (ROOT / "docs/reference/graphql.md").read_text("utf-8")


def rows() -> dict[str, str]:
    """Give the status that the table names for each code."""
    found: dict[str, str] = {}
    for line in re.findall(r"^\| (`[A-Z_]+`.*) \|$", PAGE, re.MULTILINE):
        codes, status, _ = re.split(r" ?\| ?", line, maxsplit=2)
        found |= dict.fromkeys(re.findall(r"`([A-Z_]+)`", codes), status)
    return found


def test_every_code_is_there_and_no_other() -> None:
    assert {*rows()} == {*ErrorCode.__members__}


@pytest.mark.parametrize("code", sorted(STATUSES))
def test_its_status_is_the_one_that_is_sent(code: str) -> None:
    assert str(STATUSES[code]) in rows()[code]


def test_every_form_of_a_resource_is_there() -> None:
    part = PAGE.split("## Resources")[1].split("\n## ")[0]
    for ending in (*WHOLE, *COLUMNS):
        assert f"`{ending}`" in part, ending


def test_the_deprecation_that_it_shows_is_in_our_form() -> None:
    (shown,) = re.findall(r"^> (since .*)$", PAGE, re.MULTILINE)
    assert read_deprecation(shown) is not None


def test_the_error_that_it_shows_is_what_is_sent(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = SqliteStore(tmp_path_factory.mktemp("page") / FILE_NAME)
    service = Service(store)
    service.import_scenario(SMALL, name="small.yaml")
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    shown = json.loads(block)
    sent = Client(build_app(service)).error('{ scenario(key: "smal") { key } }')
    store.close()
    shown["extensions"]["requestId"] = sent["extensions"]["requestId"]
    sent["extensions"].pop("name")
    sent.pop("locations")
    assert sent == shown
