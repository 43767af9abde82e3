"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, System, TableRule


class WaterGame(System):
    """The water game over one view."""

    key: ClassVar[str] = "water_game"
    title: ClassVar[Label] = Label("The water game", "用水博弈")
    source: ClassVar[str] = "essay-2"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
