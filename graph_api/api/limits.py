"""The limits that this service keeps, in one value that queries can read."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.errors import TooCostlyError


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """How much one request may ask.

    ``max_cost`` counts the fields of the largest possible answer, with `first` multiplied in and
    extra for fields that compute; ``max_computing`` counts those fields alone.
    ``max_repeats`` bounds how often one document writes out the same field of objects, which
    validation compares pair by pair; ``max_document`` counts characters (long texts go as
    variables).
    """

    max_first: int = 100
    max_depth: int = 16
    max_cost: int = 100_000
    max_aliases: int = 200
    max_computing: int = 60
    max_tokens: int = 4_000
    max_repeats: int = 50
    max_document: int = 1_000_000
    max_paths: int = 1_000
    deadline_ms: int = 30_000
    max_body_bytes: int = 6_000_000


DEFAULT_LIMITS = ServiceLimits()


@dataclass
class Budget:
    """How many actors and relations the lists of one request may still give.

    The cost of a document is reckoned before it runs and takes lists without `first` to be short;
    this holds where they are not.
    """

    left: int = DEFAULT_LIMITS.max_cost

    def spend(self, count: int) -> None:
        """Take ``count`` items off the budget, or raise `TooCostlyError`."""
        self.left -= count
        if self.left < 0:
            raise TooCostlyError(
                f"The lists of this answer hold more than {DEFAULT_LIMITS.max_cost} items; ask for"
                " fewer of them, or in several requests.",
                f"该答案中的列表超过 {DEFAULT_LIMITS.max_cost} 项；请减少列表，或分几次查询。",
                limit=DEFAULT_LIMITS.max_cost,
            )
