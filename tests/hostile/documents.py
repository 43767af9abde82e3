"""Documents that are small to send and large to answer, or broken in every way."""

from __future__ import annotations

import json
from collections.abc import Callable

from graphql import get_introspection_query

from tests.hostile.server import Server, tells_nothing

VIEW = '{ scenario(key: "small") { view { %s } } }'
ACTOR = VIEW % 'actor(id: "office") { %s }'


def nested(opening: str, times: int, inner: str = "key") -> str:
    return opening * times + "{ " + inner + " }" + "}" * (opening.count("{") * times)


def doubled(levels: int, kind: str, field: str = "", last: str = "key") -> str:
    inside = f"{field} {{ ...f%d }} o: {field} {{ ...f%d }}" if field else "...f%d ...f%d"
    return (
        "".join(f"fragment f{n} on {kind} {{ {inside % (n + 1, n + 1)} }} " for n in range(levels))
        + f"fragment f{levels} on {kind} {{ {last} }}"
    )


def all_spread_all(count: int, kind: str) -> str:
    spreads = " ".join(f"...f{n}" for n in range(count))
    return " ".join(f"fragment f{n} on {kind} {{ {spreads} }}" for n in range(count))


def one_after_the_other(count: int, kind: str) -> str:
    parts = [f"fragment f{n} on {kind} {{ ...f{n + 1} }}" for n in range(count)]
    return " ".join(parts) + f" fragment f{count} on {kind} {{ __typename }}"


DOCUMENTS: dict[str, str] = {
    # the first defect of the default server: a list within a list within a list
    "actors that empower actors": VIEW
    % (
        "actors(first: 100) { edges { node "
        + "{ empowers(first: 100) { edges { node { to " * 4
        + "{ key }"
        + "} } } }" * 4
        + "} }"
    ),
    "actors that empower, one level": VIEW
    % "actors(first: 100) { edges { node { empowers(first: 100) { edges { node { key } } } } } }",
    "deep recursion": ACTOR % nested("memberOf { ", 900, "key"),
    "deep brackets": "{" * 4_000,
    "deep inline fragments": "{" + "... on Query {" * 900 + "viewer { role }" + "}" * 901,
    "deep lists": "query { nodes(ids: " + "[" * 1_900 + "]" * 1_900 + ") { id } }",
    "deep objects": VIEW % ("actors(filter: " + "{a: " * 1_200 + "1" + "}" * 1_200 + ") { stale }"),
    # aliases
    "a thousand aliases": "{" + " ".join(f"a{n}: viewer {{ role }}" for n in range(900)) + "}",
    "aliases that compute": VIEW % " ".join(f"a{n}: layout" for n in range(150)),
    "aliases below the limit": VIEW
    % " ".join(f'a{n}: pair(a: "office", b: "residents") {{ mutual }}' for n in range(59)),
    # fragments: strawberry's own limiters double per level
    "doubled spreads, 25 levels": ACTOR % "...f0" + doubled(25, "Actor"),
    "doubled spreads, 60 levels": ACTOR % "...f0" + doubled(60, "Actor"),
    "doubled fields": ACTOR % "...f0" + doubled(30, "Actor", "memberOf"),
    "doubled in introspection": "{ __schema { ...f0 } }"
    + doubled(25, "__Schema", last="types { name }"),
    "doubled and never used": "{ viewer { role } }" + doubled(25, "Actor", "memberOf"),
    "doubled in the other operation": "query A { viewer { role } } query B "
    + ACTOR % "...f0"
    + doubled(25, "Actor", "memberOf"),
    "a circle": "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
    "all spread all": "{ ...f0 }" + all_spread_all(40, "Query"),
    "all spread all in introspection": "{ __schema { ...f0 } }" + all_spread_all(40, "__Schema"),
    "a chain of fragments": "{ ...f0 }" + one_after_the_other(400, "Query"),
    "wide fragments": "{"
    + " ".join(f"...w{n}" for n in range(300))
    + "}"
    + " ".join(f"fragment w{n} on Query {{ a{n}: viewer {{ role }} }}" for n in range(300)),
    # directives, and the same again and again
    "directives": "{ viewer { role " + "@include(if: true) " * 600 + "} }",
    "unknown directives": "{ viewer { role " + "@x " * 1_300 + "} }",
    "directives on definitions": "query Q " + "@x " * 1_300 + "{ viewer { role } }",
    "the same scalar": "{ viewer { " + "role " * 3_900 + "} }",
    "the same object": "{" + "viewer { role } " * 900 + "}",
    "the same with other arguments": "{"
    + " ".join(f'scenario(key: "{n}") {{ key }}' for n in range(400))
    + "}",
    "names that are not there": "{" + " ".join(f"nope{n}" for n in range(3_900)) + "}",
    "names that are nearly there": "{" + " ".join(f"scenari{n}" for n in range(1_500)) + "}",
    "arguments that are not there": "{ viewer("
    + " ".join(f"a{n}: 1" for n in range(1_000))
    + ") { role } }",
    "variables that are not used": "query("
    + " ".join(f"$a{n}: Int" for n in range(900))
    + ") { viewer { role } }",
    "many operations": " ".join(f"query Q{n} {{ viewer {{ role }} }}" for n in range(500)),
    # introspection
    "introspection": get_introspection_query(input_value_deprecation=True),
    "introspection twenty times": "{"
    + " ".join(
        f"a{n}: __schema {{ types {{ fields {{ name args {{ name }} }} }} }}" for n in range(150)
    )
    + "}",
    "introspection too deep": "{ __schema { types "
    + nested("{ fields { type ", 8, "name")
    + " } }",
    # broken
    "nothing": "",
    "spaces": " " * 900_000,
    "comments": "#\n" * 3_900 + "{ viewer { role } }",
    "too many comments": "#\n" * 100_000 + "{ viewer { role } }",
    "commas": "," * 900_000 + "{ viewer { role } }",
    "a zero byte": "{ viewer { role } }\0",
    "a byte order mark": "\ufeff{ viewer { role } }",
    "half of a pair in a literal": '{ scenario(key: "\\uD800") { key } }',
    "an open string": '{ scenario(key: "' + "x" * 100_000,
    "an open block string": '{ scenario(key: """' + "\n" * 100_000,
    "a huge block string": '{ scenario(key: """' + " \n" * 200_000 + '""") { key } }',
    "a number of digits": "{ scenarios(first: " + "9" * 100_000 + ") { stale } }",
    "a number of many zeros": "{ scenarios(first: 1e99999999) { stale } }",
    "a huge name": "{ " + "a" * 500_000 + " }",
    "a subscription": "subscription { nope }",
    "a definition": "type Query { a: Int }",
    "right to left": '{ scenario(key: "\u202e\u0000") { key } }',
}
"""By name; each is answered within its time, whatever the answer."""

