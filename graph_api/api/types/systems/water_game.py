"""The water game (用水博弈), as clients ask it."""

from typing import Annotated

import strawberry

from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.system import System
from graph_api.api.types.systems.water_game_association import WaterAssociation
from graph_api.api.types.systems.water_game_inputs import (
    FiningArgument,
    InstitutionArgument,
    PayoffsArgument,
    VillageInput,
    institution_of,
    payoffs_of,
    table_of,
)
from graph_api.api.types.systems.water_game_numbers import (
    FrontierPoint,
    Match,
    WaterStrategy,
    WaterThresholds,
)
from graph_api.api.types.systems.water_game_parts import (
    Equilibrium,
    GovernanceMode,
    ThirdPartyCandidate,
    Verdict,
    WaterChecklist,
)
from graph_api.api.types.systems.water_game_village import (
    GovernmentLink,
    GovernmentRelay,
    VillageFit,
    WaterMediator,
    WaterStock,
)
from graph_api.api.types.systems.water_game_words import Repeated
from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError
from graph_api.systems.water_game import WaterGame, candidates
from graph_api.systems.water_game.candidates import government_links
from graph_api.systems.water_game.payoffs import under
from graph_api.systems.water_game.play import MOST_PLAYERS
from graph_api.systems.water_game.resource import lasting_stock, needed_share, run_stock
from graph_api.systems.water_game.strategies import Strategy
from graph_api.systems.water_game.system import solve
from graph_api.systems.water_game.thresholds import (
    cooperates_until_known_end,
    critical_discount,
    frontier,
)
from graph_api.systems.water_game.verdict import verdict

MOST_POINTS = 100
"""How many detections of the frontier may be asked about."""

Households = Annotated[
    int, strawberry.argument(description="Households, each against every other (户数).")
]
RepeatedArgument = Annotated[
    Repeated, strawberry.argument(description="How a breach is answered (策略).")
]


