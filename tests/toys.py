"""A system small enough to know by heart, for tests of everything that handles systems.

It reads ``x`` (2, from 0 to 10), ``people`` (3, whole), and ``missing``, which nobody has said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from graph_api.domain import (
    ClaimRule,
    Finding,
    GraphSnapshot,
    Label,
    MeasureRule,
    Parameter,
    Relation,
    System,
    TableRule,
    Value,
    snapshot,
)
from graph_api.errors import BadParameterError
from tests.builders import KEY, actor, relation

PARAMETERS = {
    "x": Parameter("x", 2.0, "index", 0.0, 10.0, description=Label("How much", "多少")),
    "people": Parameter("people", 3.0, "person", 1.0, None),
    "missing": Parameter("missing", None, "share", 0.0, 1.0),
}


def toy_view(
    *lines: str, parameters: Mapping[str, Parameter] | None = None, system: str | None = "toy"
) -> GraphSnapshot:
    """Draw the view of a toy; the lines are those of `tests.builders`."""
    found: list[Relation] = [relation(line, f"r{n}") for n, line in enumerate(lines, 1)]
    names = dict.fromkeys(name for item in found for name in (item.from_id, item.to_id))
    return snapshot(
        KEY,
        [actor(name) for name in names],
        found,
        parameters=PARAMETERS if parameters is None else parameters,
        system=system,
    )


class Toy(System):
    """Twice x per person; its third claim needs what nobody has said."""

    key: ClassVar[str] = "toy"
    title: ClassVar[Label] = Label("The toy", "玩具")
    source: ClassVar[str] = "essay"
    table_input: ClassVar[Label | None] = Label("Names, one per row", "名称，每行一个")
    names: tuple[str, ...] = ()

    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = (
        MeasureRule(
            "double", Label("Twice x", "x 的两倍"), "index", lambda toy: toy.double(), ("A-01",)
        ),
        MeasureRule(
            "is_large", Label("Is x large?", "x 大吗？"), "yes or no", lambda toy: toy.x > 5
        ),
        MeasureRule(
            "part",
            Label("The missing part of x", "x 的缺失部分"),
            "index",
            lambda toy: toy.x * toy.parameters.value("missing"),
            ("A-01", "A-02"),
        ),
    )
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = (
        TableRule(
            "persons",
            Label("Persons", "人员"),
            (Label("number", "序号"), Label("name", "名称"), Label("new?", "新？")),
            lambda toy: toy.persons(),
            ("A-03",),
        ),
        TableRule(
            "parts",
            Label("Parts", "部分"),
            (Label("part", "部分"),),
            lambda toy: [(toy.parameters.value("missing"),)],
        ),
    )
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = (
        ClaimRule(
            "small",
            Label("x is small.", "x 很小。"),
            ("177", "187-191"),
            lambda toy: Finding(toy.x <= 5, Label(f"x is {toy.x:g}", f"x 为 {toy.x:g}")),
        ),
        ClaimRule(
            "large",
            Label("x is large.", "x 很大。"),
            ("178",),
            lambda toy: Finding(toy.x > 5, Label(f"x is {toy.x:g}", f"x 为 {toy.x:g}")),
            ("A-01",),
        ),
        ClaimRule(
            "known",
            Label("The part is known.", "部分已知。"),
            ("179",),
            lambda toy: Finding(toy.parameters.value("missing") >= 0, Label("yes", "是")),
        ),
    )

    @property
    def x(self) -> float:
        return self.parameters.value("x")

    def double(self) -> float:
        return 2 * self.x

    def persons(self) -> list[tuple[Value, ...]]:
        count = int(self.parameters.value("people"))
        names = self.names or tuple(f"P{number}" for number in range(1, count + 1))
        return [
            (number, Label(name, f"{name}号"), number > 1) for number, name in enumerate(names, 1)
        ]

    def read_rows(self, rows: Sequence[Mapping[str, str]], name: str) -> None:
        for place, row in enumerate(rows):
            if "name" not in row:
                line = place + 2
                raise BadParameterError(
                    f"{name}:{line}: no name.", f"{name}：第 {line} 行没有名称。", parameter="table"
                )
        self.names = tuple(row["name"] for row in rows)


class Bare(System):
    """A system that reads no table and gives nothing."""

    key: ClassVar[str] = "bare"
    title: ClassVar[Label] = Label("Bare", "空")
    source: ClassVar[str] = "essay"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
