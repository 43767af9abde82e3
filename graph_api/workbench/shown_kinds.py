"""The kinds of answers that a view gives, each with the table that it shows (`shown`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, takewhile
from typing import Any

from graph_api.domain import GraphSnapshot
from graph_api.domain.words import Label
from graph_api.errors import Language
from graph_api.scoring import (
    Bottleneck,
    Cut,
    PairRanking,
    PairRow,
    PairScore,
    PathRanking,
    Regime,
    Target,
)
from graph_api.scoring.attribution import Attribution
from graph_api.scoring.losses.ranking import LossRanking
from graph_api.scoring.metrics import MetricAnswer
from graph_api.scoring.pairs.top import FirstPairs
from graph_api.scoring.plans import Opening, Plan
from graph_api.scoring.uncertainty import RankUncertainty, Sensitivity, Uncertainty
from graph_api.scoring.walks.ranking import FirstRanking
from graph_api.workbench.shown import MOST_ROWS, Cell, Shown, ShownValue, Table, carry

ACTOR = Label("actor", "行动者")
FORWARD = Label("forward", "正向")
REVERSE = Label("reverse", "反向")
MUTUAL = Label("mutual", "相互")
LOW = Label("low", "低")
HIGH = Label("high", "高")
SCORE = Label("score", "得分")
VALUE = Label("value", "值")
LOSS = Label("loss", "损失")
RELATION = Label("relation", "关系")
WHAT = Label("what", "项目")
SUBJECT = Label("without", "移除")


class ShownPair(ShownValue, PairScore):
    """A `PairScore` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the three scores with bounds and paths."""
        rows: list[tuple[Cell, ...]] = []
        for word, value, bound, path in (
            (FORWARD, self.forward, self.bounds.forward, self.forward_path),
            (REVERSE, self.reverse, self.bounds.reverse, self.reverse_path),
            (MUTUAL, self.mutual, self.bounds.mutual, None),
        ):
            way = "" if path is None else _way(self, path.actors, language)
            rows.append((word.text(language), value, bound.low, bound.high, way))
        band = "" if self.band is None else f": {self.band.label.text(language)}"
        title = f"{self.named(self.a, language)} ⇄ {self.named(self.b, language)}{band}"
        columns = (WHAT, SCORE, LOW, HIGH, Label("path", "路径"))
        return Table(title, columns, rows, len(rows))


class ShownPaths(ShownValue, PathRanking):
    """A `PathRanking` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first paths."""
        rows = [
            (
                path.score,
                str(path.hops),
                _way(self, path.actors, language),
                " ".join(path.relations),
            )
            for path in self.paths[:MOST_ROWS]
        ]
        title = Label("best paths", "最佳路径").text(language)
        columns = (SCORE, Label("hops", "跳数"), Label("path", "路径"), Label("relations", "关系"))
        return Table(title, columns, rows, len(self.paths))


class ShownPairs(ShownValue, PairRanking):
    """A `PairRanking` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first pairs."""
        return _pairs(self, self.rows, len(self.rows), language)


class ShownFirstPairs(Shown, FirstPairs):
    """A `FirstPairs` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first pairs."""
        return _pairs(self, self.rows, self.count, language)


class ShownBottlenecks(Shown, tuple[Bottleneck, ...]):
    """The bottlenecks of a view, as a tuple that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first bottlenecks."""
        return _losses(self, self, language)


class ShownLosses(Shown, LossRanking):
    """The bottlenecks of a large view: rows are made when asked for."""

    def table(self, language: Language = "en") -> Table:
        """Give the first bottlenecks."""
        return _losses(self, self, language)


class ShownFirstLosses(Shown, FirstRanking):
    """The first bottlenecks of a large view read by all walks."""

    def table(self, language: Language = "en") -> Table:
        """Give the first bottlenecks."""
        return _losses(self, self, language)


Bottlenecks = ShownBottlenecks | ShownLosses | ShownFirstLosses
"""What `View.bottlenecks` gives: a sequence of `Bottleneck`, the costliest first."""


class ShownCut(ShownValue, Cut):
    """A `Cut` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give what has to be lost."""
        members: Sequence[str] = self.relations if self.target is Target.RELATION else self.actors
        named = self.ends_named if self.target is Target.RELATION else self.named
        title = f"{self.named(self.from_id, language)} → {self.named(self.to_id, language)}: "
        if not self.connected:
            title += Label("no path to cut", "没有可切断的路径").text(language)
        elif self.capacity is None:
            title += Label("joined by a relation", "有关系直接相连").text(language)
        else:
            title += f"{Label('capacity', '容量').text(language)} {self.capacity:g}"
        rows: list[tuple[Cell, ...]] = [(named(member, language),) for member in members]
        return Table(title, (Label("cut", "割"),), rows, len(rows))


class ShownRegime(ShownValue, Regime):
    """A `Regime` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give both sides."""
        quadrant = self.quadrant
        title = (Label("unknown", "未知") if quadrant is None else quadrant.label).text(language)
        if self.borderline:
            title += Label(" (borderline)", "（处于边界）").text(language)
        rows: list[tuple[Cell, ...]] = [
            (Label("state", "国家").text(language), self.state),
            (Label("society", "社会").text(language), self.society),
            (Label("threshold", "门槛").text(language), self.threshold),
        ]
        return Table(title, (Label("side", "一方"), Label("strength", "强度")), rows, len(rows))


class ShownUncertainty(ShownValue, Uncertainty):
    """An `Uncertainty` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give median, 90% band and exact bounds of the three scores."""
        rows: list[tuple[Cell, ...]] = [
            (
                word.text(language),
                spread.median,
                spread.band90.low,
                spread.band90.high,
                spread.error,
                bound.low,
                bound.high,
            )
            for word, spread, bound in (
                (FORWARD, self.forward, self.bounds.forward),
                (REVERSE, self.reverse, self.bounds.reverse),
                (MUTUAL, self.mutual, self.bounds.mutual),
            )
        ]
        title = f"{self.named(self.a, language)} ⇄ {self.named(self.b, language)}"
        columns = (
            WHAT,
            Label("median", "中位数"),
            Label("5%", "5%"),
            Label("95%", "95%"),
            Label("error", "误差"),
            Label("lowest", "下界"),
            Label("highest", "上界"),
        )
        return Table(title, columns, rows, len(rows))


class ShownRankUncertainty(ShownValue, RankUncertainty):
    """A `RankUncertainty` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first rows."""
        rows: list[tuple[Cell, ...]] = [
            (
                self.subject_named(row.subject, language),
                row.probability_first,
                row.expected_rank,
                row.loss.low,
                row.loss.high,
            )
            for row in self.rows[:MOST_ROWS]
        ]
        title = Label("how sure the ranking is", "排名有多确定").text(language)
        columns = (
            SUBJECT,
            Label("P(first)", "居首概率"),
            Label("expected rank", "期望名次"),
            Label("loss 5%", "损失 5%"),
            Label("loss 95%", "损失 95%"),
        )
        return Table(title, columns, rows, len(self.rows))


class ShownSensitivity(ShownValue, Sensitivity):
    """A `Sensitivity` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the base, then one choice changed at a time."""
        rows: list[tuple[Cell, ...]] = [
            (
                row.choice,
                row.value,
                row.mutual,
                None if row.first is None else self.subject_named(row.first, language),
                row.quadrant,
                ", ".join(flip.label.text(language) for flip in row.flips),
            )
            for row in (self.base, *self.rows)
        ]
        title = Label("one choice at a time", "逐项改变设定").text(language)
        columns = (
            Label("choice", "设定"),
            VALUE,
            Label("mean mutual", "平均相互"),
            Label("first bottleneck", "首位瓶颈"),
            Label("quadrant", "象限"),
            Label("flips", "变化"),
        )
        return Table(title, columns, rows, len(rows))


class ShownMetric(ShownValue, MetricAnswer):
    """A `MetricAnswer` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first actors, or the number of the whole graph."""
        title = f"{self.info.title.text(language)} ({self.info.unit.text(language)})"
        if self.info.is_of_graph:
            return Table(title, (VALUE,), [(self.value,)], 1)
        rows: list[tuple[Cell, ...]] = [
            (self.named(row.actor, language), row.value) for row in self.rows[:MOST_ROWS]
        ]
        return Table(title, (ACTOR, VALUE), rows, len(self.rows))


class ShownAttribution(ShownValue, Attribution):
    """An `Attribution` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the largest shares."""
        rows: list[tuple[Cell, ...]] = [
            (self.ends_named(share.relation, language), share.share, share.standard_error)
            for share in self.shares[:MOST_ROWS]
        ]
        title = (
            f"{self.named(self.a, language)} ⇄ {self.named(self.b, language)}:"
            f" {MUTUAL.text(language)} {self.score:.3f}"
        )
        columns = (RELATION, Label("share", "贡献"), Label("standard error", "标准误"))
        return Table(title, columns, rows, len(self.shares))


class ShownPlan(ShownValue, Plan):
    """A `Plan` that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give its steps."""
        rows: list[tuple[Cell, ...]] = [
            (
                step.option,
                self.ends_named(step.relation, language),
                float(step.cost),
                step.gain_alone,
                step.loss_without,
            )
            for step in self.steps
        ]
        spent = Label("cost", "成本").text(language)
        title = (
            f"{spent} {self.cost:g} / {self.budget:g},"
            f" {MUTUAL.text(language)} {self.before:.3f} → {self.after:.3f}"
        )
        columns = (
            Label("option", "措施"),
            RELATION,
            Label("cost", "成本"),
            Label("gain alone", "单独增益"),
            Label("loss without", "缺它的损失"),
        )
        return Table(title, columns, rows, len(rows))


class ShownOpenings(Shown, tuple[Opening, ...]):
    """What opens missing directions, as a tuple that shows itself."""

    def table(self, language: Language = "en") -> Table:
        """Give the first of them."""
        rows: list[tuple[Cell, ...]] = [
            (
                f"{self.named(item.from_id, language)} → {self.named(item.to_id, language)}",
                None if item.options is None else " ".join(item.options),
                None if item.cost is None else float(item.cost),
            )
            for item in self[:MOST_ROWS]
        ]
        title = Label("what opens missing directions", "开通缺失方向的措施").text(language)
        columns = (Label("direction", "方向"), Label("options", "措施"), Label("cost", "成本"))
        return Table(title, columns, rows, len(self))


def _way(answer: Shown, actors: Sequence[str], language: Language) -> str:
    return " → ".join(answer.named(actor, language) for actor in actors)


def _pairs(answer: Shown, rows: Sequence[PairRow], count: int, language: Language) -> Table:
    shown: list[tuple[Cell, ...]] = [
        (
            answer.named(row.a, language),
            answer.named(row.b, language),
            row.forward,
            row.reverse,
            row.mutual,
        )
        for row in rows[:MOST_ROWS]
    ]
    columns = (Label("first", "甲"), Label("second", "乙"), FORWARD, REVERSE, MUTUAL)
    return Table(Label("pairs", "行动者对").text(language), columns, shown, count)


def _losses(answer: Shown, ranking: Sequence[Bottleneck], language: Language) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            answer.subject_named(item.subject, language),
            item.loss,
            item.loss_share,
            str(item.pairs_cut),
        )
        for item in takewhile(lambda item: item.loss > 0, islice(ranking, MOST_ROWS))
    ]
    columns = (SUBJECT, LOSS, Label("share", "占比"), Label("pairs cut", "切断的对"))
    return Table(Label("bottlenecks", "瓶颈").text(language), columns, rows, len(ranking))


def carried_bottlenecks(
    ranking: Sequence[Bottleneck], graph: GraphSnapshot, said: Mapping[str, Any]
) -> Bottlenecks:
    """Give a ranking of bottlenecks as its kind, with what it rests on."""
    if isinstance(ranking, LossRanking):
        return carry(ShownLosses, ranking, graph, said)
    if isinstance(ranking, FirstRanking):
        return carry(ShownFirstLosses, ranking, graph, said)
    return carry(ShownBottlenecks, ranking, graph, said)


def carried_pairs(
    ranking: PairRanking | FirstPairs, graph: GraphSnapshot, said: Mapping[str, Any]
) -> ShownPairs | ShownFirstPairs:
    """Give a ranking of pairs as its kind, with what it rests on."""
    if isinstance(ranking, FirstPairs):
        return carry(ShownFirstPairs, ranking, graph, said)
    return carry(ShownPairs, ranking, graph, said)
