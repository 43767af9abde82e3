from __future__ import annotations

import pytest

from graph_api.domain import GraphSnapshot, RelationId
from graph_api.scoring import RelationDelta, Synergy, relation_deltas, synergy
from tests.builders import snapshot

STATE = {"office": {"stateness": 1.0}}


def view(text: str) -> GraphSnapshot:
    return snapshot(f"{text}\noffice\nresidents", actors=STATE)


def delta(relation: str, before: float | None, after: float | None) -> RelationDelta:
    return RelationDelta(RelationId(relation), before, after)


TODAY = "s: residents -> office 0.4\nc: office -> residents 0.4"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("s: residents -> office 0.6\nc: office -> residents 0.5", Synergy.MUTUAL),
        ("s: residents -> office 0.6\nc: office -> residents 0.3", Synergy.ZERO_SUM),
        ("s: residents -> office 0.3\nc: office -> residents 0.5", Synergy.ZERO_SUM),
        ("s: residents -> office 0.3\nc: office -> residents 0.3", Synergy.ENFEEBLING),
        ("s: residents -> office 0.6\nc: office -> residents 0.4", Synergy.ONE_SIDED),
        ("s: residents -> office 0.3\nc: office -> residents 0.4", Synergy.ONE_SIDED),
        (TODAY, Synergy.UNCHANGED),
        ("c: office -> residents 0.4\ns: residents -> office 0.4", Synergy.UNCHANGED),
    ],
)
def test_who_gains(after: str, expected: Synergy) -> None:
    assert synergy(view(TODAY), view(after)) is expected


def test_a_new_weak_relation_is_a_gain_and_a_lost_one_a_loss() -> None:
    # A mean over the relations of each view alone would fall from 0.4 to 0.25.
    more = f"{TODAY}\nn: residents -> office 0.1\nm: office -> residents 0.1"
    assert synergy(view(TODAY), view(more)) is Synergy.MUTUAL
    assert synergy(view(more), view(TODAY)) is Synergy.ENFEEBLING


def test_a_relation_that_is_unknown_on_one_side_is_left_out_of_both() -> None:
    unknown = "s: residents -> office ?\nc: office -> residents 0.5"
    assert synergy(view(TODAY), view(unknown)) is Synergy.ONE_SIDED
    assert synergy(view(unknown), view(TODAY)) is Synergy.ONE_SIDED


def test_only_empowerment_counts() -> None:
    burdened = f"{TODAY}\nb: office -> residents 0.9 burden"
    assert synergy(view(TODAY), view(burdened)) is Synergy.UNCHANGED
    # An empowerment that turns into a burden is gone.
    turned = "s: residents -> office 0.4\nc: office -> residents 0.4 burden"
    assert synergy(view(TODAY), view(turned)) is Synergy.ONE_SIDED


def test_a_gain_for_an_actor_that_is_new() -> None:
    grown = f"{TODAY}\nn: office -> club 0.3\nm: club -> office 0.3"
    assert synergy(view(TODAY), view(grown)) is Synergy.MUTUAL
    assert synergy(view(grown), view(TODAY)) is Synergy.ENFEEBLING


def test_a_committee_that_turns_from_state_to_society_moves_both_sides() -> None:
    # State: (0.8 + 0.2) / 2 = 0.5, then 0.2 alone; society: 0.2 alone, then 0.5.
    lines = "x -> committee 0.8\nx -> office 0.2\nx -> residents 0.2"
    before = snapshot(lines, actors=STATE | {"committee": {"stateness": 1.0}})
    assert synergy(before, snapshot(lines, actors=STATE)) is Synergy.ZERO_SUM


def test_views_without_relations_do_not_differ() -> None:
    assert synergy(view(""), view("")) is Synergy.UNCHANGED


def test_deltas_name_what_differs_by_id() -> None:
    before = view(
        "same: residents -> office 0.4\nraised: office -> residents 0.4\n"
        "gone: office -> residents 0.2\n"
        "known: residents -> office ?\nburden: office -> residents 0.9 burden"
    )
    after = view(
        "added: residents -> office 0.3\nsame: residents -> office 0.4 [0.1..0.9]\n"
        "raised: office -> residents 0.6\nknown: residents -> office 0.5\n"
        "burden: office -> residents 0.5 burden"
    )
    assert relation_deltas(before, after) == (
        delta("added", 0, 0.3),
        delta("burden", 0.9, 0.5),
        delta("gone", 0.2, 0),
        delta("known", None, 0.5),
        delta("raised", 0.4, 0.6),
    )
    assert relation_deltas(before, before) == ()


def test_a_relation_of_strength_0_or_unknown_that_comes_or_goes_is_told() -> None:
    none, some = view(""), view("zero: office -> residents 0\nfog: office -> residents ?")
    assert relation_deltas(none, some) == (
        delta("fog", 0, None),
        delta("zero", 0, 0),
    )
    assert relation_deltas(some, none) == (
        delta("fog", None, 0),
        delta("zero", 0, 0),
    )
