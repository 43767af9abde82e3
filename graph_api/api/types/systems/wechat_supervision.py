"""Supervision of the office over its own platform (监督), as clients ask it."""

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.path import actors_of
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.systems.wechat_platform.supervision import Supervision, Supervisor


@strawberry.type(description="A stakeholder and its ways to supervise the office (监督者).")
class PlatformSupervisor:
    """A supervisor."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Supervisor]
    floor: strawberry.Private[float]

    @resolver(description="The stakeholder (利益相关者).")
    def actor(self) -> Actor:
        """Give the actor."""
        return actors_of(self.view, [self.entry.actor])[0]

    @resolver(description="Its way without the platform, in [0, 1]; null: unknown (直接渠道).")
    def direct(self) -> float | None:
        """Give the direct way."""
        return self.entry.direct

    @resolver(description="Its way over the platform, in [0, 1]; null: unknown (经平台).")
    def over_platform(self) -> float | None:
        """Give the way over the platform."""
        return self.entry.over_platform

    @resolver(description="One of them is more than a form; null: unknown (渠道畅通).")
    def open(self) -> bool | None:
        """Tell whether it is open."""
        return self.entry.is_open(self.floor)

    @resolver(description="How far a complaint spreads, in [0, 1] (放大).")
    def amplified(self) -> float | None:
        """Give the amplification."""
        return self.entry.amplified


@strawberry.type(description="Supervision of the office, and where it ends (监督及其局限).")
class PlatformSupervision:
    """Supervision."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Supervision]
    floor: strawberry.Private[float]

    @resolver(description="Open share x hours x amplification, in [0, 1], A-49 (监督指数).")
    def index(self) -> float | None:
        """Give the index."""
        return self.entry.index

    @resolver(description="Share of stakeholders with an open way (渠道畅通比例).")
    def open_share(self) -> float | None:
        """Give the share."""
        return self.entry.open_share

    @resolver(description="Share of the day (时间比例).")
    def hours_share(self) -> float:
        """Give the share of hours."""
        return self.entry.hours_share

    @resolver(description="Mean amplification of complaints (放大).")
    def amplification(self) -> float | None:
        """Give the amplification."""
        return self.entry.amplification

    @resolver(description="Share with an open way if the office closes the platform (无平台时).")
    def without_platform(self) -> float | None:
        """Give what is left without the platform."""
        return self.entry.without_platform

    @resolver(description="Strongest sanction of stakeholders on the office; 0: none (惩戒).")
    def sanction(self) -> float | None:
        """Give the sanction."""
        return self.entry.sanction

    @resolver(description="Where it ends in this view, in words (局限).")
    def limits(self, language: LanguageArgument = Language.EN) -> list[str]:
        """Give the limits."""
        return [item.text(language_word(language)) for item in self.entry.limits()]

    @resolver(description="Each stakeholder (各监督者).")
    def supervisors(self) -> list[PlatformSupervisor]:
        """Give the supervisors."""
        return [
            PlatformSupervisor(view=self.view, entry=item, floor=self.floor)
            for item in self.entry.supervisors
        ]
