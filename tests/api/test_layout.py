"""layout: the places of the map, those of the Python face, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

import graph_api as ea
from graph_api.api.pricing.weights import WEIGHTS
from tests.api.client import SEEDS, Client

DISTRICT = next(path for path in SEEDS if path.stem == "district")


def layout(client: Client, key: str, view: str = "", arguments: str = "") -> Any:
    asked = f'{{ scenario(key: "{key}") {{ view{view} {{ layout{arguments} }} }} }}'
    return client.ask(asked)


@pytest.mark.parametrize("variant", ["today", "after_remedies"])
def test_it_is_the_layout_of_the_python_face(seeded: Client, variant: str) -> None:
    answer = layout(seeded, "district", f'(variant: "{variant}")')
    assert "errors" not in answer
    found = answer["data"]["scenario"]["view"]["layout"]
    assert found == ea.load(DISTRICT).view(variant).layout()
    assert answer["extensions"]["cost"]["requested"] >= WEIGHTS["GraphView.layout"]


def test_chosen_actors_are_laid_out_by_themselves(client: Client) -> None:
    answer = layout(client, "small", arguments='(actors: {ids: ["office", "committee"]})')
    found = answer["data"]["scenario"]["view"]["layout"]
    assert {actor["key"] for actor in found["actors"]} == {"office", "committee"}
    assert [line["relations"] for line in found["lines"]] == [["r1"]]


def test_unknown_and_no_actors_are_named(client: Client) -> None:
    for arguments, code in (
        ('(actors: {ids: ["nobody"]})', "UNKNOWN_ACTOR"),
        ('(actors: {groups: ["nowhere"]})', "BAD_PARAMETER"),
    ):
        answer = layout(client, "small", arguments=arguments)
        assert answer["data"]["scenario"]["view"]["layout"] is None
        assert answer["errors"][0]["extensions"]["code"] == code
