"""One choice changed at a time, and what flips."""

from __future__ import annotations

import dataclasses

import pytest

from graph_api.domain import Band, Basis, GraphSnapshot, Level, Status
from graph_api.domain import snapshot as build
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import Quadrant, Reading, RegimeBasis, Scoring, Target
from graph_api.scoring.uncertainty import Choice, Flip, SensitivityRow, sensitivity
from tests.builders import snapshot

DETOUR = "a -> m 0.9\n m -> b 0.9\n a -> b 0.6\n b -> a 1"
"""Over m 0.81; straight 0.6, which is better from a decay below 0.6 / 0.81 = 0.74 on."""


def rows(
    view: GraphSnapshot, scoring: Scoring | None = None
) -> dict[tuple[Choice, str], SensitivityRow]:
    found = sensitivity(view, ["a"], ["b"], scoring or Scoring())
    return {(row.choice, row.value): row for row in found.rows}


def test_a_decay_that_changes_the_path_flips_the_first_bottleneck() -> None:
    found = rows(snapshot(DETOUR))
    base = sensitivity(snapshot(DETOUR), ["a"], ["b"]).base
    assert base.choice is Choice.BASE
    assert base.first == "m"
    assert base.mutual == pytest.approx(0.9)
    assert base.band is Band.STRONG
    mild, strong = found[Choice.DECAY, "0.8"], found[Choice.DECAY, "0.7"]
    assert mild.mutual == pytest.approx((0.81 * 0.8) ** 0.5)
    assert (mild.first, mild.flips) == ("m", ())
    assert (strong.first, strong.flips) == (None, (Flip.FIRST,))
    assert strong.mutual == pytest.approx(0.6**0.5)
    assert (Choice.DECAY, "1") not in found


def test_a_filter_that_takes_a_relation_flips_the_word() -> None:
    found = rows(snapshot("a -> b 0.36\n b -> a 1"))
    assert found[Choice.MIN_STRENGTH, "0.2"].flips == ()
    gone = found[Choice.MIN_STRENGTH, "0.4"]
    assert (gone.mutual, gone.band) == (0, Band.ABSENT)
    assert gone.flips == (Flip.BAND,)


def test_a_threshold_flips_the_quadrant_and_nothing_else() -> None:
    state = {"stateness": 1.0}
    view = snapshot("a -> b 0.52\n b -> a 0.9", actors={"a": state})
    found = sensitivity(view, ["a"], ["b"])
    assert found.base.quadrant is Quadrant.STRONG_STRONG
    by_value = {(row.choice, row.value): row for row in found.rows}
    assert by_value[Choice.THRESHOLD, "0.55"].quadrant is Quadrant.STRONG_WEAK
    assert by_value[Choice.THRESHOLD, "0.55"].flips == (Flip.QUADRANT,)
    assert by_value[Choice.THRESHOLD, "0.45"].flips == ()
    assert by_value[Choice.REGIME_BASIS, "capability"].quadrant is None


def test_a_gate_closes_a_reverse_relation() -> None:
    member = {"level": Level.INDIVIDUAL, "capability": 0.3}
    found = rows(snapshot("a -> b 0.5 reverse\n b -> a 1", actors={"a": member}))
    assert found[Choice.MATURITY, "0.2"].mutual == pytest.approx((0.5 * 0.1 / 0.8) ** 0.5)
    assert found[Choice.MATURITY, "0.3"].band is Band.ABSENT


def test_what_is_asked_with_is_not_varied_back_to_itself_and_other_readings_have_no_decay() -> None:
    weakest = rows(snapshot(DETOUR), Scoring(Reading.WEAKEST, maturity=0.2, max_hops=3))
    choices = {choice for choice, _ in weakest}
    assert Choice.DECAY not in choices
    assert Choice.READING not in choices  # a hop limit has no meaning for ALL_WALKS
    assert (Choice.MAX_HOPS, "3") not in weakest
    assert (Choice.MAX_HOPS, "") in weakest
    assert (Choice.MATURITY, "") in weakest
    walks = rows(snapshot(DETOUR), Scoring(Reading.ALL_WALKS))
    assert Choice.MAX_HOPS not in {choice for choice, _ in walks}
    assert walks[Choice.READING, "product"].band is Band.STRONG
    assert Flip.BAND not in walks[Choice.READING, "product"].flips


def test_unknown_pairs_count_nothing_beside_known_ones_and_alone_are_unknown() -> None:
    view = snapshot("a -> b ?\n b -> a 1\n a -> c 0.5\n c -> a 0.5")
    assert sensitivity(view, ["a"], ["b"]).base.mutual is None
    assert sensitivity(view, ["a"], ["b", "c"]).base.mutual == 0.25


def test_a_channel_stays_itself_when_a_filter_takes_one_of_its_relations() -> None:
    view = snapshot("a -> b 0.3\n a -> b 0.8\n b -> a 0.9")
    found = sensitivity(view, ["a"], ["b"], target=Target.CHANNEL)
    taken = next(row for row in found.rows if (row.choice, row.value) == ("min_strength", "0.4"))
    assert Flip.FIRST not in taken.flips


def test_each_status_and_basis_is_left_out_alone_and_only_where_others_are_left() -> None:
    view = snapshot("a -> b 0.9\n a -> b 0.4\n b -> a 1")
    law = dataclasses.replace(view.relations[0], status=Status.LAW, basis=Basis.SURVEY)
    mixed = build(view.key, view.actors, (law, *view.relations[1:]), support=view.support)
    found = rows(mixed)
    assert found[Choice.STATUS, "law"].mutual == pytest.approx(0.4**0.5)
    assert found[Choice.STATUS, "practice"].mutual == 0
    assert found[Choice.BASIS, "survey"].mutual == pytest.approx(0.4**0.5)
    assert found[Choice.BASIS, "proposal"].mutual == 0
    assert (Choice.STATUS, "proposed") not in found
    assert not {Choice.STATUS, Choice.BASIS} & {choice for choice, _ in rows(view)}


def test_bad_questions_are_refused_by_name() -> None:
    view = snapshot(DETOUR)
    with pytest.raises(BadParameterError) as caught:
        sensitivity(view, ["a"], ["a"])
    assert caught.value.details["parameter"] == "and"
    with pytest.raises(UnknownActorError):
        sensitivity(view, ["a"], ["nobody"])
    with pytest.raises(BadParameterError, match="threshold"):
        sensitivity(view, ["a"], ["b"], threshold=float("nan"))


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    sensitivity(snapshot(DETOUR), ["a"], ["b"], by=RegimeBasis.CAPABILITY, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
