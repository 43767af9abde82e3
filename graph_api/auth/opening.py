"""How the ways to sign in are put together into the one that the service asks."""

from __future__ import annotations

from collections.abc import Sequence

from graph_api.auth.callers import Authenticator, Role, role_called
from graph_api.auth.either import Either
from graph_api.auth.keys import KeySet
from graph_api.auth.local import LocalTokens
from graph_api.auth.oidc import Claims, OidcTokens
from graph_api.auth.remembering import Remembering
from graph_api.stores.service_tokens import Tokens


def roles_of(pairs: Sequence[str]) -> dict[str, Role]:
    """Give which word of a token is which role; without pairs, the roles' own names.

    Examples
    --------
    >>> roles_of(["street-editors=editor"])
    {'street-editors': <Role.EDITOR: 'editor'>}

    """
    if not pairs:
        return {role.value: role for role in Role}
    split = [pair.rpartition("=") for pair in pairs]
    return {word.strip(): role_called(role.strip()) for word, _, role in split}


def signing_in(
    tokens: Tokens, claims: Claims | None = None, keys: KeySet | None = None
) -> Remembering:
    """Give the authenticator of a service where everybody signs in.

    Parameters
    ----------
    tokens
        The local ones.
    claims, keys
        What a provider's tokens have to say, and its keys; None: there is no provider.

    """
    local: Authenticator = LocalTokens(tokens)
    if claims is None or keys is None:
        return Remembering(local)
    return Remembering(Either(local, OidcTokens(claims, keys)))
