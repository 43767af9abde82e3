"""Measures, plans over them, and what opens a missing direction."""

from collections.abc import Sequence
from typing import Any

import strawberry
from strawberry.scalars import JSON

from graph_api.api.fields import resolver
from graph_api.api.ids import own_key
from graph_api.api.types.actor import Actor
from graph_api.api.types.changes import ChangeInput, RelationInput, plain_changes
from graph_api.api.types.node import Answer, LanguageArgument, provenance
from graph_api.api.types.path import actors_of
from graph_api.api.types.words import Direction, Element, Language, Synergy, language_word
from graph_api.api.views import OpenView
from graph_api.domain.plain import plain_change
from graph_api.errors import BadParameterError, ScenarioError
from graph_api.scenarios.options_file import read_options_said
from graph_api.scoring import plans


@strawberry.input(description="Raise the strength of a relation, at most to 1 (提高关系强度).")
class RaiseInput:
    """A raise."""

    relation: strawberry.ID = strawberry.field(description="Key or node id (关系).")
    by: float = strawberry.field(
        description="By how much, above 0 and up to 1; rounded to 6 decimals (幅度)."
    )


@strawberry.input(one_of=True, description="What a measure does: exactly one of its fields (措施).")
class MeasureInput:
    """A measure."""

    raise_: RaiseInput | None = strawberry.field(
        default=strawberry.UNSET, name="raise", description="Raise a relation (提高)."
    )
    add: RelationInput | None = strawberry.field(
        default=strawberry.UNSET, description="Add a relation; it needs a strength (新增)."
    )


@strawberry.input(description="One measure that a plan may take or leave (选项).")
class OptionInput:
    """An option."""

    key: str = strawberry.field(description="Its name, as an id (键).")
    measure: MeasureInput = strawberry.field(description="What it does (措施).")
    cost: float = strawberry.field(description="At least 0, in the unit of the budget (成本).")
    actor: strawberry.ID | None = strawberry.field(
        default=None, description="Who acts; told, not computed with (实施者)."
    )
    element: Element | None = strawberry.field(
        default=None, description="The element that it works on; told only (要素)."
    )


def options_of(said: Sequence[OptionInput], scenario: str) -> tuple[plans.Option, ...]:
    """Give options as the scoring knows them.

    Raises
    ------
    BadParameterError
        With every problem; it names the path of the first.

    """
    try:
        return read_options_said([_plain(option, scenario) for option in said])
    except ScenarioError as error:
        problems = error.problems
        raise BadParameterError(
            "; ".join(f"{item.path}: {item.en}" for item in problems),
            "；".join(f"{item.path}：{item.zh}" for item in problems),
            parameter=problems[0].path,
        ) from error


def _plain(option: OptionInput, scenario: str) -> dict[str, Any]:
    measure: dict[str, Any] = {}
    if option.measure.raise_:
        relation = own_key(option.measure.raise_.relation, "Relation", scenario)
        measure["raise"] = {"relation": relation, "by": option.measure.raise_.by}
    if option.measure.add:
        change = ChangeInput(add_relation=option.measure.add)
        (words,) = plain_changes([change], scenario)
        measure["add"] = words["add_relation"]
    return {
        "key": option.key,
        "measure": measure,
        "cost": option.cost,
        "actor": None if option.actor is None else own_key(option.actor, "Actor", scenario),
        "element": None if option.element is None else option.element.value,
    }


@strawberry.type(description="One option of a plan (方案步骤).")
class PlanStep:
    """A step."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[plans.PlanStep]

    @resolver(description="Key of the option (选项).")
    def option(self) -> str:
        """Give the key."""
        return self.entry.option

    @resolver(description="Its cost (成本).")
    def cost(self) -> float:
        """Give the cost."""
        return self.entry.cost

    @resolver(
        description="What it adds to the sum of mutual scores when it is taken alone (单独收益)."
    )
    def gain_alone(self) -> float:
        """Give the gain."""
        return self.entry.gain_alone

    @resolver(description="What the plan would lose without it (去除损失).")
    def loss_without(self) -> float:
        """Give the loss."""
        return self.entry.loss_without

    @resolver(
        description="`gainAlone` per unit of cost; null where it costs nothing (单位成本收益)."
    )
    def gain_per_cost(self) -> float | None:
        """Give the gain per unit of cost."""
        return self.entry.gain_per_cost

    @resolver(description="Direction of its relation (方向).")
    def direction(self) -> Direction:
        """Give the direction."""
        return self.entry.direction

    @resolver(description="Key of the relation that it raises or adds (关系).")
    def relation(self) -> str:
        """Give the key of the relation."""
        return self.entry.relation

    @resolver(description="Who acts, as the option says (实施者).")
    def actor(self) -> Actor | None:
        """Give the actor."""
        found = self.entry.actor
        return None if found is None else Actor(view=self.view, entry=self.view.graph.actor(found))

    @resolver(description="The element that it works on, as the option says (要素).")
    def element(self) -> Element | None:
        """Give the element."""
        return self.entry.element


@strawberry.type(description="The part of a plan with relations of one direction (按方向).")
class PlanDirection:
    """A direction of a plan."""

    direction: Direction = strawberry.field(description="The direction (方向).")
    options: list[str] = strawberry.field(description="Keys of its options (选项).")
    cost: float = strawberry.field(description="What they cost (成本).")
    gain_alone: float = strawberry.field(description="What they add without the others (单独收益).")


@strawberry.type(
    description="Options none of which adds anything alone, while together they do: links in"
    " series (串联陷阱)."
)
class SeriesTrap:
    """A trap."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[plans.SeriesTrap]

    @resolver(description="Keys of the options; none can be left out (选项).")
    def options(self) -> list[str]:
        """Give the keys."""
        return [*self.entry.options]

    @resolver(description="What they add together (合计收益).")
    def gain(self) -> float:
        """Give the gain."""
        return self.entry.gain

    @resolver(description="The pair that gains most by them: its one actor (一方).")
    def a(self) -> Actor:
        """Give the one actor."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.a))

    @resolver(description="Its other actor (另一方).")
    def b(self) -> Actor:
        """Give the other actor."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.b))

    @resolver(
        description="The path that they mend; empty where they mend one direction each (路径)."
    )
    def path(self) -> list[Actor]:
        """Give the path."""
        return actors_of(self.view, self.entry.path)

    @resolver(description="The plan has all of them (是否选用).")
    def chosen(self) -> bool:
        """Tell whether the plan has them."""
        return self.entry.chosen


