"""Tokens of a provider: only what its own keys signed, for this service, at this time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from graph_api.auth import Role
from graph_api.auth.keys import KeySet
from graph_api.auth.oidc import Claims, OidcTokens
from graph_api.errors import ForbiddenError, UnauthenticatedError
from tests.unit.auth.provider import AUDIENCE, EC, ED, RSA, RSA_NEXT, Provider, jwk, pem, running


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    return Clock()


def service(provider: Provider, clock: Clock | None = None, **claims: Any) -> OidcTokens:
    keys = KeySet(provider.issuer, f"{provider.address}/keys", clock=clock or time.monotonic)
    return OidcTokens(Claims(provider.issuer, AUDIENCE, **claims), keys)


def refused(tokens: OidcTokens, token: str) -> None:
    with pytest.raises(UnauthenticatedError) as caught:
        tokens.caller(f"Bearer {token}")
    assert token[:60] not in caught.value.en


@pytest.mark.parametrize(
    ("key", "algorithm", "kid"),
    [(RSA, "RS256", "k1"), (RSA, "PS256", "k1"), (EC, "ES256", "e1"), (ED, "EdDSA", "d1")],
)
def test_a_token_of_the_provider_signs_in(
    provider: Provider, key: Any, algorithm: str, kid: str
) -> None:
    caller = service(provider).caller(f"Bearer {provider.token(key, algorithm, kid)}")
    assert (caller.name, caller.role) == ("Li Wei", Role.EDITOR)
    assert caller.identity == f"{provider.issuer}#u-17"
    assert caller.expires is not None
    assert caller.signed == f"Li Wei <{provider.issuer}#u-17>"


def test_the_configuration_names_the_keys_where_nobody_else_does(provider: Provider) -> None:
    tokens = OidcTokens(Claims(provider.issuer, AUDIENCE), KeySet(provider.issuer))
    assert tokens.caller(f"Bearer {provider.token()}").role is Role.EDITOR


@dataclass(frozen=True)
class FromNow:
    """A time so many seconds from the moment of the test, not of its collection."""

    seconds: int

    @property
    def time(self) -> int:
        return int(time.time()) + self.seconds


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": FromNow(-31)},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"aud": None},
        {"iss": None},
        {"nbf": FromNow(600)},
        {"iat": FromNow(600)},
        {"aud": "another-service"},
        {"aud": ["another-service"]},
        {"iss": "https://another.example"},
        {"exp": "soon"},
        {"exp": [0]},
        {"sub": 17},
    ],
    ids=str,
)
def test_claims_that_are_not_for_us_now_are_refused(
    provider: Provider, claims: dict[str, Any]
) -> None:
    said: dict[str, Any] = {
        name: value.time if isinstance(value, FromNow) else value for name, value in claims.items()
    }
    refused(service(provider), provider.token(**said))


def test_clocks_may_differ_by_the_skew(provider: Provider) -> None:
    late = provider.token(exp=int(time.time()) - 5)
    assert service(provider, skew=30.0).caller(f"Bearer {late}").role is Role.EDITOR
    refused(service(provider, skew=0.0), late)


def encoded(part: object) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def test_a_public_key_is_not_a_shared_secret(provider: Provider) -> None:
    signed = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(provider.claims())}"
    for secret in (pem(RSA), json.dumps(jwk(RSA, "k1")).encode(), b""):
        signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        refused(service(provider), f"{signed}.{encoded(signature)}")


def test_a_key_that_is_a_shared_secret_is_no_key(provider: Provider) -> None:
    secret = b"x" * 64
    provider.keys = [
        {"kty": "oct", "kid": "k1", "k": encoded(secret), "alg": algorithm}
        for algorithm in ("HS256", "RS256")
    ]
    signed = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(provider.claims())}"
    signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    refused(service(provider), f"{signed}.{encoded(signature)}")


@pytest.mark.parametrize("algorithm", ["none", "None", "", None, 7, "RS999", "HS512", ["RS256"]])
def test_no_algorithm_but_ours(provider: Provider, algorithm: object) -> None:
    head, claims = encoded({"alg": algorithm, "kid": "k1"}), encoded(provider.claims())
    for signature in ("", encoded(b"x" * 256)):
        refused(service(provider), f"{head}.{claims}.{signature}")


def test_the_key_decides_the_algorithm(provider: Provider) -> None:
    provider.keys = [jwk(RSA, "k1", alg="PS256")]
    tokens = service(provider)
    refused(tokens, provider.token(RSA, "RS256"))
    assert tokens.caller(f"Bearer {provider.token(RSA, 'PS256')}").role is Role.EDITOR


def test_another_key_and_changed_claims_are_refused(provider: Provider) -> None:
    tokens = service(provider)
    refused(tokens, provider.token(RSA_NEXT))
    refused(tokens, provider.token(EC, "ES256", "k1"))
    refused(tokens, provider.token(kid=None))
    head, _, signature = provider.token().split(".")
    refused(tokens, f"{head}.{encoded(provider.claims(roles=['admin']))}.{signature}")


def test_a_key_in_the_token_is_not_looked_at(provider: Provider) -> None:
    header = {"alg": "RS256", "kid": "x", "jku": f"{provider.address}/other"}
    header["jwk"] = jwk(RSA_NEXT, "x")  # type: ignore[assignment]  # a header may hold anything
    refused(service(provider), f"{encoded(header)}.{encoded(provider.claims())}.{encoded(b'x')}")


def test_weak_keys_and_keys_for_encryption_are_left_out(provider: Provider) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # weak on purpose
    provider.keys = [jwk(weak, "k1"), jwk(RSA, "k2", use="enc"), jwk(RSA, "k3", key_ops=["sign"])]
    tokens = service(provider)
    for key, kid in ((RSA, "k2"), (RSA, "k3")):
        refused(tokens, provider.token(key, kid=kid))
    with pytest.warns(UserWarning, match="bits"):
        token = provider.token(weak)
    refused(tokens, token)


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "a.b.c", "x" * 20_000, "[" * 15_000, "é", "a b", "e30.e30.", "\x00"],
    ids=lambda text: repr(text[:12]),
)
def test_garbage_is_refused(provider: Provider, token: str) -> None:
    with pytest.raises(UnauthenticatedError):
        service(provider).caller(f"Bearer {token}")
    assert provider.asked == 0


def test_deep_json_in_a_header_is_refused(provider: Provider) -> None:
    deep = encoded(b'{"alg":' + b"[" * 9_000 + b"]" * 9_000 + b"}")
    for token in (f"{deep[:12_000]}.e30.e30", f"{encoded(b'[' * 5_000)}.e30.e30"):
        refused(service(provider), token)


@pytest.mark.parametrize("header", [None, "", "Basic dXNlcg==", "Bearer", "Bearer  ", "bearer"])
def test_no_token_is_said_to_be_missing(provider: Provider, header: str | None) -> None:
    with pytest.raises(UnauthenticatedError) as caught:
        service(provider).caller(header)
    assert "Bearer" in caught.value.en
    assert "Bearer" in caught.value.zh


def test_a_new_key_is_found_and_an_old_one_forgotten(provider: Provider, clock: Clock) -> None:
    tokens = service(provider, clock)
    old = provider.token()
    assert tokens.caller(f"Bearer {old}").role is Role.EDITOR
    provider.keys = [jwk(RSA_NEXT, "k2")]
    new = provider.token(RSA_NEXT, kid="k2")
    refused(tokens, new)  # it has looked just now
    clock.now += 31
    assert tokens.caller(f"Bearer {new}").role is Role.EDITOR
    refused(tokens, old)
    assert provider.asked == 2


def test_made_up_keys_do_not_make_us_fetch(provider: Provider, clock: Clock) -> None:
    tokens = service(provider, clock)
    good = provider.token()
    assert tokens.caller(f"Bearer {good}").role is Role.EDITOR
    began = time.perf_counter()
    for number in range(500):
        refused(tokens, provider.token(ED, "EdDSA", f"made-up-{number}"))
        clock.now += 0.05  # 25 seconds in all
    assert provider.asked == 1
    assert time.perf_counter() - began < 2
    forged = provider.token(RSA_NEXT)
    began = time.perf_counter()
    for _ in range(200):
        refused(tokens, forged)
    assert time.perf_counter() - began < 1
    assert tokens.caller(f"Bearer {good}").role is Role.EDITOR


def test_a_provider_that_is_away_is_not_asked_again_at_once(
    provider: Provider, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    provider.status = 503
    tokens = service(provider, clock)
    for _ in range(20):
        refused(tokens, provider.token())
    assert provider.asked == 1
    assert "status 503" in caplog.text
    provider.status, clock.now = 200, clock.now + 31
    assert tokens.caller(f"Bearer {provider.token()}").role is Role.EDITOR
    provider.status, clock.now = 500, clock.now + 700  # what is known still holds
    assert tokens.caller(f"Bearer {provider.token()}").role is Role.EDITOR


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"\xff", b"{", b'{"keys": 7}', b'{"keys": [7, {"kty": 7}]}',
     b'{"keys": [{"kty": "RSA", "kid": "k1", "n": "AQ", "e": "x"}]}', b" " * 300_000,
     b'{"keys": ' + b"[" * 50_000],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
def test_a_document_that_is_no_key_set_gives_no_keys(provider: Provider, body: bytes) -> None:
    provider.body = body
    refused(service(provider), provider.token())


def test_a_document_that_is_too_large_is_not_read(provider: Provider) -> None:
    document = json.dumps({"keys": provider.keys}).encode()
    provider.body = document + b" " * (256 * 1024)
    refused(service(provider), provider.token())
    provider.body = document + b" " * 1024
    assert service(provider).caller(f"Bearer {provider.token()}").role is Role.EDITOR


def test_a_redirect_is_not_followed(provider: Provider) -> None:
    provider.status = 302
    refused(service(provider), provider.token())
    assert provider.asked == 1


@pytest.mark.parametrize("address", ["http://id.example/keys", "file:///etc/passwd", "ftp://x/k"])
def test_only_safe_addresses_are_asked(provider: Provider, address: str) -> None:
    tokens = OidcTokens(Claims(provider.issuer, AUDIENCE), KeySet(provider.issuer, address))
    refused(tokens, provider.token())


def test_a_slow_provider_holds_nobody_whose_key_is_known(provider: Provider, clock: Clock) -> None:
    tokens = service(provider, clock)
    good, unknown = provider.token(), provider.token(kid="new")
    assert tokens.caller(f"Bearer {good}").role is Role.EDITOR
    provider.slow = threading.Event()
    clock.now += 31
    waiting = threading.Thread(target=refused, args=(tokens, unknown))
    waiting.start()
    time.sleep(0.1)
    began = time.perf_counter()
    assert tokens.caller(f"Bearer {good}").role is Role.EDITOR
    refused(tokens, unknown)
    assert time.perf_counter() - began < 0.5
    provider.slow.set()
    waiting.join()


@pytest.mark.parametrize(
    ("claims", "options", "role"),
    [
        ({"roles": "reader"}, {}, Role.READER),
        ({"roles": ["reader", "admin", "x"]}, {}, Role.ADMIN),
        ({"groups": ["street"]}, {"role_claim": "groups", "roles": {"street": Role.EDITOR}},
         Role.EDITOR),
        ({"realm_access": {"roles": ["analyst"]}}, {"role_claim": "realm_access.roles"},
         Role.ANALYST),
        ({"https://x.example/roles": ["analyst"]}, {"role_claim": "https://x.example/roles"},
         Role.ANALYST),
        ({"roles": None}, {"default_role": Role.READER}, Role.READER),
        ({"roles": None}, {}, None),
        ({"roles": {"admin": True}}, {}, None),
        ({"roles": [["admin"], 7, None]}, {}, None),
        ({"roles": ["ADMIN", "Admin "]}, {}, None),
    ],
)  # fmt: skip
def test_the_role_is_what_the_claim_says(
    provider: Provider, claims: dict[str, Any], options: dict[str, Any], role: Role | None
) -> None:
    tokens, token = service(provider, **options), provider.token(**claims)
    if role is None:
        with pytest.raises(ForbiddenError, match="claim"):
            tokens.caller(f"Bearer {token}")
    else:
        assert tokens.caller(f"Bearer {token}").role is role


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "Li\x1b[31m Wei\u202e\n"}, "Li[31m Wei"),
        ({"name": "x" * 500}, "x" * 100),
        ({"name": "\u200b", "email": "li@street.example"}, "li@street.example"),
        ({"name": 7}, "u-17"),
    ],
)
def test_a_name_is_made_fit_for_the_journal(
    provider: Provider, claims: dict[str, Any], name: str
) -> None:
    assert service(provider).caller(f"Bearer {provider.token(**claims)}").name == name


def test_subjects_that_look_the_same_are_told_apart(provider: Provider) -> None:
    tokens = service(provider)
    alike = ["li", "li\u200b", "l\u202ei", "x" * 100, "x" * 101, "x" * 102, "\u200b", "\u200c"]
    found = [tokens.caller(f"Bearer {provider.token(sub=subject)}") for subject in alike]
    assert len({caller.identity for caller in found}) == len(alike)
    assert found[0].identity == f"{provider.issuer}#li"
    assert all(caller.signed.isprintable() for caller in found)
