"""The price of an operation: its numbers, its dearest field, and what is said where it is too much.

`graph_api.api.pricing.cost` reckons it; see docs/reference/graphql.md for what each number means.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.api.pricing.limits import ServiceLimits
from graph_api.errors import TooCostlyError

DEEPEST = 120
"""Fields and fragments within one another, counted together, so that no walk overflows."""


@dataclass(frozen=True, slots=True)
class Path:
    """The way down to the dearest field: one name, what it costs for one parent, and the rest.

    ``times`` is how often what stands under it may be answered.
    """

    name: str
    cost: int
    times: int
    rest: Path | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How much one parent object of a selection costs, and how deep it goes.

    ``depth`` counts fields within one another, ``nesting`` fields and fragments.
    """

    cost: int = 0
    depth: int = 0
    aliases: int = 0
    computing: int = 0
    nesting: int = 0
    dearest: Path | None = None

    def __add__(self, other: Size) -> Size:
        dearest = self.dearest
        if dearest is None or (other.dearest is not None and other.dearest.cost > dearest.cost):
            dearest = other.dearest
        return Size(
            self.cost + other.cost,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.computing + other.computing,
            max(self.nesting, other.nesting),
            dearest,
        )

    def nested(self) -> Size:
        """Give the size within a fragment."""
        return Size(
            self.cost, self.depth, self.aliases, self.computing, self.nesting + 1, self.dearest
        )


@dataclass(frozen=True, slots=True)
class Dearest:
    """The field that most of a cost comes from.

    ``path`` leads to it in the document, by the names that the answer would have; ``cost`` is
    what it costs with all under it, as often as it may be answered; ``share`` is that part of the
    whole, in [0, 1].
    """

    path: str
    cost: int
    share: float

    @classmethod
    def of(cls, size: Size) -> Dearest | None:
        """Follow the dearest field down, as long as one field makes half of the whole."""
        step = size.dearest
        if step is None or size.cost <= 0:
            return None
        names, times, cost = [step.name], 1, step.cost
        while step.rest is not None and 2 * times * step.times * step.rest.cost >= size.cost:
            times *= step.times
            step = step.rest
            names.append(step.name)
            cost = times * step.cost
        return cls(".".join(names), cost, cost / size.cost)


@dataclass(frozen=True, slots=True)
class Priced:
    """What one operation may cost.

    Attributes
    ----------
    cost
        Fields of the largest possible answer, plus the weights of those that compute.
    depth
        Fields within one another.
    aliases, computing
        Fields that are renamed, and fields that compute, each as often as fragments spread it.
    directives, tokens
        Of the whole document, as it is written.
    dearest
        Where most of the cost comes from; None: there is no field.
    visited
        Nodes that were looked at to find this out; never more than the document has.
    looked
        Names of the variables whose values count; of the others only how many items they hold.

    """

    cost: int
    depth: int
    aliases: int
    computing: int
    directives: int
    tokens: int
    dearest: Dearest | None
    visited: int
    looked: frozenset[str] = frozenset()

    def require_within(self, limits: ServiceLimits) -> None:
        """Refuse what is over a limit.

        Raises
        ------
        TooCostlyError
            Naming what is too much, how much it is, the limit, and for the cost the dearest field.

        """
        for what, value, limit in (
            ("tokens", self.tokens, limits.max_tokens),
            ("directives", self.directives, limits.max_directives),
            ("cost", self.cost, limits.max_cost),
            ("depth", self.depth, limits.max_depth),
            ("aliases", self.aliases, limits.max_aliases),
            ("computing", self.computing, limits.max_computing),
        ):
            if value > limit:
                raise too_costly(what, value, limit, self.dearest if what == "cost" else None)


_ZH = {
    "cost": "成本",
    "depth": "嵌套深度",
    "nesting": "嵌套",
    "aliases": "别名数",
    "computing": "计算字段数",
    "repeats": "同名字段重复数",
    "directives": "指令数",
    "tokens": "词元数",
    "draws": "抽样次数",
    "items": "单个变量的值数",
}


def too_costly(what: str, value: int, limit: int, dearest: Dearest | None = None) -> TooCostlyError:
    """Make the error that names what was too much, how much it was and how much it may be."""
    most = most_zh = ""
    details: dict[str, object] = {}
    if dearest is not None:
        most = f" Its dearest field is {dearest.path} ({dearest.cost}, {dearest.share:.0%})."
        most_zh = f"其中最贵的是 {dearest.path}（{dearest.cost}，占 {dearest.share:.0%}）。"
        details["dearest"] = {
            "path": dearest.path,
            "cost": dearest.cost,
            "share": round(dearest.share, 4),
        }
    return TooCostlyError(
        f"The {what} of this document is {value}; the limit is {limit}.{most} Ask for fewer"
        " fields, smaller pages (first) or less nesting, or in several requests; `limits` tells"
        " the limits.",
        f"该查询的{_ZH[what]}为 {value}，上限为 {limit}。{most_zh}请减少字段、缩小"
        " first、减少嵌套，或分几次查询；limits 给出各项上限。",
        **{what: value},
        limit=limit,
        **details,
    )