@strawberry.type(description="The best set of measures under a budget (方案).")
class Plan(Answer):
    """A plan."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[plans.Plan]
    options: list[str] = strawberry.field(description="Keys of the options taken (选项).")
    cost: float = strawberry.field(description="What they cost together (成本).")
    before: float = strawberry.field(
        description="Sum of the mutual scores of all pairs today; unknown ones count 0 (方案前)."
    )
    after: float = strawberry.field(description="The same with the plan (方案后).")
    exact: bool = strawberry.field(description="No other set does better (是否最优).")
    gap: float = strawberry.field(
        description="No set exceeds `after` by more than this; 0 where exact (差距)."
    )
    synergy: Synergy = strawberry.field(
        description="How state and society fare between the two graphs (协同)."
    )
    gain_per_cost: float | None = strawberry.field(
        description="`after` less `before`, per unit of cost; null where it costs nothing"
        " (单位成本收益)."
    )
    directions: list[PlanDirection] = strawberry.field(
        description="The plan by direction: downward, reverse, lateral, self (按方向)."
    )
    joint_gain: float = strawberry.field(
        description="The gain less the gains of the directions alone: above 0 where they need one"
        " another (协同收益)."
    )
    one_by_one: float = strawberry.field(
        description="The sum reached by picking one measure at a time by gain per cost (逐项挑选)."
    )
    pairs: int = strawberry.field(description="How many pairs were added up (对数).")
    pairs_opened: int = strawberry.field(
        description="How many pairs go from a mutual score of 0 to one above 0 (打通的对数)."
    )

    @resolver(description="The options taken, one by one (步骤).")
    def steps(self) -> list[PlanStep]:
        """Give the steps."""
        return [PlanStep(view=self.view, entry=step) for step in self.entry.steps]

    @resolver(description="Where ranking measures one by one misleads (串联陷阱).")
    def traps(self) -> list[SeriesTrap]:
        """Give the traps."""
        return [SeriesTrap(view=self.view, entry=trap) for trap in self.entry.traps]

    @resolver(
        description="Why ranking single measures would mislead here; null: it would not (警告)."
    )
    def warning(self, language: LanguageArgument = Language.EN) -> str | None:
        """Give the warning."""
        return plans.warning_of(self.view.graph, self.entry, language_word(language))

    @resolver(
        description="What the plan changes, in the words of the YAML; `createVariant` takes the"
        " same in camelCase (更改)."
    )
    def changes(self) -> list[JSON]:
        """Give the changes."""
        return [JSON(plain_change(change)) for change in self.entry.changes]

    @classmethod
    def of(cls, view: OpenView, entry: plans.Plan, **asked: object) -> "Plan":
        """Wrap a plan."""
        return cls(
            view=view,
            entry=entry,
            completeness=entry.completeness,
            truncated_by=entry.truncated_by,
            provenance=provenance(view, **asked, **entry.scoring.parameters()),
            options=[*entry.options],
            cost=entry.cost,
            before=entry.before,
            after=entry.after,
            exact=entry.exact,
            gap=entry.gap,
            synergy=entry.synergy,
            gain_per_cost=entry.gain_per_cost,
            directions=[
                PlanDirection(
                    direction=part.direction,
                    options=[*part.options],
                    cost=part.cost,
                    gain_alone=part.gain_alone,
                )
                for part in entry.directions
            ],
            joint_gain=entry.joint_gain,
            one_by_one=entry.one_by_one,
            pairs=entry.pairs,
            pairs_opened=entry.pairs_opened,
        )


@strawberry.type(description="The cheapest options that open a direction without a path (打通).")
class Opening:
    """An opening."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[plans.Opening]

    @resolver(name="from", description="Where the direction begins (起点).")
    def from_actor(self) -> Actor:
        """Give the start."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.from_id))

    @resolver(name="to", description="Where it ends (终点).")
    def to_actor(self) -> Actor:
        """Give the end."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.to_id))

    @resolver(description="Keys of the options; null: none of them open it (选项).")
    def options(self) -> list[str] | None:
        """Give the keys."""
        return None if self.entry.options is None else [*self.entry.options]

    @resolver(description="What they cost together; null: none of them open it (成本).")
    def cost(self) -> float | None:
        """Give the cost."""
        return self.entry.cost

    @resolver(
        description="It has paths over relations of unknown strength, so it may be open already"
        " (是否未知)."
    )
    def unknown(self) -> bool:
        """Tell whether it may be open."""
        return self.entry.unknown


@strawberry.type(description="What opens the missing directions of the pairs (打通缺失的方向).")
class Openings(Answer):
    """Openings of missing directions."""

    rows: list[Opening] = strawberry.field(description="By start, then end (各方向).")
    missing: int = strawberry.field(description="How many directions have no path (缺失的方向数).")
