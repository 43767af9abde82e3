"""Where the eight elements and the three capitals stand after the remedies.

The essay gives them no level, today or after (L183-185, L213). A relation may say which elements it
feeds; a capital is fed by what a relation conveys. What is fed more closes as much of its gap to 1
as the strongest of its feeds closes of its own (A-101), and what nothing feeds stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_api.domain import Capability, Element, GraphSnapshot, Label, Relation, RelationClass

CAPITAL_LABELS = {
    "political": Label("political capital", "政治资本"),
    "economic": Label("economic ability", "经济能力"),
    "social": Label("social resources", "社会资源"),
}
"""The three capitals (L183-185)."""

FEEDS = {
    "political": frozenset({"authority", "representation"}),
    "economic": frozenset({"money"}),
    "social": frozenset({"participation", "trust", "skill"}),
}
"""What a relation has to convey to feed a capital: legal standing (L183), money, resources (L185).
"""


@dataclass(frozen=True, slots=True)
class Growth:
    """One element or capital from one view to another; None is not known.

    ``fed_before`` and ``fed_after`` are the strengths of the strongest relation that feeds it, 0
    without one; ``relations`` are those that feed it in either view. ``stated``: the other view
    says the level itself, so nothing is reckoned.
    """

    key: str
    label: Label
    before: float | None
    fed_before: float | None
    fed_after: float | None
    relations: tuple[str, ...]
    after: float | None
    stated: bool


def grown(level: float, fed_before: float, fed_after: float) -> float:
    """Give the level of what is fed more, or less, than before.

    The gap to 1 shrinks as that of the feed does; where the feed falls, the level falls as it does.
    So the level stays in [0, 1], stays where the feed stays, and rises with it.

    Examples
    --------
    A feed that goes from 0.2 to 0.6 closes half of its gap of 0.8; so does the level:

    >>> round(grown(0.3, 0.2, 0.6), 6), grown(0.3, 0.2, 0.2), grown(0.3, 0.2, 0.1)
    (0.65, 0.3, 0.15)

    """
    if fed_after == fed_before:
        return level
    if fed_after < fed_before:
        return level * (fed_after / fed_before)
    return 1 - (1 - level) * ((1 - fed_after) / (1 - fed_before))


def elements_growth(before: GraphSnapshot, after: GraphSnapshot, actor: str) -> tuple[Growth, ...]:
    """Give where the eight elements of an actor stand in another view.

    Raises
    ------
    UnknownActorError
        If a view lacks the actor.

    """
    old, new = before.actor(actor).capability.elements, after.actor(actor).capability.elements
    return tuple(
        _growth(
            element.value,
            element.label,
            (old.get(element), new.get(element)),
            [_feeding(view, actor, element=element) for view in (before, after)],
        )
        for element in Element
    )


def capitals_growth(before: GraphSnapshot, after: GraphSnapshot, actor: str) -> tuple[Growth, ...]:
    """Give where the three capitals of an actor stand in another view.

    Raises
    ------
    UnknownActorError
        If a view lacks the actor.

    """
    old, new = before.actor(actor).capitals, after.actor(actor).capitals
    return tuple(
        _growth(
            name,
            label,
            (getattr(old, name), getattr(new, name)),
            [_feeding(view, actor, conveys=FEEDS[name]) for view in (before, after)],
        )
        for name, label in CAPITAL_LABELS.items()
    )


def grown_capability(growths: Iterable[Growth]) -> Capability:
    """Give the levels of the elements in the other view, with their index."""
    after = {item.key: item.after for item in growths}
    return Capability({element: after.get(element.value) for element in Element})


def _growth(
    key: str,
    label: Label,
    levels: tuple[float | None, float | None],
    feeding: list[list[Relation]],
) -> Growth:
    before, said = levels
    fed_before, fed_after = (_strongest(relations) for relations in feeding)
    relations = tuple(sorted({relation.id for part in feeding for relation in part}))
    stated = said != before
    after = said
    if not stated:
        known = before is not None and fed_before is not None and fed_after is not None
        after = grown(before or 0.0, fed_before or 0.0, fed_after or 0.0) if known else None
    return Growth(key, label, before, fed_before, fed_after, relations, after, stated)


def _feeding(
    view: GraphSnapshot,
    actor: str,
    *,
    element: Element | None = None,
    conveys: frozenset[str] = frozenset(),
) -> list[Relation]:
    return [
        relation
        for relation in view.relations
        if relation.to_id == actor
        and relation.relation_class is RelationClass.EMPOWERMENT
        and (element in relation.elements or not conveys.isdisjoint(relation.conveys))
    ]


def _strongest(relations: list[Relation]) -> float | None:
    """Give the greatest strength: 0 without a relation, None if one is unknown."""
    strengths = [relation.strength for relation in relations]
    known = [strength.point for strength in strengths if strength is not None]
    return max(known, default=0.0) if len(known) == len(strengths) else None
