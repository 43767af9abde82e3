"""What the WeChat platform answers about rumours, reach, consensus and surveillance (微信平台)."""

from typing import Self

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.pair import Interval
from graph_api.api.types.systems.wechat_parts import PlatformBounds
from graph_api.api.types.words import Language, describe, language_word
from graph_api.systems.wechat_platform.consensus import ConsensusNeed, Consultation, Party
from graph_api.systems.wechat_platform.coverage import NonUsers, Push
from graph_api.systems.wechat_platform.rumour import Course, Race
from graph_api.systems.wechat_platform.runs import Runs
from graph_api.systems.wechat_platform.surveillance import Reading

describe(ConsensusNeed, "What a consensus takes (共识条件).")


@strawberry.type(
    description="The race for endlessly many residents, to which the mean over runs converges"
    " (确定性极限)."
)
class RumourLimit:
    """The deterministic limit."""

    peak_misinformed: float = strawberry.field(description="Largest share misinformed (误信峰值).")
    peak_hour: float = strawberry.field(description="When that was, in hours (峰值时刻).")
    final_misinformed: float = strawberry.field(description="Share misinformed at the end (误信).")
    final_clarified: float = strawberry.field(description="Share clarified at the end (已澄清).")
    believed: float = strawberry.field(
        description="Share that has believed it by the horizon (曾相信)."
    )
    misinformed: list[float] = strawberry.field(description="Share misinformed by hour (误信).")
    clarified: list[float] = strawberry.field(description="Share clarified by hour (已澄清).")

    @classmethod
    def of(cls, course: Course) -> Self:
        """Wrap a course."""
        return cls(
            peak_misinformed=course.peak,
            peak_hour=course.peak_hour,
            final_misinformed=course.misinformed[-1],
            final_clarified=course.clarified[-1],
            believed=course.believed[-1],
            misinformed=[*course.misinformed],
            clarified=[*course.clarified],
        )


@strawberry.type(
    description="A rumour and its clarification race for residents: means over seeded runs, with"
    " the deterministic limit beside them, A-48 (谣言与澄清的竞争)."
)
class RumourRace:
    """A race."""

    race: strawberry.Private[Race]
    entry: strawberry.Private[Runs]
    alone: strawberry.Private[Course]
    course: strawberry.Private[Course]

    @resolver(description="Largest mean share misinformed at one time, in [0, 1] (误信峰值).")
    def peak_misinformed(self) -> float:
        """Give the peak of the mean."""
        return self.entry.mean.peak

    @resolver(description="Mean share clarified at the end, in [0, 1] (已澄清).")
    def final_clarified(self) -> float:
        """Give who is clarified."""
        return self.entry.mean.clarified[-1]

    @resolver(
        description="Mean share that has believed the rumour by the horizon, in [0, 1] (曾相信)."
    )
    def believed(self) -> float:
        """Give who has believed it by the horizon."""
        return self.entry.mean.believed[-1]

    @resolver(description="The same without clarification, in the limit (没有澄清时曾相信).")
    def believed_without_platform(self) -> float:
        """Give who would believe it without the platform."""
        return self.alone.believed[-1]

    @resolver(
        description="Residents whom one spreader convinces at the start; above 1 the rumour grows"
        " (再生数)."
    )
    def reproduction(self) -> float:
        """Give the reproduction number."""
        return self.race.reproduction

    @resolver(description="Share of residents whom the clarification can reach, A-45 (触达).")
    def reach(self) -> float:
        """Give the reach."""
        return self.race.reach

    @resolver(description="Hours after which the clarification comes out (延迟).")
    def delay(self) -> float:
        """Give the delay."""
        return self.race.delay

    @resolver(description="Hours of the 145 equally spaced points (时刻).")
    def times(self) -> list[float]:
        """Give the hours."""
        return [*self.entry.mean.times]

    @resolver(description="Mean share misinformed at each of them (误信).")
    def misinformed(self) -> list[float]:
        """Give the mean share misinformed."""
        return [*self.entry.mean.misinformed]

    @resolver(description="Mean share clarified at each of them (已澄清).")
    def clarified(self) -> list[float]:
        """Give the mean share clarified."""
        return [*self.entry.mean.clarified]

    @resolver(
        description="Shares misinformed between which nine of ten runs lie, at each (九成区间)."
    )
    def band(self) -> list[Interval]:
        """Give the band."""
        return [
            Interval(low=low, high=high)
            for low, high in zip(self.entry.low, self.entry.high, strict=True)
        ]

    @resolver(
        description="Of each run, the share that has believed the rumour by the horizon (各次运行)."
    )
    def believed_by_run(self) -> list[float]:
        """Give each run."""
        return [*self.entry.ended]

    @resolver(description="The deterministic limit (确定性极限).")
    def limit(self) -> RumourLimit:
        """Give the limit."""
        return RumourLimit.of(self.course)

    @resolver(description="How many residents each run has (居民数).")
    def residents(self) -> int:
        """Give the residents."""
        return self.entry.residents

    @resolver(description="How many runs there were (运行次数).")
    def runs(self) -> int:
        """Give the runs."""
        return len(self.entry.ended)

    @resolver(description="Seed of all chance: the same one runs the same runs (随机种子).")
    def seed(self) -> int:
        """Give the seed."""
        return self.entry.seed


