"""What the caller may ask, and who the caller is."""

from dataclasses import asdict

import strawberry

from graph_api.api.pricing.limits import ServiceLimits
from graph_api.api.types.words import Role


@strawberry.type(description="The limits in force for this caller (限额).")
class Limits:
    """Page, depth, cost, time and size limits."""

    max_first: int = strawberry.field(description="Largest `first` of a page (每页上限).")
    max_items: int = strawberry.field(
        description="Most values in one variable, within one another (变量值数上限)."
    )
    max_depth: int = strawberry.field(description="Deepest nesting of fields (最大嵌套深度).")
    max_cost: int = strawberry.field(
        description="Largest cost of a document: the fields of its largest possible answer, with"
        " `first` multiplied in and extra for fields that compute (成本上限)."
    )
    max_aliases: int = strawberry.field(
        description="Most renamed fields, each counted as often as fragments spread it (别名上限)."
    )
    max_computing: int = strawberry.field(description="Most fields that compute (计算字段上限).")
    max_tokens: int = strawberry.field(
        description="Most tokens of a document: names, numbers, brackets (词元上限)."
    )
    max_directives: int = strawberry.field(description="Most directives of a document (指令上限).")
    max_repeats: int = strawberry.field(
        description="How often a document may write out one field of objects, ten times as often"
        " for other fields (同名字段重复上限)."
    )
    max_document: int = strawberry.field(
        description="Most characters of a document; long texts go as variables (文档字符上限)."
    )
    max_body_bytes: int = strawberry.field(
        description="Largest request body, in bytes (请求体上限)."
    )
    max_paths: int = strawberry.field(
        description="Most paths listed between two actors, over all pages (路径数上限)."
    )
    max_draws: int = strawberry.field(
        description="Most draws of a question about uncertainty (抽样次数上限)."
    )
    max_concurrent: int = strawberry.field(
        description="Operations of this caller at a time; a few more wait their turn, what comes on"
        " top is refused with TOO_MANY_REQUESTS (并发上限)."
    )
    max_subscriptions: int = strawberry.field(
        description="Subscriptions of one connection at a time (每连接订阅上限)."
    )
    max_jobs: int = strawberry.field(
        description="Jobs of this caller that wait or run; 0: none may be started (作业上限)."
    )
    deadline_ms: int = strawberry.field(
        description="Time for one operation, in milliseconds (时限)."
    )

    @classmethod
    def of(cls, limits: ServiceLimits) -> "Limits":
        """Wrap the limits: every one of them is shown under its own name."""
        return cls(**asdict(limits))


@strawberry.type(description="Who asks (当前用户).")
class Viewer:
    """The caller."""

    name: str | None = strawberry.field(description="Name; null where nobody signed in (姓名).")
    role: Role = strawberry.field(description="What the caller may do (角色).")
