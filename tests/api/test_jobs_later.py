"""A job whose turn comes later is worked on for whom its caller is then, not for whom they were."""

from __future__ import annotations

import threading
import time

import pytest

from graph_api.auth import LOCAL, OPEN, Caller, Role, present
from graph_api.auth.either import Either
from graph_api.auth.keys import KeySet
from graph_api.auth.local import LocalTokens
from graph_api.auth.oidc import Claims, OidcTokens
from graph_api.auth.opening import signing_in
from graph_api.auth.tokens import new_token
from graph_api.errors import UnauthenticatedError
from graph_api.stores.service_db import ServiceDb
from graph_api.stores.service_tokens import StoredToken, Tokens
from tests.api.test_jobs import CANCEL, PAIR, RANK, Held, Opened, Somebody, db, held, opened, until

__all__ = ["db", "held", "opened"]

ISSUER = "https://id.example"


def given(tokens: Tokens, role: Role = Role.ANALYST) -> tuple[str, str]:
    """Make a token; give its id, and the header that signs in with it."""
    token = new_token()
    tokens.add(StoredToken(token.id, token.digest, "Li Wei", role.value, time.time()))
    return token.id, f"Bearer {token.text}"


def lowered(db: ServiceDb, token: str) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE tokens SET role = 'reader' WHERE id = ?", (token,))


@pytest.mark.parametrize(
    ("what", "code"), [("revoked", "UNAUTHENTICATED"), ("lowered", "FORBIDDEN"), ("", None)]
)
def test_a_job_that_waits_has_the_role_of_its_turn(
    opened: Opened, db: ServiceDb, held: Held, what: str, code: str | None
) -> None:
    tokens = Tokens(db)
    place = opened(authenticator=signing_in(tokens))
    identity, header = given(tokens)
    _, admin = given(tokens, Role.ADMIN)
    place.start(RANK, admin)
    until(lambda: held.working)
    waits = place.start(PAIR, header, b="residents")["id"]
    if what == "revoked":
        tokens.revoke(identity, time.time())
    elif what == "lowered":
        lowered(db, identity)
    held.let.set()
    job = until(lambda: job if (job := place.job(waits, admin))["finishedAt"] else None)
    assert job["errorCode"] == code
    assert job["state"] == ("DONE" if code is None else "FAILED")
    assert (job["result"] is None) == (code is not None)


class Slow(Somebody):
    """Takes its time to say who somebody is now."""

    def __init__(self) -> None:
        self.asked, self.let = threading.Event(), threading.Event()

    def present(self, caller: Caller) -> Caller:
        self.asked.set()
        self.let.wait(10)
        return caller


def test_a_job_that_is_cancelled_before_it_is_executed_holds_up_no_other(opened: Opened) -> None:
    slow = Slow()
    place = opened(authenticator=slow)
    job = place.start(PAIR, b="residents")["id"]
    assert slow.asked.wait(10)
    assert place.ask(CANCEL, id=job)["data"]["cancelJob"]["state"] == "CANCELLED"
    slow.let.set()
    assert place.ended(place.start(PAIR, b="residents")["id"], 5)["state"] == "DONE"


def test_who_a_caller_of_earlier_is_now(db: ServiceDb) -> None:
    tokens = Tokens(db)
    local = LocalTokens(tokens)
    provider = OidcTokens(Claims(ISSUER, "empower"), KeySet(ISSUER, None))
    both = Either(local, provider)
    identity, _ = given(tokens, Role.EDITOR)
    earlier = Caller("Li Wei", Role.ADMIN, f"token:{identity}")
    assert present(both, earlier).role is Role.EDITOR
    signed = Caller("Wang Fang", Role.ANALYST, f"{ISSUER}#7")
    assert present(both, signed) == signed
    for gone in (LOCAL, Caller("", Role.ADMIN, "token:nobody"), Caller("", Role.ADMIN, "x#7")):
        with pytest.raises(UnauthenticatedError):
            present(both, gone)
    assert present(OPEN, signed) is signed
