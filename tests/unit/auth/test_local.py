"""Local tokens: shown once, kept hashed, ended at once; and who guesses has to wait."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_api.auth import Caller, Role
from graph_api.auth.attempts import MOST_ADDRESSES, MOST_FAILURES, Attempts
from graph_api.auth.either import Either
from graph_api.auth.local import NOTE_EVERY, LocalTokens
from graph_api.auth.remembering import MOST, Remembering
from graph_api.auth.tokens import NewToken, _check, digest_of, id_of, new_token
from graph_api.errors import StoreError, UnauthenticatedError
from graph_api.stores.service_db import SERVICE_FILE_NAME, ServiceDb
from graph_api.stores.service_tokens import StoredToken, Tokens

DAY = 86_400.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[ServiceDb]:
    own = ServiceDb(tmp_path / SERVICE_FILE_NAME)
    yield own
    own.close()


def made(db: ServiceDb, clock: Clock, role: Role = Role.ANALYST, days: float = 90) -> NewToken:
    token = new_token()
    now = clock.now
    stored = StoredToken(token.id, token.digest, "Li Wei", role.value, now, now + days * DAY)
    Tokens(db).add(stored)
    return token


def refused(tokens: LocalTokens | Remembering, text: str) -> None:
    with pytest.raises(UnauthenticatedError):
        tokens.caller(f"Bearer {text}")


def test_a_token_signs_in_until_it_expires(db: ServiceDb, clock: Clock) -> None:
    token, tokens = made(db, clock), LocalTokens(Tokens(db), clock)
    caller = tokens.caller(f"Bearer {token.text}")
    assert caller == Caller("Li Wei", Role.ANALYST, f"token:{token.id}", clock.now + 90 * DAY)
    assert caller.signed == f"Li Wei <token:{token.id}>"
    clock.now += 90 * DAY - 1
    tokens.caller(f"bearer  {token.text} ")
    clock.now += 1
    refused(tokens, token.text)


def test_a_revoked_token_is_refused_by_another_process_within_a_second(
    db: ServiceDb, clock: Clock, tmp_path: Path
) -> None:
    token = made(db, clock)
    remembering = Remembering(LocalTokens(Tokens(db), clock), clock)
    remembering.caller(f"Bearer {token.text}")
    elsewhere = ServiceDb(tmp_path / SERVICE_FILE_NAME)
    assert Tokens(elsewhere).revoke(token.id, clock.now)
    assert not Tokens(elsewhere).revoke(token.id, clock.now)
    elsewhere.close()
    clock.now += 1.0
    refused(remembering, token.text)
    stored = Tokens(db).find(token.id)
    assert stored is not None
    assert stored.state(clock.now) == "revoked"


def test_what_is_kept_signs_nobody_in(db: ServiceDb, clock: Clock, tmp_path: Path) -> None:
    token = made(db, clock)
    LocalTokens(Tokens(db), clock).caller(f"Bearer {token.text}")
    db.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    secret = token.text.rsplit("_", 1)[1]
    assert token.id.encode() in kept
    assert secret[:20].encode() not in kept
    assert digest_of(token.text) in kept
    assert (tmp_path / SERVICE_FILE_NAME).stat().st_mode & 0o077 == 0


def test_every_changed_character_is_refused(db: ServiceDb, clock: Clock) -> None:
    token, tokens = made(db, clock), LocalTokens(Tokens(db), clock)
    for place in range(len(token.text)):
        sign = "A" if token.text[place] != "A" else "B"
        refused(tokens, token.text[:place] + sign + token.text[place + 1 :])
    other = new_token()  # well made, and never given out
    refused(tokens, other.text)
    swapped = f"emp_{token.id}_" + other.text.rsplit("_", 1)[1]
    refused(tokens, swapped)
    body = swapped[:-6]  # another's secret, with the check made right
    refused(tokens, body + _check(body))


def test_a_token_that_is_none_asks_no_store(db: ServiceDb, clock: Clock) -> None:
    tokens = LocalTokens(Tokens(db), clock)
    db.close()
    for text in ("emp_", "emp_abcdefghijkl_" + "a" * 49, "x" * 66, "emp_é"):
        refused(tokens, text)
    with pytest.raises(StoreError):
        tokens.caller(f"Bearer {new_token().text}")


def test_tokens_are_made_by_chance() -> None:
    made = [new_token() for _ in range(500)]
    assert len({token.id for token in made}) == len({token.text[17:] for token in made}) == 500
    for token in made:
        assert re.fullmatch("emp_[0-9a-z]{12}_[0-9A-Za-z]{49}", token.text)
        assert id_of(token.text) == token.id
    signs = "".join(token.text[17:60] for token in made)
    assert {signs.count(sign) > 200 for sign in "09azAZ"} == {True}  # 347 are to be expected


def test_the_last_use_is_noted_now_and_then(db: ServiceDb, clock: Clock) -> None:
    token, tokens = made(db, clock), LocalTokens(Tokens(db), clock)

    def used() -> float | None:
        stored = Tokens(db).find(token.id)
        assert stored is not None
        return stored.used

    tokens.caller(f"Bearer {token.text}")
    first = clock.now
    assert used() == first
    clock.now += NOTE_EVERY - 1
    tokens.caller(f"Bearer {token.text}")
    assert used() == first
    clock.now += 1
    tokens.caller(f"Bearer {token.text}")
    assert used() == clock.now


def test_a_use_that_cannot_be_noted_signs_in_all_the_same(
    db: ServiceDb, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(Tokens):
        def note_use(self, identity: str, now: float) -> None:
            raise StoreError("The disk is full.", "磁盘已满。")

    token = made(db, clock)
    caller = LocalTokens(Full(db), clock).caller(f"Bearer {token.text}")
    assert caller.role is Role.ANALYST
    assert "could not be noted" in caplog.text
    assert token.text not in caplog.text


def test_a_caller_is_remembered_for_a_second_and_no_token_is(db: ServiceDb, clock: Clock) -> None:
    token = made(db, clock)
    remembering = Remembering(LocalTokens(Tokens(db), clock), clock)
    header = f"Bearer {token.text}"
    assert remembering.remembered(header) is None
    caller = remembering.caller(header)
    assert remembering.remembered(header) == caller
    assert remembering.remembered(header + "x") is None
    assert token.text not in repr(vars(remembering))
    clock.now += 1
    assert remembering.remembered(header) is None


def test_the_memory_is_bounded() -> None:
    class Anybody:
        def caller(self, authorization: str | None) -> Caller:
            return Caller("", Role.READER, str(authorization))

    remembering = Remembering(Anybody())
    for number in range(MOST + 50):
        remembering.caller(f"Bearer {number}")
    assert len(remembering._known) == MOST


def test_each_token_is_asked_of_its_maker() -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

        def caller(self, authorization: str | None) -> Caller:
            return Caller(self.name, Role.READER, "")

    either = Either(Named("local"), Named("provider"))
    assert either.caller(f"Bearer {new_token().text}").name == "local"
    assert either.caller("Bearer eyJ.x.y").name == "provider"
    with pytest.raises(UnauthenticatedError):
        either.caller(None)


def test_many_threads_sign_in_at_once(db: ServiceDb, clock: Clock) -> None:
    token, tokens = made(db, clock), LocalTokens(Tokens(db), clock)
    with ThreadPoolExecutor(8) as pool:
        callers = pool.map(lambda _: tokens.caller(f"Bearer {token.text}"), range(200))
    assert {caller.identity for caller in callers} == {f"token:{token.id}"}


def test_the_table_refuses_what_is_no_token(db: ServiceDb) -> None:
    stored = StoredToken("a", b"x", "Li", "reader", 0.0)
    Tokens(db).add(stored)
    with pytest.raises(StoreError):
        Tokens(db).add(stored)
    assert Tokens(db).every() == (stored,)
    with pytest.raises(sqlite3.IntegrityError), sqlite3.connect(db.path) as connection:
        connection.execute("INSERT INTO tokens (id, digest) VALUES ('b', NULL)")
    connection.close()


def test_failures_are_forgiven_by_time_and_counted_per_network() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(MOST_FAILURES):
        assert attempts.wait("2001:db8::1") == 0
        attempts.failed("2001:db8::1")
    assert attempts.wait("2001:db8::ffff") == 3.0
    assert attempts.wait("2001:db8:0:1::1") == 0
    assert attempts.wait("192.0.2.7") == 0
    clock.now += 3
    assert attempts.wait("2001:db8::1") == 0
    attempts.failed("2001:db8::1")
    assert attempts.wait("2001:db8::1") == 3.0
    clock.now += 3 * MOST_FAILURES
    for _ in range(MOST_FAILURES):
        attempts.failed("2001:db8::1")
    assert attempts.wait("2001:db8::1") == 3.0


def test_failures_of_many_addresses_are_bounded() -> None:
    attempts = Attempts(Clock())
    for number in range(MOST_ADDRESSES + 100):
        attempts.failed(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(attempts._failures) == MOST_ADDRESSES
