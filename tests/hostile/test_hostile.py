"""Requests that mean harm, one after the other: each is answered, and so is the next normal one.

Everything is repeated, and the memory of the server is then where it was after the first time. A
selection runs here; with EMPOWER_AUDIT=1 in the environment (``scripts/audit``) all of it, against
a server that holds the seeds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.hostile import bodies, documents, numbers, sockets
from tests.hostile.server import Server, serving

WHOLE = bool(os.environ.get("EMPOWER_AUDIT"))
ROUNDS = 3 if WHOLE else 2
ROOM = 16 * 2**20
"""Bytes that memory may grow by beside a tenth: what an allocator keeps of what was given back."""

EVERY = {**documents.ATTACKS, **bodies.ATTACKS, **numbers.ATTACKS, **sockets.ATTACKS}
CHOSEN = {
    *(f"document: {name}" for name in documents.QUICK),
    *(f"body: {name}" for name in bodies.QUICK),
    *(f"sockets: {name}" for name in sockets.QUICK),
    *("forged cursors", "forged node ids", "urls"),
    *[*numbers.ATTACKS][:: len(numbers.ATTACKS) // 6],
}
ATTACKS = EVERY if WHOLE else {name: attack for name, attack in EVERY.items() if name in CHOSEN}

DEFECTS = {
    "1 lists within lists": ["document: actors that empower actors"],
    "2 bodies that are no request": ["body: null", "body: NaN", "body: not utf-8",
                                     "body: utf-8, said to be utf-16", "body: brackets"],
    "3 several operations without a name": ["document: many operations"],
    "4 text of resolvers": ["forged cursors", "forged node ids"],
    "5 statuses and sizes": ["urls", "body: too large", "body: graphql"],
    "6 subscriptions by POST": ["document: a subscription"],
    "7 the old protocol": ["sockets: old subprotocol"],
    "8 cursors": ["forged cursors"],
    "9 headers of answers": ["sockets: headers"],
    "limiters that double": ["document: doubled spreads, 25 levels", "document: doubled fields"],
}  # fmt: skip
"""The confirmed defects of the default server, and what tries each of them here."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("hostile"), seeds=WHOLE) as lent:
        yield lent


@pytest.mark.timeout(2_400 if WHOLE else 120)
def test_nothing_that_is_sent_stops_the_server_or_stays_in_its_memory(
    server: Server, subtests: pytest.Subtests
) -> None:
    server.is_well()
    after: list[int] = []
    for number in range(ROUNDS):
        for name, attack in ATTACKS.items():
            if number == 0:
                with subtests.test(msg=name):
                    _tried(server, attack)
            else:
                attack(server)
        after.append(server.resident)
    server.is_well()
    assert after[-1] <= 1.1 * after[0] + ROOM, [size >> 20 for size in after]


def _tried(server: Server, attack: Callable[[Server], None]) -> None:
    attack(server)
    server.is_well()


def test_every_known_defect_is_tried() -> None:
    assert {name for names in DEFECTS.values() for name in names} <= set(EVERY)
    assert set(EVERY) >= CHOSEN


def test_every_float_of_the_schema_is_tried() -> None:
    assert len(numbers.ATTACKS) > 250
    assert any("scoring.decay" in name for name in numbers.ATTACKS)
