"""A report on a view: the questions that it asks, and the page that comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Unpack

import numpy as np

from graph_api.domain import Actor, GraphSnapshot, Label
from graph_api.domain.selection import Selection, choose
from graph_api.errors import BadParameterError, Language, TooCostlyError
from graph_api.exchange.report import (
    Heading,
    PairPart,
    RefusedMetric,
    Report,
    report_page,
)
from graph_api.scoring import Bottleneck, PairRow, Scoring, Target, explain_pair, regime
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.metrics import METRICS, MetricAnswer, metric
from graph_api.scoring.uncertainty import (
    RankUncertainty,
    Sampling,
    Uncertainty,
    pair_uncertainty,
    rank_uncertainty,
)
from graph_api.service import Service
from graph_api.workbench.questions import Questions
from graph_api.workbench.words import (
    ScoringWords,
    kept,
    read_scoring,
    said_group,
    said_groups,
)

SHOWN = 10
"""So many pairs, bottlenecks and channels are shown."""

MOST_ACTORS = 2_000
"""With more actors the two groups have to be named: all pairs of all would be too many."""

MOST_DRAWN = 2_000
"""With more relations nothing is drawn: the exact bounds stand beside every pair all the same."""

METRICS_SHOWN = ("betweenness", "pagerank", "constraint", "effective_size")
"""Metrics of actors in the report, those of whole graphs beside them."""

Progress = Callable[[float], None]


class ReportQuestions(Questions):
    """What a report asks."""

    def report(  # noqa: PLR0913  # the two groups, and how much to say of them
        self,
        between: Selection | None = None,
        other: Selection | None = None,
        *,
        language: Language = "en",
        heading: Heading | None = None,
        first: int = SHOWN,
        draws: int = 1000,
        seed: int = 0,
        progress: Progress | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> str:
        """Write one self-contained HTML page on this view.

        Parameters
        ----------
        between, other
            The two groups whose pairs are looked at; both or neither. Neither: state and society
            where the view has actors of both spheres, else all actors.
        language
            Of the page.
        heading
            Title and description; None: those of the scenario, as `load` knows them.
        first
            How many pairs, bottlenecks and channels are shown, from 1 to 100.
        draws, seed
            How uncertainty is drawn; 0 draws: not at all.
        progress
            Called with the share that is done, in [0, 1].
        **scoring
            How to score.

        Raises
        ------
        BadParameterError
            If only one group is said, nobody is in one, ``first``, ``draws`` or ``seed`` is out of
            range, or the view is so large that the groups have to be said.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> page = load("seeds/water-game.yaml").view().report(draws=0)
        >>> page.startswith("<!DOCTYPE html>")
        True

        """
        asking = _Asking(self.graph, read_scoring(**scoring), first, draws, seed, progress)
        named = _groups(self.graph, between, other)
        asked = {
            **said_groups(*named),
            "first": first,
            "draws": draws or None,
            "seed": seed if draws else None,
        }
        parameters = {**asking.scoring.parameters(), **asked}
        report = asking.report(heading or self._heading, named, self.provenance(**parameters))
        return report_page(with_map(report, language, self._cast()), language)


def with_map(report: Report, language: Language, cast: Sequence[Actor] = ()) -> Report:
    """Put the map into a report, or why there is none."""
    from graph_api.exchange.maps import map_svg  # noqa: PLC0415  # slow to load

    title = report.heading.over_map(report.view.key.variant, language)
    try:
        return replace(
            report, picture=map_svg(report.view, cast=cast, language=language, title=title)
        )
    except BadParameterError as error:  # too many to be read, or nobody at all
        return replace(report, no_picture=Label(error.en, error.zh))


class _Asking:
    """Asks everything that one report says, each question as the other faces ask it."""

    def __init__(  # noqa: PLR0913, PLR0917  # as `ReportQuestions.report`
        self,
        view: GraphSnapshot,
        scoring: Scoring,
        first: int,
        draws: int,
        seed: int,
        progress: Progress | None,
    ) -> None:
        if not 1 <= first <= 100:
            raise BadParameterError(
                f"first must be a whole number from 1 to 100, not {first!r}.",
                f"first 必须是 1 至 100 的整数，不能是 {first!r}。",
                parameter="first",
            )
        self.view = view
        self.scoring = scoring
        self.first = first
        self.sampling = Sampling(draws, seed) if draws else None
        self.tell = progress or (lambda _share: None)

    def report(
        self, heading: Heading, named: tuple[Selection, Selection], provenance: dict[str, object]
    ) -> Report:
        """Ask, from what is quick to what is slow."""
        view, scoring = self.view, self.scoring
        groups = choose(view, named[0]), choose(view, named[1])
        best = Service.pairs(view, *groups, scoring, first=self.first)
        missing = Service.pairs(view, *groups, scoring, missing=True, first=self.first)
        self.tell(0.1)
        actors = Service.bottlenecks(view, *groups, scoring, target=Target.ACTOR)
        channels = Service.bottlenecks(view, *groups, scoring, target=Target.CHANNEL)
        self.tell(0.3)
        metrics = tuple(map(self._metric, _metric_names()))
        self.tell(0.4)
        no_draws = self._no_draws()
        ranks = None
        if self.sampling is not None and not no_draws:
            ranks = self._ranks(GroupPairs(*map(view.chosen_places, groups)))
        pairs = self._parts(best.rows[: self.first], is_drawn=not no_draws)
        self.tell(1.0)
        return Report(
            view=view,
            heading=heading,
            between=said_group(named[0]),
            other=said_group(named[1]),
            pairs=pairs,
            disconnected=best.disconnected,
            missing=tuple(missing.rows[: self.first]),
            bottlenecks=self._costly(actors),
            channels=self._costly(channels),
            ranks=ranks,
            regime=regime(view),
            metrics=metrics,
            provenance=provenance,
            no_draws=no_draws,
        )

    def _costly(self, ranking: Sequence[Bottleneck]) -> tuple[Bottleneck, ...]:
        return tuple(takewhile(lambda item: item.loss > 0, ranking[: self.first]))

    def _metric(self, name: str) -> MetricAnswer | RefusedMetric:
        try:
            return metric(self.view, name)
        except TooCostlyError as error:
            return RefusedMetric(name, METRICS[name].title, Label(error.en, error.zh))

    def _no_draws(self) -> Label:
        """Say why nothing is drawn; an empty label where something is."""
        view = self.view
        if self.sampling is None:
            return NOT_ASKED
        if len(view.relations) > MOST_DRAWN:
            return TOO_MANY
        carrying = view.carries
        is_open = np.isnan(view.point) | (view.low != view.high)
        return Label() if (carrying & is_open).any() else NOTHING_UNSURE

    def _ranks(self, pairs: GroupPairs) -> RankUncertainty | None:
        if self.sampling is None:
            return None
        return rank_uncertainty(
            self.view,
            pairs,
            self.scoring,
            self.sampling,
            first=self.first,
            progress=lambda share: self.tell(0.4 + 0.4 * share),
        )

    def _parts(self, rows: Sequence[PairRow], *, is_drawn: bool) -> tuple[PairPart, ...]:
        parts = []
        for place, row in enumerate(rows, 1):
            score = Service.pair(self.view, row.a, row.b, self.scoring)
            parts.append((score, self._sure(row.a, row.b) if is_drawn else None))
            self.tell(0.8 + 0.2 * place / len(rows))
        return tuple(
            PairPart(
                score,
                Label(explain_pair(self.view, score, "en"), explain_pair(self.view, score, "zh")),
                sure,
            )
            for score, sure in parts
        )

    def _sure(self, a: str, b: str) -> Uncertainty | None:
        if self.sampling is None:
            return None
        return pair_uncertainty(self.view, a, b, self.scoring, self.sampling)


def _groups(
    view: GraphSnapshot, between: Selection | None, other: Selection | None
) -> tuple[Selection, Selection]:
    """Give the two groups, those that are meant where none is said."""
    if between is not None and other is not None:
        return kept(between), kept(other)
    if between is not None or other is not None:
        raise BadParameterError(
            "A report looks at the pairs of two groups: give between and and, or neither.",
            "报告考察两组之间的行动者对：请同时给出 between 与 and，或都不给。",
            parameter="and" if other is None else "between",
        )
    if len(view.actors) > MOST_ACTORS:
        raise BadParameterError(
            f"The view has {len(view.actors)} actors: with more than {MOST_ACTORS:,} a report needs"
            " to know whose pairs to look at. Give between and and (kind=resident, for instance).",
            f"该视图有 {len(view.actors)} 个行动者：超过 {MOST_ACTORS:,} 个时，须说明考察哪两组"
            "（between 与 and，例如 kind=resident）。",
            parameter="between",
        )
    spheres = {actor.sphere.value for actor in view.actors}
    return ("sphere=state", "sphere=society") if {"state", "society"} <= spheres else ("all", "all")


def _metric_names() -> tuple[str, ...]:
    whole = (info.name for info in METRICS.values() if info.is_of_graph)
    return (*METRICS_SHOWN, *whole)


NOT_ASKED = Label("No draws were asked for.", "未要求抽样。")
NOTHING_UNSURE = Label(
    "No relation that carries empowerment has a range or an unknown strength: there is nothing to"
    " draw, and the bounds are the scores themselves.",
    "承载充权的关系都没有范围，也没有未知强度：无需抽样，界限就是得分本身。",
)
TOO_MANY = Label(
    f"With more than {MOST_DRAWN:,} relations nothing is drawn for a report; the exact bounds"
    " stand beside each pair. `empower uncertainty` draws for one pair.",
    f"关系超过 {MOST_DRAWN:,} 条时报告不做抽样；每对旁边列有精确界限。"
    "可用 `empower uncertainty` 对单独一对抽样。",
)
