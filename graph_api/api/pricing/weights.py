"""What fields that compute cost: the price list of `graph_api.api.pricing.cost`."""

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

INTROSPECTION: Mapping[str, int] = {"__schema": 100, "__type": 20, "__typename": 0}
"""What the entrances of introspection cost beside what their answers hold."""

LIST_LENGTH = 5
"""How long a list of objects is taken to be that has no `first` and does not stand below."""

_SYSTEMS = (
    "System",
    "WechatPlatformSystem",
    "WaterGameSystem",
    "ParticipationSystem",
    "MutualEmpowermentSystem",
    "MigrantIntegrationSystem",
    "CommunityFactorySystem",
)

LENGTHS: Mapping[str, int] = {
    **{f"{kind}.parameters": 60 for kind in _SYSTEMS},
    **{f"{kind}.measures": 50 for kind in _SYSTEMS},
    **{f"{kind}.claims": 30 for kind in _SYSTEMS},
    "Scenario.variants": 15,
    "Scenario.sources": 10,
    "Scenario.figures": 80,
    "GraphView.metrics": 20,
    "Capability.elements": 8,
    "EmpowermentElements.levels": 8,
    "Path.actors": 12,
    "Path.relations": 12,
    "PairScore.weakest": 10,
    "PairScore.unknown": 10,
    "PairScore.gated": 10,
    "PairScore.sharedActors": 10,
    "Attribution.shares": 250,
    "Cut.relations": 30,
    "Cut.actors": 30,
    "Comparison.relations": 30,
    "Plan.steps": 20,
    "Plan.directions": 10,
    "Sensitivity.rows": 40,
    # One for each of the `first` that the field around them has: counted there.
    "RankUncertainty.rows": 1,
    "Openings.rows": 1,
    "Trajectory.states": 101,
    "RumourRace.band": 144,
    "ParticipationSystem.channels": 50,
    "ParticipationSystem.interests": 20,
    "ParticipationSystem.voices": 20,
    "ParticipationSystem.tenures": 20,
    "ParticipationSystem.rungs": 30,
    "ParticipationSystem.unrated": 30,
    "ParticipationSystem.typology": 10,
    "ParticipationSystem.choices": 10,
    "ParticipationSystem.requirements": 15,
    "ParticipationSystem.representatives": 10,
    "ParticipationSystem.causes": 10,
    "MutualEmpowermentSystem.uplifts": 15,
    "MutualEmpowermentSystem.pushMap": 40,
    "MutualEmpowermentSystem.pushLine": 40,
    "MutualEmpowermentSystem.basins": 10,
    "Growth.elements": 8,
    "MigrantIntegrationSystem.doors": 15,
    "MigrantIntegrationSystem.integration": 10,
    "MigrantIntegrationSystem.registration": 20,
    "MigrantIntegrationSystem.uplift": 15,
    "MigrantIntegrationSystem.comparison": 15,
    "MigrantIntegrationSystem.gaps": 15,
    "MigrantIntegrationSystem.levers": 15,
    "MigrantIntegrationSystem.twoWayPairs": 15,
    "GenerationComparison.indicators": 15,
    "CommunityFactorySystem.headcountOverK": 15,
    "CommunityFactorySystem.stability": 50,
    "WaterGameSystem.strategyNotes": 25,
    "WaterGameSystem.governmentLinks": 15,
    "WaterGameSystem.governance": 10,
    "WaterGameSystem.equilibria": 15,
    "WaterGameSystem.frontier": 25,
    "WaterGameSystem.checklists": 10,
    "WaterGameSystem.thirdParties": 10,
    "WaterAssociation.positions": 10,
    "WaterAssociation.graduated": 10,
    "WaterMediator.users": 15,
    "GovernanceMode.conditions": 15,
    "WaterChecklist.conditions": 15,
    "ThirdPartyCandidate.conditions": 15,
    "VillageFit.private": 10,
    "VillageFit.association": 10,
    "Verdict.failedConditions": 10,
    "WechatPlatformSystem.layers": 10,
    "WechatPlatformSystem.problems": 20,
    "PlatformConsensus.conditions": 10,
    "PlatformConsensus.parties": 10,
    "PlatformGates.gates": 10,
    "PlatformSupervision.supervisors": 10,
    "RemedyEffects.effects": 20,
}
"""How long lists without `first` are taken to be, where they may well be longer.

What the scenarios that come with the program hold, with room; where a list turns out longer still,
`graph_api.api.pricing.limits.Budget` holds.
"""

ITEMS_PER_UNIT = 5
"""So many items of the lists in the arguments of a field cost one unit: they are read each time."""

ITEMS_OF_AN_OBJECT = 10
"""An object among them takes as long to read as so many plain items."""

Said = Callable[[str], float]
"""Gives a number among the arguments of a field, or how long a list among them is; else 0.

A point leads into an argument: ``input.changes``.
"""

SIZED: Mapping[str, Callable[[Said], float]] = {
    # Each id may be of another variant, which is built then: as a view is.
    "Query.node": lambda _: 20,
    "Query.nodes": lambda said: said("ids") * 20,
    "Scenario.view": lambda said: said("changes") * 20,
    "Mutation.applyChanges": lambda said: said("input.changes") * 10,
    "Mutation.createVariant": lambda said: said("input.changes") * 10,
    "GraphView.uncertainty": lambda said: said("draws") * 4,
    "GraphView.rankUncertainty": lambda said: said("draws") * 20,
    "GraphView.attribution": lambda said: said("permutations") * 10,
    "GraphView.plan": lambda said: said("options") * 300,
    "GraphView.openings": lambda said: said("options") * 50,
    "WaterGameSystem.play": lambda said: (
        said("rounds") * said("players") * max(0, said("players") - 1) * 0.3
    ),
    # Every hour more is run through by every run; beyond a month it is refused by its name.
    "WechatPlatformSystem.race": lambda said: max(0, min(said("horizon"), 720) - 100) * 40,
    # Rates drawn from far around may be near 0: then the course takes long to come to rest.
    "MutualEmpowermentSystem.robustness": lambda said: (
        said("draws") * (28 if said("spread") <= 0.6 else 85)
    ),
    "CommunityFactorySystem.stability": lambda said: (
        said("households") * said("draws") * (20 + said("dimensions")) / 200_000
    ),
}
"""What a field costs beside, where that hangs on how much its arguments ask for."""
