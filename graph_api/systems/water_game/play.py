"""Rounds played with the strategies of the literature, with noise and reputation (L91)."""

from __future__ import annotations

import inspect
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from graph_api.domain.numbers import require_whole, require_within
from graph_api.errors import BadParameterError
from graph_api.systems.water_game.payoffs import Table
from graph_api.systems.water_game.strategies import LIBRARY_CLASSES, Strategy, strategy_named

MOST_PLAYERS = 20
"""How many players a tournament may have."""

MOST_MOVES = 100_000
"""How many moves all matches together may have: rounds x players x (players - 1)."""


@dataclass(frozen=True, slots=True)
class Reputation:
    """A breach is noticed with a probability; then all refuse cooperation for some rounds.

    Refusing is no breach. Who breaks the rules while he is refused is refused anew.
    """

    notice_probability: float
    rounds: int

    def __post_init__(self) -> None:
        """Refuse numbers out of range."""
        require_within("noticeProbability", self.notice_probability, 0, 1)
        require_whole("reputationRounds", self.rounds, 1, 10_000)


@dataclass(frozen=True, slots=True)
class Match:
    """What was played: each player against every other, as many rounds as asked.

    ``payoffs``: of each player, mean per round and opponent. ``cooperation``: share of its moves
    that kept the rules. ``moves``: of each player, its moves against the others in their order, a
    bar between opponents. ``by_round``: share of all moves of a round that kept the rules.
    """

    players: tuple[str, ...]
    payoffs: tuple[float, ...]
    cooperation: tuple[float, ...]
    moves: tuple[str, ...]
    by_round: tuple[float, ...]


def play(  # noqa: PLR0913  # what a tournament consists of
    players: Sequence[str],
    table: Table,
    *,
    rounds: int = 100,
    noise: float = 0.0,
    reputation: Reputation | None = None,
    seed: int = 0,
) -> Match:
    """Let every pair of players play a match, all matches round by round at the same time.

    Parameters
    ----------
    players
        Names of `Strategy`, 2 to 20 of them; a name may come twice.
    table
        Payoffs, fines included.
    rounds
        Of each match.
    noise
        Probability that a move turns into its opposite by accident.
    reputation
        How free-riding is noticed and answered by all; None: matches know nothing of one another.
    seed
        Of all chance: the same seed plays the same rounds.

    Raises
    ------
    BadParameterError
        If a name is unknown, there are too few or too many players, or too many rounds for them.

    Notes
    -----
    Time: about 20 microseconds per move; the first call imports the library, which takes seconds.

    """
    names = _named(players, rounds, noise, seed)
    rng = random.Random(seed)  # noqa: S311  # chance of a game, not of secrets
    pairs = list(itertools.combinations(range(len(players)), 2))
    action = _axelrod().Action
    seats = _seats(names, pairs, table, rng)
    shunned_until = [0] * len(players)
    moves: dict[tuple[int, int], list[bool]] = {seat: [] for seat in seats}
    for number in range(rounds):
        standing = [number >= end for end in shunned_until]
        for one, other in pairs:
            kept = []
            for me, you in ((one, other), (other, one)):
                own, against = seats[me, you], seats[you, me]
                wanted = own.strategy(against) is action.C
                kept.append((wanted and standing[you]) != (rng.random() < noise))
            for (me, you), mine, yours in (
                ((one, other), kept[0], kept[1]),
                ((other, one), kept[1], kept[0]),
            ):
                moves[me, you].append(mine)
                seats[me, you].update_history(
                    action.C if mine else action.D, action.C if yours else action.D
                )
                if reputation and not mine and standing[you]:
                    noticed = rng.random() < reputation.notice_probability
                    if noticed:
                        shunned_until[me] = number + 1 + reputation.rounds
    return _result(names, table, rounds, moves)


