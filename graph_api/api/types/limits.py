"""What the caller may ask, and who the caller is."""

import strawberry

from graph_api.api.limits import ServiceLimits
from graph_api.api.types.words import Role


@strawberry.type(description="The limits in force for this caller (限额).")
class Limits:
    """Page, depth, cost, time and size limits."""

    max_first: int = strawberry.field(description="Largest `first` of a page (每页上限).")
    max_depth: int = strawberry.field(description="Deepest nesting of fields (最大嵌套深度).")
    max_cost: int = strawberry.field(
        description="Largest cost of a document: the fields of its largest possible answer, with"
        " `first` multiplied in and extra for fields that compute (成本上限)."
    )
    deadline_ms: int = strawberry.field(description="Time for one query, in milliseconds (时限).")
    max_body_bytes: int = strawberry.field(
        description="Largest request body, in bytes (请求体上限)."
    )

    @classmethod
    def of(cls, limits: ServiceLimits) -> "Limits":
        """Wrap the limits."""
        return cls(
            max_first=limits.max_first,
            max_depth=limits.max_depth,
            max_cost=limits.max_cost,
            deadline_ms=limits.deadline_ms,
            max_body_bytes=limits.max_body_bytes,
        )


@strawberry.type(description="Who asks (当前用户).")
class Viewer:
    """The caller."""

    name: str | None = strawberry.field(description="Name; null where nobody signed in (姓名).")
    role: Role = strawberry.field(description="What the caller may do (角色).")
