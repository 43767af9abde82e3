"""A view as JSON, in the shape of the YAML (docs/reference/exchange.md)."""

from __future__ import annotations

import json
from typing import BinaryIO

from graph_api.exchange.writing.carried import Carried, require_few
from graph_api.scenarios.compact import compact_scenario


def write_json(carried: Carried, file: BinaryIO) -> None:
    """Write a view as JSON: ``provenance`` and ``document``; the same view gives the same bytes.

    Raises
    ------
    BadParameterError
        If there are too many relations.

    Examples
    --------
    >>> import io
    >>> from graph_api.domain import Scenario
    >>> from graph_api.exchange.writing.carried import carry
    >>> file = io.BytesIO()
    >>> write_json(carry(Scenario("empty")), file)
    >>> json.loads(file.getvalue())["document"]
    {'format': 1, 'scenario': 'empty'}

    """
    require_few(carried, "json")
    said = {
        "provenance": {**carried.provenance, "parameters": {}},
        "document": compact_scenario(carried.whole),
    }
    text = json.dumps(said, ensure_ascii=False, indent=2, allow_nan=False)
    file.write(text.encode("utf-8", "surrogatepass") + b"\n")
