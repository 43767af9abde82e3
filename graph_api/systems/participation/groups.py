"""Residents together: how atomised, by whom led, who speaks for them (L141-L153)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import Word

TOLERANCE = 1e-12
"""A gain within this of 0 is none."""


def group_strength(tie: float | None, isolated_share: float | None) -> float | None:
    """Give how far residents hold together: 1 - the share of isolated ones, else their own tie.

    Both in [0, 1]; None is unknown. (L141, L153: atomised, a heap of loose sand; A-84.)

    Examples
    --------
    >>> group_strength(0.15, None), group_strength(0.15, 0.25)
    (0.15, 0.75)

    """
    return tie if isolated_share is None else 1 - isolated_share


def cooptation(guidance: float | None, own: float | None) -> float | None:
    """Give whose the groups are: what the government puts in, as a share of all that goes in.

    0: residents' own; 1: the government's. None without either, or where one is unknown. The essay
    wants groups that carry residents' interests, founded under guidance (L153); A-86.

    Examples
    --------
    >>> cooptation(0.75, 0.25), cooptation(0.0, 0.5), cooptation(0.0, 0.0)
    (0.75, 0.0, None)

    """
    if guidance is None or own is None or guidance + own == 0:
        return None
    return guidance / (guidance + own)


def cooptation_bounds(
    guidance: tuple[float, float], own: tuple[float, float]
) -> tuple[float, float] | None:
    """Give between which ends that share lies, from low and high of both strengths (A-86).

    It rises with guidance and falls with what residents put in, so the ends are exact. None where
    nothing at all may go in.

    Examples
    --------
    >>> cooptation_bounds((0.5, 1.0), (0.5, 1.0))
    (0.3333333333333333, 0.6666666666666666)

    """
    least, most = cooptation(guidance[0], own[1]), cooptation(guidance[1], own[0])
    return None if least is None or most is None else (least, most)


class Selection(Word):
    """How residents' representatives come about; the essay does not say (L149)."""

    APPOINTED = (
        "appointed",
        "picked by the committee",
        "居委会指定",
        "Picked from those whom the committee knows, because they turn up (L135).",
    )
    VOLUNTEERS = (
        "volunteers",
        "whoever comes",
        "自愿参加",
        "Those come who are willing, the more the more they gain (L135).",
    )
    ELECTED = (
        "elected",
        "elected",
        "选举",
        "One vote for each who is willing to take part.",
    )
    LOT = "lot", "by lot", "抽签", "Everybody is as likely as everybody else."


@dataclass(frozen=True, slots=True)
class Delegation:
    """Whom representatives chosen in one way speak for.

    ``odds`` is how much likelier a retired resident is to be one than a working-age one, head by
    head (1: even); None: not known, or no working-age resident at all. ``retired_share`` is the
    share of retired among the representatives, ``gap`` how far it is from their share among the two
    strata; both None while nobody knows that share.
    """

    selection: Selection
    odds: float | None
    retired_share: float | None
    gap: float | None


def delegation(
    selection: Selection, weights: tuple[float | None, float | None], retired: float | None
) -> Delegation:
    """Choose representatives of two strata: retired and working-age residents (A-85).

    Parameters
    ----------
    selection
        In which way.
    weights
        How likely one head of each stratum is to be chosen, retired first, on any common scale.
    retired
        The share of retired residents of both, in [0, 1]; None: not known.

    Examples
    --------
    >>> delegation(Selection.APPOINTED, (0.5, 0.125), 0.2)
    Delegation(selection=<Selection.APPOINTED: 'appointed'>, odds=4.0, retired_share=0.5, gap=0.3)

    """
    old, young = weights
    if old is None or young is None:
        return Delegation(selection, None, None, None)
    odds = None if young == 0 else old / young
    if retired is None or old * retired + young * (1 - retired) == 0:
        return Delegation(selection, odds, None, None)
    share = old * retired / (old * retired + young * (1 - retired))
    return Delegation(selection, odds, share, abs(share - retired))


def weights_of(
    selection: Selection,
    *,
    turnout: Mapping[str, float | None],
    margins: Mapping[str, float | None],
) -> tuple[float | None, float | None]:
    """Give how likely a head of each stratum is to be chosen: retired, working age (A-85).

    ``turnout`` is how strongly each takes part in what the committee holds, ``margins`` what each
    gains from a decision on own interests (`Choice.margin`); keys "retired" and "working_age".
    """
    pair = ("retired", "working_age")
    if selection is Selection.APPOINTED:
        old, young = (turnout[key] for key in pair)
        return old, young
    if selection is Selection.LOT:
        return 1.0, 1.0
    gains = [margins[key] for key in pair]
    willing = [None if gain is None else max(0.0, gain) for gain in gains]
    if selection is Selection.ELECTED:
        willing = [None if gain is None else float(gain > TOLERANCE) for gain in willing]
    return willing[0], willing[1]
