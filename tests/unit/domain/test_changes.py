"""Edits, their inverses, and one edit per entry."""

from __future__ import annotations

from datetime import UTC, datetime

from graph_api.domain import ChangeSet, Committed, Edit, Section, Source
from graph_api.domain.changes import squeeze

A, B, C = (Source("s", file=name) for name in "abc")


def edit(before: Source | None, after: Source | None, key: str = "s") -> Edit:
    return Edit(Section.SOURCE, key, before, after)


def test_an_edit_taken_back_is_the_edit_the_other_way_round() -> None:
    assert edit(A, B).inverse() == edit(B, A)
    assert edit(None, B).inverse() == edit(B, None)


def test_a_commit_is_taken_back_last_edit_first() -> None:
    made = ChangeSet((edit(None, A), edit(A, B), edit(None, C, "other")))
    commit = Committed(1, datetime(2026, 1, 1, tzinfo=UTC), made)
    assert commit.inverse() == (edit(C, None, "other"), edit(B, A), edit(A, None))


def test_one_edit_is_kept_per_entry() -> None:
    edits = [edit(A, B), edit(None, A, "other"), edit(B, C)]
    assert squeeze(edits) == (edit(A, C), edit(None, A, "other"))


def test_what_comes_back_to_what_it_was_is_no_edit() -> None:
    assert squeeze([edit(A, B), edit(B, A)]) == ()
    assert squeeze([edit(None, A), edit(A, None)]) == ()


def test_the_same_key_in_two_sections_is_two_entries() -> None:
    texts = [Edit(Section.TEXT, "s", None, "x"), edit(None, A)]
    assert squeeze(texts) == tuple(texts)
