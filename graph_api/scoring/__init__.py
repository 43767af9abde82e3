"""Scores of a view: pure functions from an immutable snapshot to frozen results.

``results`` says what can be asked and what an answer looks like. ``graphs`` turns a snapshot into
what searches read, ``searches`` finds best paths and picks among ties, ``engine`` holds the loops
for large graphs. On these stand ``paths``, ``pairs`` (with ``unknowns``), ``bottlenecks`` (with
``losses``), ``walks`` (the reading that follows no single path), ``cuts``, ``regime``,
``comparison`` and ``roles``; ``explain`` says it in words; ``metrics`` is the
catalogue of network measures.
"""

from graph_api.scoring.bottlenecks import rank_bottlenecks
from graph_api.scoring.comparison import relation_deltas, synergy
from graph_api.scoring.cuts import find_cut
from graph_api.scoring.explain import derivation, explain_pair, explain_path
from graph_api.scoring.graphs.carriers import to_networkx
from graph_api.scoring.pairs.scores import rank_pairs, score_pair
from graph_api.scoring.paths import best_paths
from graph_api.scoring.regime import regime
from graph_api.scoring.results import (
    PRODUCT,
    Bottleneck,
    Bound,
    BrokerageRoles,
    Channel,
    Completeness,
    Cut,
    Interval,
    PairBounds,
    PairRanking,
    PairRow,
    PairScore,
    Path,
    PathRanking,
    Quadrant,
    Reading,
    Regime,
    RegimeBasis,
    RelationDelta,
    Scoring,
    Step,
    Synergy,
    Target,
)
from graph_api.scoring.roles import brokerage_roles

__all__ = [
    "PRODUCT",
    "Bottleneck",
    "Bound",
    "BrokerageRoles",
    "Channel",
    "Completeness",
    "Cut",
    "Interval",
    "PairBounds",
    "PairRanking",
    "PairRow",
    "PairScore",
    "Path",
    "PathRanking",
    "Quadrant",
    "Reading",
    "Regime",
    "RegimeBasis",
    "RelationDelta",
    "Scoring",
    "Step",
    "Synergy",
    "Target",
    "best_paths",
    "brokerage_roles",
    "derivation",
    "explain_pair",
    "explain_path",
    "find_cut",
    "rank_bottlenecks",
    "rank_pairs",
    "regime",
    "relation_deltas",
    "score_pair",
    "synergy",
    "to_networkx",
]