QUICK = {
    "actors that empower actors",
    "deep recursion",
    "aliases that compute",
    "doubled spreads, 25 levels",
    "doubled in introspection",
    "doubled in the other operation",
    "all spread all in introspection",
    "wide fragments",
    "directives",
    "the same scalar",
    "names that are nearly there",
    "introspection twenty times",
    "too many comments",
}
"""Those that CI asks."""

GOOD = {"actors that empower, one level", "introspection", "aliases below the limit", "comments"}
"""Those that are allowed, although they look like the others."""


def asked(text: str) -> Callable[[Server], None]:
    """Make the attack that sends a document."""

    def attack(server: Server) -> None:
        answer = server.ask(text, seconds=8)
        assert answer.status in {200, 400}, answer
        assert tells_nothing(answer.body), answer.body[:2_000]
        said = json.loads(answer.body)
        if "errors" in said:
            codes = {error["extensions"]["code"] for error in said["errors"]}
            assert codes.isdisjoint({"INTERNAL"}), answer.body[:2_000]
            assert all(error["extensions"]["messageZh"] for error in said["errors"])

    return attack


def allowed(text: str) -> Callable[[Server], None]:
    """Make the request that is answered without an error."""

    def attack(server: Server) -> None:
        answer = server.ask(text, seconds=8)
        assert "errors" not in json.loads(answer.body), answer.body[:500]

    return attack


ATTACKS: dict[str, Callable[[Server], None]] = {
    f"document: {name}": (allowed if name in GOOD else asked)(text)
    for name, text in DOCUMENTS.items()
}
