"""Which relations make the mutual score of a pair, and how much each.

See docs/reference/attribution.md.

``players`` says which relations count, ``exact`` weighs every set of them, ``sampled`` draws orders
where there are too many, ``shapley`` is the question.
"""

from graph_api.scoring.attribution.results import Attribution, AttributionShare, Order
from graph_api.scoring.attribution.shapley import attribution

__all__ = ["Attribution", "AttributionShare", "Order", "attribution"]
