"""The named checks: what one entry alone cannot show, from unknown actors to cycles.

They read the plain values of a document, whether or not all of it could be read, so that one faulty
entry never hides the faults of another. `change_checks` holds those that a change alone can fail,
`whole_checks` the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_api.domain.changes import Section
from graph_api.domain.draft import Draft
from graph_api.domain.plain import plain_entry
from graph_api.domain.scenario import Scenario
from graph_api.errors import Problem
from graph_api.scenarios.change_checks import CHANGE_CHECKS
from graph_api.scenarios.document import Node
from graph_api.scenarios.naming import Names, Plain, Report
from graph_api.scenarios.problems import Basket
from graph_api.scenarios.whole_checks import WHOLE_CHECKS


def check_scenario(scenario: Scenario) -> tuple[Problem, ...]:
    """Give what the named checks find in a scenario, errors and warnings, each with its path.

    Whether the changes of its variants apply is not looked at here:
    `graph_api.domain.draft.variant_problems` tells.
    """
    document = plain_document(scenario)
    basket = Basket()
    run_checks(document, basket, None)
    return basket.in_order()


def plain_document(scenario: Scenario) -> dict[str, Any]:
    """Give a scenario as one plain value, in the form of its file."""
    parts: Mapping[str, tuple[Section, Mapping[Any, Any]]] = {
        "sources": (Section.SOURCE, scenario.sources),
        "actors": (Section.ACTOR, scenario.actors),
        "variants": (Section.VARIANT, scenario.variants),
        "parameters": (Section.PARAMETER, scenario.parameters),
        "figures": (Section.FIGURE, scenario.figures),
        "cases": (Section.CASE, scenario.cases),
    }
    return {
        "scenario": scenario.key,
        **plain_entry(Section.ABOUT, scenario.about),
        **{
            name: {key: plain_entry(kind, entry) for key, entry in kept.items()}
            for name, (kind, kept) in parts.items()
        },
        "relations": [plain_entry(Section.RELATION, r) for r in scenario.relations.values()],
    }


def run_checks(document: Plain, basket: Basket, root: Node | None) -> None:
    """Run every check on the plain values of a document, whose text has the tree ``root``."""
    report = Report(basket, Names.of(document), root)
    for check in (*CHANGE_CHECKS, *WHOLE_CHECKS):
        check(document, report)


def check_changes(read: list[Any], draft: Draft, basket: Basket) -> None:
    """Run the checks that changes alone can fail, on changes that follow those of a draft."""
    sources = {key: plain_entry(Section.SOURCE, value) for key, value in draft.sources.items()}
    document = {"sources": sources, "variants": {"": {"changes": read}}}
    report = Report(basket, Names.of_changes(document, draft), None, skip=2)
    for check in CHANGE_CHECKS:
        check(document, report)
