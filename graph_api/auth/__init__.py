"""Who asks, and what they may do: every transport goes through one `Authenticator`."""

from graph_api.auth.callers import LOCAL, OPEN, Authenticator, Caller, Open, Role

__all__ = ["LOCAL", "OPEN", "Authenticator", "Caller", "Open", "Role"]
