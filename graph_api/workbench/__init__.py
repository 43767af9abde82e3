"""The Python face, for notebooks: load a scenario, take a view, ask it.

``import graph_api as ea; ea.load("district").view("after_remedies").pair(a, b)`` gives the very
objects that the command line prints and GraphQL serves.
"""

from graph_api.workbench.answers import Comparison, PairDelta, SweptView
from graph_api.workbench.bench import Workbench, load
from graph_api.workbench.reading import from_networkx, read_sheets
from graph_api.workbench.view import View, view_from_arrays
from graph_api.workbench.words import ScoringWords, read_scoring

__all__ = [
    "Comparison",
    "PairDelta",
    "ScoringWords",
    "SweptView",
    "View",
    "Workbench",
    "from_networkx",
    "load",
    "read_scoring",
    "read_sheets",
    "view_from_arrays",
]
