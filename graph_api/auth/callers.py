"""Callers and their roles, and the one question that every way of signing in answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from graph_api.domain.words import Word


class Role(Word):
    """What a caller may do; each role includes the ones before it."""

    READER = "reader", "reader", "读者", "May ask."
    ANALYST = "analyst", "analyst", "分析者", "May start long work too."
    EDITOR = "editor", "editor", "编辑者", "May change scenarios too."
    ADMIN = "admin", "admin", "管理员", "May do everything."

    def includes(self, other: Role) -> bool:
        """Tell whether this role may do what the other one may.

        Examples
        --------
        >>> Role.EDITOR.includes(Role.READER), Role.READER.includes(Role.EDITOR)
        (True, False)

        """
        order = [*Role]
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    ``name`` stands in the journal; empty for nobody in particular. ``identity`` tells callers
    apart where limits count what each one does: two with the same name may be two.
    """

    name: str
    role: Role
    identity: str


LOCAL = Caller("", Role.ADMIN, "local")
"""Whoever is at this machine, where nobody has to sign in."""


class Authenticator(Protocol):
    """Tells who asks."""

    def caller(self, authorization: str | None) -> Caller:
        """Give the caller of an ``Authorization`` header; None where the request has none.

        Called beside the event loop, for it may read a file or fetch keys.

        Raises
        ------
        UnauthenticatedError
            If the header names nobody, or nothing was said where somebody must sign in.

        """
        ...


class Open:
    """Lets everybody in as the one at this machine: loopback without sign-in."""

    def caller(self, authorization: str | None) -> Caller:  # noqa: ARG002  # nobody signs in
        """Give `LOCAL`, whatever is said."""
        return LOCAL


OPEN = Open()
"""Nobody has to sign in."""
