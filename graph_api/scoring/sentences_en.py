"""English sentences about scores."""

from __future__ import annotations

from collections.abc import Sequence

from graph_api.domain import Basis
from graph_api.scoring.results import Reading
from graph_api.scoring.sentences import BothWays, Link, Way, first_few, number, with_band


def path(way: Way) -> str:
    """Say what a path leads over, what each relation rests on, and where it is weakest."""
    if way.is_direct:
        return _leads(way)
    return f"{_leads(way)} Weakest on the way: {_arrows(way.weakest)}."


def pair(both: BothWays) -> str:
    """Say whether two actors empower each other, over what, and what is missing or not known."""
    said = [_verdict(both), *map(_leads, both.ways)]
    if both.has_steps:
        said.append(f"What holds it down most: {_arrows(both.weakest)}.")
    if both.shared:
        said.append(f"Both directions pass through {_list(both.shared)}.")
    if both.gated:
        said.append(
            f"The maturity gate at {number(both.scoring.maturity or 0)} keeps"
            f" {_relations(both.gated)} closed: those who would empower upward are not capable"
            " enough yet."
        )
    if both.unknown:
        one = len(both.unknown) == 1
        said.append(
            f"Nobody has said how strong {_relations(both.unknown)} {'is' if one else 'are'};"
            f" knowing {'it' if one else 'them'} could change the result."
        )
    if both.ungauged:
        said.append(
            f"Behind the maturity gate {_relations(both.ungauged)}"
            f" {'counts' if len(both.ungauged) == 1 else 'count'} as unknown, since nobody has"
            f" said how capable {_list(both.ungauged_actors)} would be."
        )
    if both.is_cut_short:
        said.append(
            f"Only paths of up to {_count(both.scoring.max_hops)} were followed; a longer one"
            " would do better."
        )
    if both.low != both.high:
        said.append(
            "With everything uncertain taken together, the mutual score lies between"
            f" {number(both.low)} and {number(both.high)}."
        )
    return " ".join(said)


def _verdict(both: BothWays) -> str:
    a, b = both.a, both.b
    there = _direction(both, both.forward, a, b)
    back = _direction(both, both.reverse, b, a)
    if both.mutual is None:
        return f"Whether {a} and {b} empower each other is not known: {there}, and {back}."
    if both.mutual == 0:
        return f"{a} and {b} do not empower each other: {there}, and {back}."
    mutual = both.score(both.mutual, "en")
    said = f"{a} and {b} empower each other: {there}, and {back}; the mutual score is {mutual}."
    if both.scoring.reading is Reading.ALL_WALKS:
        said += (
            f" All walks between them are counted, longer ones damped by {both.damping:g} per"
            " relation: compare this only with scores of the same damping, not with best paths."
        )
    return said


def _direction(both: BothWays, score: float | None, start: str, end: str) -> str:
    limit = both.scoring.max_hops
    paths = "path" if limit is None else f"path of up to {_count(limit)}"
    if score is None:
        return f"from {start} to {end} every {paths} leads over an unknown strength"
    if score == 0:
        return f"no {paths} leads from {start} to {end}"
    return f"from {start} to {end} {both.score(score, 'en')}"


def _leads(way: Way) -> str:
    score = with_band(way.score, "en")
    if way.is_direct:
        link = way.links[0]
        return (
            f"From {way.start} to {way.end} one relation leads straight: {score} {_rests_on(link)}."
        )
    steps = ", then ".join(
        f"{with_band(link.strength, 'en')} to {link.end} {_rests_on(link)}" for link in way.links
    )
    said = f"From {way.start} to {way.end} the way leads through {_list(way.between)}: {steps}."
    if way.scoring.reading is Reading.WEAKEST:
        return f"{said} It is as strong as its weakest relation: {score}."
    if way.scoring.decay < 1:
        decay = number(way.scoring.decay)
        return f"{said} Multiplied, and by {decay} again for each step after the first: {score}."
    return f"{said} Multiplied: {score}."


def _rests_on(link: Link) -> str:
    basis = "proposed" if link.basis is Basis.PROPOSAL else link.basis.label.text("en")
    words = [link.relation, basis, *link.places]
    if link.own_strength is not None:
        words.append(f"{number(link.own_strength)} before the maturity gate")
    return f"[{'; '.join(words)}]"


def _arrows(links: Sequence[Link]) -> str:
    return _list(
        [f"{x.start} → {x.end} [{x.relation}] with {with_band(x.strength, 'en')}" for x in links]
    )


def _relations(ids: Sequence[str]) -> str:
    named, others = first_few(ids)
    words = [*named, f"{others} more"] if others else named
    return f"{'relation' if len(ids) == 1 else 'relations'} {_list(words)}"


def _count(hops: int | None) -> str:
    return "1 relation" if hops == 1 else f"{hops} relations"


def _list(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