def _named(players: Sequence[str], rounds: int, noise: float, seed: int) -> tuple[Strategy, ...]:
    count = len(players)
    if not 2 <= count <= MOST_PLAYERS:
        raise BadParameterError(
            f"players must name 2 to {MOST_PLAYERS} strategies, not {count}.",
            f"players 须列出 2 至 {MOST_PLAYERS} 个策略，不能是 {count} 个。",
            parameter="players",
        )
    found = tuple(map(strategy_named, players))
    require_whole("rounds", rounds, 1, MOST_MOVES // (count * (count - 1)))
    require_within("noise", noise, 0, 1)
    require_whole("seed", seed, 0, 2**31 - 1)
    return found


_LOADING = Lock()
"""Held while the library loads, for `inspect` is another one then."""


def _axelrod() -> Any:  # noqa: ANN401  # a library without types
    with _LOADING, _sources_read_once():
        import axelrod  # noqa: PLC0415  # takes seconds to load
    return axelrod


@contextmanager
def _sources_read_once() -> Iterator[None]:
    """Read the source of each function once while the library loads.

    It looks into its own source 12,000 times for a few dozen functions, and each time parses the
    whole file: two thirds of its loading time, which the deadline of a request may not hold.
    """
    read = inspect.getsource
    known: dict[Any, str] = {}

    def getsource(wanted: Any) -> str:  # noqa: ANN401  # as inspect has it
        function = getattr(wanted, "__func__", wanted)
        if not inspect.isfunction(function):
            return read(wanted)
        if function not in known:
            known[function] = read(wanted)
        return known[function]

    inspect.getsource = getsource  # type: ignore[assignment]  # it takes whatever that takes
    try:
        yield
    finally:
        inspect.getsource = read


def _seats(
    players: Sequence[Strategy],
    pairs: Sequence[tuple[int, int]],
    table: Table,
    rng: random.Random,
) -> dict[tuple[int, int], Any]:
    """Give for each player and opponent a player of its own, with its own seeded chance.

    Raises
    ------
    BadParameterError
        If a strategy asks of the payoffs what these do not have.

    """
    forgiving = Strategy.GENEROUS_TIT_FOR_TAT in players
    if forgiving and (table.temptation == table.punishment or table.reward == table.sucker):
        name = Strategy.GENEROUS_TIT_FOR_TAT
        raise BadParameterError(
            f"players: {name.value!r} divides by T - P and R - S, and one of them is 0 in these"
            " payoffs. Choose another strategy or other payoffs.",
            f"players：“{name.label.zh}”需要除以 T - P 和 R - S，而此处其中之一为 0。"
            "请换一个策略或得益。",
            parameter="players",
        )
    library = _axelrod()
    game = library.Game(r=table.reward, s=table.sucker, t=table.temptation, p=table.punishment)
    seats = {}
    for me, you in (seat for one, other in pairs for seat in ((one, other), (other, one))):
        player = getattr(library, LIBRARY_CLASSES[players[me]])()
        player.set_seed(rng.randrange(2**32))
        player.set_match_attributes(length=float("inf"), game=game, noise=0)
        seats[me, you] = player
    return seats


def _result(
    players: Sequence[Strategy],
    table: Table,
    rounds: int,
    moves: Mapping[tuple[int, int], list[bool]],
) -> Match:
    everyone = range(len(players))
    others = [[you for you in everyone if you != me] for me in everyone]
    worth = {
        (True, True): table.reward,
        (True, False): table.sucker,
        (False, True): table.temptation,
        (False, False): table.punishment,
    }
    count = rounds * (len(players) - 1)
    return Match(
        tuple(player.value for player in players),
        tuple(
            sum(
                worth[pair]
                for you in others[me]
                for pair in zip(moves[me, you], moves[you, me], strict=True)
            )
            / count
            for me in everyone
        ),
        tuple(sum(sum(moves[me, you]) for you in others[me]) / count for me in everyone),
        tuple(
            "|".join("".join("C" if kept else "D" for kept in moves[me, you]) for you in others[me])
            for me in everyone
        ),
        tuple(sum(row[number] for row in moves.values()) / len(moves) for number in range(rounds)),
    )
