"""What is said where nobody has said a number."""

from __future__ import annotations

from graph_api.errors import BadParameterError


def missing(name: str, en: str, zh: str) -> BadParameterError:
    """Give the error that a number is needed which nobody has said.

    Examples
    --------
    >>> missing("coverage", "the share of residents covered", "覆盖比例").details["parameter"]
    'coverage'

    """
    return BadParameterError(
        f"Nobody has said {en} ({name}); give one: the argument, or set_parameter.",
        f"没有给定{zh}（{name}）；请给出一个：用参数，或 set_parameter。",
        parameter=name,
    )