@strawberry.type(description="What pushes of one message bring by a deadline (推送效果).")
class PlatformPush:
    """Pushes."""

    pushes: int = strawberry.field(description="Pushes by the deadline (次数).")
    of_covered: float | None = strawberry.field(
        description="Share reached of those covered and using it (占已覆盖者)."
    )
    of_all: float | None = strawberry.field(
        description="Share reached of all residents; null: unknown (占全体居民)."
    )
    ceiling: PlatformBounds = strawberry.field(
        description="What no frequency gets beyond, A-46 (上限)."
    )

    @classmethod
    def of(cls, found: Push) -> Self:
        """Wrap pushes."""
        return cls(
            pushes=found.pushes,
            of_covered=found.of_covered,
            of_all=found.of_all,
            ceiling=PlatformBounds.of(found.ceiling),
        )


@strawberry.type(description="How long a question waits for a person, in hours (等待时间).")
class PlatformWaiting:
    """The wait."""

    mean: float = strawberry.field(description="Mean over all hours of the day (平均).")
    longest: float = strawberry.field(description="The longest wait (最长).")


@strawberry.type(description="Residents without the medium, by age (不使用者).")
class PlatformNonUsers:
    """Non-users."""

    share: PlatformBounds = strawberry.field(description="Their share of residents (比例).")
    older_part: float | None = strawberry.field(
        description="Part of the older among them; null: unknown, or there are none (老年占比)."
    )
    coverage_limit: float = strawberry.field(
        description="What coverage cannot get beyond, A-51 (覆盖上限)."
    )

    @classmethod
    def of(cls, found: NonUsers) -> Self:
        """Wrap non-users."""
        return cls(
            share=PlatformBounds.of(found.share),
            older_part=found.older_part,
            coverage_limit=found.coverage_limit,
        )


@strawberry.type(description="A party to the consultation (协商一方).")
class ConsultationParty:
    """A party."""

    entry: strawberry.Private[Party]
    end: strawberry.Private[float]

    @resolver(description="Its key; interest groups are two: `interest_groups_1` (标识).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="It in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.label.text(language_word(language))

    @resolver(description="How strongly it speaks, in [0, 1] (声音).")
    def voice(self) -> float:
        """Give the voice."""
        return self.entry.voice

    @resolver(description="How strongly the platform reaches it, in [0, 1] (接收).")
    def hearing(self) -> float:
        """Give the hearing."""
        return self.entry.hearing

    @resolver(description="Weight that it gives to others, in [0, 1] (开放度).")
    def openness(self) -> float:
        """Give the openness."""
        return self.entry.openness

    @resolver(description="Its opinion at the start, in [0, 1] (起始立场).")
    def start(self) -> float:
        """Give the start."""
        return self.entry.position

    @resolver(name="end", description="Its opinion at the end (最终立场).")
    def at_end(self) -> float:
        """Give the end."""
        return self.end


@strawberry.type(description="One condition of consensus (共识条件).")
class ConsensusCondition:
    """A condition."""

    condition: ConsensusNeed = strawberry.field(description="Which (条件).")
    holds: bool = strawberry.field(description="It holds (满足).")

    @resolver(description="It in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.condition.label.text(language_word(language))


@strawberry.type(description="What rounds of consultation bring, A-47 (协商结果).")
class PlatformConsensus:
    """A consultation."""

    entry: strawberry.Private[Consultation]

    @resolver(description="All four conditions hold (达成共识).")
    def reached(self) -> bool:
        """Tell whether there is a consensus."""
        return self.entry.reached

    @resolver(description="Largest distance between parties at the end (差距).")
    def spread(self) -> float:
        """Give the spread."""
        return self.entry.spread

    @resolver(description="Weakest voice over the strongest (声音均衡度).")
    def evenness(self) -> float:
        """Give the evenness."""
        return self.entry.evenness

    @resolver(description="Rounds held (轮数).")
    def rounds(self) -> int:
        """Give the rounds."""
        return len(self.entry.positions) - 1

    @resolver(
        description="Rounds until the spread is small enough; null: not within them (所需轮数)."
    )
    def rounds_needed(self) -> int | None:
        """Give the rounds needed."""
        return self.entry.rounds_needed

    @resolver(description="The four conditions (四个条件).")
    def conditions(self) -> list[ConsensusCondition]:
        """Give the conditions."""
        return [
            ConsensusCondition(condition=key, holds=holds)
            for key, holds in self.entry.conditions.items()
        ]

    @resolver(description="The parties (各方).")
    def parties(self) -> list[ConsultationParty]:
        """Give the parties."""
        ends = self.entry.positions[-1]
        return [
            ConsultationParty(entry=party, end=end)
            for party, end in zip(self.entry.parties, ends, strict=True)
        ]


@strawberry.type(description="Reading opinion as surveillance, A-50 (民意读取与监视).")
class PlatformSurveillance:
    """Reading opinion."""

    heard: float | None = strawberry.field(
        description="What reaches the office once reading chills the voice (街道听到的)."
    )
    unchilled: float | None = strawberry.field(
        description="What would reach it if nobody minded (不受抑制时)."
    )
    turning_point: float | None = strawberry.field(
        description="Reading above which more reading hears less; null: none up to 1 (转折点)."
    )
    office_reads: float | None = strawberry.field(
        description="What the office reads of residents (街道所读)."
    )
    residents_read: float | None = strawberry.field(
        description="What residents read of the office (居民所读)."
    )
    asymmetry: float | None = strawberry.field(
        description="Office reads over residents read; above 1 it sees more than it shows (不对称)."
    )

    @classmethod
    def of(cls, found: Reading) -> Self:
        """Wrap a reading."""
        return cls(
            heard=found.heard,
            unchilled=found.unchilled,
            turning_point=found.turning_point,
            office_reads=found.office_reads,
            residents_read=found.residents_read,
            asymmetry=found.asymmetry,
        )
