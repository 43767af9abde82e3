"""Results as plain values: keys as GraphQL names them, words as YAML writes them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from graph_api.scoring import PairRow, PairScore, Path, Scoring

_RENAMED = {"from_id": "from", "to_id": "to"}


def plain_result(value: object) -> Any:  # noqa: ANN401  # JSON has no better type
    """Give a frozen result as dicts, lists, text and numbers; the scoring stands in the provenance.

    Examples
    --------
    >>> from graph_api.scoring import Channel
    >>> plain_result(Channel("a", "b", ("r1",)))
    {'from': 'a', 'to': 'b', 'relations': ['r1']}
    >>> plain_result(PairRow("a", "b", 1.0, 0.25, 0.5))
    {'a': 'a', 'b': 'b', 'forward': 1.0, 'reverse': 0.25, 'mutual': 0.5}

    """
    if isinstance(value, PairRow):
        return {camel(name): plain_result(part) for name, part in value._asdict().items()}
    if isinstance(value, (list, tuple)):
        return [plain_result(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    plain = {
        camel(field.name): plain_result(getattr(value, field.name))
        for field in fields(value)
        if not isinstance(getattr(value, field.name), Scoring)
    }
    if isinstance(value, PairScore):
        plain["band"] = value.band
    if isinstance(value, Path):
        plain |= {"hops": value.hops, "band": value.band}
    return plain


def camel(name: str) -> str:
    """Give a name as GraphQL writes it.

    Examples
    --------
    >>> camel("loss_share"), camel("from_id")
    ('lossShare', 'from')

    """
    if name in _RENAMED:
        return _RENAMED[name]
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
