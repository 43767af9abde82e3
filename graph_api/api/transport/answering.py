"""What goes out: answers in what the client accepts, and refusals with the status that says why."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope
from strawberry.types import ExecutionResult

logger = logging.getLogger(__name__)

MODERN = "application/graphql-response+json"
LEGACY = "application/json"
HTML = "text/html"


class RefusedError(Exception):
    """A request that never reaches GraphQL, with the status that says why."""

    def __init__(
        self, status: int, en: str, zh: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(en)
        self.status = status
        self.en = en
        self.zh = zh
        self.headers = dict(headers or {})


def refusal(error: RefusedError, identity: str, media_type: str = LEGACY) -> Response:
    """Answer a request that never reached GraphQL."""
    logger.info("request=%s status=%d message=%s", identity, error.status, error.en)
    body = {
        "errors": [
            {
                "message": error.en,
                "extensions": {
                    "code": "FORBIDDEN" if error.status in (403, 421) else "BAD_PARAMETER",
                    "messageZh": error.zh,
                    "requestId": identity,
                },
            }
        ]
    }
    return _json(body, error.status, media_type, error.headers)


def request_id(scope: Scope) -> str:
    """Give the id that the outermost layer gave this request."""
    found: str = scope.get("state", {}).get("request_id", "")
    return found


def answer(result: ExecutionResult, media_type: str) -> Response:
    """Put the result of an execution into a response; its status says whether it began."""
    errors = result.errors or []
    before_execution = result.data is None and errors and not any(item.path for item in errors)
    body: dict[str, Any] = {} if before_execution else {"data": result.data}
    if errors:
        body["errors"] = [error.formatted for error in errors]
    if result.extensions:
        body["extensions"] = result.extensions
    status = 400 if before_execution and media_type == MODERN else 200
    return _json(body, status, media_type)


def _json(
    body: object, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        status_code=status,
        media_type=f"{media_type}; charset=utf-8",
        headers=dict(headers or {}),
    )


def accepted_types(request: Request) -> dict[str, float]:
    """Read the Accept header: media types with their weights."""
    accepted: dict[str, float] = {}
    for item in request.headers.get("accept", "").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weights = [part[2:] for part in parameters if part.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            weight = 0.0
        if name:
            accepted[name] = weight
    return accepted


def media_type_of(request: Request) -> str | None:
    """Choose what to answer in; None where the client takes neither."""
    accepted = accepted_types(request)
    anything = max(accepted.get("*/*", 0), accepted.get("application/*", 0))
    if not accepted:
        return LEGACY
    modern, legacy = accepted.get(MODERN, 0), accepted.get(LEGACY, anything)
    if modern <= 0 and legacy <= 0:
        return None
    return MODERN if modern >= legacy else LEGACY


def wants_page(request: Request) -> bool:
    """Tell whether a person with a browser asks, and asks nothing yet."""
    return "query" not in request.query_params and accepted_types(request).get(HTML, 0) > 0
