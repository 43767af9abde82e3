"""What fields that compute cost: the price list of `graph_api.api.cost`."""

from collections.abc import Callable, Mapping

WEIGHTS: Mapping[str, int] = {
    "GraphView.paths": 50,
    "GraphView.pair": 20,
    "GraphView.pairs": 500,
    "GraphView.bottlenecks": 1_000,
    "GraphView.cut": 50,
    "GraphView.regime": 10,
    "GraphView.uncertainty": 100,
    "GraphView.rankUncertainty": 1_000,
    "GraphView.sensitivity": 8_000,
    "GraphView.metric": 1_000,
    "GraphView.layout": 20_000,
    "GraphView.attribution": 1_000,
    "GraphView.plan": 2_000,
    "GraphView.openings": 1_000,
    "Scenario.view": 20,
    "Scenario.compare": 20,
    "Scenario.yaml": 500,
    "Scenario.history": 100,
    "Comparison.relations": 20,
    "Comparison.synergy": 20,
    "Comparison.pairs": 500,
    "Actor.roles": 10,
    "Bottleneck.roles": 10,
    "System.measures": 3_000,
    "System.claims": 3_000,
    # Systems: by what a run takes, about a tenth of a millisecond a unit
    "WechatPlatformSystem.measures": 300,
    "WechatPlatformSystem.claims": 150,
    "WechatPlatformSystem.race": 3_500,
    "WechatPlatformSystem.remedies": 300,
    "WechatPlatformSystem.problems": 50,
    "WechatPlatformSystem.reachBounds": 20,
    "WechatPlatformSystem.layers": 20,
    "WechatPlatformSystem.consensus": 20,
    "WechatPlatformSystem.supervision": 20,
    "WechatPlatformSystem.responseLoop": 20,
    "WaterGameSystem.measures": 100,
    "WaterGameSystem.claims": 100,
    "WaterGameSystem.play": 500,
    "WaterGameSystem.equilibria": 50,
    "WaterGameSystem.frontier": 20,
    "WaterGameSystem.mediator": 100,
    "WaterGameSystem.governance": 10,
    "WaterGameSystem.thirdParties": 10,
    "WaterGameSystem.checklists": 10,
    "ParticipationSystem.measures": 100,
    "ParticipationSystem.claims": 100,
    "MutualEmpowermentSystem.measures": 3_000,
    "MutualEmpowermentSystem.claims": 3_000,
    "MutualEmpowermentSystem.smallestPush": 500,
    "MutualEmpowermentSystem.smallestPushes": 3_000,
    "MutualEmpowermentSystem.dynamics": 300,
    "MutualEmpowermentSystem.stableStates": 10,
    "MutualEmpowermentSystem.restingStates": 10,
    "MutualEmpowermentSystem.basins": 1_000,
    "MutualEmpowermentSystem.pushMap": 18_000,
    "MutualEmpowermentSystem.pushLine": 18_000,
    "MutualEmpowermentSystem.robustness": 1_000,
    "MutualEmpowermentSystem.growth": 30,
    "MutualEmpowermentSystem.uplifts": 30,
    "MigrantIntegrationSystem.measures": 100,
    "MigrantIntegrationSystem.claims": 100,
    "CommunityFactorySystem.measures": 200,
    "CommunityFactorySystem.claims": 200,
    "CommunityFactorySystem.monitoring": 50,
    "CommunityFactorySystem.fourDimensions": 10,
    "CommunityFactorySystem.explainedHouseholds": 5,
    "MigrantIntegrationSystem.profile": 100,
    "MigrantIntegrationSystem.levers": 5,
    "MigrantIntegrationSystem.identification": 10,
    "MigrantIntegrationSystem.doors": 50,
    "MigrantIntegrationSystem.twoWayPairs": 50,
    "MigrantIntegrationSystem.uplift": 30,
    "CommunityFactorySystem.identify": 200,
    "CommunityFactorySystem.targeting": 200,
    "CommunityFactorySystem.stability": 500,
    "CommunityFactorySystem.headcountOverK": 200,
    "CommunityFactorySystem.todayRules": 50,
    "CommunityFactorySystem.cases": 20,
    "ParticipationSystem.typology": 50,
    "ParticipationSystem.interests": 20,
    "ParticipationSystem.tenures": 20,
    "ParticipationSystem.channels": 20,
    "ParticipationSystem.voices": 20,
    "ParticipationSystem.choices": 5,
    "ParticipationSystem.requirements": 5,
    "ParticipationSystem.representatives": 5,
    "ParticipationSystem.rungs": 20,
    "ParticipationSystem.unrated": 20,
    "ParticipationSystem.medianRungs": 20,
    "ParticipationSystem.causes": 10,
    "ParticipationSystem.opinionDay": 5,
}
"""What a field that computes costs beside the fields of its answer."""

ITEMS_PER_UNIT = 5
"""So many items of the lists in the arguments of a field cost one unit: they are read each time."""

Said = Callable[[str], float]
"""Gives a number among the arguments of a field, or how long a list among them is; else 0."""

SIZED: Mapping[str, Callable[[Said], float]] = {
    "GraphView.uncertainty": lambda said: said("draws") * 4,
    "GraphView.rankUncertainty": lambda said: said("draws") * 20,
    "GraphView.attribution": lambda said: said("permutations") * 10,
    "GraphView.plan": lambda said: said("options") * 300,
    "GraphView.openings": lambda said: said("options") * 50,
    "WaterGameSystem.play": lambda said: (
        said("rounds") * said("players") * max(0, said("players") - 1) * 0.3
    ),
    # Rates drawn from far around may be near 0: then the course takes long to come to rest.
    "MutualEmpowermentSystem.robustness": lambda said: (
        said("draws") * (28 if said("spread") <= 0.6 else 85)
    ),
    "CommunityFactorySystem.stability": lambda said: (
        said("households") * said("draws") * (20 + said("dimensions")) / 200_000
    ),
}
"""What a field costs beside, where that hangs on how much its arguments ask for."""
