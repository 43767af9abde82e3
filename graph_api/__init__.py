"""Who can empower whom in the governance of a community, both ways, and what would mend it.

Read in this order: ``domain`` (what things are), ``scoring`` (what is computed, pure functions of
a snapshot), ``scenarios`` (YAML in and out), ``stores`` (where scenarios are kept), ``snapshots``
and ``service`` (one method per use case), then the faces: ``api`` (GraphQL), ``cli`` and
``workbench`` (Python).

>>> import graph_api as ea
>>> view = ea.load("seeds/mutual-empowerment.yaml").view("after_remedies")
>>> view.pair("residents", "street_office").band
<Band.MEDIUM: 'medium'>
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from graph_api.version import __version__

if TYPE_CHECKING:
    from graph_api.workbench import (
        View,
        Workbench,
        from_networkx,
        load,
        read_sheets,
        view_from_arrays,
    )

__all__ = [
    "View",
    "Workbench",
    "__version__",
    "from_networkx",
    "load",
    "read_sheets",
    "view_from_arrays",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # what a module holds
    """Load the Python face when it is first asked for: the command line starts without it."""
    if name in __all__:
        return getattr(importlib.import_module("graph_api.workbench"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
