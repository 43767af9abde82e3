"""Look for ONE change that turns a claim over: a parameter, a relation, an actor, a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import permutations, product
from typing import Any

from graph_api.domain import ClaimRule, GraphSnapshot, Scenario, ViewSpec, build_view
from graph_api.errors import BadParameterError
from graph_api.scenarios import read_changes
from graph_api.systems import SYSTEMS

Said = Mapping[str, float]
Rules = Mapping[str, ClaimRule[Any]]
Start = tuple[str, Sequence[Mapping[str, Any]], Said]
"""A variant, what-if changes, and values of parameters that nobody has said."""

BEGIN: Mapping[str, Start] = {
    # It fails with any of the three problems that have no remedy (L29, L31, L37): solve all first.
    "wechat_platform": (
        "after_remedies",
        [{"set_relation": {"id": name, "strength": 0.6}} for name in ("r10", "r11", "r12")],
        {"coverage": 0.9, "identification": 0.9},
    ),
}
"""Where no variant is one change away from the other side of a claim: where to begin."""


def turned(key: str, scenario: Scenario) -> dict[str, str]:
    """Give for each claim of a system the first change that turns it from yes to no or back.

    Tried from every variant, with what nobody has said left open, at its lowest and at its
    highest: each parameter at both ends of its range, each relation at 0 and 1, each element and
    capital of each actor at 0 and 1, each figure at 0, and a relation between any two actors.
    """
    left = {rule.key: rule for rule in SYSTEMS[key].claim_rules}
    found: dict[str, str] = {}
    for variant, changes, said in starts(key, scenario):
        view = seen(scenario, variant, changes)
        before = verdicts(key, view, said, left)
        open_ones = {name: left[name] for name, holds in before.items() if holds is not None}
        for label, other, parameters in one_change(scenario, variant, changes, said):
            if not open_ones:
                break
            for name, holds in verdicts(key, other, parameters, open_ones).items():
                if holds is not None and holds is not before[name]:
                    found[name] = f"{variant}: {label}"
                    del open_ones[name], left[name]
        if not left:
            break
    return found


def starts(key: str, scenario: Scenario) -> Iterator[Start]:
    for variant in scenario.variant_keys:
        unsaid = [
            parameter
            for parameter in seen(scenario, variant).parameters.values()
            if parameter.value is None
        ]
        yield variant, (), {}
        yield variant, (), {item.key: item.low for item in unsaid if item.low is not None}
        yield variant, (), {item.key: item.high for item in unsaid if item.high is not None}
    if key in BEGIN:
        yield BEGIN[key]


def seen(
    scenario: Scenario, variant: str, changes: Sequence[Mapping[str, Any]] = ()
) -> GraphSnapshot:
    meant, problems = read_changes(changes, scenario, variant)
    assert not problems, [problem.en for problem in problems]
    return build_view(scenario, ViewSpec(variant, changes=meant))


def verdicts(key: str, view: GraphSnapshot, said: Said, rules: Rules) -> dict[str, bool | None]:
    """Check some claims only; none where the parameters do not go together."""
    alone = type("Alone", (SYSTEMS[key],), {"claim_rules": tuple(rules.values())})
    try:
        return {claim.key: claim.holds for claim in alone(view, said).claims()}
    except BadParameterError:
        return {}


def one_change(
    scenario: Scenario, variant: str, changes: Sequence[Mapping[str, Any]], said: Said
) -> Iterator[tuple[str, GraphSnapshot, Said]]:
    view = seen(scenario, variant, changes)
    for parameter in view.parameters.values():
        for value in (parameter.low, parameter.high):
            if value is not None:
                yield f"{parameter.key} = {value}", view, {**said, parameter.key: value}
    for change in what_ifs(view):
        yield str(change), seen(scenario, variant, [*changes, change]), said
    for name, figure in view.figures.items():
        none = {**view.figures, name: replace(figure, value=0.0)}
        yield f"figure {name} = 0", replace(view, figures=none), said


def what_ifs(view: GraphSnapshot) -> Iterator[dict[str, Any]]:
    for relation in view.relations:
        for strength in (0, 1):
            yield {"set_relation": {"id": relation.id, "strength": strength}}
    for actor in view.actors:
        capitals = [item.name for item in fields(actor.capitals)]
        for kind, names in (("capability", actor.capability.elements), ("capitals", capitals)):
            for name, level in product(names, (0, 1)):
                yield {"set_actor": {"id": actor.id, kind: {str(name): level}}}
    for start, end in permutations(view.actors, 2):
        yield {
            "add_relation": {
                "id": "one_more",
                "from": start.id,
                "to": end.id,
                "conveys": ["opinion"],
                "strength": 1,
            }
        }
