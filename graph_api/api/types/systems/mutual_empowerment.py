"""Mutual empowerment (相互充权), as clients ask it."""

import strawberry

from graph_api.api.types.system import System


@strawberry.type(description="The mechanism of essay 4 (相互充权).")
class MutualEmpowermentSystem(System):
    """Mutual empowerment."""
