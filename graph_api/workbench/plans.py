"""Where a score comes from and what would raise it, asked of a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from graph_api.domain import BASELINE, Label, ViewSpec
from graph_api.domain.plain import plain_change
from graph_api.domain.selection import Selection, choose
from graph_api.errors import BadParameterError, Language
from graph_api.scenarios.options_file import read_options_said
from graph_api.scoring.attribution import Order, attribution
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.plans import (
    Option,
    Plan,
    best_plan,
    find_openings,
    warning_of,
)
from graph_api.workbench.questions import Questions
from graph_api.workbench.shown import carry
from graph_api.workbench.shown_kinds import ShownAttribution, ShownOpenings, ShownPlan
from graph_api.workbench.words import ScoringWords, kept, read_scoring, said_groups

if TYPE_CHECKING:
    from graph_api.service import Service

MOST_COMPARED = 100_000
"""Up to so many entries are compared one by one with those of the store."""

Options = Sequence[Option | Mapping[str, Any]]
"""Options as objects, or in the words of the options file."""


class PlanQuestions(Questions):
    """Shares of a score, the best measures under a budget, what opens a missing direction."""

    def attribution(  # the pair, and how to draw
        self,
        a: str,
        b: str,
        *,
        permutations: int = 1_000,
        seed: int = 0,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> ShownAttribution:
        """Share the mutual score of a pair out among the relations that make it.

        See `graph_api.scoring.attribution.attribution`.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> view = load("seeds/mutual-empowerment.yaml").view()
        >>> shares = view.attribution("residents", "street_office").shares
        >>> shares[0].relation
        'r28'

        """
        order = Order(permutations, seed)
        read = read_scoring(**scoring)
        found = attribution(self.graph, a, b, read, order, progress)
        drawn = {"permutations": permutations, "seed": seed}
        said = self.provenance(**read.parameters(), a=a, b=b, **drawn)
        return carry(ShownAttribution, found, self.graph, said)

    def plan(  # what may be done, for what price, to whom
        self,
        options: Options,
        budget: float,
        between: Selection,
        other: Selection,
        *,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> ShownPlan:
        """Find the best measures under a budget; see `graph_api.scoring.plans.best_plan`.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> view = load("seeds/mutual-empowerment.yaml").view()
        >>> raised = {"raise": {"relation": "r28", "by": 0.3}}
        >>> options = [{"key": "hotline", "cost": 2, "measure": raised}]
        >>> view.plan(options, 10, "residents", "street_office").options
        ('hotline',)

        """
        between, other = kept(between), kept(other)
        read = read_scoring(**scoring)
        found = best_plan(
            self.graph,
            read_options_said(options),
            budget,
            self._pairs(between, other),
            read,
            progress,
        )
        asked: dict[str, object] = {**said_groups(between, other), "budget": budget}
        said = self.provenance(**read.parameters(), **asked)
        return carry(ShownPlan, found, self.graph, said)

    def openings(
        self,
        options: Options,
        between: Selection,
        other: Selection,
        *,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> ShownOpenings:
        """Find the cheapest options that open each missing direction of the pairs.

        See `graph_api.scoring.plans.find_openings`.
        """
        between, other = kept(between), kept(other)
        read = read_scoring(**scoring)
        found = find_openings(
            self.graph, read_options_said(options), self._pairs(between, other), read, progress
        )
        said = self.provenance(**read.parameters(), **said_groups(between, other))
        return carry(ShownOpenings, found, self.graph, said)

    def plan_warning(self, plan: Plan, language: Language = "en") -> str | None:
        """Say where ranking measures one by one would have misled; None: nowhere."""
        return warning_of(self.graph, plan, language)

    def save_plan(  # noqa: PLR0913  # what a variant consists of, and where it is kept
        self,
        plan: Plan,
        key: str,
        *,
        title: Label = Label(),  # noqa: B008  # frozen
        by: str = "",
        reason: str | None = None,
        data: str | Path | None = None,
    ) -> int:
        """Keep a plan in the store as a variant that extends this view's; gives the revision.

        Raises
        ------
        BadParameterError
            If the view has a date, a filter or what-if changes, or the plan changes nothing.
        UnknownScenarioError
            If the store does not have the scenario.
        RevisionConflictError
            If somebody wrote since the scenario was loaded.

        """
        import os  # noqa: PLC0415  # only here

        from graph_api.bootstrap import build_service  # noqa: PLC0415  # opens a store
        from graph_api.settings import Settings  # noqa: PLC0415

        changes = saved_changes(self, plan)
        said = {"data": None if data is None else str(data)}
        service = build_service(Settings.from_env(os.environ, said))
        view = self.graph.key
        with closing(service.store):
            require_kept(service, self)
            return service.create_variant(
                view.scenario,
                key,
                expected_revision=view.revision,
                changes=changes,
                title=title,
                extends=None if view.variant == BASELINE else view.variant,
                by=by,
                reason=reason or reason_of(plan),
            )

    def _pairs(self, between: Selection, other: Selection) -> GroupPairs:
        groups = choose(self.graph, between), choose(self.graph, other)
        return GroupPairs(*map(self.graph.chosen_places, groups))


def saved_changes(view: Questions, plan: Plan) -> list[dict[str, Any]]:
    """Give the changes of a plan in the words of the YAML, to be kept as a variant.

    Raises
    ------
    BadParameterError
        If the view is not a variant as it is stored, or there is nothing to keep.

    """
    if view.graph.key.digest:
        raise BadParameterError(
            "A plan can be saved only for a variant as it is stored; this view has a date, a filter"
            " or what-if changes that a variant would not have. Save those first, or plan without.",
            "方案只能以已存变体为基础保存；当前视图带有日期、筛选或假设的更改，变体中不会有这些。"
            "请先保存它们，或去掉后再规划。",
            parameter="view",
        )
    if not plan.changes:
        raise BadParameterError(
            "The plan takes no measure, so there is nothing to save.",
            "方案没有采取任何措施，无可保存。",
            parameter="plan",
        )
    return [plain_change(change) for change in plan.changes]


def require_kept(service: Service, view: Questions) -> None:
    """Refuse a view that is not what the store has under its key: made of a file, or older.

    Raises
    ------
    UnknownScenarioError
        If the store has no such scenario.
    BadParameterError
        If it has another one; the variant would not be what was planned.

    """
    key = view.graph.key
    stored = service.view(key.scenario, ViewSpec(key.variant))
    both = stored, view.graph
    is_same = stored.key == key and all(
        len(one) == len(other) and (len(one) > MOST_COMPARED or [*one] == [*other])
        for one, other in (
            [graph.actors for graph in both],
            [graph.relations for graph in both],
        )
    )
    if not is_same:
        raise BadParameterError(
            f"The store has another {key.scenario!r} (revision {stored.key.revision}) than the"
            f" one that was planned for (revision {key.revision}). Plan for the one of the store:"
            " name it by its key.",
            f"存储中的“{key.scenario}”（修订 {stored.key.revision}）与规划所依据的（修订"
            f" {key.revision}）不同。请以键指定存储中的情景再规划。",
            parameter="scenario",
        )


def reason_of(plan: Plan) -> str:
    """Give what the journal says of a saved plan, where nobody said why."""
    keys = ", ".join(plan.options)
    scores = f"{plan.before:.6g} -> {plan.after:.6g}"
    return f"plan: {keys}; cost {plan.cost:g} of {plan.budget:g}; {scores}"
