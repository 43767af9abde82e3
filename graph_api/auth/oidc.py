"""Signing in with bearer tokens of an OpenID Connect provider."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from graph_api.auth.bearer import bearer, clean, ended, refused
from graph_api.auth.callers import Caller, Role
from graph_api.auth.keys import ALGORITHMS, KeySet
from graph_api.errors import ForbiddenError

_READER = jwt.PyJWT(options={"enforce_minimum_key_length": True})

_REQUIRED = ["exp", "iat", "iss", "sub", "aud"]
_DEEPEST = 8
_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Claims:
    """What has to stand in a token, and where its role and name are.

    ``role_claim`` is a path with dots (``realm_access.roles``); what stands there, one text or a
    list, is looked up in ``roles``, and the greatest role found is the caller's. ``default_role``
    is whose who have none; None: they are refused. ``skew`` is how many seconds the clocks of
    provider and service may differ.
    """

    issuer: str
    audience: str
    role_claim: str = "roles"
    roles: Mapping[str, Role] = field(default_factory=lambda: {str(role): role for role in Role})
    default_role: Role | None = None
    skew: float = 30.0


class OidcTokens:
    """Verifies the signature and the claims of a token; nothing of it is believed before.

    Parameters
    ----------
    claims
        What has to stand in a token.
    keys
        The keys of the issuer.

    """

    def __init__(self, claims: Claims, keys: KeySet) -> None:
        self._claims = claims
        self._keys = keys

    def caller(self, authorization: str | None) -> Caller:
        """Give the caller of a token.

        Raises
        ------
        UnauthenticatedError
            If there is no token, its signature is not the issuer's, or it is not for this service
            and this time.
        ForbiddenError
            If it says nothing that is a role here.

        """
        text = bearer(authorization)
        try:
            claims = self._verified(text)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise refused() from error
        role = role_of(claims, self._claims)
        if role is None:
            raise ForbiddenError(
                f"You are signed in, but nothing in the claim {self._claims.role_claim!r} of your"
                " token is a role of this service; ask whoever runs it.",
                f"已登录，但令牌的“{self._claims.role_claim}”声明中没有本服务的角色；"
                "请联系服务管理者。",
                claim=self._claims.role_claim,
            )
        identity = f"{self._claims.issuer}#{subject_of(claims['sub'])}"
        return Caller(name_of(claims), role, identity, float(claims["exp"]) + self._claims.skew)

    def present(self, caller: Caller) -> Caller:
        """Give a caller as they signed in: the provider is not asked again.

        Raises
        ------
        UnauthenticatedError
            If they signed in with another provider than the one of now, or in another way.

        """
        if not caller.identity.startswith(f"{self._claims.issuer}#"):
            raise ended()
        return caller

    def _verified(self, text: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(text)
        identity, algorithm = header.get("kid"), header.get("alg")
        if not isinstance(identity, str) or algorithm not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError
        key = self._keys.find(identity, algorithm)
        if key is None:
            raise jwt.InvalidKeyError
        return _READER.decode(
            text,
            key,
            algorithms=[algorithm],  # one of ours, and the one that this key signs with
            audience=self._claims.audience,
            issuer=self._claims.issuer,
            leeway=self._claims.skew,
            options={"require": _REQUIRED},
        )


def role_of(claims: Mapping[str, Any], wanted: Claims) -> Role | None:
    """Give the greatest role that the claims of a token name.

    Examples
    --------
    >>> wanted = Claims("https://id.example", "empower", "groups", {"street": Role.EDITOR})
    >>> role_of({"groups": ["staff", "street"]}, wanted)
    <Role.EDITOR: 'editor'>

    """
    said: object = claims.get(wanted.role_claim)
    if said is None:
        said = claims
        for part in wanted.role_claim.split(".")[:_DEEPEST]:
            said = said.get(part) if isinstance(said, Mapping) else None
    words = said.split() if isinstance(said, str) else said if isinstance(said, list) else ()
    found = [wanted.roles[word] for word in words if isinstance(word, str) and word in wanted.roles]
    return max(found, key=[*Role].index, default=wanted.default_role)


def subject_of(said: str) -> str:
    """Give a subject fit for the journal; two that differ stay two, however alike they look.

    Examples
    --------
    >>> subject_of("u-17"), subject_of("u-17" + chr(0x200B))
    ('u-17', 'u-17  1c2514b5d88d6056cf51914afb0de234')

    """
    shown = clean(said)
    if shown == said:
        return said
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{shown}  {digest[:_DIGITS]}"  # two spaces: no subject that is shown as it is has them


def name_of(claims: Mapping[str, Any]) -> str:
    """Give the name for the journal: the first of the usual claims that has one."""
    for claim in ("name", "preferred_username", "email"):
        said = claims.get(claim)
        if isinstance(said, str) and clean(said):
            return clean(said)
    return clean(str(claims["sub"]))
