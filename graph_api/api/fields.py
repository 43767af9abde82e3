"""Fields of a type that a method answers, typed so that the method stays what it is."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def resolver(*, description: str, name: str | None = None) -> Callable[[F], F]:
    """Make a field of the schema out of a method.

    A plain ``def`` runs on the event loop and only reads attributes; whatever computes is ``async``
    and hands its work to a thread (`graph_api.api.context.in_thread`).
    """
    return cast("Callable[[F], F]", strawberry.field(description=description, name=name))


def stream(*, description: str) -> Callable[[F], F]:
    """Make a field of the subscriptions out of a method that yields its events."""
    return cast("Callable[[F], F]", strawberry.subscription(description=description))
