"""What is known of one setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph_api.settings.texts import Text
from graph_api.settings.values import read_text


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    ``default`` is shown to people; ``None`` stands for what `Settings` gives when nothing is said.
    """

    name: str
    variable: str
    default: str | None
    meaning: Text
    read: Callable[[str], Any] = read_text
    is_secret: bool = False
