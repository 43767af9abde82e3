"""Callers and their roles, and the one question that every way of signing in answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from graph_api.domain.selection import read_word
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


def role_called(word: str) -> Role:
    """Give the role of a word.

    Raises
    ------
    BadParameterError
        If there is no such role; it names the nearest and all of them.

    Examples
    --------
    >>> role_called("editor")
    <Role.EDITOR: 'editor'>

    """
    return read_word(Role, word)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    ``name`` is for people; empty for nobody in particular. ``identity`` tells callers
    apart where limits count what each one does: two with the same name may be two. ``expires`` is
    the instant, in seconds since 1970, from which the caller has to sign in again; None: never.
    """

    name: str
    role: Role
    identity: str
    expires: float | None = None

    @property
    def signed(self) -> str:
        """Give who this is as it stands in the journal: the name, and how they signed in.

        Examples
        --------
        >>> Caller("Li Wei", Role.EDITOR, "token:k3x9q2").signed
        'Li Wei <token:k3x9q2>'
        >>> LOCAL.signed
        ''

        """
        if self.identity == LOCAL.identity:
            return self.name
        return f"{self.name} <{self.identity}>".strip()


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


@runtime_checkable
class Renewing(Protocol):
    """Tells what has become of a caller who signed in before, for work that is done later."""

    def present(self, caller: Caller) -> Caller:
        """Give a caller of earlier as they are now.

        Raises
        ------
        UnauthenticatedError
            If they could not sign in any more.

        """
        ...


def present(authenticator: Authenticator, caller: Caller) -> Caller:
    """Give a caller of earlier as they are now; as they were, where nobody can tell.

    Raises
    ------
    UnauthenticatedError
        If they could not sign in any more.

    Examples
    --------
    >>> present(OPEN, LOCAL) is LOCAL
    True

    """
    return authenticator.present(caller) if isinstance(authenticator, Renewing) else caller


class Open:
    """Lets everybody in as the one at this machine: loopback without sign-in."""

    def caller(self, authorization: str | None) -> Caller:  # noqa: ARG002  # nobody signs in
        """Give `LOCAL`, whatever is said."""
        return LOCAL


OPEN = Open()
"""Nobody has to sign in."""
