"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import ClaimRule, Label, MeasureRule, System, TableRule


class WechatPlatform(System):
    """The WeChat platform over one view."""

    key: ClassVar[str] = "wechat_platform"
    title: ClassVar[Label] = Label("The WeChat platform", "微信平台")
    source: ClassVar[str] = "essay-1"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = ()
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = ()
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = ()
