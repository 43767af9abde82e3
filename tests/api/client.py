"""A client of the application in this process, and a small scenario to change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx
from starlette.applications import Starlette

from graph_api.api.app import Options
from graph_api.api.pricing.limits import DEFAULT_LIMITS

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))

PATIENT = Options(limits=replace(DEFAULT_LIMITS, deadline_ms=120_000))
"""For tests of answers, on a machine that is busy; tests of deadlines set their own."""

SMALL = """\
format: 1
scenario: small
title: {en: A small street, zh: 小街}
sources:
  essay: {title: {en: An essay, zh: 一篇文章}, file: essay.txt, lines: [1-20]}
actors:
  office: {name: {en: Street office, zh: 街道办事处}, kind: street_office}
  committee: {name: {en: "Residents' committee", zh: 居委会}, kind: residents_committee}
  residents: {name: {en: Residents, zh: 居民}, kind: resident, member_of: committee}
  market: {name: {en: Property firm, zh: 物业公司}, kind: property_firm}
relations:
  - {id: r1, from: office, to: committee, strength: 0.8, evidence: [{source: essay, lines: [3]}]}
  - {id: r2, from: committee, to: residents, strength: {low: 0.4, best: 0.5, high: 0.6}}
  - {id: r3, from: residents, to: office, strength: 0.4}
  - {id: r4, from: office, to: residents, strength: 0.1}
  - {id: r5, from: market, to: residents, class: burden, strength: 0.5}
  - {id: r6, from: residents, to: committee}
variants:
  better:
    title: {en: Better, zh: 更好}
    changes:
      - set_relation: {id: r3, strength: 0.9}
"""
"""Forward from office to residents: 0.8 x 0.5 = 0.4; back: 0.4; so mutual is 0.4."""


class Client:
    """Asks the application as a program would."""

    def __init__(self, app: Starlette, base: str = "http://127.0.0.1:8000") -> None:
        self._app = app
        self._base = base

    def send(self, method: str, url: str, **request: Any) -> httpx.Response:
        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=self._base) as client:
                return await client.request(method, url, **request)

        return anyio.run(sent)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Give the whole answer."""
        body = {"query": query, "variables": variables}
        response = self.send("POST", "/graphql", json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def data(self, query: str, **variables: Any) -> Any:
        """Give the data of an answer without errors."""
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """Give the one error of an answer."""
        (error,) = self.ask(query, **variables)["errors"]
        found: dict[str, Any] = error
        return found
