"""What can be planned with, and what a plan looks like: frozen values, no computation."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import ActorId, Change, Direction, Element, Relation, RelationId
from graph_api.scoring.results import Bound, Completeness, Scoring, Synergy


@dataclass(frozen=True, slots=True)
class Raise:
    """Raise the strength of a relation by so much, in (0, 1], at most to 1."""

    relation: RelationId
    by: float


@dataclass(frozen=True, slots=True)
class Add:
    """Add a relation; an empty id is filled with the next free ``r1``, ``r2``, ..."""

    relation: Relation


@dataclass(frozen=True, slots=True)
class Option:
    """One measure that may be taken or left.

    Attributes
    ----------
    key
        Its name.
    measure
        What it does.
    cost
        At least 0, in any unit, the same for all.
    actor, element
        Who acts, and which of the eight elements it works on: told, not computed with.

    """

    key: str
    measure: Raise | Add
    cost: float
    actor: ActorId | None = None
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One option of a plan.

    Attributes
    ----------
    option, relation, cost
        Its key, the relation that it raises or adds, its cost.
    gain_alone
        What it adds to the sum of mutual scores when it is taken alone.
    loss_without
        What the plan would lose without it.
    gain_per_cost
        ``gain_alone`` per unit of cost; None where it costs nothing.
    direction
        Of its relation.
    actor, element
        As the option says.

    """

    option: str
    relation: RelationId
    cost: float
    gain_alone: float
    loss_without: float
    gain_per_cost: float | None
    direction: Direction
    actor: ActorId | None = None
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class PlanDirection:
    """What the options of one direction cost, and what they add without the others."""

    direction: Direction
    options: tuple[str, ...]
    cost: float
    gain_alone: float


@dataclass(frozen=True, slots=True)
class SeriesTrap:
    """Options each of which adds nothing alone, while together they do: links in series.

    Attributes
    ----------
    options
        Their keys; none of them can be left out.
    gain
        What they add together to the sum of mutual scores.
    a, b
        The pair that gains most by them.
    path
        The path between the two that they mend, from its start to its end; empty where they mend
        one direction each.
    chosen
        Whether the plan has them.

    """

    options: tuple[str, ...]
    gain: float
    a: ActorId
    b: ActorId
    path: tuple[ActorId, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The set of options with the greatest sum of mutual scores under a budget.

    Attributes
    ----------
    options, steps
        The options taken, by key, and each as a step.
    budget, cost
        What may be spent and what is.
    before, after
        The sum of the mutual scores of all chosen pairs, without and with the plan.
    exact, gap
        Whether no other set does better; else no set exceeds ``after`` by more than ``gap``.
    synergy
        How the sides of state and society fare between the two graphs.
    directions
        The plan by direction: downward, reverse, lateral, self.
    joint_gain
        What is left of the gain when the gains of the directions alone are taken off: above 0
        where they need one another, below 0 where they do the same.
    one_by_one
        The sum that is reached when measures are picked one at a time by gain per cost.
    pairs, pairs_opened
        How many pairs, and how many of them go from a mutual score of 0 to one above 0.
    traps
        Where ranking measures one by one misleads.
    changes
        What the plan changes in the graph: a variant with these changes has the sum ``after``.

    """

    options: tuple[str, ...]
    steps: tuple[PlanStep, ...]
    budget: float
    cost: float
    before: float
    after: float
    exact: bool
    gap: float
    synergy: Synergy
    directions: tuple[PlanDirection, ...]
    joint_gain: float
    one_by_one: float
    pairs: int
    pairs_opened: int
    traps: tuple[SeriesTrap, ...]
    changes: tuple[Change, ...]
    scoring: Scoring
    completeness: Completeness = Completeness.COMPLETE
    truncated_by: Bound | None = None

    @property
    def gain(self) -> float:
        """Give what the plan adds."""
        return self.after - self.before

    @property
    def gain_per_cost(self) -> float | None:
        """Give what the plan adds per unit of cost; None where it costs nothing."""
        return self.gain / self.cost if self.cost > 0 else None


@dataclass(frozen=True, slots=True)
class Opening:
    """The cheapest options that open a direction of a pair that has none.

    ``options`` None: no options open it. ``cost`` is None then too. ``unknown``: without options
    the direction has paths over relations of unknown strength, so it may be open already.
    """

    from_id: ActorId
    to_id: ActorId
    options: tuple[str, ...] | None
    cost: float | None
    unknown: bool
