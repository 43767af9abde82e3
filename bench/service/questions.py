"""What is asked: the same of each server, as far as it has it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping

from bench.service.loading import Ask, body_of
from bench.service.servers import SEED, TOWN

LIST = " ".join(
    f"a{number}: actors(first: 100) {{ edges {{ node {{ key level stateness group }} }} }}"
    for number in range(10)
)
PAIR = "pair(a: $a, b: $b, scoring: {decay: $d}) { forward reverse mutual }"
QUERIES: Mapping[str, str] = {
    "list": f'{{ scenario(key: "{TOWN}") {{ view {{ {LIST} }} }} }}',
    "pair": f'query ($a: ID!, $b: ID!, $d: Float) {{ scenario(key: "{SEED}") {{ view {{ {PAIR} }}'
    " } }",
    "whatIf": f'query ($r: ID!, $s: Float!, $a: ID!, $b: ID!) {{ scenario(key: "{SEED}") {{'
    " view(changes: [{setRelation: {id: $r, strength: {best: $s}}}]) {"
    " pair(a: $a, b: $b) { forward reverse mutual } } } }",
}

ROWS: Mapping[str, str] = {
    "hello": "the least that can be asked (`{ __typename }`; of the peers `{ hello }`)",
    "list": "ten aliases of 100 actors x 4 fields (peers: the same from memory); a variable that"
    " nobody uses differs each time, so that no answer is kept",
    "pair": "`pair { forward reverse mutual }`, other actors and another decay each time",
    "cached pair": "the same pair again and again",
    "cached list": "the same list again and again",
    "mixed": "60 pairs, 25 cached pairs, 10 hellos, 5 lists of a hundred",
}


def asks(ids: list[str]) -> dict[str, dict[str, Ask]]:
    """Give what to ask, by row and server."""
    one = body_of(QUERIES["pair"], {"a": ids[0], "b": ids[1], "d": 0.9})
    least = body_of("{ __typename }")
    hello = body_of("{ hello }")
    cached = body_of(QUERIES["list"])
    fresh = (body_of(QUERIES["list"], {"unused": number}) for number in itertools.count())
    theirs = body_of(f"{{ {LIST} }}")
    scored = body_of("{ pair { forward reverse mutual } }")
    pair = _pairs(ids)
    return {
        "hello": {"ours": lambda: least, "strawberry": lambda: hello, "ariadne": lambda: hello},
        "list": {
            "ours": lambda: next(fresh),
            "strawberry": lambda: theirs,
            "ariadne": lambda: theirs,
        },
        "pair": {
            "ours": lambda: next(pair),
            "strawberry": lambda: scored,
            "ariadne": lambda: scored,
        },
        "cached pair": {"ours": lambda: one},
        "cached list": {"ours": lambda: cached},
        "mixed": {
            "ours": _mixed(
                {60: lambda: next(pair), 25: lambda: one, 10: lambda: least, 5: lambda: next(fresh)}
            )
        },
    }


def _pairs(ids: list[str]) -> Iterator[bytes]:
    """Give pairs that nobody has asked before: each has a decay of its own."""
    both = itertools.cycle(itertools.permutations(ids, 2))
    for number in itertools.count():
        a, b = next(both)
        yield body_of(QUERIES["pair"], {"a": a, "b": b, "d": 0.5 + (number % 10**6) / 2e6})


def _mixed(shares: Mapping[int, Callable[[], bytes]]) -> Ask:
    chance = random.Random(7)

    def ask() -> bytes:
        return chance.choices([*shares.values()], [*shares])[0]()

    return ask
