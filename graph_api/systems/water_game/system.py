"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, RelationClass, System, TableRule
from graph_api.errors import BadParameterError
from graph_api.systems.water_game import candidates
from graph_api.systems.water_game.association import (
    Accounts,
    Capture,
    GraduatedStep,
    LevyKind,
    Position,
    SecondOrder,
    accounts,
    capture,
    carried,
    entry_margin,
    graduated,
    positions,
    second_order,
)
from graph_api.systems.water_game.claims import CLAIMS
from graph_api.systems.water_game.equilibria import Equilibria, confirmed, find_equilibria
from graph_api.systems.water_game.governance import (
    Checklist,
    GovernanceMode,
    checklists,
    governance,
)
from graph_api.systems.water_game.government import (
    Delegate,
    government_institution,
    information_kept,
)
from graph_api.systems.water_game.measures import MEASURES
from graph_api.systems.water_game.mediator import MediatorPlace, mediator_place
from graph_api.systems.water_game.payoffs import Institution, Payoffs, under
from graph_api.systems.water_game.payoffs import Table as GameTable
from graph_api.systems.water_game.resource import Resource
from graph_api.systems.water_game.tables import TABLES
from graph_api.systems.water_game.third_party import Credibility, credibility
from graph_api.systems.water_game.thresholds import (
    Repeated,
    critical_discount,
    reputation_loss,
)
from graph_api.systems.water_game.verdict import Verdict, verdict
from graph_api.systems.water_game.village import Fit, Village, village_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_api.systems.water_game.play import Match

VILLAGE_TESTS = (
    "clear_property",
    "small_scale",
    "cheap_exclusion",
    "concentrated",
    "stable",
    "acquainted",
    "adjoining",
    "single_source",
    "same_use",
)
"""Parameters that say what is known of the village: 1 yes, 0 no, null unknown."""


