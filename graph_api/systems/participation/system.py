"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from graph_api.domain import (
    ClaimRule,
    Label,
    MeasureRule,
    RelationClass,
    System,
    TableRule,
)
from graph_api.domain.numbers import product
from graph_api.domain.snapshot import GraphSnapshot
from graph_api.systems.participation import interests as who
from graph_api.systems.participation.activities import (
    TABLE,
    Record,
    named_in,
    read_records,
    tally_of,
)
from graph_api.systems.participation.causes import Cause, lack, named_causes
from graph_api.systems.participation.channels import (
    Channel,
    Tenure,
    channels_of,
    cover_of,
    has_channel,
    routes_of,
    tenures_of,
)
from graph_api.systems.participation.claims import CLAIMS
from graph_api.systems.participation.examples import examples_of
from graph_api.systems.participation.groups import (
    Delegation,
    Selection,
    cooptation,
    cooptation_bounds,
    delegation,
    group_strength,
    weights_of,
)
from graph_api.systems.participation.interests import INTERESTS, Interest
from graph_api.systems.participation.ladder import Rated, rated
from graph_api.systems.participation.measures import MEASURES
from graph_api.systems.participation.opinion_day import (
    Requirement,
    requirements_of,
    scaled_entry,
)
from graph_api.systems.participation.refusal import Activity, Choice, Stratum, choices_of
from graph_api.systems.participation.rungs import Rung, medians
from graph_api.systems.participation.tables import TABLES
from graph_api.systems.participation.typology import CELLS, SHARES, Cell, Tally, shares_of
from graph_api.systems.participation.voice import (
    TIE,
    EffectiveVoice,
    Route,
    best_route,
    effective_voice,
)


