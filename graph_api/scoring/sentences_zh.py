"""Chinese sentences about scores."""

from __future__ import annotations

from collections.abc import Sequence

from graph_api.scoring.results import Reading
from graph_api.scoring.sentences import BothWays, Link, Way, first_few, number, with_band


def path(way: Way) -> str:
    """Say what a path leads over, what each relation rests on, and where it is weakest."""
    if way.is_direct:
        return _leads(way)
    return f"{_leads(way)}其中最弱的一环：{_arrows(way.weakest)}。"


def pair(both: BothWays) -> str:
    """Say whether two actors empower each other, over what, and what is missing or not known."""
    said = [_verdict(both), *map(_leads, both.ways)]
    if both.has_steps:
        said.append(f"最受制约之处：{_arrows(both.weakest)}。")
    if both.shared:
        said.append(f"两个方向都要经过{_list(both.shared)}。")
    if both.gated:
        said.append(
            f"按 {number(both.scoring.maturity or 0)} 的成熟度门槛，{_relations(both.gated)}"
            "尚不通行：向上充权的一方能力还不够。"
        )
    if both.unknown:
        said.append(f"{_relations(both.unknown)}的强度尚属未知，一旦查明，结果可能改变。")
    if both.ungauged:
        said.append(
            f"在成熟度门槛之下，{_relations(both.ungauged)}也算未知，"
            f"因为{_list(both.ungauged_actors)}的能力尚无人说明。"
        )
    if both.is_cut_short:
        said.append(f"只考察了不超过 {both.scoring.max_hops} 步的路径；更长的路径会更好。")
    if both.low != both.high:
        said.append(
            f"把所有不确定之处都算进去，相互得分在 {number(both.low)} 与 {number(both.high)} 之间。"
        )
    return "".join(said)


def _verdict(both: BothWays) -> str:
    a, b = both.a, both.b
    there = _direction(both, both.forward, a, b)
    back = _direction(both, both.reverse, b, a)
    if both.mutual is None:
        return f"{a}与{b}能否相互充权，尚不清楚：{there}，{back}。"
    if both.mutual == 0:
        return f"{a}与{b}没有相互充权：{there}，{back}。"
    mutual = both.score(both.mutual, "zh")
    said = f"{a}与{b}相互充权：{there}，{back}，相互得分 {mutual}。"
    if both.scoring.reading is Reading.ALL_WALKS:
        said += (
            f"这里把两者之间的所有通路都算在内，每多一步乘以阻尼 {both.damping:g}："
            "只宜与阻尼相同的得分比较，不宜与最佳路径的得分比较。"
        )
    return said


def _direction(both: BothWays, score: float | None, start: str, end: str) -> str:
    limit = both.scoring.max_hops
    paths = "路径" if limit is None else f"不超过 {limit} 步的路径"
    if score is None:
        return f"从{start}到{end}的{paths}都要经过未知的强度"
    if score == 0:
        return f"从{start}到{end}没有{paths}"
    return f"从{start}到{end}为 {both.score(score, 'zh')}"


def _leads(way: Way) -> str:
    score = with_band(way.score, "zh")
    if way.is_direct:
        return f"{way.start}直接对{way.end}充权：{score}{_rests_on(way.links[0])}。"
    steps = "，再由".join(
        f"{link.start}对{link.end}充权 {with_band(link.strength, 'zh')}{_rests_on(link)}"
        for link in way.links
    )
    said = f"从{way.start}到{way.end}，要经过{_list(way.between)}：先由{steps}。"
    if way.scoring.reading is Reading.WEAKEST:
        return f"{said}整条路径只有最弱一环那么强：{score}。"
    if way.scoring.decay < 1:
        decay = number(way.scoring.decay)
        return f"{said}各步相乘，第二步起每步再乘以 {decay}，得 {score}。"
    return f"{said}各步相乘，得 {score}。"


def _rests_on(link: Link) -> str:
    words = [link.relation, link.basis.label.text("zh"), *link.places]
    if link.own_strength is not None:
        words.append(f"过成熟度门槛前为 {number(link.own_strength)}")
    return f"［{'；'.join(words)}］"


def _arrows(links: Sequence[Link]) -> str:
    return _list([f"{x.start}→{x.end}［{x.relation}］{with_band(x.strength, 'zh')}" for x in links])


def _relations(ids: Sequence[str]) -> str:
    named, others = first_few(ids)
    return f"关系 {_list(named)} 等 {len(ids)} 条" if others else f"关系 {_list(named)} "


def _list(words: Sequence[str]) -> str:
    return "、".join(words)
