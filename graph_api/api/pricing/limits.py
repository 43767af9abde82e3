"""The limits that this service keeps, by role, in values that queries can read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph_api.auth import Role
from graph_api.errors import TooCostlyError


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """How much one caller may ask.

    Attributes
    ----------
    max_first
        Largest page.
    max_items
        Values in one variable, within one another.
    max_depth
        Fields within one another.
    max_cost
        Fields of the largest possible answer, with `first` multiplied in and extra for fields
        that compute; also how many fields one answer may turn out to have.
    max_aliases, max_computing
        Fields that are renamed; fields that compute.
    max_tokens, max_directives, max_document
        Of one document: tokens, directives, characters (long texts go as variables).
    max_repeats
        How often one document writes out the same field of objects, which validation compares
        pair by pair; ten times as often for other fields.
    max_paths
        Paths that may be listed between two actors, over all pages.
    max_draws
        Draws of one question about uncertainty.
    max_concurrent
        Operations of one caller at a time; a few more wait their turn.
    max_subscriptions
        Subscriptions of one connection at a time.
    max_jobs
        Jobs of one caller that wait or run; 0: none may be started.
    deadline_ms
        Milliseconds for one operation.
    max_body_bytes
        Bytes of a request body.

    """

    max_first: int = 100
    max_items: int = 50_000
    max_depth: int = 16
    max_cost: int = 100_000
    max_aliases: int = 200
    max_computing: int = 60
    max_tokens: int = 4_000
    max_directives: int = 50
    max_repeats: int = 50
    max_document: int = 200_000
    max_paths: int = 1_000
    max_draws: int = 20_000
    max_concurrent: int = 8
    max_subscriptions: int = 50
    max_jobs: int = 4
    deadline_ms: int = 10_000
    max_body_bytes: int = 6_000_000


DEFAULT_LIMITS = ServiceLimits()
"""What an analyst or an editor may ask where the operator says nothing else."""


def limits_of(role: Role, base: ServiceLimits = DEFAULT_LIMITS) -> ServiceLimits:
    """Give what callers of a role may ask, where ``base`` is what an analyst may.

    A reader may spend half of it at a time, in half of the time, and starts no jobs. An admin may
    ask for twice the cost, and for twice as much at a time. Each role may at least what the one
    before it may.

    Examples
    --------
    >>> [limits_of(role).max_cost for role in Role]
    [50000, 100000, 100000, 200000]

    """
    if role is Role.READER:
        return replace(
            base,
            max_cost=max(1, base.max_cost // 2),
            max_items=max(1, base.max_items // 2),
            max_draws=max(1, base.max_draws // 2),
            max_concurrent=max(1, base.max_concurrent // 2),
            max_subscriptions=max(1, base.max_subscriptions // 2),
            max_jobs=0,
            deadline_ms=max(1, base.deadline_ms // 2),
        )
    if role is Role.ADMIN:
        return replace(
            base,
            max_cost=2 * base.max_cost,
            max_items=2 * base.max_items,
            max_draws=2 * base.max_draws,
            max_concurrent=2 * base.max_concurrent,
            max_subscriptions=2 * base.max_subscriptions,
            max_jobs=2 * base.max_jobs,
        )
    return base


@dataclass
class Budget:
    """How many fields and list items one answer may still have.

    The cost of a document is reckoned before it runs and takes lists without `first` to be short;
    this holds where they are not.
    """

    limit: int = DEFAULT_LIMITS.max_cost
    spent: int = 0

    def spend(self, count: int) -> None:
        """Take ``count`` items off the budget, or raise `TooCostlyError`."""
        self.spent += count
        if self.spent > self.limit:
            raise too_long(self.limit)


def too_long(limit: int) -> TooCostlyError:
    """Make the error for an answer whose lists turn out longer than they were taken to be."""
    return TooCostlyError(
        f"The lists of this answer hold more than {limit} items; ask for fewer of"
        " them, or in several requests.",
        f"该答案中的列表超过 {limit} 项；请减少列表，或分几次查询。",
        limit=limit,
    )
