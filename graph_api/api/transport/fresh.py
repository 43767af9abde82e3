"""ETags: a client that kept an answer asks whether it still holds, and is told so without a body.

The tag of an answer is made of what was asked, by whom, within which limits, of the version of this
software and of the revisions of the scenarios that the answer read: any commit to one of them makes
another tag. An answer that its deadline may have cut short has none.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from graph_api.errors import UnknownScenarioError
from graph_api.service import Service
from graph_api.version import __version__

PRIVATE = "private, no-cache"
"""The client itself may keep the answer if it asks each time; nobody between may keep it."""

_MOST_KEPT = 4_096


def entity_tag(*parts: object) -> str:
    """Give the tag of an answer from JSON-ready values that say all that it rests on.

    It is a weak one: the same tag means the same data, not the same bytes.

    Examples
    --------
    >>> entity_tag("water-game", 1) == entity_tag("water-game", 2)
    False

    """
    said = json.dumps([__version__, *parts], ensure_ascii=False, sort_keys=True, default=str)
    name = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f'W/"{name}"'


def is_known(request: Request, tag: str) -> bool:
    """Tell whether the client says that it has the answer of this tag."""
    said = ",".join(request.headers.getlist("if-none-match"))
    known = {item.strip().removeprefix("W/") for item in said.split(",")}
    return "*" in known or tag.removeprefix("W/") in known


def tagged(tag: str) -> dict[str, str]:
    """Give the headers of an answer that may be asked about again."""
    return {"ETag": tag, "Cache-Control": PRIVATE, "Vary": "Authorization, Accept"}


def unchanged(tag: str) -> Response:
    """Say that what the client has still holds."""
    return Response(status_code=304, headers=tagged(tag))


class Reads:
    """Which scenarios questions read the last time, so that a tag can be told without asking.

    Bounded; what has been forgotten is executed again and then answered the same.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[tuple[str, ...], bool]] = OrderedDict()

    def keep(self, question: str, read: Mapping[str, int], *, lists: bool) -> str:
        """Keep what a question read, and give the tag of its answer; `lists`: all scenarios."""
        with self._lock:
            self._kept[question] = tuple(sorted(read)), lists
            self._kept.move_to_end(question)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return entity_tag(question, read, self._all() if lists else None)

    def tag(self, question: str) -> str | None:
        """Give the tag that the answer would have now; None: it has to be asked."""
        with self._lock:
            kept = self._kept.get(question)
        if kept is None:
            return None
        keys, lists = kept
        try:
            read = {key: self._service.store.revision(key) for key in keys}
        except UnknownScenarioError:
            return None
        return entity_tag(question, read, self._all() if lists else None)

    def _all(self) -> list[tuple[str, int]]:
        return [(info.key, info.revision) for info in self._service.scenarios()]