class Participation(System):
    """Urban participation over one view.

    Examples
    --------
    >>> from graph_api import load
    >>> system = load("seeds/participation.yaml").view("opinion_day_only").system()
    >>> round(system.capacity("property_firm"), 4)
    0.42
    >>> monthly = load("seeds/participation.yaml").view("opinion_day_only").system(
    ...     meetings_per_week=0.25)
    >>> round(monthly.capacity("property_firm"), 4)
    0.105

    """

    key: ClassVar[str] = "participation"
    title: ClassVar[Label] = Label("Urban participation", "城市社区参与")
    source: ClassVar[str] = "essay-3"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = MEASURES
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = TABLES
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = CLAIMS

    table_input: ClassVar[Label | None] = TABLE

    def __init__(self, view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> None:
        super().__init__(view, overrides)
        self.records: tuple[Record, ...] = ()

    def read_rows(self, rows: Sequence[Mapping[str, str]], name: str) -> None:
        """Take the activities of a table in place of the shares of the scenario."""
        self.records = read_records(rows, name)

    # What residents take part in

    def tally(self, records: Sequence[Record] | None = None) -> Tally:
        """Give how much participation there is of each type (L131, L135; A-75).

        Counted from ``records``, else from a table that was read in (`with_rows`), else the shares
        of the scenario, which are a proposal.

        Raises
        ------
        BadParameterError
            If nobody has said a share, or all are 0; if nobody came to any of the records.

        """
        counted = self.records if records is None else records
        if counted or records is not None:
            return tally_of(counted)
        return Tally(shares_of({cell: self.parameters.value(SHARES[cell]) for cell in CELLS}))

    def typology(self, records: Sequence[Record] | None = None) -> tuple[Cell, ...]:
        """Give the four types of participation with their shares; see `tally`.

        The examples are those of the essay, or of the records.

        Raises
        ------
        BadParameterError
            As `tally` does, and if no record is known on both axes.

        """
        shares = self.tally(records).shares()
        counted = self.records if records is None else records
        bodies = (who.CHAT_GROUP, who.OPINION_CHANNEL, who.SELF_ORGANISATION)
        alive = {actor for actor in bodies if self.strength(who.RESIDENTS, actor)}
        return tuple(
            Cell(*cell, shares[cell], named_in(cell, counted) or examples_of(cell, alive))
            for cell in CELLS
        )

    def choices(self) -> tuple[Choice, ...]:
        """Give what each stratum makes of each activity, by the rule of refusal (L135; A-76).

        Tenants are asked about decisions alone; nobody has said how far these serve them (A-88).
        """
        return choices_of(self.parameters)

    def choice(self, stratum: Stratum, activity: Activity) -> Choice:
        """Give one of `choices`."""
        return next(
            item for item in self.choices() if item.stratum is stratum and item.activity is activity
        )

    # How far their word gets

    def routes(self, addressee: str, *, cover: float = 1.0) -> tuple[Route, ...]:
        """Give the ways from residents to an addressee: directly, or over one body (L131-L153).

        ``cover`` in [0, 1] scales the entry of the institutional channel, as the frequency of the
        opinion day does. A body that the view lacks is no way.

        Raises
        ------
        UnknownActorError
            If the view lacks residents or the addressee.

        """
        return routes_of(self, addressee, cover=cover)

    def capacity(
        self, addressee: str, *, cover: float = 1.0, tenants: bool = False
    ) -> float | None:
        """Give how much of residents' word reaches an addressee: its best way, counted once (A-79).

        In [0, 1]; 0 without a way, None where the only ways go over unknown relations. ``tenants``
        leaves out the way that is the owners' own (A-88).
        """
        best = best_route(routes_of(self, addressee, cover=cover, tenants=tenants))
        return None if best is None else best.capacity

    def capacity_via(self, addressee: str, via: str | None) -> float | None:
        """Give the capacity of one way: directly (None) or over a body; 0 if it is no way."""
        wanted = () if via is None else (via,)
        for route in self.routes(addressee):
            if route.via == wanted:
                return route.capacity
        return 0.0

    def entry(self, per_week: float | None = None) -> float | None:
        """Give how strongly residents get into the channel, at some opinion days a week (A-80).

        ``per_week`` None: as often as the parameter `meetings_per_week` says.
        """
        strength = self.word(who.RESIDENTS, who.OPINION_CHANNEL)
        if not strength:
            return strength
        number = self.parameters.value
        return scaled_entry(
            strength,
            number("meetings_per_week") if per_week is None else per_week,
            number("entry_holds_at"),
            number("frequency_factor_monthly"),
            number("frequency_factor_weekly"),
        )

    def opinion_day(self, addressee: str, per_week: float) -> float | None:
        """Give what reaches an addressee by the opinion day alone, at some days a week (L149).

        Raises
        ------
        BadParameterError
            If ``per_week`` is negative or not finite.

        """
        return product([self.entry(per_week), self.word(who.OPINION_CHANNEL, addressee)])

    def is_missing(self, strength: float | None) -> bool | None:
        """Tell whether a strength is near absent: up to the parameter `voice_floor`."""
        if strength is None:
            return None
        return strength <= self.parameters.value("voice_floor") + TIE

    def channels(self, matter: str | None = None) -> tuple[Channel, ...]:
        """Give each way in which each matter of interest can be voiced; capacity 0: it is missing.

        ``matter`` is the key of one; None: all. In the order of `INTERESTS`, then of the
        addressees, then of the ways.

        Raises
        ------
        BadParameterError
            If there is no such matter.

        """
        return channels_of(self, matter)

    def voice(self, interest: Interest, addressee: str) -> EffectiveVoice:
        """Give what is left of residents' will on one matter at one addressee (L131-L141; A-77)."""
        return effective_voice(
            self.parameters.known_value("willingness"),
            self.capacity(addressee, cover=cover_of(self, interest)),
            self.responsiveness(addressee),
        )

    def responsiveness(self, addressee: str) -> float | None:
        """Give how far an addressee answers: its information to residents, else the parameter."""
        if self.relations_between(addressee, who.RESIDENTS, conveys="information"):
            return self.strength_between(addressee, who.RESIDENTS, conveys="information")
        return self.parameters.known_value("responsiveness")

    def has_channel(self, interest: Interest) -> bool | None:
        """Tell whether a matter reaches one addressee by more than a form; None: not known."""
        return has_channel(self, interest)

    def interests_without_channel(self) -> tuple[Interest, ...]:
        """Give the matters that are known to reach no addressee by more than a form.

        Raises
        ------
        BadParameterError
            If `voice_floor` or `covers_unnamed` is not known.

        """
        return tuple(item for item in INTERESTS if has_channel(self, item) is False)

    def tenures(self, matter: str | None = None) -> tuple[Tenure, ...]:
        """Compare owners' word with tenants', matter by matter (L131, L139, L147; A-88).

        ``matter`` is the key of one; None: all.

        Raises
        ------
        BadParameterError
            If there is no such matter.

        """
        return tenures_of(self, matter)

    # The opinion day

    def requirements(self) -> tuple[Requirement, ...]:
        """Check the seven things that the essay asks of the channel (L149; A-81)."""
        return requirements_of(self)

    # Groups and representatives

    def group_strength(self) -> float | None:
        """Give how far residents hold together: 1 - isolated share, else their tie (A-84)."""
        tie = self.strength(who.RESIDENTS, who.RESIDENTS)
        return group_strength(tie, self.parameters.known_value("isolated_share"))

    def cooptation(self) -> float | None:
        """Give the government's share in what makes residents' own groups (L153; A-86)."""
        return cooptation(
            self.strength(who.GOVERNMENT, who.SELF_ORGANISATION),
            self.strength(who.RESIDENTS, who.SELF_ORGANISATION),
        )

    def cooptation_bounds(self) -> tuple[float, float] | None:
        """Give between which ends that share lies, as far as the strengths are known."""
        return cooptation_bounds(
            self.band(who.GOVERNMENT, who.SELF_ORGANISATION),
            self.band(who.RESIDENTS, who.SELF_ORGANISATION),
        )

    def belonging(self) -> float | None:
        """Give what comes back to residents from their own groups (L153): there and back."""
        there = self.strength(who.RESIDENTS, who.SELF_ORGANISATION)
        back = self.strength(who.SELF_ORGANISATION, who.RESIDENTS)
        return Route((who.SELF_ORGANISATION,), (there, back)).capacity

    def delegations(self) -> tuple[Delegation, ...]:
        """Give whom representatives would speak for, by the way they are chosen (L149; A-85)."""
        turnout = {
            "retired": self.strength(who.RETIRED, who.COMMITTEE),
            "working_age": self.strength(who.WORKING_AGE, who.COMMITTEE),
        }
        margins = {
            "retired": self.choice(Stratum.RETIRED, Activity.DECISION).margin,
            "working_age": self.choice(Stratum.WORKING_AGE, Activity.DECISION).margin,
        }
        retired = self.parameters.known_value("retired_share")
        return tuple(
            delegation(selection, weights_of(selection, turnout=turnout, margins=margins), retired)
            for selection in Selection
        )

    # The ladder

    def rungs(self) -> tuple[Rated, ...]:
        """Put the relations between residents and who decides on Arnstein's ladder (A-82, A-83).

        In the order of the view; relations without a rung are left out (`rung_of`).
        """
        return rated(self)

    def median_rungs(self) -> tuple[Rung, Rung]:
        """Give lower and upper median of the rungs, each channel counted once (A-83).

        Raises
        ------
        BadParameterError
            If no relation has a rung.

        """
        return medians([item.rung for item in self.rungs() if item.counted])

    # Causes

    def causes(self) -> tuple[Cause, ...]:
        """Give the named causes with how strongly they work in this view (A-89)."""
        return named_causes(
            {
                "burden": self.strength(who.GOVERNMENT, who.COMMITTEE, RelationClass.BURDEN),
                "mobilisation": self.strength(who.COMMITTEE, who.RESIDENTS, RelationClass.CONTROL),
                "infringement": self.strength(who.FIRM, who.RESIDENTS, RelationClass.EXCLUSION),
                "no_way_to_firm": lack(self.capacity(who.FIRM)),
                "no_way_to_committee": lack(self.capacity(who.COMMITTEE)),
                "atomisation": lack(self.group_strength()),
                "no_time": self.parameters.known_value("time_cost_young"),
            }
        )

    # Looking up

    def word(self, start: str, end: str) -> float | None:
        """Give how strongly opinion goes from one actor to another; see `strength`."""
        return self.strength(start, end, conveys="opinion")

    def strength(
        self,
        start: str,
        end: str,
        relation_class: RelationClass = RelationClass.EMPOWERMENT,
        *,
        conveys: str | None = None,
    ) -> float | None:
        """Give the strength from one actor to another, 0 where the view lacks one of them.

        Without residents, or all who decide, it is another community: `UnknownActorError`.
        """
        self.view.place(who.RESIDENTS)
        if not any(map(self.has_actor, who.HOLDERS)):
            self.view.place(who.HOLDERS[0])
        if not (self.has_actor(start) and self.has_actor(end)):
            return 0.0
        return self.strength_between(start, end, conveys=conveys, relation_class=relation_class)

    def band(self, start: str, end: str) -> tuple[float, float]:
        """Give low and high of the strength from one actor to another; unknown: 0 and 1."""
        found = [item.strength for item in self.relations_between(start, end)]
        lows = [0.0 if item is None else item.low for item in found]
        highs = [1.0 if item is None else item.high for item in found]
        return max(lows, default=0.0), max(highs, default=0.0)