@strawberry.type(description="The mechanism of essay 2 (用水博弈).")
class WaterGameSystem(System):
    """The water game."""

    entry: strawberry.Private[WaterGame]

    @resolver(
        description="All equilibria of one round of 2 to 200 households; up to 4 households each by"
        " itself, else up to who is who, A-55 and A-56 (均衡)."
    )
    async def equilibria(
        self,
        *,
        payoffs: PayoffsArgument = None,
        institution: InstitutionArgument = None,
        by: FiningArgument = None,
        players: Households = 2,
        pure_only: Annotated[
            bool, strawberry.argument(description="Leave mixed ones out (只列纯策略均衡).")
        ] = False,
    ) -> list[Equilibrium] | None:
        """Give the equilibria."""
        table = table_of(self.entry, payoffs)
        third_party = institution_of(self.entry, institution, by)
        found = await in_thread(solve, table, third_party, players)
        listed = sum(1 for item in found.found if item.is_pure or not pure_only)
        self.view.budget.spend(listed * players)
        return Equilibrium.of(found, pure_only=pure_only)

    @resolver(
        description="Smallest discount factor that sustains cooperation in endless play, in [0, 1);"
        " null without an error: none below 1, A-58 (临界贴现因子)."
    )
    async def critical_discount(
        self,
        payoffs: PayoffsArgument = None,
        strategy: RepeatedArgument = Repeated.GRIM,
        institution: InstitutionArgument = None,
        by: FiningArgument = None,
    ) -> float | None:
        """Give the critical discount factor."""
        plain = payoffs_of(self.entry, payoffs)
        plain.require_repeated()
        return critical_discount(
            under(plain, institution_of(self.entry, institution, by)), strategy
        )

    @resolver(
        description="Whether cooperation holds, by how much, what fails, and whether it is worth"
        " its cost, A-56, A-60 and A-73 (判断)."
    )
    async def verdict(  # noqa: PLR0913  # what a game is judged by
        self,
        *,
        payoffs: PayoffsArgument = None,
        institution: InstitutionArgument = None,
        discount: Annotated[
            float | None,
            strawberry.argument(
                description="Weight of the next round, in [0, 1]; null: one round (贴现因子)."
            ),
        ] = None,
        players: Annotated[
            int, strawberry.argument(description="Households, 2 to 10,000 (户数).")
        ] = 2,
        cost: Annotated[
            float | None,
            strawberry.argument(
                description="Of the third party per season; null: not known (成本)."
            ),
        ] = 0.0,
        by: FiningArgument = None,
        strategy: RepeatedArgument = Repeated.GRIM,
        seasons: Annotated[
            int,
            strawberry.argument(description="Over which the gain counts against it (季数)."),
        ] = 1,
    ) -> Verdict | None:
        """Judge a game."""
        found = verdict(
            payoffs_of(self.entry, payoffs),
            institution_of(self.entry, institution, by),
            discount=discount,
            players=players,
            cost=cost,
            seasons=seasons,
            strategy=strategy,
        )
        return Verdict(entry=found, view=self.view)

    @resolver(
        description="Whether cooperation can last in a game whose last round is known, by induction"
        " back; null without an error: one round has several equilibria, none of them cooperation"
        ", A-58 (已知终点)."
    )
    async def lasts_until_known_end(
        self,
        rounds: Annotated[
            int, strawberry.argument(description="Rounds, 1 to 10,000 (轮数).")
        ] = 100,
        payoffs: PayoffsArgument = None,
        institution: InstitutionArgument = None,
        by: FiningArgument = None,
    ) -> bool | None:
        """Tell whether cooperation lasts."""
        table = table_of(self.entry, payoffs)
        third_party = institution_of(self.entry, institution, by)
        return cooperates_until_known_end(under(table, third_party), rounds)

    @resolver(
        description="What keeping the rules needs, with this third party, A-56 and A-58 (各项阈值)."
    )
    async def thresholds(
        self,
        payoffs: PayoffsArgument = None,
        institution: InstitutionArgument = None,
        by: FiningArgument = None,
    ) -> WaterThresholds | None:
        """Give the thresholds."""
        plain = payoffs_of(self.entry, payoffs)
        return WaterThresholds.of(plain, institution_of(self.entry, institution, by))

    @resolver(
        description="The fine that each detection needs: a frontier, A-56 (罚金与发现率的边界)."
    )
    async def frontier(
        self,
        detections: Annotated[
            list[float],
            strawberry.argument(description="Probabilities in [0, 1], at most 100 (发现率)."),
        ],
        payoffs: PayoffsArgument = None,
        error: Annotated[
            float, strawberry.argument(description="Wrong fines, in [0, 1] (误罚率).")
        ] = 0.0,
    ) -> list[FrontierPoint] | None:
        """Give the frontier."""
        if len(detections) > MOST_POINTS:
            raise BadParameterError(
                f"detections may hold at most {MOST_POINTS} numbers, not {len(detections)}.",
                f"detections 最多 {MOST_POINTS} 个数，不能是 {len(detections)} 个。",
                parameter="detections",
            )
        points = frontier(payoffs_of(self.entry, payoffs), detections, error)
        return [
            FrontierPoint(
                detection=point.detection,
                fine=point.fine,
                fine_for_the_only_one=point.fine_for_the_only_one,
            )
            for point in points
        ]

    @resolver(description="Names of the strategies that `play` knows (策略名称).")
    def strategies(self) -> list[str]:
        """Give the names."""
        return [strategy.value for strategy in Strategy]

    @resolver(description="The same with what they do (策略说明).")
    def strategy_notes(self) -> list[WaterStrategy]:
        """Give the strategies."""
        return [WaterStrategy(entry=strategy) for strategy in Strategy]

    @resolver(
        description="Rounds between strategies of the literature, each against every other; seeded;"
        " rounds x players x (players - 1) is at most 100,000, A-72 (对局)."
    )
    async def play(  # noqa: PLR0913  # what a tournament consists of
        self,
        *,
        players: Annotated[
            list[str],
            strawberry.argument(description="2 to 20 names of `strategies` (参与策略)."),
        ],
        rounds: Annotated[int, strawberry.argument(description="Of each match (轮数).")] = 100,
        payoffs: PayoffsArgument = None,
        institution: InstitutionArgument = None,
        noise: Annotated[
            float,
            strawberry.argument(description="Probability that a move slips, in [0, 1] (噪声)."),
        ] = 0.0,
        seed: Annotated[
            int, strawberry.argument(description="Of all chance, from 0 (随机种子).")
        ] = 0,
        by: FiningArgument = None,
        reputation: Annotated[
            bool,
            strawberry.argument(
                description="A breach may be noticed and refused by all, L91 (声誉机制)."
            ),
        ] = False,
    ) -> Match | None:
        """Play."""
        table = table_of(self.entry, payoffs)
        third_party = institution_of(self.entry, institution, by)
        self.view.budget.spend(max(rounds, 0))
        found = await in_thread(
            self.entry.play,
            players[: MOST_PLAYERS + 1],  # refused there, without reading the rest
            table=table,
            rounds=rounds,
            institution=third_party,
            noise=noise,
            reputation=reputation,
            seed=seed,
        )
        return Match.of(found)

    @resolver(
        description="Government, privatised works, association: which conditions each meets"
        ", A-57 and A-70 (治理模式)."
    )
    async def governance(self) -> list[GovernanceMode]:
        """Give the modes."""
        found = await in_thread(self.entry.governance)
        return [GovernanceMode(entry=mode, view=self.view) for mode in found]

    @resolver(description="Who is a credible third party, L89, A-57 (谁是可置信第三方).")
    async def third_parties(self) -> list[ThirdPartyCandidate] | None:
        """Give the candidates."""
        found = await in_thread(self.entry.credibility)
        return [ThirdPartyCandidate(entry=item, view=self.view) for item in found]

    @resolver(
        description="The three lists of L75, L89 and L97 apart, A-57 and A-73 (三份条件清单)."
    )
    async def checklists(self) -> list[WaterChecklist] | None:
        """Give the lists."""
        found = await in_thread(self.entry.checklists)
        return [WaterChecklist(entry=item, view=self.view) for item in found]

    @resolver(description="The association from inside, A-65 to A-68 and A-71 (协会内部).")
    def association(self) -> WaterAssociation:
        """Give the association."""
        return WaterAssociation(entry=self.entry)

    @resolver(
        description="What is lost between government and farmers, L95, A-61 and A-62"
        " (政府的委托代理)."
    )
    async def government(self) -> GovernmentRelay | None:
        """Give what is left of government."""
        delegate = self.entry.cadre()
        return GovernmentRelay(
            entry=self.entry.government(),
            information_kept=self.entry.information_kept(),
            delegate_margin=delegate.margin,
            makes_an_effort=delegate.makes_an_effort,
        )

    @resolver(description="Links of the government mode, weakest first, A-01 (政府模式的各环节).")
    async def government_links(self) -> list[GovernmentLink] | None:
        """Give the links."""
        return [
            GovernmentLink(view=self.view, ends=(start, end), strength=strength)
            for start, end, strength in government_links(self.entry)
        ]

    @resolver(
        description="What a noticed free-rider loses later, less what he wins now, L91; above 0 it"
        " deters, A-59 (声誉余量)."
    )
    async def reputation_margin(self) -> float | None:
        """Give the margin."""
        return self.entry.reputation_margin()

    @resolver(
        description="The stock of water if a share of households keeps the rules, A-63 and A-64"
        " (水量)."
    )
    async def resource(
        self,
        cooperating: Annotated[
            float, strawberry.argument(description="Share that keeps the rules (守规比例).")
        ],
        seasons: Annotated[
            int, strawberry.argument(description="How long, 1 to 10,000 (季数).")
        ] = 50,
        start: Annotated[
            float, strawberry.argument(description="Stock at the start, in [0, 1] (初始水量).")
        ] = 1.0,
        engineered: Annotated[
            bool, strawberry.argument(description="With better works, A-64 (改善工程).")
        ] = False,
    ) -> WaterStock | None:
        """Follow the stock."""
        require_within("cooperating", cooperating, 0, 1)
        found = self.entry.resource(engineered=engineered)
        self.view.budget.spend(max(seasons, 0))
        run = await in_thread(run_stock, found, cooperating, seasons, start)
        return WaterStock(
            stock=[*run.stock],
            ruined_in=run.ruined_in,
            lasting=lasting_stock(found, cooperating),
            needed_share=needed_share(found),
        )

    @resolver(description="The mediator's place among the water users, L107, A-69 (调解者).")
    async def mediator(
        self,
        actor: Annotated[
            strawberry.ID | None,
            strawberry.argument(
                description="Who mediates; null: the association's staff (调解者)."
            ),
        ] = None,
        users: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(
                description="The others; null: farmers, association, private owner (用水方)."
            ),
        ] = None,
    ) -> WaterMediator | None:
        """Give the mediator's place."""
        found = await in_thread(
            self.entry.mediator,
            candidates.STAFF if actor is None else self.view.actor(actor).id,
            candidates.USERS if users is None else [self.view.actor(user).id for user in users],
        )
        return WaterMediator(view=self.view, entry=found)

    @resolver(description="Which arrangement fits a village, L97 and L109, A-70 (适用的安排).")
    async def village_fit(
        self,
        village: Annotated[
            VillageInput | None,
            strawberry.argument(description="The village; null: as in this view (村庄情况)."),
        ] = None,
    ) -> VillageFit | None:
        """Fit an arrangement."""
        meant = None if village is None else village.meant()
        return VillageFit(view=self.view, entry=self.entry.village_fit(meant))