class WaterGame(System):
    """The water game over one view: the dilemma, its ways out, and what each needs.

    Examples
    --------
    >>> import graph_api as ea
    >>> game = ea.load("seeds/water-game.yaml").view("after_remedies").system()
    >>> game.equilibria().pure_counts, game.equilibria(game.association()).pure_counts
    ((0,), (2,))

    """

    key: ClassVar[str] = "water_game"
    title: ClassVar[Label] = Label("The water game", "用水博弈")
    source: ClassVar[str] = "essay-2"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = MEASURES
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = TABLES
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = CLAIMS

    # The game and its institutions

    def table(self) -> GameTable:
        """Give the four payoffs of the view, in whatever order they stand."""
        value = self.parameters.value
        return GameTable(value("temptation"), value("reward"), value("punishment"), value("sucker"))

    def payoffs(self) -> Payoffs:
        """Give the four payoffs as those of a dilemma.

        Raises
        ------
        BadParameterError
            Unless temptation > reward > punishment > sucker.

        """
        table = self.table()
        return Payoffs(table.temptation, table.reward, table.punishment, table.sucker)

    def association(self) -> Institution:
        """Give the institution that the association is."""
        value = self.parameters.value
        return Institution(value("detection"), value("error"), value("fine"))

    def cadre(self) -> Delegate:
        """Give an official or village cadre as a delegate who cannot be watched (L95).

        Raises
        ------
        BadParameterError
            If nobody has said how far delegates are held to their task.

        """
        value = self.parameters.value
        held = self.strength_between(
            candidates.GOVERNMENT,
            candidates.OFFICIALS,
            conveys="incentive",
            relation_class=RelationClass.CONTROL,
        )
        if held is None:
            raise BadParameterError(
                "Nobody has said how far government holds its officials to their task: give the"
                " relation from government to officials a strength.",
                "没有人说明政府对官员的监督与激励有多强：请给出政府到官员这一关系的强度。",
                parameter="cadre",
            )
        return Delegate(held, value("cadre_bonus"), value("cadre_effort_cost"))

    def information_kept(self) -> float:
        """Give the share of what is known that reaches government through its relays."""
        value = self.parameters.value
        return information_kept(
            value("information_kept_per_relay"),
            int(value("government_relays")),
            effort=self.cadre().makes_an_effort,
        )

    def government(self) -> Institution:
        """Give the institution that government is, after the loss on the way (L95)."""
        value = self.parameters.value
        return government_institution(
            value("government_detection"),
            value("government_error"),
            value("government_fine"),
            self.information_kept(),
        )

    def equilibria(
        self, institution: Institution | None = None, players: int | None = None
    ) -> Equilibria:
        """Give all equilibria, those of two households confirmed by nashpy.

        Parameters
        ----------
        institution
            The third party; None: there is none.
        players
            Households, 2 to 200; None: the parameter ``players``.

        """
        count = int(self.parameters.value("players")) if players is None else players
        return solve(self.table(), institution, count)

    def critical_discount(
        self, strategy: Repeated = Repeated.GRIM, institution: Institution | None = None
    ) -> float | None:
        """Give the smallest discount factor that sustains cooperation; None: none below 1.

        Raises
        ------
        BadParameterError
            Unless temptation > reward > punishment > sucker and 2R > T + S.

        """
        plain = self.payoffs()
        plain.require_repeated()
        return critical_discount(under(plain, institution), strategy)

    def verdict(self, institution: Institution | None = None, *, repeated: bool = False) -> Verdict:
        """Judge the game of the view; households and cost may be unknown."""
        known = self.parameters.known_value
        households = known("households")
        return verdict(
            self.payoffs(),
            institution,
            discount=self.parameters.value("discount") if repeated else None,
            players=int(self.parameters.value("players") if households is None else households),
            cost=None if households is None else known("institution_cost"),
            seasons=int(self.parameters.value("horizon_seasons")),
        )

    def reputation_margin(self) -> float:
        """Give what a noticed free-rider loses later, less what he wins now (L91)."""
        value = self.parameters.value
        table = self.table()
        loss = reputation_loss(
            table,
            value("notice_probability"),
            int(value("reputation_rounds")),
            value("discount"),
        )
        return loss - (table.temptation - table.reward)

    # Who can be the third party

    def credibility(self) -> tuple[Credibility, ...]:
        """Tell how far government, custom and association are credible third parties (L89)."""
        value = self.parameters.value
        threshold = value("credibility_threshold")
        return (
            credibility(
                "government",
                Label("government", "政府"),
                candidates.government_powers(self),
                threshold,
            ),
            credibility(
                "custom",
                Label("custom and reputation", "习俗与声誉"),
                candidates.custom_powers(self, value("custom_credit")),
                threshold,
                deters=self.reputation_margin() > 0,
            ),
            credibility(
                "association",
                Label("association", "用水者协会"),
                candidates.association_powers(self),
                threshold,
                present=self.association_present,
            ),
        )

    def credible(self, candidate: str) -> Credibility:
        """Give the credibility of one candidate."""
        return next(item for item in self.credibility() if item.candidate == candidate)

    def governance(self) -> tuple[GovernanceMode, ...]:
        """Give the modes of governance, each with its conditions met and missed."""
        return governance(self)

    def village(self) -> Village:
        """Give what is known of the village: 1 yes, 0 no, null unknown."""
        said = {key: self.parameters.known_value(key) for key in VILLAGE_TESTS}
        return Village(**{key: None if item is None else item > 0 for key, item in said.items()})

    def village_fit(self, village: Village | None = None) -> Fit:
        """Tell which arrangement fits a village (default: the one of the parameters)."""
        return village_fit(village or self.village())

    def checklists(self) -> tuple[Checklist, ...]:
        """Give the three lists of conditions of L75, L89 and L97 apart, for the association."""
        return checklists(self)

    # The association from inside

    @property
    def association_present(self) -> bool:
        """Tell whether it is at work in this view, not only proposed."""
        return candidates.association_is_there(self)

    def dues(self) -> float:
        """Give what a member owes per season: share and labour."""
        return self.parameters.value("levy") + self.parameters.value("labour_duty")

    def entry_margin(self) -> float:
        """Give what a household gains by joining, entry being voluntary (L103)."""
        value = self.parameters.value
        ruled = under(self.table(), self.association())
        own = GameTable(ruled.temptation, ruled.reward, self.table().punishment, ruled.sucker)
        return entry_margin(own, value("levy"), value("labour_duty"))

    def second_order(self, exclusion: float | None = None) -> SecondOrder:
        """Tell whether paying for the sanction pays (L105)."""
        value = self.parameters.value
        return second_order(
            value("reward"),
            value("punishment"),
            value("levy"),
            value("labour_duty"),
            value("exclusion") if exclusion is None else exclusion,
        )

    def accounts(self, kind: LevyKind = LevyKind.MONEY, paying: float = 1.0) -> Accounts:
        """Give the accounts of one season (L103).

        Raises
        ------
        BadParameterError
            If nobody has said how many households there are, or what the staff cost.

        """
        value = self.parameters.value
        return accounts(
            int(value("households")),
            value("levy"),
            value("labour_duty"),
            value("staff_cost"),
            kind=kind,
            kept_in_kind=value("kept_in_kind"),
            paying=paying,
        )

    def carried(self, votes_for: int, members: int) -> bool:
        """Tell whether the association decides for a proposal: one member, one vote (L103)."""
        return carried(votes_for, members, self.parameters.value("majority"))

    def capture(self, spared: float | None = None) -> Capture:
        """Tell what happens when the elected head spares a share of the households."""
        value = self.parameters.value
        share = value("capture_share") if spared is None else spared
        return capture(self.table(), self.association(), share, value("majority"), self.dues())

    def graduated(self, offences: int = 5) -> tuple[GraduatedStep, ...]:
        """Give fines that grow with each offence."""
        value = self.parameters.value
        return graduated(
            self.table(),
            Institution(value("detection"), value("error"), value("first_fine")),
            value("fine_factor"),
            offences,
        )

    def positions(self) -> tuple[Position, Position]:
        """Give the game of head- and tail-enders."""
        value = self.parameters.value
        return positions(
            self.table(),
            self.association(),
            value("head_advantage"),
            value("tail_loss"),
            self.dues(),
        )

    # Water, mediator, rounds

    def resource(self, *, engineered: bool = False) -> Resource:
        """Give the stock of water, with or without better engineering (L81)."""
        value = self.parameters.value
        growth = value("water_regrowth")
        if engineered:
            growth = min(1.0, growth * (1 + value("engineering_gain")))
        return Resource(growth, value("use_kept"), value("use_broken"), value("ruin_level"))

    def mediator(
        self,
        actor: str = candidates.STAFF,
        users: Sequence[str] = candidates.USERS,
    ) -> MediatorPlace:
        """Tell the mediator's place in the water users' graph (L107)."""
        return mediator_place(self.view, actor, users, trusted_by=(candidates.FARMERS,))

    def play(  # noqa: PLR0913  # what a tournament consists of
        self,
        players: Sequence[str],
        *,
        table: GameTable | None = None,
        rounds: int | None = None,
        institution: Institution | None = None,
        noise: float | None = None,
        reputation: bool = False,
        seed: int = 0,
    ) -> Match:
        """Play rounds with strategies of the literature; every pair plays a match."""
        from graph_api.systems.water_game.play import Reputation, play  # noqa: PLC0415  # slow

        value = self.parameters.value
        rules = (
            Reputation(value("notice_probability"), int(value("reputation_rounds")))
            if reputation
            else None
        )
        return play(
            players,
            under(table or self.table(), institution),
            rounds=int(value("rounds")) if rounds is None else rounds,
            noise=value("noise") if noise is None else noise,
            reputation=rules,
            seed=seed,
        )


def solve(table: GameTable, institution: Institution | None, players: int) -> Equilibria:
    """Give all equilibria under an institution, those of two households confirmed by nashpy."""
    ruled = under(table, institution)
    found = find_equilibria(ruled, players)
    return replace(found, confirmed=confirmed(ruled, found)) if players == 2 else found
