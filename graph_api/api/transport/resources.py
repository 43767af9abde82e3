"""HTTP resources: exports, the map and the arrays of a view, at addresses that stay.

====================================================  =========================================
``/scenarios/{key}/{variant}.{format}``               the variant: yaml, json, graphml, gexf, xlsx,
                                                      csv.zip, parquet.zip, svg (its map)
``/scenarios/{key}/{variant}/layout.json``            where everything stands on its map
``/scenarios/{key}/{variant}/columns[.{format}]``     its arrays: json, arrow, parquet
====================================================  =========================================

Each has an ETag made of the revision; who has that revision is told so without a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from graph_api.api.context import in_thread
from graph_api.api.execution import Execution
from graph_api.api.pricing.limits import limits_of
from graph_api.api.transport.answering import (
    RefusedError,
    accepted_types,
    refusal,
    refused,
    request_id,
    without_body,
)
from graph_api.api.transport.files import COLUMNS, LAYOUT, WHOLE, FileBody, Form, written
from graph_api.api.transport.fresh import entity_tag, is_known, tagged, unchanged
from graph_api.api.transport.signing_in import caller_of
from graph_api.auth import Authenticator
from graph_api.errors import GraphApiError, Language, UnknownVariantError, nearest
from graph_api.scoring import stopping

ALLOW = "GET, HEAD, OPTIONS"

GRACE = 0.5
"""Seconds that what does not look at its deadline has on top of it."""

_PLAIN = re.compile(r"[\w.-]+", re.ASCII)
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One variant of a scenario, in the forms that its address allows."""

    key: str
    variant: str
    what: str
    forms: tuple[Form, ...]


class Resources:
    """The ASGI application behind ``/scenarios/``."""

    def __init__(self, execution: Execution, authenticator: Authenticator) -> None:
        self._execution = execution
        self._service = execution.service
        self._authenticator = authenticator

    def routes(self) -> tuple[Route, ...]:
        """Give the addresses."""
        return (
            Route("/scenarios/{key}/{variant}/{what}", self),
            Route("/scenarios/{key}/{file}", self),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except RefusedError as error:
            response = refusal(error, request_id(scope))
        except GraphApiError as error:
            response = refusal(refused(error), request_id(scope))
        except ClientDisconnect:
            return
        if request.method == "HEAD" and not isinstance(response, FileBody):
            response = without_body(response)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ALLOW})
        if request.method not in ("GET", "HEAD"):
            raise RefusedError(
                405,
                f"{request.method} has no meaning here; this can only be read.",
                f"此处不支持 {request.method}；该资源只能读取。",
                {"Allow": ALLOW},
            )
        caller = await caller_of(self._authenticator, request.scope)
        asked = _asked(request.path_params)
        form = _form_of(request, asked.forms)
        language = _language_of(request)
        parts = asked.key, asked.variant, asked.what, form.ending, language
        revision = await in_thread(self._service.store.revision, asked.key)
        if is_known(request, tag := entity_tag(*parts, revision)):
            if "*" in request.headers["if-none-match"]:  # no tag: it is said of anything
                await in_thread(self._require_variant, asked)
            return unchanged(tag)
        limits = limits_of(caller.role, self._execution.limits)
        async with self._execution.admission.turn(caller, limits):
            return await self._written(asked, form, language, limits.deadline_ms / 1000)

    def _require_variant(self, asked: _Asked) -> None:
        scenario = self._service.scenario(asked.key)
        if asked.variant not in scenario.variant_keys:
            raise UnknownVariantError(asked.variant, scenario.variant_keys, asked.key)

    async def _written(
        self, asked: _Asked, form: Form, language: Language, seconds: float
    ) -> Response:
        with (
            stopping.within(seconds) as stop,
            anyio.move_on_after(seconds + GRACE),
        ):
            try:
                scenario = await in_thread(self._service.scenario, asked.key)
                file, size = await in_thread(
                    written, form, self._service, scenario, asked.variant, language
                )
            finally:
                stop.cancel()
            parts = asked.key, asked.variant, asked.what, form.ending, language
            headers = {**tagged(entity_tag(*parts, scenario.revision))}
            headers["X-Empower-Revision"] = str(scenario.revision)
            if form.is_saved:
                name = "-".join(filter(None, (asked.key, asked.variant, asked.what)))
                headers["Content-Disposition"] = _saved_as(f"{name}.{form.ending}")
            if form.ending == "svg":
                headers["Content-Security-Policy"] = _SVG_POLICY
            return FileBody(file, size, form.media_type, headers)
        raise stop.error()


def _asked(path: Mapping[str, str]) -> _Asked:
    """Read an address."""
    if "file" in path:
        file = path["file"]
        # A key may have dots as well, so the ending is what is known to be one.
        for ending, form in WHOLE.items():
            if file.endswith(f".{ending}"):
                return _Asked(path["key"], file.removesuffix(f".{ending}"), "", (form,))
        raise _not_here(file.partition(".")[2], WHOLE)
    what, _, ending = path["what"].partition(".")
    if what == "layout" and ending == LAYOUT.ending:
        return _Asked(path["key"], path["variant"], what, (LAYOUT,))
    if what == "columns":
        forms = tuple(COLUMNS.values()) if not ending else (_known(COLUMNS, ending),)
        return _Asked(path["key"], path["variant"], what, forms)
    raise _not_here(path["what"], ("layout.json", *(f"columns.{form}" for form in COLUMNS)))


def _saved_as(name: str) -> str:
    """Give the header that names a file; headers have no letters but those of ASCII."""
    if _PLAIN.fullmatch(name):
        return f'attachment; filename="{name}"'
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _known(forms: Mapping[str, Form], ending: str) -> Form:
    found = forms.get(ending)
    if found is None:
        raise _not_here(ending, forms)
    return found


def _not_here(said: str, known: Iterable[str]) -> RefusedError:
    names = [*known]
    return RefusedError(
        404,
        f"There is no {said[:80]!r} here; there are: {', '.join(names)}.",
        f"此处没有“{said[:80]}”；可用：{'、'.join(names)}。",
        details={"nearest": list(nearest(said, names))},
    )


def _form_of(request: Request, forms: tuple[Form, ...]) -> Form:
    """Choose the form that the client likes best; the first where it likes several the same."""
    accepted = accepted_types(request)
    if not accepted:
        return forms[0]

    def weight(form: Form) -> float:
        group = form.media_type.partition("/")[0] + "/*"
        for name in (form.media_type, group, "*/*"):
            if name in accepted:
                return accepted[name]
        return 0.0

    best = max(forms, key=weight)
    if weight(best) > 0:
        return best
    names = ", ".join(form.media_type for form in forms)
    raise RefusedError(
        406,
        f"This address answers {names}; accept one of them.",
        f"该地址以 {names} 作答，请在 Accept 中接受其一。",
    )


def _language_of(request: Request) -> Language:
    said = request.query_params.get("lang", "en")
    if said not in {"en", "zh"}:
        raise RefusedError(
            400,
            f"lang is 'en' or 'zh', not {said[:80]!r}.",
            f"lang 须为 'en' 或 'zh'，不能是 {said[:80]!r}。",
            code="BAD_PARAMETER",
            details={"parameter": "lang"},
        )
    return "zh" if said == "zh" else "en"
