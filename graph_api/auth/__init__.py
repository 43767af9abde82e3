"""Who asks, and what they may do: every transport goes through one `Authenticator`.

===============  =================================================================
``callers``      callers, their roles, and the one question that is put
``bearer``       how a token is read out of a request
``tokens``       what a local token looks like, and what is kept of it
``local``        signing in with a local token
``keys``         the public keys of an OpenID provider
``oidc``         signing in with a token of the provider
``either``       both side by side
``remembering``  who signed in a moment ago
``attempts``     how often an address may fail
``opening``      how the ways to sign in are put together
===============  =================================================================
"""

from graph_api.auth.callers import LOCAL, OPEN, Authenticator, Caller, Open, Role, present

__all__ = ["LOCAL", "OPEN", "Authenticator", "Caller", "Open", "Role", "present"]
