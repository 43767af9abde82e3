"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, System, TableRule


class Participation(System):
    """Urban participation over one view."""

    key: ClassVar[str] = "participation"
    title: ClassVar[Label] = Label("Urban participation", "城市社区参与")
    source: ClassVar[str] = "essay-3"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
