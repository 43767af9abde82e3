"""How far the platform reaches, and its race against rumours (L21, L35, L47)."""

from __future__ import annotations

from functools import cached_property

from graph_api.domain import RelationClass
from graph_api.systems.wechat_platform import actors as who
from graph_api.systems.wechat_platform import coverage as cover
from graph_api.systems.wechat_platform.communication import Communication
from graph_api.systems.wechat_platform.numbers import missing
from graph_api.systems.wechat_platform.rumour import Course, Race, mean_field
from graph_api.systems.wechat_platform.runs import Runs, run_race


class Reaching(Communication):
    """What the platform reaches in one view."""

    # Reach

    def published(self) -> float | None:
        """Give how much of what the office has to say stands on the platform (L13)."""
        return self.tie(who.OFFICE, who.PLATFORM, ("information",))

    def shares(
        self, coverage: float | None = None, identification: float | None = None
    ) -> tuple[float | None, float | None]:
        """Give coverage and identification: as told, else as the parameters say."""
        known = self.parameters.known_value
        return (
            known("coverage") if coverage is None else coverage,
            known("identification") if identification is None else identification,
        )

    def reach(
        self, coverage: float | None = None, identification: float | None = None
    ) -> float | None:
        """Give the expected share of residents whom one message reaches (L35; A-45).

        Raises
        ------
        BadParameterError
            If a share is not in [0, 1], or the answer hangs on one that nobody has said.

        """
        covered, identified = self.shares(coverage, identification)
        found = cover.reach(covered, identified, self.published())
        if found is None and covered is None:
            raise missing("coverage", "the share of residents covered", "居民覆盖比例")
        if found is None and identified is None:
            raise missing("identification", "how many of those covered use it", "认同使用比例")
        if found is None:
            raise missing("published", "how much the office publishes on it", "发布程度")
        return found

    def reach_bounds(
        self, coverage: float | None = None, identification: float | None = None
    ) -> cover.Bounds:
        """Give the reach with everything unknown at 0, then at 1."""
        return cover.reach_bounds(*self.shares(coverage, identification), self.published())

    def required_coverage(self, target: float, identification: float | None = None) -> float | None:
        """Give the coverage that a reach takes; None: not to be had."""
        _, identified = self.shares(None, identification)
        return cover.required_coverage(target, identified, self.published())

    def push(
        self,
        per_day: float | None = None,
        deadline: float | None = None,
        coverage: float | None = None,
        identification: float | None = None,
    ) -> cover.Push:
        """Give what pushes of one message bring by a deadline in hours (L47; A-46)."""
        number = self.parameters.value
        covered, identified = self.shares(coverage, identification)
        return cover.push(
            number("pushes_per_day") if per_day is None else per_day,
            number("push_deadline_hours") if deadline is None else deadline,
            coverage=covered,
            identification=identified,
            published=self.published(),
        )

    def waiting(self, staffed_hours: float | None = None) -> cover.Waiting:
        """Give how long a question waits for a person (L47; A-46)."""
        if staffed_hours is None:
            staffed_hours = self.parameters.value("staffed_hours_per_day")
        return cover.waiting(staffed_hours)

    def non_users(
        self,
        older_share: float | None = None,
        users_older: float | None = None,
        users_younger: float | None = None,
    ) -> cover.NonUsers:
        """Give who does not use the medium at all, by age (A-51)."""
        known = self.parameters.known_value
        return cover.non_users(
            known("older_share") if older_share is None else older_share,
            known("users_among_older") if users_older is None else users_older,
            known("users_among_younger") if users_younger is None else users_younger,
        )

    # Rumour

    def race(
        self,
        delay: float | None = None,
        horizon: float | None = None,
        reach: float | None = None,
    ) -> Race:
        """Give the race of rumour and clarification in this view (L21; A-48).

        Raises
        ------
        BadParameterError
            If a strength or parameter that it needs is not known, or a number is out of range.

        """
        number = self.parameters.value
        believed = self.tie(who.RUMOURS, who.RESIDENTS, None, RelationClass.EXCLUSION)
        accepted = self.tie(who.PLATFORM, who.RUMOURS, None, RelationClass.CONTROL)
        if believed is None:
            raise missing("rumour_sources -> residents", "how far rumours are believed", "谣言强度")
        if accepted is None:
            raise missing("wechat_platform -> rumour_sources", "what clarifying does", "澄清强度")
        return Race(
            believed=believed,
            accepted=accepted,
            reach=self.race_reach() if reach is None else reach,
            initial=number("initial_misinformed"),
            contact_hours=number("rumour_contact_hours"),
            stifling_hours=number("rumour_stifling_hours"),
            clarifying_hours=number("clarification_contact_hours"),
            delay=number("clarification_delay_hours") if delay is None else delay,
            horizon=number("race_horizon_hours") if horizon is None else horizon,
        )

    def race_reach(self) -> float:
        """Give the share of residents whom a clarification reaches (A-45).

        From coverage and identification where they are known; where nobody has said either, the
        strength platform -> residents, which was read from words about the coverage.

        Raises
        ------
        BadParameterError
            If only one of the two is known, or the strength is not.

        """
        covered, identified = self.shares()
        if covered is None and identified is None:
            found = self.tie(who.PLATFORM, who.RESIDENTS, ("information",))
        else:
            found = self.reach()
        if found is None:
            raise missing("reach", "how far the platform reaches residents", "平台触达程度")
        return found

    @cached_property
    def course(self) -> Course:
        """Give the deterministic limit of the race, as this view has it."""
        return mean_field(self.race())

    @cached_property
    def course_without_platform(self) -> Course:
        """Give the deterministic limit without any clarification."""
        return mean_field(self.race(reach=0.0))

    def runs(
        self, race: Race, seed: int = 0, runs: int | None = None, residents: int | None = None
    ) -> Runs:
        """Run a race with chance, as often and with as many residents as the parameters say."""
        number = self.parameters.value
        return run_race(
            race,
            residents=int(number("race_residents")) if residents is None else residents,
            runs=int(number("race_runs")) if runs is None else runs,
            seed=seed,
        )
