"""How sure scores and rankings are, where strengths are ranges, unknown, or several experts' word.

``distributions`` says what is believed about one strength, ``draws`` draws it, ``graphs`` holds
many drawn graphs at once. On these stand ``pairs`` (bounds, median, band of one pair) and
``rankings`` (how sure a ranking of bottlenecks is), with ``searches``, ``walks`` and ``losses``
over all draws together, and ``spreads`` for what the draws say. ``sensitivity`` changes one choice
of the analyst at a time. See docs/reference/uncertainty.md.
"""

from graph_api.scoring.uncertainty.pairs import pair_uncertainty
from graph_api.scoring.uncertainty.rankings import rank_uncertainty
from graph_api.scoring.uncertainty.results import (
    BandProbability,
    Coupling,
    RankProbability,
    RankUncertainty,
    Sampling,
    Spread,
    Uncertainty,
)
from graph_api.scoring.uncertainty.sensitivity import (
    Choice,
    Flip,
    Sensitivity,
    SensitivityRow,
    sensitivity,
)

__all__ = [
    "BandProbability",
    "Choice",
    "Coupling",
    "Flip",
    "RankProbability",
    "RankUncertainty",
    "Sampling",
    "Sensitivity",
    "SensitivityRow",
    "Spread",
    "Uncertainty",
    "pair_uncertainty",
    "rank_uncertainty",
    "sensitivity",
]
