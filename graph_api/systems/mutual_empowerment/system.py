"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, System, TableRule


class MutualEmpowerment(System):
    """Mutual empowerment over one view."""

    key: ClassVar[str] = "mutual_empowerment"
    title: ClassVar[Label] = Label("Mutual empowerment", "相互充权")
    source: ClassVar[str] = "essay-4"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
