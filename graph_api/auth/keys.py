"""The public keys of an OpenID provider: fetched when needed, and no oftener than allowed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from graph_api.auth.addresses import FetchError, fetch_json, is_safe_address

logger = logging.getLogger(__name__)

ALGORITHMS_OF: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("RSA", None): ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("EC", "P-521"): ("ES512",),
    ("OKP", "Ed25519"): ("EdDSA",),
}
"""Which algorithms a kind of key may sign with; a key that says its own has that one alone.

None of them is symmetric, so a public key is never taken for a shared secret.
"""

ALGORITHMS = tuple(name for names in ALGORITHMS_OF.values() for name in names)
"""Every algorithm that a token may have; ``none`` and ``HS...`` are not among them."""

MOST_KEYS = 64
"""Keys of one provider that are looked at."""

LIFETIME = 600.0
"""Seconds after which the keys are fetched again although all that was asked for is known."""

PATIENCE = 5.0
"""Seconds that a fetch may take."""

Keys = Mapping[tuple[str, str], jwt.PyJWK]


class KeySet:
    """The keys of one provider, by id and algorithm.

    A key id that is not known makes it look again (a provider changes its keys), but only when the
    last look is ``refetch_after`` seconds ago, whether it succeeded or not: tokens with made-up ids
    cost nothing. While one thread fetches, the others answer from what is known.

    Parameters
    ----------
    issuer
        The provider; its ``/.well-known/openid-configuration`` names the keys unless ``address``
        does.
    address
        Where the keys are.
    refetch_after
        Seconds between two fetches.

    """

    def __init__(
        self,
        issuer: str,
        address: str | None = None,
        *,
        refetch_after: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._address = address
        self._refetch_after = refetch_after
        self._clock = clock
        self._fetching = threading.Lock()
        self._keys: Keys = {}
        self._looked: float | None = None

    def find(self, identity: str, algorithm: str) -> jwt.PyJWK | None:
        """Give the key of an id for an algorithm, looking at the provider again if need be."""
        looked = self._looked
        age = None if looked is None else self._clock() - looked
        known = self._keys.get((identity, algorithm))
        if age is None or age >= (self._refetch_after if known is None else LIFETIME):
            self._look_again(looked)
            known = self._keys.get((identity, algorithm))
        return known

    def _look_again(self, looked: float | None) -> None:
        """Fetch, unless another thread does; only where nothing is known yet is it waited for."""
        if not self._fetching.acquire(timeout=0 if self._keys else PATIENCE):
            return
        try:
            if self._looked == looked:
                self._fetch()
        finally:
            self._fetching.release()

    def _fetch(self) -> None:
        try:
            found = usable(fetch_json(self._where(), PATIENCE))
        except FetchError as error:
            logger.warning("the keys of the issuer %s cannot be fetched: %s", self._issuer, error)
        else:
            if found:
                self._keys = found
            else:
                logger.warning("the issuer %s has no key that can be used", self._issuer)
        finally:
            self._looked = self._clock()

    def _where(self) -> str:
        if self._address is not None:
            return self._address
        base = self._issuer.rstrip("/")
        said = fetch_json(f"{base}/.well-known/openid-configuration", PATIENCE)
        address = said.get("jwks_uri")
        if said.get("issuer") != self._issuer:
            raise FetchError("its configuration names another issuer")
        if not isinstance(address, str) or not is_safe_address(address):
            raise FetchError("its configuration names no safe jwks_uri")
        return address


def usable(document: Mapping[str, Any]) -> Keys:
    """Give the keys of a JWK set that may sign tokens; the others are left out.

    Examples
    --------
    >>> usable({"keys": [{"kty": "oct", "kid": "a", "k": "c2VjcmV0", "alg": "HS256"}]})
    {}

    """
    given = document.get("keys")
    found: dict[tuple[str, str], jwt.PyJWK] = {}
    for item in given[:MOST_KEYS] if isinstance(given, list) else ():
        if not isinstance(item, dict) or item.get("use", "sig") != "sig":
            continue
        identity = item.get("kid")
        operations = item.get("key_ops", ["verify"])
        if not isinstance(identity, str) or "verify" not in operations:
            continue
        for algorithm in _algorithms(item):
            try:
                key = jwt.PyJWK(item, algorithm)
            except jwt.PyJWTError:
                logger.warning("a key of the issuer cannot be read")
                break
            found.setdefault((identity, algorithm), key)
    return found


def _algorithms(item: Mapping[str, Any]) -> tuple[str, ...]:
    kind, curve = item.get("kty"), item.get("crv")
    if not isinstance(kind, str) or not isinstance(curve, str | None):
        return ()
    possible = ALGORITHMS_OF.get((kind, curve), ())
    said = item.get("alg")
    return possible if said is None else tuple(name for name in possible if name == said)
