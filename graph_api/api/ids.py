"""Node ids: opaque texts that name a thing in ONE view, so that no client cache mixes two views."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import astuple, dataclass

from graph_api.domain import BASELINE

MARK = "~"
"""A node id begins with it; the key of an actor, relation or scenario never does."""


@dataclass(frozen=True, slots=True)
class NodeId:
    """What a node id is made of; the revision is not, so that an update meets its old value.

    ``digest`` is empty for a variant as it is stored, else it stands for date, what-if changes and
    filter (`graph_api.domain.ViewKey`).
    """

    kind: str
    scenario: str
    variant: str = BASELINE
    digest: str = ""
    key: str = ""

    def __str__(self) -> str:
        text = json.dumps(astuple(self), ensure_ascii=False, separators=(",", ":"))
        return MARK + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_node_id(text: str) -> NodeId | None:
    """Read a node id; None for anything that `NodeId` did not write.

    Examples
    --------
    >>> read_node_id(str(NodeId("Actor", "water-game", key="farmers"))).key
    'farmers'
    >>> read_node_id("farmers"), read_node_id("~farmers")
    (None, None)

    """
    if not text.startswith(MARK) or not text.isascii():
        return None
    body = text[len(MARK) :]
    try:
        parts = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    try:
        found = NodeId(*parts)
    except TypeError:
        return None
    return found if str(found) == text else None


def own_key(text: str, kind: str, scenario: str) -> str:
    """Give the scenario's own key that an argument of type ID means.

    A node id of another kind or scenario stays as it is: no key looks like it, so whoever looks it
    up says that it is unknown. The view of a node id is not looked at: the same actor may be asked
    about in another variant.

    Examples
    --------
    >>> own_key("farmers", "Actor", "water-game")
    'farmers'

    """
    found = read_node_id(text)
    if found is not None and found.kind == kind and found.scenario == scenario:
        return found.key
    return text
