"""Changes that a question adds to a variant: read like those of a file, refused in one error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_api.domain import Change, Draft, Scenario
from graph_api.errors import (
    BadParameterError,
    GraphApiError,
    Problem,
    UnknownActorError,
    UnknownRelationError,
)
from graph_api.scenarios import read_changes


def read_what_if(
    words: Sequence[Mapping[str, Any]], scenario: Scenario, variant: str
) -> tuple[Change, ...]:
    """Read what-if changes in the words of the YAML.

    Raises
    ------
    UnknownVariantError
        If there is no such variant.
    UnknownActorError, UnknownRelationError, BadParameterError
        For the first problem, with the path of it; the message names every problem.

    """
    scenario.lineage(variant)
    changes, problems = read_changes(words, scenario, variant)
    found = [problem for problem in problems if problem.severity == "error"]
    if found:
        raise _refusal(found, scenario, variant)
    return changes


def _refusal(problems: Sequence[Problem], scenario: Scenario, variant: str) -> GraphApiError:
    first = problems[0]
    draft = Draft(scenario)
    for step in scenario.lineage(variant):
        draft.apply(step.changes)
    error: GraphApiError
    if first.code == "unknown-actor" and first.subject is not None:
        error = UnknownActorError(first.subject, draft.actors, scenario.key)
    elif first.code == "unknown-relation" and first.subject is not None:
        error = UnknownRelationError(first.subject, draft.relations, scenario.key)
    else:
        error = BadParameterError(
            "; ".join(_said(item, item.en, item.hint_en) for item in problems),
            "；".join(_said(item, item.zh, item.hint_zh) for item in problems),
        )
    error.details["path"] = first.path
    return error


def _said(problem: Problem, text: str, hint: str | None) -> str:
    return f"{problem.path}: {text}" + (f" {hint}" if hint else "")
