"""Whatever is deprecated says since when, what to use, and until when; and it is gone in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from graphql import GraphQLEnumType, GraphQLSchema, build_schema

from graph_api.api.deprecation import LEAST_MONTHS, deprecated, read_deprecation
from graph_api.api.schema import schema


def reasons(whole: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Give everything deprecated: its coordinate and the reason."""
    for kind in whole.type_map.values():
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLEnumType):
            members = kind.values.items()
        else:
            members = getattr(kind, "fields", {}).items()
        for name, member in members:
            if member.deprecation_reason is not None:
                yield f"{kind.name}.{name}", member.deprecation_reason
            for argument, given in getattr(member, "args", {}).items():
                if given.deprecation_reason is not None:
                    yield f"{kind.name}.{name}({argument}:)", given.deprecation_reason
    for directive in whole.directives:
        for argument, given in directive.args.items():
            if given.deprecation_reason is not None:
                yield f"@{directive.name}({argument}:)", given.deprecation_reason


def faults(whole: GraphQLSchema, today: str) -> list[str]:
    found = []
    for place, reason in reasons(whole):
        said = read_deprecation(reason)
        if said is None:
            found.append(f"{place}: {reason!r} is not in the form of graph_api.api.deprecation")
        elif said.months < LEAST_MONTHS:
            found.append(f"{place}: stays only {said.months} months")
        elif said.is_past(today):
            found.append(f"{place}: was to be gone after {said.until}")
    return found


def test_whatever_the_schema_deprecates_keeps_the_promise() -> None:
    assert faults(schema.graphql_schema, datetime.now(UTC).date().isoformat()) == []


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("No longer supported", "form"),
        ("since 2026-11: use new; removed after 2027-13", "form"),
        ("since 2026-11: use new; removed after 2027-02", "3 months"),
        ("since 2026-01: use new; removed after 2026-10", "was to be gone"),
        ("since 2026-06: use new; removed after 2026-12", None),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "type Query { old: Int @deprecated(reason: %s) }",
        "type Query { a(old: Int @deprecated(reason: %s)): Int }",
        "type Query { a(b: In): Int } input In { old: Int @deprecated(reason: %s) }",
        "type Query { a: Word } enum Word { NEW OLD @deprecated(reason: %s) }",
    ],
)
def test_a_broken_promise_is_found_wherever_it_stands(
    text: str, reason: str, fault: str | None
) -> None:
    found = faults(build_schema(text % f'"{reason}"'), "2026-12-01")
    assert len(found) == (fault is not None)
    assert all((fault or "") in one for one in found)


@pytest.mark.parametrize(
    ("use", "since", "until"),
    [
        ("new", "2026-11", "2027-04"),
        ("new", "2026-1", "2027-04"),
        ("new", "soon", "2027-04"),
        ("a; b", "2026-11", "2027-11"),
        (" ", "2026-11", "2027-11"),
    ],
)
def test_a_reason_that_promises_too_little_cannot_be_written(
    use: str, since: str, until: str
) -> None:
    with pytest.raises(ValueError, match=r"month|semicolon"):
        deprecated(use, since=since, until=until)


def test_a_reason_is_read_as_it_was_written() -> None:
    said = read_deprecation(deprecated("Actor.key", since="2026-11", until="2027-05"))
    assert said is not None
    assert (said.since, said.use, said.until) == ("2026-11", "Actor.key", "2027-05")
