"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, System, TableRule


class MigrantIntegration(System):
    """Integration of migrant workers over one view."""

    key: ClassVar[str] = "migrant_integration"
    title: ClassVar[Label] = Label("Integration of migrant workers", "农民工社区融入")
    source: ClassVar[str] = "essay-5"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
