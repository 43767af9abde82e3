"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, System, TableRule


class CommunityFactory(System):
    """The community factory over one view."""

    key: ClassVar[str] = "community_factory"
    title: ClassVar[Label] = Label("The community factory", "社区工厂")
    source: ClassVar[str] = "essay-6"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
