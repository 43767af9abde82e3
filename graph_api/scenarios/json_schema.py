"""The JSON schema of scenario files, for completion in editors; made from the same tables.

It tells the form of each entry. What names what (unknown actors, lines outside a source, variants
that do not apply) only the check can tell.
"""

from __future__ import annotations

from graph_api.domain.system import SYSTEM_KEYS
from graph_api.domain.words import CONVEYS, KINDS
from graph_api.scenarios.fields import DEFINITIONS, DOCUMENT
from graph_api.scenarios.shapes import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Give the JSON schema (draft 2020-12) of a scenario file.

    ``schema/scenario.schema.json`` holds the same; ``empower export-schema`` writes it.

    Examples
    --------
    >>> json_schema()["required"]
    ['format', 'scenario']

    """
    definitions = {named.name: named.shape.schema() for named in DEFINITIONS}
    properties = definitions["actor"]["properties"]
    properties["kind"]["examples"] = list(KINDS)
    definitions["relation"]["properties"]["conveys"]["items"]["examples"] = list(CONVEYS)
    document = DOCUMENT.schema()
    document["properties"]["system"]["examples"] = list(SYSTEM_KEYS)
    return {
        "$schema": DIALECT,
        "title": "Scenario of community governance / 社区治理情景",
        "description": (
            "Actors, relations, variants, sources, parameters and figures of one setting.\n"
            "一个情景中的行动者、关系、变体、来源、参数与数字。"
        ),
        **document,
        "$defs": definitions,
    }
