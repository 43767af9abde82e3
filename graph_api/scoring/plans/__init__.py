"""The best measures under a budget (docs/reference/plans.md).

``results`` says what a measure and a plan are, ``options`` what measures do to a view,
``objective`` what a set of them scores, ``search`` finds the best set, ``traps`` where ranking
measures one by one misleads, ``openings`` what opens a missing direction; ``best`` is the question.
"""

from graph_api.scoring.plans.best import best_plan
from graph_api.scoring.plans.openings import find_openings
from graph_api.scoring.plans.results import (
    Add,
    Opening,
    Option,
    Plan,
    PlanDirection,
    PlanStep,
    Raise,
    SeriesTrap,
)
from graph_api.scoring.plans.sentences import warning_of

__all__ = [
    "Add",
    "Opening",
    "Option",
    "Plan",
    "PlanDirection",
    "PlanStep",
    "Raise",
    "SeriesTrap",
    "best_plan",
    "find_openings",
    "warning_of",
]
